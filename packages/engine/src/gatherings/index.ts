export { occurrencesOf, refuseRule } from './occurrences.ts';
export { readRule, ruleInWords } from './rule.ts';
export * from './types.ts';
