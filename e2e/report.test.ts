/**
 * The main job, played on both faces: a resident's phone (390 × 844) and desktops of staff (1440 × 900) act on the same
 * case. Nobody reloads a page: what one does, the other sees. The tests of this file are one story and stand in its order.
 */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, openBrowser, phone } from './browser.ts';
import { takePhoto } from './photo.ts';
import { showFailures } from './show-failures.ts';
import { act, chooseHolder, doAtConsole, give, look, report, verbButton, verbDrawer } from './staff.ts';
import { type Api, day, type TheCity, theCity, until } from './the-city.ts';

const words = '楼道里堆满纸箱和杂物，推车过不去';
const reporterPhone = '13900007201';

let city: TheCity;
let browser: Browser;
let device: BrowserContext;
let resident: Page;
let secretary: Page;
let secretaryApi: Api;
let compoundApi: Api;
let spotCode: string;
let caseId: string;
let number: string;

beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  secretaryApi = await city.api(city.person('grid-secretary'));
  compoundApi = await city.api(city.person('compound-secretary'));
  spotCode = await city.spotOf(city.person('grid-secretary'));
  device = await city.device(browser, phone);
  resident = await device.newPage();
  secretary = await consoleOf('grid-secretary');
  await secretary.goto(`${city.url}/console/`);
  await secretary.getByRole('heading', { name: '工作台' }).waitFor();
});
afterAll(() => browser?.close());
showFailures(() => browser);

async function consoleOf(role: string): Promise<Page> {
  const context = await city.device(browser, desktop, { as: city.person(role) });
  return context.newPage();
}

/** Where the case stands, as the reporter’s page says. */
function station(words: string): Locator {
  return resident.locator('.status-station', { hasText: words });
}

test('a visitor reports with a photo from the QR code at the spot, in a few taps and without an account', async () => {
  await report(await city.api(null), {
    spotCode,
    description: '二楼楼道堆着旧纸箱，挡路了',
    category: 'stairs-clutter',
  });
  let inputs = 0;
  const tap = async (deed: Promise<unknown>) => {
    inputs += 1;
    await deed;
  };
  await resident.goto(`${city.url}/s/${spotCode}`);
  await resident.getByText('来自现场二维码').waitFor();
  await tap(
    resident
      .locator('input[type=file][capture]')
      .setInputFiles(await takePhoto({ longitude: 117.8321, latitude: 30.9345 })),
  );
  await resident.getByText('照片里记着拍摄位置').waitFor();
  await tap(resident.getByRole('textbox', { name: /^发生了什么/ }).fill(words));

  // The category is there by itself.
  await resident.getByRole('radio', { name: '楼道堆物', checked: true }).waitFor({ state: 'attached' });
  // So is what somebody else has reported already, to be followed instead.
  await resident
    .getByRole('button', { name: /^我也遇到：.*纸箱/ })
    .first()
    .waitFor();

  await tap(resident.getByRole('button', { name: '发送' }).click());
  await resident.getByText('已经收到').waitFor();
  caseId = new URL(resident.url()).pathname.split('/').at(-1) ?? '';
  number = (await resident.title()).match(/\w+-\d+/)?.[0] ?? '';
  expect(inputs).toBe(3);
  expect(number).not.toBe('');
  expect(await resident.locator('.holders').textContent()).toContain('网格支部书记');
});

test('the position is gone from the photo that was stored', async () => {
  const { photoIds, category } = await look(secretaryApi, caseId);
  expect(category).toBe('stairs-clutter');
  expect(photoIds).toHaveLength(1);
  const stored = await secretaryApi.raw.get(`/api/photos/${photoIds[0]}`);
  const bytes = await stored.body();
  expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  expect(bytes.includes('Test phone')).toBe(false);
});

