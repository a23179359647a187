/** A small city for any model, the minute its file is written: for `npm run linli -- demo make FILE`. */
import type { Model } from '@linli/model';
import { type Deps, ensureTenants, isBuilt, keepVersion, readInTenant } from '@linli/server';
import { buildCity } from './build-city.ts';
import type { Person } from './city.ts';
import { wipeCity } from './writing/wipe-city.ts';

export type Made =
  | { state: 'made'; cases: number; offered: Person[] }
  /** It was there; `isPresent`: made for this very version of the model. */
  | { state: 'there'; isPresent: boolean };

/** Makes the city once; `anew`: takes away what is there and makes it again. */
export async function makeDemo(
  deps: Deps,
  model: Model,
  report: (line: string) => void,
  { anew = false }: { anew?: boolean } = {},
): Promise<Made> {
  const at = deps.clock.now();
  const tenants = await ensureTenants(deps.db, [model], { madeByDemo: true, at });
  const tenant = tenants.find(({ modelKey }) => modelKey === model.key);
  if (!tenant?.madeByDemo) throw new Error(`${model.key} is a real city here`);
  const { tenantId } = tenant;
  if (!anew && (await isBuilt(deps.db, tenantId))) {
    return { state: 'there', isPresent: await isOfVersion(deps, tenantId, model) };
  }
  // Killed between the two, the next start builds what is missing.
  if (anew) await wipeCity(deps.db, tenantId);
  await keepVersion(deps.db, tenantId, model, at);
  const built = await buildCity(deps, { tenantId, model }, report);
  if (built === undefined) return { state: 'there', isPresent: true };
  await deps.db.owner.query('ANALYZE');
  return { state: 'made', ...built };
}

/** Was the newest case opened under this version? */
async function isOfVersion(deps: Deps, tenantId: number, model: Model): Promise<boolean> {
  const rows = await readInTenant<{ version: string }>(
    deps.db,
    tenantId,
    'SELECT model_version AS version FROM cases WHERE tenant_id = $1 ORDER BY opened_at DESC LIMIT 1',
    [tenantId],
  );
  return rows.length === 0 || rows[0]?.version === model.version;
}
