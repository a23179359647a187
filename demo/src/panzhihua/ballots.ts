/**
 * The ballots of the demo's Panzhihua: owners elect a committee on whose slate half are members (page P7), votes that prior study
 * went before (P8), one posted and one open now, the choice of the happiest family (P11), and what residents are least content with (P13).
 */
import { type Choices, groupAnswers, type ProblemGroup } from '@linli/engine';
import { wordsOf } from '@linli/server';
import type { City, Person } from '../city.ts';
import { type BallotStage, ballotStage } from '../founding/ballot-stage.ts';
import type { Foundation, FoundedCompound } from '../founding/foundation.ts';
import { nameGiver, phoneGiver } from '../people/names.ts';
import type { PictureName } from '../pictures.ts';
import type { Random } from '../random.ts';
import { BallotLife } from '../story/ballot-life.ts';
import { postAt, twoAt } from '../story/ballot-offices.ts';
import type { BallotStory } from '../story/ballot-story.ts';
import { freeAnswers, motion, optionsOf, said } from '../story/ballot-words.ts';
import { tellNextVote } from '../story/next-votes.ts';
import { registerOwners } from '../story/owners.ts';
import { exceptOffered, tellOwnersVote } from '../story/owners-vote.ts';
import type { ToldBallot, ToldCatalogue } from '../story/told-ballot.ts';
import { emptyRegisters } from '../story/told-registers.ts';
import { letVote, readUrn } from '../story/turnout.ts';
import { commonProblems, type Discontent, individualProblems } from './discontent-texts.ts';

/** The elected took their seats so many days ago. */
const seatedSince = 36;
const electionTrail = [
  { step: 'nominated', channel: 'residents', daysAgo: 96, note: null },
  { step: 'vetted', channel: null, daysAgo: 90, note: '社区审核候选人资格' },
  { step: 'voted', channel: null, daysAgo: 58, note: '业主大会选举，人数和面积均过半数' },
  { step: 'appointed', channel: null, daysAgo: seatedSince, note: null },
] as const;

/** Who stands for the committee, from likeliest to least likely to be chosen: of a hundred so many choose them. */
const standing = [90, 88, 85, 82, 80, 26, 20, 14] as const;
const seats = 5;

export interface Slate {
  /** In the order of `standing`. */
  candidates: { person: Person; isMember: boolean; says: string }[];
}

/** Candidates of the shown compound's committee, and the posts of those who were elected. */
export function electCommittee({ city, addPost, daysAgo }: Foundation, shown: FoundedCompound): Slate {
  const people = new Map(city.people.map((person) => [person.personId, person]));
  const orgsHere = new Map(
    city.orgs
      .filter(({ areaCodes }) => areaCodes.some((code) => code.startsWith(shown.code)))
      .map((org) => [org.orgId, org]),
  );
  const holders = (role: string): Person[] =>
    city.posts
      .filter((post) => post.role === role && orgsHere.has(post.orgId))
      .flatMap(({ personId }) => people.get(personId) ?? []);
  const [chair] = holders('owners-chair');
  const [secretary] = holders('branch-secretary');
  const committee = [...orgsHere.values()].find(({ kind }) => kind === 'owners-committee');
  if (chair === undefined || secretary === undefined || committee === undefined)
    throw new Error(`${shown.name} has no committee or no secretary`);
  const members = [...holders('building-head'), ...holders('mediator')].filter(
    (person, index, all) => all.indexOf(person) === index && person !== secretary && person !== chair,
  );
  const others = city.people.filter(
    ({ homeCode, personId }) =>
      homeCode?.startsWith(shown.code) && !city.posts.some((post) => post.personId === personId),
  );
  const slate: Slate = {
    candidates: [
      { person: chair, isMember: false, says: '上一届主任，把公共收益的账贴上了墙，愿意接着做。' },
      { person: secretary, isMember: true, says: '小区党支部书记，把居民议事和业主大会接起来。' },
      { person: members[0], isMember: true, says: '楼栋长，每栋楼的门都敲过。' },
      { person: members[1], isMember: true, says: '做过十年工程监理，懂维修资金怎么花。' },
      { person: others[0], isMember: false, says: '会计，愿意每季度把账讲给大家听。' },
      { person: members[2], isMember: true, says: '愿意做邻里调解，也愿意学物业合同。' },
      { person: others[1], isMember: false, says: '年轻人，想把快递柜和门禁弄好。' },
      { person: others[2], isMember: false, says: '退休教师，时间多，能跑腿。' },
    ].map(({ person, ...rest }) => {
      if (person === undefined) throw new Error(`too few stand in ${shown.name}`);
      return { person, ...rest };
    }),
  };
  for (const { person } of slate.candidates.slice(0, seats)) {
    // The chair goes on in the chair.
    if (person === chair) continue;
    addPost(committee, 'owners-member', person, seatedSince, {
      trail: electionTrail.map(({ daysAgo: days, ...step }) => ({ ...step, doneOn: daysAgo(days) })),
    });
  }
  return slate;
}

