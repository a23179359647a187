/**
 * The ballots of the demo's Tongguan: how a compound's secretary came into office through four channels (page T1), what owners
 * decided after they had talked it over (page T12), one vote for which too few came, and one that is open now in the compound of
 * the people whom the sign-in page offers.
 */
import { type Choices, localDateOf } from '@linli/engine';
import type { Person, Post, TrailStep } from '../city.ts';
import { nameGiver, phoneGiver } from '../people/names.ts';
import type { Random } from '../random.ts';
import { BallotLife, type BallotTools } from '../story/ballot-life.ts';
import { postAt, twoAt } from '../story/ballot-offices.ts';
import type { BallotStory } from '../story/ballot-story.ts';
import { motion, optionsOf, said } from '../story/ballot-words.ts';
import type { HeldPost } from '../story/directory.ts';
import { type LocalTimes, localTimes } from '../story/local-times.ts';
import { tellNextVote } from '../story/next-votes.ts';
import { registerOwners } from '../story/owners.ts';
import { tellOwnersVote } from '../story/owners-vote.ts';
import type { BallotRegisters, ToldBallot } from '../story/told-ballot.ts';
import { emptyRegisters, type ToldRegisters } from '../story/told-registers.ts';
import { letVote, readUrn } from '../story/turnout.ts';
import type { TongguanTools } from './cases.ts';
import type { BuiltBuilding, BuiltCompound, Geography } from './geography.ts';
import { dayBefore, demoCompoundKey, type Institutions } from './institutions.ts';

/** The secretary whom members elected took office so many days ago; the ballot was final some days before. */
const electedSince = 40;
/** Telephones of owners who have no account; those of accounts begin at nothing. */
const ownersPhonesAfter = 5_000_000;

const electionTrail: readonly (Omit<TrailStep, 'doneOn'> & { daysAgo: number })[] = [
  { step: 'nominated', channel: 'self', daysAgo: 76, note: '党员自荐' },
  { step: 'vetted', channel: null, daysAgo: 70, note: '社区党委审核通过' },
  { step: 'voted', channel: null, daysAgo: 60, note: '小区党员无记名推选，赞成票过半数' },
  { step: 'appointed', channel: null, daysAgo: electedSince, note: '公示期满，任前谈话后任职' },
];

/**
 * The first secretary of the demo's compound was appointed when its committee was founded; then members elected them. A post of a
 * term of its own, with the way that led to it.
 */
export function holdElectedPost(
  { posts, orgs }: Institutions,
  { compounds }: Geography,
  today: string,
  random: Random,
): void {
  const compound = compoundOf(compounds, demoCompoundKey);
  const before = posts.find(
    ({ role, orgId }) =>
      role === 'compound-secretary' &&
      orgs.some((org) => org.orgId === orgId && org.areaCodes.includes(compound.code)),
  );
  if (before === undefined) throw new Error(`${compound.spec.name} has no secretary`);
  const elected: Post = {
    ...before,
    postId: random.uuid(),
    heldFrom: dayBefore(today, electedSince),
    trail: electionTrail.map(({ daysAgo, ...step }) => ({ ...step, doneOn: dayBefore(today, daysAgo) })),
  };
  before.heldTo = dayBefore(today, electedSince + 1);
  posts.push(elected);
}

export function ballotsOf(tools: TongguanTools): BallotStory {
  const { geography, random } = tools;
  const here = compoundOf(geography.compounds, demoCompoundKey);
  const old = compoundOf(geography.compounds, 'tonggu');
  const wellness = compoundOf(geography.compounds, 'songyan');
  const registers = ownersOf(
    tools,
    [
      { compound: here, buildings: here.buildings },
      { compound: wellness, buildings: wellness.buildings },
      { compound: old, buildings: [buildingOf(old, liftBuilding)] },
    ],
    random.stream('owners'),
  );
  return {
    registers,
    secretBallots: 1,
    async tell(given: BallotRegisters): Promise<ToldBallot[]> {
      const stage = stageOf(tools, given, tools.now, random);
      return [
        await tellLeaderElection(stage, here),
        await tellLift(stage, old),
        await tellCompanyVote(stage, wellness),
        await tellRunningVote(stage, here),
      ];
    },
    tellNext: async (given, later, turn) => {
      const stage = stageOf(tools, given, later, random.stream(`at ${later}`));
      const people = tools.institutions.demoResidents;
      return [await tellNextVote(stage, { code: here.code, name: here.spec.name }, people, turn)];
    },
  };
}

