export { occurrencesOf, refuseRule } from './occurrences.ts';
export { readRule, ruleInWords } from './rule.ts';
export { type GatheringStepEntry, gatheringStepHash } from './step-hash.ts';
export * from './types.ts';
