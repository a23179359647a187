/** Roads and the like with the offices that answer for them, on any day; those without a chief come first. */
import type { SegmentHistory, SegmentList, SegmentsQuery, SegmentView } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { maskName } from '../../../platform/secrets/index.ts';
import { modelsOf } from '../../models/index.ts';
import { hasAbility, type Viewer } from '../../people/index.ts';
import { prefixesOf } from '../coverage.ts';
import { reaches, requireCover, today } from '../policy.ts';
import { titleOf } from '../present.ts';
import { lengthMetresOf } from './line.ts';
import {
  type ChiefRow,
  chiefsOf,
  findSegment,
  mostSegments,
  type SegmentRow,
  segmentsWithin,
} from './store.ts';

export function listSegments(
  deps: Deps,
  viewer: Viewer,
  { area, on }: z.output<typeof SegmentsQuery>,
): Promise<SegmentList> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const place = area ?? model.jurisdiction;
  requireCover(model, viewer, place);
  const now = today(model, deps.clock.now());
  const day = on ?? now;
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const segments = await presentSegments(tx, model, viewer, await segmentsWithin(tx, place, day), {
        day,
        isToday: day === now,
      });
      const kinds = Object.entries(model.segmentKinds);
      return {
        on: day,
        segments: segments.toSorted((one, other) => missingIn(other) - missingIn(one)),
        most: mostSegments,
        kinds: kinds.map(([key, { title }]) => ({
          key,
          title,
          offices: officesOf(model, key).map(([role, { title: office, orgKind }]) => ({
            role,
            title: office,
            level: model.orgKinds[orgKind]?.level ?? null,
          })),
        })),
        verbs: day === now && kinds.length > 0 && hasAbility(viewer, 'administer') ? ['enter'] : [],
      };
    },
    { readOnly: true },
  );
}

export function showSegment(deps: Deps, viewer: Viewer, segmentId: string): Promise<SegmentHistory> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const row = await findSegment(tx, segmentId, now);
      if (!row) throw problem('not-found');
      requireCover(model, viewer, row.areaCode);
      const [segment] = await presentSegments(tx, model, viewer, [row], { day: now, isToday: true });
      if (!segment) throw new Error('a segment that was found is not shown');
      const [pasts, holders] = await Promise.all([
        tx.query<
          Pick<SegmentRow, 'name' | 'fromPlace' | 'toPlace' | 'areaName' | 'geometry'> & { lastOn: string }
        >(
          `SELECT segment_pasts.last_on AS "lastOn", segment_pasts.name, from_place AS "fromPlace", to_place AS "toPlace",
                  coalesce(areas.full_name, segment_pasts.area_code) AS "areaName", segment_pasts.geometry
             FROM segment_pasts
             LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = segment_pasts.area_code
            WHERE segment_pasts.tenant_id = $1 AND segment_pasts.segment_id = $2
            ORDER BY segment_pasts.last_on DESC`,
          [tx.tenantId, segmentId],
        ),
        tx.query<{
          postId: string;
          role: string;
          orgName: string;
          name: string;
          heldFrom: string;
          heldTo: string | null;
        }>(
          `SELECT posts.post_id AS "postId", posts.role, orgs.name AS "orgName", people.name,
                  posts.held_from AS "heldFrom", posts.held_to AS "heldTo"
             FROM post_segments
             JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_segments.post_id
              -- Given and taken back on one day, it was never held.
              AND coalesce(posts.held_to, 'infinity') >= posts.held_from
             JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
             JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
            WHERE post_segments.tenant_id = $1 AND post_segments.segment_id = $2
            ORDER BY posts.held_from DESC, posts.post_id LIMIT 200`,
          [tx.tenantId, segmentId],
        ),
      ]);
      return {
        segment,
        pasts: pasts.rows.map(({ geometry, ...past }) => ({
          ...past,
          lengthMetres: geometry === null ? null : lengthMetresOf(geometry),
        })),
        holders: holders.rows.map(({ role, name, ...holder }) => ({
          ...holder,
          roleTitle: titleOf(model.roles, role),
          name: isNameOpen(model, viewer, role, row.areaCode) ? name : maskName(name),
        })),
      };
    },
    { readOnly: true },
  );
}

