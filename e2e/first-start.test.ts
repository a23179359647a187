/**
 * The first start of a new copy and what follows it: another one on the same folder, Ctrl-C, the next start. How long it
 * takes is printed and not asserted: that depends on the machine. The tests of this file stand in their order.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type APIRequestContext, request } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type City, startCity } from './city.ts';
import { until } from './the-city.ts';

const club = fileURLToPath(new URL('../packages/model/test/chess-club.yaml', import.meta.url));

let modelFolder: string;
let settings: Record<string, string>;
let city: City;
/** A visitor’s: it keeps the token by which the server knows it again. */
let device: APIRequestContext;
let reported: string;

beforeAll(async () => {
  device = await request.newContext();
  modelFolder = mkdtempSync(join(tmpdir(), 'linli-models-'));
  cpSync(club, join(modelFolder, 'chess-club.yaml'));
  settings = { LINLI_MODELS: modelFolder, LINLI_DEMO_CITIES: 'tongguan,chess-club' };
});
afterAll(async () => {
  await city?.stop();
  await device?.dispose();
  rmSync(modelFolder, { recursive: true, force: true });
});

async function timed(what: string, start: () => Promise<City>): Promise<City> {
  const from = performance.now();
  const started = await start();
  console.log(`${what}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
  return started;
}

async function get<Body>(path: string, headers: Record<string, string> = {}): Promise<Body> {
  const reply = await device.get(`${city.url}${path}`, { headers });
  expect(reply.status(), await reply.text()).toBe(200);
  return (await reply.json()) as Body;
}

const commandId = crypto.randomUUID();

/** Always the same report: the same words under the same command id. */
async function report(): Promise<{ status: number; caseId: string }> {
  const { areas } = await get<{ areas: { code: string }[] }>('/api/areas?level=compound');
  const reply = await device.post(`${city.url}/api/cases`, {
    data: {
      commandId,
      kind: 'report',
      answers: { description: '小区门口的路灯不亮' },
      areaCode: areas[0]?.code,
    },
  });
  const body = (await reply.json()) as { case: { caseId: string } };
  return { status: reply.status(), caseId: body.case.caseId };
}

/** The database server that works on the folder, by the file PostgreSQL itself writes. */
function postgresOf(dataFolder: string): number {
  const file = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('postmaster.pid'),
  );
  if (file === undefined) throw new Error('no PostgreSQL runs on this folder');
  return Number(readFileSync(join(dataFolder, file), 'utf8').split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

test('a new folder becomes a working city, and a model file put beside it another one', async () => {
  city = await timed('first start', () => startCity(settings));
  const { cities } = await get<{ cities: { key: string }[] }>('/api/cities');
  expect(cities.map(({ key }) => key)).toEqual(expect.arrayContaining(['tongguan', 'chess-club']));
  const model = await get<{ title: { en: string }; kinds: { key: string }[] }>('/api/model', {
    'linli-city': 'chess-club',
  });
  expect(model.title.en).toBe('Chess club');
  expect(model.kinds.map(({ key }) => key)).toContain('broken-clock');
  expect(await (await device.get(city.url)).text()).toContain('<html');
  const { people } = await get<{ people: { city: string }[] }>('/api/demo/people');
  expect(people.length).toBeGreaterThan(10);
  const { status, caseId } = await report();
  expect(status).toBe(201);
  reported = caseId;
});

test('the second city is made meanwhile, and then lets people in', async () => {
  const offered = async (): Promise<string[]> => {
    const { people } = await get<{ people: { city: string }[] }>('/api/demo/people');
    return people.map((person) => person.city);
  };
  await until(
    'the club is complete',
    async () => {
      const { cities } = await get<{ cities: { key: string; building: object | null }[] }>('/api/cities');
      return cities.every(({ building }) => building === null);
    },
    120_000,
  );
  expect(await offered()).toContain('chess-club');
});

test('a second start on the same folder says who has it, changes nothing and does not exit as if all were well', async () => {
  const refused = startCity(settings, 60_000, { dataFolder: city.dataFolder });
  await expect(refused).rejects.toThrow(/exit code 1[\s\S]*already runs on the data folder/);
  expect(city.isRunning()).toBe(true);
  expect((await fetch(`${city.url}/healthz`)).status).toBe(200);
});

test('Ctrl-C ends it with exit code 0 and leaves no PostgreSQL behind', async () => {
  const postgres = postgresOf(city.dataFolder);
  expect(isAlive(postgres)).toBe(true);
  expect(await city.interrupt()).toBe(0);
  expect(isAlive(postgres)).toBe(false);
});

test('the next start finds everything there, and the same report is not taken twice', async () => {
  city = await timed('second start', () => startCity(settings, 120_000, { dataFolder: city.dataFolder }));
  expect((await report()).caseId).toBe(reported);
  const { cases } = await get<{ cases: { caseId: string }[] }>('/api/cases?mine=true');
  expect(cases.map(({ caseId }) => caseId)).toEqual([reported]);
});
