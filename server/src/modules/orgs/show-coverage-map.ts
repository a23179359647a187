/** What the one map shows of an area beside its shapes: grids, organisations at their places, gaps. */
import type { CoverageMap } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { requireCover, today } from './policy.ts';
import { titleOf } from './present.ts';
import { ensureCounted, ruleOf } from './proof/index.ts';

type Drawn = z.output<typeof CoverageMap>;
type At = { longitude: number | null; latitude: number | null };

const most = 1000;

export async function showCoverageMap(deps: Deps, viewer: Viewer, area: string | undefined): Promise<Drawn> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const areaCode = area ?? model.jurisdiction;
  requireCover(model, viewer, areaCode);
  const day = today(model, deps.clock.now());
  await ensureCounted(deps, viewer.tenantId, model, day);
  const rule = ruleOf(model);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const name = (await areaNames(tx, [areaCode])).get(areaCode);
      if (name === undefined) throw problem('not-found');
      const within = (column: string): string => `${column} >= $2 AND ${column} < $2 || '~'`;
      const [grids, orgs, gaps] = await Promise.all([
        tx.query<
          Omit<Drawn['grids'][number], 'compound' | 'position'> & At & { code: string; compoundName: string }
        >(
          `SELECT grids.grid_id AS "gridId", grids.name, orgs.org_id AS "orgId", orgs.name AS "orgName",
                  grids.compound_code AS code, compound.name AS "compoundName", inside.buildings, inside.longitude, inside.latitude
             FROM grids JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = grids.org_id
             JOIN areas AS compound ON compound.tenant_id = $1 AND compound.code = grids.compound_code
            CROSS JOIN LATERAL (
              SELECT coalesce(array_agg(building.code ORDER BY building.code), '{}') AS buildings,
                     avg(building.longitude) AS longitude, avg(building.latitude) AS latitude
                FROM grid_buildings
                JOIN areas AS building ON building.tenant_id = $1 AND building.code = grid_buildings.building_code
               WHERE grid_buildings.tenant_id = $1 AND grid_buildings.grid_id = grids.grid_id
            ) AS inside
            WHERE grids.tenant_id = $1
              AND (${within('grids.compound_code')} OR EXISTS (
                SELECT FROM grid_buildings WHERE grid_buildings.tenant_id = $1
                   AND grid_buildings.grid_id = grids.grid_id AND ${within('grid_buildings.building_code')}))
              AND grids.valid_from <= $3::date AND coalesce(grids.valid_to, 'infinity') >= $3::date
            ORDER BY grids.compound_code, grids.name, grids.grid_id LIMIT ${most}`,
          [tx.tenantId, areaCode, day],
        ),
        tx.query<{ orgId: string; name: string; kind: string; code: string; areaName: string } & At>(
          `SELECT orgs.org_id AS "orgId", orgs.name, orgs.kind, place.code, areas.full_name AS "areaName",
                  areas.longitude, areas.latitude
             FROM (SELECT org_id, min(area_code) AS code FROM org_areas
                    WHERE tenant_id = $1 AND ${within('area_code')} GROUP BY org_id) AS place
             JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = place.org_id
              AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
             JOIN areas ON areas.tenant_id = $1 AND areas.code = place.code
            ORDER BY length(place.code), place.code, orgs.kind, orgs.name, orgs.org_id LIMIT ${most}`,
          [tx.tenantId, areaCode, day],
        ),
        rule === null
          ? { rows: [] }
          : tx.query<Omit<Drawn['gaps'][number], 'position'> & At>(
              `SELECT cell_code AS code, coalesce(areas.full_name, cell_code) AS name, homes, unanswered, overanswered, grids,
                      areas.longitude, areas.latitude
                 FROM coverage_cells LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = cell_code
                WHERE coverage_cells.tenant_id = $1 AND ${within('cell_code')} AND homes > 0
                  AND (unanswered > 0 OR overanswered > 0 OR grids <> 1)
                ORDER BY cell_code LIMIT ${most}`,
              [tx.tenantId, areaCode.slice(0, rule.cellLength)],
            ),
      ]);
      return {
        area: { code: areaCode, name },
        grids: grids.rows.map(({ code, compoundName, longitude, latitude, ...grid }) => ({
          ...grid,
          compound: { code, name: compoundName },
          position: positionOf({ longitude, latitude }),
        })),
        orgs: orgs.rows.map(({ code, areaName, longitude, latitude, ...org }) => ({
          ...org,
          kindTitle: titleOf(model.orgKinds, org.kind),
          area: { code, name: areaName },
          position: positionOf({ longitude, latitude }),
        })),
        gaps: gaps.rows.map(({ longitude, latitude, ...gap }) => ({
          ...gap,
          position: positionOf({ longitude, latitude }),
        })),
        most,
      };
    },
    { readOnly: true },
  );
}

function positionOf({ longitude, latitude }: At): [number, number] | null {
  return longitude === null || latitude === null ? null : [longitude, latitude];
}
