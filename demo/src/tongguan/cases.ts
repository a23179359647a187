/** All cases of the demo's Tongguan: fourteen months of settled ones, and those that are under way now. */
import type { Model } from '@linli/model';
import type { City, Person } from '../city.ts';
import { meetingDaysOf } from '../gatherings/meeting-days.ts';
import { isPicture, type PictureName, pictureAfter } from '../pictures.ts';
import type { Random } from '../random.ts';
import { BrokenStory, CaseLife, ReachedPresent } from '../story/case-life.ts';
import { directoryOf } from '../story/directory.ts';
import { afterthoughts, fillSlots, type ProblemTexts, problemTexts, saysOf } from '../story/report-texts.ts';
import { caseIdAt, isSolved, type ToldCase } from '../story/told-case.ts';
import { workingTime } from '../story/working-time.ts';
import type { CompoundSpec } from './compounds.ts';
import type { BuiltCompound, Geography } from './geography.ts';
import type { Institutions } from './institutions.ts';
import { livingCases } from './living.ts';
import { orderTexts, whistleTexts } from './other-texts.ts';
import { atHome, insideBuilding, onTheGround, type StoryPlace } from './places.ts';
import { type Ending, tellOrder, tellReport, tellWhistle } from './plots.ts';
import { type Reporter, Story, type StoryTools } from './story.ts';

/** Page T8. */
export const solvedGoal = 6330;
const historyDays = 425;
/** What was opened this long ago has come to its end, whatever way it took. */
const settledAfterDays = 100;
const dayMs = 86_400_000;

export interface TongguanTools extends StoryTools {
  city: City;
  geography: Geography;
  institutions: Institutions;
  now: string;
  random: Random;
}

export function tongguanTools(
  model: Model,
  city: City,
  geography: Geography,
  institutions: Institutions,
  now: string,
  random: Random,
): TongguanTools {
  return {
    model,
    city,
    geography,
    institutions,
    now,
    random,
    directory: directoryOf(model, city),
    time: workingTime(model, random.stream('time')),
    days: meetingDaysOf(model, new Date(Date.parse(now) - (historyDays + 10) * dayMs).toISOString(), now),
  };
}

/** Cases in the order in which they were opened. The settled ones come first and are told while they are asked for. */
export function* tellCases(tools: TongguanTools): Generator<ToldCase, void, undefined> {
  const { random, now } = tools;
  const present = Date.parse(now);
  const recent = [...recentCases(tools, present), ...livingCases(tools)].toSorted(byOpening);
  const goal = solvedGoal - recent.filter(isSolved).length;
  const endings: Ending[] = Array.from({ length: goal }, (): Ending => 'solved');
  const others = random.stream('endings');
  for (let each = 0; each < goal * 0.014; each += 1) endings.push('unsolved');
  for (let each = 0; each < goal * 0.016; each += 1) endings.push('withdrawn');
  const times = openingTimes(
    others,
    present - historyDays * dayMs,
    present - settledAfterDays * dayMs,
    endings.length,
  );
  const order = others.shuffled(endings);
  for (const [index, at] of times.entries()) {
    yield* withDuplicates(tools, tellOne(tools, `settled ${index}`, at, order[index] as Ending));
  }
  yield* recent;
}

function* recentCases(tools: TongguanTools, present: number): Generator<ToldCase, void, undefined> {
  const from = present - settledAfterDays * dayMs;
  const count = Math.round((solvedGoal * settledAfterDays) / historyDays);
  const endings = tools.random.stream('recent endings');
  const told = openingTimes(endings, from, present - 5 * 60_000, count).flatMap((at, index) => {
    const ending = endings.weighted<Ending>({ solved: 97, unsolved: 1.4, withdrawn: 1.6 });
    return [...withDuplicates(tools, tellOne(tools, `recent ${index}`, at, ending))];
  });
  yield* told;
}

