/** The ballots of the demo's Yichun: owners of one compound paid for the snow that is to be cleared, and those of another elect. */
import type { Choices } from '@linli/engine';
import { type BallotStage, ballotStage } from '../founding/ballot-stage.ts';
import type { Foundation, FoundedCompound } from '../founding/foundation.ts';
import { nameGiver, phoneGiver } from '../people/names.ts';
import type { Random } from '../random.ts';
import { BallotLife } from '../story/ballot-life.ts';
import { postAt, twoAt } from '../story/ballot-offices.ts';
import type { BallotStory } from '../story/ballot-story.ts';
import { motion, said } from '../story/ballot-words.ts';
import { registerOwners } from '../story/owners.ts';
import type { ToldBallot } from '../story/told-ballot.ts';
import { emptyRegisters } from '../story/told-registers.ts';
import { letVote } from '../story/turnout.ts';

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
  };
}

/** Passed and final. */
async function tellSnow({ tools, times, random, shown }: BallotStage): Promise<BallotLife> {
  const chair = postAt(tools, 'owners-chair', shown.code, times(86, '10:00'));
  const readers = twoAt(tools, 'community-worker', shown.code, times(86, '10:00'));
  const life = BallotLife.convened(
    tools,
    tools.random.uuid(),
    {
      kind: 'owners-vote',
      areaCode: shown.code,
      title: `${shown.name}屋面保温和雪后除冰`,
      text: '顶楼冬天结露，雨落管结冰坠落伤过车。拟使用维修资金给三栋楼屋面做保温，并在雨落管加装伴热带。',
      questions: [
        motion('roof', '同意使用维修资金做屋面保温，费用不超过38万元', 'use-repair-fund'),
        motion('ice', '同意在雨落管加装伴热带，电费从公共收益列支', 'other-major'),
      ],
      votingFrom: times(62, '08:00', 'exact'),
      votingUntil: times(50, '20:00', 'exact'),
      secret: false,
    },
    chair,
    times(86, '10:00'),
  );
  await life.post(chair, times(80, '09:00'));
  life.letPass(times(62, '08:01'));
  letVote(life, {
    random: random.stream('snow'),
    online: 88,
    paper: 82,
    proxy: 5,
    served: 50,
    says: (from): Choices => ({
      roof: said(from.weighted({ for: 88, against: 8, abstain: 4 })),
      ice: said(from.weighted({ for: 79, against: 15, abstain: 6 })),
    }),
    from: times(62, '08:02'),
    to: times(50, '19:58'),
    readers,
  });
  life.letPass(times(50, '20:10'));
  life.count(readers[0], times(49, '10:00'));
  life.act('announce', {}, chair, times(49, '14:30'));
  life.letPass(tools.now);
  return life;
}

/** Open now, in the compound of those whom the sign-in page offers. */
async function tellDoors({ tools, times, random, shown, city }: BallotStage): Promise<BallotLife> {
  const chair = postAt(tools, 'owners-chair', shown.code, times(26, '10:00'));
  const readers = twoAt(tools, 'community-worker', shown.code, times(26, '10:00'));
  const life = BallotLife.convened(
    tools,
    tools.random.uuid(),
    {
      kind: 'owners-vote',
      areaCode: shown.code,
      title: `${shown.name}更换单元保温门`,
      text: '单元门关不严，楼道存不住热。拟使用维修资金更换六樘单元保温门，并带对讲。',
      questions: [motion('doors', '同意使用维修资金更换单元保温门，费用不超过9万元', 'use-repair-fund')],
      votingFrom: times(4, '08:00', 'exact'),
      votingUntil: times(-8, '20:00', 'exact'),
      secret: false,
    },
    chair,
    times(26, '10:00'),
  );
  await life.post(chair, times(20, '09:00'));
  life.letPass(times(4, '08:01'));
  const offered = new Set(
    city.people.filter(({ script }) => script !== null).map(({ personId }) => personId),
  );
  letVote(life, {
    random: random.stream('doors'),
    online: 60,
    paper: 30,
    says: (from) => ({ doors: said(from.weighted({ for: 80, against: 14, abstain: 6 })) }),
    from: times(4, '08:02'),
    to: tools.now,
    readers,
    without: new Set(
      life.places.filter(({ voterId }) => voterId !== null && offered.has(voterId)).map(({ id }) => id),
    ),
    waiting: { once: 4, differing: 1 },
  });
  life.letPass(tools.now);
  return life;
}
