/** What is mine, sorted by what is due first, and the queues with how much is in each. */
import type { QueueView, Workbench } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { runSearches, settlePlan, summarise } from './lists.ts';
import { contextOf, dutySearches, orderOf, Parameters, queuesFor, searchesOfQueue } from './scope.ts';

/** Nobody works through more at one sitting; the rest is in the queues. */
const mostLines = 200;
/** Counting further would cost more than it tells. */
const mostCounted = 1_000;

export async function findWorkbench(deps: Deps, viewer: Viewer): Promise<z.output<typeof Workbench>> {
  if (viewer.posts.length === 0) throw problem(viewer.personId === null ? 'sign-in-required' : 'not-found');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const [mine, queues] = await Promise.all([
      findMine(deps, tx, viewer, now),
      countQueues(tx, model, viewer, now),
    ]);
    return { mine, queues, now };
  });
}

/** What is given to the viewer, and what waits for a deed that is theirs. */
async function findMine(deps: Deps, tx: Tx, viewer: Viewer, now: string) {
  const parameters = new Parameters(tx.tenantId);
  const searches = dutySearches(viewer, parameters);
  const found = await runSearches(tx, searches, [], orderOf('dueAt'), mostLines, parameters);
  const lines = await summarise(
    deps,
    tx,
    viewer,
    found.map(({ caseId }) => caseId),
    now,
  );
  return lines.filter(
    ({ next, assignee }) =>
      next !== null || (assignee?.personId != null && assignee.personId === viewer.personId),
  );
}

async function countQueues(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  now: string,
): Promise<z.output<typeof QueueView>[]> {
  const context = contextOf(model, viewer, now);
  return Promise.all(
    queuesFor(model, viewer).map(async (key) => {
      const queue = model.queues[key]!;
      const parameters = new Parameters(tx.tenantId);
      const searches = searchesOfQueue(model, queue, viewer, context, parameters);
      if (searches.length === 0) return { key, title: queue.title, count: 0, overCount: 0 };
      const present = parameters.add(now, 'timestamptz');
      const most = parameters.add(mostCounted, 'integer');
      const branch = (search: string): string =>
        `(SELECT case_id, (is_over OR due_at < ${present}) IS TRUE AS over FROM cases
           WHERE tenant_id = $1 AND ${search} LIMIT ${most})`;
      const [, { rows }] = await Promise.all([
        settlePlan(tx, searches),
        tx.query<{ count: number; overCount: number }>(
          `SELECT count(*)::int AS count, count(*) FILTER (WHERE over)::int AS "overCount"
             FROM (SELECT case_id, over FROM (${searches.map(branch).join(' UNION ALL ')}) AS found
                    GROUP BY case_id, over LIMIT ${most}) AS counted`,
          parameters.values,
        ),
      ]);
      return {
        key,
        title: queue.title,
        count: rows[0]?.count ?? 0,
        overCount: rows[0]?.overCount ?? 0,
      };
    }),
  );
}
