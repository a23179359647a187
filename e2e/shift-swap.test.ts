/** A shift changes hands between two phones: one cannot serve, asks the others, and a colleague takes the seat. */
import type { GatheringReply, GatheringSummary } from '@linli/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type Api, day, type TheCity, theCity, until } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

test('a seat is taken, offered and taken over, each on their own phone, from what their inbox says', async () => {
  const [leader, member] = [city.person('team-leader'), city.person('member-on-duty')];
  const [api, memberApi] = [await city.api(leader), await city.api(member)];
  const from = new Date(city.now() + 2 * day).toISOString().slice(0, 10);
  const mayTake = async (by: Api, gatheringId: string): Promise<boolean> => {
    const { gathering } = await by.get<z.output<typeof GatheringReply>>(`/api/gatherings/${gatheringId}`);
    return gathering.roster.some(({ verbs }) => verbs.includes('take'));
  };
  const { gatherings } = await api.get<{ gatherings: GatheringSummary[] }>(
    `/api/gatherings?kind=service-shift&mine=true&from=${from}`,
  );
  let gatheringId = '';
  for (const one of gatherings) {
    if (gatheringId !== '' || one.state === 'cancelled') continue;
    if ((await mayTake(api, one.gatheringId)) && (await mayTake(memberApi, one.gatheringId)))
      gatheringId = one.gatheringId;
  }
  expect(gatheringId, 'a shift to come on which both may still serve').not.toBe('');

  const own = await (await city.device(browser, phone, { as: leader })).newPage();
  await own.goto(`${city.url}/gatherings/${gatheringId}`);
  const roster = own.getByRole('region', { name: '值班表' });
  await roster.getByRole('button', { name: '我来值班' }).first().click();
  await roster.getByText('我', { exact: true }).waitFor();
  await roster.getByRole('button', { name: '请人接班' }).click();
  await roster.getByText('想换班，谁都可以接').waitFor();

  // Whoever may serve there sees it offered, and takes it.
  const other = await (await city.device(browser, phone, { as: member })).newPage();
  await other.goto(`${city.url}/gatherings/${gatheringId}`);
  const theirs = other.getByRole('region', { name: '值班表' });
  await theirs.getByRole('button', { name: '同意' }).first().click();
  await theirs.getByText('我', { exact: true }).waitFor();

  // Who was there before is told, and the message leads to the shift.
  await until('the first is told', async () => {
    const { messages } = await api.get<{ messages: { template: string; about: { id: string } | null }[] }>(
      '/api/messages',
    );
    return messages.some(
      ({ template, about }) => template === 'shift.swap-taken' && about?.id === gatheringId,
    );
  });
  await own.goto(`${city.url}/messages`);
  await own
    .getByRole('link', { name: /换班成功/ })
    .first()
    .click();
  await own.getByRole('region', { name: '值班表' }).waitFor();
  expect(new URL(own.url()).pathname).toBe(`/gatherings/${gatheringId}`);
});
