/**
 * What the demo may use of the server, and nothing more: a made-up city is written with the parts that write a real one,
 * so that nothing in it could not have happened.
 */
export {
  canonicalJson,
  chainEntries,
  type Entry,
  entryHash,
  type Leaf,
  nothingBefore,
  sealRoot,
} from './modules/cases/chain.ts';
export { textsOf, titleOf } from './modules/cases/describe.ts';
export { actorLabel } from './modules/cases/present-history.ts';
export { type KeptChanges, replay } from './modules/cases/replay.ts';
export { caseNumber } from './modules/cases/serials.ts';
export {
  type CaseRecord,
  columnName,
  copiedColumns,
  copiedKeys,
  copiedValues,
} from './modules/cases/store.ts';
export { wordsOf } from './modules/cases/words.ts';
export { messagesFor, type OutgoingMessage } from './modules/messages/index.ts';
export { type CityModel, modelsOf } from './modules/models/index.ts';
export { ensureTenants, keepVersion } from './modules/models/store.ts';
export { type NewPhoto, readPicture, storePhoto } from './modules/photos/index.ts';
export { type Database, inTenant, readInTenant, type Tx } from './platform/db/index.ts';
export type { Deps } from './platform/deps.ts';
