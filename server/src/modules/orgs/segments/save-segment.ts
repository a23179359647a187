/** Enters a road or the like, or changes one as of a day: what it was until then is kept. */
import { randomUUID } from 'node:crypto';
import type { SaveSegment, SegmentReply } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { areaNames } from '../../areas/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { boxOf, type Line, readLine } from './line.ts';
import { presentSegments } from './show-segments.ts';
import { findSegment, type SegmentRow } from './store.ts';

type Words = z.output<typeof SaveSegment>;

export function saveSegment(
  deps: Deps,
  viewer: Viewer,
  words: Words,
): Promise<z.output<typeof SegmentReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const day = today(model, deps.clock.now());
  const target = words.segmentId ?? words.areaCode;
  return once(deps, viewer, { commandId: words.commandId, verb: 'save-segment', target }, async (tx) => {
    requireReach(model, viewer, [words.areaCode]);
    checkKind(model, words.kind);
    if (!(await areaNames(tx, [words.areaCode])).has(words.areaCode)) throw problem('unknown-area');
    const line = words.geometry == null ? null : readLine(words.geometry, words.coordinates);
    const asOf = words.asOf ?? day;
    const segmentId =
      words.segmentId === undefined
        ? await enter(tx, words, line, asOf)
        : await change(tx, model, viewer, { ...words, segmentId: words.segmentId }, line, { asOf, day });
    const row = await findSegment(tx, segmentId, day);
    const [segment] = row ? await presentSegments(tx, model, viewer, [row], { day, isToday: true }) : [];
    if (!segment) throw new Error('a segment that was just saved is not there');
    tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: {} }));
    return { segment, endedPosts: 0 };
  });
}

function checkKind(model: Model, kind: string): void {
  if (Object.hasOwn(model.segmentKinds, kind)) return;
  const titles = Object.values(model.segmentKinds).map(({ title }) => title);
  throw fieldProblem('/kind', {
    zh: `没有这类路段，可选：${titles.map(({ zh }) => zh).join('、') || '无'}`,
    en: `No such kind of segment. Choose one of: ${titles.map(({ en }) => en).join(', ') || 'none'}`,
  });
}

async function enter(tx: Tx, words: Words, line: Line | null, asOf: string): Promise<string> {
  const segmentId = randomUUID();
  await checkTwin(tx, words, segmentId, asOf);
  await tx.query(
    `INSERT INTO segments (tenant_id, segment_id, kind, name, from_place, to_place, area_code, geometry,
                           west, south, east, north, valid_from)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13)`,
    [tx.tenantId, segmentId, words.kind, ...valuesOf(words, line), asOf],
  );
  return segmentId;
}

async function change(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  words: Words & { segmentId: string },
  line: Line | null,
  { asOf, day }: { asOf: string; day: string },
): Promise<string> {
  const { segmentId } = words;
  // Locked: nobody is appointed to it, and nobody else changes it, until this is through.
  await tx.query('SELECT FROM segments WHERE tenant_id = $1 AND segment_id = $2 FOR UPDATE', [
    tx.tenantId,
    segmentId,
  ]);
  const before = await findSegment(tx, segmentId, day);
  if (!before) throw problem('not-found');
  requireReach(model, viewer, [before.areaCode]);
  if (words.kind !== before.kind) {
    throw fieldProblem('/kind', {
      zh: '类别不能改：它的负责人是按类别任命的。请结束它，另登记一条',
      en: 'Its kind stays: its chiefs were appointed for it. End it and enter another one',
    });
  }
  if (before.validTo !== null && before.validTo < day) throw endedAlready('/asOf', before.validTo);
  const last = await lastPast(tx, segmentId);
  checkAsOf(before, last, asOf, day);
  await checkTwin(tx, words, segmentId, asOf);
  if (words.areaCode !== before.areaCode) await checkChiefsCover(tx, words.areaCode, segmentId, asOf);
  // As of its first day, or a second time as of the same day: nothing of the past was otherwise.
  if (asOf > before.validFrom && dayBefore(asOf) > (last ?? '')) {
    await tx.query(
      `INSERT INTO segment_pasts (tenant_id, segment_id, last_on, name, from_place, to_place, area_code, geometry)
       SELECT tenant_id, segment_id, $3::date - 1, name, from_place, to_place, area_code, geometry
         FROM segments WHERE tenant_id = $1 AND segment_id = $2`,
      [tx.tenantId, segmentId, asOf],
    );
  }
  await tx.query(
    `UPDATE segments SET name = $3, from_place = $4, to_place = $5, area_code = $6, geometry = $7::jsonb,
                         west = $8, south = $9, east = $10, north = $11
      WHERE tenant_id = $1 AND segment_id = $2`,
    [tx.tenantId, segmentId, ...valuesOf(words, line)],
  );
  return segmentId;
}

