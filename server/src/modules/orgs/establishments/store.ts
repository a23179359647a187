/** Posts of the establishment: where each was on a day, and who held it. Moves are added and none is changed. */
import type { Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';

export interface Place {
  establishmentPostId: string;
  key: string;
  number: number;
  orgId: string;
  orgName: string;
  orgKind: string;
  since: string;
  basis: string;
  moveNumber: number;
  fromOrgId: string | null;
  fromName: string | null;
  fromKind: string | null;
  /** Kind of the organisation in which it was entered. */
  firstKind: string;
  holderPostId: string | null;
  holderRole: string | null;
  holderPersonId: string | null;
  holderName: string | null;
  heldFrom: string | null;
}

/**
 * Each post where it is on the day `$2`: its last move until then. Days only go forward, so the last by number is the last
 * by day; one that has ended has no organisation.
 */
export const placesSql = `
  SELECT establishment_posts.establishment_post_id AS "establishmentPostId", establishment_posts.establishment AS key,
         establishment_posts.number, orgs.org_id AS "orgId", orgs.name AS "orgName", orgs.kind AS "orgKind",
         here.moved_on AS since, here.basis, here.move_number AS "moveNumber",
         above.org_id AS "fromOrgId", above.name AS "fromName", above.kind AS "fromKind", entered.kind AS "firstKind",
         held.post_id AS "holderPostId", held.role AS "holderRole", held.person_id AS "holderPersonId",
         held.name AS "holderName", held.held_from AS "heldFrom"
    FROM establishment_posts
    JOIN LATERAL (SELECT org_id, moved_on, basis, move_number FROM establishment_moves
                   WHERE establishment_moves.tenant_id = $1
                     AND establishment_moves.establishment_post_id = establishment_posts.establishment_post_id
                     AND establishment_moves.moved_on <= $2::date
                   ORDER BY move_number DESC LIMIT 1) AS here ON true
    JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = here.org_id
    JOIN establishment_moves AS first ON first.tenant_id = $1
     AND first.establishment_post_id = establishment_posts.establishment_post_id AND first.move_number = 1
    JOIN orgs AS entered ON entered.tenant_id = $1 AND entered.org_id = first.org_id
    LEFT JOIN establishment_moves AS before ON before.tenant_id = $1
     AND before.establishment_post_id = establishment_posts.establishment_post_id
     AND before.move_number = here.move_number - 1
    LEFT JOIN orgs AS above ON above.tenant_id = $1 AND above.org_id = before.org_id
    LEFT JOIN LATERAL (SELECT posts.post_id, posts.role, posts.person_id, people.name, posts.held_from
                         FROM posts JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
                        WHERE posts.tenant_id = $1
                          AND posts.establishment_post_id = establishment_posts.establishment_post_id
                          AND posts.held_from <= $2::date AND coalesce(posts.held_to, 'infinity') >= $2::date
                        ORDER BY posts.held_from DESC, posts.post_id LIMIT 1) AS held ON true
   WHERE establishment_posts.tenant_id = $1`;

/** These posts where they are on the day, in the order of their ids. */
export async function findPlaces(
  tx: Tx,
  establishmentPostIds: readonly string[],
  day: string,
): Promise<Place[]> {
  const { rows } = await tx.query<Place>(
    `${placesSql} AND establishment_posts.establishment_post_id = ANY ($3::uuid[])
      ORDER BY establishment_posts.establishment_post_id`,
    [tx.tenantId, day, establishmentPostIds],
  );
  return rows;
}

/**
 * The same, locked: nobody else moves, fills or ends one until the transaction ends. Organisations are locked before, always:
 * an appointment takes them in that order too.
 */
export async function lockPlaces(
  tx: Tx,
  establishmentPostIds: readonly string[],
  day: string,
): Promise<Place[]> {
  await tx.query(
    `SELECT FROM establishment_posts WHERE tenant_id = $1 AND establishment_post_id = ANY ($2::uuid[])
      ORDER BY establishment_post_id FOR UPDATE`,
    [tx.tenantId, establishmentPostIds],
  );
  return findPlaces(tx, establishmentPostIds, day);
}

export interface Move {
  establishmentPostId: string;
  moveNumber: number;
  /** Null: it ends. */
  orgId: string | null;
}

export interface Signature {
  basis: string;
  recordedAt: string;
  personId: string | null;
  label: string | null;
}

export async function addMoves(
  tx: Tx,
  moves: readonly Move[],
  movedOn: string,
  { basis, recordedAt, personId, label }: Signature,
): Promise<void> {
  await tx.query(
    `INSERT INTO establishment_moves
       (tenant_id, establishment_post_id, move_number, org_id, moved_on, basis, recorded_at, by_person_id, by_label)
     SELECT $1, moved.id, moved.number, moved.org_id, $5::date, $6, $7, $8, $9
       FROM unnest($2::uuid[], $3::integer[], $4::uuid[]) AS moved (id, number, org_id)`,
    [
      tx.tenantId,
      moves.map(({ establishmentPostId }) => establishmentPostId),
      moves.map(({ moveNumber }) => moveNumber),
      moves.map(({ orgId }) => orgId),
      movedOn,
      basis,
      recordedAt,
      personId,
      label,
    ],
  );
}

/** The last move of each, whatever its day: a day to come is already decided. */
export async function lastMovedOn(
  tx: Tx,
  establishmentPostIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; movedOn: string }>(
    `SELECT establishment_post_id AS id, max(moved_on) AS "movedOn" FROM establishment_moves
      WHERE tenant_id = $1 AND establishment_post_id = ANY ($2::uuid[]) GROUP BY establishment_post_id`,
    [tx.tenantId, establishmentPostIds],
  );
  return new Map(rows.map(({ id, movedOn }) => [id, movedOn]));
}

/** How deep organisations of a kind stand: the place of their level, outermost first; null: of no level. */
export function depthOf({ levels, orgKinds }: Model, kind: string): number | null {
  const level = orgKinds[kind]?.level ?? null;
  return level === null ? null : levels.findIndex(({ key }) => key === level);
}

export function directionOf(model: Model, from: string, to: string): 'down' | 'up' | 'across' {
  const [above, below] = [depthOf(model, from), depthOf(model, to)];
  if (above === null || below === null || above === below) return 'across';
  return below > above ? 'down' : 'up';
}

/** The role in which somebody fills a post of this kind at an organisation of that kind; undefined: there is none. */
export function rolesOf({ establishments, roles }: Model, key: string, orgKind: string): string[] {
  return (establishments[key]?.roles ?? []).filter((role) => roles[role]?.orgKind === orgKind);
}
