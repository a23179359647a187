/** What must be there for every home, as the model says it and as the counting needs it. */
import type { Model } from '@linli/model';

export interface Rule {
  /** The same text for the same rule: cells counted under another are counted anew. */
  key: string;
  homesLevel: string;
  homeLength: number;
  /** Cells are the areas that coverage is kept for: those grids are made of, else those around homes. */
  cellLevel: string;
  cellLength: number;
  asksForGrids: boolean;
  /** Roles of which exactly one holder answers for a home. */
  roles: string[];
  /** Lengths of the codes those roles serve. */
  servedLengths: number[];
}

/** null: the model promises nothing for every home. */
export function ruleOf(model: Model): Rule | null {
  const { coverage, levels, roles } = model;
  if (coverage === null) return null;
  const at = levels.findIndex(({ key }) => key === coverage.homes);
  const homes = levels[at];
  if (!homes) throw new Error(`${model.key}: the level ${coverage.homes} passed the checks and is not there`);
  const lengthOf = (level: string | undefined): number | undefined =>
    levels.find(({ key }) => key === level)?.codeLength;
  const cellLevel = coverage.gridsOf ?? levels[at - 1]?.key ?? homes.key;
  const servedLengths = coverage.answeredBy.flatMap((role) => lengthOf(roles[role]?.serves?.level) ?? []);
  const rule = {
    homesLevel: homes.key,
    homeLength: homes.codeLength,
    cellLevel,
    cellLength: lengthOf(cellLevel) ?? homes.codeLength,
    asksForGrids: coverage.gridsOf !== null,
    roles: coverage.answeredBy,
    servedLengths: [...new Set(servedLengths)].sort((a, b) => a - b),
  };
  return { key: JSON.stringify(rule), ...rule };
}
