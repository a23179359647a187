/** Somebody in work reports in where they live; freely given hours go into a ledger of their own; it ends when they say so. */
import { readFileSync } from 'node:fs';
import type { MyHours } from '@linli/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

/** Looks an organisation up by name in a field. */
async function pick(page: Page, field: Locator, name: string): Promise<void> {
  await field.click();
  await field.fill(name);
  await page.locator('.ant-select-item-option', { hasText: name }).first().click();
}

test('a report-in, volunteer hours beside duty hours, a certificate, and the end', async () => {
  const member = city.person('department-liaison');
  const secretary = city.person('community-secretary');
  const deed = `义务植树${Date.now()}`;

  const page = await (await city.device(browser, phone, { as: member })).newPage();
  await page.goto(`${city.url}/console/report-ins?tab=mine`);
  await pick(page, page.getByLabel('居住地社区'), secretary.orgName ?? '');
  await pick(page, page.getByLabel('所在单位'), member.orgName ?? '');
  await page.getByRole('button', { name: '报到', exact: true }).click();
  await page.getByText(`已到${secretary.orgName}报到`).waitFor();

  const community = await (await city.device(browser, desktop, { as: secretary })).newPage();
  await community.goto(`${city.url}/console/report-ins`);
  await community.getByRole('button', { name: `登记志愿服务：${member.name}` }).click();
  const dialog = community.getByRole('dialog', { name: `登记志愿服务：${member.name}` });
  await dialog.getByLabel('时长（分钟）').fill('90');
  await dialog.getByLabel('做了什么').fill(deed);
  await dialog.getByRole('button', { name: '登记志愿服务' }).click();
  await dialog.waitFor({ state: 'hidden' });

  await community.getByRole('button', { name: `登记报到服务：${member.name}` }).click();
  const duty = community.getByRole('dialog', { name: `登记报到服务：${member.name}` });
  await duty.getByLabel('时长（分钟）').fill('45');
  await duty.getByLabel('服务类别').click();
  await community.locator('.ant-select-item-option', { hasText: '巡查值守' }).click();
  await duty.getByRole('button', { name: '登记报到服务' }).click();
  await duty.waitFor({ state: 'hidden' });

  await page.goto(`${city.url}/me/hours`);
  const volunteer = page.locator('[data-ledger=volunteer]');
  await volunteer.getByText(deed).waitFor();
  // What was given freely is no duty: it stands in one ledger only, and in one sum only.
  expect(await page.locator('[data-ledger=duty]').getByText(deed).count()).toBe(0);
  await page.locator('[data-ledger=duty]').getByText('巡查值守').waitFor();
  expect(await volunteer.getByText('巡查值守').count()).toBe(0);
  const hours = await (await city.api(member)).get<z.output<typeof MyHours>>('/api/hours/mine');
  expect(hours.duty.entries.map(({ what }) => what)).not.toContain(deed);
  expect(hours.volunteer.entries.map(({ what }) => what)).toContain(deed);

  await page.getByRole('button', { name: '开具志愿服务证明' }).click();
  await page.locator('.certificate').getByText(deed).waitFor();
  const [table] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '保存为表格' }).click(),
  ]);
  expect(readFileSync(await table.path(), 'utf8')).toContain(`"90","${deed}"`);

  // The community may end it as well as the person.
  await community.reload();
  await community.getByRole('button', { name: `结束报到：${member.name}` }).click();
  const ending = community.getByRole('dialog', { name: `结束报到：${member.name}` });
  await ending.getByRole('button', { name: '结束', exact: true }).click();
  await ending.waitFor({ state: 'hidden' });
  await page.reload();
  await page.getByRole('heading', { name: '没有进行中的报到' }).waitFor();
  // What was entered stays.
  await volunteer.getByText(deed).waitFor();
});

test('without a post: reported in on the phone alone, confirmed by the community, and a wrong entry is struck with its reason', async () => {
  const resident = city.person(null);
  const secretary = city.person('community-secretary');
  const employer = city.person('department-liaison').orgName ?? '';
  const page = await (await city.device(browser, phone, { as: resident })).newPage();
  await page.goto(`${city.url}/me/hours`);
  // The community of one’s own home stands there without typing.
  const community = page.getByRole('group', { name: '到哪个社区报到' });
  await community.getByRole('radio', { name: secretary.orgName ?? '' }).check();
  await page.getByRole('button', { name: '报到', exact: true }).click();
  await page.getByText('请选一个').waitFor();
  const unit = page.getByRole('group', { name: '所在单位' });
  await unit.getByRole('searchbox').fill(employer.slice(0, 4));
  await unit.getByRole('radio', { name: employer }).check();
  expect(
    await community.getByRole('radio', { name: secretary.orgName ?? '' }).isChecked(),
    'nothing that was chosen is lost',
  ).toBe(true);
  await page.getByRole('button', { name: '报到', exact: true }).click();
  await page.getByRole('heading', { name: `已向${secretary.orgName}报到，等待确认` }).waitFor();

  const desk = await (await city.device(browser, desktop, { as: secretary })).newPage();
  await desk.goto(`${city.url}/console/report-ins`);
  await desk.getByRole('button', { name: `确认报到：${resident.name}` }).waitFor();
  expect(await desk.getByRole('button', { name: `登记报到服务：${resident.name}` }).count()).toBe(0);
  await desk.getByRole('button', { name: `确认报到：${resident.name}` }).click();
  await desk.getByRole('button', { name: `登记报到服务：${resident.name}` }).click();
  const duty = desk.getByRole('dialog', { name: `登记报到服务：${resident.name}` });
  await duty.getByLabel('时长（分钟）').fill('450');
  await duty.getByLabel('服务类别').click();
  await desk.locator('.ant-select-item-option', { hasText: '巡查值守' }).click();
  await duty.getByRole('button', { name: '登记报到服务' }).click();
  await duty.waitFor({ state: 'hidden' });

  // It was 45 minutes: the entry is struck, and stays to be seen with who struck it and why.
  await desk.getByRole('button', { name: `服务记录：${resident.name}` }).click();
  const entries = desk.getByRole('dialog', { name: `服务记录：${resident.name}` });
  await entries.getByRole('button', { name: /^划去：/ }).click();
  await entries.getByRole('button', { name: '划去', exact: true }).click();
  await entries.getByText('请填写，至少两个字').waitFor();
  await entries.getByLabel('为什么划去').fill('多写了一个零');
  await entries.getByLabel('为什么划去').press('Enter');
  await entries.getByText('已划去：多写了一个零').waitFor();
  expect(await entries.locator('li[data-struck="true"]').textContent()).toContain(secretary.name);
  expect(await entries.getByRole('button', { name: /^划去/ }).count()).toBe(0);

  await page.reload();
  await page.getByRole('heading', { name: `已到${secretary.orgName}报到` }).waitFor();
  const ledger = page.locator('[data-ledger=duty]');
  await ledger.getByText('已划去：多写了一个零').waitFor();
  await ledger.getByText('共 0 分钟').waitFor();
  await page.getByRole('button', { name: '结束报到' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '结束报到' }).click();
  await page.getByRole('heading', { name: '没有进行中的报到' }).waitFor();
});