test('the post responsible by place sees it come, takes it and dispatches it; the reporter sees both steps', async () => {
  const line = secretary.locator(`[data-case-id="${caseId}"]`);
  await line.waitFor();
  await verbButton(line, '受理', number).click();
  const accepting = verbDrawer(secretary, '受理');
  await accepting
    .or(verbButton(line, '派单', number))
    .first()
    .waitFor();
  if (await accepting.isVisible()) await accepting.getByRole('button', { name: '受理', exact: true }).click();
  await station('受理').waitFor();

  await line.locator('[data-line-link]').click();
  await secretary.getByRole('heading', { level: 1, name: words }).waitFor();
  await doAtConsole(secretary, '派单', number, (drawer) =>
    chooseHolder(drawer, city.person('repair-worker').name),
  );
  await station('派单').waitFor();
  await resident.locator('.holders', { hasText: '物业维修员' }).waitFor();
  await resident.locator('.clock-figures').waitFor();
});

test('the worker gives it back with a reason, which both sides read, and somebody else gets it', async () => {
  const worker = await consoleOf('repair-worker');
  await worker.goto(`${city.url}/console/cases/${caseId}`);
  await doAtConsole(worker, '退回', number, async (drawer) => {
    // A reason is asked for, and what was typed stays when it is missing.
    await drawer.getByRole('button', { name: '退回', exact: true }).click();
    await drawer.getByText('请填写“原因”').waitFor();
    await drawer.getByRole('textbox', { name: /原因/ }).fill('杂物是住户的，不属于维修');
  });
  await station('退回').waitFor();
  await resident.getByText('杂物是住户的，不属于维修').waitFor();
  await secretary.getByText('杂物是住户的，不属于维修').waitFor();
  await doAtConsole(secretary, '派单', number, (drawer) =>
    chooseHolder(drawer, city.person('member-on-duty').name),
  );
  await station('派单').waitFor();
  await resident.locator('.holders', { hasText: '包户党员' }).waitFor();
  await worker.context().close();
});

test('nobody acts, the time runs out, and it climbs to the first rung by itself', async () => {
  const { dueAt } = await look(secretaryApi, caseId);
  expect(dueAt).not.toBeNull();
  await city.pass(Date.parse(dueAt ?? '') - city.now() + 60_000);
  const here = resident.locator('.ladder .is-here');
  await here.filter({ hasText: '片区调度会' }).filter({ hasText: '正在这里研究' }).waitFor();
  await resident.getByText('到期自动升级').waitFor();
  await secretary.locator('.line-marks', { hasText: '片区调度会' }).waitFor();
});

test('the meeting of the rung decides: a duty of somebody, with a date', async () => {
  const chair = await consoleOf('compound-secretary');
  await chair.goto(`${city.url}/console/cases/${caseId}`);
  const dueOn = new Date(city.now() + 5 * day + 8 * 3_600_000).toISOString().slice(0, 10);
  await doAtConsole(chair, '形成决议', number, async (drawer) => {
    await drawer.getByRole('textbox', { name: /会议决定/ }).fill('网格支部周五前组织清理，书记负责');
    await drawer.getByRole('textbox', { name: /完成日期/ }).fill(dueOn);
    await drawer.getByRole('textbox', { name: /完成日期/ }).press('Enter');
    await chooseHolder(drawer, city.person('grid-secretary').name);
  });
  // It stands in what happened and on the ladder.
  await resident.getByText('网格支部周五前组织清理，书记负责').first().waitFor();
  await resident.locator('.holders', { hasText: '网格支部书记' }).first().waitFor();
  const { clocks } = await look(secretaryApi, caseId);
  const resolve = clocks.find((clock) => clock.key === 'resolve' && clock.stoppedAt === null);
  expect(resolve?.dueAt?.slice(0, 10)).toBe(dueOn);
  await chair.context().close();
});

