import type { ModelView } from '../../ui/api/index.ts';

/** The level people call home. A model without it (a single house, a club) lets any area be chosen. */
export const compoundLevel = 'compound';

/** The compound within a path of areas, outermost first; where the model has none, the innermost. */
export function compoundOf<A extends { level: string }>(path: readonly A[]): A | undefined {
  return path.find((area) => area.level === compoundLevel) ?? path.at(-1);
}

/** May one stop here and say "this is the place"? From the compound inwards; a whole street is no place for a report. */
export function isPlaceLevel(levels: ModelView['levels'], level: string): boolean {
  const outermost = levels.findIndex((one) => one.key === compoundLevel);
  return levels.findIndex((one) => one.key === level) >= outermost;
}
