/** How an organisation's gatherings recur, and what each has before it. */
import type { SeriesList, SeriesView } from '@linli/contract';
import { localDateOf, ruleInWords } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { cadenceOf } from './cadence.ts';
import { findHost } from './host.ts';
import { presentSummaries } from './list-gatherings.ts';
import { makeOccurrences } from './make-occurrences.ts';
import { noPart, postAmong, relationTo } from './policy.ts';
import { timeOfDay } from './rules.ts';
import { ensureSeries, findSeriesOf, recurring, type SeriesRow } from './series-store.ts';
import { type GatheringRow, gatheringColumns, gatheringsAround } from './store.ts';

const comingShown = 3;

export async function showSeries(
  deps: Deps,
  viewer: Viewer,
  orgId: string,
): Promise<z.output<typeof SeriesList>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  // A host that is new today has its series as soon as somebody looks.
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const host = await findHost(tx, model, orgId, now);
    if (host === undefined) throw problem('not-found');
    await ensureSeries(tx, model, localDateOf(now, model.timeZone), now, orgId);
    await makeOccurrences(tx, model, now, { most: 100, orgId });
    const where = { hostOrgId: orgId, areaCode: host.areaCode };
    const rows = (await findSeriesOf(tx, orgId)).filter(({ kind }) => {
      const rule = model.gatherings[kind];
      return rule !== undefined && relationTo(model, rule, viewer, where, noPart).sees;
    });
    const hosted = Object.entries(model.gatherings).filter(
      ([, rule]) => rule.hosts.includes(host.kind) && postAmong(viewer, rule.calledBy, where) !== null,
    );
    if (rows.length === 0 && hosted.length === 0) throw problem('not-found');
    const forms = hosted.map(([key, rule]) => ({
      key,
      title: rule.title,
      form: rule.form,
      at: timeOfDay(rule.atMinute ?? 19 * 60),
      lastsMinutes: rule.lastsMinutes,
    }));
    return {
      org: { orgId, name: host.name, kind: host.kind },
      series: await presentSeries(deps, tx, model, viewer, rows, now),
      mayAdd: forms,
      mayCall: forms,
    };
  });
}

export async function presentSeries(
  deps: Deps,
  tx: Tx,
  model: Model,
  viewer: Viewer,
  rows: readonly SeriesRow[],
  now: string,
): Promise<SeriesView[]> {
  if (rows.length === 0) return [];
  const [{ rows: coming }, { rows: waiting }, cadence] = await Promise.all([
    tx.query<GatheringRow>(
      `SELECT ${gatheringColumns} FROM ${gatheringsAround}
        WHERE gatherings.tenant_id = $1 AND gatherings.gathering_id IN (
          SELECT next.gathering_id FROM unnest($2::uuid[]) AS one (series_id)
            CROSS JOIN LATERAL (SELECT gathering_id FROM gatherings AS own
                                 WHERE own.tenant_id = $1 AND own.series_id = one.series_id AND own.ends_at > $3
                                 ORDER BY own.starts_at LIMIT ${comingShown}) AS next)
        ORDER BY gatherings.starts_at`,
      [tx.tenantId, rows.map(({ seriesId }) => seriesId), now],
    ),
    tx.query<{ hostOrgId: string; kind: string; waiting: number }>(
      `SELECT host_org_id AS "hostOrgId", kind, count(*)::integer AS waiting FROM gathering_items
        WHERE tenant_id = $1 AND host_org_id = ANY ($2::uuid[]) AND ended_at IS NULL AND gathering_id IS NULL
        GROUP BY host_org_id, kind`,
      [tx.tenantId, rows.map(({ hostOrgId }) => hostOrgId)],
    ),
    cadenceOf(
      tx,
      model,
      rows.map(({ hostOrgId }) => hostOrgId),
      localDateOf(now, model.timeZone),
      now,
    ),
  ]);
  const summaries = await presentSummaries(deps, tx, viewer, coming, now);
  return rows.flatMap((row): SeriesView[] => {
    const rule = model.gatherings[row.kind];
    const series = rule && recurring(model, rule, row);
    if (rule === undefined || series == null) return [];
    const standing = cadence.find((one) => one.orgId === row.hostOrgId && one.kind === row.kind);
    const where = { hostOrgId: row.hostOrgId, areaCode: row.areaCode };
    const isOver = row.endsOn !== null && row.endsOn < localDateOf(now, model.timeZone);
    return [
      {
        seriesId: row.seriesId,
        orgId: row.hostOrgId,
        kind: row.kind,
        kindTitle: rule.title,
        form: rule.form,
        title: row.titleZh === null ? rule.title : { zh: row.titleZh, en: row.titleEn || row.titleZh },
        number: row.seriesNumber,
        rule: series.rule,
        isModelsRule: row.rule === null,
        ruleInWords: ruleInWords(series.rule),
        at: timeOfDay(series.atMinute),
        lastsMinutes: series.lastsMinutes,
        place: row.place,
        capacity: row.capacity ?? rule.capacity,
        startsOn: row.startsOn,
        endsOn: row.endsOn,
        coming: summaries.filter(({ seriesId }) => seriesId === row.seriesId),
        waiting:
          waiting.find((one) => one.hostOrgId === row.hostOrgId && one.kind === row.kind)?.waiting ?? 0,
        cadence:
          standing === undefined
            ? null
            : {
                atLeast: standing.atLeast,
                per: standing.per,
                held: standing.held,
                from: standing.from,
                to: standing.to,
                state: standing.state,
              },
        verbs: !isOver && postAmong(viewer, rule.calledBy, where) !== null ? ['set', 'end'] : [],
      },
    ];
  });
}
