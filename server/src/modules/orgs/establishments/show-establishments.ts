/** The register of posts of the establishment on any day: how many are where, which they are, and what became of one. */
import type {
  EstablishmentPostHistory,
  EstablishmentPostsPage,
  EstablishmentPostsQuery,
  EstablishmentPostView,
  EstablishmentsQuery,
  EstablishmentsView,
} from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { maskName } from '../../../platform/secrets/index.ts';
import { keptLabelIn, modelsOf } from '../../models/index.ts';
import { hasAbility, type Viewer } from '../../people/index.ts';
import { hasDuty, reaches, requirePost, today } from '../policy.ts';
import { titleOf } from '../present.ts';
import { depthOf, directionOf, type Place, placesSql } from './store.ts';

const pageSize = 50;

export async function showEstablishments(
  deps: Deps,
  viewer: Viewer,
  { on }: z.output<typeof EstablishmentsQuery>,
): Promise<EstablishmentsView> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = on ?? today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [counted, moves] = await Promise.all([countByOrg(tx, model, day), movesUntil(tx, model, day)]);
      const sum = (rows: readonly Counted[], key: string) => {
        const own = rows.filter((row) => row.key === key);
        const add = (count: (row: Counted) => number) => own.reduce((total, row) => total + count(row), 0);
        return {
          key,
          posts: add(({ posts }) => posts),
          movedDown: add(({ movedDown }) => movedDown),
          vacant: add(({ vacant }) => vacant),
        };
      };
      const byOrg = Map.groupBy(counted, ({ orgId }) => orgId);
      return {
        on: day,
        establishments: Object.entries(model.establishments).map(([key, { title }]) => ({
          ...sum(counted, key),
          title,
        })),
        orgs: [...byOrg.values()].map((rows) => {
          const [{ orgId, orgName, orgKind, areaCode, areaName }] = rows as [Counted, ...Counted[]];
          return {
            orgId,
            name: orgName,
            kindTitle: titleOf(model.orgKinds, orgKind),
            area: areaCode === null ? null : { areaCode, name: areaName ?? areaCode },
            counts: rows.map(({ key }) => sum(rows, key)),
          };
        }),
        moves,
        mayEnter: hasAbility(viewer, 'administer'),
      };
    },
    { readOnly: true },
  );
}

interface Counted {
  key: string;
  orgId: string;
  orgName: string;
  orgKind: string;
  areaCode: string | null;
  areaName: string | null;
  posts: number;
  movedDown: number;
  vacant: number;
}

/** As parameters `$3`, `$4`: kinds of organisations, and how deep each stands. */
function depths(model: Model): [string[], number[]] {
  const known = Object.keys(model.orgKinds).flatMap((kind) => {
    const depth = depthOf(model, kind);
    return depth === null ? [] : [{ kind, depth }];
  });
  return [known.map(({ kind }) => kind), known.map(({ depth }) => depth)];
}
const withDepths = `
  LEFT JOIN unnest($3::text[], $4::integer[]) AS here_depth (kind, depth) ON here_depth.kind = place."orgKind"
  LEFT JOIN unnest($3::text[], $4::integer[]) AS first_depth (kind, depth) ON first_depth.kind = place."firstKind"`;
const isMovedDown = 'coalesce(here_depth.depth > first_depth.depth, false)';

async function countByOrg(tx: Tx, model: Model, day: string): Promise<Counted[]> {
  const { rows } = await tx.query<Counted>(
    `SELECT place.key, place."orgId", place."orgName", place."orgKind", place.area_code AS "areaCode",
            areas.full_name AS "areaName", place.posts, place."movedDown", place.vacant
       FROM (SELECT place.key, place."orgId", place."orgName", place."orgKind", here_depth.depth,
                    count(*)::integer AS posts, count(*) FILTER (WHERE ${isMovedDown})::integer AS "movedDown",
                    count(*) FILTER (WHERE place."holderPostId" IS NULL)::integer AS vacant,
                    (SELECT min(org_areas.area_code) FROM org_areas
                      WHERE org_areas.tenant_id = $1 AND org_areas.org_id = place."orgId") AS area_code
               FROM (${placesSql}) AS place ${withDepths}
              GROUP BY place.key, place."orgId", place."orgName", place."orgKind", here_depth.depth) AS place
       LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = place.area_code
      ORDER BY place.depth NULLS FIRST, place.area_code, place."orgName", place."orgId", place.key`,
    [tx.tenantId, day, ...depths(model)],
  );
  return rows;
}

