/** A real installation begins with nobody in it: the pages say how a city is opened, and open by themselves when it is. */
import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cities } from '@linli/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, openDevice, phone } from './browser.ts';
import { type City, startCity } from './city.ts';
import { showFailures } from './show-failures.ts';

const house = dirname(dirname(fileURLToPath(import.meta.url)));
let city: City;
let browser: Browser;
beforeAll(async () => {
  [city, browser] = await Promise.all([startCity({ LINLI_DEMO: 'off' }), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});
showFailures(() => browser);

/** At the machine itself, beside the running server. */
async function setUp(key: string, login: string, password: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [
        'scripts/launch.mjs',
        'server/src/cli.ts',
        'setup',
        '--city',
        key,
        '--name',
        '王管理',
        '--login',
        login,
      ],
      {
        cwd: house,
        env: { ...process.env, LINLI_DATA: city.dataFolder, DATABASE_URL: '', LINLI_DEMO: 'off' },
      },
      (error) => (error === null ? resolve() : reject(error)),
    );
    child.stdin?.end(`${password}\n`);
  });
}

test('the first page names the models and the command; with the first administrator that city opens, and no other', async () => {
  expect(city.output()).toContain('npm run linli -- setup --city');
  const resident = await (await openDevice(browser, phone)).newPage();
  await resident.goto(`${city.url}/`);
  await resident.getByRole('heading', { name: '这里还没有开通城市' }).waitFor();
  await resident.getByText('npm run linli -- setup --city tongguan').waitFor();
  const staff = await (await openDevice(browser, desktop)).newPage();
  await staff.goto(`${city.url}/console/`);
  await staff.getByRole('heading', { name: '这里还没有开通城市' }).waitFor();

  await setUp('tongguan', 'admin', 'spring-at-the-door');
  await resident.getByText('随手拍').first().waitFor();
  await staff.getByRole('heading', { name: '这里还没有开通城市' }).waitFor({ state: 'detached' });
  const { cities } = (await (await fetch(`${city.url}/api/cities`)).json()) as z.output<typeof Cities>;
  expect(cities.map(({ key }) => key)).toEqual(['tongguan']);
  const session = (await (await fetch(`${city.url}/api/session`)).json()) as { city: { key: string } };
  expect(session.city.key).toBe('tongguan');

  await staff.getByRole('textbox', { name: '账号' }).fill('admin');
  await staff.getByRole('textbox', { name: '密码' }).fill('spring-at-the-door');
  await staff.getByRole('textbox', { name: '密码' }).press('Enter');
  await staff.getByRole('link', { name: '组织与岗位' }).waitFor();
  await staff.goto(`${city.url}/console/orgs`);
  await staff.getByText('王管理').first().waitFor();
});
