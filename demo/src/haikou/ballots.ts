/**
 * The ballots of the demo's Haikou (page H10): residents from 15 choose micro-projects with photographs and costs. One was chosen and
 * is decided, one is open now where the people of the sign-in page live.
 */
import type { BallotOption, Choices } from '@linli/engine';
import type { City } from '../city.ts';
import { type BallotStage, ballotStage } from '../founding/ballot-stage.ts';
import type { Foundation, FoundedCompound } from '../founding/foundation.ts';
import { nameGiver, phoneGiver } from '../people/names.ts';
import type { PictureName } from '../pictures.ts';
import type { Random } from '../random.ts';
import { BallotLife, type BallotTools } from '../story/ballot-life.ts';
import { postAt } from '../story/ballot-offices.ts';
import type { BallotStory } from '../story/ballot-story.ts';
import { motion, optionsOf, said } from '../story/ballot-words.ts';
import type { HeldPost } from '../story/directory.ts';
import type { LocalTimes } from '../story/local-times.ts';
import { tellNextVote } from '../story/next-votes.ts';
import { registerOwners } from '../story/owners.ts';
import { exceptOffered, tellOwnersVote } from '../story/owners-vote.ts';
import type { ToldBallot } from '../story/told-ballot.ts';
import { emptyRegisters, type ToldRegisters } from '../story/told-registers.ts';
import { letVote, readUrn } from '../story/turnout.ts';

interface Project {
  key: string;
  title: string;
  says: string;
  costFen: number;
  picture: PictureName;
  weight: number;
}

const streetProjects: readonly Project[] = [
  {
    key: 'ramp',
    title: '三处坡道和扶手',
    says: '菜市场、卫生站和邮局门口的台阶改成坡道，装双层扶手。',
    costFen: 4_800_000,
    picture: 'project-ramp',
    weight: 30,
  },
  {
    key: 'lights',
    title: '背街小巷路灯',
    says: '六条小巷补装太阳能路灯二十二盏。',
    costFen: 9_600_000,
    picture: 'project-lights',
    weight: 26,
  },
  {
    key: 'playground',
    title: '儿童活动角',
    says: '社区公园东角铺软地垫，装秋千和攀爬架。',
    costFen: 8_200_000,
    picture: 'project-playground',
    weight: 18,
  },
  {
    key: 'court',
    title: '半场篮球',
    says: '旧停车坪改半场篮球，夜里九点熄灯。',
    costFen: 6_900_000,
    picture: 'project-court',
    weight: 14,
  },
  {
    key: 'pavilion',
    title: '骑楼下的避雨亭',
    says: '公交站旁建避雨亭，带长椅。',
    costFen: 7_500_000,
    picture: 'project-pavilion',
    weight: 12,
  },
];
const streetBudgetFen = 20_000_000;

const compoundProjects: readonly Project[] = [
  {
    key: 'rack',
    title: '公共晾晒架',
    says: '楼间空地装三组晾晒架，不占消防通道。',
    costFen: 900_000,
    picture: 'project-rack',
    weight: 30,
  },
  {
    key: 'lights',
    title: '楼前感应灯',
    says: '每个单元门口装一盏感应灯。',
    costFen: 640_000,
    picture: 'project-lights',
    weight: 28,
  },
  {
    key: 'pavilion',
    title: '榕树下的凉亭',
    says: '榕树下建一座小凉亭，老人下棋不晒。',
    costFen: 2_600_000,
    picture: 'project-pavilion',
    weight: 24,
  },
  {
    key: 'ramp',
    title: '大门轮椅坡道',
    says: '大门三级台阶旁做坡道。',
    costFen: 1_150_000,
    picture: 'project-ramp',
    weight: 18,
  },
];
const compoundBudgetFen = 3_000_000;

/** Minors vote from 15: a few children live everywhere who may not. */
const ages = { from: 9, to: 78 };

