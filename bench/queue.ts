/**
 * Does a grid worker's page stay as quick when the city grows from ten thousand cases to a million? Both cities stand side
 * by side on one PostgreSQL, and requests go to them in turn, so that whatever else the machine does slows both alike.
 */
import { Agent, get } from 'node:http';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { type GridCity, openGridCity } from './grid-city.ts';

const small = 10_000;
const large = 1_000_000;
const requests = 400;
/** Enough for every connection to have tried each statement's general plan. */
const warmUp = 60;

const pages: Record<string, string> = {
  newest: '/api/cases?limit=50',
  toAccept: '/api/cases?queue=to-accept&limit=50',
  toDispatch: '/api/cases?queue=to-dispatch&limit=50',
  toVerify: '/api/cases?queue=to-verify&limit=50',
  late: '/api/cases?queue=late&limit=50',
  toBeRated: '/api/cases?queue=to-be-rated&limit=50',
  workbench: '/api/workbench',
};

/** Of somebody who reads everything, whose lists do grow with the city; only a page of them is wanted. */
const wholeCityPages: Record<string, string> = {
  newest: '/api/cases?limit=50',
  late: '/api/cases?queue=late&limit=50',
  workbench: '/api/workbench',
};

interface Measured {
  lines: number;
  p50SmallMs: number;
  p50LargeMs: number;
  p95SmallMs: number;
  p95LargeMs: number;
  ratio: number;
}

export async function queue(): Promise<Record<string, unknown>> {
  const postgres = await startTemporaryPostgres({
    settings: { shared_buffers: '512MB', max_wal_size: '4GB', autovacuum: 'off' },
  });
  const cities: GridCity[] = [];
  try {
    cities.push(await openGridCity(postgres, 'bench_small', small));
    cities.push(await openGridCity(postgres, 'bench_large', large));
    const [smallCity, largeCity] = cities as [GridCity, GridCity];
    const measured: Record<string, Measured> = {};
    for (const [name, path] of Object.entries(pages)) {
      measured[name] = await measure(path, smallCity, largeCity, ({ secretaries }) => secretaries);
    }
    const wholeCity: Record<string, Measured> = {};
    for (const [name, path] of Object.entries(wholeCityPages)) {
      wholeCity[name] = await measure(path, smallCity, largeCity, ({ dispatcher }) => [dispatcher]);
    }
    const { newest, workbench, ...queues } = measured as Record<'newest' | 'workbench', Measured> &
      Record<string, Measured>;
    return {
      bench: 'queue',
      casesSmall: small,
      p95SmallMs: newest.p95SmallMs,
      casesLarge: large,
      p95LargeMs: newest.p95LargeMs,
      ratio: newest.ratio,
      p50Ratio: Number((newest.p50LargeMs / newest.p50SmallMs).toFixed(2)),
      workbench,
      queues,
      wholeCity,
      secondsToFill: Math.round(largeCity.secondsToFill),
    };
  } finally {
    for (const city of cities) await city.close();
    await postgres.stop();
  }
}

async function measure(
  path: string,
  smallCity: GridCity,
  largeCity: GridCity,
  whose: (city: GridCity) => string[],
): Promise<Measured> {
  const times: Record<'small' | 'large', number[]> = { small: [], large: [] };
  let lines = 0;
  for (let index = -warmUp; index < requests; index += 1) {
    const order = [
      ['small', smallCity],
      ['large', largeCity],
    ] as const;
    for (const [size, city] of index % 2 === 0 ? order : order.toReversed()) {
      const cookie = whose(city)[(index + warmUp) % whose(city).length] ?? '';
      const from = performance.now();
      const shown = await ask(city.url + path, cookie);
      if (index < 0) continue;
      times[size].push(performance.now() - from);
      lines += shown;
    }
  }
  const [p50SmallMs, p95SmallMs] = [percentile(times.small, 50), percentile(times.small, 95)];
  const [p50LargeMs, p95LargeMs] = [percentile(times.large, 50), percentile(times.large, 95)];
  // An empty page would be quick at any size; a workbench has its queues.
  if (lines === 0 && !path.endsWith('/workbench')) throw new Error(`${path} shows nothing`);
  return {
    lines: Math.round(lines / requests / 2),
    p50SmallMs,
    p50LargeMs,
    p95SmallMs,
    p95LargeMs,
    ratio: Number((p95LargeMs / p95SmallMs).toFixed(2)),
  };
}

const agent = new Agent({ keepAlive: true });

/** How many lines the page shows. */
function ask(url: string, cookie: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { cookie } }, async (reply) => {
      let text = '';
      for await (const chunk of reply) text += chunk;
      if (reply.statusCode !== 200) return reject(new Error(`${url} answered ${reply.statusCode}: ${text}`));
      const page = JSON.parse(text) as { cases?: unknown[]; mine?: unknown[] };
      resolve((page.cases ?? page.mine ?? []).length);
    }).once('error', reject);
  });
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return Number((sorted[Math.floor((sorted.length * percent) / 100)] ?? 0).toFixed(2));
}
