/** Whose name on a paper list is known: those a gathering is for by their post, who have a part in it, and who are there. */
import { localDateOf } from '@linli/engine';
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { holdingRoles } from './policy.ts';
import type { GatheringRow } from './store.ts';

/** By name, those among them who are called so. */
export async function findExpected(
  tx: Tx,
  model: Model,
  rule: GatheringKind,
  { gatheringId, hostOrgId, areaCode }: Pick<GatheringRow, 'gatheringId' | 'hostOrgId' | 'areaCode'>,
  names: readonly string[],
  now: string,
): Promise<Map<string, string[]>> {
  const { openTo } = rule;
  const { rows } = await tx.query<{ personId: string; name: string }>(
    `WITH expected AS (
       SELECT posts.person_id FROM posts
        WHERE posts.tenant_id = $1 AND posts.held_from <= $6::date AND coalesce(posts.held_to, 'infinity') >= $6::date
          AND (posts.org_id = $3 OR (posts.role = ANY ($5) AND EXISTS (
                SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
                   AND org_areas.area_code >= $4 AND org_areas.area_code < $4 || '~')))
       UNION
       SELECT person_id FROM gathering_sign_ups WHERE tenant_id = $1 AND gathering_id = $2 AND state <> 'cancelled'
       UNION
       SELECT person_id FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = $2
       UNION
       SELECT person_id FROM gathering_lecturers WHERE tenant_id = $1 AND gathering_id = $2
       UNION
       SELECT person_id FROM gathering_attendance WHERE tenant_id = $1 AND gathering_id = $2
       UNION
       SELECT topics.brought_by_person_id FROM gathering_items AS items
         JOIN gathering_topics AS topics ON topics.tenant_id = $1 AND topics.topic_id = items.topic_id
        WHERE items.tenant_id = $1 AND items.gathering_id = $2
       UNION
       SELECT supporters.person_id FROM gathering_items AS items
         JOIN gathering_topic_supporters AS supporters
           ON supporters.tenant_id = $1 AND supporters.topic_id = items.topic_id
        WHERE items.tenant_id = $1 AND items.gathering_id = $2)
     SELECT people.person_id AS "personId", people.name
       FROM expected JOIN people ON people.tenant_id = $1 AND people.person_id = expected.person_id
      WHERE people.name = ANY ($7::text[])`,
    [
      tx.tenantId,
      gatheringId,
      hostOrgId,
      areaCode,
      openTo.of === 'roles' ? [...openTo.roles, ...holdingRoles(rule)] : holdingRoles(rule),
      localDateOf(now, model.timeZone),
      names,
    ],
  );
  const byName = new Map<string, string[]>();
  for (const { personId, name } of rows) byName.set(name, [...(byName.get(name) ?? []), personId]);
  return byName;
}
