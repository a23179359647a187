/**
 * Without signal: what is written on a phone is kept, shown as waiting, survives a reload, and goes out by itself, once,
 * when signal is back. The same for the console in the hands of somebody who stands in a cellar.
 */
import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser, phone } from './browser.ts';
import { takePhoto } from './photo.ts';
import { showFailures } from './show-failures.ts';
import { isKept, openSignal } from './signal.ts';
import { act, give, look, report, verbButton, verbDrawer } from './staff.ts';
import { type Api, type DemoPerson, hour, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let staff: Api;
let spotCode: string;

beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  staff = await city.api(city.person('grid-secretary'));
  spotCode = await city.spotOf(city.person('grid-secretary'));
});
afterAll(() => browser?.close());
showFailures(() => browser);

/** A phone whose way to the city can be cut. */
async function phoneOf(person?: DemoPerson) {
  const signal = await openSignal(city.url);
  const device = await city.device(browser, phone, person === undefined ? {} : { as: person });
  const page = await device.newPage();
  onTestFinished(async () => {
    await device.close();
    signal.close();
  });
  return {
    page,
    signal: { lose: () => signal.lose(device), comeBack: () => signal.comeBack(device) },
    open: async (path: string) => void (await page.goto(`${signal.url}${path}`)),
    /** As when the browser was closed in between. */
    async openAgain(path: string) {
      await page.goto('about:blank');
      await page.goto(`${signal.url}${path}`);
    },
  };
}

async function casesCalled(title: string): Promise<{ caseId: string; photoId: string | null }[]> {
  const { cases } = await staff.get<{ cases: { caseId: string; photoId: string | null }[] }>(
    `/api/cases?q=${encodeURIComponent(title)}`,
  );
  return cases;
}

test('a report written without signal waits, survives a reload, and goes out by itself, once', async () => {
  const title = `地下室的灯不亮 ${Date.now()}`;
  const { page, signal, open } = await phoneOf();
  await open(`/s/${spotCode}`);
  await page.getByText('来自现场二维码').waitFor();
  await isKept(page);
  await until('what can be reported is on the device', () =>
    page.evaluate(hasReplies, ['model', 'session', 'mine']),
  );

  await signal.lose();
  await page.locator('input[type=file][capture]').setInputFiles(await takePhoto(null, 5));
  await page.getByRole('img', { name: '第 1 张照片' }).waitFor();
  await page.getByRole('textbox', { name: /^发生了什么/ }).fill(title);
  await page.getByRole('button', { name: '发送' }).click();
  await page.getByText('已存在手机里').waitFor();
  await page.getByRole('heading', { name: '等待发送' }).waitFor();
  expect(await casesCalled(title)).toHaveLength(0);

  await page.reload();
  await page.locator('.waiting-card', { hasText: title }).filter({ hasText: '1 张照片' }).waitFor();
  await page.getByText('没有网络').first().waitFor();

  await signal.comeBack();
  await page.locator('.waiting-card').waitFor({ state: 'detached', timeout: 60_000 });
  await page.getByRole('link', { name: title }).waitFor();
  await page.reload();
  await page.getByRole('link', { name: title }).waitFor();
  const sent = await casesCalled(title);
  expect(sent).toHaveLength(1);
  expect((await look(staff, sent[0]?.caseId ?? '')).photoIds).toHaveLength(1);
});

test('what is typed and not yet sent is there again after the page was closed without signal', async () => {
  const { page, signal, open, openAgain } = await phoneOf();
  await open(`/s/${spotCode}`);
  await page.getByText('来自现场二维码').waitFor();
  await isKept(page);
  await until('what can be reported is on the device', () =>
    page.evaluate(hasReplies, ['model', 'session', 'mine']),
  );
  await signal.lose();
  await page.getByRole('textbox', { name: /^发生了什么/ }).fill('写了一半的话');
  await openAgain('/report/report');
  await page.getByText('已找回上次没发完的内容').waitFor();
  expect(await page.getByRole('textbox', { name: /^发生了什么/ }).inputValue()).toBe('写了一半的话');
  await signal.comeBack();
});

test('a worker in a cellar opens today’s list, resolves a case with a photo, and it goes once signal is back', async () => {
  const worker = city.person('repair-worker');
  const workerApi = await city.api(worker);
  const { caseId, number, title } = await report(await city.api(null), {
    spotCode,
    description: `地下室水泵漏水 ${Date.now()}`,
    category: 'equipment-noise',
  });
  await act(staff, caseId, 'accept');
  await give(staff, caseId, worker.name);
  await act(workerApi, caseId, 'start');

  const { page, signal, open, openAgain } = await phoneOf(worker);
  await open('/console/');
  await page.getByRole('link', { name: title }).waitFor();
  await isKept(page);
  // Each case is fetched whole while there is signal; its page is on the device when its request has ended.
  await until('the case is on the device', () => page.evaluate(isOnDevice, caseId));

  await signal.lose();
  await openAgain('/console/');
  await page.getByText(/没有信号，显示的是/).waitFor();
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await verbButton(page, '结单', number).click();
  const drawer = verbDrawer(page, '结单');
  await drawer.getByRole('textbox', { name: /怎么办的/ }).fill('换了密封圈，不漏了');
  await drawer.locator('input[type=file]').setInputFiles(await takePhoto(null, 7));
  await drawer.getByRole('img', { name: '第 1 张照片，共 1 张' }).waitFor();
  await drawer.getByRole('button', { name: '结单', exact: true }).click();
  await page.getByText('“结单”等待发送').waitFor();

  await page.reload();
  await page.getByText('“结单”等待发送').waitFor();
  expect((await look(staff, caseId)).station).toBe('handling');

  await signal.comeBack();
  await page.getByText('“结单”等待发送').waitFor({ state: 'detached', timeout: 60_000 });
  await page.locator('.stations [aria-current=step]', { hasText: '结单' }).waitFor();
  const after = await look(staff, caseId);
  expect(after.station).toBe('resolved');
  expect(after.history.filter(({ verb }) => verb === 'resolve')).toHaveLength(1);
  expect(after.history.flatMap(({ photoIds }) => photoIds)).toHaveLength(1);
});

