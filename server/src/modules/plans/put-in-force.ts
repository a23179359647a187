/**
 * Makes an accepted plan so, in one transaction: grids, what their organisations cover, and who serves which home change
 * on one day; what was before keeps its last day. Nothing happens when buildings, members or duties are no longer what
 * the plan was made for.
 */
import { randomUUID } from 'node:crypto';
import { counted, type PlanChangedSince } from '@linli/contract';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { recountAfterChange } from '../orgs/index.ts';
import { type PlanRule, planRule } from './plan-rule.ts';
import { type Compound, readCompound } from './read-compound.ts';
import { findResult } from './store.ts';
import type { PlanResult } from './summarize.ts';
import { whatChanged } from './what-changed.ts';

/** What stands against it as of a day; empty: nothing does. Organisations of the compound are locked until the end. */
export async function findObstacles(
  tx: Tx,
  model: Model,
  plan: { planId: string; compoundCode: string },
  day: string,
): Promise<
  { compound: Compound; rule: PlanRule; result: PlanResult; changed: PlanChangedSince } | undefined
> {
  const rule = planRule(model);
  const kept = await findResult(tx, plan.planId);
  if (rule === null || !kept) return undefined;
  await lockOrgs(tx, rule, plan.compoundCode);
  const compound = await readCompound(tx, rule, plan.compoundCode, day);
  if (!compound) return undefined;
  const changed = whatChanged(kept.input, compound);
  if (compound.obstacles.length > 0) {
    changed.push(...compound.obstacles.map((message) => ({ what: 'grids' as const, message })));
  }
  if (compound.laterGrids > 0) {
    changed.push({
      what: 'grids',
      message: {
        zh: `已有 ${compound.laterGrids} 个网格定在更晚的日子开始。`,
        en: `Set to begin on a later day already: ${counted(compound.laterGrids, 'grid')}.`,
      },
    });
  }
  return { compound, rule, result: kept.result, changed };
}

/** Whoever gives or ends a post there waits, and the other way round. */
async function lockOrgs(tx: Tx, rule: PlanRule, compoundCode: string): Promise<void> {
  await tx.query(
    `SELECT FROM orgs WHERE tenant_id = $1 AND kind = $3
        AND EXISTS (SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
                       AND org_areas.area_code >= $2 AND org_areas.area_code < $2 || '~')
      ORDER BY org_id FOR UPDATE`,
    [tx.tenantId, compoundCode, rule.orgKind],
  );
}

/** `day` is the first day of the new grids and duties. */
export async function putInForce(
  tx: Tx,
  model: Model,
  { compound, rule, result }: { compound: Compound; rule: PlanRule; result: PlanResult },
  day: string,
): Promise<void> {
  const orgOf = await makeOrgs(tx, rule, compound, result, day);
  await changeGrids(tx, compound, result, orgOf, day);
  await changeCover(tx, compound, result, orgOf, day);
  await changeDuties(tx, rule, compound, result, orgOf, day);
  await endOrgs(tx, compound, result, day);
  await recountAfterChange(
    tx,
    model,
    compound.buildings.map(({ code }) => code),
    day,
  );
}

/** Organisation of each planned grid, by the grid's id; those that are not there yet are made. */
async function makeOrgs(
  tx: Tx,
  rule: PlanRule,
  compound: Compound,
  result: PlanResult,
  day: string,
): Promise<Map<string, string>> {
  const orgOf = new Map<string, string>();
  for (const grid of result.grids) {
    const orgId = grid.orgId ?? randomUUID();
    orgOf.set(grid.gridId, orgId);
    if (grid.orgId !== null) continue;
    await tx.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, formation, valid_from)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [tx.tenantId, orgId, rule.orgKind, grid.orgName, compound.parentOrgId, rule.formation, day],
    );
  }
  return orgOf;
}

