/** Gives every made-up city of a server its people and its past, once. */
import { type CityModel, type Deps, inTenant, modelsOf, readInTenant } from '@linli/server';
import { planCity, planHash, tellCases } from './tell-city.ts';
import { writeCases } from './writing/write-cases.ts';
import { writeCity } from './writing/write-city.ts';
import { writeMessages } from './writing/write-messages.ts';
import { writePhotos } from './writing/write-photos.ts';
import { writeSeals } from './writing/write-seals.ts';

/** A line at the terminal at most this often. */
const lineEveryMs = 2_000;

/** Builds the cities that are not there yet; those that are cost one look. Returns a remark for the terminal. */
export async function ensureDemo(deps: Deps, report: (line: string) => void): Promise<string | undefined> {
  const remarks: string[] = [];
  for (const city of modelsOf(deps).cities()) {
    if (!city.isDemo || (await isBuilt(deps, city.tenantId))) continue;
    remarks.push(await buildCity(deps, city, report));
  }
  if (remarks.length === 0) return undefined;
  // The planner would take the tables for empty until it looks by itself.
  await deps.db.owner.query('ANALYZE');
  return remarks.join(', ');
}

async function isBuilt(deps: Deps, tenantId: number): Promise<boolean> {
  const rows = await readInTenant(deps.db, tenantId, 'SELECT FROM demo_cities WHERE tenant_id = $1', [
    tenantId,
  ]);
  return rows.length > 0;
}

/** All in one transaction: a start that is interrupted leaves nothing, and two at once make one city. */
async function buildCity(
  deps: Deps,
  { tenantId, model }: CityModel,
  report: (line: string) => void,
): Promise<string> {
  const now = deps.clock.now();
  const title = `演示城市 demo city ${model.key}`;
  const say = atMostEvery(lineEveryMs, report);
  const planned = planCity(model, now);
  const told = await tellCases(planned.cases, (count) =>
    say(`${title}: ${count.toLocaleString('en')}/~${planned.expectedCases.toLocaleString('en')} 讲述 told`),
  );
  const { city, offered } = planned;
  await inTenant(deps.db, tenantId, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [lockClass, tenantId]);
    const { rows } = await tx.query('SELECT FROM demo_cities WHERE tenant_id = $1', [tenantId]);
    if (rows.length > 0) return;
    await writeCity(deps, tx, { city, offered, plannedAt: now });
    const written = await writeCases(deps, tx, model, told, (count) =>
      say(`${title}: ${count.toLocaleString('en')}/${told.length.toLocaleString('en')} 写入 written`),
    );
    await writePhotos(deps, tx, model, written);
    await writeMessages(tx, model, written, now);
    await writeSeals(tx, model, written, now);
    await tx.query(
      'INSERT INTO demo_cities (tenant_id, planned_at, told_until, plan_hash) VALUES ($1, $2, $2, $3)',
      [tenantId, now, planHash(city)],
    );
  });
  return `${model.key}: ${told.length.toLocaleString('en')} cases`;
}

/** First key of the advisory lock; the second is the tenant's id. */
const lockClass = 7_230;

function atMostEvery(milliseconds: number, report: (line: string) => void): (line: string) => void {
  let last = performance.now();
  return (line) => {
    if (performance.now() - last < milliseconds) return;
    last = performance.now();
    report(line);
  };
}