/** Name, places, area, line and box, as the columns go. */
function valuesOf(words: Words, line: Line | null): unknown[] {
  const box = line === null ? [null, null, null, null] : boxOf(line);
  const geometry = line === null ? null : JSON.stringify(line);
  return [words.name, words.fromPlace || null, words.toPlace || null, words.areaCode, geometry, ...box];
}

function checkAsOf({ validFrom }: SegmentRow, lastPast: string | null, asOf: string, day: string): void {
  if (asOf > day) {
    throw fieldProblem('/asOf', {
      zh: '还没到这一天，请在当天更改',
      en: 'That day is still to come; change it then',
    });
  }
  if (asOf < validFrom) {
    throw fieldProblem('/asOf', {
      zh: `这条路段 ${validFrom} 才有`,
      en: `It is there since ${validFrom} only`,
    });
  }
  if (lastPast !== null && asOf <= lastPast) {
    throw fieldProblem('/asOf', {
      zh: `${lastPast} 之后刚改过，须在其后`,
      en: `It was changed after ${lastPast}; say a later day`,
    });
  }
}

/** One road may have many segments: then they run from one place to another, and not twice the same way. */
async function checkTwin(tx: Tx, words: Words, segmentId: string, asOf: string): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT FROM segments
      WHERE tenant_id = $1 AND segment_id <> $2 AND kind = $3 AND name = $4 AND area_code = $5
        AND from_place IS NOT DISTINCT FROM $6 AND to_place IS NOT DISTINCT FROM $7
        AND coalesce(valid_to, 'infinity') >= $8::date LIMIT 1`,
    [
      tx.tenantId,
      segmentId,
      words.kind,
      words.name,
      words.areaCode,
      words.fromPlace || null,
      words.toPlace || null,
      asOf,
    ],
  );
  if (rowCount === 0) return;
  throw fieldProblem('/name', {
    zh: '这里已有同名、同起止的路段；同一条路分几段的，请写明各段的起止',
    en: 'One of this name between the same places is there already. Of several segments of one road, say from where to where each runs',
  });
}

/** Whoever answers for it belongs to an organisation that covers it. */
async function checkChiefsCover(tx: Tx, areaCode: string, segmentId: string, asOf: string): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT DISTINCT orgs.name
       FROM post_segments
       JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_segments.post_id
        AND coalesce(posts.held_to, 'infinity') >= $3::date
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
      WHERE post_segments.tenant_id = $1 AND post_segments.segment_id = $2
        AND NOT EXISTS (SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
                           AND starts_with($4, org_areas.area_code))`,
    [tx.tenantId, segmentId, asOf, areaCode],
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name);
  throw fieldProblem('/areaCode', {
    zh: `现任负责人所在的“${names.join('”“')}”不负责那里，请先结束其任期`,
    en: `“${names.join('”, “')}”, where its chiefs are, does not cover that place. End their terms first`,
  });
}

/** Last day of what it was before the latest change; null: it never changed. */
export async function lastPast(tx: Tx, segmentId: string): Promise<string | null> {
  const { rows } = await tx.query<{ lastOn: string | null }>(
    'SELECT max(last_on) AS "lastOn" FROM segment_pasts WHERE tenant_id = $1 AND segment_id = $2',
    [tx.tenantId, segmentId],
  );
  return rows[0]?.lastOn ?? null;
}

export function endedAlready(at: string, validTo: string) {
  return fieldProblem(at, { zh: `它已于 ${validTo} 结束`, en: `It ended on ${validTo} already` });
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