interface Stage extends BallotStage {
  slate: Slate;
}

export function ballotsOf(
  { model, city, today }: Foundation,
  shown: FoundedCompound,
  slate: Slate,
  now: string,
  random: Random,
): BallotStory {
  const registers = emptyRegisters();
  const owners = random.stream('owners');
  registerOwners(registers, {
    buildings: shown.buildings,
    residents: city.people.filter(({ homeCode }) => homeCode?.startsWith(shown.code)),
    certainOwners: [...slate.candidates.map(({ person }) => person), ...offeredOf(city, shown)],
    developer: { name: '攀枝花金沙置业有限公司', homes: 6 },
    soldFrom: `${Number(today.slice(0, 4)) - 9}-05-01`,
    names: nameGiver(owners.stream('names')),
    nextPhone: phoneGiver(1, 5_000_000),
    random: owners,
  });
  return {
    registers,
    secretBallots: 1,
    async tell(given): Promise<ToldBallot[]> {
      const stage: Stage = { ...ballotStage({ model, city }, shown, now, random, given), slate };
      return [
        await tellElection(stage),
        await tellFamilies(stage),
        await tellSurvey(stage),
        await tellStudied(stage),
        await tellGarage(stage),
      ];
    },
    tellNext: async (given, later, turn) => {
      const stage = ballotStage({ model, city }, shown, later, random.stream(`at ${later}`), given);
      const study = { by: 'branch-secretary', daysAgo: 25, opinion: nextOpinion };
      return [await tellNextVote(stage, shown, city.people, turn, { study })];
    },
  };
}

function offeredOf(city: City, { code }: FoundedCompound): Person[] {
  return city.people.filter(({ script, homeCode }) => script !== null && homeCode?.startsWith(code));
}

// ── P7: the committee ────────────────────────────────────────────────────────────────────────────────────────────

async function tellElection({ tools, times, random, shown, slate }: Stage): Promise<BallotLife> {
  const secretary = postAt(tools, 'community-secretary', shown.code, times(98, '10:00'));
  const readers = twoAt(tools, 'community-worker', shown.code, times(98, '10:00'));
  const life = BallotLife.convened(
    tools,
    tools.random.uuid(),
    {
      kind: 'committee-election',
      areaCode: shown.code,
      title: `${shown.name}业主委员会换届选举`,
      text: '本届业主委员会任期届满。业主可以自荐或联名推荐，社区也可推荐；候选人经资格审核后公示，由全体业主按人数和面积表决。',
      questions: [optionsOf('committee', '请选出业主委员会委员（五名）', { picks: seats, max: seats })],
      votingFrom: times(72, '08:00', 'exact'),
      votingUntil: times(58, '20:00', 'exact'),
      secret: false,
    },
    secretary,
    times(98, '10:00'),
  );
  const channels = [
    'self',
    'community',
    'residents',
    'residents',
    'self',
    'residents',
    'self',
    'self',
  ] as const;
  const keys = slate.candidates.map(({ person, isMember, says }, index) => {
    const channel = channels[index] ?? 'self';
    const nomination = life.nominate(
      {
        question: 'committee',
        channel,
        name: person.name,
        personId: person.personId,
        statement: says,
        supporters: channel === 'residents' ? 11 + index * 3 : 0,
        photoId: null,
        countsForNorm: isMember,
      },
      channel === 'community' ? secretary.person : person,
      channel === 'community' ? secretary : null,
      times(96, `${9 + index}:20`),
    );
    return life.accept(
      nomination,
      secretary,
      times(90, `${10 + Math.floor(index / 2)}:${10 + index}`),
      '业主身份和物业费缴纳情况已核实，符合资格。',
    );
  });
  await life.post(secretary, times(88, '10:00'));
  life.letPass(times(72, '08:01'));
  letVote(life, {
    random: random.stream('committee'),
    online: 90,
    paper: 80,
    proxy: 4,
    served: 50,
    says: (from) => ({
      committee: from
        .shuffled(keys.map((key, index) => ({ key, percent: standing[index] ?? 0 })))
        .filter(({ percent }) => from.chance(percent))
        .slice(0, seats)
        .map(({ key }) => key),
    }),
    from: times(72, '08:02'),
    to: times(58, '19:58'),
    readers,
    spoilt: { percent: 2, reason: '选了六个人，超过五名' },
  });
  life.letPass(times(58, '20:10'));
  life.count(readers[0], times(57, '10:00'));
  life.act('announce', {}, secretary, times(57, '15:00'));
  life.letPass(tools.now);
  return life;
}

