import type { PowerHistory, PowerListKey, PowerView } from '../../ui/api/index.ts';
import type { powerConsolePhrases } from './console-phrases.ts';

type Phrase = keyof typeof powerConsolePhrases;

/** In the order in which they are shown. */
export const listKeys = ['basic', 'assisting', 'taken-back'] as const satisfies readonly PowerListKey[];

/** Phrases of the three lists, of the deeds on an item, and of where a row stands in time. */
export const listPhrases = {
  basic: 'listBasic',
  assisting: 'listAssisting',
  'taken-back': 'listTakenBack',
} as const satisfies Record<PowerListKey, Phrase>;

export type Deed = PowerView['verbs'][number] | 'history';
export const deedPhrases = {
  reclaim: 'reclaimOf',
  evaluate: 'evaluateOf',
  end: 'endOf',
  history: 'historyOf',
} as const satisfies Record<Deed, Phrase>;

export const statePhrases = {
  past: 'statePast',
  'in-force': 'stateInForce',
  coming: 'stateComing',
  corrected: 'stateCorrected',
} as const satisfies Record<PowerHistory['rows'][number]['state'], Phrase>;
