/** A class with two places fills; whoever comes third waits with a number, and moves up by itself when somebody leaves. */
import type { GatheringReply } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { day, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

type View = z.output<typeof GatheringReply>['gathering'];

test('a class fills, its waiting list moves up, and each reads where they stand', async () => {
  const people = city.people.filter(({ role }) => role === null).slice(0, 3);
  expect(people).toHaveLength(3);
  const host = city.person('compound-secretary');
  const title = `书法课${Date.now()}`;

  // The host calls it with two places.
  const page = await (await city.device(browser, desktop, { as: host })).newPage();
  await page.goto(`${city.url}/console/calendar`);
  await page.getByRole('button', { name: '召集' }).click();
  const calling = page.getByRole('dialog', { name: '召集一次' });
  await calling.getByLabel('类别').click();
  await page.locator('.ant-select-item-option', { hasText: '邻里活动' }).click();
  const startsOn = new Date(city.now() + 5 * day).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
  await calling.getByLabel('日期').fill(startsOn);
  await calling.getByLabel('开始时间').fill('10:00');
  await calling.getByLabel('时长（分钟）').fill('90');
  await calling.getByLabel('名称').fill(title);
  await calling.getByLabel('地点').fill('小区活动室');
  await calling.getByLabel('名额').fill('2');
  await calling.getByRole('button', { name: '召集' }).click();
  await page.getByRole('heading', { name: title }).waitFor();
  const gatheringId = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  // Three sign up on their phones, in turn.
  const phones: Page[] = [];
  for (const as of people) {
    const own = await (await city.device(browser, phone, { as })).newPage();
    await own.goto(`${city.url}/gatherings/${gatheringId}`);
    const isFull = phones.length >= 2;
    await own.getByRole('button', { name: isFull ? '名额已满，我要候补' : '我要报名' }).click();
    await own
      .getByText(isFull ? '您在候补第 1 位' : '您已报名')
      .first()
      .waitFor();
    phones.push(own);
  }
  await page.reload();
  const list = page.getByRole('region', { name: /报名/ });
  await list.getByText('2 / 2').waitFor();
  await list.locator('.numbered li', { hasText: people[2]?.name ?? '' }).waitFor();

  // The first leaves: the third has a place, without doing anything, and is told.
  await phones[0]?.getByRole('button', { name: '取消报名' }).click();
  await phones[0]?.getByRole('button', { name: '名额已满，我要候补' }).waitFor();
  await phones[2]?.reload();
  await phones[2]?.getByText('您已报名').first().waitFor();
  const api = await city.api(people[2] ?? null);
  await until('who moved up was told', async () => {
    const { messages } = await api.get<{ messages: { text: string; title: string }[] }>('/api/messages');
    return messages.some(({ text, title: head }) => `${head}${text}`.includes(title));
  });
  const hostApi = await city.api(host);
  const { gathering } = await hostApi.get<{ gathering: View }>(`/api/gatherings/${gatheringId}`);
  expect(gathering.places).toMatchObject({ capacity: 2, taken: 2, waiting: 0 });

  // In the list of classes it stands under what is mine.
  await phones[2]?.goto(`${city.url}/classes`);
  const mine = phones[2]?.getByRole('region', { name: '我报的' });
  await mine?.getByText(title).waitFor();

  // A calendar program reads it under a secret address, until that is withdrawn.
  await phones[2]?.goto(`${city.url}/calendar/feeds`);
  await phones[2]?.getByRole('button', { name: '添加我的日历' }).click();
  const address = (await phones[2]?.locator('.feed-words').textContent()) ?? '';
  const read = async () => {
    const reply = await fetch(new URL(new URL(address).pathname, city.url));
    return { status: reply.status, text: await reply.text() };
  };
  const feed = await read();
  expect(feed.status).toBe(200);
  // Long lines are folded.
  expect(feed.text.replaceAll('\r\n ', '')).toContain(title);
  await phones[2]?.getByRole('button', { name: /^作废/ }).first().click();
  await phones[2]?.getByText('还没有。').waitFor();
  expect((await read()).status).toBe(404);

  // On the console there is one for the place: what is open to everybody there, for a notice board or a wall.
  await page.goto(`${city.url}/console/calendar`);
  await page.getByRole('button', { name: '加到我的日历' }).click();
  const feeds = page.getByRole('dialog', { name: '加到我的日历' });
  await feeds
    .getByRole('button', { name: /公开日历地址$/ })
    .first()
    .click();
  const ofPlace = await feeds.locator('textarea.feed-address').inputValue();
  const reply = await fetch(new URL(new URL(ofPlace).pathname, city.url));
  expect((await reply.text()).replaceAll('\r\n ', '')).toContain(title);
});
