import type { CaseSummary } from '../../ui/api/index.ts';

/** Lists sorted by what is due first are read in these pieces. */
export const dueGroupKeys = ['late', 'today', 'tomorrow', 'later', 'resting'] as const;
export type DueGroupKey = (typeof dueGroupKeys)[number];

export interface DueGroup<C> {
  key: DueGroupKey;
  cases: C[];
}

type Due = Pick<CaseSummary, 'dueAt' | 'isOver' | 'paused'>;

/** A paused case and one without a running clock cannot be late: they rest at the end. */
export function dueGroupOf(one: Due, now: number): DueGroupKey {
  if (one.dueAt === null || one.paused !== null) return 'resting';
  const due = Date.parse(one.dueAt);
  if (one.isOver || due <= now) return 'late';
  const days = dayNumber(due) - dayNumber(now);
  return days === 0 ? 'today' : days === 1 ? 'tomorrow' : 'later';
}

/** Keeps the order within each group; leaves out groups that are empty. */
export function groupByDue<C extends Due>(cases: readonly C[], now: number): DueGroup<C>[] {
  return dueGroupKeys.flatMap((key) => {
    const found = cases.filter((one) => dueGroupOf(one, now) === key);
    return found.length > 0 ? [{ key, cases: found }] : [];
  });
}

/** Calendar day on the reader's own clock, counted from 1970. */
function dayNumber(at: number): number {
  const local = new Date(at);
  return Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / 86_400_000;
}
