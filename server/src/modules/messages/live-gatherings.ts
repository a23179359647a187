/**
 * Who is told that a gathering is different: whoever hosts or runs it, comes to it by a post, has a place, a seat or a name
 * there, and for one that is open to residents those who live there. Who merely looks at it finds it by looking again.
 */
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { LiveEvent } from '../../platform/live/index.ts';
import type { Viewer } from '../people/index.ts';

export interface GatheringReaders {
  gatheringId: string;
  hostOrgId: string;
  kind: string;
  areaCode: string;
  /** Of the persons asked about, those who have a part in it. */
  personIds: string[];
  /** Those of them who live there. */
  residentIds: string[];
}

export function gatheringHintOf({ gatheringId }: LiveEvent['data']): string[] {
  return typeof gatheringId === 'string' ? [gatheringId] : [];
}

export async function findGatheringReaders(
  tx: Tx,
  gatheringIds: readonly string[],
  viewers: readonly Viewer[],
): Promise<GatheringReaders[]> {
  const { rows } = await tx.query<GatheringReaders>(
    `SELECT gatherings.gathering_id AS "gatheringId", gatherings.host_org_id AS "hostOrgId", gatherings.kind,
            gatherings.area_code AS "areaCode",
            ARRAY(SELECT part.person_id::text FROM (
                SELECT person_id FROM gathering_sign_ups AS own
                 WHERE own.tenant_id = $1 AND own.gathering_id = gatherings.gathering_id AND own.state <> 'cancelled'
                UNION SELECT person_id FROM gathering_shifts AS own
                 WHERE own.tenant_id = $1 AND own.gathering_id = gatherings.gathering_id
                UNION SELECT person_id FROM gathering_attendance AS own
                 WHERE own.tenant_id = $1 AND own.gathering_id = gatherings.gathering_id
                UNION SELECT person_id FROM gathering_lecturers AS own
                 WHERE own.tenant_id = $1 AND own.gathering_id = gatherings.gathering_id) AS part
              WHERE part.person_id = ANY ($3::uuid[])) AS "personIds",
            ARRAY(SELECT people.person_id::text FROM people
                   WHERE people.tenant_id = $1 AND people.person_id = ANY ($3::uuid[])
                     AND starts_with(people.home_code, gatherings.area_code)) AS "residentIds"
       FROM gatherings WHERE gatherings.tenant_id = $1 AND gatherings.gathering_id = ANY ($2::uuid[])`,
    [
      tx.tenantId,
      [...new Set(gatheringIds)],
      [...new Set(viewers.flatMap(({ personId }) => personId ?? []))],
    ],
  );
  return rows;
}

export function mayKnowGathering(
  model: Model,
  { personId, posts }: Viewer,
  { hostOrgId, kind, areaCode, personIds, residentIds }: GatheringReaders,
): boolean {
  const rule = model.gatherings[kind];
  if (rule === undefined) return false;
  const { openTo } = rule;
  const isForResidents = openTo.of === 'residents' || openTo.of === 'owners';
  if (personId !== null && personIds.includes(personId)) return true;
  if (isForResidents && personId !== null && residentIds.includes(personId)) return true;
  const roles = [
    ...rule.calledBy,
    ...rule.decidedBy,
    ...rule.minutedBy,
    ...(openTo.of === 'roles' ? openTo.roles : []),
  ];
  return posts.some(({ orgId, role, areas, abilities }) => {
    if (orgId === hostOrgId) return true;
    const covers = areas.some((area) => areaCode.startsWith(area));
    const isWithin = areas.some((area) => area.startsWith(areaCode));
    if (covers && (abilities.includes('oversee') || abilities.includes('administer'))) return true;
    const isMember = openTo.of === 'members' && model.roles[role]?.isMember === true;
    return (covers || isWithin) && (roles.includes(role) || (isWithin && (isMember || isForResidents)));
  });
}
