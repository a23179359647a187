/** Compounds the viewer may plan, with what stands there. */
import type { PlanCompounds, PlanState } from '@linli/contract';
import type { Tx } from '../../platform/db/index.ts';
import type { PlanRule } from './plan-rule.ts';

export async function listCompounds(
  tx: Tx,
  rule: PlanRule,
  reach: readonly string[],
  day: string,
): Promise<PlanCompounds['compounds']> {
  const { rows } = await tx.query<{
    code: string;
    name: string;
    fullName: string;
    buildings: number;
    grids: number;
    planId: string | null;
    state: PlanState | null;
    createdAt: string | null;
  }>(
    `SELECT areas.code, areas.name, areas.full_name AS "fullName",
            (SELECT count(*) FROM areas AS inside
              WHERE inside.tenant_id = $1 AND inside.level = $3 AND inside.code >= areas.code
                AND inside.code < areas.code || '~')::integer AS buildings,
            (SELECT count(*) FROM grids
              WHERE grids.tenant_id = $1 AND grids.compound_code = areas.code
                AND grids.valid_from <= $5::date AND coalesce(grids.valid_to, 'infinity') >= $5::date)::integer AS grids,
            latest.plan_id AS "planId", latest.state, latest.created_at AS "createdAt"
       FROM areas
       LEFT JOIN LATERAL (SELECT plan_id, state, created_at FROM plans
                           WHERE plans.tenant_id = $1 AND plans.compound_code = areas.code
                           ORDER BY created_at DESC, plan_id LIMIT 1) AS latest ON true
      WHERE areas.tenant_id = $1 AND areas.level = $2
        AND EXISTS (SELECT FROM unnest($4::text[]) AS reach (code) WHERE starts_with(areas.code, reach.code))
      ORDER BY areas.code LIMIT 2000`,
    [tx.tenantId, rule.whole.key, rule.gridsOf.key, reach, day],
  );
  return rows.map(({ planId, state, createdAt, ...compound }) => ({
    ...compound,
    latest: planId === null || state === null || createdAt === null ? null : { planId, state, createdAt },
  }));
}
