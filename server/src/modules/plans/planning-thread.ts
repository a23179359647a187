/** The thread of one planning: started by run-planning.ts with what to plan, tells how far it is and what it found. */
import { parentPort, workerData } from 'node:worker_threads';
import type { PlanAim } from '@linli/contract';
import {
  defaultOptimalityGap,
  loadSolver,
  type Progress,
  planGridsInSteps,
  replanGridsInSteps,
} from '@linli/planner';
import type { Answer } from './run-planning.ts';
import type { PlanInput } from './what-changed.ts';

export type ThreadMessage = { progress: Progress } | { answer: Answer };

const { problem, present, aim } = workerData as PlanInput & { aim: PlanAim };
const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);
const watch = { onProgress: (progress: Progress) => tell({ progress }) };
const solver = await loadSolver();
tell({
  answer:
    present.grids.length === 0 && present.duties.length === 0
      ? await planGridsInSteps(problem, solver, {}, watch)
      : await replanGridsInSteps(
          problem,
          present,
          solver,
          // Ways as short as the planner finds them, and only among those the fewest changes.
          aim === 'shortest-ways' ? { distanceTolerance: defaultOptimalityGap } : {},
          watch,
        ),
});