function compoundOf(compounds: readonly BuiltCompound[], key: string): BuiltCompound {
  const found = compounds.find(({ spec }) => spec.key === key);
  if (found === undefined) throw new Error(`no compound ${key}`);
  return found;
}

function buildingOf({ buildings, spec }: BuiltCompound, number: number): BuiltBuilding {
  const found = buildings.find((building) => building.number === number);
  if (found === undefined) throw new Error(`${spec.name} has no building ${number}`);
  return found;
}

interface Stage {
  tools: BallotTools;
  residents: readonly Person[];
  times: LocalTimes;
  random: Random;
}

function stageOf(
  { model, directory, institutions }: TongguanTools,
  registers: BallotRegisters,
  now: string,
  random: Random,
): Stage {
  return {
    tools: { model, directory, now, random: random.stream('ballots'), registers },
    residents: institutions.demoResidents,
    times: localTimes(model, now, random.stream('ballot times')),
    random: random.stream('votes'),
  };
}

/** Who owns the homes of these compounds. */
function ownersOf(
  { city, institutions, now, model }: TongguanTools,
  places: readonly { compound: BuiltCompound; buildings: readonly BuiltBuilding[] }[],
  random: Random,
): ToldRegisters {
  const registers = emptyRegisters();
  const names = nameGiver(random.stream('names'));
  const nextPhone = phoneGiver(0, ownersPhonesAfter);
  const today = localDateOf(now, model.timeZone);
  const developers: Partial<Record<string, { name: string; homes: number }>> = {
    [demoCompoundKey]: { name: '铜陵澄露置业有限公司', homes: 12 },
    songyan: { name: '铜陵松烟康养置业有限公司', homes: 8 },
  };
  for (const { compound, buildings } of places) {
    const { code, spec } = compound;
    registerOwners(registers, {
      buildings,
      residents: city.people.filter(({ homeCode }) => homeCode?.startsWith(code)),
      certainOwners: institutions.demoResidents.filter(({ homeCode }) => homeCode?.startsWith(code)),
      developer: developers[spec.key] ?? null,
      soldFrom: dayBefore(today, Math.max(2_560, (Number(today.slice(0, 4)) - spec.builtIn) * 365)),
      names,
      nextPhone,
      random: random.stream(spec.key),
    });
  }
  return registers;
}

// ── T1: four channels, vetting, vote, appointment ────────────────────────────────────────────────────────────────

