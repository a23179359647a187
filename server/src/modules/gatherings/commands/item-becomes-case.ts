/** What somebody raised at a meeting goes its way as a case; who raised and supported it follows it from then on. */
import { createHash } from 'node:crypto';
import type { GatheringView, ItemBecomesCase } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { openCase, setFollowing } from '../../cases/index.ts';
import { modelsOf } from '../../models/index.ts';
import type { Viewer } from '../../people/index.ts';
import { changeItem, decider } from '../change-item.ts';
import { endItem } from '../store.ts';

/**
 * Two transactions: the case is opened under an id made from this command's, so that a retry finds the same case and only
 * does what is still missing.
 */
export async function itemBecomesCase(
  deps: Deps,
  viewer: Viewer,
  where: { gatheringId: string; itemId: string },
  words: z.output<typeof ItemBecomesCase>,
): Promise<{ gathering: GatheringView }> {
  const topic = await inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const { rows } = await tx.query<{ title: string; body: string | null; areaCode: string }>(
        `SELECT topics.title, topics.body, topics.area_code AS "areaCode"
           FROM gathering_items AS items
           JOIN gathering_topics AS topics ON topics.tenant_id = $1 AND topics.topic_id = items.topic_id
          WHERE items.tenant_id = $1 AND items.item_id = $2 AND items.gathering_id = $3`,
        [tx.tenantId, where.itemId, where.gatheringId],
      );
      return rows[0];
    },
    { readOnly: true },
  );
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return changeItem(
    deps,
    viewer,
    where,
    { commandId: words.commandId, verb: 'become-case' },
    async (changing) => {
      const { tx, row, now, item } = changing;
      const post = await decider(changing);
      if (topic === undefined || item.topicId === null) throw await changing.stateProblem();
      const field = textField(model, words.kind);
      const text = words.text ?? [topic.title, topic.body].filter(Boolean).join('\n');
      const { view } = await openCase(deps, viewer, {
        commandId: derivedId(words.commandId),
        kind: words.kind,
        areaCode: words.areaCode ?? topic.areaCode,
        ...(words.category === undefined ? {} : { category: words.category }),
        photoIds: [],
        answers: field === undefined ? {} : { [field]: text },
      });
      await endItem(tx, item.itemId, {
        as: 'became-case',
        at: now,
        inGathering: row.gatheringId,
        reason: view.number,
      });
      await tx.query(
        `UPDATE gathering_topics SET state = 'became-case', case_id = $3, outcome = $4, ended_at = $5
          WHERE tenant_id = $1 AND topic_id = $2`,
        [tx.tenantId, item.topicId, view.caseId, view.number, now],
      );
      const { rows: people } = await tx.query<{ personId: string }>(
        `SELECT brought_by_person_id AS "personId" FROM gathering_topics
          WHERE tenant_id = $1 AND topic_id = $2 AND brought_by_person_id IS NOT NULL
         UNION
         SELECT person_id FROM gathering_topic_supporters WHERE tenant_id = $1 AND topic_id = $2`,
        [tx.tenantId, item.topicId],
      );
      await tx.query('SELECT FROM cases WHERE tenant_id = $1 AND case_id = $2 FOR UPDATE', [
        tx.tenantId,
        view.caseId,
      ]);
      for (const { personId } of people) {
        if (personId === viewer.personId) continue;
        await setFollowing(tx, view.caseId, { key: `person:${personId}`, personId }, true, now);
      }
      await changing.record(
        { verb: 'become-case', itemId: item.itemId, changes: { caseId: view.caseId, number: view.number } },
        post,
      );
    },
  );
}

/** The first field of a kind that takes words. */
function textField(model: Model, kind: string): string | undefined {
  const rule = Object.hasOwn(model.caseKinds, kind) ? model.caseKinds[kind] : undefined;
  if (rule === undefined) {
    throw problem('unknown-kind', { data: { allowed: Object.keys(model.caseKinds).join(', ') } });
  }
  const fields = Object.entries(rule.asks);
  return (fields.find(([, ask]) => ask.kind === 'long-text') ??
    fields.find(([, ask]) => ask.kind === 'text'))?.[0];
}

/** Another id, always the same for the same command (RFC 9562, version 8). */
function derivedId(commandId: string): string {
  const bytes = createHash('sha256').update(`case of ${commandId}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
