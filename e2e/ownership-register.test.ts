/**
 * The keeper of the ownership register brings in the property company's workbook: its faults are named, mended it is written, and
 * brought in again it changes nothing. What the developer has not sold is entered at once, and is one head of the next roll.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { BallotKinds, OwnershipRegister } from '@linli/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { type Value, writeWorkbook } from '../server/src/modules/areas/import/write-workbook.ts';
import { readWorkbook } from '../web/src/features/ballots/ownership/read-workbook.ts';
import { actOnBallot, conveneBallot } from './ballots.ts';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { day, type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

const headings = ['房屋编码', '房屋', '业主', '证件号码', '手机号', '面积', '面积来源'];

async function workbook(name: string, rows: Value[][]) {
  const columns = headings.map((heading) => ({ heading, width: 16 }));
  return {
    name,
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await buffer(writeWorkbook([{ name: '一号楼', columns, rows }])),
  };
}

test('a workbook of owners with its faults, mended, and again; and the developer’s unsold homes', async () => {
  const chairPerson = city.person('owners-chair');
  const chair = await city.api(chairPerson);
  const { kinds } = await chair.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  const place = kinds.find(({ key }) => key === 'owners-vote')?.convene[0];
  // A building whose homes nobody owns yet.
  const building = place?.parts[1];
  if (place === undefined || building === undefined) throw new Error('there is no second building');
  const register = () =>
    chair.get<z.output<typeof OwnershipRegister>>(`/api/ownerships?compound=${building.code}&limit=500`);
  const { homes } = await register();
  for (const { ownershipId } of homes.flatMap(({ owners }) => owners))
    await chair.post(`/api/ownerships/${ownershipId}/end`, { commandId: randomUUID(), reason: '重新登记' });

  const page = await (await city.device(browser, desktop, { as: chairPerson })).newPage();
  await page.goto(`${city.url}/console/ownerships?compound=${building.code}`);
  await page.getByRole('button', { name: '导入表格' }).click();
  // Opened for one building, the page is about that building.
  await page.getByRole('heading', { level: 1, name: `导入产权表格 · ${building.name}` }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载模板（已填好房屋）' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('产权名册模板.xlsx');
  const template = await readFile(await download.path());
  const { rows: given } = await readWorkbook(new Uint8Array(template).buffer);
  expect(given.slice(1).map(([code]) => code)).toEqual(homes.map(({ homeCode }) => homeCode));

  // All but six homes have an owner; two homes are of one buyer.
  const owned = homes.slice(0, -6);
  const rows = owned.map(({ homeCode }, at): Value[] => [
    homeCode,
    null,
    at < 2 ? '安居租赁公司' : `业主${at}`,
    at < 2 ? '91340705MA2T0009' : `34070519810203${1000 + at}`,
    at === 5 ? 13_900_008_005 : null,
    89.5,
    '登记簿',
  ]);
  const faulty = structuredClone(rows);
  Object.assign(faulty[1] ?? [], { 4: '1390000' });
  Object.assign(faulty[2] ?? [], { 3: 3.40705198102031e17 });
  Object.assign(faulty[3] ?? [], { 0: '999', 5: '八十九' });
  const file = page.locator('input[type=file]');
  await file.setInputFiles(await workbook('业主.xlsx', faulty));
  await page.getByText('3 行要改').waitFor();
  const fault = (line: number) =>
    page.locator('.ownership-faults > li', { hasText: `“一号楼”第 ${line} 行` });
  await fault(3).getByText('E 列：手机号应为 11 位').waitFor();
  await fault(4)
    .getByText(/D 列：证件号码被表格当成了数字/)
    .waitFor();
  await fault(5)
    .getByText(/A 列：没有“999”这套房屋；F 列：面积应为数字/)
    .waitFor();
  expect(await page.getByRole('button', { name: /^写入/ }).count()).toBe(0);
  const small = await (await city.device(browser, phone, { as: chairPerson })).newPage();
  await small.goto(`${city.url}/console/ownerships/import?compound=${building.code}`);
  await small.locator('input[type=file]').setInputFiles(await workbook('业主.xlsx', faulty));
  await small.getByText('3 行要改').waitFor();

  // The same table mended, twice.
  const mended = await workbook('业主.xlsx', rows);
  const done = [`新登记 ${owned.length} 条，0 条早已登记`, '和已登记的完全一样，没有改动。'];
  for (const words of done) {
    await file.setInputFiles(mended);
    await page.getByText('核对无误，可以写入。').waitFor();
    await page.getByRole('button', { name: `写入 ${owned.length} 行` }).click();
    await page.getByText(words).waitFor();
    await page.getByRole('button', { name: '再导入一张表' }).click();
  }
  const brought = await register();
  expect(brought.counts).toMatchObject({
    withOwner: owned.length,
    // Two homes of one buyer; a home without an owner is a head by itself.
    heads: homes.length - 1,
  });

  // The six are the developer’s, entered in one go.
  await small.goto(`${city.url}/console/ownerships?compound=${building.code}`);
  await page.goto(`${city.url}/console/ownerships?compound=${building.code}`);
  await page.getByRole('button', { name: '登记开发商未售' }).click();
  const unsold = page.getByRole('dialog', { name: '登记开发商未售' });
  await unsold.getByLabel('开发商名称').fill('澄露置业有限公司');
  // With nothing chosen there is nothing to enter, and the page says what is missing.
  await unsold.getByText('先勾选房屋').waitFor();
  expect(await unsold.getByRole('button', { name: '登记', exact: true }).isDisabled()).toBe(true);
  await unsold.getByRole('checkbox', { name: '全选' }).check();
  await unsold.getByRole('button', { name: '登记 6 套' }).click();
  await unsold.waitFor({ state: 'hidden' });
  await page.getByText('6 套合为一人').first().waitFor();
  const whole = await register();
  expect(whole.counts).toMatchObject({ withOwner: homes.length, heads: owned.length });

  // On the roll all six are one head, at the desk as on the page.
  const from = city.now() + 16 * day;
  const { ballotId } = await conveneBallot(chair, {
    kind: 'owners-vote',
    areaCode: place.code,
    part: building.code,
    title: `修补屋面防水${Date.now()}`,
    text: '顶层三户漏雨。',
    questions: [{ key: 'roof', title: '是否同意修补屋面防水？', form: 'motion', matter: 'other-major' }],
    votingFrom: new Date(from).toISOString(),
    votingUntil: new Date(from + 8 * day).toISOString(),
  });
  const posted = await actOnBallot(chair, ballotId, 'post');
  expect(posted.roll?.total.heads).toBe(owned.length);
  await page.goto(`${city.url}/console/ballots/${ballotId}/desk?part=roll`);
  await page.getByRole('textbox', { name: '按房号或名称查找' }).fill(homes.at(-1)?.homeCode ?? '');
  await page.getByText(/等 6 处/).waitFor();
});
