/** Has an organisation a committee? Its kind says from how many members on; how many it has was counted. */
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { membersOf } from './check-formations.ts';

/** Roles whose holders sit on a committee of any kind of organisation. */
export function committeeRoles(model: Model): string[] {
  return Object.values(model.orgKinds).flatMap(({ committee }) => committee?.roles ?? []);
}

/**
 * `of` with the tenant as `$1`: members of an organisation as last counted by a day, else holders of its members’ roles; null
 * where neither is known. The same as `membersOf`, for many at once.
 */
export function membersSql({ org, day, memberRoles }: Record<'org' | 'day' | 'memberRoles', string>): string {
  return `coalesce(
    (SELECT sum(sizes.members)::integer FROM org_sizes AS sizes
      WHERE sizes.tenant_id = $1 AND sizes.org_id = ${org}
        AND sizes.counted_on = (SELECT max(latest.counted_on) FROM org_sizes AS latest
                                 WHERE latest.tenant_id = $1 AND latest.org_id = ${org} AND latest.counted_on <= ${day})),
    (SELECT nullif(count(DISTINCT members.person_id), 0)::integer FROM posts AS members
      WHERE members.tenant_id = $1 AND members.org_id = ${org} AND members.role = ANY (${memberRoles})
        AND members.held_from <= ${day} AND coalesce(members.held_to, 'infinity') >= ${day}))`;
}

export function memberRolesOf(model: Model): string[] {
  return Object.entries(model.roles).flatMap(([key, { isMember }]) => (isMember ? [key] : []));
}

/** From how many members on a kind of organisation has one; null: this kind never has. */
export function committeeFrom(model: Model, orgKind: string): number | null {
  const committee = model.orgKinds[orgKind]?.committee ?? null;
  return committee === null || committee.roles.length === 0 ? null : committee.from;
}

/** `members` null: nobody has counted them. */
export async function committeeOf(
  tx: Tx,
  model: Model,
  { orgId, kind }: { orgId: string; kind: string },
  day: string,
): Promise<{ from: number | null; members: number | null; isThere: boolean }> {
  const from = committeeFrom(model, kind);
  const members = from === null ? null : await membersOf(tx, model, orgId, day);
  return { from, members, isThere: from !== null && members !== null && members >= from };
}
