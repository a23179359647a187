/** Who answered for a place on a day, in which grid it lay, and why: for staff of organisations that cover it. */
import type { FindingKind, PlaceAnswers, PlaceQuery } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { prefixesOf } from './coverage.ts';
import { requireCover, today } from './policy.ts';
import { presentPost, titleOf } from './present.ts';
import { ruleOf } from './proof/index.ts';
import type { PostRow } from './store.ts';

type Answers = z.output<typeof PlaceAnswers>;

export async function showPlace(
  deps: Deps,
  viewer: Viewer,
  { area, on }: z.output<typeof PlaceQuery>,
): Promise<Answers> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireCover(model, viewer, area);
  const day = on ?? today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const names = await areaNames(tx, prefixesOf(model, area));
      const name = names.get(area);
      if (name === undefined) throw problem('not-found');
      const rule = ruleOf(model);
      // Only of a home is it promised that exactly one answers; a building has many homes, each with its own.
      const asked = rule !== null && area.length >= rule.homeLength ? rule : null;
      const [posts, grids] = await Promise.all([
        postsAt(tx, model, area, day),
        rule !== null && area.length >= rule.cellLength
          ? gridsAt(tx, area.slice(0, rule.cellLength), day)
          : [],
      ]);
      const shown = posts.map((post): Answers['posts'][number] => {
        const isAnswering = asked?.roles.includes(post.role) === true && post.served !== null;
        const { covers, served, orgName, covered, ...row } = post;
        const org = { orgId: row.orgId, covers: covers.map((areaCode) => ({ areaCode })) };
        const place = names.get(served ?? covered) ?? served ?? covered;
        return {
          ...presentPost(
            model,
            viewer,
            { ...org, covers: org.covers.map((one) => ({ ...one, name: '' })) },
            row,
          ),
          orgId: row.orgId,
          orgName,
          isAnswering,
          reason:
            served === null
              ? { zh: `${orgName}负责“${place}”`, en: `${orgName} covers “${place}”` }
              : { zh: `${orgName}把“${place}”交给本人负责`, en: `${orgName} gave “${place}” to this post` },
        };
      });
      const answering = shown.filter((post) => post.isAnswering).length;
      const broken: FindingKind[] = [];
      if (asked !== null) {
        if (answering === 0) broken.push('nobody-answers');
        if (answering > 1) broken.push('several-answer');
        if (asked.asksForGrids && grids.length === 0) broken.push('without-grid');
        if (asked.asksForGrids && grids.length > 1) broken.push('in-several-grids');
      }
      return {
        on: day,
        area: { code: area, name },
        asked: asked && {
          grids: asked.asksForGrids,
          answeredBy: asked.roles.map((role) => ({ role, title: titleOf(model.roles, role) })),
        },
        grids,
        posts: shown,
        broken,
      };
    },
    { readOnly: true },
  );
}

interface PostAt extends PostRow {
  orgName: string;
  /** All the organisation covered on the day: who has a duty there sees names. */
  covers: string[];
  /** The nearest of them that holds the place. */
  covered: string;
  /** What of the place, or around it, the holder answered for in person; null: for all the organisation covered. */
  served: string | null;
}

/** Whoever answered in person for other places only is not among them, nor who has been given none where each home has one. */
async function postsAt(tx: Tx, model: Model, area: string, day: string): Promise<PostAt[]> {
  const { rows } = await tx.query<PostAt & { serves: string[] }>(
    `SELECT posts.post_id AS "postId", posts.org_id AS "orgId", posts.role, posts.person_id AS "personId", people.name,
            posts.held_from AS "heldFrom", posts.held_to AS "heldTo", posts.pledge, orgs.name AS "orgName",
            covered.area_code AS covered, ARRAY(${coveredOnDay('orgs.org_id')}) AS covers, ARRAY(${servedOnDay}) AS serves
       FROM (SELECT org_id, area_code FROM org_areas WHERE tenant_id = $1 AND area_code = ANY ($2)
              UNION
             SELECT org_id, area_code FROM org_area_pasts WHERE tenant_id = $1 AND area_code = ANY ($2)) AS covered
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = covered.org_id
        AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
       JOIN posts ON posts.tenant_id = $1 AND posts.org_id = orgs.org_id
        AND posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date
       JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
      WHERE covered.area_code IN (${coveredOnDay('covered.org_id')})
      ORDER BY length(covered.area_code) DESC, posts.held_from, posts.post_id`,
    [tx.tenantId, prefixesOf(model, area), day],
  );
  const inPersonOnly = new Set(model.coverage?.answeredBy);
  const seen = new Set<string>();
  const near = rows.flatMap(({ serves, ...row }): PostAt[] => {
    const served = serves.find((code) => area.startsWith(code)) ?? null;
    const isThere = served !== null || (serves.length === 0 && !inPersonOnly.has(row.role));
    if (!isThere || seen.has(row.postId)) return [];
    seen.add(row.postId);
    return [{ ...row, served }];
  });
  return [...near.filter(({ served }) => served !== null), ...near.filter(({ served }) => served === null)];
}

const coveredOnDay = (orgId: string): string => `
  SELECT org_areas.area_code FROM org_areas JOIN orgs AS owner ON owner.tenant_id = $1 AND owner.org_id = org_areas.org_id
   WHERE org_areas.tenant_id = $1 AND org_areas.org_id = ${orgId}
     AND coalesce(org_areas.covered_from, owner.valid_from) <= $3::date
  UNION
  SELECT org_area_pasts.area_code FROM org_area_pasts
   WHERE org_area_pasts.tenant_id = $1 AND org_area_pasts.org_id = ${orgId}
     AND org_area_pasts.covered_from <= $3::date AND org_area_pasts.covered_to >= $3::date`;

const servedOnDay = `
  SELECT post_areas.area_code FROM post_areas
   WHERE post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id
     AND coalesce(post_areas.served_from, posts.held_from) <= $3::date
  UNION
  SELECT post_area_pasts.area_code FROM post_area_pasts
   WHERE post_area_pasts.tenant_id = $1 AND post_area_pasts.post_id = posts.post_id
     AND post_area_pasts.served_from <= $3::date AND post_area_pasts.served_to >= $3::date`;

async function gridsAt(tx: Tx, cellCode: string, day: string): Promise<Answers['grids']> {
  const { rows } = await tx.query<Answers['grids'][number]>(
    `SELECT grids.grid_id AS "gridId", grids.name, orgs.org_id AS "orgId", orgs.name AS "orgName"
       FROM grid_buildings
       JOIN grids ON grids.tenant_id = $1 AND grids.grid_id = grid_buildings.grid_id
        AND grids.valid_from <= $3::date AND coalesce(grids.valid_to, 'infinity') >= $3::date
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = grids.org_id
      WHERE grid_buildings.tenant_id = $1 AND grid_buildings.building_code = $2
      ORDER BY grids.name, grids.grid_id`,
    [tx.tenantId, cellCode, day],
  );
  return rows;
}
