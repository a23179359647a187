import type { City } from '@linli/contract';
import type { Deps } from '../../platform/deps.ts';
import { buildingOf } from './building.ts';
import type { CityModel } from './models.ts';
import { findCityArea } from './store.ts';

/** A city as visitors see it. */
export async function presentCity(deps: Deps, city: CityModel): Promise<City> {
  const { tenantId, model, isDemo } = city;
  const [area, building] = await Promise.all([
    findCityArea(deps.db, tenantId, model.jurisdiction),
    buildingOf(deps, city),
  ]);
  return {
    key: model.key,
    areaCode: model.jurisdiction,
    title: model.title,
    name: area?.name ?? model.title.zh,
    isDemo,
    building,
    bounds: area?.bounds ?? null,
  };
}