// ── P8: prior study before a vote ────────────────────────────────────────────────────────────────────────────────

const nextOpinion =
  '支部会议研究：方案和报价已公示，来源是居民议事；请业委会按时公布进度和账目。无不同意见。';
const garageOpinion =
  '支部会议研究：车库的灯和坡道住户反映多，报价已比较；请施工期间留出老人和婴儿车的通道。无不同意见。';
const branchOpinion =
  '支部会议研究：事项来自居民议事，收益归属和用途写得清楚；建议夜间十点后熄屏，广告内容由业委会审核。无不同意见。';

/** Posted, with the opinion attached: voting begins in some days. */
function tellStudied(stage: Stage): Promise<BallotLife> {
  const { shown, random } = stage;
  return tellOwnersVote(stage, shown.code, random.stream('screens'), {
    title: `${shown.name}单元门厅广告位收益`,
    text: '六个单元门厅可设电子公告屏，播放社区通知和少量广告。收益归全体业主，用于门禁维护。',
    questions: [
      motion('screens', '同意在单元门厅设电子公告屏并播放广告，合同期两年', 'common-parts'),
      motion('fund', '同意广告收益专用于门禁和监控维护', 'other-major'),
    ],
    days: { convened: 28, posted: 14, from: -3, until: -17 },
    study: { by: 'branch-secretary', daysAgo: 23, opinion: branchOpinion },
    turnout: { online: 0, paper: 0 },
    says: () => ({}),
  });
}

/** Open now, in the compound of those whom the sign-in page offers: they have not voted yet. */
function tellGarage(stage: Stage): Promise<BallotLife> {
  const { shown, random, city } = stage;
  return tellOwnersVote(stage, shown.code, random.stream('garage'), {
    title: `${shown.name}地下车库照明和坡道防滑`,
    text: '车库灯管老化，一半不亮；两处坡道下雨打滑，已有人摔倒。拟使用维修资金换成感应灯，坡道重做防滑层。三家报价贴在各单元门厅。',
    questions: [
      motion('lights', '同意使用维修资金更换地下车库照明，费用不超过8万元', 'use-repair-fund'),
      motion('ramps', '同意使用维修资金重做车库坡道防滑层，费用不超过5万元', 'use-repair-fund'),
    ],
    days: { convened: 31, posted: 24, from: 5, until: -9 },
    study: { by: 'branch-secretary', daysAgo: 27, opinion: garageOpinion },
    turnout: { online: 58, paper: 26, served: 30, waiting: { once: 4, differing: 1 } },
    says: (from) => ({
      lights: said(from.weighted({ for: 84, against: 10, abstain: 6 })),
      ramps: said(from.weighted({ for: 80, against: 13, abstain: 7 })),
    }),
    without: exceptOffered(city.people),
  });
}

// ── P11: the happiest family ─────────────────────────────────────────────────────────────────────────────────────

const families: readonly { picture: PictureName; says: string; weight: number }[] = [
  { picture: 'family-care', says: '照顾楼上独居老人四年，药和菜都捎到门口。', weight: 26 },
  { picture: 'family-flowers', says: '把楼前的荒角种成花圃，谁家孩子都来浇水。', weight: 22 },
  { picture: 'family-table', says: '三代同堂，过年请外地邻居一起吃年夜饭。', weight: 19 },
  { picture: 'family-books', says: '把客厅书架开放给邻居，周末有孩子来看书。', weight: 15 },
  { picture: 'family-chess', says: '退休师傅修好了全楼的门锁，不收一分钱。', weight: 11 },
  { picture: 'family-quilt', says: '天晴先帮上班的邻居收被子。', weight: 7 },
];
const chosenFamilies = 3;

