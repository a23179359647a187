/** An item ends without a resolution: carried over, sent down or up, noted, withdrawn. */
import { randomUUID } from 'node:crypto';
import type { NoteItem } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { actWithin } from '../../cases/index.ts';
import type { Viewer } from '../../people/index.ts';
import { changeItem, decider } from '../change-item.ts';
import { followLadder } from '../follow-ladder.ts';
import { mayNot } from '../policy.ts';
import { requireQuorum } from '../quorum.ts';
import { addItem, endItem } from '../store.ts';

interface Where {
  gatheringId: string;
  itemId: string;
}
interface Sent {
  commandId: string;
  reason: string;
}

/** It waits for the next one, as a new item: this one keeps what was said of it here. */
export function carryOverItem(deps: Deps, viewer: Viewer, where: Where, { commandId, reason }: Sent) {
  return changeItem(deps, viewer, where, { commandId, verb: 'carry-over' }, async (changing) => {
    const { tx, row, now, item } = changing;
    const post = await decider(changing);
    await endItem(tx, item.itemId, { as: 'carried-over', at: now, inGathering: row.gatheringId, reason });
    await addItem(tx, {
      ...item,
      itemId: randomUUID(),
      enteredAt: now,
      carriedFrom: item.itemId,
      gatheringId: null,
    });
    if (item.topicId !== null) await setTopic(tx, item.topicId, 'waiting', null, null);
    await changing.record({ verb: 'carry-over', itemId: item.itemId, reason }, post);
  });
}

/** To the rung below, where it belongs; from the lowest one back to whoever handles it. */
export function sendItemDown(deps: Deps, viewer: Viewer, where: Where, sent: Sent) {
  return moveCase(deps, viewer, where, sent, 'descend');
}

export function sendItemUp(deps: Deps, viewer: Viewer, where: Where, sent: Sent) {
  return moveCase(deps, viewer, where, sent, 'climb');
}

function moveCase(
  deps: Deps,
  viewer: Viewer,
  where: Where,
  { commandId, reason }: Sent,
  verb: 'climb' | 'descend',
) {
  const word = verb === 'climb' ? 'send-up' : 'send-down';
  return changeItem(deps, viewer, where, { commandId, verb: word }, async (changing) => {
    const { tx, row, now, item, model } = changing;
    const post = await decider(changing);
    if (item.caseId === null || item.ladder === null) throw await changing.stateProblem();
    // Turning a case away is deciding about it; handing it up is not.
    if (verb === 'descend') await requireQuorum(changing);
    await endItem(tx, item.itemId, {
      as: verb === 'climb' ? 'sent-up' : 'sent-down',
      at: now,
      inGathering: row.gatheringId,
      reason,
    });
    await actWithin(deps, tx, viewer, item.caseId, verb, { reason });
    await followLadder(tx, model, now, item.caseId);
    await changing.record({ verb: word, itemId: item.itemId, reason }, post);
  });
}

/** Heard, and nothing to decide. A case on a rung asks for a decision. */
export function noteItem(
  deps: Deps,
  viewer: Viewer,
  where: Where,
  { commandId, words }: z.output<typeof NoteItem>,
) {
  return changeItem(deps, viewer, where, { commandId, verb: 'note' }, async (changing) => {
    const { tx, row, now, item } = changing;
    const post = await decider(changing);
    if (item.about === 'duty' || item.ladder !== null) throw await changing.stateProblem();
    const reason = words || null;
    await endItem(tx, item.itemId, { as: 'noted', at: now, inGathering: row.gatheringId, reason });
    if (item.topicId !== null) await setTopic(tx, item.topicId, 'noted', reason, now);
    await changing.record({ verb: 'note', itemId: item.itemId, reason }, post);
  });
}

/** A motion or a topic is taken back, by whoever brought it or by who decides there. */
export function withdrawItem(deps: Deps, viewer: Viewer, where: Where, { commandId, reason }: Sent) {
  return changeItem(deps, viewer, where, { commandId, verb: 'withdraw' }, async (changing) => {
    const { tx, row, now, item, relation, personId, model, rule } = changing;
    const isOwn = (await broughtBy(tx, item)) === personId;
    if (!isOwn && relation.decides === null) throw mayNot(model, rule.decidedBy);
    const isThere = row.state === 'planned' || row.state === 'announced' || row.state === 'open';
    if (!isThere || (item.about !== 'motion' && item.about !== 'topic')) throw await changing.stateProblem();
    await endItem(tx, item.itemId, { as: 'withdrawn', at: now, inGathering: row.gatheringId, reason });
    if (item.topicId !== null) await setTopic(tx, item.topicId, 'withdrawn', reason, now);
    await changing.record({ verb: 'withdraw', itemId: item.itemId, reason }, isOwn ? null : relation.decides);
  });
}

type TopicEnd = 'waiting' | 'noted' | 'withdrawn';

async function setTopic(
  tx: Parameters<typeof endItem>[0],
  topicId: string,
  state: TopicEnd,
  outcome: string | null,
  at: string | null,
): Promise<void> {
  await tx.query(
    'UPDATE gathering_topics SET state = $3, outcome = $4, ended_at = $5 WHERE tenant_id = $1 AND topic_id = $2',
    [tx.tenantId, topicId, state, outcome, at],
  );
}

async function broughtBy(
  tx: Parameters<typeof endItem>[0],
  item: { topicId: string | null; enteredByPersonId: string | null },
): Promise<string | null> {
  if (item.topicId === null) return item.enteredByPersonId;
  const { rows } = await tx.query<{ personId: string | null }>(
    'SELECT brought_by_person_id AS "personId" FROM gathering_topics WHERE tenant_id = $1 AND topic_id = $2',
    [tx.tenantId, item.topicId],
  );
  return rows[0]?.personId ?? null;
}
