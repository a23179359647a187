/** What a command asks of the person at the terminal. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './command.ts';

export function isTerminal(): boolean {
  return process.stdin.isTTY === true;
}

export async function ask(question: string): Promise<string> {
  return askInto(question, process.stdout);
}

/** The first line of a file or of what is piped in, else typed twice at the terminal, where it does not show. */
export async function askPassword(path: string | undefined): Promise<string> {
  if (path !== undefined) return firstLine(readPasswordFile(path));
  if (!isTerminal()) return firstLine(await readInput());
  const password = await askHidden('Password (at least 10 characters, not shown): ');
  if ((await askHidden('The same again: ')) !== password) throw new UsageError('the two passwords differ');
  return password;
}

function readPasswordFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`--password-file: ${path} cannot be read`);
  }
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function firstLine(words: string): string {
  return words.split(/\r?\n/, 1)[0] ?? '';
}

async function askInto(question: string, output: NodeJS.WritableStream): Promise<string> {
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  try {
    return await reader.question(question);
  } finally {
    reader.close();
  }
}

/** What is typed is echoed into nothing. */
async function askHidden(question: string): Promise<string> {
  process.stdout.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await askInto('', nowhere);
  process.stdout.write('\n');
  return answer;
}
