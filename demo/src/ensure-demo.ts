/** Gives the first made-up city of a server its people and its past, once; `buildRest` does it for the others. */
import { type CityModel, type Deps, isBuilt, modelsOf } from '@linli/server';
import { buildCity } from './build-city.ts';
import { keepTime } from './keep-time.ts';
import { liveOn } from './live-on.ts';

/** The city a visitor without a choice lands in; `*` for all others, in the order of their names. */
export const cityOrder: readonly string[] = ['tongguan', '*'];

/** The made-up cities of a server, in the order in which they are made. */
export function demoCities(deps: Deps): CityModel[] {
  return modelsOf(deps)
    .cities()
    .filter((city) => city.isDemo);
}

/**
 * Builds the first city if it is not there yet; one whose server stood still for long lives on. It is what the server
 * waits for before it answers, so the others are left to `buildRest`. Returns a remark for the terminal.
 */
export async function ensureDemo(deps: Deps, report: (line: string) => void): Promise<string | undefined> {
  const cities = demoCities(deps);
  await keepTime(deps, cities);
  const [first] = cities;
  return first === undefined ? undefined : ensureCity(deps, first, report);
}

/** One city, there and told up to now. Returns a remark for the terminal; undefined: nothing was to be done. */
export async function ensureCity(
  deps: Deps,
  city: CityModel,
  report: (line: string) => void,
  progress?: Parameters<typeof buildCity>[3],
): Promise<string | undefined> {
  if (await isBuilt(deps.db, city.tenantId)) {
    return liveOn(deps, city).catch((error: unknown) => {
      // The city is there and can be used as it is; a story that fails must not keep the server from starting.
      deps.log.error({ err: error, city: city.model.key }, 'the made-up city was not told on');
      return `${city.model.key}: 没有续写 not told on`;
    });
  }
  const built = await buildCity(deps, city, report, progress);
  if (built === undefined) return undefined;
  // The planner would take new tables for empty until it looks by itself.
  await deps.db.owner.query('ANALYZE');
  return `${city.model.key}: ${built.cases.toLocaleString('en')} cases`;
}
