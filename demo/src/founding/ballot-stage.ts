/** What the stories of ballots in a founded city have in hand. */
import type { Model } from '@linli/model';
import type { City } from '../city.ts';
import type { Random } from '../random.ts';
import type { BallotTools } from '../story/ballot-life.ts';
import { directoryOf } from '../story/directory.ts';
import { type LocalTimes, localTimes } from '../story/local-times.ts';
import type { BallotRegisters } from '../story/told-ballot.ts';
import type { FoundedCompound } from './foundation.ts';

export interface BallotStage {
  tools: BallotTools;
  times: LocalTimes;
  random: Random;
  city: City;
  /** The compound in which the people of the sign-in page live. */
  shown: FoundedCompound;
}

export function ballotStage(
  { model, city }: { model: Model; city: City },
  shown: FoundedCompound,
  now: string,
  random: Random,
  registers: BallotRegisters,
): BallotStage {
  return {
    tools: { model, directory: directoryOf(model, city), now, random: random.stream('ballots'), registers },
    times: localTimes(model, now, random.stream('times')),
    random: random.stream('votes'),
    city,
    shown,
  };
}