test('a deed done without signal that meets a changed case comes back to its person as a choice', async () => {
  const worker = city.person('repair-worker');
  const { caseId, number, title } = await report(await city.api(null), {
    spotCode,
    description: `车库道闸抬不起来 ${Date.now()}`,
    category: 'barrier-gate',
  });
  await act(staff, caseId, 'accept');
  await give(staff, caseId, worker.name);
  const { page, signal, open } = await phoneOf(worker);
  await open(`/console/cases/${caseId}`);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await isKept(page);
  await until('the case is on the device', () => page.evaluate(isOnDevice, caseId));

  await signal.lose();
  await verbButton(page, '退回', number).click();
  const drawer = verbDrawer(page, '退回');
  await drawer.getByRole('textbox', { name: /原因/ }).fill('要请厂家来');
  await drawer.getByRole('button', { name: '退回', exact: true }).click();
  await page.getByText('“退回”等待发送').waitFor();
  await give(staff, caseId, city.person('property-manager').name, '维修员今天休息');

  await signal.comeBack();
  await page.getByRole('button', { name: '需要您确认' }).click();
  const choice = verbDrawer(page, '退回');
  await choice.getByText('事项已有新进展，您填写的内容还在').waitFor();
  expect((await look(staff, caseId)).history.some(({ verb }) => verb === 'return')).toBe(false);
  await choice.getByRole('button', { name: '放弃这次操作' }).click();
  await page.getByRole('button', { name: '需要您确认' }).waitFor({ state: 'detached' });
});

test('a code scanned where there is no signal is kept, and counts once signal is back', async () => {
  const resident = city.person(null);
  const chair = await city.api(city.person('compound-secretary'));
  const { posts } = await chair.get<{ posts: { orgId: string; role: string }[] }>('/api/session');
  const orgId = posts.find(({ role }) => role === 'compound-secretary')?.orgId ?? '';
  const called = await chair.post<{ gathering: { gatheringId: string } }>('/api/gatherings', {
    commandId: randomUUID(),
    orgId,
    kind: 'deliberation',
    startsAt: new Date(city.now() + hour).toISOString(),
    reason: '地下室的充电桩',
  });
  const { gatheringId } = called.gathering;
  await chair.post(`/api/gatherings/${gatheringId}/open`, { commandId: randomUUID() });

  const { page, signal, open } = await phoneOf(resident);
  await open(`/gatherings/${gatheringId}`);
  await page.getByRole('link', { name: '签到' }).waitFor();
  await isKept(page);
  await until('the gathering is on the device', () => page.evaluate(hasReplies, ['session', 'gatherings']));
  await signal.lose();
  const { code } = await chair.get<{ code: string }>(`/api/gatherings/${gatheringId}/code`);
  await open(`/gatherings/${gatheringId}/check-in?code=${code}`);
  await page.getByRole('heading', { name: '已记在手机里' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: '已记在手机里' }).waitFor();

  // By then another code stands on the wall.
  await city.pass(hour / 4);
  await signal.comeBack();
  await page.getByRole('heading', { name: '已签到', level: 2 }).waitFor({ timeout: 60_000 });
  const { gathering } = await chair.get<{
    gathering: { attendance: { people: { name: string; how: string }[] } };
  }>(`/api/gatherings/${gatheringId}`);
  expect(gathering.attendance.people).toMatchObject([{ name: resident.name, how: 'code-kept' }]);
});

/** Runs in the page: has it kept the case for the time without signal? */
function isOnDevice(caseId: string): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('linli-console-kept');
    opening.onerror = () => resolve(false);
    // Not made by the page yet: it must not be made here.
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onsuccess = () => {
      const reading = opening.result.transaction('kept').objectStore('kept').getAllKeys();
      reading.onsuccess = () => {
        opening.result.close();
        resolve(
          reading.result.some((key) => String(key).startsWith('case:') && String(key).endsWith(caseId)),
        );
      };
    };
  });
}

/** Runs in the page: has it kept replies about all of these? */
function hasReplies(nouns: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open('linli-resident-kept');
    opening.onerror = () => resolve(false);
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onsuccess = () => {
      const reading = opening.result.transaction('kept').objectStore('kept').get('replies');
      reading.onsuccess = () => {
        opening.result.close();
        const entries = (reading.result ?? []) as { key: unknown[] }[];
        resolve(nouns.every((noun) => entries.some(({ key }) => key[0] === noun)));
      };
    };
  });
}
