import { createStore, del, get, set, type UseStore } from 'idb-keyval';
import type { ReportDraft } from './report-draft.ts';

/** Drafts on the device, one for each kind of case. */
export interface DraftStore {
  load: (kind: string) => Promise<ReportDraft | undefined>;
  save: (draft: ReportDraft) => Promise<void>;
  discard: (kind: string) => Promise<void>;
}

export function createDraftStore(name: string): DraftStore {
  let store: UseStore | null = null;
  const open = () => {
    store ??= createStore(name, 'drafts');
    return store;
  };
  // Writes go one after the other, so that an older one never lands last.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    load: (kind) => inTurn(() => get<ReportDraft>(kind, open())),
    save: (draft) => inTurn(() => set(draft.kind, draft, open())),
    discard: (kind) => inTurn(() => del(kind, open())),
  };
}
