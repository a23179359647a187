/**
 * Every screen of both faces on the running city, also empty, refused and failed: a title, nothing to scroll sideways on
 * a small phone, nothing axe objects to, no complaint of the browser, and on the resident face targets for thumbs and
 * letters for old eyes; in Chinese and English, light and dark, ordinary and large type.
 */
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktop, openBrowser, openDevice, phone, smallPhone } from './browser.ts';
import { consoleScreens, type Places, residentScreens, routesOf, type Screen } from './screens.ts';
import { act, give, report } from './staff.ts';
import { type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let places: Places;

beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
  const secretary = await city.api(city.person('grid-secretary'));
  const spotCode = await city.spotOf(city.person('grid-secretary'));
  const { caseId } = await report(await city.api(city.person(null)), {
    spotCode,
    description: '单元门口的扶手松了，老人扶着会晃',
    category: 'bench-rail',
  });
  await act(secretary, caseId, 'accept');
  await give(secretary, caseId, city.person('repair-worker').name);
  const member = await city.api(city.person('member-on-duty'));
  const { posts } = await member.get<{ posts: { postId: string; role: string }[] }>('/api/session');
  const postId = posts.find(({ role }) => role === 'member-on-duty')?.postId ?? '';
  const resident = await city.api(city.person(null));
  const { person } = await resident.get<{ person: { homeCode: string } }>('/api/session');
  const { mayBringTo } = await resident.get<{
    mayBringTo: { key: string; orgId: string; next: { gatheringId: string } | null }[];
  }>(`/api/topics?area=${person.homeCode}`);
  const meeting = mayBringTo.find(({ next }) => next !== null);
  if (meeting?.next == null) throw new Error('no meeting takes topics where the resident lives');
  const { topic } = await resident.post<{ topic: { topicId: string } }>('/api/topics', {
    commandId: crypto.randomUUID(),
    orgId: meeting.orgId,
    kind: meeting.key,
    title: '给 3 号楼单元门口装扶手',
    body: '老人上下台阶没有扶手，冬天结冰容易摔倒。',
  });
  const convener = await city.api(city.person('owners-chair'));
  const { kinds } = await convener.get<{ kinds: { key: string; convene: { code: string }[] }[] }>(
    '/api/ballots/kinds',
  );
  const { ballot } = await convener.post<{ ballot: { ballotId: string } }>('/api/ballots', {
    commandId: crypto.randomUUID(),
    kind: 'owners-vote',
    areaCode: kinds.find(({ key }) => key === 'owners-vote')?.convene[0]?.code,
    title: '更换 1 号楼电梯',
    text: '电梯已运行十七年，特检院出具了整改通知。',
    questions: [{ key: 'lift', title: '是否同意更换电梯？', form: 'motion', matter: 'other-major' }],
  });
  const administrator = await city.api(city.person('administrator'));
  await administrator.post('/api/segments', {
    commandId: crypto.randomUUID(),
    kind: 'road',
    name: '江边大道',
    fromPlace: '长江路口',
    toPlace: '滨江码头',
    areaCode: '340705',
    geometry: {
      type: 'LineString',
      coordinates: [
        [117.81, 30.94],
        [117.82, 30.945],
      ],
    },
  });
  places = {
    ballotId: ballot.ballotId,
    spotCode,
    caseId,
    postId,
    gatheringId: meeting.next.gatheringId,
    topicId: topic.topicId,
  };
});
afterAll(() => browser?.close());

interface Way {
  size: { width: number; height: number };
  dark?: boolean;
  largeType?: boolean;
  locale?: 'zh-CN' | 'en';
  /** Looked at in this size too, for its width alone. */
  alsoIn?: { width: number; height: number };
}

async function openAs(role: string | null, { size, dark = false, largeType = false, locale = 'zh-CN' }: Way) {
  const as = role === null ? null : city.person(role === 'resident' ? null : role);
  const context = await city.device(browser, size, {
    dark,
    withoutServiceWorker: true,
    ...(as === null ? {} : { as }),
  });
  // Once: what a page keeps beside it is not taken from the others by the next one.
  await context.addInitScript((kept) => {
    if (localStorage.getItem('linli.preferences') === null) localStorage.setItem('linli.preferences', kept);
  }, JSON.stringify({ largeType, locale }));
  return context;
}

