/** How many it is for, where a share of them must be there. */
import { localDateOf } from '@linli/engine';
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { membersOf } from '../orgs/index.ts';
import type { GatheringRow } from './store.ts';

/** Persons, not posts: who holds two of them sits on one chair. Null: nobody counts residents or owners for a meeting. */
export async function audienceSize(
  tx: Tx,
  model: Model,
  { openTo }: GatheringKind,
  { hostOrgId, areaCode, startsAt }: Pick<GatheringRow, 'hostOrgId' | 'areaCode' | 'startsAt'>,
  now: string,
): Promise<number | null> {
  if (openTo.of === 'residents' || openTo.of === 'owners') return null;
  const day = localDateOf(startsAt > now ? now : startsAt, model.timeZone);
  if (openTo.of === 'members') return membersOf(tx, model, hostOrgId, day);
  const { rows } = await tx.query<{ size: number }>(
    `SELECT count(DISTINCT posts.person_id)::integer AS size
       FROM posts JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
      WHERE posts.tenant_id = $1 AND ($5::text[] IS NULL OR posts.role = ANY ($5))
        AND posts.held_from <= $4::date AND coalesce(posts.held_to, 'infinity') >= $4::date
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
        AND (posts.org_id = $2 OR ($5::text[] IS NOT NULL AND EXISTS (
              SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
                 AND org_areas.area_code >= $3 AND org_areas.area_code < $3 || '~')))`,
    [tx.tenantId, hostOrgId, areaCode, day, openTo.of === 'roles' ? openTo.roles : null],
  );
  return rows[0]?.size ?? 0;
}
