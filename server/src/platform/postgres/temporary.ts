/** A PostgreSQL for the length of a test run or a trial: its files lie in the temporary folder and go with it. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../data-lock.ts';
import { type Postgres, startPostgres } from './index.ts';
import { endOrphan } from './server.ts';

const prefix = 'linli-temporary-';

/** `stop` also removes its files. Not durable by default: nothing is flushed to the disk. */
export async function startTemporaryPostgres(
  options: { durable?: boolean; settings?: Record<string, string> } = {},
): Promise<Postgres> {
  await sweep();
  const home = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  // Root's PostgreSQL runs as somebody else, who must be able to pass through.
  if (process.getuid?.() === 0) chmodSync(home, 0o711);
  const postgres = await startPostgres({ home, durable: false, ...options });
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** What runs that were killed left behind: their servers and their files. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]);
    const home = join(tmpdir(), name);
    if (!Number.isInteger(pid) || isRunning(pid) || !isOurs(home)) continue;
    await endOrphan({ cluster: join(home, 'postgres'), report: () => {} });
    rmSync(home, { recursive: true, force: true });
  }
}

function isOurs(path: string): boolean {
  return process.getuid === undefined || statSync(path, { throwIfNoEntry: false })?.uid === process.getuid();
}
