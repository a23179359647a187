/** Who may take part in a gathering where a share of them must be there: how many, who by name, and who is here. */
import { localDateOf } from '@linli/engine';
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { committeeRoles, memberRolesOf, membersOf } from '../orgs/index.ts';
import type { GatheringRow } from './store.ts';

export interface Entitled {
  /** Null: the members were never counted. */
  entitled: number | null;
  /** Of these, who is on the list of those who came. */
  present: number;
  /** One by one, where they are known by their posts; null: members of a branch are a number. */
  people: EntitledPerson[] | null;
}

export interface EntitledPerson {
  personId: string;
  name: string;
  role: string;
  isHere: boolean;
}

type Where = Pick<GatheringRow, 'gatheringId' | 'hostOrgId' | 'areaCode' | 'startsAt'>;

/** Null where nothing depends on it, or nobody counts: residents and owners come as they like. */
export async function findEntitled(
  tx: Tx,
  model: Model,
  { openTo, quorum, decision }: Pick<GatheringKind, 'openTo' | 'quorum' | 'decision'>,
  where: Where,
  now: string,
): Promise<Entitled | null> {
  if (quorum === null && decision?.of !== 'entitled') return null;
  if (openTo.of === 'residents' || openTo.of === 'owners') return null;
  const { startsAt } = where;
  const day = localDateOf(startsAt > now ? now : startsAt, model.timeZone);
  if (openTo.of === 'members') return membersEntitled(tx, model, where, day);
  const roles =
    openTo.of === 'roles' ? openTo.roles : openTo.of === 'committee' ? committeeRoles(model) : null;
  const people = await holdersEntitled(tx, where, day, roles, openTo.of === 'roles');
  return { entitled: people.length, present: people.filter(({ isHere }) => isHere).length, people };
}

/**
 * Not every member has an account, and nobody but those who hold posts can find the meeting: whom its writer entered is a
 * member. Left out is who is there by an office alone: somebody with posts of which none makes a member here.
 */
async function membersEntitled(
  tx: Tx,
  model: Model,
  { gatheringId, hostOrgId, areaCode }: Where,
  day: string,
): Promise<Entitled> {
  const [entitled, { rows }] = await Promise.all([
    membersOf(tx, model, hostOrgId, day),
    tx.query<{ present: number }>(
      `SELECT count(*)::integer AS present FROM gathering_attendance AS came
         LEFT JOIN LATERAL (
           SELECT count(*) > 0 AS "inOffice", coalesce(bool_or(posts.role = ANY ($5) AND (posts.org_id = $3
                    OR EXISTS (SELECT FROM org_areas
                         WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
                           AND org_areas.area_code >= $4 AND org_areas.area_code < $4 || '~'))), false) AS "isMember"
             FROM posts
            WHERE posts.tenant_id = $1 AND posts.person_id = came.person_id
              AND posts.held_from <= $6::date AND coalesce(posts.held_to, 'infinity') >= $6::date) AS held ON true
        WHERE came.tenant_id = $1 AND came.gathering_id = $2
          AND (came.person_id IS NULL OR held."isMember" OR NOT held."inOffice")`,
      [tx.tenantId, gatheringId, hostOrgId, areaCode, memberRolesOf(model), day],
    ),
  ]);
  return { entitled, present: rows[0]?.present ?? 0, people: null };
}

/** Persons, not posts: who holds two of them sits on one chair. `roles` null: any post of the host. */
async function holdersEntitled(
  tx: Tx,
  { gatheringId, hostOrgId, areaCode }: Where,
  day: string,
  roles: readonly string[] | null,
  alsoWithin: boolean,
): Promise<EntitledPerson[]> {
  const { rows } = await tx.query<EntitledPerson>(
    `SELECT posts.person_id AS "personId", min(people.name) AS name,
            (array_agg(posts.role ORDER BY coalesce(array_position($5::text[], posts.role), 0), posts.role))[1] AS role,
            EXISTS (SELECT FROM gathering_attendance AS came
                     WHERE came.tenant_id = $1 AND came.gathering_id = $7 AND came.person_id = posts.person_id) AS "isHere"
       FROM posts
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
       JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
      WHERE posts.tenant_id = $1 AND ($5::text[] IS NULL OR posts.role = ANY ($5))
        AND posts.held_from <= $4::date AND coalesce(posts.held_to, 'infinity') >= $4::date
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
        AND (posts.org_id = $2 OR ($6 AND EXISTS (
              SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
                 AND org_areas.area_code >= $3 AND org_areas.area_code < $3 || '~')))
      GROUP BY posts.person_id
      ORDER BY min(coalesce(array_position($5::text[], posts.role), 0)), min(people.name), posts.person_id`,
    [tx.tenantId, hostOrgId, areaCode, day, roles, alsoWithin, gatheringId],
  );
  return rows;
}
