import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programFolder } from '../../src/platform/config.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As `npm run linli -- …` runs it from `folder`. */
function linli(...words: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(programFolder, 'scripts', 'launch.mjs'), 'server/src/cli.ts', ...words],
    {
      cwd: programFolder,
      encoding: 'utf8',
      env: { ...process.env, INIT_CWD: folder, LINLI_DATA: join(folder, 'data'), DATABASE_URL: '' },
    },
  );
  return { status, out: stdout, err: stderr };
}

describe('the command line', () => {
  test('without a command and with help it lists the commands', () => {
    for (const words of [[], ['help']]) {
      const { status, out } = linli(...words);
      expect(status).toBe(0);
      expect(out).toContain('model check FILE');
    }
  });

  test('an unknown command, an unknown option and a missing file name are usage errors', () => {
    for (const words of [
      ['modle'],
      ['model', 'check'],
      ['settings', 'too', 'much'],
      ['settings', '--loud'],
    ]) {
      const { status, err } = linli(...words);
      expect([words, status]).toEqual([words, 2]);
      expect(err).toContain('npm run linli --');
    }
  });
});

describe('model check', () => {
  test('the shipped models have no faults, the foundation among them', () => {
    const shipped = readdirSync(join(programFolder, 'models')).filter((name) => name.endsWith('.yaml'));
    expect(shipped).toEqual(expect.arrayContaining(['base.yaml', 'tongguan.yaml']));
    const files = shipped.map((name) => join(programFolder, 'models', name));
    expect(linli('model', 'check', ...files)).toEqual({
      status: 0,
      out: files.map((file) => `${file}: no faults\n`).join(''),
      err: '',
    });
  });

  test('a good model passes, found from where the person stands', () => {
    writeFileSync(join(folder, 'mytown.yaml'), readFileSync(join(programFolder, 'models', 'tongguan.yaml')));
    expect(linli('model', 'check', 'mytown.yaml')).toEqual({
      status: 0,
      out: 'mytown.yaml: no faults\n',
      err: '',
    });
  });

  test('every fault of a bad one is named at once, with file, line and column, and the exit code is 1', () => {
    writeFileSync(join(folder, 'bad.yaml'), 'extends: base\ntitle: 3\nqueue: {}\n');
    const { status, out } = linli('model', 'check', 'bad.yaml');
    expect(status).toBe(1);
    expect(out).toMatch(/^bad\.yaml:2:8: title: /m);
    expect(out).toMatch(/^bad\.yaml:3:1: queue: no such key "queue", allowed: .*queues/m);
  });

  test('a file that is not there is said so', () => {
    const { status, out } = linli('model', 'check', 'nowhere.yaml');
    expect(status).toBe(1);
    expect(out).toContain('no such file');
  });
});
