import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BadSettings, keepSecret, readConfig, settingNotes } from '../../src/platform/config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'linli-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function faultsOf(env: Record<string, string>): BadSettings['faults'] {
  try {
    readConfig(env, folder);
  } catch (error) {
    if (error instanceof BadSettings) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  test('nothing set: a working city on port 3000 with a database of its own', () => {
    expect(readConfig({}, folder)).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
      dataFolder: join(folder, 'data'),
      demo: 'auto',
    });
  });

  test('an empty variable is one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ' }, folder)).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
    });
  });

  test('every wrong setting is named at once, each with what is allowed', () => {
    const faults = faultsOf({
      PORT: '70000',
      DATABASE_URL: 'mysql://root:hunter2@db/x',
      LINLI_DEMO: 'maybe',
      LINLI_LOG: 'loud',
      LINLI_SECRET: 'short',
      LINLI_MODELS: './nowhere',
      LINLI_PUBLIC_URL: 'linli',
      LINLI_WORKERS: '-1',
    });
    expect(faults.map(({ name }) => name).sort()).toEqual([
      'DATABASE_URL',
      'LINLI_DEMO',
      'LINLI_LOG',
      'LINLI_MODELS',
      'LINLI_PUBLIC_URL',
      'LINLI_SECRET',
      'LINLI_WORKERS',
      'PORT',
    ]);
    for (const { allowed } of faults) expect(allowed).not.toBe('');
    const message = new BadSettings(faults).message;
    expect(message).toContain('fatal, error, warn');
    // Passwords do not belong on a screen.
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain('short');
  });

  test('a misspelt setting is refused instead of ignored', () => {
    expect(faultsOf({ LINLI_DATE: '/x' })).toMatchObject([{ name: 'LINLI_DATE' }]);
  });

  test('every setting is described for people', () => {
    expect(settingNotes.length).toBeGreaterThan(8);
    for (const { name, allowed, example } of settingNotes) {
      expect([name, allowed, example].every((text) => text !== '')).toBe(true);
    }
  });

  const companions: Partial<Record<string, Record<string, string>>> = {
    LINLI_SMS: { LINLI_SMS_KEY: 'k'.repeat(32) },
    LINLI_SMTP: { LINLI_MAIL_FROM: 'linli@example.org' },
  };
  test('the example of each setting is itself allowed', () => {
    for (const { name, example } of settingNotes) {
      if (name === 'LINLI_MODELS' || name === 'LINLI_SECRET') continue;
      expect(faultsOf({ ...companions[name], [name]: example }), name).toEqual([]);
    }
  });

  test('a setting that needs another one says so', () => {
    expect(faultsOf({ LINLI_SMS: 'https://sms.example.org/' })).toMatchObject([{ name: 'LINLI_SMS_KEY' }]);
    expect(faultsOf({ LINLI_SMTP: 'smtp://mail.example.org' })).toMatchObject([{ name: 'LINLI_MAIL_FROM' }]);
  });

  test('telephone numbers and codes leave over https only, but to this machine', () => {
    const LINLI_SMS_KEY = 'k'.repeat(32);
    expect(faultsOf({ LINLI_SMS: 'http://sms.example.org/', LINLI_SMS_KEY })).toMatchObject([
      { name: 'LINLI_SMS' },
    ]);
    expect(faultsOf({ LINLI_SMS: 'file:///etc/passwd', LINLI_SMS_KEY })).toMatchObject([
      { name: 'LINLI_SMS' },
    ]);
    expect(faultsOf({ LINLI_SMS: 'http://127.0.0.1:9/', LINLI_SMS_KEY })).toEqual([]);
  });

  test('a bad key is not repeated on the screen', () => {
    for (const name of ['LINLI_SMS_KEY', 'LINLI_PUSH_KEY']) {
      expect(faultsOf({ [name]: 'too short' })).toMatchObject([{ name, value: '…' }]);
    }
  });

  test('the data folder is closed to others but for passing through as root', () => {
    const { dataFolder } = readConfig({ LINLI_DATA: './fresh' }, folder);
    expect(statSync(dataFolder).mode & 0o777).toBe(process.getuid?.() === 0 ? 0o711 : 0o700);
  });

  test('a data folder that cannot be one is named', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(faultsOf({ LINLI_DATA: './file/data' })).toMatchObject([{ name: 'LINLI_DATA' }]);
  });
});

describe('the secret', () => {
  test('is made once, kept for its owner only, and stays the same', () => {
    const first = readConfig({}, folder).secret;
    const path = join(folder, 'data', 'secret');
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8').trim()).toBe(first);
    expect(readConfig({}, folder).secret).toBe(first);
    expect(keepSecret(join(folder, 'data', 'another'))).not.toBe(first);
  });

  test('given from outside it is used and not written down', () => {
    const secret = 'x'.repeat(40);
    expect(readConfig({ LINLI_SECRET: secret, LINLI_DATA: './other' }, folder).secret).toBe(secret);
    expect(statSync(join(folder, 'other', 'secret'), { throwIfNoEntry: false })).toBeUndefined();
  });
});
