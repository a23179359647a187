/**
 * Who answered for a place on a day, in which grid it lay, which roads run by it, and why: for staff of organisations that
 * cover it. The place is an area, or wherever a position is.
 */
import type { FindingKind, PlaceAnswers, PlaceQuery } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { areaNames, type Position, resolvePlace } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { prefixesOf } from './coverage.ts';
import { fieldProblem } from './field-problem.ts';
import { requireCover, requirePost, today } from './policy.ts';
import { presentPost, titleOf } from './present.ts';
import { ruleOf } from './proof/index.ts';
import {
  beside,
  chiefsOf,
  positionOf,
  rolesOfSegments,
  type SegmentNear,
  segmentsNear,
  segmentsWithin,
} from './segments/store.ts';
import type { PostRow } from './store.ts';

type Answers = z.output<typeof PlaceAnswers>;

export async function showPlace(
  deps: Deps,
  viewer: Viewer,
  { on, ...asked }: z.output<typeof PlaceQuery>,
): Promise<Answers> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requirePost(viewer);
  const day = on ?? today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const { area, point } = await placeOf(tx, asked, day);
      requireCover(model, viewer, area);
      const names = await areaNames(tx, prefixesOf(model, area));
      const name = names.get(area);
      if (name === undefined) throw problem('not-found');
      const rule = ruleOf(model);
      // Only of a home is it promised that exactly one answers; a building has many homes, each with its own.
      const promised = rule !== null && area.length >= rule.homeLength ? rule : null;
      const [posts, roads, grids] = await Promise.all([
        postsAt(tx, model, area, day),
        roadsAt(tx, model, area, point, day),
        rule !== null && area.length >= rule.cellLength
          ? gridsAt(tx, area.slice(0, rule.cellLength), day)
          : [],
      ]);
      const shown = posts.map((post): Answers['posts'][number] => {
        const isAnswering = promised?.roles.includes(post.role) === true && post.served !== null;
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
      const chiefs = await chiefsAt(tx, model, viewer, roads, day);
      const answering = shown.filter((post) => post.isAnswering).length;
      const broken: FindingKind[] = [];
      if (promised !== null) {
        if (answering === 0) broken.push('nobody-answers');
        if (answering > 1) broken.push('several-answer');
        if (promised.asksForGrids && grids.length === 0) broken.push('without-grid');
        if (promised.asksForGrids && grids.length > 1) broken.push('in-several-grids');
      }
      return {
        on: day,
        area: { code: area, name },
        asked: promised && {
          grids: promised.asksForGrids,
          answeredBy: promised.roles.map((role) => ({ role, title: titleOf(model.roles, role) })),
        },
        grids,
        // Whoever asks for a point on a road asks for its chief first.
        posts: point === null ? [...shown, ...chiefs] : [...chiefs, ...shown],
        segments: roads.map(({ segmentId, kind, name: road, distanceMetres }) => ({
          segmentId,
          kindTitle: titleOf(model.segmentKinds, kind),
          name: road,
          distanceMetres: Math.round(distanceMetres),
          chiefs: chiefs.filter(({ ofSegments }) => ofSegments.includes(segmentId)).length,
        })),
        broken,
      };
    },
    { readOnly: true },
  );
}

/** The area that was asked for, or the one a position is in; far from every area but on a road, the area of the road. */
async function placeOf(
  tx: Tx,
  { area, longitude, latitude }: Omit<z.output<typeof PlaceQuery>, 'on'>,
  day: string,
): Promise<{ area: string; point: Position | null }> {
  if (area !== undefined) return { area, point: null };
  if (longitude === undefined || latitude === undefined) {
    throw fieldProblem('/area', { zh: '请说明地点或经纬度', en: 'Say a place, or longitude and latitude' });
  }
  const point: Position = [longitude, latitude];
  const place = await resolvePlace(tx, { position: { longitude, latitude } });
  if (!('refused' in place)) return { area: place.code, point };
  const [road] = await segmentsNear(tx, point, beside.position, day);
  if (road === undefined) throw problem(place.refused);
  return { area: road.areaCode, point };
}

const mostRoads = 50;

/** By a point those that run by it; of an area also those inside. */
async function roadsAt(
  tx: Tx,
  model: Model,
  area: string,
  point: Position | null,
  day: string,
): Promise<SegmentNear[]> {
  if (point !== null) return segmentsNear(tx, point, beside.position, day);
  const middle = await positionOf(tx, model, area);
  const near = middle === null ? [] : await segmentsNear(tx, middle, beside.area, day);
  const seen = new Set(near.map(({ segmentId }) => segmentId));
  // Of a whole city the page of roads says more.
  const inside = area === model.jurisdiction ? [] : await segmentsWithin(tx, area, day);
  return [
    ...near,
    ...inside.filter(({ segmentId }) => !seen.has(segmentId)).map((row) => ({ ...row, distanceMetres: 0 })),
  ].slice(0, mostRoads);
}

/** Chiefs of these roads, each once, whichever area their organisation covers. */
async function chiefsAt(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  roads: readonly SegmentNear[],
  day: string,
): Promise<(Answers['posts'][number] & { ofSegments: string[] })[]> {
  const nearness = new Map(roads.map(({ segmentId }, at) => [segmentId, at]));
  const rows = await chiefsOf(tx, [...nearness.keys()], day);
  rows.sort((one, other) => (nearness.get(one.segmentId) ?? 0) - (nearness.get(other.segmentId) ?? 0));
  return [...Map.groupBy(rows, ({ postId }) => postId).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { segmentId: _, orgName, ...post } = first;
    const ofSegments = group.map(({ segmentId }) => segmentId);
    const here = roads.filter(({ segmentId }) => ofSegments.includes(segmentId));
    const names = here.map(({ name }) => name);
    const covers = here.map(({ areaCode, areaName }) => ({ areaCode, name: areaName }));
    return [
      {
        ...presentPost(model, viewer, { orgId: post.orgId, covers }, post),
        orgId: post.orgId,
        orgName,
        isAnswering: false,
        reason: {
          zh: `${orgName}把“${names.join('”“')}”交给本人负责`,
          en: `${orgName} gave “${names.join('”, “')}” to this post`,
        },
        ofSegments,
      },
    ];
  });
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
  // Chiefs of roads answer for roads and not for all their organisation covers.
  const inPersonOnly = new Set([...(model.coverage?.answeredBy ?? []), ...rolesOfSegments(model)]);
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
