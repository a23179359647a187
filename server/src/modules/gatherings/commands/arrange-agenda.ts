/** The agenda: what is added by hand, in which order, and what is under discussion. */
import { randomUUID } from 'node:crypto';
import type { AddItem, DiscussItem, OrderItems } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { findCaseSight } from '../../cases/index.ts';
import type { Viewer, ViewerPost } from '../../people/index.ts';
import { type Changing, changeAndShow } from '../change-gathering.ts';
import { holdingRoles, mayNot } from '../policy.ts';
import { setGathering, addItem as writeItem } from '../store.ts';

function holder({ relation, model, rule }: Changing): ViewerPost {
  if (relation.holds === null) throw mayNot(model, holdingRoles(rule));
  return relation.holds;
}

async function requireOpenAgenda(changing: Changing): Promise<void> {
  const { row, rule } = changing;
  const isThere = row.state === 'planned' || row.state === 'announced' || row.state === 'open';
  if (!isThere || (rule.form !== 'meeting' && rule.agenda.length === 0)) throw await changing.stateProblem();
}

export function addItem(deps: Deps, viewer: Viewer, gatheringId: string, words: z.output<typeof AddItem>) {
  const asked = { commandId: words.commandId, verb: 'add-item' };
  return changeAndShow(deps, viewer, gatheringId, asked, async (changing) => {
    const { tx, row, now, personId } = changing;
    const post = holder(changing);
    await requireOpenAgenda(changing);
    const itemId = randomUUID();
    const base = {
      itemId,
      hostOrgId: row.hostOrgId,
      kind: row.kind,
      areaCode: row.areaCode,
      enteredAt: now,
      enteredByPersonId: personId,
      gatheringId,
    };
    if (words.motion !== undefined) {
      const { title, body } = words.motion;
      await writeItem(tx, { ...base, about: 'motion', title, body: body || null });
    } else if (words.topicId !== undefined) {
      await takeTopic(changing, words.topicId);
    } else if (words.caseId !== undefined) {
      const { sight } = await findCaseSight(deps, tx, viewer, words.caseId);
      if (sight !== 'full') throw problem('not-found');
      const { rowCount } = await tx.query(
        'SELECT FROM gathering_items WHERE tenant_id = $1 AND case_id = $2 AND ended_at IS NULL',
        [tx.tenantId, words.caseId],
      );
      // It waits on a rung, or stands on another agenda.
      if (rowCount !== 0) throw await changing.stateProblem();
      await writeItem(tx, { ...base, about: 'case', caseId: words.caseId });
    }
    await changing.record({ verb: 'add-item', itemId }, post);
  });
}

/** A topic that waits in the pool comes onto this agenda now, and not only when the next one is announced. */
async function takeTopic({ tx, row }: Changing, topicId: string): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE gathering_items SET gathering_id = $5,
            position = (SELECT coalesce(max(position), 0) + 1 FROM gathering_items WHERE tenant_id = $1 AND gathering_id = $5)
      WHERE tenant_id = $1 AND topic_id = $2 AND host_org_id = $3 AND kind = $4 AND ended_at IS NULL`,
    [tx.tenantId, topicId, row.hostOrgId, row.kind, row.gatheringId],
  );
  if (rowCount === 0) throw problem('not-found');
  await tx.query(`UPDATE gathering_topics SET state = 'on-agenda' WHERE tenant_id = $1 AND topic_id = $2`, [
    tx.tenantId,
    topicId,
  ]);
}

/** Those named come first, in this order; the others stay behind them as they were. */
export function orderItems(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, itemIds }: z.output<typeof OrderItems>,
) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'order-items' }, async (changing) => {
    const { tx } = changing;
    const post = holder(changing);
    await requireOpenAgenda(changing);
    await tx.query(
      `UPDATE gathering_items AS items SET position = ranked.place
         FROM (SELECT item_id, row_number() OVER (
                        ORDER BY array_position($3::uuid[], item_id) NULLS LAST, position, item_id) AS place
                 FROM gathering_items WHERE tenant_id = $1 AND gathering_id = $2) AS ranked
        WHERE items.tenant_id = $1 AND items.item_id = ranked.item_id`,
      [tx.tenantId, gatheringId, itemIds],
    );
    await changing.record({ verb: 'order-items' }, post);
  });
}

export function discussItem(
  deps: Deps,
  viewer: Viewer,
  gatheringId: string,
  { commandId, itemId }: z.output<typeof DiscussItem>,
) {
  return changeAndShow(deps, viewer, gatheringId, { commandId, verb: 'discuss' }, async (changing) => {
    const { tx, row } = changing;
    const post = holder(changing);
    if (row.state !== 'open') throw await changing.stateProblem();
    if (itemId !== null) {
      const { rowCount } = await tx.query(
        'SELECT FROM gathering_items WHERE tenant_id = $1 AND item_id = $2 AND gathering_id = $3',
        [tx.tenantId, itemId, gatheringId],
      );
      if (rowCount === 0) throw problem('not-found');
    }
    await setGathering(tx, row, { currentItemId: itemId });
    await changing.record({ verb: 'discuss', itemId }, post);
  });
}
