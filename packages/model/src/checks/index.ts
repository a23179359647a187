/** All cross-checks: what the shape alone cannot say. Each takes the merged tree and gives its faults. */
import type { Fault } from '../faults.ts';
import type { Written } from '../written.ts';
import * as asks from './asks.ts';
import * as ballots from './ballots.ts';
import * as institution from './institution.ts';
import * as names from './names.ts';
import * as norms from './norms.ts';
import * as place from './place.ts';
import * as spine from './spine.ts';
import * as time from './time.ts';

export type Check = (model: Written) => Fault[];

export const checks: readonly Check[] = [
  place.cityIsComplete,
  place.timeZoneIsKnown,
  place.codeLengthsGrow,
  place.listedKeysDiffer,
  place.jurisdictionHasALevel,
  place.boundsAreInOrder,
  place.routesCoverByPlace,
  place.actingRolesRead,
  institution.formationsFitWhatTheyCover,
  institution.coverageIsPossible,
  institution.gridsDivideWhatLiesAround,
  institution.teamsAreSentBySomebody,
  institution.cardsHaveTheirWords,
  institution.partiesAreSomebody,
  institution.powersHoldInOrder,
  institution.powersAreOverTeams,
  institution.opinionsRunOut,
  names.formationsExist,
  names.officesHaveTheirPlaces,
  names.channelsExist,
  names.powersNameProblems,
  names.levelsExist,
  names.orgKindsExist,
  names.orgKindsNest,
  names.rolesExist,
  names.roleKeysAreFree,
  names.caseKindsExist,
  names.laddersExist,
  names.pausesExist,
  names.clocksExist,
  names.problemsNest,
  names.conditionsAreReadable,
  names.prefixesDiffer,
  norms.normsSayWhatTheyCount,
  norms.normsCanBeCounted,
  norms.normsHaveBounds,
  norms.normPathsAreInOrder,
  norms.classesExist,
  spine.spineHasBothEnds,
  spine.openIsEnteredByOpening,
  spine.stationsHaveAWayIn,
  spine.stationsHaveAWayOut,
  spine.verifiersAreNotHandlers,
  spine.onlyAssignedNamesReceivers,
  spine.ratingsArePossible,
  spine.gatesStandBeforeUsedStations,
  spine.gatesNeverShutForEver,
  spine.clocksRunBetweenUsedStations,
  spine.partiesHaveParts,
  spine.accountsFitOpeners,
  time.limitsAreReadable,
  time.defaultCalendarsExist,
  time.calendarSpansAreInOrder,
  time.seriesAreReadable,
  asks.asksFitTheirKind,
  asks.placeAndCategoryAreAskedOnce,
  asks.nobodyScoresResidents,
  ballots.ballotNamesExist,
  ballots.ballotsAreDecided,
  ballots.ballotKeysFitTheirForm,
  ballots.ballotChannelsAreOpen,
  ballots.ballotTimesFit,
  ballots.priorStudiesCanBePassed,
  ballots.ballotPrefixesDiffer,
  ballots.ballotPartsLieInside,
  ballots.papersHaveTwoReaders,
];
