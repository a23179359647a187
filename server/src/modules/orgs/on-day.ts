/** Organisations and posts as they were on a day. */
import type { OrgOnDay, OrgOnDayQuery, PostsPage, PostsQuery } from '@linli/contract';
import type { Limit, Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { membersOf } from './check-formations.ts';
import { opinionsOfPosts } from './opinion.ts';
import { hasDuty, requireCover, requirePost, today } from './policy.ts';
import { presentOrg, presentPost, titleOf } from './present.ts';
import { findOrgOnDay, type PostRow } from './store.ts';

export async function showOrg(
  deps: Deps,
  viewer: Viewer,
  orgId: string,
  { on }: z.output<typeof OrgOnDayQuery>,
): Promise<z.output<typeof OrgOnDay>> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const day = on ?? (await dayToShow(tx, orgId, now));
      const org = await findOrgOnDay(tx, orgId, day);
      if (!org) throw problem('not-found');
      const isTheirs = hasDuty(model, viewer, org);
      const postIds = org.posts.map(({ postId }) => postId);
      const [members, segments, also, opinions] = await Promise.all([
        membersOf(tx, model, orgId, day),
        segmentsOf(tx, postIds),
        isTheirs ? crossAppointments(tx, model, orgId, day) : new Map(),
        isTheirs ? opinionsOfPosts(deps, tx, postIds) : new Map(),
      ]);
      const shown = presentOrg(model, viewer, org, day);
      const committee = model.orgKinds[org.kind]?.committee ?? null;
      return {
        on: day,
        org: {
          ...shown,
          posts: shown.posts.map((post) => ({
            ...post,
            segments: segments.get(post.postId) ?? [],
            also: also.get(post.postId) ?? [],
            opinion: opinions.get(post.postId) ?? null,
          })),
          sentBy: org.sentBy,
          members,
          committee: committee === null || members === null ? null : members >= committee.from,
          verbs: shown.mayAdminister && (on === undefined || on === now) ? ['change', 'appoint'] : [],
        },
        duties: Object.entries(model.duties)
          .filter(([, duty]) => duty.orgKind === org.kind)
          .map(([key, { owes, limit, series }]) => ({
            key,
            owes,
            limit: limit && limitWords(limit),
            series,
          })),
      };
    },
    { readOnly: true },
  );
}

/** Today; of one that is still to begin, its first day. */
async function dayToShow(tx: Tx, orgId: string, now: string): Promise<string> {
  const { rows } = await tx.query<{ day: string }>(
    'SELECT greatest(valid_from, $3::date) AS day FROM orgs WHERE tenant_id = $1 AND org_id = $2',
    [tx.tenantId, orgId, now],
  );
  return rows[0]?.day ?? now;
}

/** As a model writes it: `5 working days of office`, `120 minutes of always`. */
function limitWords({ unit, amount, calendar }: Limit): string {
  return `${amount} ${unit === 'working-days' ? 'working days' : 'minutes'} of ${calendar}`;
}

export interface CrossAppointment {
  postId: string;
  role: string;
  roleTitle: { zh: string; en: string };
  orgId: string;
  orgName: string;
}

/** Of each post of the organisation, the other posts its holder has on that day and the model lets stand beside it. */
async function crossAppointments(
  tx: Tx,
  model: Model,
  orgId: string,
  day: string,
): Promise<Map<string, CrossAppointment[]>> {
  const { rows } = await tx.query<{
    postId: string;
    role: string;
    otherId: string;
    otherRole: string;
    orgId: string;
    orgName: string;
  }>(
    `SELECT posts.post_id AS "postId", posts.role, other.post_id AS "otherId", other.role AS "otherRole",
            orgs.org_id AS "orgId", orgs.name AS "orgName"
       FROM posts
       JOIN posts AS other ON other.tenant_id = $1 AND other.person_id = posts.person_id AND other.post_id <> posts.post_id
        AND other.held_from <= $3::date AND coalesce(other.held_to, 'infinity') >= $3::date
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = other.org_id
        AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
      WHERE posts.tenant_id = $1 AND posts.org_id = $2
        AND posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date
      ORDER BY other.held_from, other.post_id`,
    [tx.tenantId, orgId, day],
  );
  const besides = (role: string, other: string): boolean =>
    model.roles[role]?.also.includes(other) === true || model.roles[other]?.also.includes(role) === true;
  const known = rows.filter(({ role, otherRole }) => besides(role, otherRole));
  return new Map(
    [...Map.groupBy(known, ({ postId }) => postId)].map(([postId, others]) => [
      postId,
      others.map((other) => ({
        postId: other.otherId,
        role: other.otherRole,
        roleTitle: titleOf(model.roles, other.otherRole),
        orgId: other.orgId,
        orgName: other.orgName,
      })),
    ]),
  );
}

const pageSize = 100;