async function tellLeaderElection(
  { tools, times, random }: Stage,
  place: BuiltCompound,
): Promise<BallotLife> {
  const { directory } = tools;
  const secretary = postAt(tools, 'community-secretary', place.code, times(78, '10:00'));
  const [one, two] = twoAt(tools, 'community-worker', place.code, times(78, '10:00'));
  const life = BallotLife.convened(
    tools,
    tools.random.uuid(),
    {
      kind: 'leader-election',
      areaCode: place.code,
      title: `${place.spec.name}小区党委书记推选`,
      text: '小区党委成立时的书记由社区党委指定，现改由小区全体党员推选。可以自荐，可以由群众推荐、社区直荐，也可以在公开评荐会上提名；审核结果和理由都公开。',
      questions: [optionsOf('secretary', '请选出一名小区党委书记', { picks: 1, max: 1 })],
      votingFrom: times(62, '18:30', 'exact'),
      votingUntil: times(60, '18:30', 'exact'),
      secret: true,
    },
    secretary,
    times(78, '10:00'),
  );
  const incumbent = postAt(tools, 'compound-secretary', place.code, times(78, '10:00'));
  const gridSecretaries = directory.holders(
    ['grid-secretary'],
    place.buildings[0]?.code ?? '',
    times(78, '10:00'),
  );
  const members = random
    .shuffled(place.buildings)
    .flatMap(({ code }) => directory.holders(['member-on-duty'], code, times(78, '10:00')).slice(0, 2))
    .filter((held, index, all) => all.findIndex(({ person }) => person === held.person) === index);
  const [byResidents, byCommunity, byReview, refused, left, review] = members as [
    HeldPost,
    HeldPost,
    HeldPost,
    HeldPost,
    HeldPost,
    HeldPost,
  ];
  const nominate = (
    { person }: HeldPost,
    channel: string,
    by: { person: Pick<Person, 'personId' | 'name'>; post: HeldPost | null },
    supporters: number,
    statement: string,
    at: string,
  ) =>
    life.nominate(
      {
        question: 'secretary',
        channel,
        name: person.name,
        personId: person.personId,
        statement,
        supporters,
        photoId: null,
        countsForNorm: true,
      },
      by.person,
      by.post,
      at,
    );
  const self = (held: HeldPost) => ({ person: held.person, post: null });
  const first = nominate(
    incumbent,
    'self',
    self(incumbent),
    0,
    '这两年把七个网格的片区调度会开了起来；接着做，先把电梯和充电的事办成。',
    times(76, '09:20'),
  );
  const second = nominate(
    byResidents,
    'residents',
    { person: (gridSecretaries[0] ?? byReview).person, post: null },
    37,
    '三十七位邻居联名：谁家有事都肯跑一趟，说话公道。',
    times(75, '19:40'),
  );
  const third = nominate(
    byCommunity,
    'community',
    { person: secretary.person, post: secretary },
    0,
    '在服务队带班三年，熟悉物业合同和维修资金的规矩。',
    times(75, '15:10'),
  );
  const fourth = nominate(
    byReview,
    'open-review',
    { person: review.person, post: null },
    12,
    '公开评荐会上提名：退休前管过厂里的住宅修缮。',
    times(73, '20:05'),
  );
  const fifth = nominate(refused, 'self', self(refused), 0, '愿意为小区出力。', times(74, '12:30'));
  const sixth = nominate(left, 'residents', self(byReview), 9, '九位邻居推荐。', times(74, '21:00'));
  life.accept(first, secretary, times(70, '09:05'), '组织关系在本小区，履职两年，联合审查无不同意见。');
  life.accept(second, secretary, times(70, '09:20'), '组织关系在本小区，推荐人数已核实。');
  life.accept(third, secretary, times(70, '09:32'), '符合任职条件。');
  life.accept(fourth, secretary, times(70, '09:45'), '符合任职条件，评荐会记录已存档。');
  life.reject(
    fifth,
    secretary,
    times(70, '10:10'),
    '组织关系还在原单位，尚未转到本小区，可转入后参加下次推选。',
  );
  life.leave(sixth, secretary, times(69, '16:30'), '本人因要照看家人，书面提出不参加推选。');
  await life.post(secretary, times(66, '10:00'));
  life.letPass(times(62, '18:31'));
  const keys = [first, second, third, fourth].map(({ trail }) => trail.at(-1)?.option ?? '');
  const says = (from: Random): Choices => ({
    secretary: [
      from.weighted({ [keys[0] ?? '']: 66, [keys[1] ?? '']: 17, [keys[2] ?? '']: 9, [keys[3] ?? '']: 8 }),
    ],
  });
  const votes = random.stream('leader election');
  const papers = letVote(life, {
    random: votes,
    // Most come to the meeting and put a paper into the urn.
    online: 36,
    paper: 92,
    says,
    from: times(62, '18:32'),
    to: times(60, '18:29'),
    readers: [one, two],
  });
  life.letPass(times(60, '18:40'));
  readUrn(life, papers, { random: votes, says, readers: [one, two], from: times(60, '19:00') });
  life.count(one, times(60, '20:10'));
  life.act('announce', {}, secretary, times(59, '09:00'));
  life.letPass(tools.now);
  return life;
}

// ── T12: what deliberation led to ────────────────────────────────────────────────────────────────────────────────

/** The house whose owners had deliberated on a lift decide by themselves: it is theirs alone. */
const liftBuilding = 3;

