export { occurrencesOf, refuseRule } from './occurrences.ts';
export {
  type Hands,
  handsCarry,
  leastOf,
  type MeetingQuorum,
  type MeetingTurnout,
  meetingQuorum,
  refuseResolution,
} from './quorum.ts';
export { readRule, ruleInWords } from './rule.ts';
export { type GatheringStepEntry, gatheringStepHash } from './step-hash.ts';
export * from './types.ts';
