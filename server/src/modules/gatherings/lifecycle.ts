/** How a gathering goes from one state to the next, by a person or by time. Its row is locked. */
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { recordStep } from './history.ts';
import { ownReasons } from './own-reasons.ts';
import type { Signature } from './sign.ts';
import { endItem, findItems, type GatheringRow, type ItemRow, setGathering } from './store.ts';
import { giveBack, takeUp } from './take-up.ts';
import { concerned, dataOf, tellGroups, tellOf } from './tell-people.ts';

export interface Passing {
  deps: Deps;
  tx: Tx;
  model: Model;
  rule: GatheringKind;
  row: GatheringRow;
  now: string;
  by: Signature;
  commandId: string | null;
}

/**
 * Time and agenda are told. Where one is held only for something, and there is nothing, it is called off instead: quietly,
 * for nobody was told of it.
 */
export async function announce(passing: Passing): Promise<void> {
  const { deps, tx, model, rule, row, now, by } = passing;
  await takeUp(tx, model, rule, row, now);
  const items = await findItems(tx, row.gatheringId);
  if (rule.held === 'with-agenda' && items.length === 0) {
    await callOff(passing, 'cancelled', ownReasons.nothingToDiscuss.zh);
    return;
  }
  await setGathering(tx, row, { state: 'announced', announcedAt: now });
  await record(passing, 'announce', { items: items.length });
  const to = await concerned(tx, model, rule, row);
  const told = { template: 'gathering.announced', data: dataOf(model, row) } as const;
  await tellOf(deps, tx, row, { ...told, to, exceptPersonId: by.personId });
  await tellGroups(deps, tx, rule, row, told);
}

/** Whatever came after it was announced is dealt with all the same; one that goes on deals with what it was broken off at. */
export async function open(passing: Passing): Promise<void> {
  const { tx, model, rule, row, now } = passing;
  const came = row.continuesId === null ? await takeUp(tx, model, rule, row, now) : 0;
  await setGathering(tx, row, {
    state: 'open',
    openedAt: row.openedAt ?? now,
    announcedAt: row.announcedAt ?? now,
    reason: null,
    remindAt: null,
    revision: row.state === 'not-held' ? row.revision + 1 : row.revision,
  });
  await record(passing, 'open', { came });
}

/** What was not reached goes on to the next one; a duty that somebody answered for has been heard. */
export async function end(passing: Passing): Promise<void> {
  const { tx, row, now } = passing;
  await hearDuties(tx, row.gatheringId, now);
  const back = await giveBack(tx, row.gatheringId);
  await close(passing, {});
  await record(passing, 'end', { back });
}

/** Ends the duties that were answered for; gives what is still open. */
export async function hearDuties(tx: Tx, gatheringId: string, now: string): Promise<ItemRow[]> {
  const open = (await findItems(tx, gatheringId)).filter(({ endedAt }) => endedAt === null);
  const { rows: answered } = await tx.query<{ resolutionId: string }>(
    `SELECT resolution_id AS "resolutionId" FROM gathering_resolutions
      WHERE tenant_id = $1 AND resolution_id = ANY ($2::uuid[]) AND state IN ('kept', 'not-kept')`,
    [tx.tenantId, open.flatMap(({ resolutionId }) => resolutionId ?? [])],
  );
  const heard = new Set(answered.map(({ resolutionId }) => resolutionId));
  const left: ItemRow[] = [];
  for (const item of open) {
    if (item.resolutionId === null || !heard.has(item.resolutionId)) left.push(item);
    else await endItem(tx, item.itemId, { as: 'answered', at: now, inGathering: gatheringId, reason: null });
  }
  return left;
}

/** Nobody speaks there any more. */
export async function close(
  { tx, row, now }: Pick<Passing, 'tx' | 'row' | 'now'>,
  changes: { adjournedAt?: string },
): Promise<void> {
  await setGathering(tx, row, { state: 'ended', endedAt: now, currentItemId: null, ...changes });
  await tx.query(
    'UPDATE gathering_speakers SET done_at = $3 WHERE tenant_id = $1 AND gathering_id = $2 AND done_at IS NULL',
    [tx.tenantId, row.gatheringId, now],
  );
}

/** Cancelled before it began, or not held: what stood on its agenda waits for the next one. */
export async function callOff(
  passing: Passing,
  state: 'cancelled' | 'not-held',
  reason: string,
): Promise<void> {
  const { deps, tx, model, rule, row, by } = passing;
  const wasTold = row.announcedAt !== null;
  // Before the items go back: afterwards nobody would be found by them.
  const to = await concerned(tx, model, rule, row);
  const back = await giveBack(tx, row.gatheringId);
  await setGathering(tx, row, {
    state,
    reason,
    currentItemId: null,
    revision: row.revision + 1,
    remindAt: null,
  });
  await record(passing, state === 'cancelled' ? 'cancel' : 'not-held', { back }, reason);
  if (state === 'cancelled' && wasTold) {
    const { gathering, startsAt } = dataOf(model, row);
    const told = { template: 'gathering.cancelled', data: { gathering, startsAt } } as const;
    await tellOf(deps, tx, row, { ...told, to, exceptPersonId: by.personId });
    await tellGroups(deps, tx, rule, row, told);
  }
}

export async function record(
  { tx, row, now, by, commandId }: Pick<Passing, 'tx' | 'row' | 'now' | 'by' | 'commandId'>,
  verb: string,
  changes: Record<string, unknown>,
  reason: string | null = null,
): Promise<void> {
  await recordStep(tx, row, { verb, at: now, by, reason, changes, commandId });
}
