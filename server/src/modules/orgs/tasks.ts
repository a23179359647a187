/** Coverage is counted soon after midnight, so that nobody waits for it in the morning. */
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import { defineTask, type Task } from '../../platform/jobs/index.ts';
import { modelsOf } from '../models/index.ts';
import { today } from './policy.ts';
import { ensureCounted } from './proof/index.ts';

export function orgTasks(deps: Deps): Task[] {
  return [
    defineTask({
      name: 'orgs.count-coverage',
      payload: z.object({}),
      // Every hour at seven past: cities are in several time zones, and there is nothing to do when all is counted.
      cron: '7 * * * *',
      async run(_payload, { signal }) {
        for (const { tenantId, model } of modelsOf(deps).cities()) {
          if (signal.aborted) return;
          await ensureCounted(deps, tenantId, model, today(model, deps.clock.now()));
        }
      },
    }),
  ];
}
