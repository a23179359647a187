/** Which made-up cities are not complete yet, and how far each is: known to the process that has them made. */
import type { City } from '@linli/contract';
import type { Deps } from '../../platform/deps.ts';

export type Building = NonNullable<City['building']>;

const known = new WeakMap<Deps, Map<number, Building>>();

/** Null: complete. */
export function buildingOf(deps: Deps, tenantId: number): Building | null {
  return known.get(deps)?.get(tenantId) ?? null;
}

export function setBuilding(deps: Deps, tenantId: number, building: Building | null): void {
  const cities = known.get(deps) ?? new Map<number, Building>();
  known.set(deps, cities);
  if (building === null) cities.delete(tenantId);
  else cities.set(tenantId, building);
}