export async function listPosts(
  deps: Deps,
  viewer: Viewer,
  { on, area, org, role, after }: z.output<typeof PostsQuery>,
): Promise<z.output<typeof PostsPage>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const areaCode = area ?? model.jurisdiction;
  requirePost(viewer);
  // Who belongs to an organisation may ask for it, wherever it covers.
  if (org === undefined || !viewer.posts.some(({ orgId }) => orgId === org))
    requireCover(model, viewer, areaCode);
  const day = on ?? today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const rows = await postsOnDay(tx, { areaCode, org, role, after }, day);
      const shown = rows.slice(0, pageSize);
      const more = await particularsOf(
        tx,
        shown.map(({ postId }) => postId),
        day,
      );
      return {
        on: day,
        posts: shown.map(({ orgName, covers, ...post }) => ({
          ...presentPost(
            model,
            viewer,
            { orgId: post.orgId, covers: covers.map((code) => ({ areaCode: code, name: '' })) },
            post,
          ),
          orgId: post.orgId,
          orgName,
          serves: more.serves.get(post.postId) ?? 0,
          segments: more.segments.get(post.postId) ?? [],
          trail: (more.trails.get(post.postId) ?? []).map(({ channel, ...step }) => ({
            ...step,
            channel: channel === null ? null : titleOf(model.nominationChannels, channel),
          })),
        })),
        next: rows.length > pageSize ? (shown.at(-1)?.postId ?? null) : null,
      };
    },
    { readOnly: true },
  );
}

/** Areas an organisation covered on the day, today's and those of the past. */
const coveredOnDay = `
  SELECT org_areas.area_code FROM org_areas
   WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
     AND coalesce(org_areas.covered_from, orgs.valid_from) <= $2::date
  UNION
  SELECT org_area_pasts.area_code FROM org_area_pasts
   WHERE org_area_pasts.tenant_id = $1 AND org_area_pasts.org_id = orgs.org_id
     AND org_area_pasts.covered_from <= $2::date AND org_area_pasts.covered_to >= $2::date`;

async function postsOnDay(
  tx: Tx,
  wanted: { areaCode: string; org: string | undefined; role: string | undefined; after: string | undefined },
  day: string,
): Promise<(PostRow & { orgName: string; covers: string[] })[]> {
  const { rows } = await tx.query<PostRow & { orgName: string; covers: string[] }>(
    `SELECT posts.post_id AS "postId", posts.org_id AS "orgId", posts.role, posts.person_id AS "personId", people.name,
            posts.held_from AS "heldFrom", posts.held_to AS "heldTo", posts.pledge, orgs.name AS "orgName",
            ARRAY(${coveredOnDay}) AS covers
       FROM posts
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
        AND orgs.valid_from <= $2::date AND coalesce(orgs.valid_to, 'infinity') >= $2::date
       JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
      WHERE posts.tenant_id = $1 AND posts.held_from <= $2::date AND coalesce(posts.held_to, 'infinity') >= $2::date
        AND ($4::uuid IS NULL OR posts.org_id = $4) AND ($5::text IS NULL OR posts.role = $5)
        AND ($6::uuid IS NULL OR posts.post_id > $6)
        AND ($4::uuid IS NOT NULL OR EXISTS (SELECT FROM (${coveredOnDay}) AS covered
              WHERE covered.area_code >= $3 AND covered.area_code < $3 || '~'))
      ORDER BY posts.post_id LIMIT ${pageSize + 1}`,
    [tx.tenantId, day, wanted.areaCode, wanted.org ?? null, wanted.role ?? null, wanted.after ?? null],
  );
  return rows;
}

async function particularsOf(tx: Tx, postIds: readonly string[], day: string) {
  const [serves, segments, trails] = await Promise.all([
    tx.query<{ postId: string; number: number }>(
      // What a holder answered for then, also where a plan has given it to somebody else since.
      `SELECT served.post_id AS "postId", count(*)::integer AS number
         FROM (SELECT post_areas.post_id, post_areas.area_code
                 FROM post_areas JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_areas.post_id
                WHERE post_areas.tenant_id = $1 AND post_areas.post_id = ANY ($2::uuid[])
                  AND coalesce(post_areas.served_from, posts.held_from) <= $3::date
               UNION
               SELECT post_id, area_code FROM post_area_pasts
                WHERE tenant_id = $1 AND post_id = ANY ($2::uuid[]) AND served_from <= $3::date AND served_to >= $3::date) AS served
        GROUP BY served.post_id`,
      [tx.tenantId, postIds, day],
    ),
    segmentsOf(tx, postIds),
    tx.query<{ postId: string; step: string; channel: string | null; doneOn: string; note: string | null }>(
      `SELECT post_id AS "postId", step, channel, done_on AS "doneOn", note FROM post_trails
        WHERE tenant_id = $1 AND post_id = ANY ($2::uuid[]) ORDER BY post_id, step_number`,
      [tx.tenantId, postIds],
    ),
  ]);
  return {
    serves: new Map(serves.rows.map(({ postId, number }) => [postId, number])),
    segments,
    trails: byPost(trails.rows),
  };
}

/** Of each post the roads and the like its holder answers for. */
async function segmentsOf(
  tx: Tx,
  postIds: readonly string[],
): Promise<Map<string, { segmentId: string; name: string }[]>> {
  const { rows } = await tx.query<{ postId: string; segmentId: string; name: string }>(
    `SELECT post_segments.post_id AS "postId", segments.segment_id AS "segmentId", segments.name
       FROM post_segments JOIN segments ON segments.tenant_id = $1 AND segments.segment_id = post_segments.segment_id
      WHERE post_segments.tenant_id = $1 AND post_segments.post_id = ANY ($2::uuid[]) ORDER BY segments.name`,
    [tx.tenantId, postIds],
  );
  return byPost(rows);
}

function byPost<Row extends { postId: string }>(rows: Row[]): Map<string, Omit<Row, 'postId'>[]> {
  return new Map(
    [...Map.groupBy(rows, ({ postId }) => postId)].map(([postId, group]) => [
      postId,
      group.map(({ postId: _, ...row }) => row),
    ]),
  );
}
