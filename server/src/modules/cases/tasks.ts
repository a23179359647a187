/** What happens to cases without anybody asking for it. */
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import { defineTask, type Task } from '../../platform/jobs/index.ts';
import { sealCities } from './seal.ts';
import { sweep, tickCase, tickTask } from './sweep.ts';

/** How long something that came due may lie, at most, while nothing else is due. */
const sweepEveryMs = 3_000;

export function caseTasks(deps: Deps): Task[] {
  return [
    defineTask({
      name: 'cases.sweep',
      payload: z.object({}),
      everyMs: sweepEveryMs,
      async run(_payload, { log, signal }) {
        const { steps, failures } = await sweep(deps, signal);
        if (steps + failures > 0) log.debug({ steps, failures }, 'time acted');
      },
    }),
    defineTask({
      name: tickTask,
      payload: z.object({ tenantId: z.int(), caseId: z.uuid() }),
      async run({ tenantId, caseId }) {
        await tickCase(deps, tenantId, caseId, 'wait');
      },
    }),
    defineTask({
      name: 'cases.seal',
      payload: z.object({}),
      // Midnight comes at a different minute to each city; a day that was missed is made up for within the hour.
      cron: '7 * * * *',
      async run() {
        await sealCities(deps);
      },
    }),
  ];
}
