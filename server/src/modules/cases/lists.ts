/** Lists of cases: queues, searches, what is mine. Each page begins where the one before it ended, however long the list. */
import type { CaseList, CaseListQuery, QueueView, Workbench } from '@linli/contract';
import { type ConditionContext, finalStations } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { findDirectory, mention, nothingMentioned } from './directory.ts';
import { followerKeys, relationTo } from './policy.ts';
import { presentSummary } from './present.ts';
import { areaScopes, distinct, Parameters, searchesOfQueue, type Sort, sortSql, withinSql } from './scope.ts';
import { type CaseRow, caseRowColumns, dueSql, isRunningSql } from './store.ts';
import { wordsOf } from './words.ts';

type List = z.output<typeof CaseList>;
export type ListWords = z.output<typeof CaseListQuery>;

export async function listCases(deps: Deps, viewer: Viewer, words: ListWords): Promise<List> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const page = await findPage(tx, model, viewer, words, now);
    const rows = await findRows(tx, page.ids, followerKeys(viewer));
    return { cases: await summarise(deps, tx, viewer, rows, now), nextCursor: page.nextCursor };
  });
}

interface Page {
  ids: string[];
  nextCursor: string | null;
}

async function findPage(tx: Tx, model: Model, viewer: Viewer, words: ListWords, now: string): Promise<Page> {
  const parameters = new Parameters(tx.tenantId);
  const context = contextOf(model, viewer, now);
  const queue = words.queue === undefined ? undefined : model.queues[words.queue];
  if (words.queue !== undefined && queue === undefined) {
    throw problem('unknown-queue', { data: { allowed: queuesFor(model, viewer).join(', ') } });
  }
  const sort: Sort = queue?.sort ?? 'openedAt';
  const searches = queue
    ? searchesOfQueue(model, queue, viewer, context, parameters)
    : words.mine
      ? mineSearches(viewer, parameters)
      : areaScopes(model, viewer.posts, parameters).map((scope) => `tenant_id = $1 AND ${scope}`);
  const filters = filtersOf(words, now, parameters);
  const byWords = words.q === undefined ? null : searchByWords(words.q, parameters);
  const ids = await runSearches(
    tx,
    searches,
    [...filters, ...(byWords?.quick ?? [])],
    sort,
    words.limit + 1,
    words.cursor,
    parameters,
  );
  if (ids.length > 0 || !byWords?.slow || words.cursor !== undefined) return pageOf(ids, words.limit);
  // Words cut elsewhere than when the case was sent: then by plain text, which reads more.
  const again = new Parameters(tx.tenantId);
  const slow = { ...words, q: undefined };
  const searchesAgain = queue
    ? searchesOfQueue(model, queue, viewer, context, again)
    : words.mine
      ? mineSearches(viewer, again)
      : areaScopes(model, viewer.posts, again).map((scope) => `tenant_id = $1 AND ${scope}`);
  const plain = `title LIKE ${again.add(`%${likeText(words.q ?? '')}%`, 'text')}`;
  return pageOf(
    await runSearches(
      tx,
      searchesAgain,
      [...filtersOf(slow, now, again), plain],
      sort,
      words.limit + 1,
      undefined,
      again,
    ),
    words.limit,
  );
}
