/** One topic: what it says, on which agenda it stands, what became of it. */
import type { TopicView } from '@linli/contract';
import type { Model } from '@linli/model';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { presentTopics, type TopicRow, topicSelect } from './list-topics.ts';
import { noPart, relationTo } from './policy.ts';

export async function showTopic(deps: Deps, viewer: Viewer, topicId: string): Promise<{ topic: TopicView }> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const row = await getTopic(tx, model, viewer, topicId);
      return { topic: await presentOne(tx, model, viewer, row, deps.clock.now()) };
    },
    { readOnly: true },
  );
}

/** A topic that this viewer may know of: who brought it, else who may know of the meeting it is for. What was taken back is its bringer's. */
export async function getTopic(tx: Tx, model: Model, viewer: Viewer, topicId: string): Promise<TopicRow> {
  const { rows } = await tx.query<TopicRow>(`${topicSelect} AND topics.topic_id = $3`, [
    tx.tenantId,
    viewer.personId,
    topicId,
  ]);
  const [row] = rows;
  const rule = row && model.gatherings[row.kind];
  if (row === undefined || rule === undefined) throw problem('not-found');
  if (viewer.personId === null || row.broughtByPersonId !== viewer.personId) {
    const { sees } = relationTo(model, rule, viewer, row, noPart);
    if (!sees || row.state === 'withdrawn') throw problem('not-found');
  }
  return row;
}

export async function presentOne(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  row: TopicRow,
  now: string,
): Promise<TopicView> {
  const [topic] = await presentTopics(tx, model, viewer, [row], now);
  if (topic === undefined) throw new Error('a topic that was just read is not presented');
  return topic;
}