/** A grid whose buildings change ends the day before, and one of the same name begins. */
async function changeGrids(
  tx: Tx,
  compound: Compound,
  result: PlanResult,
  orgOf: ReadonlyMap<string, string>,
  day: string,
): Promise<void> {
  const planned = new Map(result.grids.map((grid) => [grid.gridId, grid]));
  const isSame = (gridId: string, codes: readonly string[]): boolean =>
    sameWords(planned.get(gridId)?.buildingIds ?? [], codes);
  const ended = compound.grids.filter(({ gridId, buildingCodes }) => !isSame(gridId, buildingCodes));
  await tx.query(
    'UPDATE grids SET valid_to = $3::date - 1 WHERE tenant_id = $1 AND grid_id = ANY ($2::uuid[])',
    [tx.tenantId, ended.map(({ gridId }) => gridId), day],
  );
  const presentOf = new Map(compound.grids.map((grid) => [grid.gridId, grid]));
  for (const { gridId, name, buildingIds } of result.grids) {
    const present = presentOf.get(gridId);
    if (present && sameWords(present.buildingCodes, buildingIds)) continue;
    const fresh = randomUUID();
    await tx.query(
      `INSERT INTO grids (tenant_id, grid_id, compound_code, name, org_id, valid_from) VALUES ($1, $2, $3, $4, $5, $6)`,
      [tx.tenantId, fresh, compound.code, name, orgOf.get(gridId), day],
    );
    await tx.query(
      `INSERT INTO grid_buildings (tenant_id, grid_id, building_code) SELECT $1, $2, code FROM unnest($3::text[]) AS code`,
      [tx.tenantId, fresh, buildingIds],
    );
  }
}

/** An organisation covers the buildings of its grid: routing and authority follow from nothing else. */
async function changeCover(
  tx: Tx,
  compound: Compound,
  result: PlanResult,
  orgOf: ReadonlyMap<string, string>,
  day: string,
): Promise<void> {
  const wanted = result.grids.flatMap(({ gridId, buildingIds }) =>
    buildingIds.map((code) => ({ orgId: orgOf.get(gridId) ?? '', code })),
  );
  // Only of organisations of these grids, and of those that held members here: what else covers the compound stays.
  const concerned = [...new Set([...orgOf.values(), ...branchesOf(compound)])];
  const values = [
    tx.tenantId,
    concerned,
    wanted.map(({ orgId }) => orgId),
    wanted.map(({ code }) => code),
    day,
  ];
  const gone = `org_areas.tenant_id = $1 AND org_areas.org_id = ANY ($2::uuid[])
    AND NOT EXISTS (SELECT FROM unnest($3::uuid[], $4::text[]) AS wanted (org_id, code)
                     WHERE wanted.org_id = org_areas.org_id AND wanted.code = org_areas.area_code)`;
  await tx.query(
    `INSERT INTO org_area_pasts (tenant_id, org_id, area_code, covered_from, covered_to)
     SELECT $1, org_areas.org_id, org_areas.area_code, coalesce(org_areas.covered_from, orgs.valid_from), $5::date - 1
       FROM org_areas JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = org_areas.org_id
      WHERE ${gone} AND coalesce(org_areas.covered_from, orgs.valid_from) < $5::date
     ON CONFLICT (tenant_id, org_id, area_code, covered_from) DO NOTHING`,
    values,
  );
  await tx.query(`DELETE FROM org_areas WHERE ${gone}`, values.slice(0, 4));
  await tx.query(
    `INSERT INTO org_areas (tenant_id, org_id, area_code, covered_from)
     SELECT $1, wanted.org_id, wanted.code, CASE WHEN orgs.valid_from < $4::date THEN $4::date END
       FROM unnest($2::uuid[], $3::text[]) AS wanted (org_id, code)
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = wanted.org_id
     ON CONFLICT (tenant_id, org_id, area_code) DO NOTHING`,
    [tx.tenantId, wanted.map(({ orgId }) => orgId), wanted.map(({ code }) => code), day],
  );
}

function branchesOf(compound: Compound): string[] {
  return [
    ...compound.grids.map(({ orgId }) => orgId),
    ...compound.members.flatMap(({ posts }) => posts.map(({ orgId }) => orgId)),
  ];
}

/**
 * A member who stays in the grid keeps the post, and only the homes change; one who goes to another grid gets a post
 * there, and the old one ends the day before.
 */
