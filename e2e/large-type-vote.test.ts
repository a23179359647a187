/**
 * A person of seventy votes: on a small phone, in large type, listening rather than reading. Each question is a page of its own,
 * the way on is always in sight, and what is heard says what is ticked.
 */
import type { BallotKinds } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { actOnBallot, conveneBallot, passTo } from './ballots.ts';
import { openBrowser, smallPhone } from './browser.ts';
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

/** The voice of the device, which says nothing here: what it was given, and how often it was told to be quiet. */
async function listenTo(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard = { said: [] as string[], hushed: 0 };
    Object.assign(globalThis, { heard });
    speechSynthesis.speak = ({ text }) => {
      heard.said.push(text);
    };
    speechSynthesis.cancel = () => {
      heard.hushed += 1;
    };
  });
}
interface Heard {
  said: string[];
  hushed: number;
}
const heardOn = (page: Page): Promise<Heard> =>
  page.evaluate(() => (globalThis as typeof globalThis & { heard: Heard }).heard);

test('two questions in large type, by ear, from the list to the paper one could take instead', async () => {
  const resident = city.person(null);
  const chair = await city.api(city.person('owners-chair'));
  const { kinds } = await chair.get<z.output<typeof BallotKinds>>('/api/ballots/kinds');
  const from = city.now() + 16 * day;
  const motion = (key: string, title: string) => ({ key, title, form: 'motion', matter: 'other-major' });
  const title = `门厅与车棚 ${Date.now()}`;
  const { ballotId } = await conveneBallot(chair, {
    kind: 'owners-vote',
    areaCode: kinds.find(({ key }) => key === 'owners-vote')?.convene[0]?.code,
    title,
    text: '两件事分别表决，互不影响。',
    questions: [motion('tiles', '是否同意更换门厅地砖？'), motion('shed', '是否同意翻修车棚？')],
    votingFrom: new Date(from).toISOString(),
    votingUntil: new Date(from + 8 * day).toISOString(),
    secret: false,
  });
  const posted = await actOnBallot(chair, ballotId, 'post');
  await passTo(city, chair, ballotId, posted.votingFrom, 'voting');
  const page = await (await city.device(browser, smallPhone, { as: resident })).newPage();
  await page.goto(`${city.url}/ballots`);
  await page.getByRole('button', { name: '关怀版' }).click();
  await page.getByRole('link', { name: title }).click();
  // When it ends is said to the hour.
  await page.getByText(/\d+月\d+日 \d\d:\d\d截止/).waitFor();
  await page.getByRole('link', { name: '去投票' }).click();
  await page.locator('.vote-option').first().waitFor();
  await listenTo(page);

  const onward = page.getByRole('button', { name: '下一步' });
  const tabs = page.locator('.tabs');
  const inSight = async () => {
    const [button, bar] = [await onward.boundingBox(), await tabs.boundingBox()];
    if (button === null || bar === null) throw new Error('there is no way on');
    expect(button.y + button.height).toBeLessThanOrEqual(bar.y);
    expect(button.height).toBeGreaterThanOrEqual(44);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      smallPhone.width,
    );
  };
  await inSight();
  await page.locator('.vote-option').getByText('同意', { exact: true }).click();
  await page.getByRole('button', { name: '朗读' }).click();
  const first = await heardOn(page);
  expect(first.said).toEqual(expect.arrayContaining(['同意 已选', '不同意', '弃权']));
  const question = await page.locator('.vote h2').textContent();
  expect(first.said).toContain(question?.trim());

  // Whoever goes on is not read the question they have left.
  await onward.click();
  expect((await heardOn(page)).hushed).toBeGreaterThan(first.hushed);
  await page.getByRole('button', { name: '朗读' }).waitFor();
  await inSight();
  await page.locator('.vote-option').getByText('弃权', { exact: true }).click();
  await onward.click();
  await page.getByRole('heading', { name: '请核对' }).waitFor();
  await page.getByRole('button', { name: '提交投票' }).click();
  await page.getByRole('heading', { name: '投票已收到' }).waitFor();
  await page.getByRole('link', { name: '回到表决' }).click();
  await page.getByText('已投票（网上）').waitFor();

  // The same as a sheet of paper, for whoever would rather write.
  await page.getByRole('link', { name: '用纸投票' }).click();
  const paper = page.locator('.ballot-paper');
  await paper.getByText(/请在 .*\d\d:\d\d 以前交到/).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await paper.isVisible()).toBe(true);
  expect(await tabs.isVisible()).toBe(false);
});
