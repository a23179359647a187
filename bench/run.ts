/**
 * `npm run bench -- [names…]`: runs benches one after another, each alone on the machine, and prints one JSON line for
 * each. A bench is a file of this folder that exports a function of its own name (`intake.ts`: `intake`); the function
 * starts what it needs (a temporary PostgreSQL, a server), ends it, and gives back the line.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
/** Tells the process that is started for one bench which one. */
const onlyOption = '--only=';

/** The function a bench's file exports: `queue-depth.ts` → `queueDepth`. */
function exportOf(name: string): string {
  // A word of the language cannot be the name of a function.
  if (name === 'import') return 'importBench';
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** By their text: other files of the folder may be programs, which importing would run. */
function findBenches(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => {
      const text = readFileSync(join(folder, `${name}.ts`), 'utf8');
      return new RegExp(`^export (async )?function ${exportOf(name)}\\(`, 'm').test(text);
    })
    .sort();
}

async function runOne(name: string): Promise<void> {
  const module: Record<string, unknown> = await import(pathToFileURL(join(folder, `${name}.ts`)).href);
  const bench = module[exportOf(name)];
  if (typeof bench !== 'function') throw new Error(`bench/${name}.ts exports no function ${exportOf(name)}`);
  console.log(JSON.stringify(await bench()));
}

/** Each in a process of its own, so that none inherits another's heap or warm code. */
function runAll(names: readonly string[]): number {
  const benches = findBenches();
  const unknown = names.filter((name) => !benches.includes(name));
  if (unknown.length > 0 || benches.length === 0) {
    console.error(`There is no bench ${unknown.join(', ')}. There are: ${benches.join(', ')}`);
    return 2;
  }
  let exitCode = 0;
  for (const name of names.length > 0 ? names : benches) {
    const { status } = spawnSync(
      process.execPath,
      [...process.execArgv, fileURLToPath(import.meta.url), `${onlyOption}${name}`],
      { stdio: 'inherit' },
    );
    if (status !== 0) {
      console.error(`bench ${name} failed`);
      exitCode = 1;
    }
  }
  return exitCode;
}

const words = process.argv.slice(2);
const only = words.find((word) => word.startsWith(onlyOption))?.slice(onlyOption.length);
if (only !== undefined) await runOne(only);
else process.exitCode = runAll(words);
