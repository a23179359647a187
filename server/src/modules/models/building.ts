/**
 * Which made-up cities are not complete yet, and how far each is. Progress is known to the process that has them made; any
 * other server on the same database sees only whether a city is there.
 */
import type { City } from '@linli/contract';
import type { Deps } from '../../platform/deps.ts';
import type { CityModel } from './models.ts';
import { isBuilt } from './store.ts';

export type Building = NonNullable<City['building']>;

const known = new WeakMap<Deps, Map<number, Building>>();
/** Cities that are complete stay so. */
const complete = new WeakMap<Deps, Set<number>>();

/** Null: complete. */
export async function buildingOf(
  deps: Deps,
  { tenantId, isDemo }: Pick<CityModel, 'tenantId' | 'isDemo'>,
): Promise<Building | null> {
  const progress = known.get(deps)?.get(tenantId);
  if (progress !== undefined) return progress;
  const seen = complete.get(deps) ?? new Set<number>();
  complete.set(deps, seen);
  if (!isDemo || seen.has(tenantId)) return null;
  if (!(await isBuilt(deps.db, tenantId))) return { told: 0, of: 0 };
  seen.add(tenantId);
  return null;
}

export function setBuilding(deps: Deps, tenantId: number, building: Building | null): void {
  const cities = known.get(deps) ?? new Map<number, Building>();
  known.set(deps, cities);
  if (building === null) cities.delete(tenantId);
  else cities.set(tenantId, building);
}
