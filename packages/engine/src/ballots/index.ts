export { ballotTimers } from './ballot-timers.ts';
export { checkChoices } from './choices.ts';
export { ballotOffers, convene, decideBallot, evolveBallot, phaseTitles } from './decide-ballot.ts';
export { postingRefusal, slateWarning } from './draft.ts';
export {
  entryOffers,
  entryStep,
  freshEntry,
  isPaperOpen,
  paperPhases,
  readBeforeRecount,
} from './entry-step.ts';
export { type GroupOptions, groupAnswers } from './group-answers.ts';
export { ballotEntryHash, chainBallot, votesRootOf } from './history.ts';
export { jointMatterLaw } from './law.ts';
export type { Sha256 } from './merkle.ts';
export { quorumOf, resultOf } from './result.ts';
export { type MadeRoll, makePersonRoll, makeRoll, mergeKeyOf, proveEntry, verifyEntry } from './roll.ts';
export { countsArea, ruleOf, termsHash, termsOf } from './rules.ts';
export {
  badSlips,
  isSlipSigned,
  largestSlipDm2,
  slipKeysOf,
  slipMessage,
  slipsOf,
  slipText,
  slipValues,
} from './slips.ts';
export { isOffRoll, strikeReasonTitles, strikeUntil } from './strikes.ts';
export { type Cast, castOf, tallyOf } from './tally.ts';
export * from './types.ts';
export { type VerifyWith, verifyBundle } from './verify-bundle.ts';
