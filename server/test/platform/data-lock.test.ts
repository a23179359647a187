import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataFolderInUse, isDataFolderInUse, lockDataFolder } from '../../src/platform/data-lock.ts';

const lockModule = new URL('../../src/platform/data-lock.ts', import.meta.url).href;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that takes the folder, says how it went, and stays. */
async function otherProcess() {
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    `const { lockDataFolder } = await import(${JSON.stringify(lockModule)});
     try { await lockDataFolder(${JSON.stringify(folder)}); console.log('has it'); setInterval(() => {}, 1000); }
     catch (error) { console.log(error.name); }`,
  ]);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

test('a second process is refused with the first one’s number', async () => {
  const { child, said } = await otherProcess();
  expect(said).toBe('has it');
  await expect(lockDataFolder(folder)).rejects.toThrow(new RegExp(`process ${child.pid} `));
  expect(await isDataFolderInUse(folder)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
});

test('the mark of a killed process is taken over', async () => {
  const { child } = await otherProcess();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await isDataFolderInUse(folder)).toBe(false);
  const lock = await lockDataFolder(folder);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('of several that find a dead mark at the same time exactly one gets the folder', async () => {
  writeFileSync(
    join(folder, 'running.json'),
    JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), processStart: '1', startedAt: '' }),
  );
  const others = await Promise.all(Array.from({ length: 5 }, otherProcess));
  expect(others.filter(({ said }) => said === 'has it')).toHaveLength(1);
  expect(others.filter(({ said }) => said === 'DataFolderInUse')).toHaveLength(4);
  for (const { child } of others) child.kill('SIGKILL');
});

test('a later process with the number of a dead one is not mistaken for it', async () => {
  writeFileSync(
    join(folder, 'running.json'),
    JSON.stringify({ pid: process.ppid, host: hostname(), processStart: 'long ago', startedAt: '' }),
  );
  (await lockDataFolder(folder)).release();
});

test('a mark cut short by a full disk stops nobody', async () => {
  writeFileSync(join(folder, 'running.json'), '{"pid":');
  (await lockDataFolder(folder)).release();
});

test('another machine’s mark counts while its heart beats', async () => {
  const path = join(folder, 'running.json');
  writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere', processStart: '1', startedAt: 'today' }));
  const beating = setInterval(() => utimesSync(path, new Date(), new Date()), 200);
  await expect(lockDataFolder(folder)).rejects.toThrow(DataFolderInUse);
  clearInterval(beating);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
  (await lockDataFolder(folder)).release();
});
