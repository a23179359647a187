/** The grids of one compound as they are today, and what a grid can be drawn from: its buildings, and who covers them. */
import type { CompoundGrids, GridOfCompound, GridsQuery } from '@linli/contract';
import type { Level, Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { reaches, requireCover, today } from './policy.ts';
import { titleOf } from './present.ts';

const orgsAtMost = 200;

export function listGrids(
  deps: Deps,
  viewer: Viewer,
  { area }: z.output<typeof GridsQuery>,
): Promise<CompoundGrids> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireCover(model, viewer, area);
  const levels = gridLevels(model);
  const code = levels === null ? area : area.slice(0, levels.whole.codeLength);
  // A grid lies in one compound; a place around several has none of its own.
  if (levels === null || code.length < levels.whole.codeLength) throw problem('not-found');
  const day = today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const names = await areaNames(tx, [code, area]);
      const name = names.get(code);
      if (name === undefined || !names.has(area)) throw problem('not-found');
      const grids = await gridsOf(tx, code, day);
      const { rows: buildings } = await tx.query<{ code: string; name: string }>(
        `SELECT code, name FROM areas
          WHERE tenant_id = $1 AND level = $2 AND code >= $3 AND code < $3 || '~' ORDER BY code`,
        [tx.tenantId, levels.gridsOf.key, code],
      );
      const { rows: orgs } = await tx.query<{ orgId: string; name: string; kind: string }>(
        `SELECT orgs.org_id AS "orgId", orgs.name, orgs.kind
           FROM org_areas JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = org_areas.org_id
          WHERE org_areas.tenant_id = $1 AND (org_areas.area_code >= $2 AND org_areas.area_code < $2 || '~' OR $2 LIKE org_areas.area_code || '%')
            AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
          GROUP BY orgs.org_id, orgs.name, orgs.kind
          ORDER BY max(length(org_areas.area_code)) DESC, orgs.name, orgs.org_id LIMIT ${orgsAtMost}`,
        [tx.tenantId, code, day],
      );
      return {
        compound: { code, name },
        grids,
        buildings,
        orgs: orgs.map(({ kind, ...org }) => ({ ...org, kindTitle: titleOf(model.orgKinds, kind) })),
        verbs: reaches(model, viewer, 'administer', [code]) ? (['draw'] as const).slice() : [],
      };
    },
    { readOnly: true },
  );
}

/** Of which level grids consist, and of which level the area is that is divided into them; null: no grids are promised. */
export function gridLevels(model: Model): { whole: Level; gridsOf: Level } | null {
  const { coverage, levels, gridsPer } = model;
  const at = levels.findIndex(({ key }) => key === coverage?.gridsOf);
  const gridsOf = levels[at];
  const named = levels.find(({ key }) => key === Object.keys(gridsPer)[0]);
  const whole = named ?? levels[at - 1];
  return gridsOf === undefined || whole === undefined ? null : { whole, gridsOf };
}

export async function gridsOf(tx: Tx, compoundCode: string, day: string): Promise<GridOfCompound[]> {
  const { rows } = await tx.query<GridOfCompound>(
    `SELECT grids.grid_id AS "gridId", grids.name, grids.valid_from AS "validFrom",
            jsonb_build_object('orgId', orgs.org_id, 'name', orgs.name) AS org,
            array(SELECT building_code FROM grid_buildings
                   WHERE grid_buildings.tenant_id = $1 AND grid_buildings.grid_id = grids.grid_id ORDER BY 1) AS buildings
       FROM grids JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = grids.org_id
      WHERE grids.tenant_id = $1 AND grids.compound_code = $2
        AND grids.valid_from <= $3::date AND coalesce(grids.valid_to, 'infinity') >= $3::date
      ORDER BY length(grids.name), grids.name, grids.grid_id`,
    [tx.tenantId, compoundCode, day],
  );
  return rows;
}
