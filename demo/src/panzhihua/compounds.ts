/**
 * The compounds of the demo's Panzhihua: 700 invented ones of eight classes in the communities that the table of divisions
 * names. The report gives the branches (171 of their own, 24 joint, 266 on grids) and the share of compounds covered, 70 %;
 * how many compounds that is a share of, it does not say. Here a joint branch is shared by three, and a branch on a grid
 * stands for half a large compound, for one, or for two small ones: 490 of 700.
 */
import { compoundNames } from '../founding/compound-names.ts';
import type { Foundation, FoundedCompound } from '../founding/foundation.ts';
import type { RowSpec } from '../geography/compound-plan.ts';
import type { Random } from '../random.ts';

export type Formed = 'standalone' | 'joint' | 'on-grid' | 'not';

/** Compounds of one community that are organised together. */
export interface Cluster {
  formed: Formed;
  compounds: FoundedCompound[];
  /** Branches they share or have between them. */
  branches: number;
}

const clusterPlan: { count: number; compounds: number; formed: Formed; branches: number }[] = [
  { count: 24, compounds: 3, formed: 'joint', branches: 1 },
  { count: 31, compounds: 2, formed: 'on-grid', branches: 1 },
  { count: 171, compounds: 1, formed: 'standalone', branches: 1 },
  { count: 50, compounds: 1, formed: 'on-grid', branches: 2 },
  { count: 135, compounds: 1, formed: 'on-grid', branches: 1 },
  { count: 210, compounds: 1, formed: 'not', branches: 0 },
];

/** How many there are of each class; old housing of the steel works and courtyards are what the city grew from. */
const classCounts: Readonly<Record<string, number>> = {
  'commercial-housing': 118,
  'mixed-use': 60,
  'old-state-enterprise': 119,
  resettlement: 95,
  'work-unit-courtyard': 118,
  'urban-fringe': 70,
  'affordable-housing': 70,
  wellness: 50,
};

/** Where the persons of the sign-in page live: by the river, in the oldest quarter of the city. */
const shownCommunity = '510402002001';

export interface CompoundsOfCity {
  clusters: Cluster[];
  shown: FoundedCompound;
}

export function addCompounds(foundation: Foundation, random: Random): CompoundsOfCity {
  const communities = foundation.divisions.filter(
    ({ level, name }) => level === 'community' && /社区|居民委员会|居委会/.test(name),
  );
  const nameOf = compoundNames(random.stream('names'));
  const classes = random.shuffled(
    Object.entries(classCounts).flatMap(([key, count]) => Array<string>(count).fill(key)),
  );
  const add = (communityCode: string, areaClass: string, rows: RowSpec[]): FoundedCompound =>
    foundation.addCompound({ communityCode, name: nameOf(areaClass), class: areaClass, rows });
  classes.splice(classes.indexOf('commercial-housing'), 1);
  const shown = add(shownCommunity, 'commercial-housing', [
    { shape: 'terrace', buildings: 3, units: 2, floors: 9, homesPerFloor: 2 },
    { shape: 'terrace', buildings: 3, units: 2, floors: 9, homesPerFloor: 2 },
  ]);
  const clusters: Cluster[] = [{ formed: 'standalone', compounds: [shown], branches: 1 }];
  let turn = 0;
  for (const { count, compounds, formed, branches } of clusterPlan) {
    for (let index = formed === 'standalone' ? 1 : 0; index < count; index += 1) {
      // One community after another, so that each has some of every kind.
      const community = communities[turn % communities.length];
      turn += 1;
      if (community === undefined) throw new Error('the table of divisions has no community here');
      const built = Array.from({ length: compounds }, () => {
        const areaClass = classes.pop();
        if (areaClass === undefined) throw new Error('more compounds than classes were planned');
        return add(community.code, areaClass, rowsOf(random, formed, branches, compounds));
      });
      clusters.push({ formed, compounds: built, branches });
    }
  }
  return { clusters, shown };
}

/** Those with a branch of their own are the larger ones; where several share one, each has a house or two. */
function rowsOf(random: Random, formed: Formed, branches: number, together: number): RowSpec[] {
  const buildings =
    together > 1
      ? random.whole(1, 2)
      : branches === 2
        ? random.whole(3, 4)
        : random.whole(1, formed === 'standalone' ? 3 : 2);
  return [
    { shape: 'walk-up', buildings, units: 1, floors: random.whole(5, 7), homesPerFloor: random.whole(2, 3) },
  ];
}
