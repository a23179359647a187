/** Gives every made-up city of a server its people and its past, once. */
import { type Deps, modelsOf } from '@linli/server';
import { buildCity, isBuilt } from './build-city.ts';
import { keepTime } from './keep-time.ts';
import { liveOn } from './live-on.ts';

/**
 * Builds the cities that are not there yet; one whose server stood still for long lives on; the others cost one look.
 * Returns a remark for the terminal.
 */
export async function ensureDemo(deps: Deps, report: (line: string) => void): Promise<string | undefined> {
  const remarks: string[] = [];
  let isNew = false;
  const cities = modelsOf(deps)
    .cities()
    .filter((city) => city.isDemo);
  await keepTime(deps, cities);
  for (const city of cities) {
    if (await isBuilt(deps, city.tenantId)) {
      const remark = await liveOn(deps, city).catch((error: unknown) => {
        // The city is there and can be used as it is; a story that fails must not keep the server from starting.
        deps.log.error({ err: error, city: city.model.key }, 'the made-up city was not told on');
        return `${city.model.key}: 没有续写 not told on`;
      });
      if (remark !== undefined) remarks.push(remark);
      continue;
    }
    const built = await buildCity(deps, city, report);
    if (built === undefined) continue;
    isNew = true;
    remarks.push(`${city.model.key}: ${built.cases.toLocaleString('en')} cases`);
  }
  // The planner would take new tables for empty until it looks by itself.
  if (isNew) await deps.db.owner.query('ANALYZE');
  return remarks.length === 0 ? undefined : remarks.join(', ');
}
