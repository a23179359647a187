/**
 * Every screen of both faces on a running city: nothing to scroll sideways on a small phone, also in large type and
 * in English, nothing axe objects to, and nothing that goes wrong unsaid.
 */
import AxeBuilder from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktop, openBrowser, openDevice, smallPhone } from './browser.ts';
import { type City, startCity } from './city.ts';
import { consoleScreens, residentScreens, type Screen } from './screens.ts';

let city: City;
let browser: Browser;
let people: { id: string; roleTitle: { zh: string } }[];

beforeAll(async () => {
  [city, browser] = await Promise.all([startCity(), openBrowser()]);
  ({ people } = (await (await fetch(`${city.url}/api/demo/people`)).json()) as { people: typeof people });
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

interface Way {
  size: { width: number; height: number };
  dark?: boolean;
  largeType?: boolean;
  locale?: 'zh-CN' | 'en';
}

async function openAs(role: string | null, { size, dark = false, largeType = false, locale = 'zh-CN' }: Way) {
  const context = await openDevice(browser, size, { dark });
  await context.addInitScript(
    (kept) => localStorage.setItem('linli.preferences', kept),
    JSON.stringify({ largeType, locale }),
  );
  if (role !== null) {
    const person = people.find((one) => one.roleTitle.zh === role);
    expect(person, `a demo person who is ${role}`).toBeDefined();
    const headers = { origin: city.url };
    const signedIn = await context.request.post(`${city.url}/api/demo/sign-in`, {
      headers,
      data: { person: person?.id },
    });
    expect(signedIn.status()).toBe(200);
    await context.request.patch(`${city.url}/api/session/preferences`, {
      headers,
      data: { largeType, locale },
    });
  }
  return context;
}

async function show(context: BrowserContext, screen: Screen): Promise<{ page: Page; wrong: string[] }> {
  const page = await context.newPage();
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(`${error}`));
  page.on('response', (response) => {
    if (response.status() >= 500) wrong.push(`${response.status()} ${response.url()}`);
  });
  const get = async <T>(path: string) =>
    (await (await context.request.get(`${city.url}${path}`)).json()) as T;
  await page.goto(`${city.url}${await screen.path({ get })}`, { waitUntil: 'load' });
  await page.locator(screen.shows).first().waitFor({ timeout: 20_000 });
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
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > width + 1)
      .slice(0, 5)
      .map(
        (one) =>
          `${one.tagName}.${one.className} to ${Math.round(one.getBoundingClientRect().right)} of ${width}`,
      )
      .concat(`the page is ${document.documentElement.scrollWidth} wide, the window ${width}`);
  });
}

async function objections(page: Page): Promise<string[]> {
  await page.evaluate(AxeBuilder.source);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
    };
    interface Violation {
      id: string;
      help: string;
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
  return found;
}

const ways: [string, Way][] = [
  ['a small phone', { size: smallPhone }],
  ['a small phone in large type', { size: smallPhone, largeType: true }],
  ['a small phone in English', { size: smallPhone, locale: 'en' }],
  ['a desktop in the dark', { size: desktop, dark: true }],
];

describe.each([
  ['resident', residentScreens],
  ['console', consoleScreens],
])('%s', (_, screens) => {
  describe.each(ways)('on %s', (_way, way) => {
    // Words of the model are pressed in Chinese; what opens on a screen is looked at there.
    test.each(screens.filter((one) => one.opens === undefined || way.locale !== 'en'))(
      '$name',
      async (screen) => {
        const context = await openAs(screen.as, way);
        try {
          const { page, wrong } = await show(context, screen);
          expect(await wideOnes(page)).toEqual([]);
          expect(await objections(page)).toEqual([]);
          expect(wrong).toEqual([]);
        } finally {
          await context.close();
        }
      },
    );
  });
});

test('the look at the right edge can fail', async () => {
  const context = await openDevice(browser, smallPhone);
  const page = await context.newPage();
  await page.setContent(
    '<meta name="viewport" content="width=device-width"><div class="wide" style="width:500px">邻里</div>',
  );
  expect((await wideOnes(page))[0]).toContain('DIV.wide to 5');
  expect((await objections(page)).join()).toContain('html-has-lang');
  await context.close();
});