async function movesUntil(tx: Tx, model: Model, day: string): Promise<EstablishmentsView['moves']> {
  const { rows } = await tx.query<{
    movedOn: string;
    basis: string;
    key: string;
    from: string;
    to: string;
    posts: number;
  }>(
    `SELECT moved.moved_on AS "movedOn", moved.basis, establishment_posts.establishment AS key,
            above.kind AS from, below.kind AS to, count(*)::integer AS posts
       FROM establishment_moves AS moved
       JOIN establishment_moves AS before ON before.tenant_id = $1
        AND before.establishment_post_id = moved.establishment_post_id AND before.move_number = moved.move_number - 1
       JOIN establishment_posts ON establishment_posts.tenant_id = $1
        AND establishment_posts.establishment_post_id = moved.establishment_post_id
       JOIN orgs AS above ON above.tenant_id = $1 AND above.org_id = before.org_id
       JOIN orgs AS below ON below.tenant_id = $1 AND below.org_id = moved.org_id
      WHERE moved.tenant_id = $1 AND moved.moved_on <= $2::date
      GROUP BY 1, 2, 3, 4, 5 ORDER BY 1 DESC, 2, 3, 4, 5 LIMIT 400`,
    [tx.tenantId, day],
  );
  const moves = new Map<string, EstablishmentsView['moves'][number]>();
  for (const { movedOn, basis, key, from, to, posts } of rows) {
    const direction = directionOf(model, from, to);
    const found = moves.get([movedOn, basis, key, direction].join('\n'));
    if (found === undefined) {
      moves.set([movedOn, basis, key, direction].join('\n'), { movedOn, basis, key, direction, posts });
    } else found.posts += posts;
  }
  return [...moves.values()];
}

export async function listEstablishmentPosts(
  deps: Deps,
  viewer: Viewer,
  words: z.output<typeof EstablishmentPostsQuery>,
): Promise<EstablishmentPostsPage> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = today(model, deps.clock.now());
  const day = words.on ?? now;
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const list = `FROM (${placesSql}) AS place ${withDepths}
        WHERE ($5::text IS NULL OR place.key = $5) AND ($6::uuid IS NULL OR place."orgId" = $6)
          AND (NOT $7::boolean OR ${isMovedDown}) AND ($8::date IS NULL OR (place.since = $8 AND place."moveNumber" > 1))
          AND ($9::boolean IS NULL OR (place."holderPostId" IS NULL) = $9)`;
      const parameters = [
        tx.tenantId,
        day,
        ...depths(model),
        words.key ?? null,
        words.org ?? null,
        words.moved === 'down',
        words.movedOn ?? null,
        words.vacant ?? null,
      ];
      const [page, total] = await Promise.all([
        tx.query<Place>(
          `SELECT place.* ${list}
              AND ($10::uuid IS NULL OR (place.key, place.number) >
                   (SELECT last.establishment, last.number FROM establishment_posts AS last
                     WHERE last.tenant_id = $1 AND last.establishment_post_id = $10))
            ORDER BY place.key, place.number LIMIT ${pageSize + 1}`,
          [...parameters, words.after ?? null],
        ),
        tx.query<{ total: number }>(`SELECT count(*)::integer AS total ${list}`, parameters),
      ]);
      const shown = page.rows.slice(0, pageSize);
      return {
        on: day,
        posts: await present(tx, model, viewer, shown, day === now),
        total: total.rows[0]?.total ?? 0,
        next: page.rows.length > pageSize ? (shown.at(-1)?.establishmentPostId ?? null) : null,
      };
    },
    { readOnly: true },
  );
}

