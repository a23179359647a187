export { AuthoredModel, stationMeanings } from './authored.ts';
export * from './ballots.ts';
export { periods } from './conditions.ts';
export { type Fault, formatFault } from './faults.ts';
export * from './parsed.ts';
export { checkFoundation, isFoundation, type LoadFile, type Reading, readModel } from './read.ts';
export { canonicalJson, versionOf } from './version.ts';