/** For one viewer, with offices and chiefs as they were on the day. */
export async function presentSegments(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  rows: readonly SegmentRow[],
  { day, isToday }: { day: string; isToday: boolean },
): Promise<SegmentView[]> {
  const chiefs = await chiefsOf(
    tx,
    rows.map(({ segmentId }) => segmentId),
    day,
  );
  const nearest = await orgsAround(tx, model, rows, day);
  const chiefsAt = Map.groupBy(chiefs, ({ segmentId }) => segmentId);
  return rows.map((row): SegmentView => {
    const here = chiefsAt.get(row.segmentId) ?? [];
    const hasEnded = row.validTo !== null && row.validTo < day;
    const mayChange = isToday && !hasEnded && reaches(model, viewer, 'administer', [row.areaCode]);
    return {
      ...row,
      kindTitle: titleOf(model.segmentKinds, row.kind),
      lengthMetres: row.geometry === null ? null : lengthMetresOf(row.geometry),
      offices: hasEnded
        ? []
        : officesOf(model, row.kind).map(([role, { seats, mayBeEmpty, orgKind }]) => {
            const holders = here.filter((chief) => chief.role === role);
            const org =
              holders[0] === undefined ? nearest(row.areaCode, orgKind) : orgOf(holders[0], nearest);
            const free = seats === null ? 1 : Math.max(0, seats - holders.length);
            return {
              role,
              roleTitle: titleOf(model.roles, role),
              org: org === null ? null : { orgId: org.orgId, name: org.name },
              missing: mayBeEmpty || seats === null ? 0 : free,
              mayAppoint:
                isToday && free > 0 && org !== null && reaches(model, viewer, 'administer', org.covers),
            };
          }),
      chiefs: here.map(({ postId, role, orgId, orgName, name, heldFrom, heldTo }) => ({
        postId,
        role,
        roleTitle: titleOf(model.roles, role),
        orgId,
        orgName,
        name: isNameOpen(model, viewer, role, row.areaCode) ? name : maskName(name),
        heldFrom,
        heldTo,
      })),
      verbs: mayChange ? ['change', 'end'] : [],
    };
  });
}

function missingIn({ offices }: SegmentView): number {
  return offices.some(({ missing }) => missing > 0) ? 1 : 0;
}

/** Roles of which each segment of this kind has holders. */
export function officesOf(model: Model, kind: string): [string, Model['roles'][string]][] {
  return Object.entries(model.roles).filter(([, { per }]) => per?.of === 'segment' && per.key === kind);
}

/** As on every list of roads: roles that are shown to all, and whoever looks after the place. */
function isNameOpen(model: Model, viewer: Viewer, role: string, areaCode: string): boolean {
  return (
    model.roles[role]?.shown.includes('name') === true ||
    reaches(model, viewer, 'administer', [areaCode]) ||
    reaches(model, viewer, 'oversee', [areaCode])
  );
}

interface OrgAround {
  orgId: string;
  name: string;
  covers: string[];
}
type Nearest = ((areaCode: string, kind: string) => OrgAround | null) & { byId: Map<string, OrgAround> };

/** An office that is held stands where its holder is. */
function orgOf({ orgId, orgName }: ChiefRow, nearest: Nearest): OrgAround {
  // Of an organisation that covers the place no more nobody is appointed here.
  return nearest.byId.get(orgId) ?? { orgId, name: orgName, covers: [] };
}

/** Of each place the nearest organisation of a kind that covered it on the day. */
async function orgsAround(
  tx: Tx,
  model: Model,
  segments: readonly SegmentRow[],
  day: string,
): Promise<Nearest> {
  const kinds = [
    ...new Set(segments.flatMap(({ kind }) => officesOf(model, kind).map(([, { orgKind }]) => orgKind))),
  ];
  const codes = [...new Set(segments.flatMap(({ areaCode }) => prefixesOf(model, areaCode)))];
  const { rows } =
    kinds.length === 0
      ? { rows: [] }
      : await tx.query<OrgAround & { kind: string; areaCode: string }>(
          `SELECT orgs.org_id AS "orgId", orgs.name, orgs.kind, covered.area_code AS "areaCode",
                  ARRAY(SELECT org_areas.area_code FROM org_areas
                         WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id) AS covers
             FROM (SELECT org_areas.org_id, org_areas.area_code
                     FROM org_areas JOIN orgs AS owner ON owner.tenant_id = $1 AND owner.org_id = org_areas.org_id
                    WHERE org_areas.tenant_id = $1 AND org_areas.area_code = ANY ($3)
                      AND coalesce(org_areas.covered_from, owner.valid_from) <= $2::date
                    UNION
                   SELECT org_id, area_code FROM org_area_pasts
                    WHERE tenant_id = $1 AND area_code = ANY ($3) AND covered_from <= $2::date AND covered_to >= $2::date
                  ) AS covered
             JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = covered.org_id AND orgs.kind = ANY ($4)
              AND orgs.valid_from <= $2::date AND coalesce(orgs.valid_to, 'infinity') >= $2::date
            ORDER BY length(covered.area_code) DESC, orgs.valid_from, orgs.org_id`,
          [tx.tenantId, day, codes, kinds],
        );
  const byId = new Map<string, OrgAround>();
  const byPlace = new Map<string, OrgAround>();
  for (const { kind, areaCode, ...org } of rows) {
    byId.set(org.orgId, org);
    const place = `${kind} ${areaCode}`;
    if (!byPlace.has(place)) byPlace.set(place, org);
  }
  const nearest = (areaCode: string, kind: string): OrgAround | null => {
    const around = [...new Set(prefixesOf(model, areaCode))].sort((one, other) => other.length - one.length);
    for (const code of around) {
      const org = byPlace.get(`${kind} ${code}`);
      if (org !== undefined) return org;
    }
    return null;
  };
  return Object.assign(nearest, { byId });
}
