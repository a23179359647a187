import { createContext, use } from 'react';
import type { CaseSummary, CaseView, VerbView } from '../../ui/api/index.ts';
import type { WaitingVerb } from '../field/waiting.ts';

/** What the list or page that began a deed is told of it. */
export interface Told {
  /** Null: it waits for signal. */
  onDone?: (view: CaseView | null) => void;
  /** The form has gone, done or not: the focus may come back. */
  onClosed?: () => void;
}

/** Where every deed of the console is done, whichever list or page it was begun on. */
export interface VerbDesk {
  /** Does it at once, or opens the form that it needs. */
  begin: (one: CaseSummary, verb: VerbView, told?: Told) => void;
  /** A deed that came back: the same form, with what has changed. */
  takeUp: (waiting: WaitingVerb) => void;
  /** Cases that are just being acted on. */
  busy: ReadonlySet<string>;
}

export const VerbDeskContext = createContext<VerbDesk | null>(null);

export function useVerbDesk(): VerbDesk {
  const desk = use(VerbDeskContext);
  if (desk === null) throw new Error('only within the verb desk');
  return desk;
}