async function show(context: BrowserContext, screen: Screen): Promise<{ page: Page; wrong: string[] }> {
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`${error}`));
  page.on('console', (message) => {
    // That an answer was a refusal is said by the answer itself, below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      wrong.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && response.status() !== screen.answers)
      wrong.push(`${response.status()} ${response.url()}`);
  });
  page.on('requestfailed', (request) => {
    // A page that is left takes its requests back.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED')
      wrong.push(`${request.failure()?.errorText} ${request.url()}`);
  });
  if (screen.failing !== undefined) {
    await page.route(screen.failing, (route) =>
      route.fulfill({
        status: screen.answers ?? 500,
        contentType: 'application/problem+json',
        json: {
          type: '/problems/not-available',
          code: 'not-available',
          status: screen.answers ?? 500,
          title: '暂时无法办理',
          detail: '请稍后再试。',
        },
      }),
    );
  }
  await page.goto(`${city.url}${screen.path(places)}`, { waitUntil: 'load' });
  await page.locator(screen.shows).first().waitFor({ timeout: 60_000 });
  await screen.opens?.(page);
  // Sheets and drawers slide in.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null))),
  );
  return { page, wrong };
}

/** What stands over the right edge, by name: a width alone helps nobody to find it. */
function wideOnes(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    // What scrolls by itself may be as wide as it likes: it is not what widens the page.
    const scrolls = (one: Element) =>
      ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(one).overflowX);
    const isHeld = (one: Element) => {
      for (let holder = one.parentElement; holder !== null && holder !== document.body; )
        if (scrolls(holder)) return true;
        else holder = holder.parentElement;
      return false;
    };
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > width + 1 && !isHeld(one))
      .slice(0, 5)
      .map(
        (one) =>
          `${one.tagName}.${one.className} to ${Math.round(one.getBoundingClientRect().right)} of ${width}`,
      )
      .concat(`the page is ${document.documentElement.scrollWidth} wide, the window ${width}`);
  });
}

async function objections(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
    };
    interface Violation {
      id: string;
      nodes: { target: unknown[]; failureSummary?: string }[];
    }
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes
        // What the bar at the lower edge covers comes free when one scrolls; points of a map are all in its list.
        .filter(({ failureSummary }) => id !== 'target-size' || !failureSummary?.includes('obscured'))
        .slice(0, 3)
        .map(
          ({ target, failureSummary }) =>
            `${id}: ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`,
        ),
    );
  });
}

/** What a thumb would miss: controls under 44 px, but for links within a sentence. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const controls = 'a[href], button, summary, select, textarea, input, [role=button], label.choice';
    return [...document.querySelectorAll<HTMLElement>(controls)].flatMap((one) => {
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      const isThere =
        one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        one.tabIndex >= 0 &&
        box.width > 1 &&
        box.height > 1;
      // A control within a label is pressed by the label.
      if (!isThere || one.closest('label') !== (one.matches('label') ? one : null)) return [];
      if (one.matches('.skip') || (style.display === 'inline' && one.matches('p a, li a, span a'))) return [];
      const isEnough = box.width >= 43.5 && box.height >= 43.5;
      return isEnough
        ? []
        : [
            `${one.tagName}.${one.className} “${one.textContent?.trim().slice(0, 20)}” ${Math.round(box.width)}×${Math.round(box.height)}`,
          ];
    });
  });
}

/** Words too small to read: sentences under `body`, anything under `least` pixels. */
function smallWords(page: Page, sizes: { body: number; least: number }): Promise<string[]> {
  return page.evaluate(({ body, least }) => {
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const holder = node.parentElement;
      const words = node.textContent?.trim() ?? '';
      if (holder === null || words === '' || !holder.checkVisibility({ visibilityProperty: true })) continue;
      if (holder.closest('script, style, noscript, .for-ears, .skip') !== null) continue;
      const size = Number.parseFloat(getComputedStyle(holder).fontSize);
      // What accompanies (dates, hints, names of fields) is marked as small.
      const isBeside =
        holder.closest(
          '.small, .field-hint, .needed, .optional, .tag, .count, .tabs, .steps, .bar-button, .photo-state',
        ) !== null;
      if (size < (isBeside ? least : body) - 0.1)
        found.add(`${holder.tagName}.${holder.className} “${words.slice(0, 16)}” ${size} px`);
    }
    return [...found];
  }, sizes);
}

