/** The ballots of the demo's Yichun: owners of one compound paid for the snow that is to be cleared, and those of another elect. */
import { type BallotStage, ballotStage } from '../founding/ballot-stage.ts';
import type { Foundation, FoundedCompound } from '../founding/foundation.ts';
import { nameGiver, phoneGiver } from '../people/names.ts';
import type { Random } from '../random.ts';
import type { BallotLife } from '../story/ballot-life.ts';
import type { BallotStory } from '../story/ballot-story.ts';
import { motion, said } from '../story/ballot-words.ts';
import { tellNextVote } from '../story/next-votes.ts';
import { registerOwners } from '../story/owners.ts';
import { exceptOffered, tellOwnersVote } from '../story/owners-vote.ts';
import type { ToldBallot } from '../story/told-ballot.ts';
import { emptyRegisters } from '../story/told-registers.ts';

export function ballotsOf(
  { model, city, today }: Foundation,
  shown: FoundedCompound,
  now: string,
  random: Random,
): BallotStory {
  const registers = emptyRegisters();
  const owners = random.stream('owners');
  const residents = city.people.filter(({ homeCode }) => homeCode?.startsWith(shown.code));
  registerOwners(registers, {
    buildings: shown.buildings,
    residents,
    certainOwners: residents.filter(({ script }) => script !== null),
    developer: null,
    soldFrom: `${Number(today.slice(0, 4)) - 12}-10-01`,
    names: nameGiver(owners.stream('names')),
    nextPhone: phoneGiver(3, 5_000_000),
    random: owners,
  });
  return {
    registers,
    secretBallots: 0,
    async tell(given): Promise<ToldBallot[]> {
      const stage = ballotStage({ model, city }, shown, now, random, given);
      return [await tellSnow(stage), await tellDoors(stage)];
    },
    tellNext: async (given, later, turn) => {
      const stage = ballotStage({ model, city }, shown, later, random.stream(`at ${later}`), given);
      return [await tellNextVote(stage, shown, city.people, turn)];
    },
  };
}

/** Passed and final. */
function tellSnow(stage: BallotStage): Promise<BallotLife> {
  const { shown, random } = stage;
  return tellOwnersVote(stage, shown.code, random.stream('snow'), {
    title: `${shown.name}屋面保温和雪后除冰`,
    text: '顶楼冬天结露，雨落管结冰坠落伤过车。拟使用维修资金给三栋楼屋面做保温，并在雨落管加装伴热带。',
    questions: [
      motion('roof', '同意使用维修资金做屋面保温，费用不超过38万元', 'use-repair-fund'),
      motion('ice', '同意在雨落管加装伴热带，电费从公共收益列支', 'other-major'),
    ],
    days: { convened: 86, posted: 80, from: 62, until: 50 },
    turnout: { online: 88, paper: 82, proxy: 5, served: 50 },
    says: (from) => ({
      roof: said(from.weighted({ for: 88, against: 8, abstain: 4 })),
      ice: said(from.weighted({ for: 79, against: 15, abstain: 6 })),
    }),
  });
}

/** Open now, in the compound of those whom the sign-in page offers. */
function tellDoors(stage: BallotStage): Promise<BallotLife> {
  const { shown, random, city } = stage;
  return tellOwnersVote(stage, shown.code, random.stream('doors'), {
    title: `${shown.name}更换单元保温门`,
    text: '单元门关不严，楼道存不住热。拟使用维修资金更换六樘单元保温门，并带对讲。',
    questions: [motion('doors', '同意使用维修资金更换单元保温门，费用不超过9万元', 'use-repair-fund')],
    days: { convened: 26, posted: 20, from: 4, until: -8 },
    turnout: { online: 60, paper: 30, waiting: { once: 4, differing: 1 } },
    says: (from) => ({ doors: said(from.weighted({ for: 80, against: 14, abstain: 6 })) }),
    without: exceptOffered(city.people),
  });
}
