export {
  canonicalJson,
  chainEntries,
  type Entry,
  entryHash,
  type Leaf,
  nothingBefore,
  sealPath,
  sealRoot,
} from './chain.ts';
export { actWithin, type VerbFields } from './commands/act.ts';
export { openCase } from './commands/open-case.ts';
export { textsOf, titleOf } from './describe.ts';
export { setFollowing } from './followers.ts';
export { findHolders } from './holders.ts';
export { ownReasons } from './own-reasons.ts';
export { actorLabel } from './present-history.ts';
export { wayOffRung, write } from './record.ts';
export { type KeptChanges, replay } from './replay.ts';
export { registerCases } from './routes.ts';
export { sealCities } from './seal.ts';
export { caseNumber } from './serials.ts';
export { type CaseSight, findCaseSight, findCaseSights } from './sight.ts';
export { type CaseRecord, columnName, copiedColumns, copiedKeys, copiedValues } from './store.ts';
export { caseTasks } from './tasks.ts';
export { type Finding, type Verification, type Verified, type VerifyOptions, verify } from './verify.ts';
export { wordsOf } from './words.ts';
