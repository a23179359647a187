/** Which problems an item concerns: a group with all that is in it, or a leaf. */
import type { Model } from '@linli/model';

/** A problem and the groups it is in, outwards. */
export function problemAndGroups(model: Model, category: string): string[] {
  const found: string[] = [];
  for (let key: string | null = category; key !== null; key = model.problems[key]?.parent ?? null) {
    found.push(key);
  }
  return found;
}

/** The problem, its groups and everything in it: an item named by any of these concerns it. */
export function problemsAround(model: Model, category: string): Set<string> {
  const within = Object.keys(model.problems).filter((key) => problemAndGroups(model, key).includes(category));
  return new Set([...problemAndGroups(model, category), ...within]);
}
