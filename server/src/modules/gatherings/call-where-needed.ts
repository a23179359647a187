/** A case waits on a rung and no meeting is due in time: where the model says so, one is called. */
import { instantAt, localDateOf } from '@linli/engine';
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { recordStep } from './history.ts';
import { hint } from './live.ts';
import { plusDays } from './make-occurrences.ts';
import { addGathering } from './new-gathering.ts';
import { ownReasons } from './own-reasons.ts';
import { after } from './rules.ts';
import { byTime } from './sign.ts';
import { findGathering } from './store.ts';

/** Nobody comes sooner than this. */
const leastMs = 2 * 3_600_000;
const reason = ownReasons.needed.zh;

/** Gives how many were called. */
export async function callWhereNeeded(deps: Deps, tx: Tx, model: Model, now: string): Promise<number> {
  const kinds = Object.entries(model.gatherings).filter(([, { calledWithin }]) => calledWithin !== null);
  if (kinds.length === 0) return 0;
  const { rows } = await tx.query<{
    hostOrgId: string;
    kind: string;
    oldestAt: string;
    nextAt: string | null;
    areaCode: string;
    place: string | null;
  }>(
    `SELECT waiting.host_org_id AS "hostOrgId", waiting.kind, min(waiting.entered_at) AS "oldestAt",
            (SELECT min(coming.starts_at) FROM gatherings AS coming
              WHERE coming.tenant_id = $1 AND coming.host_org_id = waiting.host_org_id AND coming.kind = waiting.kind
                AND coming.state IN ('planned', 'announced', 'open') AND coming.ends_at > $3) AS "nextAt",
            (SELECT min(covered.area_code) FROM org_areas AS covered
              WHERE covered.tenant_id = $1 AND covered.org_id = waiting.host_org_id) AS "areaCode",
            (SELECT series.place FROM gathering_series AS series
              WHERE series.tenant_id = $1 AND series.host_org_id = waiting.host_org_id AND series.kind = waiting.kind
                AND series.series_number = 1) AS place
       FROM gathering_items AS waiting
      WHERE waiting.tenant_id = $1 AND waiting.kind = ANY ($2) AND waiting.about = 'case' AND waiting.ladder IS NOT NULL
        AND waiting.ended_at IS NULL AND waiting.gathering_id IS NULL
      GROUP BY waiting.host_org_id, waiting.kind`,
    [tx.tenantId, kinds.map(([kind]) => kind), now],
  );
  let called = 0;
  for (const { hostOrgId, kind, oldestAt, nextAt, areaCode, place } of rows) {
    const rule = model.gatherings[kind];
    if (rule?.calledWithin == null || areaCode === null) continue;
    const until = after(model, rule.calledWithin, oldestAt);
    if (nextAt !== null && nextAt <= until) continue;
    const startsAt = timeFor(model, rule, until, now);
    // The next one is as soon as any that could be called.
    if (nextAt !== null && nextAt <= startsAt) continue;
    const gatheringId = await addGathering(
      tx,
      model,
      rule,
      {
        hostOrgId,
        kind,
        areaCode,
        place,
        titleZh: null,
        titleEn: null,
        startsAt,
        lastsMinutes: null,
        capacity: null,
        seats: null,
        reason,
      },
      now,
    );
    const row = await findGathering(tx, gatheringId, 'to change');
    if (row === undefined) throw new Error('a gathering that was just called is not there');
    await recordStep(tx, row, {
      verb: 'call',
      at: now,
      by: byTime,
      reason,
      changes: { startsAt },
      commandId: null,
    });
    hint(deps, tx, gatheringId);
    called += 1;
  }
  return called;
}

/** The last usual hour before the time is over; where none is left, the next one there is. */
function timeFor(model: Model, rule: GatheringKind, until: string, now: string): string {
  const earliest = new Date(Date.parse(now) + leastMs).toISOString();
  const minute = rule.atMinute ?? 19 * 60;
  for (let day = localDateOf(until, model.timeZone); ; day = plusDays(day, -1)) {
    const at = instantAt(day, minute, model.timeZone);
    if (at < earliest) break;
    if (at <= until) return at;
  }
  for (let day = localDateOf(earliest, model.timeZone); ; day = plusDays(day, 1)) {
    const at = instantAt(day, minute, model.timeZone);
    if (at >= earliest) return at;
  }
}
