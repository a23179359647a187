/**
 * What happens to gatherings without anybody asking: occurrences are made, agendas filled and told, what nobody held is said
 * to be so and gives its items back, duties are reminded of. Nothing is opened: people come together, not clocks.
 */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { callWhereNeeded } from './call-where-needed.ts';
import { tellDuties } from './due-duties.ts';
import { followLadder } from './follow-ladder.ts';
import { announce, callOff, end, type Passing } from './lifecycle.ts';
import { hint } from './live.ts';
import { makeOccurrences } from './make-occurrences.ts';
import { ownReasons } from './own-reasons.ts';
import { remind } from './remind.ts';
import { ruleFor } from './rules.ts';
import { ensureSeries } from './series-store.ts';
import { byTime } from './sign.ts';
import { findGathering, findItems, type GatheringRow } from './store.ts';
import { tellClosing } from './tell-closing.ts';

export interface Swept {
  made: number;
  announced: number;
  ended: number;
  failures: number;
}

/** Series whose occurrences are made in one transaction. */
const seriesAtOnce = 200;
/** Gatherings looked at in one go; each is a transaction of its own. */
const gatheringsAtOnce = 200;
/** Somebody may open it late, or forget to end it. */
const graceMs = 12 * 3_600_000;

export async function sweepGatherings(deps: Deps, signal?: AbortSignal): Promise<Swept> {
  const swept: Swept = { made: 0, announced: 0, ended: 0, failures: 0 };
  for (const { tenantId, model } of modelsOf(deps).cities()) {
    if (signal?.aborted || Object.keys(model.gatherings).length === 0) continue;
    swept.made += await makeAhead(deps, tenantId, model, signal);
    const now = deps.clock.now();
    await inTenant(deps.db, tenantId, async (tx) => {
      await followLadder(tx, model, now);
      await callWhereNeeded(deps, tx, model, now);
      await joinAnnounced(deps, tx, now);
    });
    await tellClosing(deps, tenantId, now);
    swept.announced += await each(
      deps,
      tenantId,
      swept,
      `SELECT gathering_id AS "gatheringId" FROM gatherings
        WHERE tenant_id = $1 AND state = 'planned' AND notice_at <= $2 AND ends_at > $2
        ORDER BY notice_at LIMIT ${gatheringsAtOnce}`,
      now,
      (row) => row.state === 'planned',
      announce,
    );
    swept.ended += await each(
      deps,
      tenantId,
      swept,
      `SELECT gathering_id AS "gatheringId" FROM gatherings
        WHERE tenant_id = $1 AND state IN ('planned', 'announced', 'open') AND ends_at <= $2
        ORDER BY ends_at LIMIT ${gatheringsAtOnce}`,
      new Date(Date.parse(now) - graceMs).toISOString(),
      (row) => row.state === 'planned' || row.state === 'announced' || row.state === 'open',
      endByTime,
    );
    await remind(deps, tenantId, now);
    await tellDuties(deps, tenantId, now);
  }
  return swept;
}

/** Rows of every series that is running short of them, batch by batch. */
export async function makeAhead(
  deps: Deps,
  tenantId: number,
  model: Model,
  signal?: AbortSignal,
): Promise<number> {
  const now = deps.clock.now();
  await inTenant(deps.db, tenantId, (tx) =>
    ensureSeries(tx, model, localDateOf(now, model.timeZone), now, null),
  );
  let made = 0;
  for (;;) {
    if (signal?.aborted) return made;
    const batch = await inTenant(deps.db, tenantId, (tx) =>
      makeOccurrences(tx, model, now, { most: seriesAtOnce }),
    );
    made += batch.made;
    if (batch.looked < seriesAtOnce) return made;
  }
}

/** One after the other, each locked and looked at again: of two that sweep at once one acts. */
async function each(
  deps: Deps,
  tenantId: number,
  swept: Swept,
  sql: string,
  until: string,
  isStillDue: (row: GatheringRow) => boolean,
  act: (passing: Passing) => Promise<void>,
): Promise<number> {
  const { rows } = await inTenant(
    deps.db,
    tenantId,
    (tx) => tx.query<{ gatheringId: string }>(sql, [tenantId, until]),
    { readOnly: true },
  );
  let done = 0;
  for (const { gatheringId } of rows) {
    try {
      await inTenant(deps.db, tenantId, async (tx) => {
        const row = await findGathering(tx, gatheringId, 'to change');
        if (row === undefined || !isStillDue(row)) return;
        const { model, rule } = await ruleFor(deps, tenantId, row);
        await act({ deps, tx, model, rule, row, now: deps.clock.now(), by: byTime, commandId: null });
        hint(deps, tx, gatheringId);
        done += 1;
      });
    } catch (error) {
      swept.failures += 1;
      deps.log.error({ err: error, tenantId, gatheringId }, 'time could not act on a gathering');
    }
  }
  return done;
}

/** A roster that was filled was served; anything else that nobody opened was not held. */
async function endByTime(passing: Passing): Promise<void> {
  const { tx, row, rule } = passing;
  if (row.state === 'open') return end(passing);
  if (rule.form === 'shift') {
    const { rowCount } = await tx.query(
      'SELECT FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = $2 AND (person_id IS NOT NULL OR name IS NOT NULL)',
      [tx.tenantId, row.gatheringId],
    );
    if (rowCount !== 0) return end(passing);
  }
  if (rule.held === 'with-agenda' && (await findItems(tx, row.gatheringId)).length === 0) {
    return callOff(passing, 'cancelled', ownReasons.nothingToDiscuss.zh);
  }
  return callOff(passing, 'not-held', ownReasons.notHeld.zh);
}

/**
 * A case that climbs after the next meeting was announced still comes onto its agenda: it cannot wait a quarter. Where one is
 * planned before that, perhaps called for this very case, it waits for that one.
 */
async function joinAnnounced(deps: Deps, tx: Tx, now: string): Promise<void> {
  const { rows } = await tx.query<{ gatheringId: string }>(
    `WITH late AS (
       SELECT items.item_id, next.gathering_id
         FROM gathering_items AS items
         JOIN LATERAL (SELECT gatherings.gathering_id, gatherings.state FROM gatherings
                        WHERE gatherings.tenant_id = items.tenant_id AND gatherings.host_org_id = items.host_org_id
                          AND gatherings.kind = items.kind AND gatherings.state IN ('planned', 'announced', 'open')
                          AND gatherings.ends_at > $2
                        ORDER BY gatherings.starts_at LIMIT 1) AS next ON next.state <> 'planned'
        WHERE items.tenant_id = $1 AND items.ended_at IS NULL AND items.gathering_id IS NULL
          AND items.about = 'case' AND items.carried_from IS NULL
        LIMIT 500)
     UPDATE gathering_items AS items
        SET gathering_id = late.gathering_id,
            position = (SELECT coalesce(max(position), 0) FROM gathering_items AS there
                         WHERE there.tenant_id = $1 AND there.gathering_id = late.gathering_id)
                     + (SELECT count(*) FROM late AS earlier
                         WHERE earlier.gathering_id = late.gathering_id AND earlier.item_id <= late.item_id)
       FROM late WHERE items.tenant_id = $1 AND items.item_id = late.item_id
     RETURNING late.gathering_id AS "gatheringId"`,
    [tx.tenantId, now],
  );
  for (const gatheringId of new Set(rows.map((row) => row.gatheringId))) hint(deps, tx, gatheringId);
}
