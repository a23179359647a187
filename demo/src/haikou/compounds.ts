/**
 * The compounds of the demo's Haikou: one in each community and village, in which every building is a grid of its own with
 * its grid worker. A real grid has 300 to 500 homes; here it has eight, so that 2,356 of them make a city that is built in
 * seconds. What is counted on the page is the workers and their grids, and those are all there.
 */
import { compoundNames } from '../founding/compound-names.ts';
import { type Foundation, type FoundedCompound, shortName } from '../founding/foundation.ts';
import type { Random } from '../random.ts';

/** China City News on Haikou: 2,356 grid workers. */
const gridCount = 2_356;
/** Where the persons of the sign-in page live. */
const shownCommunity = '460106003001';

const townClasses = [
  'commercial-housing',
  'mixed-use',
  'old-state-enterprise',
  'work-unit-courtyard',
  'affordable-housing',
];

export interface CompoundsOfCity {
  compounds: FoundedCompound[];
  shown: FoundedCompound;
}

export function addCompounds(foundation: Foundation, random: Random): CompoundsOfCity {
  const communities = foundation.divisions.filter(({ level }) => level === 'community');
  const nameOf = compoundNames(random.stream('names'));
  const compounds = communities.map(({ code, name }, index) => {
    const buildings = shareOf(gridCount, index, communities.length);
    const isTown = /社区|居民委员会|居委会/.test(name);
    const areaClass = isTown ? (townClasses[index % townClasses.length] as string) : 'urban-fringe';
    return foundation.addCompound({
      communityCode: code,
      name: isTown ? nameOf(areaClass) : `${shortName(name)}片区`,
      class: areaClass,
      rows: [{ shape: isTown ? 'walk-up' : 'courtyard', buildings, units: 1, floors: 4, homesPerFloor: 2 }],
    });
  });
  const shown = compounds.find(({ communityCode }) => communityCode === shownCommunity);
  if (shown === undefined) throw new Error(`no community ${shownCommunity} in divisions.csv`);
  return { compounds, shown };
}

/** The whole shared out as evenly as whole numbers allow. */
function shareOf(whole: number, index: number, count: number): number {
  return Math.floor(((index + 1) * whole) / count) - Math.floor((index * whole) / count);
}