async function tellFamilies({ tools, times, random, city, shown }: Stage): Promise<BallotLife> {
  const secretary = postAt(tools, 'branch-secretary', shown.code, times(50, '10:00'));
  const readers = twoAt(tools, 'community-worker', shown.code, times(50, '10:00'));
  const life = BallotLife.convened(
    tools,
    tools.random.uuid(),
    {
      kind: 'happiest-family',
      areaCode: shown.code,
      title: `${shown.name}“最美家庭”评选`,
      text: '请从邻居推荐的家庭里选出三户。照片和事迹经本人同意；无记名，每人最多选三户。',
      questions: [optionsOf('family', '您心中的最美家庭（选一至三户）', { picks: chosenFamilies, max: 3 })],
      votingFrom: times(34, '08:00', 'exact'),
      votingUntil: times(27, '20:00', 'exact'),
      secret: true,
    },
    secretary,
    times(50, '10:00'),
  );
  const homes = random
    .stream('families')
    .shuffled(
      city.people.filter(({ homeCode, script }) => homeCode?.startsWith(shown.code) && script === null),
    )
    .filter(({ homeCode }, index, all) => all.findIndex((one) => one.homeCode === homeCode) === index);
  const channels = ['residents', 'self', 'residents', 'community', 'residents', 'self'] as const;
  const keys = families.map(({ picture, says }, index) => {
    const [person, neighbour] = [homes[index], homes[index + families.length]];
    if (person === undefined || neighbour === undefined) throw new Error(`too few live in ${shown.name}`);
    const channel = channels[index] ?? 'self';
    const photoId = tools.random.uuid();
    life.pictures.set(photoId, picture);
    const nomination = life.nominate(
      {
        question: 'family',
        channel,
        name: `${person.name}家庭`,
        personId: person.personId,
        statement: says,
        supporters: channel === 'residents' ? 4 + index : 0,
        photoId,
        countsForNorm: false,
      },
      channel === 'self' ? person : channel === 'community' ? secretary.person : neighbour,
      channel === 'community' ? secretary : null,
      times(48, `${10 + index}:30`),
    );
    return life.accept(
      nomination,
      secretary,
      times(42, `${10 + index}:05`),
      '事迹已走访核实，本人同意展示。',
    );
  });
  await life.post(secretary, times(39, '09:00'));
  life.letPass(times(34, '08:01'));
  const votes = random.stream('family votes');
  const says = (from: Random): Choices => {
    const chosen = new Set<string>();
    const weights = Object.fromEntries(keys.map((key, index) => [key, families[index]?.weight ?? 1]));
    const count = from.whole(1, 3);
    while (chosen.size < count) chosen.add(from.weighted(weights));
    return { family: [...chosen] };
  };
  const papers = letVote(life, {
    random: votes,
    online: 74,
    paper: 40,
    says,
    from: times(34, '08:02'),
    to: times(27, '19:58'),
    readers,
  });
  life.letPass(times(27, '20:05'));
  readUrn(life, papers, { random: votes, says, readers, from: times(26, '09:00') });
  life.count(readers[0], times(26, '10:30'));
  life.act('announce', {}, secretary, times(26, '15:00'));
  life.letPass(tools.now);
  return life;
}

// ── P13: what residents are least content with ───────────────────────────────────────────────────────────────────

/** Page P13 tells the problems; that 2,000 answers came in is what this demo was asked for. */
const answersGoal = 2_000;
/** How often each common problem is named, the most frequent first. */
const commonShares = [17, 14, 12, 11, 10, 9, 8, 7, 6, 6] as const;
const individualPercent = 10;
/** In so many streets a problem is common: what the engine's grouping is told by the server. */
const commonFrom = 3;
const openings = ['', '', '', '', '', '最不满意的是：', '去年就反映过，', '还是那句话，'];
const closings = ['', '', '', '。', '，希望尽快解决', '，反映多次了', '！'];

