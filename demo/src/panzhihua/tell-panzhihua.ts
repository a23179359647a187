/** The demo's Panzhihua: real divisions, invented compounds of eight classes, and who is there for each building. */
import type { Model } from '@linli/model';
import { layFoundation } from '../founding/foundation.ts';
import { tellFounded } from '../founding/tell-founded.ts';
import { randomFrom } from '../random.ts';
import type { PlannedCity } from '../tell-city.ts';
import { ballotsOf, electCommittee } from './ballots.ts';
import { addCompounds } from './compounds.ts';
import { goingOn, panzhihuaMeetings } from './gatherings.ts';
import { addInstitutions } from './institutions.ts';

export function tellPanzhihua(model: Model, now: string): PlannedCity {
  const random = randomFrom('panzhihua');
  const foundation = layFoundation(model, now, random, {
    middles: {
      510402: [101.704, 26.546],
      510403: [101.63, 26.597],
      510411: [101.738, 26.498],
      510421: [102.112, 26.89],
      510422: [101.854, 26.683],
    },
    phoneBlock: 1,
  });
  const { clusters, shown } = addCompounds(foundation, random.stream('compounds'));
  addInstitutions(foundation, { clusters, shown }, random.stream('institutions'));
  const others = clusters.flatMap(({ compounds }) => compounds).filter((compound) => compound !== shown);
  const meetings = panzhihuaMeetings(model, now, foundation, shown, random.stream('meetings'));
  const founded = tellFounded(model, now, {
    foundation,
    shown,
    others: others.slice(0, 60),
    meetings,
    goingOn,
  });
  const slate = electCommittee(foundation, shown);
  return { ...founded, ballots: ballotsOf(foundation, shown, slate, now, random.stream('ballots')) };
}