export function ballotsOf(
  foundation: Foundation,
  shown: FoundedCompound,
  now: string,
  random: Random,
): BallotStory {
  const { model, city, today } = foundation;
  const street = shown.code.slice(0, 9);
  const registers = emptyRegisters();
  enterBirths(registers, city, street, today, random.stream('births'));
  const owners = random.stream('owners');
  const residents = city.people.filter(({ homeCode }) => homeCode?.startsWith(shown.code));
  registerOwners(registers, {
    buildings: shown.buildings,
    residents,
    certainOwners: residents.filter(({ script }) => script !== null),
    developer: null,
    buyingTwice: 25,
    soldFrom: `${Number(today.slice(0, 4)) - 10}-03-01`,
    names: nameGiver(owners.stream('names')),
    nextPhone: phoneGiver(2, 5_000_000),
    random: owners,
  });
  return {
    registers,
    secretBallots: 2,
    async tell(given): Promise<ToldBallot[]> {
      const stage = ballotStage({ model, city }, shown, now, random, given);
      return [await tellStreetChoice(stage, street), await tellCompoundChoice(stage), await tellPipes(stage)];
    },
    tellNext: async (given, later, turn) => {
      const stage = ballotStage({ model, city }, shown, later, random.stream(`at ${later}`), given);
      return [await tellNextVote(stage, shown, city.people, turn, { readers: readersAt(stage, 30) })];
    },
  };
}

/** Those who live in the street have said when they were born; children under 15 are among them. */
function enterBirths(
  registers: ToldRegisters,
  { people, posts }: City,
  street: string,
  today: string,
  random: Random,
): void {
  const inOffice = new Set(posts.map(({ personId }) => personId));
  for (const { personId, homeCode, script } of people) {
    if (!homeCode?.startsWith(street)) continue;
    const isGrown = inOffice.has(personId) || script !== null;
    const age = random.whole(isGrown ? 24 : ages.from, ages.to);
    const days = age * 365 + random.whole(0, 364);
    registers.births.push({
      personId,
      bornOn: new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10),
      byPersonId: personId,
    });
  }
}

/** Decided: as many from the top of the list as the money is enough for. */
async function tellStreetChoice({ tools, times, random }: BallotStage, street: string): Promise<BallotLife> {
  const secretary = postAt(tools, 'street-secretary', street, times(72, '10:00'));
  const dispatcher = postAt(tools, 'street-dispatcher', street, times(72, '10:00'));
  const life = convened(tools, times, { areaCode: street, part: null }, secretary, {
    title: '年度微实事居民点单',
    text: '街道汇总居民提议并审核，请从五个项目里点单，最多选三项。从得票最多的办起，合计不超过二十万元。',
    projects: streetProjects,
    budgetFen: streetBudgetFen,
    picks: 3,
    days: { convened: 72, from: 58, until: 46 },
  });
  vetAll(life, secretary, (index) => times(68, `1${index}:10`), '资金和场地已核实，可以实施。');
  await life.post(secretary, times(66, '09:00'));
  life.letPass(times(58, '08:01'));
  const votes = random.stream('street');
  const says = (from: Random): Choices => choose(from, streetProjects, 3);
  const papers = letVote(life, {
    random: votes,
    online: 74,
    paper: 45,
    says,
    from: times(58, '08:02'),
    to: times(46, '19:58'),
    readers: [dispatcher, secretary],
  });
  life.letPass(times(46, '20:10'));
  readUrn(life, papers, { random: votes, says, readers: [dispatcher, secretary], from: times(45, '09:00') });
  life.count(dispatcher, times(45, '10:30'));
  life.act('announce', {}, secretary, times(45, '15:00'));
  life.letPass(tools.now);
  return life;
}

