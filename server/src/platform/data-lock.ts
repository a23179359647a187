/**
 * One server process per data folder. Two of them would write the same files and fight over the same database, so
 * the second start is refused with a message that names the first. The mark of a process that died is taken over.
 */
import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Refused } from './refused.ts';

const heartbeatSeconds = 4;
/** A mark written in another container or on another machine counts as alive this long after its last heartbeat. */
const remoteGraceSeconds = 15;

interface Mark {
  pid: number;
  host: string;
  /** Tells a process from a later one with the same number. */
  processStart: string;
  startedAt: string;
}

export interface DataLock {
  release(): void;
}

/** Thrown when another server works on the folder; `message` is ready to be printed. */
export class DataFolderInUse extends Refused {
  constructor(folder: string, mark: Mark) {
    super(
      [
        `Linli already runs on the data folder ${folder}`,
        `(process ${mark.pid} on ${mark.host}, since ${mark.startedAt}).`,
        'Stop it first, or give this one a folder and a port of its own: LINLI_DATA=./data-2 PORT=3001 npm start',
      ].join('\n'),
    );
    this.name = 'DataFolderInUse';
  }
}

/** Takes the folder for this process; throws DataFolderInUse while another one has it. */
export async function lockDataFolder(folder: string): Promise<DataLock> {
  const path = join(folder, 'running.json');
  const own: Mark = {
    pid: process.pid,
    host: hostname(),
    processStart: processStart(process.pid),
    startedAt: new Date().toISOString(),
  };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(own)}\n`, { mode: 0o600 });
  try {
    for (;;) {
      if (tryLink(draft, path)) break;
      const found = readMark(path);
      if (found === undefined) continue;
      if (await isAlive(found, path)) throw new DataFolderInUse(folder, found.mark);
      takeAway(path, found.text);
    }
  } finally {
    unlinkSync(draft);
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(path, now, now);
    } catch {
      // The folder was removed under us; whoever did that will hear from the database.
    }
  }, heartbeatSeconds * 1000);
  heartbeat.unref();
  let isHeld = true;
  return {
    release() {
      if (!isHeld) return;
      isHeld = false;
      clearInterval(heartbeat);
      const found = readMark(path);
      if (found?.mark.pid === own.pid && found.mark.host === own.host) unlinkSync(path);
    },
  };
}

/** Is another server at work on this folder? For commands that then talk to its database instead of starting it. */
export async function isDataFolderInUse(folder: string): Promise<boolean> {
  const path = join(folder, 'running.json');
  const found = readMark(path);
  return found !== undefined && found.mark.pid !== process.pid && (await isAlive(found, path));
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readMark(path: string): { mark: Mark; text: string } | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    try {
      return { mark: JSON.parse(text) as Mark, text };
    } catch {
      // Cut short by a full disk or a power failure: nobody stands behind it.
      return { mark: { pid: -1, host: hostname(), processStart: '', startedAt: '' }, text };
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves a dead mark away. Should it have been replaced by a living one meanwhile, that one is put back. */
function takeAway(path: string, expected: string): void {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== expected) tryLink(aside, path);
  unlinkSync(aside);
}

async function isAlive({ mark }: { mark: Mark }, path: string): Promise<boolean> {
  if (mark.host === hostname()) {
    return mark.pid > 0 && isRunning(mark.pid) && processStart(mark.pid) === mark.processStart;
  }
  // Process numbers of another container mean nothing here; its heartbeat does.
  const first = heartbeatOf(path);
  while (heartbeatOf(path) === first && Date.now() - first < remoteGraceSeconds * 1000) await pause(500);
  return heartbeatOf(path) !== first;
}

function heartbeatOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Whether a process with this number exists, whoever owns it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in whatever form the system tells it; empty where it does not. */
function processStart(pid: number): string {
  try {
    // The second field is the program's name in parentheses and may hold spaces; the start time is field 22.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    if (process.platform === 'win32') return '';
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
}