/** `isToday`: deeds are done today; on another day there are none. */
async function present(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  places: readonly Place[],
  isToday: boolean,
): Promise<EstablishmentPostView[]> {
  const covers = await coversOf(
    tx,
    places.map(({ orgId }) => orgId),
  );
  return places.map((place) => {
    const areas = covers.get(place.orgId) ?? [];
    const verbs: EstablishmentPostView['verbs'] = [];
    if (isToday && reaches(model, viewer, 'administer', areas)) {
      verbs.push('move');
      if (place.holderPostId === null) verbs.push('end');
    }
    return {
      establishmentPostId: place.establishmentPostId,
      key: place.key,
      number: place.number,
      org: { orgId: place.orgId, name: place.orgName },
      since: place.since,
      basis: place.basis,
      from:
        place.fromOrgId === null || place.fromName === null
          ? null
          : { orgId: place.fromOrgId, name: place.fromName },
      direction: place.fromKind === null ? null : directionOf(model, place.fromKind, place.orgKind),
      holder:
        place.holderPostId === null || place.holderRole === null || place.heldFrom === null
          ? null
          : {
              postId: place.holderPostId,
              roleTitle: titleOf(model.roles, place.holderRole),
              name: nameFor(model, viewer, place.orgId, areas, {
                role: place.holderRole,
                personId: place.holderPersonId,
                name: place.holderName ?? '',
              }),
              heldFrom: place.heldFrom,
            },
      verbs,
    };
  });
}

function nameFor(
  model: Model,
  viewer: Viewer,
  orgId: string,
  areas: readonly string[],
  { role, personId, name }: { role: string; personId: string | null; name: string },
): string {
  const isOpen =
    personId === viewer.personId ||
    model.roles[role]?.shown.includes('name') === true ||
    hasDuty(model, viewer, { orgId, covers: areas.map((areaCode) => ({ areaCode })) });
  return isOpen ? name : maskName(name);
}

async function coversOf(tx: Tx, orgIds: readonly string[]): Promise<Map<string, string[]>> {
  const { rows } = await tx.query<{ orgId: string; codes: string[] }>(
    `SELECT org_id AS "orgId", array_agg(area_code ORDER BY area_code) AS codes FROM org_areas
      WHERE tenant_id = $1 AND org_id = ANY ($2::uuid[]) GROUP BY org_id`,
    [tx.tenantId, [...new Set(orgIds)]],
  );
  return new Map(rows.map(({ orgId, codes }) => [orgId, codes]));
}

export async function showEstablishmentPost(
  deps: Deps,
  viewer: Viewer,
  establishmentPostId: string,
): Promise<EstablishmentPostHistory> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [place, moves, holders] = await Promise.all([
        tx.query<Place>(`${placesSql} AND establishment_posts.establishment_post_id = $3`, [
          tx.tenantId,
          day,
          establishmentPostId,
        ]),
        tx.query<{
          movedOn: string;
          orgId: string | null;
          name: string | null;
          basis: string;
          recordedAt: string;
          recordedBy: string | null;
        }>(
          `SELECT establishment_moves.moved_on AS "movedOn", orgs.org_id AS "orgId", orgs.name, establishment_moves.basis,
                  establishment_moves.recorded_at AS "recordedAt", establishment_moves.by_label AS "recordedBy"
             FROM establishment_moves
             LEFT JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = establishment_moves.org_id
            WHERE establishment_moves.tenant_id = $1 AND establishment_moves.establishment_post_id = $2
            ORDER BY establishment_moves.move_number DESC`,
          [tx.tenantId, establishmentPostId],
        ),
        tx.query<{
          postId: string;
          role: string;
          personId: string;
          name: string;
          orgId: string;
          orgName: string;
          heldFrom: string;
          heldTo: string | null;
        }>(
          `SELECT posts.post_id AS "postId", posts.role, posts.person_id AS "personId", people.name, orgs.org_id AS "orgId",
                  orgs.name AS "orgName", posts.held_from AS "heldFrom", posts.held_to AS "heldTo"
             FROM posts
             JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
             JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
            WHERE posts.tenant_id = $1 AND posts.establishment_post_id = $2
            ORDER BY posts.held_from DESC, posts.post_id`,
          [tx.tenantId, establishmentPostId],
        ),
      ]);
      if (moves.rows.length === 0) throw problem('not-found');
      const covers = await coversOf(
        tx,
        holders.rows.map(({ orgId }) => orgId),
      );
      return {
        post: (await present(tx, model, viewer, place.rows, true))[0] ?? null,
        moves: moves.rows.map(({ orgId, name, recordedBy, ...move }) => ({
          ...move,
          recordedBy: recordedBy === null ? null : keptLabelIn(viewer.locale, model, recordedBy),
          org: orgId === null || name === null ? null : { orgId, name },
        })),
        holders: holders.rows.map(({ personId, role, name, orgId, ...holder }) => ({
          ...holder,
          name: nameFor(model, viewer, orgId, covers.get(orgId) ?? [], { role, personId, name }),
          roleTitle: titleOf(model.roles, role),
        })),
      };
    },
    { readOnly: true },
  );
}
