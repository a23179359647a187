import type { City } from '@linli/contract';
import type { Deps } from '../../platform/deps.ts';
import { buildingOf } from './building.ts';
import type { CityModel } from './models.ts';
import { findCityArea } from './store.ts';

/** A city as visitors see it. */
export async function presentCity(deps: Deps, { tenantId, model, isDemo }: CityModel): Promise<City> {
  const area = await findCityArea(deps.db, tenantId, model.jurisdiction);
  return {
    key: model.key,
    areaCode: model.jurisdiction,
    title: model.title,
    name: area?.name ?? model.title.zh,
    isDemo,
    building: buildingOf(deps, tenantId),
    bounds: area?.bounds ?? null,
  };
}
