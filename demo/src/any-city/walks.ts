/**
 * Cases for any model: each is a walk from offer to offer of the engine, by whoever may take the next step, until it
 * stands where one is wanted. What the model cannot reach is not there; what it can is.
 */
import {
  type AnswerValue,
  type Holder,
  isFinal,
  offers,
  type VerbInput,
  type VerbOffer,
} from '@linli/engine';
import type { Ask, CaseKind, Model, Station } from '@linli/model';
import type { Area, Person } from '../city.ts';
import type { Random } from '../random.ts';
import { BrokenStory, CaseLife, ReachedPresent } from '../story/case-life.ts';
import { type Directory, directoryOf, holderOf } from '../story/directory.ts';
import { outcomesOf, ReportPlaces } from '../story/report-places.ts';
import type { RunningCase } from '../story/running-case.ts';
import { caseIdAt, type ToldCase } from '../story/told-case.ts';
import type { SmallCity } from './plan.ts';

const mostSteps = 30;
const triesPerStation = 60;
const casesPerStation = 2;
const minuteMs = 60_000;
/** What is said with a deed that asks for a reason, in words that fit whatever the case is about. */
const plainReasons = ['按流程办理。', '情况已了解，请处理。', '补充说明见上。'];
const reasons: Partial<Record<VerbOffer['verb'], readonly string[]>> = {
  assign: ['原来的承办人请假，改派。', '请就近的同志去看。'],
  answer: ['又去看了一次，情况还在。', '补充：早晚最明显。'],
  climb: ['几方说法不一，需要一起商量。', '涉及几家单位，这里定不下来。'],
  descend: ['责任已经清楚，请社区继续办。'],
  note: ['已电话联系过，约了明天上门。', '已到现场看过，拍照留存。'],
  pause: ['等材料到货。', '等业主回来开门。'],
  reject: ['现场看还没有处理到位，请再办一次。', '只做了一半，请接着办。'],
  reopen: ['过了两天又出现，请再来看看。'],
  reroute: ['不归这里管，转给负责的岗位。'],
  return: ['人手排不开，请另派。', '不在我们的维修范围，请改派。'],
};
/** In how many steps of a hundred somebody would raise a case. */
const climbPercent = 18;
const onRungDays = 50;

interface Walker {
  model: Model;
  small: SmallCity;
  directory: Directory;
  random: Random;
  now: string;
  open: { caseId: string; kind: string }[];
  /** Roles that read cases. */
  readers: string[];
  /** Class of the compound each place lies in. */
  classes: ReadonlyMap<string, string>;
  reports: ReportPlaces;
  /** What may be said when the case is settled. */
  outcomes: readonly string[];
}

/** Cases of every kind at every station the model lets them reach; with `since`, only those that can have begun after it. */
export function* walkCases(
  model: Model,
  small: SmallCity,
  now: string,
  random: Random,
  since: string | null = null,
): Generator<ToldCase, void, undefined> {
  const walker: Walker = {
    model,
    small,
    directory: directoryOf(model, small.city),
    random,
    now,
    open: [],
    readers: readersOf(model),
    classes: classesOf(model, small),
    reports: new ReportPlaces(model, small.city.areas),
    outcomes: [],
  };
  for (const [key, kind] of Object.entries(model.caseKinds)) {
    if (small.without?.includes(key)) continue;
    for (const station of stationsOf(kind)) {
      if (since !== null && station === 'closed') continue;
      const wanted = station === 'closed' ? (small.past?.cases(kind) ?? casesPerStation) : casesPerStation;
      for (let count = 0; count < wanted; count += 1) {
        const found = walkTo(walker, key, kind, station, count);
        if (found === null) break;
        if (since !== null && found.life.state.openedAt <= since) continue;
        yield found;
        if (!isFinal(station)) walker.open.push({ caseId: found.caseId, kind: key });
      }
    }
  }
}

/** How many there would be if the model let every station be reached. */
export function expectedCases({ caseKinds }: Model, { past }: Pick<SmallCity, 'past'> = {}): number {
  return Object.values(caseKinds).reduce(
    (sum, kind) =>
      sum + (stationsOf(kind).size - 1) * casesPerStation + (past?.cases(kind) ?? casesPerStation),
    0,
  );
}

function readersOf({ roles }: Model): string[] {
  return Object.keys(roles).filter((key) => (roles[key]?.reads.length ?? 0) > 0);
}

function stationsOf(kind: CaseKind): Set<Station> {
  return new Set(['open', 'closed', ...Object.keys(kind.stations)] as Station[]);
}

