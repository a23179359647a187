/** Rows of organisations, the areas they cover, and the posts in them. */
import type { Tx } from '../../platform/db/index.ts';

export interface OrgRow {
  orgId: string;
  kind: string;
  name: string;
  parentOrgId: string | null;
  formation: string | null;
  validFrom: string;
  validTo: string | null;
  hasChildren: boolean;
}

export interface PostRow {
  postId: string;
  orgId: string;
  role: string;
  personId: string;
  name: string;
  heldFrom: string;
  heldTo: string | null;
  pledge: string | null;
}

/** An organisation with the areas it covers and the posts that have not ended. */
export interface OrgFound extends OrgRow {
  covers: { areaCode: string; name: string }[];
  posts: PostRow[];
}

const orgColumns = `orgs.org_id AS "orgId", orgs.kind, orgs.name, orgs.parent_org_id AS "parentOrgId", orgs.formation,
  orgs.valid_from AS "validFrom", orgs.valid_to AS "validTo",
  EXISTS (SELECT FROM orgs AS child
           WHERE child.tenant_id = $1 AND child.parent_org_id = orgs.org_id
             AND coalesce(child.valid_to, 'infinity') >= $2::date) AS "hasChildren"`;
const notEnded = `coalesce(orgs.valid_to, 'infinity') >= $2::date`;
const most = 500;

/** Those under one; null: those under none. What has ended is left out. `next`: more come after this one. */
export async function orgsUnder(
  tx: Tx,
  parentOrgId: string | null,
  day: string,
  after: string | null,
): Promise<{ orgs: OrgFound[]; next: string | null }> {
  // `IS NOT DISTINCT FROM` would say both, and read every organisation of the city each time.
  const isUnder =
    parentOrgId === null
      ? '$3::uuid IS NULL AND orgs.parent_org_id IS NULL'
      : 'orgs.parent_org_id = $3::uuid';
  const { rows } = await tx.query<OrgRow>(
    `SELECT ${orgColumns} FROM orgs
      WHERE orgs.tenant_id = $1 AND ${notEnded} AND ${isUnder}
        AND ($4::uuid IS NULL OR (orgs.kind, orgs.name, orgs.org_id) >
             (SELECT last.kind, last.name, last.org_id FROM orgs AS last WHERE last.tenant_id = $1 AND last.org_id = $4))
      ORDER BY orgs.kind, orgs.name, orgs.org_id LIMIT ${most + 1}`,
    [tx.tenantId, day, parentOrgId, after],
  );
  const shown = rows.slice(0, most);
  return {
    orgs: await withParticulars(tx, shown, day),
    next: rows.length > most ? (shown.at(-1)?.orgId ?? null) : null,
  };
}

/** Those covering one of these areas, which go from a place outwards; the nearest first. */
export async function orgsCovering(tx: Tx, areaCodes: readonly string[], day: string): Promise<OrgFound[]> {
  const { rows } = await tx.query<OrgRow>(
    `SELECT ${orgColumns}
       FROM (SELECT org_id, max(length(area_code)) AS nearness FROM org_areas
              WHERE tenant_id = $1 AND area_code = ANY ($3) GROUP BY org_id) AS near
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = near.org_id
      WHERE orgs.tenant_id = $1 AND ${notEnded}
      ORDER BY near.nearness DESC, orgs.kind, orgs.name, orgs.org_id LIMIT ${most}`,
    [tx.tenantId, day, areaCodes],
  );
  return withParticulars(tx, rows, day);
}

/** `kind`: only of this one; null: of any. */
export async function orgsNamed(
  tx: Tx,
  words: string,
  kind: string | null,
  day: string,
): Promise<OrgFound[]> {
  const { rows } = await tx.query<OrgRow>(
    `SELECT ${orgColumns} FROM orgs
      WHERE orgs.tenant_id = $1 AND ${notEnded} AND orgs.name ILIKE $3 AND ($4::text IS NULL OR orgs.kind = $4)
      ORDER BY length(orgs.name), orgs.name, orgs.org_id LIMIT 50`,
    [tx.tenantId, day, containing(words), kind],
  );
  return withParticulars(tx, rows, day);
}

/** One organisation; `to change`: nobody else changes it or its posts until the transaction ends. */
export async function findOrg(
  tx: Tx,
  orgId: string,
  day: string,
  purpose: 'to show' | 'to change',
): Promise<OrgFound | undefined> {
  if (purpose === 'to change') {
    await tx.query('SELECT FROM orgs WHERE tenant_id = $1 AND org_id = $2 FOR UPDATE', [tx.tenantId, orgId]);
  }
  const { rows } = await tx.query<OrgRow>(
    `SELECT ${orgColumns} FROM orgs WHERE orgs.tenant_id = $1 AND orgs.org_id = $3`,
    [tx.tenantId, day, orgId],
  );
  return (await withParticulars(tx, rows, day))[0];
}

