import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { registerRoom } from './routes.ts';
import { registerCalendar } from './routes-of-calendar.ts';

export { type StepRow, stepHash } from './history.ts';
export { reminderOf } from './make-occurrences.ts';
export { labelOf } from './owners.ts';
export { noticeOf } from './rules.ts';
export { type Swept, sweepGatherings } from './sweep.ts';
export { gatheringTasks } from './tasks.ts';

export function registerGatherings(app: App, deps: Deps): void {
  registerRoom(app, deps);
  registerCalendar(app, deps);
}
