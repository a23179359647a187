/** `npm run check`: everything that needs no database and no browser: format and lint, types. Exits 1 when one of them fails. */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Programs of the workspace first, and the Node.js that runs this, whatever the machine's own is. */
export const environment = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
};

/** Runs a program of the workspace and says whether it succeeded. */
export function run(title: string, program: string, args: string[]): boolean {
  console.log(`\n— ${title}`);
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: environment });
  if (error) console.error(`${program} could not be started: ${error.message}`);
  return status === 0;
}

/** All checks, each run even when one before it failed, so that one run tells everything. */
export function checkAll(): boolean {
  const results = [
    run('format and lint', 'biome', ['check', '.']),
    run('types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']),
  ];
  return results.every(Boolean);
}

if (import.meta.main) process.exitCode = checkAll() ? 0 : 1;
