/**
 * The pages are built when they are needed: on the first start and after their sources changed, told by a hash over
 * what goes into them. Otherwise the start costs one look at the hash.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { programFolder } from '../config.ts';
import { DataFolderInUse, type DataLock, lockDataFolder } from '../data-lock.ts';
import { Refused } from '../refused.ts';
import { compressFiles } from './compress.ts';

export interface Pages {
  /** Folder to serve. */
  folder: string;
  wasBuilt: boolean;
}

const webFolder = join(programFolder, 'web');
const pagesFolder = join(webFolder, 'dist');
const stampName = 'built-from.txt';
const stampPath = join(pagesFolder, stampName);
const workFolder = join(programFolder, '.cache', 'pages');
/** Built beside, then put in place whole: another Linli on this copy may be serving the old pages meanwhile. */
const nextFolder = join(workFolder, 'next');
const oldFolder = join(workFolder, 'old');
/** Everything a page is made of: own sources, the contracts they import, and the versions of all packages. */
const sources = [
  'web',
  'packages/contract',
  'packages/model/src',
  'packages/engine/src',
  'package-lock.json',
];

/** Builds if needed. Two starts at once build once. */
export async function ensurePages(report: (line: string) => void = () => {}): Promise<Pages> {
  // A packed release may come with built pages and without their sources.
  if (!existsSync(join(webFolder, 'src')) && existsSync(pagesFolder))
    return { folder: pagesFolder, wasBuilt: false };
  if (isFresh()) return { folder: pagesFolder, wasBuilt: false };
  const lock = await takeTurn(report);
  try {
    if (isFresh()) return { folder: pagesFolder, wasBuilt: false };
    const hash = hashSources();
    await runBuild(nextFolder);
    await compressFiles(nextFolder);
    writeFileSync(join(nextFolder, stampName), `${hash}\n`);
    putInPlace();
    return { folder: pagesFolder, wasBuilt: true };
  } finally {
    lock.release();
  }
}

function isFresh(): boolean {
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8').trim() === hashSources();
}

function hashSources(): string {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const path of sources.flatMap(listFiles)) {
    hash.update(`\0${path}\0`).update(readFileSync(join(programFolder, path)));
  }
  return hash.digest('hex');
}

const notSources = new Set(['dist', 'node_modules', 'test', '.vite', 'README.md']);

/** Files below a path of the repository, or the file itself, in an order that does not change. */
function listFiles(path: string): string[] {
  const stat = statSync(join(programFolder, path), { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(programFolder, path))
    .filter((name) => !notSources.has(name))
    .sort()
    .flatMap((name) => listFiles(`${path}/${name}`));
}

async function takeTurn(report: (line: string) => void): Promise<DataLock> {
  mkdirSync(workFolder, { recursive: true });
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await lockDataFolder(workFolder);
    } catch (error) {
      if (!(error instanceof DataFolderInUse)) throw error;
      if (isFirst) report('another start is building the pages, waiting for it');
      await pause(300);
    }
  }
}

function putInPlace(): void {
  rmSync(oldFolder, { recursive: true, force: true });
  if (existsSync(pagesFolder)) renameSync(pagesFolder, oldFolder);
  renameSync(nextFolder, pagesFolder);
  rmSync(oldFolder, { recursive: true, force: true });
}

/** Runs the web workspace's own `build` script as npm would, but works without npm too. */
function runBuild(into: string): Promise<void> {
  const { scripts } = JSON.parse(readFileSync(join(webFolder, 'package.json'), 'utf8')) as {
    scripts?: { build?: string };
  };
  if (scripts?.build === undefined) throw new Refused('web/package.json has no script "build"');
  const bins = [join(webFolder, 'node_modules', '.bin'), join(programFolder, 'node_modules', '.bin')];
  return new Promise((resolve, reject) => {
    const child = spawn(`${scripts.build} --outDir "${into}" --emptyOutDir`, {
      cwd: webFolder,
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, PATH: [...bins, process.env.PATH].join(delimiter), NODE_ENV: 'production' },
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-8_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new Error(`The pages could not be built (npm run build). The last it said:\n${output.trim()}`),
        );
    });
  });
}
