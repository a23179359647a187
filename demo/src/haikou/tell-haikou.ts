/** The demo's Haikou: real divisions, streets with powers and moved posts, and a grid worker for every grid. */
import type { Model } from '@linli/model';
import { layFoundation } from '../founding/foundation.ts';
import { tellFounded } from '../founding/tell-founded.ts';
import { randomFrom } from '../random.ts';
import type { PlannedCity } from '../tell-city.ts';
import { ballotsOf } from './ballots.ts';
import { addCompounds } from './compounds.ts';
import { addMembers, branchLists, goingOn, haikouMeetings, tellComing } from './gatherings.ts';
import { addInstitutions } from './institutions.ts';
import { expectedOpinions, opinionKinds, tellOpinions } from './opinions.ts';

/**
 * The table of divisions has 46 at the level of streets and towns, the page says 43: these three are farms and a
 * development zone, which no street committee governs.
 */
export const noStreets = ['460107500', '460108400', '460108500'];

export function tellHaikou(model: Model, now: string): PlannedCity {
  const random = randomFrom('haikou');
  const foundation = layFoundation(model, now, random, {
    middles: {
      460105: [110.22, 19.95],
      460106: [110.31, 19.96],
      460107: [110.43, 19.93],
      460108: [110.53, 20.01],
    },
    without: noStreets,
    phoneBlock: 2,
  });
  const { compounds, shown } = addCompounds(foundation, random.stream('compounds'));
  const appointed = addInstitutions(foundation, { compounds, shown }, random.stream('institutions'));
  const members = addMembers(foundation, compounds);
  const near = compounds.filter(
    (compound) => compound !== shown && compound.communityCode.startsWith('460106'),
  );
  let lists: ReadonlyMap<string, string[]> | undefined;
  const founded = tellFounded(model, now, {
    foundation,
    shown,
    others: near.slice(0, 60),
    without: opinionKinds,
    meetings: () => haikouMeetings(now, members, shown),
    goingOn: {
      ...goingOn,
      members: (book, { orgId }) => {
        lists ??= branchLists(book, members);
        return lists.get(orgId) ?? [];
      },
      toCome: (book) => tellComing(book, members, shown),
    },
  });
  const opinions = { foundation, appointed, street: shown.communityCode.slice(0, 9), now };
  return {
    ...founded,
    ballots: ballotsOf(foundation, shown, now, random.stream('ballots')),
    expectedCases: founded.expectedCases + expectedOpinions(opinions),
    cases: bothOf(founded.cases, tellOpinions(model, opinions, random.stream('opinions'))),
  };
}

function* bothOf<One>(first: Iterable<One>, second: Iterable<One>): Generator<One, void, undefined> {
  yield* first;
  yield* second;
}
