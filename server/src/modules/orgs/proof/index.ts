export { type FindingsWanted, listFindings } from './findings.ts';
export { countExpiredTerms, countVacancies, type Scope } from './offices.ts';
export { rateByClass, ratedAreas, rateOf } from './rate.ts';
export {
  cellsOf,
  ensureCounted,
  markStale,
  recountAfterChange,
  recountArea,
  recountCells,
} from './recount.ts';
export { type Rule, ruleOf } from './rule.ts';
export { figuresInside, figuresOf, homesIn } from './summary.ts';