/** Goes on with cases under way, as far as they come until `now`. */
export function walkOn(
  model: Model,
  small: SmallCity,
  from: string,
  now: string,
  running: readonly RunningCase[],
  random: Random,
): CaseLife[] {
  const directory = directoryOf(model, small.city);
  const reports = new ReportPlaces(model, small.city.areas);
  return running.map(({ caseId, state }) => {
    const own = random.stream(caseId);
    const walker: Walker = {
      model,
      small,
      directory,
      random: own,
      now,
      open: [],
      readers: readersOf(model),
      classes: new Map(),
      reports,
      outcomes: outcomesOf(state.kind, state.category),
    };
    const life = CaseLife.continued({ model, directory, random: own, caseId, until: now }, state, from);
    try {
      walkFrom(walker, life, state.reporterId, 'closed', { minutesBetween: 900, mayWait: true });
      life.letPass(now);
    } catch (error) {
      if (!(error instanceof ReachedPresent)) throw error;
    }
    return life;
  });
}

/** A case that somebody in office opened at a meeting, for what was raised there. */
export interface RaisedCase {
  caseId: string;
  at: string;
  kind: string;
  areaCode: string;
  category: string | null;
  says: string;
  personId: string;
}

/** For each rung of a kind's ladder a case that stands there now: nobody has done with it, and time lifted it. */
export function* walkToRungs(
  model: Model,
  small: SmallCity,
  now: string,
  random: Random,
): Generator<ToldCase, void, undefined> {
  const directory = directoryOf(model, small.city);
  const walker: Walker = {
    model,
    small,
    directory,
    random,
    now,
    open: [],
    readers: readersOf(model),
    classes: classesOf(model, small),
    reports: new ReportPlaces(model, small.city.areas),
    outcomes: [],
  };
  for (const [key, kind] of Object.entries(model.caseKinds)) {
    const rungs = kind.ladder === null ? 0 : (model.ladders[kind.ladder]?.rungs.length ?? 0);
    for (let rung = 0; rung < rungs; rung += 1) {
      for (let attempt = 0; attempt < triesPerStation; attempt += 1) {
        const own = random.stream(`${key} rung ${rung} ${attempt}`);
        const at = new Date(
          Date.parse(now) - own.whole(3 * 1440, onRungDays * 1440) * minuteMs,
        ).toISOString();
        const found = walkUp({ ...walker, random: own }, key, kind, at);
        if (found?.life.state.rung?.index !== rung) continue;
        yield found;
        break;
      }
    }
  }
}

/** Taken in hand, and then nothing more happens. */
function walkUp(walker: Walker, key: string, kind: CaseKind, at: string): ToldCase | null {
  const { model, directory, random, now, small } = walker;
  const [home] = small.present ?? small.innermost;
  if (home === undefined) return null;
  const { area, spot, category, outcomes, ...report } = walker.reports.report(
    key,
    kind,
    home,
    at,
    random.stream('report'),
  );
  const reporter = findReporter(walker, kind, area, at);
  if (reporter === undefined) return null;
  const life = new CaseLife({ model, directory, random, caseId: caseIdAt(at, random), until: now });
  const says = `${report.says}几家说法不一，请一起坐下来商量。`;
  const answers = answersTo(walker, kind.asks, says, '');
  try {
    life.open(
      { kind: key, areaCode: area.code, areaClass: null, category, answers, reporterId: reporter.personId },
      directory.actor(reporter.personId, area.code, at, true),
      at,
    );
    walkFrom({ ...walker, outcomes }, life, reporter.personId, 'handling', {
      minutesBetween: 90,
      mayWait: false,
    });
    if (life.state.station !== 'handling') return null;
    life.letPass(now);
  } catch (error) {
    if (error instanceof BrokenStory || error instanceof ReachedPresent) return null;
    throw error;
  }
  return {
    caseId: life.caseId,
    life,
    words: says,
    spot,
    position: area.position,
    device: reporter.personId === null ? random.uuid() : null,
    followers: [],
    pictures: new Map(),
  };
}

/** Each opened in its minute, and led on as far as it has come. */
export function* walkRaised(
  model: Model,
  small: SmallCity,
  now: string,
  random: Random,
  raised: readonly RaisedCase[],
): Generator<ToldCase, void, undefined> {
  const directory = directoryOf(model, small.city);
  const walker: Omit<Walker, 'random' | 'outcomes'> = {
    model,
    small,
    directory,
    now,
    open: [],
    readers: readersOf(model),
    classes: new Map(),
    reports: new ReportPlaces(model, small.city.areas),
  };
  for (const one of raised) {
    const outcomes = outcomesOf(one.kind, one.category);
    yield walkOne({ ...walker, random: random.stream(one.caseId), outcomes }, one);
  }
}

