/** A state from its history: what was recorded, merged in order. */
import { type CaseState, evolve } from '@linli/engine';
import type { CaseRecord } from './store.ts';

/** The changes of an entry as they are kept: the first one also holds what is fixed at the opening. */
export type KeptChanges = Partial<CaseState> & { record?: CaseRecord };

export function replay(entries: readonly { changes: KeptChanges }[]): CaseState | null {
  let state: CaseState | null = null;
  for (const { changes } of entries) {
    const { record: _record, ...ofState } = changes;
    state = evolve(state, ofState);
  }
  return state;
}
