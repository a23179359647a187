/** What happens to gatherings without anybody asking for it. */
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import { defineTask, type Task } from '../../platform/jobs/index.ts';
import { sweepGatherings } from './sweep.ts';

const sweepEveryMs = 20_000;

export function gatheringTasks(deps: Deps): Task[] {
  return [
    defineTask({
      name: 'gatherings.sweep',
      payload: z.object({}),
      everyMs: sweepEveryMs,
      async run(_payload, { log, signal }) {
        const { made, announced, ended, failures } = await sweepGatherings(deps, signal);
        if (made + announced + ended + failures > 0) {
          log.debug({ made, announced, ended, failures }, 'time acted on gatherings');
        }
      },
    }),
  ];
}