function walkOne(
  walker: Walker,
  { caseId, at, kind, areaCode, category, says, personId }: RaisedCase,
): ToldCase {
  const { model, directory, random, now } = walker;
  const rule = model.caseKinds[kind];
  if (rule === undefined) throw new Error(`the model has no kind ${kind}`);
  const life = new CaseLife({ model, directory, random, caseId, until: now });
  const answers = answersTo(walker, rule.asks, says, '');
  life.open(
    { kind, areaCode, areaClass: null, category, answers, reporterId: personId },
    directory.actor(personId, areaCode, at, true),
    at,
  );
  try {
    walkFrom(walker, life, personId, 'closed', { minutesBetween: 900, mayWait: true });
    life.letPass(now);
  } catch (error) {
    if (!(error instanceof ReachedPresent)) throw error;
  }
  return {
    caseId,
    life,
    words: says,
    spot: null,
    position: null,
    device: null,
    followers: [],
    pictures: new Map(),
  };
}

function walkTo(walker: Walker, key: string, kind: CaseKind, goal: Station, count: number): ToldCase | null {
  for (let attempt = 0; attempt < triesPerStation; attempt += 1) {
    const random = walker.random.stream(`${key} ${goal} ${count} ${attempt}`);
    try {
      const told = walk({ ...walker, random }, key, kind, goal);
      if (told?.life.state.station === goal) return told;
    } catch (error) {
      if (!(error instanceof BrokenStory || error instanceof ReachedPresent)) throw error;
    }
  }
  return null;
}

function walk(walker: Walker, key: string, kind: CaseKind, goal: Station): ToldCase | null {
  const { model, small, directory, random, now } = walker;
  // Things under way are of today; what is closed may have taken weeks.
  const isPast = goal === 'closed';
  const startMs =
    Date.parse(now) -
    (isPast ? random.whole(10 * 1440, (small.past?.days ?? 45) * 1440) : random.whole(240, 600)) * minuteMs;
  const at = new Date(startMs).toISOString();
  const near = small.present ?? small.innermost.slice(0, Math.max(4, Math.ceil(small.innermost.length / 4)));
  const wanted = isPast && small.past !== undefined ? small.innermost : near;
  const places = placesFor(walker, kind, wanted);
  if (places.length === 0) return null;
  const home = random.pick(places);
  const areaClass = walker.classes.get(home.code) ?? null;
  const { area, spot, category, says, outcomes } = walker.reports.report(
    key,
    kind,
    home,
    at,
    random.stream('report'),
  );
  const reporter = findReporter(walker, kind, area, at);
  if (reporter === undefined) return null;
  const life = new CaseLife({ model, directory, random, caseId: caseIdAt(at, random), until: now });
  life.open(
    {
      kind: key,
      areaCode: area.code,
      areaClass,
      category,
      answers: answersTo(walker, kind.asks, says, ''),
      reporterId: reporter.personId,
    },
    directory.actor(reporter.personId, area.code, at, true),
    at,
  );
  walkFrom({ ...walker, outcomes }, life, reporter.personId, goal, {
    minutesBetween: isPast ? 900 : 7,
    mayWait: isPast,
  });
  if (life.state.station === goal) life.letPass(now);
  return {
    caseId: life.caseId,
    life,
    words: says,
    spot,
    position: area.position,
    device: reporter.personId === null ? random.uuid() : null,
    followers: [],
    pictures: new Map(),
  };
}

/** Where such a case may be opened: a kind for some classes only needs a place of one of them. */
function placesFor({ small, classes }: Walker, { inClasses }: CaseKind, wanted: readonly Area[]): Area[] {
  if (inClasses.length === 0) return [...wanted];
  const fits = ({ code }: Area): boolean => inClasses.includes(classes.get(code) ?? '');
  const near = wanted.filter(fits);
  return near.length > 0 ? near : small.innermost.filter(fits);
}

function classesOf({ levels }: Model, { city, innermost, present }: SmallCity): Map<string, string> {
  const own = new Map(city.areas.flatMap((area) => (area.class === null ? [] : [[area.code, area.class]])));
  return new Map(
    [...innermost, ...(present ?? [])].flatMap(({ code }) => {
      const found = levels
        .map(({ codeLength }) => own.get(code.slice(0, codeLength)))
        .findLast((areaClass) => areaClass !== undefined);
      return found === undefined ? [] : [[code, found] as const];
    }),
  );
}

