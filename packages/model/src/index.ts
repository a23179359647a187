export { AuthoredModel, stationMeanings } from './authored.ts';
export {
  type BallotChannel,
  type BallotDecisionRule,
  type BallotForm,
  type BallotKind,
  type Electorate,
  type JointMatter,
  jointMatters,
  type PriorStudy,
  type Share,
} from './ballots.ts';
export { periods } from './conditions.ts';
export { type Fault, formatFault } from './faults.ts';
export {
  type AgendaSource,
  type Audience,
  type Cadence,
  type CadencePeriod,
  cadencePeriods,
  type DecisionRule,
  type GatheringForm,
  type GatheringKind,
  gatheringForms,
  type HolidayRule,
  type QuorumRule,
  type ShiftRule,
  type SignUpRule,
} from './gatherings.ts';
export { fromKept, type KeptModel } from './kept.ts';
export {
  isShareFigure,
  type Norm,
  type NormFigure,
  type NormStep,
  normFigures,
} from './norms.ts';
export * from './parsed.ts';
export { checkFoundation, isFoundation, type LoadFile, type Reading, readModel } from './read.ts';
export {
  type RecurrenceRule,
  readRecurrence,
  type UnreadableRule,
  type Weekday,
  weekdays,
} from './recurrence.ts';
export { canonicalJson, versionOf } from './version.ts';
