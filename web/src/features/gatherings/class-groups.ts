import type { GatheringSummary } from '../../ui/api/index.ts';

/** So many times of one class are shown before somebody asks for more. */
const shownAtFirst = 2;

export interface ClassGroup {
  key: string;
  title: GatheringSummary['title'];
  shown: GatheringSummary[];
  more: GatheringSummary[];
}

/**
 * What is held every day would fill two months of a phone. Each class stands there once, by when it is held next, with the
 * next times it is held; a time of another name (a lesson on something) is a class of its own.
 */
export function classGroups(all: readonly GatheringSummary[]): ClassGroup[] {
  const byTime = [...all].sort((one, other) => (one.startsAt < other.startsAt ? -1 : 1));
  // Without Map.groupBy: phones in use are older than it.
  const groups = new Map<string, GatheringSummary[]>();
  for (const one of byTime) {
    const key = [one.kind, one.host.orgId, one.place ?? '', one.title.zh].join(' ');
    const times = groups.get(key);
    if (times) times.push(one);
    else groups.set(key, [one]);
  }
  return [...groups].map(([key, times]) => ({
    key,
    title: times[0]!.title,
    shown: times.slice(0, shownAtFirst),
    more: times.slice(shownAtFirst),
  }));
}
