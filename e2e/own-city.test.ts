/**
 * One's own city, as the manuals say: the model of docs/how-to/declare-a-city.md, the first administrator, places from a
 * list, organisations, grids drawn by hand, and somebody who answers. At the end every home has a grid and a post.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CoverageView } from '@linli/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, openDevice } from './browser.ts';
import { type City, startCity } from './city.ts';
import { showFailures } from './show-failures.ts';

const house = dirname(dirname(fileURLToPath(import.meta.url)));
const password = 'spring-at-the-door';
const [street, community] = ['999901001', '999901001001'];
let city: City;
let browser: Browser;
let models: string;

beforeAll(async () => {
  models = mkdtempSync(join(tmpdir(), 'linli-own-'));
  const manual = readFileSync(join(house, 'docs/how-to/declare-a-city.md'), 'utf8');
  const file = /```yaml file=qinghe\.yaml\n([\s\S]*?)\n```/.exec(manual)?.[1];
  if (file === undefined) throw new Error('the manual has no whole file');
  writeFileSync(join(models, 'qinghe.yaml'), file);
  [city, browser] = await Promise.all([
    startCity({ LINLI_DEMO: 'off', LINLI_MODELS: models }),
    openBrowser(),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});
showFailures(() => browser);

/** A command at the machine itself, beside the running server. */
function linli(words: string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      ['scripts/launch.mjs', 'server/src/cli.ts', ...words],
      {
        cwd: house,
        env: {
          ...process.env,
          LINLI_DATA: city.dataFolder,
          DATABASE_URL: '',
          LINLI_DEMO: 'off',
          LINLI_MODELS: models,
        },
      },
      (error, printed) => (error === null ? resolve(printed) : reject(error)),
    );
    child.stdin?.end(input);
  });
}

test('from the manual’s model to a city where every home has one grid and somebody who answers', async () => {
  const login = ['--name', '王管理', '--login', 'admin'];
  await linli(['setup', '--city', 'qinghe', ...login], `${password}\n`);
  const divisions = join(models, 'divisions.csv');
  writeFileSync(
    divisions,
    `code,name,level\n999901,清河区,county\n${street},河东街道,street\n${community},长堤社区,community\n`,
  );
  await linli(['areas', 'import', divisions, '--city', 'qinghe', '--apply']);

  const context = await openDevice(browser, desktop);
  const page = await context.newPage();
  await page.goto(`${city.url}/console/`);
  await page.getByRole('textbox', { name: '账号' }).fill('admin');
  await page.getByRole('textbox', { name: '密码' }).fill(password);
  await page.getByRole('textbox', { name: '密码' }).press('Enter');
  await page.getByRole('link', { name: '导入与导出' }).click();
  const buildings = [1, 2, 3].map((number) => `${number}号楼`);
  const list = [
    '层级,上级,名称,分类,经度,纬度,坐标系,专有面积,面积来源',
    '小区,长堤社区,柳岸小区,商品住宅,,,,,',
    ...buildings.flatMap((building, at) => [
      `楼栋,柳岸小区,${building},,${117.8 + at / 1_000},30.92,GCJ-02,,`,
      `单元,柳岸小区/${building},1单元,,,,,,`,
      ...[101, 102, 201, 202].map((home) => `房屋,柳岸小区/${building}/1单元,${home}室,,,,,89.5,登记簿`),
    ]),
  ].join('\n');
  await page.locator('input[type=file]').setInputFiles({
    name: '柳岸小区.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(list),
  });
  await page.getByRole('button', { name: '写入 19 处' }).click();
  await page.locator('.import-one .import-state[data-state=applied]').waitFor();

  const api = context.request;
  const read = async <Body>(path: string): Promise<Body> => (await api.get(`${city.url}${path}`)).json();
  const { areas } = await read<{ areas: { code: string }[] }>('/api/areas?level=compound');
  const compound = areas[0]!.code;
  const figures = async () =>
    (await read<z.output<typeof CoverageView>>(`/api/coverage?area=${compound}`)).figures;
  expect(await figures()).toMatchObject({ homes: 12, proven: 0, withoutGrid: 12, unanswered: 12 });

  const { orgs } = await read<{ orgs: { orgId: string }[] }>('/api/orgs');
  let above = orgs[0]!.orgId;
  for (const [kind, name, covers] of [
    ['street-office', '河东街道办事处', street],
    ['community-committee', '长堤社区党委', community],
    ['grid-team', '柳岸小区网格组', compound],
  ]) {
    const made = await api.post(`${city.url}/api/orgs`, {
      data: { commandId: randomUUID(), kind, name, parentOrgId: above, covers: [covers] },
    });
    expect(made.status(), await made.text()).toBe(200);
    above = ((await made.json()) as { org: { orgId: string } }).org.orgId;
  }

  // The finding leads to where grids are drawn: two of one building and of two.
  await page.goto(`${city.url}/console/coverage?area=${compound}&kind=without-grid`);
  await page.locator('.finding .finding-next a').first().click();
  const dialog = page.getByRole('dialog', { name: '划定网格：长堤社区 柳岸小区' });
  await dialog.getByText('柳岸小区网格组', { exact: false }).first().waitFor();
  await dialog.getByRole('button', { name: '划定', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect((await figures()).withoutGrid).toBe(8);
  await page.getByRole('button', { name: '划定网格' }).click();
  await dialog.getByRole('button', { name: '全部未划入的（2 处）' }).click();
  await dialog.getByRole('button', { name: '划定', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect((await figures()).withoutGrid).toBe(0);

  // A building that is in the other grid is not offered; the grid that is given up gives it free.
  await page.getByRole('button', { name: '划定网格' }).click();
  await dialog.getByRole('combobox', { name: '网格' }).first().click();
  const options = page.locator(
    '.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option',
  );
  await options.filter({ hasText: '第1网格（1 处）' }).click();
  await dialog.getByRole('button', { name: '撤销这个网格' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect((await figures()).withoutGrid).toBe(4);
  await page.getByRole('button', { name: '划定网格' }).click();
  await dialog.getByRole('button', { name: '全部未划入的（1 处）' }).click();
  await dialog.getByRole('button', { name: '划定', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await figures()).toMatchObject({ proven: 0, withoutGrid: 0, unanswered: 12 });

  // And somebody who answers, for buildings as the role serves them.
  await page.goto(`${city.url}/console/coverage?area=${compound}&kind=nobody-answers`);
  await page.locator('.finding .finding-next a').first().click();
  const form = page.getByRole('dialog', { name: '在“柳岸小区网格组”任命' });
  await form.getByText('登记新人员').click();
  await form.getByRole('textbox', { name: '姓名' }).fill('林小满');
  await form.getByRole('textbox', { name: '账号' }).fill('lin');
  await form.getByLabel('初始密码').fill(password);
  const chosen = form.locator('.ant-select-multiple .ant-select-selection-item');
  await chosen.first().waitFor();
  await form.getByRole('combobox', { name: '负责的楼栋' }).click();
  for (const building of buildings.slice(1)) await options.filter({ hasText: building }).click();
  await form.locator('.ant-modal-title').click();
  await form.getByRole('button', { name: '任命' }).click();
  await form.waitFor({ state: 'hidden' });
  expect(await figures()).toMatchObject({ homes: 12, proven: 12, withoutGrid: 0, unanswered: 0 });
  await page.goto(`${city.url}/console/coverage`);
  await page.getByText('每个房屋须恰好在一个网格里，并恰好有一名网格员负责').waitFor();
  await context.close();
});