const residentWays: [string, Way][] = [
  ['a small phone', { size: smallPhone }],
  ['a small phone in large type', { size: smallPhone, largeType: true }],
  ['a small phone in English in the dark', { size: smallPhone, locale: 'en', dark: true }],
];
const consoleWays: [string, Way][] = [
  ['a phone', { size: phone }],
  ['a desktop in English in the dark', { size: desktop, locale: 'en', dark: true, alsoIn: phone }],
];

const faces: [face: 'resident' | 'console', screens: Screen[], ways: [string, Way][]][] = [
  ['resident', residentScreens, residentWays],
  ['console', consoleScreens, consoleWays],
];
for (const [face, screens, ways] of faces) {
  describe.each(ways)(`${face} on %s`, (_way, way) => {
    // Whoever looks has one device for all they look at.
    const devices = new Map<string | Screen | null, Promise<BrowserContext>>();
    afterAll(() => Promise.all([...devices.values()].map(async (device) => (await device).close())));
    // What failed looks the same in every way but for its words, and those are the server's.
    const looked = screens.filter(({ failing }) => failing === undefined || way === ways[0]?.[1]);
    test.concurrent.for(looked)('$name', async (screen, { expect }) => {
      // What was seen before would stand in for what fails: that needs a device which has seen nothing.
      const key = screen.failing === undefined ? screen.as : screen;
      const opened = devices.get(key) ?? openAs(screen.as, way);
      devices.set(key, opened);
      const { page, wrong } = await show(await opened, screen);
      try {
        // Home is called as the house is; every other page says what it is.
        const isHome = face === 'resident' && ['/', '/index.html'].includes(screen.route);
        expect
          .soft(await page.title(), 'title')
          .toMatch(isHome ? /邻里|Linli/ : /^(?!邻里|Linli).+ · (邻里|Linli)/);
        expect.soft(await wideOnes(page), 'wider than the screen').toEqual([]);
        expect.soft(await objections(page), 'axe').toEqual([]);
        if (face === 'resident') {
          expect.soft(await smallTargets(page), 'targets under 44 px').toEqual([]);
          const sizes = way.largeType ? { body: 20, least: 15 } : { body: 16, least: 12 };
          expect.soft(await smallWords(page, sizes), 'small words').toEqual([]);
        }
        if (way.alsoIn !== undefined) {
          await page.setViewportSize(way.alsoIn);
          // The page hears of its new size with the next frame it draws, and pages behind another one draw few.
          await page.bringToFront();
          await expect
            .poll(() => wideOnes(page), { timeout: 60_000, message: 'wider than a phone' })
            .toEqual([]);
        }
        expect.soft(wrong, 'complaints').toEqual([]);
      } finally {
        await page.close();
      }
    });
  });
}

test.each([
  ['resident', 'resident/Face.tsx', residentScreens],
  ['console', 'console/ConsoleApp.tsx', consoleScreens],
])('no route of the %s face is left out', (_face, file, screens) => {
  const routes = new Set(routesOf(file));
  expect(routes.size).toBeGreaterThan(5);
  expect(new Set(screens.map(({ route }) => route))).toEqual(routes);
});

test('the look can fail', async () => {
  const context = await openDevice(browser, smallPhone);
  const page = await context.newPage();
  await page.setContent(
    '<meta name="viewport" content="width=device-width"><div class="wide" style="width:500px">邻里</div><button style="font-size:12px">按</button>',
  );
  expect((await wideOnes(page))[0]).toContain('DIV.wide to 5');
  expect((await objections(page)).join()).toContain('html-has-lang');
  expect((await smallTargets(page)).join()).toContain('BUTTON');
  expect((await smallWords(page, { body: 16, least: 13 })).join()).toContain('12 px');
  await context.close();
});