function tellLift(stage: Stage, place: BuiltCompound): Promise<BallotLife> {
  const { tools, times, random } = stage;
  const building = buildingOf(place, liftBuilding);
  return tellOwnersVote(stage, place.code, random.stream('lift'), {
    title: `${place.spec.name}${building.name}加装电梯`,
    text: '四个单元各装一部电梯，不占消防通道。议事协商后做了日照和噪声测算，方案公示过；一层不出资，按楼层系数分摊，移走的桂花另行补种。',
    part: building.code,
    questions: [
      motion('lift', `同意在${building.name}四个单元各加装一部电梯`, 'rebuild'),
      motion('shares', '同意按公示的楼层系数分摊建设费和维护费', 'other-major'),
    ],
    days: { convened: 120, posted: 112, from: 94, until: 80 },
    turnout: { online: 94, paper: 88, proxy: 8, served: 60 },
    says: (from) => ({
      lift: said(from.weighted({ for: 88, against: 8, abstain: 4 })),
      shares: said(from.weighted({ for: 82, against: 12, abstain: 6 })),
    }),
    announced: (told) => {
      const objector = told.places.find(
        ({ id, voterId }) => voterId !== null && told.entries.get(id)?.online,
      );
      if (objector === undefined) return;
      const asks = '二楼的系数和公示时是不是一样？请把系数表再贴一次。';
      const id = told.object(objector.id, asks, times(77, '20:15'));
      const text = '与公示的一样，系数表已重新贴在各单元门口，原件在社区可查。计票不受影响。';
      const chair = postAt(tools, 'owners-chair', place.code, times(76, '10:00'));
      told.act('answer-objection', { answer: { id, text, upheld: false } }, chair, times(76, '11:00'));
    },
  });
}

/** Many homes of the wellness compound stand empty outside the season: too few took part, and nothing was decided. */
function tellCompanyVote(stage: Stage, place: BuiltCompound): Promise<BallotLife> {
  return tellOwnersVote(stage, place.code, stage.random.stream('company'), {
    title: `${place.spec.name}续聘物业服务企业`,
    text: `物业服务合同年底到期。是否续聘${place.spec.company}三年，服务标准和收费不变，请业主表决。`,
    questions: [motion('company', `同意续聘${place.spec.company}三年`, 'property-service')],
    days: { convened: 95, posted: 90, from: 74, until: 60 },
    turnout: { online: 64, paper: 38, served: 30 },
    says: (from) => ({ company: said(from.weighted({ for: 70, against: 24, abstain: 6 })) }),
  });
}

/** Open now: those whom the sign-in page offers have not voted, papers wait at the desk, and the quorum is on its way. */
function tellRunningVote(stage: Stage, place: BuiltCompound): Promise<BallotLife> {
  const { times, random, residents } = stage;
  return tellOwnersVote(stage, place.code, random.stream('running'), {
    title: `${place.spec.name}电梯大修与充电车位`,
    text: '1至6号楼的电梯用了十二年，检验报告建议大修；东侧空地可以设二十个汽车充电车位。两件事分别表决，互不影响。方案、报价和检验报告贴在各单元门厅，物业服务中心可看原件。',
    questions: [
      motion(
        'lifts',
        '同意使用住宅专项维修资金，大修1至6号楼的12部电梯，费用不超过96万元',
        'use-repair-fund',
      ),
      motion(
        'charging',
        '同意利用东侧空地设20个汽车充电车位，由企业建设运营，收益归全体业主',
        'common-parts',
      ),
    ],
    days: { convened: 30, posted: 24, from: 8, until: -7 },
    turnout: {
      online: 72,
      paper: 34,
      proxy: 3,
      served: 40,
      waiting: { once: 14, differing: 3 },
      spoilt: { percent: 1, reason: '没有签名' },
    },
    says: (from) => ({
      lifts: said(from.weighted({ for: 81, against: 14, abstain: 5 })),
      charging: said(from.weighted({ for: 72, against: 22, abstain: 6 })),
    }),
    without: (life) => {
      const own = new Set(residents.map(({ personId }) => personId));
      const theirs = life.places.filter(({ voterId }) => voterId !== null && own.has(voterId));
      // A neighbour who is away has asked one of them to vote for their home as well.
      const [, second] = residents;
      const away = life.places.find(
        ({ voterId, homeCodes }) =>
          voterId !== null && !own.has(voterId) && homeCodes[0]?.startsWith(place.buildings[0]?.code ?? ''),
      );
      if (second !== undefined && away?.voterId != null) {
        life.deed(away.id, { do: 'give-proxy', to: second.personId }, away.voterId, times(6, '19:12'));
        theirs.push(away);
      }
      return new Set(theirs.map(({ id }) => id));
    },
  });
}
