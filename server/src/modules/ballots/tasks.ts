/** What happens to ballots without anybody asking for it. */
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import { defineTask, type Task } from '../../platform/jobs/index.ts';
import { mixOpenBoxes } from './mix-box.ts';
import { sweepBallots } from './sweep.ts';

/** Voting closes by the clock of each vote; this only says so. */
const sweepEveryMs = 3_000;

export function ballotTasks(deps: Deps): Task[] {
  return [
    defineTask({
      name: 'ballots.sweep',
      payload: z.object({}),
      everyMs: sweepEveryMs,
      async run(_payload, { log, signal }) {
        const steps = await sweepBallots(deps, signal);
        if (steps > 0) log.debug({ steps }, 'time acted on ballots');
      },
    }),
    defineTask({
      name: 'ballots.mix',
      payload: z.object({}),
      cron: '*/10 * * * *',
      async run(_payload, { log, signal }) {
        const boxes = await mixOpenBoxes(deps, signal);
        if (boxes > 0) log.debug({ boxes }, 'boxes of secret ballots were mixed');
      },
    }),
  ];
}
