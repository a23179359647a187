/** Who answers where: posts held on a day, in organisations covering a place. */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { routeReason } from './route-reason.ts';

export interface Holding {
  postId: string;
  role: string;
  orgId: string;
  orgName: string;
  personId: string;
  personName: string;
  /** Code through which the organisation covers the place; the longer, the nearer. */
  areaCode: string;
  areaName: string;
}

/** All holders of these roles for a place on the day of `now`; the nearest organisation first, then by how long they hold it. */
export async function holdersFor(
  tx: Tx,
  model: Model,
  roles: readonly string[],
  areaCode: string,
  now: string,
): Promise<Holding[]> {
  if (roles.length === 0) return [];
  const { rows } = await tx.query<Holding>(
    `SELECT posts.post_id AS "postId", posts.role, posts.org_id AS "orgId", orgs.name AS "orgName",
            posts.person_id AS "personId", people.name AS "personName",
            covered.area_code AS "areaCode", areas.full_name AS "areaName"
       FROM org_areas AS covered
       JOIN orgs ON orgs.tenant_id = covered.tenant_id AND orgs.org_id = covered.org_id
       JOIN posts ON posts.tenant_id = covered.tenant_id AND posts.org_id = covered.org_id
       JOIN people ON people.tenant_id = posts.tenant_id AND people.person_id = posts.person_id
       JOIN areas ON areas.tenant_id = covered.tenant_id AND areas.code = covered.area_code
      WHERE covered.tenant_id = $1 AND covered.area_code = ANY ($2) AND posts.role = ANY ($3)
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
        AND posts.held_from <= $4::date AND coalesce(posts.held_to, 'infinity') >= $4::date
      ORDER BY length(covered.area_code) DESC, posts.held_from, posts.post_id`,
    [tx.tenantId, prefixesOf(model, areaCode), roles, localDateOf(now, model.timeZone)],
  );
  // An organisation that covers a place twice (the compound and a building of it) is listed by the nearest.
  const seen = new Set<string>();
  return rows.filter(({ postId }) => !seen.has(postId) && seen.add(postId));
}

/** Offices of these roles for a place that nobody holds today: a case may be given to the office all the same. */
export async function vacanciesFor(
  tx: Tx,
  model: Model,
  roles: readonly string[],
  areaCode: string,
  now: string,
): Promise<{ role: string; orgId: string; orgName: string }[]> {
  if (roles.length === 0) return [];
  const { rows } = await tx.query<{ role: string; orgId: string; orgName: string }>(
    `SELECT DISTINCT wanted.role, orgs.org_id AS "orgId", orgs.name AS "orgName"
       FROM unnest($3::text[], $4::text[]) AS wanted (role, org_kind)
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.kind = wanted.org_kind
        AND orgs.valid_from <= $5::date AND coalesce(orgs.valid_to, 'infinity') >= $5::date
       JOIN org_areas AS covered ON covered.tenant_id = $1 AND covered.org_id = orgs.org_id
        AND covered.area_code = ANY ($2)
      WHERE NOT EXISTS (SELECT 1 FROM posts
                         WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id AND posts.role = wanted.role
                           AND posts.held_from <= $5::date AND coalesce(posts.held_to, 'infinity') >= $5::date)
      ORDER BY wanted.role, orgs.name`,
    [
      tx.tenantId,
      prefixesOf(model, areaCode),
      roles,
      roles.map((role) => model.roles[role]?.orgKind ?? ''),
      localDateOf(now, model.timeZone),
    ],
  );
  return rows;
}

export interface Route {
  holder: { postId: string; role: string; orgId: string; personId: string };
  /** Kept with the case and shown: why this post. */
  reason: string;
}

/**
 * The first role of the route that somebody holds for the place; null: nobody answers there. `passOver` says of whom it
 * must not lead to, and why; the reason then names them.
 */
export async function findRoute(
  tx: Tx,
  model: Model,
  route: readonly string[],
  areaCode: string,
  now: string,
  passOver: (holding: Holding) => string | undefined = () => undefined,
): Promise<Route | null> {
  const passed = new Set<string>();
  const holdings = await holdersFor(tx, model, route, areaCode, now);
  for (const role of route) {
    const holding = holdings.find((one) => {
      if (one.role !== role) return false;
      const why = passOver(one);
      if (why !== undefined) passed.add(why);
      return why === undefined;
    });
    if (!holding) continue;
    const title = model.roles[role]?.title.zh ?? role;
    return {
      holder: {
        postId: holding.postId,
        role,
        orgId: holding.orgId,
        personId: holding.personId,
      },
      reason: routeReason({
        orgName: holding.orgName,
        areaName: holding.areaName,
        title,
        passed: [...passed],
      }),
    };
  }
  return null;
}

/** The organisation of a kind that covers a place, the nearest one; null: there is none. */
export async function hostOrg(
  tx: Tx,
  model: Model,
  orgKind: string,
  areaCode: string,
  now: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ orgId: string }>(
    `SELECT orgs.org_id AS "orgId" FROM org_areas AS covered
       JOIN orgs ON orgs.tenant_id = covered.tenant_id AND orgs.org_id = covered.org_id
      WHERE covered.tenant_id = $1 AND covered.area_code = ANY ($2) AND orgs.kind = $3
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
      ORDER BY length(covered.area_code) DESC, orgs.valid_from, orgs.org_id LIMIT 1`,
    [tx.tenantId, prefixesOf(model, areaCode), orgKind, localDateOf(now, model.timeZone)],
  );
  return rows[0]?.orgId ?? null;
}

/** Posts one organisation above, held on the day of `now`: who is told when something is late. */
export async function supervisorsOf(
  tx: Tx,
  model: Model,
  orgId: string,
  now: string,
): Promise<{ postId: string; role: string; orgId: string; personId: string }[]> {
  const { rows } = await tx.query<{ postId: string; role: string; orgId: string; personId: string }>(
    `SELECT posts.post_id AS "postId", posts.role, posts.org_id AS "orgId", posts.person_id AS "personId"
       FROM orgs JOIN posts ON posts.tenant_id = orgs.tenant_id AND posts.org_id = orgs.parent_org_id
      WHERE orgs.tenant_id = $1 AND orgs.org_id = $2
        AND posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date
      ORDER BY posts.held_from, posts.post_id`,
    [tx.tenantId, orgId, localDateOf(now, model.timeZone)],
  );
  return rows;
}

/** The posts of one organisation held on the day of `now`, of one role or of all; who holds longest comes first. */
export async function holdersAt(
  tx: Tx,
  model: Model,
  orgId: string,
  role: string | null,
  now: string,
): Promise<{ postId: string; role: string; orgId: string; personId: string }[]> {
  const { rows } = await tx.query<{ postId: string; role: string; orgId: string; personId: string }>(
    `SELECT posts.post_id AS "postId", posts.role, posts.org_id AS "orgId", posts.person_id AS "personId"
       FROM posts JOIN orgs ON orgs.tenant_id = posts.tenant_id AND orgs.org_id = posts.org_id
      WHERE posts.tenant_id = $1 AND posts.org_id = $2 AND ($3::text IS NULL OR posts.role = $3)
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
        AND posts.held_from <= $4::date AND coalesce(posts.held_to, 'infinity') >= $4::date
      ORDER BY posts.held_from, posts.post_id`,
    [tx.tenantId, orgId, role, localDateOf(now, model.timeZone)],
  );
  return rows;
}

/** Every code an area's own begins with, at the lengths of the model's levels. */
export function prefixesOf(model: Model, areaCode: string): string[] {
  return model.levels.map(({ codeLength }) => areaCode.slice(0, codeLength));
}
