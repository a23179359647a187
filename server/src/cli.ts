/** `npm run linli -- …`: the commands of the house. Each lies in commands-line/ and is listed here once. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, UsageError } from './commands-line/command.ts';
import { commands } from './commands-line/index.ts';
import { Refused } from './platform/refused.ts';

/** Exit codes: 0 done · 1 found something wrong · 2 called wrongly · 3 could not be done. */
async function runCli(words: string[]): Promise<number> {
  const found = findCommand(words);
  if (found === undefined) {
    const asked = words.length === 0 || ['help', '--help', '-h'].includes(words[0] ?? '');
    if (!asked) console.error(`There is no command "${words.join(' ')}".\n`);
    (asked ? console.log : console.error)(overview());
    return asked ? 0 : 2;
  }
  const { command, rest } = found;
  if (rest.includes('--help') || rest.includes('-h')) {
    console.log(usage(command));
    return 0;
  }
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: command.options ?? {},
      allowPositionals: true,
      strict: true,
    });
    const needed = command.parameters ?? [];
    if (positionals.length < needed.length) throw new UsageError(`${needed[positionals.length]} is missing`);
    if (positionals.length > needed.length && !command.takesMore) {
      throw new UsageError(`"${positionals[needed.length]}" is too much`);
    }
    return await command.run({
      parameters: positionals,
      options: values,
      // npm runs scripts in the repository's root; a path means the folder the person stands in.
      path: (name) => resolve(process.env.INIT_CWD ?? process.cwd(), name),
    });
  } catch (error) {
    const isUsage =
      error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    if (isUsage) {
      console.error(`${(error as Error).message}\n\n${usage(command)}`);
      return 2;
    }
    console.error(
      error instanceof Refused
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error),
    );
    return 3;
  }
}

/** The longest name that fits: `model check` before `model`. */
function findCommand(words: string[]): { command: Command; rest: string[] } | undefined {
  for (let length = Math.min(3, words.length); length > 0; length -= 1) {
    const name = words.slice(0, length).join(' ');
    const command = commands.find((one) => one.name === name);
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  return undefined;
}

function usageLine({ name, parameters = [], takesMore }: Command): string {
  return `npm run linli -- ${[name, ...parameters].join(' ')}${takesMore ? ' …' : ''}`;
}

function usage(command: Command): string {
  const options = Object.entries(command.options ?? {}).map(
    ([name, { type, description }]) => `  --${name}${type === 'string' ? ' …' : ''}  ${description}`,
  );
  return [`usage: ${usageLine(command)}`, `  ${command.summary}`, ...options].join('\n');
}

function overview(): string {
  const width = Math.max(...commands.map((command) => usageLine(command).length));
  return [
    '邻里 Linli, commands:',
    '',
    ...commands.map((command) => `  ${usageLine(command).padEnd(width)}   ${command.summary}`),
    '',
    'With --help a command tells its options.',
  ].join('\n');
}

process.exitCode = await runCli(process.argv.slice(2));
