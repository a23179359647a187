/**
 * The list a case was opened from, so that its page can lead to the next and the previous one. Kept for the
 * tab only; a case opened by a link has no neighbours.
 */
export interface OpenedList {
  /** Where “back” leads. */
  href: string;
  caseIds: string[];
}

const storageKey = 'linli.console.list';

export function keepOpenedList(list: OpenedList): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify({ ...list, caseIds: list.caseIds.slice(0, 500) }));
  } catch {
    // Without storage there is simply no way to the next case but the list.
  }
}

export function readOpenedList(): OpenedList | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('caseIds' in kept) || !('href' in kept)) return null;
    return kept as OpenedList;
  } catch {
    return null;
  }
}

export function neighboursOf(
  list: OpenedList | null,
  caseId: string,
): { previous: string | null; next: string | null; place: number; of: number } {
  const ids = list?.caseIds ?? [];
  const at = ids.indexOf(caseId);
  return {
    previous: at > 0 ? (ids[at - 1] ?? null) : null,
    next: at >= 0 ? (ids[at + 1] ?? null) : null,
    place: at + 1,
    of: ids.length,
  };
}
