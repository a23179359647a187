/**
 * A whole Linli with the demo city, whose days can be made to pass. Started by city-keeper.ts, which tells it over the
 * channel between the two processes what shall happen; it ends when that channel does.
 */
import { openModels } from '../server/src/modules/models/index.ts';
import { shiftedClock } from '../server/src/platform/clock.ts';
import { readConfig } from '../server/src/platform/config.ts';
import { inTenant } from '../server/src/platform/db/index.ts';
import { openLog } from '../server/src/platform/log.ts';
import { startServer } from '../server/src/start.ts';

export type Wish =
  /** The city's time moves on. */
  | { wish: 'pass'; milliseconds: number }
  /** What the job queue put off by the machine's clock is due now: a pause between two tries is over. */
  | { wish: 'hurry' }
  /** The QR codes on the walls of the city. */
  | { wish: 'spots' };

export interface Spot {
  spotCode: string;
  areaCode: string;
  name: string;
}

export type Answer =
  | { kind: 'ready'; url: string }
  | { kind: 'passed'; aheadMs: number }
  | { kind: 'hurried' }
  | { kind: 'spots'; spots: Spot[] };

const clock = shiftedClock();
let aheadMs = 0;
const config = readConfig();
const server = await startServer({
  config,
  log: openLog(config.logLevel),
  report: console.log,
  onLost: fail,
  phase: (name, seconds) => console.log(`${name} ${seconds.toFixed(1)} s`),
  clock,
});

async function fulfil(wish: Wish): Promise<Answer> {
  if (wish.wish === 'pass') {
    clock.advance(wish.milliseconds);
    aheadMs += wish.milliseconds;
    return { kind: 'passed', aheadMs };
  }
  if (wish.wish === 'hurry') {
    await server.deps.db.owner.query(
      `SELECT graphile_worker.reschedule_jobs(array_agg(id), run_at => now())
         FROM graphile_worker.jobs WHERE locked_at IS NULL AND run_at > now()`,
    );
    return { kind: 'hurried' };
  }
  const [city] = (await openModels(server.deps)).cities();
  if (city === undefined) throw new Error('there is no city');
  const { rows } = await inTenant(server.deps.db, city.tenantId, (tx) =>
    tx.query<Spot>(
      `SELECT spot_code AS "spotCode", area_code AS "areaCode", name FROM spots
        WHERE tenant_id = $1 ORDER BY area_code, spot_code`,
      [tx.tenantId],
    ),
  );
  return { kind: 'spots', spots: rows };
}

function fail(error: unknown): void {
  console.error(error);
  process.exit(1);
}

process.on('message', (wish: Wish) => {
  fulfil(wish).then((answer) => process.send?.(answer), fail);
});
process.on('disconnect', () => {
  server.stop().then(() => process.exit(), fail);
});
process.send?.({ kind: 'ready', url: server.url } satisfies Answer);
