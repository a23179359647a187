/** An organisation that holds gatherings, and where it is. */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';

export interface Host {
  orgId: string;
  name: string;
  kind: string;
  /** The first of its areas. */
  areaCode: string;
}

/** Undefined: there is none today, or it covers no place. */
export async function findHost(tx: Tx, model: Model, orgId: string, now: string): Promise<Host | undefined> {
  const { rows } = await tx.query<Host>(
    `SELECT orgs.org_id AS "orgId", orgs.name, orgs.kind, min(org_areas.area_code) AS "areaCode"
       FROM orgs JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
      WHERE orgs.tenant_id = $1 AND orgs.org_id = $2
        AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
      GROUP BY orgs.org_id, orgs.name, orgs.kind`,
    [tx.tenantId, orgId, localDateOf(now, model.timeZone)],
  );
  return rows[0];
}
