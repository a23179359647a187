import {
  AreaCode,
  AreaList,
  AreaMap,
  AreaQuery,
  AreaSummary,
  NearestAreas,
  NearestQuery,
  Spot,
} from '@linli/contract';
import { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type App, problem } from '../../platform/http/index.ts';
import { registerImports } from './import/index.ts';
import { codesAround, presentArea } from './present.ts';
import {
  areasOfLevel,
  childrenOf,
  findAreas,
  findSpot,
  nearestAreas,
  searchAreas,
  shapesWithin,
} from './store.ts';

export function registerAreas(app: App, deps: Deps): void {
  registerImports(app, deps);
  const withCode = z.object({ code: AreaCode });

  app.get(
    '/api/areas',
    { schema: { summary: 'Areas to pick from', querystring: AreaQuery, response: { 200: AreaList } } },
    (request) => {
      const { model, tenantId } = request.city;
      const { under, q, level } = request.query;
      return inTenant(deps.db, tenantId, async (tx) => {
        const parent = under ?? model.jurisdiction;
        const rows =
          q !== undefined && q.trim() !== ''
            ? await searchAreas(tx, q.trim(), level)
            : level !== undefined && under === undefined
              ? await areasOfLevel(tx, level)
              : await childrenOf(tx, parent);
        const path = await findAreas(tx, codesAround(model, parent));
        if (under !== undefined && !path.some((row) => row.code === under)) throw problem('not-found');
        return {
          areas: rows.map((row) => presentArea(model, row)),
          path: path.map((row) => presentArea(model, row)),
        };
      });
    },
  );

  app.get(
    '/api/areas/nearest',
    {
      schema: {
        summary: 'Areas near a position',
        querystring: NearestQuery,
        response: { 200: NearestAreas },
      },
    },
    (request) =>
      inTenant(deps.db, request.city.tenantId, async (tx) => {
        const rows = await nearestAreas(tx, request.query, { withinMetres: 500, most: 10 });
        if (rows.length === 0) throw problem('outside-city');
        return {
          areas: rows.map((row) => ({
            ...presentArea(request.city.model, row),
            distanceMetres: Math.round(row.distanceMetres),
          })),
        };
      }),
  );

  app.get(
    '/api/areas/:code',
    {
      schema: {
        summary: 'One area',
        params: withCode,
        response: { 200: z.object({ area: AreaSummary, path: z.array(AreaSummary) }) },
      },
    },
    (request) =>
      inTenant(deps.db, request.city.tenantId, async (tx) => {
        const { model } = request.city;
        const path = await findAreas(tx, codesAround(model, request.params.code));
        const area = path.find((row) => row.code === request.params.code);
        if (!area) throw problem('not-found');
        return { area: presentArea(model, area), path: path.map((row) => presentArea(model, row)) };
      }),
  );

  app.get(
    '/api/areas/:code/map',
    {
      schema: {
        summary: 'Shapes of an area and what lies in it',
        params: withCode,
        response: { 200: AreaMap },
      },
    },
    (request) =>
      inTenant(deps.db, request.city.tenantId, async (tx) => {
        const { code } = request.params;
        if ((await findAreas(tx, [code])).length === 0) throw problem('not-found');
        const shapes = await shapesWithin(tx, code);
        return {
          type: 'FeatureCollection' as const,
          features: shapes.map(({ geometry, ...properties }) => ({
            type: 'Feature' as const,
            id: properties.code,
            geometry,
            properties,
          })),
        };
      }),
  );

  app.get(
    '/api/spots/:spotCode',
    {
      schema: {
        summary: 'The place of a QR code',
        params: z.object({ spotCode: z.string().max(40) }),
        response: { 200: Spot },
      },
    },
    (request) =>
      inTenant(deps.db, request.city.tenantId, async (tx) => {
        const { model } = request.city;
        const spot = await findSpot(tx, request.params.spotCode);
        if (!spot) throw problem('not-found');
        const path = await findAreas(tx, codesAround(model, spot.areaCode));
        const area = path.find((row) => row.code === spot.areaCode);
        if (!area) throw problem('not-found');
        return {
          spotCode: spot.spotCode,
          name: spot.name,
          area: presentArea(model, area),
          path: path.map((row) => presentArea(model, row)),
        };
      }),
  );
}