/** What happens every day, between two instants; by the end of it some is settled and some is under way. */
export function* everydayCases(
  tools: TongguanTools,
  from: string,
  to: string,
): Generator<ToldCase, void, undefined> {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to) - 5 * 60_000];
  if (toMs <= fromMs) return;
  const random = tools.random.stream('everyday');
  const count = Math.round((solvedGoal * (toMs - fromMs)) / (historyDays * dayMs));
  for (const [index, at] of openingTimes(random, fromMs, toMs, count).entries()) {
    const ending = random.weighted<Ending>({ solved: 97, unsolved: 1.4, withdrawn: 1.6 });
    yield* withDuplicates(tools, tellOne(tools, `everyday ${index}`, at, ending));
  }
}

function byOpening(left: ToldCase, right: ToldCase): number {
  return left.life.state.openedAt < right.life.state.openedAt ? -1 : 1;
}

/** Instants of opening, in order: more by day than by night, more on working days, a little more in the rainy months. */
function openingTimes(random: Random, from: number, to: number, count: number): string[] {
  const times: number[] = [];
  while (times.length < count) {
    const at = from + random.share() * (to - from);
    const local = new Date(at + 8 * 3_600_000);
    const hour = local.getUTCHours();
    const byHour = hour < 6 ? 0.04 : hour < 7 ? 0.4 : hour < 9 ? 1 : hour < 17 ? 0.75 : hour < 21 ? 1 : 0.35;
    const byDay = [0.8, 1, 1, 0.95, 0.95, 1, 0.85][local.getUTCDay()] ?? 1;
    const byMonth = [0.8, 0.75, 0.9, 0.95, 1, 1, 1, 0.95, 0.9, 0.85, 0.85, 0.85][local.getUTCMonth()] ?? 1;
    if (random.share() < byHour * byDay * byMonth) times.push(at);
  }
  return times.toSorted((left, right) => left - right).map((at) => new Date(at).toISOString());
}

export interface Draft {
  kind: string;
  place: StoryPlace;
  reporter: Reporter;
  category: string | null;
  texts: { says: string; done: readonly string[] };
  handlers: ProblemTexts['by'];
  answers: Record<string, string | boolean>;
  tell: (story: Story, random: Random, ending: Ending) => void;
  picture: string | null;
}

/** Tells one case. A way that comes to nothing (time is up, nobody is there) is taken back and another one is tried. */
function tellOne(tools: TongguanTools, name: string, at: string, ending: Ending): ToldCase {
  const isSettled = name.startsWith('settled');
  let last: unknown;
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const random = tools.random.stream(`case ${name} ${attempt}`);
    try {
      const told = tell(tools, random, at, ending);
      if (!isSettled || isSolved(told) === (ending === 'solved')) return told;
    } catch (error) {
      if (!(error instanceof BrokenStory || error instanceof ReachedPresent)) throw error;
      last = error;
    }
  }
  throw new Error(`case ${name} cannot be told`, { cause: last });

  function tell(from: TongguanTools, random: Random, openedAt: string, end: Ending): ToldCase {
    const draft = draftCase(from, random, openedAt);
    const told = beginCase(from, random, draft, openedAt);
    try {
      draft.tell(told.story, random, end);
    } catch (error) {
      if (isSettled || !(error instanceof ReachedPresent)) throw error;
    }
    return told.told;
  }
}

export function beginCase(
  tools: TongguanTools,
  random: Random,
  draft: Draft,
  at: string,
): { told: ToldCase; story: Story } {
  const life = new CaseLife({
    model: tools.model,
    directory: tools.directory,
    random,
    caseId: caseIdAt(at, random),
    until: tools.now,
  });
  const { place, reporter } = draft;
  const photos = photosOf(tools, random, draft, at);
  const actor = tools.directory.actor(reporter.personId, place.areaCode, at, true);
  life.open(
    {
      kind: draft.kind,
      areaCode: place.areaCode,
      category: draft.category,
      answers: { description: draft.texts.says, ...draft.answers, ...photos.answers },
      reporterId: reporter.personId,
    },
    actor,
    at,
  );
  const story = new Story(tools, {
    life,
    random,
    place,
    reporter,
    handlers: draft.handlers ?? { 'property-manager': 1 },
    outcomes: draft.texts.done,
  });
  story.proof = photos.proof;
  const told: ToldCase = {
    caseId: life.caseId,
    life,
    words: draft.texts.says,
    spot: place.spot,
    position: place.position,
    device: reporter.personId === null ? random.uuid() : null,
    followers: draft.kind === 'report' ? followers(tools, random, place, reporter) : [],
    pictures: photos.pictures,
  };
  return { told, story };
}

