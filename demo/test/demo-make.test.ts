/** `npm run linli -- demo make FILE`, as a city's administrator types it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase } from '../../server/test/harness.ts';

const program = fileURLToPath(new URL('../..', import.meta.url));
const clubFile = fileURLToPath(new URL('../../packages/model/test/chess-club.yaml', import.meta.url));
let folder: string;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'linli-demo-make-'));
  cpSync(clubFile, join(folder, 'chess-club.yaml'));
  url = (await freshDatabase()).url;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function demoMake(file: string, settings: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(program, 'scripts', 'launch.mjs'), 'server/src/cli.ts', 'demo', 'make', file],
    {
      cwd: program,
      encoding: 'utf8',
      env: {
        ...process.env,
        INIT_CWD: folder,
        LINLI_DATA: join(folder, 'data'),
        DATABASE_URL: url,
        LINLI_DEMO: 'on',
        ...settings,
      },
    },
  );
  return { status, out: stdout, err: stderr };
}

describe('demo make', () => {
  it('makes the city, names the persons to try it as, and says how to start', () => {
    const { status, out, err } = demoMake('chess-club.yaml');
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out).toMatch(/^chess-club: \d+ cases, and these persons to try it as:$/m);
    expect(out).toContain('as president');
    expect(out).toContain(`LINLI_MODELS=${folder} npm start`);
  });

  it('a second time changes nothing and says so', () => {
    const { status, out } = demoMake('chess-club.yaml');
    expect(status).toBe(0);
    expect(out).toContain('nothing was changed');
  });

  it('names the faults of a bad file and touches nothing', () => {
    const text = readFileSync(clubFile, 'utf8').replace('seats: 1', 'seets: 1');
    writeFileSync(join(folder, 'bad-club.yaml'), text);
    const { status, out } = demoMake('bad-club.yaml');
    expect(status).toBe(1);
    expect(out).toMatch(/^bad-club\.yaml:\d+:\d+: roles\.president\.seets: no such key/);
    rmSync(join(folder, 'bad-club.yaml'));
  });

  it('refuses where the demo is off', () => {
    const { status, err } = demoMake('chess-club.yaml', { LINLI_DEMO: 'off' });
    expect(status).toBe(3);
    expect(err).toContain('LINLI_DEMO=on');
  });

  it('refuses a database that holds a real city', async () => {
    const real = await freshDatabase();
    await real.superuser.query(
      `INSERT INTO tenants (tenant_id, model_key, area_code, created_at) VALUES (1, 'town', '77', now())`,
    );
    const { status, err } = demoMake('chess-club.yaml', { DATABASE_URL: real.url });
    expect(status).toBe(3);
    expect(err).toContain('never mix');
  });
});
