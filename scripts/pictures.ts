/**
 * `npm run pictures`: the pictures of the faces in docs/pictures, taken from a demo city that is started for it. The demo
 * is the same every time but for its dates, so that a picture changes only when a face does.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { desktop, openBrowser, openDevice, phone } from '../e2e/browser.ts';
import { startCity } from '../e2e/city.ts';

const folder = fileURLToPath(new URL('../docs/pictures', import.meta.url));
/** README pages must open on a slow line. */
const atMostBytes = 150 * 1024;
/** Of an area's code, in the demo's model. */
const compoundCodeLength = 15;

interface Person {
  id: string;
  name: string;
  role: string | null;
}
interface Case {
  caseId: string;
  photoId: string | null;
  category: string | null;
  rung: object | null;
  dueAt: string | null;
  isOver: boolean;
  paused: object | null;
}
interface Ballot {
  ballotId: string;
  phase: string;
  form: string;
}

// One city is enough for pictures, and nothing else shall be at work meanwhile.
const city = await startCity({ LINLI_DEMO_CITIES: 'tongguan' });
let browser: Browser | undefined;
try {
  browser = await openBrowser();
  mkdirSync(folder, { recursive: true });
  await residentPictures(browser);
  await consolePictures(browser);
} finally {
  await browser?.close();
  await city.stop();
}

async function residentPictures(browser: Browser): Promise<void> {
  const page = await deviceOf(browser, phone, null);
  await page.goto(`${city.url}/`);
  await page.locator('.who').first().waitFor();
  await keep(page, 'resident-home');

  // Of a neighbour, in somebody's hands: all may see where it stands.
  const { person } = await read<{ person: { homeCode: string } }>(page, '/api/session');
  const nearby = await read<{ cases: Case[] }>(
    page,
    `/api/cases?area=${person.homeCode.slice(0, compoundCodeLength)}&station=handling&limit=50`,
  );
  const inHand = nearby.cases.filter(({ dueAt, isOver, paused }) => dueAt && !isOver && !paused);
  const shown = inHand.find(({ photoId }) => photoId !== null) ?? inHand[0];
  await page.goto(`${city.url}/cases/${shown?.caseId}`);
  await page.locator('.clock-figures').waitFor();
  await keep(page, 'resident-case');

  // The photo of a report of the demo, as if it were taken now.
  const mine = await read<{ cases: Case[] }>(page, '/api/cases?mine=true&limit=50');
  const ponding = mine.cases.find(({ photoId, category }) => photoId !== null && category === 'ponding');
  const photo = await page.context().request.get(`${city.url}/api/photos/${ponding?.photoId}`);
  await page.goto(`${city.url}/report/report`);
  await page.locator('input[type=file][capture]').setInputFiles({
    name: 'photo.jpg',
    mimeType: 'image/jpeg',
    buffer: await photo.body(),
  });
  await page.getByText('已上传').waitFor();
  await page.locator('textarea').fill('门口一下雨就积水，走路要垫砖头');
  await page.locator('[data-ask=category] input:checked').waitFor({ state: 'attached' });
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    window.scrollTo(0, 0);
  });
  await keep(page, 'resident-report');

  await page.goto(`${city.url}/calendar`);
  await page.locator('.gathering-row').first().waitFor();
  await keep(page, 'resident-calendar');

  const { ballots } = await read<{ ballots: Ballot[] }>(page, '/api/ballots?state=running');
  const open = ballots.find(({ phase, form }) => phase === 'voting' && form === 'owners-vote');
  await page.goto(`${city.url}/ballots/${open?.ballotId}`);
  await page.locator('.card h2').first().waitFor();
  await keep(page, 'resident-ballot');
  await page.context().close();
}

async function consolePictures(browser: Browser): Promise<void> {
  const page = await deviceOf(browser, desktop, 'compound-secretary');
  await page.goto(`${city.url}/console/`);
  await page.locator('.line').first().waitFor();
  await keep(page, 'console-workbench');

  const { cases } = await read<{ cases: Case[] }>(page, '/api/cases?queue=climbing&limit=50');
  const climbing = cases.find((one) => one.rung !== null && one.photoId !== null) ?? cases[0];
  await page.goto(`${city.url}/console/cases/${climbing?.caseId}`);
  await page.locator('.case-side .ladder').waitFor();
  // Ladder and history stand lower than a desktop is high.
  await page.setViewportSize({ ...desktop, height: 1300 });
  await keep(page, 'console-case');
  await page.context().close();

  const wide = await deviceOf(browser, desktop, 'community-secretary');
  await wide.goto(`${city.url}/console/cases?view=map&station=handling`);
  await wide.locator('.map-point').first().waitFor();
  await keep(wide, 'console-map');
  await wide.goto(`${city.url}/console/coverage?view=map`);
  await wide.locator('.coverage-items li').first().waitFor();
  await keep(wide, 'console-coverage');

  await wide.context().close();

  const chair = await deviceOf(browser, desktop, 'owners-chair');
  const { ballots } = await read<{ ballots: Ballot[] }>(chair, '/api/ballots?state=running');
  const open = ballots.find(({ phase, form }) => phase === 'voting' && form === 'owners-vote');
  await chair.goto(`${city.url}/console/ballots/${open?.ballotId}`);
  await chair.locator('#ballot-facts').waitFor();
  await keep(chair, 'console-ballot');
  await chair.context().close();
}

async function deviceOf(
  browser: Browser,
  size: { width: number; height: number },
  role: string | null,
): Promise<Page> {
  const context = await openDevice(browser, size, { sharp: size === phone });
  const { people } = (await (await context.request.get(`${city.url}/api/demo/people`)).json()) as {
    people: Person[];
  };
  const person = people.find((one) => one.role === role);
  if (person === undefined) throw new Error(`the demo offers nobody as ${role ?? 'resident'}`);
  await context.request.post(`${city.url}/api/demo/sign-in`, { data: { person: person.id } });
  return context.newPage();
}

async function read<Body>(page: Page, path: string): Promise<Body> {
  const reply = await page.context().request.get(`${city.url}${path}`);
  if (!reply.ok()) throw new Error(`${path}: ${reply.status()} ${await reply.text()}`);
  return (await reply.json()) as Body;
}

/** Waits until nothing moves any more, and writes the picture with as many colours as its size allows. */
async function keep(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {
    // The stream of live updates never rests.
  });
  await page.evaluate(async () => {
    await document.fonts.ready;
    const images = [...document.images].filter((image) => !image.complete && image.loading !== 'lazy');
    await Promise.all(images.map((image) => image.decode().catch(() => null)));
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
  });
  const picture = await page.screenshot();
  for (const colours of [256, 128, 64, 32]) {
    const bytes = await sharp(picture).png({ palette: true, colours, effort: 10 }).toBuffer();
    if (bytes.length > atMostBytes) continue;
    writeFileSync(join(folder, `${name}.png`), bytes);
    console.log(`docs/pictures/${name}.png  ${Math.round(bytes.length / 1024)} kB, ${colours} colours`);
    return;
  }
  throw new Error(`${name} is over ${atMostBytes / 1024} kB even with 32 colours`);
}
