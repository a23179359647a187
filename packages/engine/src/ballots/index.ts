export { jointMatterLaw } from './law.ts';
export { type MadeRoll, makePersonRoll, makeRoll, mergeKeyOf, proveEntry, verifyEntry } from './roll.ts';
export { ruleOf, termsHash, termsOf } from './rules.ts';
export * from './types.ts';