test('it is handled and resolved with a photo; whoever handled it cannot verify, somebody else does', async () => {
  await verbButton(secretary, '接单', number).click();
  await station('办理').waitFor();
  await doAtConsole(secretary, '结单', number, async (drawer) => {
    await drawer.getByRole('textbox', { name: /怎么办的/ }).fill('已清走纸箱，和住户约定不再堆放');
    await drawer.locator('input[type=file]').setInputFiles(await takePhoto(null, 2));
    await drawer.getByRole('img', { name: '第 1 张照片，共 1 张' }).waitFor();
  });
  await station('结单').waitFor();
  await resident.getByText('已清走纸箱，和住户约定不再堆放').first().waitFor();

  // The role might, the person must not: the button is absent, and the API says no.
  expect(await verbButton(secretary, '核查通过', number).count()).toBe(0);
  const { seq } = await look(secretaryApi, caseId);
  const refused = await secretaryApi.raw.post(`/api/cases/${caseId}/verbs/verify`, {
    data: { commandId: crypto.randomUUID(), seq },
  });
  expect(refused.status()).toBe(403);

  const other = await consoleOf('community-worker');
  await other.goto(`${city.url}/console/cases/${caseId}`);
  await verbButton(other, '核查通过', number).click();
  const drawer = verbDrawer(other, '核查通过');
  await drawer
    .or(other.getByText(`${number}：已核查通过`))
    .first()
    .waitFor();
  if (await drawer.isVisible()) await drawer.getByRole('button', { name: '核查通过', exact: true }).click();
  await station('核查').waitFor();
  await resident.getByRole('heading', { name: '问题解决了吗？' }).waitFor();
  await other.context().close();
});

test('rating needs a name: the phone code is asked for then, and “not solved” opens the case again', async () => {
  await rate('未解决', '第二天又堆满了');
  await resident.getByRole('textbox', { name: /^手机号/ }).fill(reporterPhone);
  await resident.getByRole('button', { name: '获取验证码' }).click();
  const told = await resident.getByText(/演示环境不发短信，验证码是 \d{6}/).textContent();
  await resident.getByRole('textbox', { name: /^验证码/ }).fill(told?.match(/\d{6}/)?.[0] ?? '');
  await resident.getByRole('button', { name: '登录', exact: true }).click();

  await station('重新办理').waitFor();
  await resident.locator('.rated', { hasText: '第二天又堆满了' }).waitFor();
  await secretary.locator('.stations [aria-current=step]', { hasText: '重新办理' }).waitFor();
  await secretary.locator('blockquote', { hasText: '第二天又堆满了' }).waitFor();
});

test('a second “not solved” lifts it to the next rung', async () => {
  await give(compoundApi, caseId, city.person('member-on-duty').name);
  await settle(await city.api(city.person('member-on-duty')));
  await rate('未解决', '还是有人堆');
  await resident.locator('.ladder .is-here', { hasText: '周末议事会' }).waitFor();
  await secretary.locator('.line-marks', { hasText: '周末议事会' }).waitFor();
});

test('decided once more, done, rated “solved”: closed for both', async () => {
  const { holders } = await compoundApi.get<{ holders: { name: string; [key: string]: unknown }[] }>(
    `/api/cases/${caseId}/holders?verb=decide`,
  );
  const worker = holders.find(({ name }) => name === city.person('repair-worker').name);
  await act(compoundApi, caseId, 'decide', {
    resolution: '物业每周巡查一次楼道',
    to: { postId: worker?.postId, orgId: worker?.orgId, role: worker?.role },
  });
  await settle(await city.api(city.person('repair-worker')));
  await rate('已解决', '');
  await station('办结').waitFor();
  await secretary.locator('.stations [aria-current=step]', { hasText: '办结' }).waitFor();
  await until('nothing is left to do', async () => (await look(compoundApi, caseId)).verbs.length === 0);
  expect(await resident.getByRole('heading', { name: '问题解决了吗？' }).count()).toBe(0);
});

/** Handled by one and verified by another, by the API: the pages have shown it once. */
async function settle(handler: Api): Promise<void> {
  await act(handler, caseId, 'start');
  await act(handler, caseId, 'resolve', { answers: { 'resolved.outcome': '已清理完毕' } });
  await act(compoundApi, caseId, 'verify');
  await resident.getByRole('heading', { name: '问题解决了吗？' }).waitFor();
}

async function rate(answer: string, comment: string): Promise<void> {
  await resident
    .getByRole('region', { name: '问题解决了吗？' })
    .getByRole('button', { name: answer })
    .click();
  const sheet = resident.getByRole('dialog', { name: '评价' });
  if (comment !== '') await sheet.getByRole('textbox', { name: /想说的话/ }).fill(comment);
  await sheet.getByRole('button', { name: '提交' }).click();
}
