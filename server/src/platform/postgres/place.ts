/**
 * Where the database's files lie: in the data folder, as anybody expects, unless root keeps that folder where the
 * unprivileged account of PostgreSQL cannot enter (root's own home). Then they lie below /var/lib/linli, and a note in
 * the data folder says where.
 */

import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, canEnter, chooseAccount } from './account.ts';
import { makePassable } from './binaries.ts';

export interface Place {
  account: Account | undefined;
  /** Folder the cluster is made in. */
  parent: string;
  /** PostgreSQL's data directory; may not exist yet. */
  cluster: string;
  /** A folder for copies of programs. */
  room: () => string;
}

interface Note {
  /** Folder that holds `postgres/`. */
  databaseFolder: string;
}

/** Decides once, and keeps to it on every later start. */
export function findPlace(home: string, report: (line: string) => void): Place {
  const notePath = join(home, 'postgres-place.json');
  const near = join(home, 'postgres');
  const noted = existsSync(notePath)
    ? join((JSON.parse(readFileSync(notePath, 'utf8')) as Note).databaseFolder, 'postgres')
    : undefined;
  if (noted !== undefined && !existsSync(noted)) {
    throw new Error(
      `The database of this data folder was at ${noted}, and is not there any more. ` +
        `Restore it, or remove ${notePath} to begin with an empty one.`,
    );
  }
  const existing = noted ?? (existsSync(near) ? near : undefined);
  const account = chooseAccount(existing, report);
  const room = account === undefined ? () => home : roomOutside;
  if (existing !== undefined) {
    checkOwner(existing, account, home);
    return { account, parent: join(existing, '..'), cluster: existing, room };
  }
  if (canEnter(account, home)) return { account, parent: home, cluster: near, room };

  const outside = roomOutside();
  for (const earlier of databasesOf(home, outside)) {
    report(
      `an earlier database of this data folder remains at ${earlier}; remove it when it is no longer needed`,
    );
  }
  const databaseFolder = join(outside, `database-${randomBytes(4).toString('hex')}`);
  makePassable(databaseFolder);
  writeFileSync(join(databaseFolder, 'belongs-to'), `${home}\n`);
  writeFileSync(notePath, `${JSON.stringify({ databaseFolder } satisfies Note)}\n`);
  report(
    `user ${account?.name} cannot enter ${home}, so the database lies in ${databaseFolder} (noted in ${notePath})`,
  );
  return { account, parent: databaseFolder, cluster: join(databaseFolder, 'postgres'), room };
}

function checkOwner(cluster: string, account: Account | undefined, home: string): void {
  const owner = lstatSync(cluster).uid;
  const own = process.getuid?.();
  if (own !== undefined && own !== 0 && owner !== own) {
    throw new Error(
      `The database in ${cluster} belongs to user ${owner}, this is user ${own}. ` +
        'Start Linli as the same user as before (or as root), or set LINLI_DATA to another folder.',
    );
  }
  if (!canEnter(account, cluster)) {
    throw new Error(
      `User ${account?.name}, who runs PostgreSQL, cannot enter ${cluster} any more. ` +
        `Open the folders above it to passing through (chmod o+x), as they were when ${home} was made.`,
    );
  }
}

function databasesOf(home: string, outside: string): string[] {
  return readdirSync(outside)
    .filter((name) => name.startsWith('database-'))
    .map((name) => join(outside, name))
    .filter((folder) => {
      const owner = join(folder, 'belongs-to');
      return existsSync(owner) && readFileSync(owner, 'utf8').trim() === home;
    });
}

/** Only root comes here, because only root hands the database to another account. */
function roomOutside(): string {
  const faults: string[] = [];
  for (const folder of ['/var/lib/linli', join(tmpdir(), 'linli')]) {
    try {
      mkdirSync(folder, { recursive: true });
      const { uid, mode } = lstatSync(folder);
      // In a folder for everybody somebody else may have been first.
      if (uid !== 0 || !lstatSync(folder).isDirectory() || (mode & 0o022) !== 0) {
        faults.push(`${folder} is not root's alone`);
        continue;
      }
      chmodSync(folder, 0o711);
      return folder;
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(
    `No folder for the database's unprivileged user: ${faults.join('; ')}. Start as an ordinary user.`,
  );
}
