/** Roads and the like, with the chiefs who answer for them. */
import { randomUUID } from 'node:crypto';
import type { SaveSegment, SegmentList, SegmentReply } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { maskName } from '../../platform/secrets/index.ts';
import { areaNames } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { reaches, requireAdministrator, requireCover, requireReach, today } from './policy.ts';
import { titleOf } from './present.ts';

type Segment = z.output<typeof SegmentReply>['segment'];

export function listSegments(
  deps: Deps,
  viewer: Viewer,
  areaCode: string | undefined,
): Promise<z.output<typeof SegmentList>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const place = areaCode ?? model.jurisdiction;
  requireCover(model, viewer, place);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => ({
      segments: await findSegments(tx, model, viewer, { place }, today(model, deps.clock.now())),
    }),
    { readOnly: true },
  );
}

export function saveSegment(
  deps: Deps,
  viewer: Viewer,
  { commandId, kind, name, areaCode, geometry }: z.output<typeof SaveSegment>,
): Promise<z.output<typeof SegmentReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const day = today(model, deps.clock.now());
  return once(deps, viewer, { commandId, verb: 'save-segment', target: areaCode }, async (tx) => {
    requireReach(model, viewer, [areaCode]);
    if (!Object.hasOwn(model.segmentKinds, kind)) {
      const titles = Object.values(model.segmentKinds).map(({ title }) => title);
      throw fieldProblem('/kind', {
        zh: `没有这类路段，可选：${titles.map(({ zh }) => zh).join('、') || '无'}`,
        en: `No such kind of segment. Choose one of: ${titles.map(({ en }) => en).join(', ') || 'none'}`,
      });
    }
    if (!(await areaNames(tx, [areaCode])).has(areaCode)) throw problem('unknown-area');
    const segmentId = randomUUID();
    await tx.query(
      `INSERT INTO segments (tenant_id, segment_id, kind, name, area_code, geometry, valid_from)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)`,
      [
        tx.tenantId,
        segmentId,
        kind,
        name,
        areaCode,
        geometry === undefined ? null : JSON.stringify(geometry),
        day,
      ],
    );
    const [segment] = await findSegments(tx, model, viewer, { segmentId }, day);
    if (!segment) throw new Error('a segment that was just saved is not there');
    return { segment };
  });
}

async function findSegments(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  which: { place: string } | { segmentId: string },
  day: string,
): Promise<Segment[]> {
  const { rows } = await tx.query<{
    segmentId: string;
    kind: string;
    name: string;
    areaCode: string;
    geometry: unknown;
    chiefs: { postId: string; role: string; name: string }[];
  }>(
    `SELECT segments.segment_id AS "segmentId", segments.kind, segments.name, segments.area_code AS "areaCode",
            segments.geometry,
            coalesce((SELECT jsonb_agg(jsonb_build_object('postId', posts.post_id, 'role', posts.role, 'name', people.name)
                                       ORDER BY posts.held_from, posts.post_id)
                        FROM post_segments
                        JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_segments.post_id
                         AND posts.held_from <= $2::date AND coalesce(posts.held_to, 'infinity') >= $2::date
                        JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
                       WHERE post_segments.tenant_id = $1 AND post_segments.segment_id = segments.segment_id), '[]') AS chiefs
       FROM segments
      WHERE segments.tenant_id = $1 AND segments.valid_from <= $2::date AND coalesce(segments.valid_to, 'infinity') >= $2::date
        AND ($3::text IS NULL OR segments.area_code >= $3 AND segments.area_code < $3 || '~')
        AND ($4::uuid IS NULL OR segments.segment_id = $4)
      ORDER BY segments.area_code, segments.name, segments.segment_id LIMIT 1000`,
    [tx.tenantId, day, 'place' in which ? which.place : null, 'segmentId' in which ? which.segmentId : null],
  );
  return rows.map(({ kind, chiefs, ...segment }) => ({
    ...segment,
    kind,
    kindTitle: titleOf(model.segmentKinds, kind),
    chiefs: chiefs.map(({ postId, role, name }) => ({
      postId,
      roleTitle: titleOf(model.roles, role),
      name:
        model.roles[role]?.shown.includes('name') || reaches(model, viewer, 'administer', [segment.areaCode])
          ? name
          : maskName(name),
    })),
  }));
}
