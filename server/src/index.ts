/**
 * What the demo may use of the server, and nothing more: a made-up city is written with the parts that write a real one,
 * so that nothing in it could not have happened.
 */
export { type Beside, openBeside } from './beside.ts';
export {
  actOnBallot,
  destroySlipKeys,
  findVoters,
  insertOwnerships,
  insertRoll,
  insertSlipKeys,
  keepCount,
  makeSlipKeys,
  newOwnership,
  nextNumber,
  openSealed,
  readingsOf,
  readPapers,
  recordBallot,
  rollEntries,
  type SlipKeys,
  sealChoices,
  sealSlip,
  tellNotices,
  tickBallot,
  type Voters,
} from './modules/ballots/index.ts';
export {
  actorLabel,
  type CaseRecord,
  caseNumber,
  chainEntries,
  columnName,
  copiedColumns,
  copiedKeys,
  copiedValues,
  type Entry,
  type KeptChanges,
  type Leaf,
  nothingBefore,
  replay,
  sealRoot,
  textsOf,
  titleOf,
  wayOffRung,
  wordsOf,
  write,
} from './modules/cases/index.ts';
export { labelOf, noticeOf, reminderOf, type StepRow, stepHash } from './modules/gatherings/index.ts';
export { messagesFor, type OutgoingMessage } from './modules/messages/index.ts';
export {
  atTime,
  type Building,
  type CityModel,
  ensureTenants,
  isBuilt,
  keepVersion,
  modelsOf,
  openModels,
  setBuilding,
} from './modules/models/index.ts';
export { viewerOf } from './modules/people/index.ts';
export { type NewPhoto, readPicture, storePhoto } from './modules/photos/index.ts';
export type { MovableClock } from './platform/clock.ts';
export { type Database, inTenant, readInTenant, type Tx } from './platform/db/index.ts';
export type { Deps } from './platform/deps.ts';
