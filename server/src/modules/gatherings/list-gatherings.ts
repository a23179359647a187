/** The calendar: what lies between two days, as far as the viewer may know of it. */
import type { Calendar, CalendarQuery, GatheringSummary } from '@linli/contract';
import { localDateOf, startOfDate } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { prefixesOf } from '../orgs/index.ts';
import type { Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { plusDays } from './make-occurrences.ts';
import { oldestFirst, pageOf, startOf } from './pages.ts';
import { findParts, noPart, relationTo, takesResidents, writersOf } from './policy.ts';
import { type Counted, presentSummary } from './present.ts';
import { ruleFor } from './rules.ts';
import { type GatheringRow, gatheringColumns, gatheringsAround } from './store.ts';

const usualDays = 30;
const mostDays = 100;

export async function listGatherings(
  deps: Deps,
  viewer: Viewer,
  query: z.output<typeof CalendarQuery>,
): Promise<Calendar> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  const from = query.from ?? localDateOf(now, model.timeZone);
  const to = query.to ?? plusDays(from, usualDays);
  if (to < from || to > plusDays(from, mostDays)) {
    throw fieldProblem('/to', { zh: `最多 ${mostDays} 天`, en: `At most ${mostDays} days` });
  }
  if (query.mine && viewer.personId === null) throw problem('sign-in-required');
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const rows = await findRows(tx, model, viewer, query, {
        from: startOfDate(from, model.timeZone),
        to: startOfDate(to, model.timeZone, 1),
      });
      const page = pageOf(
        rows.map((row) => ({ ...row, at: row.startsAt, id: row.gatheringId })),
        query.limit,
      );
      return {
        from,
        to,
        gatherings: await presentSummaries(deps, tx, viewer, page.rows, now),
        nextCursor: page.nextCursor,
        kinds: Object.entries(model.gatherings).map(([key, rule]) => ({
          key,
          title: rule.title,
          form: rule.form,
          mayCall: viewer.posts.some(({ role }) => rule.calledBy.includes(role)),
        })),
      };
    },
    { readOnly: true },
  );
}

interface Span {
  from: string;
  /** Not included. */
  to: string;
}

export async function findRows(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  { org, area, kind, mine, cursor, limit }: z.output<typeof CalendarQuery>,
  span: Span,
): Promise<GatheringRow[]> {
  const start = startOf(cursor, oldestFirst);
  const { rows } = await tx.query<GatheringRow>(
    `SELECT ${gatheringColumns} FROM ${gatheringsAround}
      WHERE gatherings.tenant_id = $1 AND gatherings.starts_at >= $2 AND gatherings.starts_at < $3
        AND ($4::uuid IS NULL OR gatherings.host_org_id = $4)
        AND ($5::text IS NULL OR gatherings.kind = $5)
        AND ($6::text IS NULL OR gatherings.area_code = ANY ($7::text[])
          OR (gatherings.area_code >= $6 AND gatherings.area_code < $6 || '~'))
        AND (NOT $8::boolean OR gatherings.host_org_id = ANY ($9::uuid[])
          OR EXISTS (SELECT FROM gathering_sign_ups AS own WHERE own.tenant_id = $1 AND own.person_id = $10
                        AND own.gathering_id = gatherings.gathering_id AND own.state <> 'cancelled')
          OR EXISTS (SELECT FROM gathering_shifts AS own WHERE own.tenant_id = $1 AND own.person_id = $10
                        AND own.gathering_id = gatherings.gathering_id)
          OR EXISTS (SELECT FROM gathering_attendance AS own WHERE own.tenant_id = $1 AND own.person_id = $10
                        AND own.gathering_id = gatherings.gathering_id)
          OR EXISTS (SELECT FROM gathering_lecturers AS own WHERE own.tenant_id = $1 AND own.person_id = $10
                        AND own.gathering_id = gatherings.gathering_id))
        AND (gatherings.starts_at, gatherings.gathering_id) > ($11::timestamptz, $12::uuid)
        AND (${visible})
      ORDER BY gatherings.starts_at, gatherings.gathering_id LIMIT $13`,
    [
      tx.tenantId,
      span.from,
      span.to,
      org ?? null,
      kind ?? null,
      area ?? null,
      area === undefined ? null : prefixesOf(model, area),
      mine === true,
      viewer.posts.map(({ orgId }) => orgId),
      viewer.personId,
      start.at,
      start.id,
      limit + 1,
      ...visibleValues(model, viewer),
    ],
  );
  return rows;
}

/**
 * What `relationTo` says of each, asked of the database: kinds for residents are for everybody; others for those whose
 * organisation hosts it, who watch over the place, who hold a role it is for, or who have a part in it.
 */
