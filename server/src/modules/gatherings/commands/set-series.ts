/** How a series recurs from a day on, one more series, and the end of one. What was moved or cancelled by itself stays. */
import { randomUUID } from 'node:crypto';
import type { AddSeries, EndSeries, SeriesView, SetSeries } from '@linli/contract';
import { isRefusal, localDateOf, occurrencesOf, refuseRule, startOfDate } from '@linli/engine';
import type { GatheringKind, Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { findHost } from '../host.ts';
import { callOff } from '../lifecycle.ts';
import { hint } from '../live.ts';
import { makeFor, plusDays } from '../make-occurrences.ts';
import { ownReasons } from '../own-reasons.ts';
import { mayNot, noPart, postAmong, relationTo } from '../policy.ts';
import { requireRule } from '../rules.ts';
import { findSeries, recurring, type SeriesRow } from '../series-store.ts';
import { presentSeries } from '../show-series.ts';
import { type Signature, signatureOf } from '../sign.ts';
import { findGathering } from '../store.ts';

type Words = Omit<z.output<typeof SetSeries>, 'commandId' | 'from'>;

export async function setSeries(
  deps: Deps,
  viewer: Viewer,
  seriesId: string,
  words: z.output<typeof SetSeries>,
): Promise<{ series: SeriesView }> {
  return changeSeries(deps, viewer, seriesId, { commandId: words.commandId, verb: 'set' }, async (change) => {
    const { tx, model, rule, row, now, today } = change;
    const from = words.from ?? today;
    if (from < today) throw fieldProblem('/from', { zh: '最早从今天起', en: 'Today at the earliest' });
    const next = withWords(row, words);
    checkRule(model, rule, next);
    // The rule goes on counting from where it began, unless it is another one.
    if (next.rule !== row.rule) next.startsOn = from;
    await writeSeries(tx, next, now);
    await clearFrom(change, from, ownReasons.rescheduled.zh, next);
    await makeFor(tx, model, now, [{ ...next, madeUntil: plusDays(from, -1) }]);
  });
}

export async function addSeries(
  deps: Deps,
  viewer: Viewer,
  orgId: string,
  words: z.output<typeof AddSeries>,
): Promise<{ series: SeriesView }> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const rule = requireRule(model, words.kind);
  return once(deps, viewer, { commandId: words.commandId, verb: 'series.add', target: orgId }, async (tx) => {
    const now = deps.clock.now();
    const today = localDateOf(now, model.timeZone);
    const host = await findHost(tx, model, orgId, now);
    if (host === undefined || !rule.hosts.includes(host.kind)) throw problem('not-found');
    const where = { hostOrgId: orgId, areaCode: host.areaCode };
    if (!relationTo(model, rule, viewer, where, noPart).sees) throw problem('not-found');
    if (postAmong(viewer, rule.calledBy, where) === null) throw mayNot(model, rule.calledBy);
    const startsOn = words.startsOn ?? today;
    if (startsOn < today)
      throw fieldProblem('/startsOn', { zh: '最早从今天起', en: 'Today at the earliest' });
    await tx.query('SELECT FROM orgs WHERE tenant_id = $1 AND org_id = $2 FOR UPDATE', [tx.tenantId, orgId]);
    const { rows } = await tx.query<{ number: number }>(
      `SELECT greatest(coalesce(max(series_number), 0), 1) + 1 AS number FROM gathering_series
          WHERE tenant_id = $1 AND host_org_id = $2 AND kind = $3`,
      [tx.tenantId, orgId, words.kind],
    );
    const bare: SeriesRow = {
      seriesId: randomUUID(),
      hostOrgId: orgId,
      hostName: host.name,
      kind: words.kind,
      // Number one is the model's own, whether or not it is there yet.
      seriesNumber: rows[0]?.number ?? 2,
      titleZh: null,
      titleEn: null,
      rule: null,
      startsOn,
      atMinute: null,
      lastsMinutes: null,
      place: null,
      areaCode: host.areaCode,
      capacity: null,
      madeUntil: null,
      endsOn: null,
    };
    const row = withWords(bare, words);
    checkRule(model, rule, row);
    await tx.query(
      `INSERT INTO gathering_series (tenant_id, series_id, host_org_id, kind, series_number, title_zh, title_en, rule,
                                       starts_on, at_minute, lasts_minutes, place, area_code, capacity, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
      [
        tx.tenantId,
        row.seriesId,
        orgId,
        row.kind,
        row.seriesNumber,
        row.titleZh,
        row.titleEn,
        row.rule,
        row.startsOn,
        row.atMinute,
        row.lastsMinutes,
        row.place,
        row.areaCode,
        row.capacity,
        now,
      ],
    );
    await makeFor(tx, model, now, [row]);
    return { series: await viewOf(deps, tx, model, viewer, row.seriesId, now) };
  });
}

export async function endSeries(
  deps: Deps,
  viewer: Viewer,
  seriesId: string,
  { commandId, lastDay, reason }: z.output<typeof EndSeries>,
): Promise<{ series: SeriesView }> {
  return changeSeries(deps, viewer, seriesId, { commandId, verb: 'end' }, async (change) => {
    const { tx, row, now, today } = change;
    const endsOn = lastDay ?? plusDays(today, -1);
    if (endsOn < plusDays(today, -1)) {
      throw fieldProblem('/lastDay', { zh: '不能早于昨天', en: 'Not before yesterday' });
    }
    await writeSeries(tx, { ...row, endsOn }, now);
    await clearFrom(change, plusDays(endsOn, 1), reason, null);
  });
}

interface SeriesChange {
  deps: Deps;
  tx: Tx;
  model: Model;
  rule: GatheringKind;
  row: SeriesRow;
  now: string;
  today: string;
  by: Signature;
  commandId: string;
}

async function changeSeries(
  deps: Deps,
  viewer: Viewer,
  seriesId: string,
  { commandId, verb }: { commandId: string; verb: string },
  work: (change: SeriesChange) => Promise<void>,
): Promise<{ series: SeriesView }> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return once(deps, viewer, { commandId, verb: `series.${verb}`, target: seriesId }, async (tx) => {
    const now = deps.clock.now();
    const row = await findSeries(tx, seriesId, 'to change');
    const rule = row && model.gatherings[row.kind];
    if (row === undefined || rule === undefined) throw problem('not-found');
    if (!relationTo(model, rule, viewer, row, noPart).sees) throw problem('not-found');
    const post = postAmong(viewer, rule.calledBy, row);
    if (post === null) throw mayNot(model, rule.calledBy);
    await work({
      deps,
      tx,
      model,
      rule,
      row,
      now,
      today: localDateOf(now, model.timeZone),
      by: await signatureOf(tx, model, viewer, post),
      commandId,
    });
    return { series: await viewOf(deps, tx, model, viewer, seriesId, now) };
  });
}

async function viewOf(
  deps: Deps,
  tx: Tx,
  model: Model,
  viewer: Viewer,
  seriesId: string,
  now: string,
): Promise<SeriesView> {
  const row = await findSeries(tx, seriesId, 'to show');
  const [series] = row === undefined ? [] : await presentSeries(deps, tx, model, viewer, [row], now);
  if (series === undefined) throw new Error('a series that was just written is not there');
  return series;
}

function withWords(row: SeriesRow, words: Words): SeriesRow {
  const { rule, at, lastsMinutes, place, capacity, title } = words;
  const [hour = 0, minute = 0] = (at ?? '').split(':').map(Number);
  return {
    ...row,
    ...(rule === undefined ? {} : { rule: rule || null }),
    ...(at === undefined ? {} : { atMinute: hour * 60 + minute }),
    ...(lastsMinutes === undefined ? {} : { lastsMinutes }),
    ...(place === undefined ? {} : { place: place || null }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(title === undefined ? {} : { titleZh: title?.zh ?? null, titleEn: title?.en || null }),
  };
}

function checkRule(model: Model, rule: GatheringKind, row: SeriesRow): void {
  const series = recurring(model, rule, row);
  if (series === null) {
    const isRule = row.rule === null && rule.series === null;
    throw fieldProblem(
      isRule ? '/rule' : '/at',
      isRule
        ? { zh: '请填写重复规则', en: 'Say when it recurs' }
        : { zh: '请填写开始时间', en: 'Say at what time it starts' },
    );
  }
  const refusal = refuseRule(series.rule, series.startsOn);
  if (refusal !== null && isRefusal(refusal)) throw fieldProblem('/rule', refusal.message);
}

async function writeSeries(tx: Tx, row: SeriesRow, now: string): Promise<void> {
  await tx.query(
    `UPDATE gathering_series
        SET title_zh = $3, title_en = $4, rule = $5, starts_on = $6, at_minute = $7, lasts_minutes = $8, place = $9,
            capacity = $10, ends_on = $11, changed_at = $12
      WHERE tenant_id = $1 AND series_id = $2`,
    [
      tx.tenantId,
      row.seriesId,
      row.titleZh,
      row.titleEn,
      row.rule,
      row.startsOn,
      row.atMinute,
      row.lastsMinutes,
      row.place,
      row.capacity,
      row.endsOn,
      now,
    ],
  );
}

/**
 * Occurrences of the old rule from a day on: those the new one means too go on, at the new place; of the others, what
 * nobody was told of and nobody signed up for was never there, and the rest are cancelled, so that everybody who knew of
 * them learns it. One that was moved or cancelled by hand stays.
 */
async function clearFrom(
  change: SeriesChange,
  from: string,
  reason: string,
  next: SeriesRow | null,
): Promise<void> {
  const { deps, tx, model, row, rule, now, by, commandId } = change;
  const meant = next === null ? new Map<string, string>() : meantBy(model, rule, next, from, row.madeUntil);
  const { rows } = await tx.query<{ gatheringId: string; recursAt: string; isKnown: boolean }>(
    `SELECT gatherings.gathering_id AS "gatheringId", gatherings.recurs_at AS "recursAt",
            gatherings.state = 'announced' OR gatherings.seq > 0
              OR EXISTS (SELECT FROM gathering_sign_ups AS own WHERE own.tenant_id = $1 AND own.gathering_id = gatherings.gathering_id)
              OR EXISTS (SELECT FROM gathering_shifts AS own WHERE own.tenant_id = $1 AND own.gathering_id = gatherings.gathering_id
                            AND (own.person_id IS NOT NULL OR own.name IS NOT NULL))
              OR EXISTS (SELECT FROM gathering_items AS own WHERE own.tenant_id = $1 AND own.gathering_id = gatherings.gathering_id)
              AS "isKnown"
       FROM gatherings
      WHERE gatherings.tenant_id = $1 AND gatherings.series_id = $2 AND gatherings.recurs_at >= $3
        AND gatherings.starts_at > $4 AND gatherings.state IN ('planned', 'announced')
        AND gatherings.starts_at = gatherings.recurs_at
      ORDER BY gatherings.starts_at FOR UPDATE`,
    [tx.tenantId, row.seriesId, startOfDate(from, model.timeZone), now],
  );
  const kept = rows.filter(({ recursAt }) => meant.has(recursAt));
  if (next !== null && kept.length > 0) {
    await tx.query(
      `UPDATE gatherings SET place = $3, capacity = $4, ends_at = one.ends_at, revision = revision + 1, changed_at = $5
         FROM unnest($2::uuid[], $6::timestamptz[]) AS one (gathering_id, ends_at)
        WHERE gatherings.tenant_id = $1 AND gatherings.gathering_id = one.gathering_id`,
      [
        tx.tenantId,
        kept.map(({ gatheringId }) => gatheringId),
        next.place,
        next.capacity ?? rule.capacity,
        now,
        kept.map(({ recursAt }) => meant.get(recursAt)),
      ],
    );
  }
  const gone = rows.filter(({ recursAt }) => !meant.has(recursAt));
  const unknown = gone.filter(({ isKnown }) => !isKnown).map(({ gatheringId }) => gatheringId);
  await tx.query('DELETE FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = ANY ($2::uuid[])', [
    tx.tenantId,
    unknown,
  ]);
  await tx.query('DELETE FROM gatherings WHERE tenant_id = $1 AND gathering_id = ANY ($2::uuid[])', [
    tx.tenantId,
    unknown,
  ]);
  for (const { gatheringId, isKnown } of gone) {
    if (!isKnown) continue;
    const gathering = await findGathering(tx, gatheringId, 'to change');
    if (gathering === undefined) continue;
    await callOff({ deps, tx, model, rule, row: gathering, now, by, commandId }, 'cancelled', reason);
    hint(deps, tx, gatheringId);
  }
}

/** When the new rule means its occurrences to start, each with its end. */
function meantBy(
  model: Model,
  rule: GatheringKind,
  next: SeriesRow,
  from: string,
  until: string | null,
): Map<string, string> {
  const series = recurring(model, rule, next);
  const found = series && occurrencesOf(series, { from, to: until ?? from });
  if (!Array.isArray(found)) return new Map();
  return new Map(found.map(({ recursAt, endsAt }) => [recursAt, endsAt]));
}