async function tellSurvey({ tools, times, random, city, shown }: Stage): Promise<BallotLife> {
  const county = shown.code.slice(0, 6);
  const dispatcher = postAt(tools, 'district-dispatcher', county, times(80, '10:00'));
  const life = BallotLife.convened(
    tools,
    tools.random.uuid(),
    {
      kind: 'discontent',
      areaCode: county,
      title: '居民最不满意的事项征集',
      text: '住在这里，您最不满意的是什么？一句话就好，最多写三条。归类以后公布，哪些是大家都有的，哪些是您那一处的，由谁来办，都会写清楚。',
      questions: [freeAnswers('discontent', '您最不满意的事（一至三条）', 3)],
      votingFrom: times(74, '08:00', 'exact'),
      votingUntil: times(53, '20:00', 'exact'),
      secret: false,
    },
    dispatcher,
    times(80, '10:00'),
  );
  await life.post(dispatcher, times(77, '10:00'));
  life.letPass(times(74, '08:01'));
  const votes = random.stream('survey');
  const homeOf = new Map(city.people.map(({ personId, homeCode }) => [personId, homeCode ?? '']));
  const voters = votes.shuffled(
    life.places.toSorted((left, right) => ((left.voterId ?? '') < (right.voterId ?? '') ? -1 : 1)),
  );
  const streets = [...new Set([...homeOf.values()].map((code) => code.slice(0, 9)))]
    .filter((code) => code.startsWith(county))
    .sort();
  const isOf = new Map<string, Discontent>();
  const [from, to] = [Date.parse(times(74, '08:10')), Date.parse(times(53, '19:30'))];
  let left = answersGoal;
  for (const { id, voterId } of voters) {
    if (left === 0) break;
    if (voterId === null) continue;
    const count = Math.min(left, Number(votes.weighted({ '1': 52, '2': 32, '3': 16 })));
    const problems = new Set<Discontent>();
    while (problems.size < count)
      problems.add(problemOf(votes, (homeOf.get(voterId) ?? '').slice(0, 9), streets));
    const texts = [...problems].map((problem, index) => {
      isOf.set(`${id}.${index + 1}`, problem);
      return votes.pick(openings) + votes.pick(problem.says) + votes.pick(closings);
    });
    const at = new Date(from + votes.share() ** 1.4 * (to - from)).toISOString();
    life.vote(id, { discontent: texts }, voterId, at);
    left -= count;
  }
  life.letPass(times(53, '20:10'));
  life.count(dispatcher, times(50, '10:00'));
  life.act('announce', {}, dispatcher, times(49, '10:00'));
  life.catalogues.push({
    question: 'discontent',
    groups: confirmed(life, isOf, homeOf),
    at: times(44, '16:20'),
    by: dispatcher,
  });
  life.letPass(tools.now);
  return life;
}

/** A local problem is known in one street, or on both sides of the border of two. */
function problemOf(random: Random, street: string, streets: readonly string[]): Discontent {
  const local = individualProblems.filter((_, index) => streets[index % streets.length] === street);
  if (local.length > 0 && random.chance(individualPercent)) return random.pick(local);
  const weights = Object.fromEntries(commonShares.map((share, index) => [String(index), share]));
  return commonProblems[Number(random.weighted(weights))] as Discontent;
}

/**
 * The engine proposes; whoever is in charge puts together what is one problem told in different words, gives it a name, and moves
 * the few answers that stand with others. What is common and what is not follows from where it was told.
 */
function confirmed(
  life: BallotLife,
  isOf: ReadonlyMap<string, Discontent>,
  homeOf: ReadonlyMap<string, string>,
): ToldCatalogue['groups'] {
  const areaOf = new Map(
    life.places.map(({ id, voterId }) => [id, (homeOf.get(voterId ?? '') ?? '').slice(0, 9)]),
  );
  const answers = (life.cast?.votes ?? []).flatMap(({ entryId, choices }) => {
    const texts = choices.discontent;
    return Array.isArray(texts)
      ? texts.map((text, index) => ({
          id: `${entryId}.${index + 1}`,
          text,
          words: wordsOf(text),
          areaCode: areaOf.get(entryId) ?? '',
        }))
      : [];
  });
  const proposed = groupAnswers(answers, { commonFrom });
  const byProblem = new Map<Discontent, ProblemGroup[]>();
  for (const group of proposed) {
    const problem = mostOf(group.answerIds.flatMap((answerId) => isOf.get(answerId) ?? []));
    byProblem.set(problem, [...(byProblem.get(problem) ?? []), group]);
  }
  const idsOf = Map.groupBy(
    answers.map(({ id }) => id),
    (id) => isOf.get(id) as Discontent,
  );
  const streetOf = new Map(answers.map(({ id, areaCode }) => [id, areaCode]));
  return [...idsOf]
    .map(([problem, answerIds]) => {
      const [into] = byProblem.get(problem) ?? [];
      const streets = new Set(answerIds.map((id) => streetOf.get(id)));
      return {
        // What stood in no group of its own was moved out of others, and has a new one.
        key: into === undefined ? `own-${answerIds[0]}` : `g-${into.key}`,
        title: problem.title,
        words: into?.words ?? [],
        answerIds,
        reach: streets.size >= commonFrom ? ('common' as const) : ('individual' as const),
      };
    })
    .sort((one, other) => other.answerIds.length - one.answerIds.length || (one.key < other.key ? -1 : 1));
}

function mostOf<Item>(items: readonly Item[]): Item {
  const counts = new Map<Item, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  if (most === undefined) throw new Error('a group without answers');
  return most[0];
}