const visible = `gatherings.kind = ANY ($14::text[]) OR gatherings.host_org_id = ANY ($9::uuid[])
    OR EXISTS (SELECT FROM unnest($15::text[]) AS watched (code) WHERE starts_with(gatherings.area_code, watched.code))
    OR EXISTS (SELECT FROM unnest($16::text[], $17::text[], $18::boolean[], $19::boolean[]) AS mine (kind, code, inwards, outwards)
                WHERE mine.kind = gatherings.kind AND ((mine.inwards AND starts_with(mine.code, gatherings.area_code))
                  OR (mine.outwards AND starts_with(gatherings.area_code, mine.code))))
    OR EXISTS (SELECT FROM gathering_sign_ups AS own WHERE own.tenant_id = $1 AND own.person_id = $10
                  AND own.gathering_id = gatherings.gathering_id AND own.state <> 'cancelled')
    OR EXISTS (SELECT FROM gathering_shifts AS own WHERE own.tenant_id = $1
                  AND (own.person_id = $10 OR own.offered_to_person_id = $10) AND own.gathering_id = gatherings.gathering_id)
    OR EXISTS (SELECT FROM gathering_attendance AS own WHERE own.tenant_id = $1 AND own.person_id = $10
                  AND own.gathering_id = gatherings.gathering_id)
    OR EXISTS (SELECT FROM gathering_lecturers AS own WHERE own.tenant_id = $1 AND own.person_id = $10
                  AND own.gathering_id = gatherings.gathering_id)`;

function visibleValues(model: Model, viewer: Viewer): unknown[] {
  const kinds = Object.entries(model.gatherings);
  const watched = viewer.posts
    .filter(({ abilities }) => abilities.includes('oversee') || abilities.includes('administer'))
    .flatMap(({ areas }) => areas);
  const byRole = kinds.flatMap(([kind, rule]) => {
    const { openTo } = rule;
    const { calledBy, decidedBy } = rule;
    return viewer.posts.flatMap(({ role, areas }) => {
      const isInvited = openTo.of === 'roles' && openTo.roles.includes(role);
      const isMember = openTo.of === 'members' && model.roles[role]?.isMember === true;
      const writes = writersOf(rule).includes(role);
      // Who comes or writes may come from within; whoever holds a role for it also from around.
      const inwards = isInvited || isMember || writes;
      const outwards = isInvited || writes || calledBy.includes(role) || decidedBy.includes(role);
      return inwards || outwards ? areas.map((code) => ({ kind, code, inwards, outwards })) : [];
    });
  });
  return [
    kinds.filter(([, rule]) => takesResidents(rule)).map(([kind]) => kind),
    watched,
    byRole.map(({ kind }) => kind),
    byRole.map(({ code }) => code),
    byRole.map(({ inwards }) => inwards),
    byRole.map(({ outwards }) => outwards),
  ];
}

/** As many look-ups for a page as for one. */
export async function presentSummaries(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  rows: readonly GatheringRow[],
  now: string,
): Promise<GatheringSummary[]> {
  const ids = rows.map(({ gatheringId }) => gatheringId);
  const [parts, counts] = await Promise.all([
    findParts(tx, viewer, ids),
    tx.query<{ gatheringId: string } & Counted>(
      `SELECT one.id AS "gatheringId",
              (SELECT count(*)::integer FROM gathering_items AS items
                WHERE items.tenant_id = $1 AND items.gathering_id = one.id) AS "itemCount",
              coalesce(places.taken, 0) AS taken, coalesce(places.waiting, 0) AS waiting,
              coalesce(seats.taken, 0) AS "seatsTaken", coalesce(seats.of, 0) AS "seatCount", mine.state AS "myPlace",
              CASE WHEN mine.state = 'waiting' THEN
                (SELECT count(*)::integer FROM gathering_sign_ups AS before
                  WHERE before.tenant_id = $1 AND before.gathering_id = one.id AND before.state = 'waiting'
                    AND before.turn <= mine.turn) END AS "myTurn",
              seats.mine AS "mySeat"
         FROM unnest($2::uuid[]) AS one (id)
         LEFT JOIN LATERAL (
           SELECT count(*) FILTER (WHERE state = 'placed')::integer AS taken,
                  count(*) FILTER (WHERE state = 'waiting')::integer AS waiting
             FROM gathering_sign_ups WHERE tenant_id = $1 AND gathering_id = one.id) AS places ON true
         LEFT JOIN gathering_sign_ups AS mine ON mine.tenant_id = $1 AND mine.gathering_id = one.id
          AND mine.person_id = $3 AND mine.state <> 'cancelled'
         LEFT JOIN LATERAL (
           SELECT count(*) FILTER (WHERE person_id IS NOT NULL OR name IS NOT NULL)::integer AS taken,
                  count(*)::integer AS of, min(seat) FILTER (WHERE person_id = $3) AS mine
             FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = one.id) AS seats ON true`,
      [tx.tenantId, ids, viewer.personId],
    ),
  ]);
  const counted = new Map(counts.rows.map(({ gatheringId, ...own }) => [gatheringId, own]));
  return Promise.all(
    rows.map(async (row) => {
      const { model, rule } = await ruleFor(deps, tx.tenantId, row);
      const part = parts.get(row.gatheringId) ?? noPart;
      const relation = relationTo(model, rule, viewer, row, part);
      const own = counted.get(row.gatheringId);
      if (own === undefined) throw new Error('a gathering was not counted');
      return presentSummary({ model, rule, row, viewer, relation, part, now }, own);
    }),
  );
}
