/**
 * Who runs PostgreSQL. It refuses to run as root, so a root process hands it to an unprivileged account; anybody
 * else runs it as themselves.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';

/** Undefined: the account of this process. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** The account to run as, or undefined for this process's own. An existing database stays with its owner. */
export function chooseAccount(
  existingCluster: string | undefined,
  report: (line: string) => void,
): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readAccounts();
  if (existingCluster !== undefined) {
    const { uid, gid } = statSync(existingCluster);
    if (uid !== 0) return accounts.find((account) => account.uid === uid) ?? { name: String(uid), uid, gid };
  }
  const found =
    accounts.find(({ name }) => name === 'postgres') ?? accounts.find(({ name }) => name === 'linli');
  if (found !== undefined) return found;
  const made = spawnSync(
    'useradd',
    ['--system', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', 'linli'],
    { stdio: 'ignore' },
  );
  const created = made.status === 0 ? readAccounts().find(({ name }) => name === 'linli') : undefined;
  if (created !== undefined) {
    report('PostgreSQL does not run as root: made the system user "linli" for it');
    return created;
  }
  const nobody = accounts.find(({ name }) => name === 'nobody');
  if (nobody === undefined) {
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "postgres", "linli" or "nobody" to run it as. ' +
        'Make one (useradd --system linli), or start Linli as an ordinary user.',
    );
  }
  return nobody;
}

function readAccounts(): Account[] {
  let passwd: string;
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return [];
  }
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name === undefined || uid === undefined || gid === undefined || uid === '0'
      ? []
      : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** Asks the system itself, so that access lists and mount options count too. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  return account === undefined || shell(account, 'cd "$1"', folder);
}

/** Whether the account can run a program and read what lies beside it. */
export function canRun(account: Account | undefined, program: string, sampleFile: string): boolean {
  return account === undefined || shell(account, 'test -x "$1" && test -r "$2"', program, sampleFile);
}

function shell(account: Account, script: string, ...parameters: string[]): boolean {
  const { status, error } = spawnSync('/bin/sh', ['-c', script, 'sh', ...parameters], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  if (error !== undefined) {
    throw new Error(
      `cannot run programs as user ${account.name}: ${error.message}. Start Linli as an ordinary user.`,
    );
  }
  return status === 0;
}
