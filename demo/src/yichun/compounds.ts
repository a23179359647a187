/** The compounds of the demo's Yichun: one in each community of its towns, three in those where all six parties are there. */
import { compoundNames } from '../founding/compound-names.ts';
import type { Foundation, FoundedCompound } from '../founding/foundation.ts';
import type { Random } from '../random.ts';

const classes = [
  'old-state-enterprise',
  'commercial-housing',
  'work-unit-courtyard',
  'resettlement',
  'affordable-housing',
];
/** The pilot of the page is 伊美区; its communities have three compounds each. */
const pilot = '230717';

export interface CompoundsOfCity {
  compounds: FoundedCompound[];
  /** Those of the pilot, in which all six parties are there. */
  demonstration: FoundedCompound[];
  shown: FoundedCompound;
}

export function addCompounds(foundation: Foundation, random: Random): CompoundsOfCity {
  const nameOf = compoundNames(random.stream('names'));
  const communities = foundation.divisions.filter(
    ({ level, name }) => level === 'community' && /社区|居委会/.test(name),
  );
  const compounds = communities.flatMap(({ code }, index) =>
    Array.from({ length: code.startsWith(pilot) ? 3 : 1 }, (_, ordinal) => {
      const areaClass = classes[(index + ordinal) % classes.length] as string;
      return foundation.addCompound({
        communityCode: code,
        name: nameOf(areaClass),
        class: areaClass,
        rows: [
          {
            shape: 'walk-up',
            buildings: random.whole(3, 4),
            units: 2,
            floors: random.whole(5, 6),
            homesPerFloor: 2,
          },
        ],
      });
    }),
  );
  const demonstration = compounds.filter(({ communityCode }) => communityCode.startsWith(pilot));
  const [shown] = demonstration;
  if (shown === undefined) throw new Error(`no community of ${pilot} in divisions.csv`);
  return { compounds, demonstration, shown };
}
