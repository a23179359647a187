import { useSyncExternalStore } from 'react';

/** Cases that somebody else just moved: marked gently for a few seconds, then forgotten. */
const markMs = 6_000;
let marked: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

function publish(next: Set<string>): void {
  marked = next;
  for (const listener of listeners) listener();
}

export function markCase(caseId: string): void {
  publish(new Set([...marked, caseId]));
  setTimeout(() => publish(new Set([...marked].filter((id) => id !== caseId))), markMs);
}

export function useIsMarked(caseId: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => marked.has(caseId),
  );
}