/** From offer to offer until the case stands at `goal` or nobody can do anything. */
function walkFrom(
  walker: Walker,
  life: CaseLife,
  reporterId: string | null,
  goal: Station,
  { minutesBetween, mayWait }: { minutesBetween: number; mayWait: boolean },
): void {
  const { random } = walker;
  for (let step = 0; step < mostSteps && life.state.station !== goal; step += 1) {
    if (sitThrough(walker, life)) continue;
    const pauseMs = random.whole(1, minutesBetween) * minuteMs + random.whole(0, 50_000);
    const at = new Date(Date.parse(life.present) + pauseMs).toISOString();
    life.letPass(at);
    if (life.state.station === goal) break;
    if (takeStep(walker, life, reporterId, at)) continue;
    // Nobody can do anything: perhaps time does.
    const next = life.timers[0]?.firesAt;
    if (!mayWait || next === undefined) break;
    life.letPass(new Date(Date.parse(next) + 20_000).toISOString());
  }
}

/**
 * A case on a rung whose meetings are told is decided by the next one, while it sits; where none is in time, time lifts it.
 * False: it stands on no such rung.
 */
function sitThrough(walker: Walker, life: CaseLife): boolean {
  const { model, small, directory, random } = walker;
  const { rung, areaCode } = life.state;
  const rule = rung === null ? undefined : model.ladders[rung.ladder]?.rungs[rung.index];
  if (small.days === undefined || rung === null || rung.hostOrgId === null || rule?.gathering == null) {
    return false;
  }
  const time = small.days.nextFor(rule.gathering, rung.since, life.present, rung.dueAt);
  const lastsMinutes = time === null ? 0 : (Date.parse(time.endsAt) - Date.parse(time.startsAt)) / minuteMs;
  const at =
    time === null
      ? null
      : new Date(
          Date.parse(time.startsAt) + random.whole(9, lastsMinutes - 12) * minuteMs + random.whole(0, 50_000),
        ).toISOString();
  const roles = rule.decidedBy.flatMap((ref) => (ref.startsWith('role:') ? [ref.slice('role:'.length)] : []));
  const chair = at === null ? undefined : directory.holders(roles, areaCode, at)[0];
  if (at === null || chair === undefined || at <= life.present || at >= rung.dueAt) {
    life.letPass(new Date(Date.parse(rung.dueAt) + 20_000).toISOString());
    return life.state.rung?.index !== rung.index;
  }
  life.letPass(at);
  if (life.state.rung?.index !== rung.index) return true;
  const actor = directory.actor(chair.person.personId, areaCode, at);
  const offer = offers(model, life.state, actor, at).find(({ verb }) => verb === 'decide');
  const input = offer === undefined ? null : inputFor(walker, life, offer, at);
  return input !== null && life.attempt('decide', input, chair.person.personId, at) === null;
}

/** One deed by somebody, mostly the one that is waited for. Hands back whether anything was done. */
function takeStep(walker: Walker, life: CaseLife, reporterId: string | null, at: string): boolean {
  const { model, directory, random } = walker;
  // Who reads no cases acts on none; in a large city most posts are of that kind.
  const there = directory.holders(walker.readers, life.state.areaCode, at);
  const actors: { personId: string | null; isReporter: boolean }[] = [
    { personId: reporterId, isReporter: true },
    ...[...new Set(there.map(({ person }) => person.personId))].map((personId) => ({
      personId,
      isReporter: personId === reporterId,
    })),
  ];
  const climbs = random.chance(climbPercent);
  const possible = actors.flatMap((actor) =>
    offers(model, life.state, directory.actor(actor.personId, life.state.areaCode, at, actor.isReporter), at)
      .filter(
        ({ verb }) =>
          verb !== 'urge' &&
          verb !== 'note' &&
          (verb !== 'decide' || walker.small.days === undefined) &&
          // Where meetings are told, going before one is the exception.
          (verb !== 'climb' || walker.small.days === undefined || climbs),
      )
      .map((offer) => ({ actor, offer })),
  );
  const primary = possible.filter(({ offer }) => offer.primary);
  const order = random.chance(72)
    ? [...random.shuffled(primary), ...random.shuffled(possible)]
    : random.shuffled(possible);
  for (const { actor, offer } of order.slice(0, 12)) {
    const merges = offer.verb === 'merge';
    const target = merges ? walker.open.find(({ kind }) => kind === life.state.kind) : undefined;
    if (merges && target === undefined) continue;
    const input = inputFor(walker, life, offer, at);
    if (input === null) continue;
    const refusal = life.attempt(
      offer.verb,
      target === undefined ? input : { ...input, into: target.caseId },
      actor.personId,
      at,
      actor.isReporter,
    );
    if (refusal === null) return true;
  }
  return false;
}

