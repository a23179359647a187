/** A resident brings something to be talked about; others support it; whoever brought it may take it back. */
import { randomUUID } from 'node:crypto';
import type { BringTopic, SupportTopic, TopicView } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { areaNames } from '../../areas/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { findHost } from '../host.ts';
import type { TopicRow } from '../list-topics.ts';
import { hint } from '../live.ts';
import { holdingRoles, mayNot, noPart, relationTo } from '../policy.ts';
import { requireRule } from '../rules.ts';
import { getTopic, presentOne } from '../show-topic.ts';
import { addItem, endItem } from '../store.ts';

export async function bringTopic(
  deps: Deps,
  viewer: Viewer,
  words: z.output<typeof BringTopic>,
): Promise<{ topic: TopicView }> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const rule = requireRule(model, words.kind);
  const command = { commandId: words.commandId, verb: 'topic.bring', target: words.orgId };
  return once(deps, viewer, command, async (tx) => {
    const now = deps.clock.now();
    const host = await findHost(tx, model, words.orgId, now);
    const takesTopics = rule.agenda.some(({ from }) => from === 'topics');
    if (host === undefined || !rule.hosts.includes(host.kind) || !takesTopics) throw problem('not-found');
    const where = { hostOrgId: host.orgId, areaCode: host.areaCode };
    const relation = relationTo(model, rule, viewer, where, noPart);
    if (!relation.sees) throw problem('not-found');
    if (words.forName !== undefined && relation.holds === null) throw mayNot(model, holdingRoles(rule));
    const areaCode = words.areaCode ?? host.areaCode;
    const isAround = areaCode.startsWith(host.areaCode) || host.areaCode.startsWith(areaCode);
    if (!isAround || !(await areaNames(tx, [areaCode])).has(areaCode)) {
      throw problem('unknown-area', {
        errors: [
          { at: '/areaCode', message: { zh: '不在这次活动的范围内', en: 'Not where this meeting is' } },
        ],
      });
    }
    const topicId = randomUUID();
    await tx.query(
      `INSERT INTO gathering_topics (tenant_id, topic_id, host_org_id, kind, title, body, area_code, brought_by_person_id,
                                     brought_by_name, brought_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        tx.tenantId,
        topicId,
        host.orgId,
        words.kind,
        words.title,
        words.body || null,
        areaCode,
        words.forName === undefined ? personId : null,
        words.forName ?? null,
        now,
      ],
    );
    // It waits in the pool from the first moment; the next agenda takes it up.
    await addItem(tx, {
      itemId: randomUUID(),
      hostOrgId: host.orgId,
      kind: words.kind,
      about: 'topic',
      topicId,
      areaCode,
      enteredAt: now,
      enteredByPersonId: personId,
    });
    return { topic: await viewOf(tx, model, viewer, topicId, now) };
  });
}

export async function supportTopic(
  deps: Deps,
  viewer: Viewer,
  topicId: string,
  { commandId, support }: z.output<typeof SupportTopic>,
): Promise<{ topic: TopicView }> {
  return changeTopic(
    deps,
    viewer,
    topicId,
    { commandId, verb: 'support' },
    async (tx, row, personId, now) => {
      if (row.broughtByPersonId === personId) throw problem('gathering-state');
      const { rowCount } = await tx.query(
        support
          ? `INSERT INTO gathering_topic_supporters (tenant_id, topic_id, person_id, supported_at)
           VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`
          : `DELETE FROM gathering_topic_supporters
            WHERE tenant_id = $1 AND topic_id = $2 AND person_id = $3 AND supported_at <= $4`,
        [tx.tenantId, topicId, personId, now],
      );
      await tx.query(
        'UPDATE gathering_topics SET supporter_count = supporter_count + $3 WHERE tenant_id = $1 AND topic_id = $2',
        [tx.tenantId, topicId, (support ? 1 : -1) * (rowCount ?? 0)],
      );
    },
  );
}

export async function withdrawTopic(
  deps: Deps,
  viewer: Viewer,
  topicId: string,
  { commandId }: { commandId: string },
): Promise<{ topic: TopicView }> {
  return changeTopic(
    deps,
    viewer,
    topicId,
    { commandId, verb: 'withdraw' },
    async (tx, row, personId, now) => {
      if (row.broughtByPersonId !== personId) {
        throw problem('forbidden', {
          detail: { zh: '可以办理的人：提出这件事的人。', en: 'Who may do this: whoever brought it.' },
        });
      }
      const { rows } = await tx.query<{ itemId: string; gatheringId: string | null }>(
        `SELECT item_id AS "itemId", gathering_id AS "gatheringId" FROM gathering_items
        WHERE tenant_id = $1 AND topic_id = $2 AND ended_at IS NULL FOR UPDATE`,
        [tx.tenantId, topicId],
      );
      for (const { itemId, gatheringId } of rows) {
        await endItem(tx, itemId, { as: 'withdrawn', at: now, inGathering: gatheringId, reason: null });
        if (gatheringId !== null) hint(deps, tx, gatheringId);
      }
      await tx.query(
        `UPDATE gathering_topics SET state = 'withdrawn', ended_at = $3 WHERE tenant_id = $1 AND topic_id = $2`,
        [tx.tenantId, topicId, now],
      );
    },
  );
}

async function changeTopic(
  deps: Deps,
  viewer: Viewer,
  topicId: string,
  { commandId, verb }: { commandId: string; verb: string },
  work: (tx: Tx, row: TopicRow, personId: string, now: string) => Promise<void>,
): Promise<{ topic: TopicView }> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return once(deps, viewer, { commandId, verb: `topic.${verb}`, target: topicId }, async (tx) => {
    const now = deps.clock.now();
    await tx.query('SELECT FROM gathering_topics WHERE tenant_id = $1 AND topic_id = $2 FOR UPDATE', [
      tx.tenantId,
      topicId,
    ]);
    const row = await getTopic(tx, model, viewer, topicId);
    if (row.state !== 'waiting' && row.state !== 'on-agenda') throw problem('gathering-state');
    await work(tx, row, personId, now);
    return { topic: await viewOf(tx, model, viewer, topicId, now) };
  });
}

async function viewOf(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  topicId: string,
  now: string,
): Promise<TopicView> {
  return presentOne(tx, model, viewer, await getTopic(tx, model, viewer, topicId), now);
}
