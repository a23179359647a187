import { City } from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { modelsOf } from './models.ts';
import { presentCity } from './present.ts';

export function registerModels(app: App, deps: Deps): void {
  app.get(
    '/api/cities',
    {
      schema: {
        summary: 'Cities served here',
        response: { 200: z.object({ cities: z.array(City) }) },
      },
    },
    async () => {
      const cities = modelsOf(deps).cities();
      return { cities: await Promise.all(cities.map((city) => presentCity(deps.db, city))) };
    },
  );
}
