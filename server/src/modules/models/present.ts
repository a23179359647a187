import type { City } from '@linli/contract';
import type { Database } from '../../platform/db/index.ts';
import type { CityModel } from './models.ts';
import { findCityArea } from './store.ts';

/** A city as visitors see it. */
export async function presentCity(db: Database, { tenantId, model, isDemo }: CityModel): Promise<City> {
  const area = await findCityArea(db, tenantId, model.jurisdiction);
  return {
    key: model.key,
    areaCode: model.jurisdiction,
    title: model.title,
    name: area?.name ?? model.title.zh,
    isDemo,
    bounds: area?.bounds ?? null,
  };
}
