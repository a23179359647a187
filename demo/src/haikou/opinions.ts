/** What departments and streets of the demo's Haikou ask one another: opinions on heads of teams, on plans, and proposals. */
import type { Model } from '@linli/model';
import type { Foundation } from '../founding/foundation.ts';
import type { Random } from '../random.ts';
import { CaseLife } from '../story/case-life.ts';
import { type Directory, directoryOf } from '../story/directory.ts';
import { caseIdAt, type ToldCase } from '../story/told-case.ts';
import type { AskedBefore } from './institutions.ts';

export const opinionKinds = [
  'appointment-opinion',
  'assessment-opinion',
  'planning-opinion',
  'decision-proposal',
] as const;

export interface OpinionsToTell {
  foundation: Foundation;
  /** After which somebody was appointed. */
  appointed: readonly AskedBefore[];
  /** Code of the street whose people the sign-in page offers. */
  street: string;
  now: string;
}

/** How an opinion ends: said, or not said in time; `waits`: it is still to be given. */
type End = 'agree' | 'object' | 'amend' | 'expires' | 'adopted' | 'partly' | 'declined' | 'waits';

interface Story {
  kind: (typeof opinionKinds)[number];
  words: string;
  end: End;
  ground?: string;
}

const appointments: { end: End; ground?: string }[] = [
  { end: 'agree' },
  { end: 'object', ground: '建议先到街道跟班三个月，再行任用。' },
  { end: 'agree' },
  { end: 'expires' },
];
const others: Story[] = [
  { kind: 'assessment-opinion', words: '综合行政执法中队负责人，上一年度考核', end: 'agree' },
  {
    kind: 'assessment-opinion',
    words: '综合行政执法中队负责人，上一年度考核',
    end: 'object',
    ground: '夜间占道投诉回应较慢，建议面谈后再定等次。',
  },
  { kind: 'assessment-opinion', words: '综合行政执法中队负责人，上一年度考核', end: 'expires' },
  { kind: 'planning-opinion', words: '社区菜市场改造布点方案，涉及本辖区两处', end: 'agree' },
  {
    kind: 'planning-opinion',
    words: '公共停车位增设方案，占用部分绿化带',
    end: 'amend',
    ground: '保留小区南侧绿化带，停车位改到闲置地块。',
  },
  {
    kind: 'planning-opinion',
    words: '垃圾转运站选址方案，距居民楼约40米',
    end: 'object',
    ground: '距离居民楼过近，居民议事会多数反对。',
  },
  { kind: 'planning-opinion', words: '学校周边道路单行方案', end: 'expires' },
  { kind: 'decision-proposal', words: '建议在老旧小区片区增设一处日间照料点', end: 'adopted' },
  {
    kind: 'decision-proposal',
    words: '建议将排水管网改造与加装电梯一并安排',
    end: 'partly',
    ground: '管网改造列入明年计划，电梯由各小区自行表决。',
  },
  {
    kind: 'decision-proposal',
    words: '建议夜市整体迁入产业园',
    end: 'declined',
    ground: '产业园用途不符，另选地点后再议。',
  },
];
/** Under way in the street that is shown. */
const waiting: Story[] = [
  { kind: 'appointment-opinion', words: '拟任综合行政执法中队负责人，原任已到龄', end: 'waits' },
  { kind: 'assessment-opinion', words: '综合行政执法中队负责人，本年度考核', end: 'waits' },
  { kind: 'planning-opinion', words: '社区充电设施布点方案，涉及本辖区三处', end: 'waits' },
  { kind: 'decision-proposal', words: '建议在滨江步道增设公共卫生间', end: 'waits' },
];
const roundsOfOthers = 3;

export function expectedOpinions({ appointed }: OpinionsToTell): number {
  return appointed.length + others.length * roundsOfOthers + waiting.length;
}

export function* tellOpinions(
  model: Model,
  { foundation, appointed, street, now }: OpinionsToTell,
  random: Random,
): Generator<ToldCase, void, undefined> {
  // A model of somebody else's under this name may ask for other opinions, or for none.
  if (opinionKinds.some((key) => model.caseKinds[key] === undefined)) return;
  const teller = { model, foundation, directory: directoryOf(model, foundation.city), random, now };
  for (const [place, { caseId, at, streetCode }] of appointed.entries()) {
    const { end, ground } = appointments[place % appointments.length] ?? { end: 'agree' as const };
    const words = '拟任综合行政执法中队负责人，原任调离';
    yield tell(
      teller,
      { kind: 'appointment-opinion', words, end, ...(ground ? { ground } : {}) },
      streetCode,
      {
        caseId,
        at,
      },
    );
  }
  const streets = foundation.city.areas.filter(({ level }) => level === 'street').map(({ code }) => code);
  for (let round = 0; round < roundsOfOthers; round += 1) {
    for (const story of others) {
      const day = foundation.daysAgo(random.whole(40, 330));
      const at = `${day}T0${random.whole(1, 8)}:${String(random.whole(10, 59))}:00.000Z`;
      const caseId = caseIdAt(at, random);
      yield tell(teller, story, random.pick(streets), { caseId, at });
    }
  }
  for (const story of waiting) {
    const at = new Date(Date.parse(now) - random.whole(60, 300) * 60_000).toISOString();
    yield tell(teller, story, street, { caseId: caseIdAt(at, random), at });
  }
}

interface Teller {
  model: Model;
  foundation: Foundation;
  directory: Directory;
  random: Random;
  now: string;
}

function tell(
  { model, foundation, directory, random, now }: Teller,
  { kind, words, end, ground }: Story,
  streetCode: string,
  { caseId, at }: { caseId: string; at: string },
): ToldCase {
  const life = new CaseLife({ model, directory, random, caseId, until: now });
  const asks = kind === 'decision-proposal' ? 'street-secretary' : 'department-liaison';
  const answers = kind === 'decision-proposal' ? 'department-liaison' : 'street-secretary';
  const [asker] = directory.holders([asks], streetCode, at);
  const [answerer] = directory.holders([answers], streetCode, at);
  if (asker === undefined || answerer === undefined) throw new Error(`nobody to ask in ${streetCode}`);
  life.open(
    {
      kind,
      areaCode: streetCode,
      category: null,
      answers: { description: words },
      reporterId: asker.person.personId,
    },
    directory.actor(asker.person.personId, streetCode, at, true),
    at,
  );
  if (end === 'expires') life.letPass(dayAfter(at, 22));
  else if (end !== 'waits') {
    const field = kind === 'decision-proposal' ? 'answer' : 'opinion';
    const said = { [field]: end, ...(ground === undefined ? {} : { ground }) };
    const later = new Date(Date.parse(at) + random.whole(5, 40) * 3_600_000).toISOString();
    life.act('close', { answers: said }, answerer.person.personId, later);
  }
  life.letPass(now);
  return {
    caseId,
    life,
    words,
    spot: null,
    position: foundation.place(streetCode).position,
    device: null,
    followers: [],
    pictures: new Map(),
  };
}

function dayAfter(at: string, days: number): string {
  return new Date(Date.parse(at) + days * 86_400_000).toISOString();
}
