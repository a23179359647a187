/** The demo's Yichun: real divisions, an axis of organisations with three nets, and six parties in each compound of the pilot. */
import type { Model } from '@linli/model';
import { layFoundation } from '../founding/foundation.ts';
import { tellFounded } from '../founding/tell-founded.ts';
import { randomFrom } from '../random.ts';
import type { PlannedCity } from '../tell-city.ts';
import { ballotsOf } from './ballots.ts';
import { addCompounds } from './compounds.ts';
import { goingOn, yichunMeetings } from './gatherings.ts';
import { addInstitutions } from './institutions.ts';

export function tellYichun(model: Model, now: string): PlannedCity {
  const random = randomFrom('yichun');
  const foundation = layFoundation(model, now, random, {
    middles: {
      230717: [128.9, 47.73],
      230718: [128.67, 47.73],
      230719: [128.84, 47.85],
      230722: [130.4, 48.89],
      230723: [129.57, 48.45],
      230724: [129.53, 48.29],
      230725: [129.02, 47.03],
      230726: [129.28, 47.14],
      230751: [129.43, 47.41],
      230781: [128.03, 46.99],
    },
    phoneBlock: 3,
  });
  const built = addCompounds(foundation, random.stream('compounds'));
  addInstitutions(foundation, built, random.stream('institutions'));
  const others = built.demonstration.filter((compound) => compound !== built.shown);
  const founded = tellFounded(model, now, {
    foundation,
    shown: built.shown,
    others: others.slice(0, 60),
    meetings: () => yichunMeetings(now, built.shown),
    goingOn,
  });
  return { ...founded, ballots: ballotsOf(foundation, built.shown, now, random.stream('ballots')) };
}