/** One organisation as it was on a day: its name, what it stood under and covered, and who held what. */
export async function findOrgOnDay(
  tx: Tx,
  orgId: string,
  day: string,
): Promise<(OrgFound & { sentBy: { orgId: string; name: string } | null }) | undefined> {
  const [found, covers, posts] = await Promise.all([
    tx.query<OrgRow & { sentByOrgId: string | null; sentByName: string | null }>(
      `SELECT orgs.org_id AS "orgId", orgs.kind, coalesce(past.name, orgs.name) AS name,
              CASE WHEN past.org_id IS NULL THEN orgs.parent_org_id ELSE past.parent_org_id END AS "parentOrgId",
              CASE WHEN past.org_id IS NULL THEN orgs.formation ELSE past.formation END AS formation,
              orgs.valid_from AS "validFrom", orgs.valid_to AS "validTo",
              EXISTS (SELECT FROM orgs AS child WHERE child.tenant_id = $1 AND child.parent_org_id = orgs.org_id
                         AND child.valid_from <= $3::date AND coalesce(child.valid_to, 'infinity') >= $3::date) AS "hasChildren",
              sender.org_id AS "sentByOrgId", sender.name AS "sentByName"
         FROM orgs
         LEFT JOIN orgs AS sender ON sender.tenant_id = $1 AND sender.org_id = orgs.sent_by_org_id
         LEFT JOIN LATERAL (SELECT org_id, name, parent_org_id, formation FROM org_pasts
                             WHERE org_pasts.tenant_id = $1 AND org_pasts.org_id = orgs.org_id AND last_on >= $3::date
                             ORDER BY last_on LIMIT 1) AS past ON true
        WHERE orgs.tenant_id = $1 AND orgs.org_id = $2
          AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date`,
      [tx.tenantId, orgId, day],
    ),
    tx.query<{ areaCode: string; name: string }>(
      `SELECT covered.area_code AS "areaCode", coalesce(areas.full_name, covered.area_code) AS name
         FROM (SELECT area_code FROM org_areas
                 JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = org_areas.org_id
                WHERE org_areas.tenant_id = $1 AND org_areas.org_id = $2
                  AND coalesce(org_areas.covered_from, orgs.valid_from) <= $3::date
               UNION
               SELECT area_code FROM org_area_pasts
                WHERE tenant_id = $1 AND org_id = $2 AND covered_from <= $3::date AND covered_to >= $3::date) AS covered
         LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = covered.area_code
        ORDER BY covered.area_code`,
      [tx.tenantId, orgId, day],
    ),
    tx.query<PostRow>(
      `SELECT ${postColumns}
         FROM posts JOIN people ON people.tenant_id = posts.tenant_id AND people.person_id = posts.person_id
        WHERE posts.tenant_id = $1 AND posts.org_id = $2
          AND posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date
        ORDER BY posts.held_from, posts.post_id`,
      [tx.tenantId, orgId, day],
    ),
  ]);
  const [row] = found.rows;
  if (!row) return undefined;
  const { sentByOrgId, sentByName, ...org } = row;
  return {
    ...org,
    covers: covers.rows,
    posts: posts.rows,
    sentBy: sentByOrgId === null ? null : { orgId: sentByOrgId, name: sentByName ?? '' },
  };
}

async function withParticulars(tx: Tx, orgs: readonly OrgRow[], day: string): Promise<OrgFound[]> {
  const orgIds = orgs.map(({ orgId }) => orgId);
  const [covers, posts] = await Promise.all([
    tx.query<{ orgId: string; areaCode: string; name: string }>(
      `SELECT org_areas.org_id AS "orgId", org_areas.area_code AS "areaCode", areas.full_name AS name
         FROM org_areas JOIN areas ON areas.tenant_id = org_areas.tenant_id AND areas.code = org_areas.area_code
        WHERE org_areas.tenant_id = $1 AND org_areas.org_id = ANY ($2::uuid[])
        ORDER BY org_areas.area_code`,
      [tx.tenantId, orgIds],
    ),
    tx.query<PostRow>(
      `SELECT ${postColumns}
         FROM posts JOIN people ON people.tenant_id = posts.tenant_id AND people.person_id = posts.person_id
        WHERE posts.tenant_id = $1 AND posts.org_id = ANY ($2::uuid[])
          AND coalesce(posts.held_to, 'infinity') >= $3::date
        ORDER BY posts.held_from, posts.post_id`,
      [tx.tenantId, orgIds, day],
    ),
  ]);
  const coversOf = Map.groupBy(covers.rows, ({ orgId }) => orgId);
  const postsOf = Map.groupBy(posts.rows, ({ orgId }) => orgId);
  return orgs.map((org) => ({
    ...org,
    covers: (coversOf.get(org.orgId) ?? []).map(({ areaCode, name }) => ({ areaCode, name })),
    posts: postsOf.get(org.orgId) ?? [],
  }));
}

const postColumns = `posts.post_id AS "postId", posts.org_id AS "orgId", posts.role, posts.person_id AS "personId",
  people.name, posts.held_from AS "heldFrom", posts.held_to AS "heldTo", posts.pledge`;

export async function findPost(tx: Tx, postId: string): Promise<PostRow | undefined> {
  const { rows } = await tx.query<PostRow>(
    `SELECT ${postColumns}
       FROM posts JOIN people ON people.tenant_id = posts.tenant_id AND people.person_id = posts.person_id
      WHERE posts.tenant_id = $1 AND posts.post_id = $2`,
    [tx.tenantId, postId],
  );
  return rows[0];
}

/** A pattern for LIKE that holds these words as they are. */
export function containing(words: string): string {
  return `%${words.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
}

/** Areas the holders of these posts answer for in person. */
export async function servedBy(tx: Tx, postIds: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ code: string }>(
    'SELECT DISTINCT area_code AS code FROM post_areas WHERE tenant_id = $1 AND post_id = ANY ($2::uuid[])',
    [tx.tenantId, postIds],
  );
  return rows.map(({ code }) => code);
}

/** Areas anybody answers for by a post of this organisation that has not ended. */
export async function servedAt(tx: Tx, orgId: string, day: string): Promise<string[]> {
  const { rows } = await tx.query<{ code: string }>(
    `SELECT DISTINCT post_areas.area_code AS code
       FROM posts JOIN post_areas ON post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id
      WHERE posts.tenant_id = $1 AND posts.org_id = $2 AND coalesce(posts.held_to, 'infinity') >= $3::date`,
    [tx.tenantId, orgId, day],
  );
  return rows.map(({ code }) => code);
}
