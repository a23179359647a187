/** A case that is under way in the tables, for a story to go on with. */
import type { CaseState } from '@linli/engine';

export interface RunningCase {
  caseId: string;
  state: CaseState;
}
