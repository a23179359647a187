/** A running city as a journey sees it: its address, its people, devices to look at it with, and days that pass. */
import { setTimeout as pause } from 'node:timers/promises';
import { type APIRequestContext, type Browser, type BrowserContext, request } from 'playwright-core';
import { inject } from 'vitest';
import { openDevice } from './browser.ts';
import type { KeptCity } from './city-keeper.ts';

export interface DemoPerson {
  id: string;
  name: string;
  role: string | null;
  orgName: string | null;
  areaName: string | null;
}

export interface TheCity {
  url: string;
  spots: KeptCity['spots'];
  people: DemoPerson[];
  /** The person whom the demo offers for a role; null: the first resident. */
  person(role: string | null): DemoPerson;
  /** A QR code on a wall where this person's posts answer. */
  spotOf(person: DemoPerson): Promise<string>;
  /** The city's present time. */
  now(): number;
  /** Time moves on, in the city and on every device opened here. */
  pass(milliseconds: number): Promise<void>;
  /** What the job queue put off (between two tries) is due now. */
  hurry(): Promise<void>;
  /** Ends a city that nobody else plays in. */
  leave(): Promise<void>;
  /** A device of one's own, signed in as somebody of the demo if they are named. */
  device(
    browser: Browser,
    size: { width: number; height: number },
    options?: Parameters<typeof openDevice>[2] & { as?: DemoPerson },
  ): Promise<BrowserContext>;
  /** The API as somebody of the demo; null: as a visitor. */
  api(person: DemoPerson | null): Promise<Api>;
}

export interface Api {
  get<Body>(path: string): Promise<Body>;
  post<Body>(path: string, body: object): Promise<Body>;
  raw: APIRequestContext;
}

export const hour = 3_600_000;
export const day = 24 * hour;

/** Tongguan, which all journeys share; another one is started for whoever asks for it. */
export async function theCity(key = 'tongguan'): Promise<TheCity> {
  let kept = await ask(key, '/');
  const devices = new Map<BrowserContext, number>();
  const visitor = await apiOf(kept.url, null);
  const { people } = await visitor.get<{ people: DemoPerson[] }>('/api/demo/people');
  const moveDevices = async () => {
    for (const [context, shown] of devices) {
      if (shown === kept.aheadMs) continue;
      devices.set(context, kept.aheadMs);
      await context.addInitScript(moveTime, kept.aheadMs);
      await Promise.all(context.pages().map((page) => page.evaluate(moveTime, kept.aheadMs)));
    }
  };
  return {
    url: kept.url,
    spots: kept.spots,
    people,
    person(role) {
      const found = people.find((one) => one.role === role);
      if (found === undefined) throw new Error(`the demo offers nobody as ${role ?? 'resident'}`);
      return found;
    },
    async spotOf(person) {
      const { posts } = await (await apiOf(kept.url, person)).get<{
        posts: { covers: { areaCode: string }[] }[];
      }>('/api/session');
      const covered = posts.flatMap(({ covers }) => covers.map(({ areaCode }) => areaCode));
      const spot = kept.spots.find(({ areaCode }) => covered.some((code) => areaCode.startsWith(code)));
      if (spot === undefined) throw new Error(`there is no QR code where ${person.name} answers`);
      return spot.spotCode;
    },
    now: () => Date.now() + kept.aheadMs,
    async pass(milliseconds) {
      kept = await ask(key, `/pass?milliseconds=${milliseconds}`);
      await moveDevices();
    },
    async hurry() {
      await ask(key, '/hurry');
    },
    async leave() {
      await ask(key, '/stop');
    },
    async device(browser, size, { as, ...options } = {}) {
      const context = await openDevice(browser, size, options);
      devices.set(context, 0);
      context.on('close', () => devices.delete(context));
      await moveDevices();
      if (as !== undefined) await signIn(context.request, kept.url, as);
      return context;
    },
    api: (person) => apiOf(kept.url, person),
  };
}

async function ask(key: string, path: string): Promise<KeptCity> {
  const wish = new URL(path, inject('cityKeeper'));
  wish.searchParams.set('city', key);
  const reply = await fetch(wish);
  if (!reply.ok) throw new Error(await reply.text());
  return (await reply.json()) as KeptCity;
}

async function apiOf(url: string, person: DemoPerson | null): Promise<Api> {
  const raw = await request.newContext({ baseURL: url });
  if (person !== null) await signIn(raw, url, person);
  const bodyOf = async <Body>(reply: Awaited<ReturnType<APIRequestContext['get']>>): Promise<Body> => {
    if (!reply.ok()) throw new Error(`${reply.url()}: ${reply.status()} ${await reply.text()}`);
    return (await reply.json()) as Body;
  };
  return {
    raw,
    get: async (path) => bodyOf(await raw.get(path)),
    post: async (path, data) => bodyOf(await raw.post(path, { data })),
  };
}

async function signIn(raw: APIRequestContext, url: string, person: DemoPerson): Promise<void> {
  const reply = await raw.post(`${url}/api/demo/sign-in`, { data: { person: person.id } });
  if (!reply.ok()) throw new Error(`${person.name} cannot sign in: ${reply.status()} ${await reply.text()}`);
}

/** Runs in the page: its clock is the city's. */
function moveTime(aheadMs: number): void {
  const world = globalThis as typeof globalThis & { linliRealDate?: DateConstructor };
  const Real = world.linliRealDate ?? Date;
  world.linliRealDate = Real;
  class Moved extends Real {
    constructor(...given: ConstructorParameters<DateConstructor> | []) {
      if (given.length === 0) super(Real.now() + aheadMs);
      else super(...given);
    }
    static override now(): number {
      return Real.now() + aheadMs;
    }
  }
  world.Date = Moved as DateConstructor;
}

/** Asks again until it is true: for what has no page to be seen on. */
export async function until(what: string, isSo: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const end = Date.now() + withinMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`it did not come about within ${withinMs} ms: ${what}`);
    await pause(150);
  }
}