/** How many in a hundred send a photo where there is a drawing of the trouble: all pages of the present show some. */
const photoPercent = { present: 90, past: 14 };
const presentDays = 10;

/** A photo sent along, and for some troubles one of the place afterwards. */
function photosOf(
  { now }: TongguanTools,
  random: Random,
  { picture }: Draft,
  at: string,
): { pictures: Map<string, PictureName>; answers: Record<string, string[]>; proof: string[] } {
  const pictures = new Map<string, PictureName>();
  const isPresent = Date.parse(now) - Date.parse(at) < presentDays * dayMs;
  if (!isPicture(picture) || !random.chance(photoPercent[isPresent ? 'present' : 'past'])) {
    return { pictures, answers: {}, proof: [] };
  }
  const add = (name: PictureName): string => {
    const photoId = random.uuid();
    pictures.set(photoId, name);
    return photoId;
  };
  const after = pictureAfter(picture);
  return {
    pictures,
    answers: { photos: [add(picture)] },
    proof: after === null ? [] : [add(after)],
  };
}

function followers(
  { institutions }: TongguanTools,
  random: Random,
  place: StoryPlace,
  reporter: Reporter,
): ToldCase['followers'] {
  if (!random.chance(11)) return [];
  const neighbours = institutions.residents.get(place.compound.code) ?? [];
  return random
    .shuffled(neighbours)
    .filter(({ personId }) => personId !== reporter.personId)
    .slice(0, random.whole(1, 6))
    .map(({ personId }) => ({ personId, afterMinutes: random.whole(3, 900) }));
}

function draftCase(tools: TongguanTools, random: Random, at: string): Draft {
  const { geography } = tools;
  const weights = Object.fromEntries(
    geography.compounds.map(({ spec, homeCodes }) => [spec.key, homeCodes.length ** 0.85]),
  );
  const key = random.weighted(weights);
  const compound = geography.compounds.find(({ spec }) => spec.key === key) as BuiltCompound;
  const kind = random.weighted({ report: 74, order: 21, whistle: 5 });
  if (kind === 'order') return draftOrder(tools, random, compound);
  if (kind === 'whistle') return draftWhistle(tools, random, compound, at);
  return draftReport(tools, random, compound, at);
}

export function draftReport(
  tools: TongguanTools,
  random: Random,
  compound: BuiltCompound,
  at: string,
  category = pickCategory(tools.model, random, compound.spec, at),
): Draft {
  const texts = problemTexts[category] ?? (problemTexts.other as ProblemTexts);
  const isInside = texts.where === undefined ? random.chance(50) : texts.where === 'building';
  const place = isInside ? insideBuilding(random, compound) : onTheGround(random, compound);
  const more = random.pick(afterthoughts);
  return {
    kind: 'report',
    place,
    reporter: pickReporter(tools, random, place, at),
    category,
    texts: { says: fillSlots(random, random.pick(saysOf(texts, isInside)), place) + more, done: texts.done },
    handlers: texts.by ?? { 'property-manager': 7, 'repair-worker': 3 },
    answers: {},
    tell: tellReport,
    picture: texts.picture ?? null,
  };
}

export function draftOrder(tools: TongguanTools, random: Random, compound: BuiltCompound): Draft {
  const resident = random.pick(tools.institutions.residents.get(compound.code) ?? []);
  const texts = random.pick(orderTexts);
  const index = random.whole(0, texts.says.length - 1);
  return {
    kind: 'order',
    place: atHome(random, compound, resident.homeCode as string),
    reporter: { personId: resident.personId, isStaff: false },
    category: null,
    texts: { says: texts.says[index] as string, done: [texts.done[index] ?? (texts.done[0] as string)] },
    handlers: texts.by,
    answers: {},
    tell: tellOrder,
    picture: null,
  };
}

