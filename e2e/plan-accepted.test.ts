/**
 * Members of a grid cannot serve any more: a plan is made, looked at before and after on the map, and accepted; from that
 * moment the one map, coverage and who answers for a home follow it, also on a page that stood open.
 */
import { randomUUID } from 'node:crypto';
import type {
  CoverageMap,
  CoverageView,
  PlaceAnswers,
  PlanChanges,
  PlanCompounds,
  PlanMembers,
  PlanView,
} from '@linli/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type Api, type TheCity, theCity, until } from './the-city.ts';

/** A compound where nobody else's journey takes place, and as many as leave one of its grids with too few. */
const compoundName = '青禾里';
const leaving = 8;

let city: TheCity;
let browser: Browser;
let admin: Api;
let compound: string;
let away: PlanMembers['members'];
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  admin = await city.api(city.person('administrator'));
  const { compounds } = await admin.get<PlanCompounds>('/api/plans/compounds');
  const { code } = compounds.find(({ name }) => name === compoundName)!;
  compound = code;
  const { members } = await admin.get<PlanMembers>(`/api/plans/members?compound=${compound}`);
  const [first] = members;
  away = members.filter(({ orgName }) => orgName === first?.orgName).slice(0, leaving);
});
afterAll(async () => {
  // Others find everybody available again.
  for (const { personId } of away ?? []) await canTake(personId, null);
  await browser?.close();
});
showFailures(() => browser);

const canTake = (personId: string, mostHomes: number | null) =>
  admin.post('/api/plans/availability', { commandId: randomUUID(), compound, personId, mostHomes });
const figuresOf = async (code: string) =>
  (await admin.get<z.output<typeof CoverageView>>(`/api/coverage?area=${code}`)).figures;
const answersOf = (code: string, on?: string) =>
  admin.get<z.output<typeof PlaceAnswers>>(
    `/api/coverage/place?area=${code}${on === undefined ? '' : `&on=${on}`}`,
  );
/** The buildings of each grid, as everybody's one map has them. */
const gridsOnMap = async () => {
  const { grids } = await admin.get<z.output<typeof CoverageMap>>(`/api/coverage/map?area=${compound}`);
  return grids.map(({ name, buildings }) => [name, [...buildings].sort()] as const);
};
const planned = ({ proposal }: PlanView, when: 'before' | 'after') =>
  proposal![when].grids.map(
    ({ name, buildings }) => [name, buildings.map(({ code }) => code).sort()] as const,
  );
const byName = (grids: readonly (readonly [string, string[]])[]) =>
  Object.fromEntries([...grids].sort(([one], [other]) => one.localeCompare(other)));

interface Drawn {
  number: string;
  colour: string;
}

/** What a map of grids shows of each building, by where it lies: the number that stands on it and the colour under it. */
async function drawnOn(map: Locator, buildings: number): Promise<Map<string, Drawn>> {
  await map.scrollIntoViewIfNeeded();
  const names = map.locator('.map-name-grid-number');
  await until(`${buildings} buildings carry a number`, async () => (await names.count()) === buildings);
  const box = (await map.boundingBox())!;
  const labels = await names.evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { number: one.textContent ?? '', x: x + width / 2, y: y + height / 2 };
    }),
  );
  const bare = await map.page().addStyleTag({ content: '.map-name { visibility: hidden }' });
  const picture = await map.screenshot();
  await bare.evaluate((style) => (style as HTMLStyleElement).remove());
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return new Map(
    labels.map(({ number, x, y }) => {
      const [left, top] = [Math.round(x - box.x), Math.round(y - box.y)];
      const at = (top * info.width + left) * info.channels;
      return [`${left} ${top}`, { number, colour: data.subarray(at, at + 3).toString('hex') }];
    }),
  );
}

/** The line of a grid in the list below the map, which says the same. */
function gridLine(page: Page, name: string): Locator {
  return page.getByRole('region', { name: '现在各网格的户数和成员' }).getByRole('row', { name });
}