/** Open now; the residents of the sign-in page have not chosen yet. */
async function tellCompoundChoice({ tools, times, random, city, shown }: BallotStage): Promise<BallotLife> {
  const secretary = postAt(tools, 'community-secretary', shown.code, times(20, '10:00'));
  const worker = postAt(tools, 'community-worker', shown.code, times(20, '10:00'));
  const life = convened(tools, times, { areaCode: shown.code.slice(0, 9), part: shown.code }, secretary, {
    title: `${shown.name}微实事点单`,
    text: '今年的微实事经费三万元，请从四个项目里点单，最多选两项。无记名；年满十五周岁都可以参加。',
    projects: compoundProjects,
    budgetFen: compoundBudgetFen,
    picks: 2,
    days: { convened: 20, from: 3, until: -9 },
  });
  vetAll(life, secretary, (index) => times(17, `1${index}:20`), '不占消防通道，物业同意配合。');
  await life.post(secretary, times(13, '09:00'));
  life.letPass(times(3, '08:01'));
  letVote(life, {
    random: random.stream('compound'),
    online: 55,
    paper: 16,
    says: (from) => choose(from, compoundProjects, 2),
    from: times(3, '08:02'),
    to: tools.now,
    readers: [worker, secretary],
    without: exceptOffered(city.people)(life),
  });
  life.letPass(tools.now);
  return life;
}

/** Owners of the same compound decided together as well. */
function tellPipes(stage: BallotStage): Promise<BallotLife> {
  const { shown, random } = stage;
  return tellOwnersVote(stage, shown.code, random.stream('pipes'), {
    title: `${shown.name}外墙排水管更换`,
    text: '台风后外墙排水管多处开裂，拟使用维修资金更换。',
    questions: [motion('pipes', '同意使用维修资金更换外墙排水管，费用不超过6万元', 'use-repair-fund')],
    days: { convened: 110, posted: 105, from: 88, until: 78 },
    turnout: { online: 92, paper: 86 },
    says: (from) => ({ pipes: said(from.weighted({ for: 85, against: 10, abstain: 5 })) }),
    readers: readersAt(stage, 110),
  });
}

/** A worker and the secretary of the community. */
function readersAt({ tools, times, shown }: BallotStage, daysAgo: number): [HeldPost, HeldPost] {
  const at = times(daysAgo, '10:00');
  return [
    postAt(tools, 'community-worker', shown.code, at),
    postAt(tools, 'community-secretary', shown.code, at),
  ];
}

interface ChoiceSpec {
  title: string;
  text: string;
  projects: readonly Project[];
  budgetFen: number;
  picks: number;
  /** Days before today. */
  days: { convened: number; from: number; until: number };
}

function convened(
  tools: BallotTools,
  times: LocalTimes,
  place: { areaCode: string; part: string | null },
  by: HeldPost,
  { title, text, projects, budgetFen, picks, days }: ChoiceSpec,
): BallotLife {
  const photos = new Map(projects.map(({ key }) => [key, tools.random.uuid()]));
  const options = projects.map(
    (project): BallotOption => ({
      key: project.key,
      title: project.title,
      description: project.says,
      photoId: photos.get(project.key) ?? null,
      costFen: project.costFen,
      candidate: null,
      vetted: null,
    }),
  );
  const question = optionsOf('project', `您想先办哪几件（最多选${picks}项）`, { picks, max: picks, options });
  const life = BallotLife.convened(
    tools,
    tools.random.uuid(),
    {
      kind: 'micro-project-choice',
      ...place,
      title,
      text,
      questions: [{ ...question, budgetFen }],
      votingFrom: times(days.from, '08:00', 'exact'),
      votingUntil: times(days.until, '20:00', 'exact'),
      secret: true,
    },
    by,
    times(days.convened, '10:00'),
  );
  for (const { key, picture } of projects) {
    const photoId = photos.get(key);
    if (photoId !== undefined) life.pictures.set(photoId, picture);
  }
  return life;
}

function vetAll(life: BallotLife, by: HeldPost, at: (index: number) => string, reason: string): void {
  const [question] = life.state.questions;
  question?.options.forEach((option, index) => {
    life.act(
      'vet',
      { vetting: { question: question.key, option: option.key, accepted: true }, reason },
      by,
      at(index),
    );
  });
}

function choose(random: Random, projects: readonly Project[], most: number): Choices {
  const weights = Object.fromEntries(projects.map(({ key, weight }) => [key, weight]));
  const chosen = new Set<string>();
  const count = random.whole(1, most);
  while (chosen.size < count) chosen.add(random.weighted(weights));
  return { project: [...chosen] };
}