/** What the offer asks for, filled in; null: it needs somebody who is not there. */
function inputFor(walker: Walker, life: CaseLife, offer: VerbOffer, at: string): VerbInput | null {
  const { model, directory, random } = walker;
  const kind = model.caseKinds[life.state.kind] as CaseKind;
  const input: VerbInput = {};
  if (offer.reason === 'required') input.reason = random.pick(reasons[offer.verb] ?? plainReasons);
  const station = offer.asks[0]?.split('.')[0] as Station | undefined;
  if (station !== undefined) {
    const outcome = random.stream('outcome').pick(walker.outcomes);
    input.answers = answersTo(walker, kind.stations[station]?.asks ?? {}, outcome, `${station}.`);
  }
  let holder: Holder | undefined;
  if (offer.to.length > 0) {
    const held = directory.holders(offer.to, life.state.areaCode, at);
    if (held.length > 0) holder = holderOf(random.pick(held.slice(0, 8)));
  }
  switch (offer.verb) {
    case 'assign':
    case 'reroute':
      if (holder === undefined) return null;
      return { ...input, to: holder };
    case 'ask-part':
      if (holder === undefined) return null;
      return { ...input, part: { partId: random.uuid(), holder, task: '请派人配合。' } };
    case 'sign-part':
      return { ...input, part: { partId: random.pick(offer.choices), result: '已配合完成。' } };
    case 'decide':
      return {
        ...input,
        resolution: '会议同意，由承办方限期办理。',
        ...(holder === undefined ? {} : { to: holder }),
      };
    case 'rate':
      return { ...input, rating: { answer: random.pick(offer.choices) as 'solved' | 'partly' | 'not' } };
    case 'pause':
      return { ...input, pause: random.pick(offer.choices) };
    default:
      return input;
  }
}

/** Somebody the kind lets open a case there: nobody in particular, a resident, or the holder of a post. */
function findReporter(
  { model, small, directory, random }: Walker,
  kind: CaseKind,
  area: Area,
  at: string,
): { personId: string | null } | undefined {
  const roles = kind.openedBy
    .filter((ref) => ref.startsWith('role:'))
    .map((ref) => ref.slice('role:'.length));
  const posts = directory.holders(
    kind.openedBy.includes('any-post') ? Object.keys(model.roles) : roles,
    area.code,
    at,
  );
  const isOpen = kind.openedBy.includes('anyone') || kind.openedBy.includes('resident');
  if (isOpen && (posts.length === 0 || random.chance(75))) {
    if (kind.openedBy.includes('anyone') && kind.account !== 'required' && random.chance(30)) {
      return { personId: null };
    }
    return random.pick<Person>(small.residents.slice(0, small.reporters ?? 4));
  }
  return posts.length > 0 ? { personId: random.pick(posts).person.personId } : undefined;
}

function answersTo(
  walker: Walker,
  asks: Record<string, Ask>,
  text: string,
  prefix: string,
): Record<string, AnswerValue> {
  const answers: Record<string, AnswerValue> = {};
  for (const [field, ask] of Object.entries(asks)) {
    const isGiven = ask.required || ask.requiredIf.length > 0 || walker.random.chance(60);
    const value = isGiven ? answerTo(walker, ask, text) : null;
    if (value !== null) answers[`${prefix}${field}`] = value;
  }
  return answers;
}

/** A value the engine takes for such a field; null where it is better left out or comes from elsewhere. */
function answerTo({ random, now }: Walker, ask: Ask, text: string): AnswerValue {
  switch (ask.kind) {
    case 'text':
    case 'long-text':
      return fitted(text, ask.min ?? 1, ask.max ?? 2000);
    case 'choice':
      return ask.choices.length > 0 ? random.pick(ask.choices).key : null;
    case 'yes-no':
      // Danger and the like are the exception.
      return ask.onYes === null ? random.chance(50) : false;
    case 'number': {
      const from = Math.ceil(ask.min ?? 1);
      return random.whole(from, Math.max(from, Math.min(Math.floor(ask.max ?? from + 20), from + 20)));
    }
    case 'date':
      return new Date(Date.parse(now) + random.whole(1, 9) * 86_400_000).toISOString().slice(0, 10);
    case 'phone':
      return `1540${String(random.whole(0, 9_999_999)).padStart(7, '0')}`;
    default:
      return null;
  }
}

function fitted(text: string, least: number, most: number): string {
  const characters = [...text];
  while (characters.length < least) characters.push(...text);
  return characters.slice(0, Math.max(1, most)).join('');
}