test('a proposal is accepted: grids on the map, coverage and duties follow at once, and what was before can be asked', async () => {
  const before = await figuresOf(compound);
  expect(before.proven).toBe(before.homes);
  const gridsBefore = await gridsOnMap();

  const context = await city.device(browser, desktop, { as: city.person('administrator') });
  const page = await context.newPage();
  await page.goto(`${city.url}/console/plans?compound=${compound}`);
  const [first, ...others] = away;
  await page.getByText('成员与可承担的户数').click();
  const choice = page.getByRole('combobox', { name: `${first!.name}最多可承担的户数` });
  await choice.click();
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
    .filter({ hasText: '暂不承担' })
    .click();
  await until('the page has said so', async () => {
    const { members } = await admin.get<PlanMembers>(`/api/plans/members?compound=${compound}`);
    return members.find(({ personId }) => personId === first!.personId)?.mostHomes === 0;
  });
  for (const { personId } of others) await canTake(personId, 0);

  await page.getByRole('button', { name: '开始规划' }).click();
  await page.locator('.plan-state[data-state="proposed"]').first().waitFor({ timeout: 120_000 });
  const planId = new URL(page.url()).searchParams.get('plan');
  const { plan } = await admin.get<{ plan: PlanView }>(`/api/plans/${planId}`);
  const proposal = plan.proposal!;
  expect(proposal.homesToOthers).toBeGreaterThan(0);
  expect(proposal.homesMoved).toBeGreaterThan(0);
  expect(proposal.after.bounds.every(({ holds }) => holds)).toBe(true);
  // A proposal changes nothing.
  expect(byName(await gridsOnMap())).toEqual(byName(planned(plan, 'before')));
  expect(await figuresOf(compound)).toEqual(before);

  const { changes } = await admin.get<PlanChanges>(`/api/plans/${planId}/changes`);
  const gridOf = (when: 'before' | 'after', homeCode: string) =>
    proposal[when].grids.find(({ buildings }) => buildings.some(({ code }) => homeCode.startsWith(code)))!;
  const change = changes.find(({ from, to }) => from !== null && to !== null)!;
  const mover = proposal.after.grids
    .flatMap(({ buildings }) => buildings)
    .find(({ code }) => gridOf('before', code).name !== gridOf('after', code).name)!;

  // Before and after, each on its own map: what changes its grid changes number and colour, and nothing else does.
  const buildings = proposal.before.grids.reduce((sum, grid) => sum + grid.buildings.length, 0);
  const mapOf = (label: string) =>
    page.locator('.map', { has: page.locator(`canvas[aria-label="${label}"]`) });
  const drawnBefore = await drawnOn(mapOf('现在的网格地图'), buildings);
  const drawnAfter = await drawnOn(mapOf('方案的网格地图'), buildings);
  expect([...drawnAfter.keys()].sort()).toEqual([...drawnBefore.keys()].sort());
  const changed = [...drawnBefore].filter(([place, { number }]) => drawnAfter.get(place)!.number !== number);
  const moved = proposal.after.grids
    .flatMap((grid) => grid.buildings.map(({ code }) => [code, grid.number] as const))
    .filter(([code, number]) => gridOf('before', code).number !== number);
  expect(changed.length).toBe(moved.length);
  for (const [place, { number, colour }] of drawnBefore) {
    const after = drawnAfter.get(place)!;
    expect(after.colour === colour, `${place}: ${number} → ${after.number}`).toBe(after.number === number);
  }

  // Two pages stand open meanwhile: who answers for a home that changes hands, and the one map.
  const who = await context.newPage();
  await who.goto(`${city.url}/console/who?area=${change.homeCode}`);
  await who.locator('.who-posts li', { hasText: change.from! }).first().waitFor();
  const oneMap = await context.newPage();
  await oneMap.goto(`${city.url}/console/coverage?area=${compound}&view=map&without=org`);
  const movedInto = gridOf('after', mover.code);
  const signs = oneMap.locator('.map-point[data-tone="grid"]');
  const signsNow = async () =>
    new Map(
      await signs.evaluateAll((all) =>
        all.map((one) => {
          const { x, y } = one.getBoundingClientRect();
          return [one.textContent, `${Math.round(x)} ${Math.round(y)}`] as const;
        }),
      ),
    );
  await until('each grid has its sign', async () => (await signsNow()).size === gridsBefore.length);
  const signsBefore = await signsNow();

  await page.bringToFront();
  await page.getByRole('button', { name: '通过这个方案' }).click();
  const dialog = page.getByRole('dialog', { name: '通过方案' });
  await dialog.getByRole('button', { name: `通过，${proposal.homesToOthers} 户换负责人` }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.locator('.plan-state[data-state="in-force"]').first().waitFor();

  // The open pages follow by themselves.
  await who.bringToFront();
  await who.locator('.who-posts li', { hasText: change.to! }).first().waitFor();
  expect(await who.locator('.who-posts li', { hasText: change.from! }).count()).toBe(0);
  await who.getByText('已落实').waitFor();
  expect(await who.locator('.who-grid').textContent()).toContain(gridOf('after', change.homeCode).name);

  // The one map and its list, and the page's own map, show the planned grids as those of today.
  expect(byName(await gridsOnMap())).toEqual(byName(planned(plan, 'after')));
  expect(byName(await gridsOnMap())).not.toEqual(byName(gridsBefore));
  await oneMap.bringToFront();
  // Two grids may have one middle; so one that moved is enough to know that it was drawn anew.
  await until('the signs stand in the middle of the new grids', async () =>
    [...(await signsNow())].some(([number, place]) => place !== signsBefore.get(number)),
  );
  await page.bringToFront();
  await page.goto(`${city.url}/console/plans?compound=${compound}`);
  for (const { name, homes, members } of proposal.after.grids) {
    const cells = gridLine(page, name).getByRole('cell');
    await cells.first().waitFor();
    expect((await cells.allTextContents()).slice(0, 2), name).toEqual([String(homes), String(members)]);
  }
  const today = await drawnOn(mapOf('现在的网格地图'), buildings);
  expect([...today.values()].map(({ number }) => number).sort()).toEqual(
    [...drawnAfter.values()].map(({ number }) => number).sort(),
  );

  // Every home is still proven, and what was before can be asked of the day before.
  expect(await figuresOf(compound)).toEqual(before);
  const now = await answersOf(change.homeCode);
  expect(now.posts.filter(({ isAnswering }) => isAnswering).map(({ name }) => name)).toEqual([change.to]);
  const yesterday = new Date(Date.parse(now.on) - 86_400_000).toISOString().slice(0, 10);
  const then = await answersOf(change.homeCode, yesterday);
  expect(then.posts.filter(({ isAnswering }) => isAnswering).map(({ name }) => name)).toEqual([change.from]);
  await page.goto(`${city.url}/console/who?area=${mover.code}&on=${yesterday}`);
  await page.locator('.who-grid', { hasText: gridOf('before', mover.code).name }).waitFor();
  await page.goto(`${city.url}/console/who?area=${mover.code}`);
  await page.locator('.who-grid', { hasText: movedInto.name }).waitFor();
  await context.close();
});
