export { isAmong, timeActor } from './actors.ts';
export * from './ballots/index.ts';
export {
  addLimit,
  addOpenMinutes,
  calendarKnownThrough,
  instantAt,
  isProvisional,
  isPublicHoliday,
  isWorkingDay,
  localDateOf,
  openMinutesBetween,
  startOfDate,
} from './calendar.ts';
export { type CaseColumns, columnsOf, factsOf } from './columns.ts';
export { boundsOf, type ConditionContext, evaluate, type Facts, instantOf } from './conditions.ts';
export { type ColumnMap, type CompiledCondition, columnsOfCases, compile } from './conditions-sql.ts';
export { decide, evolve } from './decide.ts';
export * from './gatherings/index.ts';
export {
  boundsFor,
  type Counted,
  type Judgement,
  judgeNorm,
  monthEnds,
  type NormState,
} from './norms.ts';
export { offers } from './offers.ts';
export { openCase } from './open.ts';
export { type Opinion, opinionField, opinionOf } from './opinions.ts';
export { isRefusal } from './refusals.ts';
export { finalStations, isBeforeResolved, isFinal, positionOf, spine, stationAfter } from './spine.ts';
export { timersOf } from './timers.ts';
export * from './types.ts';
