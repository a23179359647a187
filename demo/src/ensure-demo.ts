/** Gives every made-up city of a server its people and its past, once. */
import { type Deps, modelsOf } from '@linli/server';
import { buildCity, isBuilt } from './build-city.ts';

/** Builds the cities that are not there yet; those that are cost one look. Returns a remark for the terminal. */
export async function ensureDemo(deps: Deps, report: (line: string) => void): Promise<string | undefined> {
  const remarks: string[] = [];
  for (const city of modelsOf(deps).cities()) {
    if (!city.isDemo || (await isBuilt(deps, city.tenantId))) continue;
    const built = await buildCity(deps, city, report);
    if (built) remarks.push(`${city.model.key}: ${built.cases.toLocaleString('en')} cases`);
  }
  if (remarks.length === 0) return undefined;
  // The planner would take the tables for empty until it looks by itself.
  await deps.db.owner.query('ANALYZE');
  return remarks.join(', ');
}