async function changeDuties(
  tx: Tx,
  rule: PlanRule,
  compound: Compound,
  result: PlanResult,
  orgOf: ReadonlyMap<string, string>,
  day: string,
): Promise<void> {
  const homesOf = Map.groupBy(result.duties, ({ memberId }) => memberId);
  const gridOfMember = new Map(
    result.grids.flatMap(({ gridId, memberIds }) => memberIds.map((id) => [id, gridId] as const)),
  );
  const gridOfBuilding = new Map(
    result.grids.flatMap(({ gridId, buildingIds }) => buildingIds.map((id) => [id, gridId] as const)),
  );
  const going = new Set(orgOf.values());
  const ending: string[] = [];
  const beginning: { postId: string; orgId: string; personId: string; likePostId: string }[] = [];
  const duties: { postId: string; code: string }[] = [];
  const kept: string[] = [];
  for (const { personId, posts, buildingCode } of compound.members) {
    const [oldest] = posts;
    if (!oldest) continue;
    const serves = gridOfMember.get(personId);
    const livesIn = gridOfBuilding.get(buildingCode ?? '') ?? result.grids[0]?.gridId ?? '';
    const stays = posts.find(({ orgId }) => going.has(orgId));
    // Somebody in reserve stays where they are, as long as that organisation does.
    const orgId = serves !== undefined ? orgOf.get(serves) : (stays?.orgId ?? orgOf.get(livesIn));
    if (orgId === undefined) continue;
    const own = posts.find((post) => post.orgId === orgId);
    const postId = own?.postId ?? randomUUID();
    if (own) kept.push(postId);
    else beginning.push({ postId, orgId, personId, likePostId: oldest.postId });
    ending.push(...posts.filter((post) => post !== own).map((post) => post.postId));
    duties.push(...(homesOf.get(personId) ?? []).map(({ homeId }) => ({ postId, code: homeId })));
  }
  await tx.query(
    `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from, held_to, pledge)
     SELECT $1, fresh.post_id, fresh.org_id, $6, fresh.person_id, $7::date, old.held_to, old.pledge
       FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) AS fresh (post_id, org_id, person_id, like_post_id)
       JOIN posts AS old ON old.tenant_id = $1 AND old.post_id = fresh.like_post_id`,
    [
      tx.tenantId,
      beginning.map(({ postId }) => postId),
      beginning.map(({ orgId }) => orgId),
      beginning.map(({ personId }) => personId),
      beginning.map(({ likePostId }) => likePostId),
      rule.role,
      day,
    ],
  );
  await tx.query(
    'UPDATE posts SET held_to = $3::date - 1 WHERE tenant_id = $1 AND post_id = ANY ($2::uuid[])',
    [tx.tenantId, ending, day],
  );
  const values = [tx.tenantId, kept, duties.map(({ postId }) => postId), duties.map(({ code }) => code), day];
  const gone = `post_areas.tenant_id = $1 AND post_areas.post_id = ANY ($2::uuid[])
    AND NOT EXISTS (SELECT FROM unnest($3::uuid[], $4::text[]) AS wanted (post_id, code)
                     WHERE wanted.post_id = post_areas.post_id AND wanted.code = post_areas.area_code)`;
  await tx.query(
    `INSERT INTO post_area_pasts (tenant_id, post_id, area_code, served_from, served_to)
     SELECT $1, post_areas.post_id, post_areas.area_code, coalesce(post_areas.served_from, posts.held_from), $5::date - 1
       FROM post_areas JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_areas.post_id
      WHERE ${gone} AND coalesce(post_areas.served_from, posts.held_from) < $5::date
     ON CONFLICT (tenant_id, post_id, area_code, served_from) DO NOTHING`,
    values,
  );
  await tx.query(`DELETE FROM post_areas WHERE ${gone}`, values.slice(0, 4));
  await tx.query(
    `INSERT INTO post_areas (tenant_id, post_id, area_code, served_from)
     SELECT $1, wanted.post_id, wanted.code, CASE WHEN posts.held_from < $4::date THEN $4::date END
       FROM unnest($2::uuid[], $3::text[]) AS wanted (post_id, code)
       JOIN posts ON posts.tenant_id = $1 AND posts.post_id = wanted.post_id
     ON CONFLICT (tenant_id, post_id, area_code) DO NOTHING`,
    [tx.tenantId, duties.map(({ postId }) => postId), duties.map(({ code }) => code), day],
  );
}

/** An organisation whose grid is no more ends with all posts in it. */
async function endOrgs(tx: Tx, compound: Compound, result: PlanResult, day: string): Promise<void> {
  const going = new Set(result.grids.map(({ orgId }) => orgId));
  const ended = [...new Set(branchesOf(compound))].filter((orgId) => !going.has(orgId));
  await tx.query(
    `UPDATE posts SET held_to = $3::date - 1
      WHERE tenant_id = $1 AND org_id = ANY ($2::uuid[]) AND coalesce(held_to, 'infinity') >= $3::date`,
    [tx.tenantId, ended, day],
  );
  await tx.query(
    `UPDATE orgs SET valid_to = $3::date - 1
      WHERE tenant_id = $1 AND org_id = ANY ($2::uuid[]) AND coalesce(valid_to, 'infinity') >= $3::date`,
    [tx.tenantId, ended, day],
  );
}

function sameWords(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && [...one].sort().join() === [...other].sort().join();
}