export function draftWhistle(
  tools: TongguanTools,
  random: Random,
  compound: BuiltCompound,
  at: string,
): Draft {
  const place = onTheGround(random, compound);
  const blowers = tools.directory.holders(
    ['community-worker', 'grid-secretary', 'compound-secretary', 'property-manager'],
    place.areaCode,
    at,
  );
  const texts = random.pick(whistleTexts);
  const ground = random.pick(texts.ground);
  return {
    kind: 'whistle',
    place,
    reporter: { personId: random.pick(blowers).person.personId, isStaff: true },
    category: null,
    texts: { says: fillSlots(random, random.pick(texts.says), place), done: texts.done },
    handlers: { 'department-liaison': 1 },
    answers: { urgency: texts.urgency },
    tell: (story, chance, ending) =>
      tellWhistle(story, chance, ending, { ground, department: texts.department, severity: texts.severity }),
    picture: null,
  };
}

function pickReporter(tools: TongguanTools, random: Random, place: StoryPlace, at: string): Reporter {
  const way = random.weighted({ resident: 52, anonymous: 34, staff: 14 });
  if (way === 'anonymous') return { personId: null, isStaff: false };
  if (way === 'staff') {
    const staff = tools.directory.holders(['member-on-duty', 'community-worker'], place.areaCode, at);
    if (staff.length > 0) return { personId: random.pick(staff).person.personId, isStaff: true };
  }
  const residents = tools.institutions.residents.get(place.compound.code) ?? [];
  return { personId: random.pick<Person>(residents).personId, isStaff: false };
}

function pickCategory(model: Model, random: Random, spec: CompoundSpec, at: string): string {
  const month = Number(at.slice(5, 7));
  const isOld = spec.builtIn < 2000;
  const weights: Record<string, number> = {};
  for (const [key, { weight = 10, needs }] of Object.entries(problemTexts)) {
    if (model.problems[key] === undefined) continue;
    if (needs === 'lifts' && !spec.hasLifts) continue;
    if (needs === 'garage' && !spec.hasGarage) continue;
    if (needs === 'old' && spec.hasLifts) continue;
    if (needs === 'winter' && month > 2 && month < 12) continue;
    const isOldTrouble = [
      'blocked-drain',
      'roof-leak',
      'hanging-cables',
      'pipe-leak',
      'street-lamp',
    ].includes(key);
    weights[key] = weight * (isOld && isOldTrouble ? 1.8 : 1);
  }
  return random.weighted(weights);
}

/** Some reports say what a neighbour has said already; they are merged into the earlier one. */
function* withDuplicates(tools: TongguanTools, told: ToldCase): Generator<ToldCase, void, undefined> {
  yield told;
  const { state } = told.life;
  const random = tools.random.stream(`duplicate ${told.caseId}`);
  if (state.kind !== 'report' || !random.chance(2.2)) return;
  // Between opening and settling of the first one, and early enough to be noticed before it is settled.
  const dispatchedAt = told.life.told.find(
    ({ decision: { verb } }) => verb === 'assign' || verb === 'claim',
  )?.at;
  const resolvedAt = told.life.told.find(({ decision }) => decision.verb === 'resolve')?.at;
  if (dispatchedAt === undefined || resolvedAt === undefined) return;
  const room = Math.floor((Date.parse(resolvedAt) - Date.parse(dispatchedAt)) / 60_000);
  if (room < 240) return;
  const compound = tools.geography.compounds.find(({ code }) =>
    state.areaCode.startsWith(code),
  ) as BuiltCompound;
  const at = new Date(Date.parse(dispatchedAt) + random.whole(10, room - 200) * 60_000).toISOString();
  try {
    const draft = draftReport(tools, random, compound, at, state.category as string);
    const second = beginCase(
      tools,
      random,
      { ...draft, place: { ...draft.place, ...samePlace(told, draft.place) } },
      at,
    );
    const responsible = second.story.state.responsible?.personId ?? null;
    const mergedAt = second.story.soon(4, 60);
    if (mergedAt >= resolvedAt) return;
    second.story.life.act('merge', { into: told.caseId }, responsible, mergedAt);
    yield second.told;
  } catch (error) {
    if (!(error instanceof BrokenStory || error instanceof ReachedPresent)) throw error;
  }
}

function samePlace(told: ToldCase, place: StoryPlace): Partial<StoryPlace> {
  return { areaCode: told.life.state.areaCode, position: told.position ?? place.position, spot: told.spot };
}
