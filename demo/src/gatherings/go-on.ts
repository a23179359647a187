/**
 * How gatherings go on in any city whose server stood still: what was planned takes place, what had been given to do was done or
 * not, residents bring what is to be talked about, and places are asked for. What is said there is the city's.
 */
import type { Org, Person } from '../city.ts';
import type { GatheringBook } from './gathering-book.ts';
import type { GatheringLife } from './gathering-life.ts';
import { type Holding, hold } from './hold.ts';
import { keepSeries } from './keep-series.ts';
import { poolKey } from './kept-gatherings.ts';
import type { ToldResolution, ToldSeries } from './told-gathering.ts';
import {
  branchHolding,
  bringMatter,
  dayMs,
  daysBefore,
  ids,
  keepClasses,
  type MatterText,
  type MeetingWords,
  plainHolding,
  plus,
  some,
  usualHolding,
} from './usual.ts';

export interface GoingOn {
  /** What is said at meetings; `matters` of it are brought. */
  words: MeetingWords;
  /** Brought where somebody looks first, and not yet talked about. */
  openTopics: readonly Pick<MatterText, 'title' | 'body'>[];
  /** Of lectures. */
  subjects: readonly string[];
  /** The place in which the people of the sign-in page live. */
  shownCode: string;
  /** Members of a branch beside those who hold a post there. */
  members?: (book: GatheringBook, branch: Org) => readonly string[];
  /** What is called by hand for the days to come. */
  toCome?: (book: GatheringBook) => void;
}

/** Of a longer absence only the last part recurs: nobody looks for what was settled before. */
const mostDays = 95;
const missedPercent = 6;
/** Classes of the next days have people who asked for a place. */
const classesAheadDays = 13;
const aheadShiftDays = 12;
/** What residents said longer ago is said again. */
const bringEveryDays = { from: 8, to: 22 };
/** Brought of late where somebody looks first. */
const openAtOnce = 3;

export function goOn(book: GatheringBook, going: GoingOn): void {
  const earliest = daysBefore(book.now, mostDays);
  const from = book.from > earliest ? book.from : earliest;
  const orgs = new Map(book.city.orgs.map((org) => [org.orgId, org]));
  for (const duty of book.kept?.resolutions ?? []) foresee(book, duty, going.words);
  // What recurred longer ago than is told again was planned before the silence.
  finishAll(book, orgs, from, going);
  for (const series of book.series) {
    const host = orgs.get(series.hostOrgId);
    if (host === undefined || host.areaCodes.length === 0) continue;
    if (!isTold(book, host.orgId, series.kind)) continue;
    bringTopics(book, host, series.kind, from, going);
    keepOn(book, host, series, from, going);
  }
  finishAll(book, orgs, book.now, going);
  going.toCome?.(book);
  book.close();
}

/** Of hundreds of hosts some were told of: the story goes on with these. */
function isTold(book: GatheringBook, hostOrgId: string, kind: string): boolean {
  return book.kept?.held.has(poolKey(hostOrgId, kind)) === true;
}

/** Owners say what became of what they were given to do, most of them in time. */
function foresee(book: GatheringBook, duty: ToldResolution, words: MeetingWords): void {
  const { dueAt, state, caseId, resolutionId, hostOrgId, kind, text } = duty;
  const { random, now, from } = book;
  // A decision about a case is kept with its case.
  if (state !== 'running' || dueAt === null || dueAt > now || caseId !== null) return;
  if (!book.has(kind) || !book.hasGathering(duty.gatheringId)) return;
  const roomMs = Date.parse(dueAt) - Date.parse(from);
  const isInTime = roomMs > 0 && random.chance(88);
  const readyAt = isInTime
    ? plus(from, Math.round(roomMs * random.share()))
    : plus(dueAt > from ? dueAt : from, random.whole(8, 90) * 3_600_000);
  const isKept = random.chance(93);
  const matter = [...words.matters.values()].find(({ resolution }) => resolution === text);
  book.pool(hostOrgId, kind).fates.set(resolutionId, {
    readyAt,
    isKept,
    words: isKept ? (matter?.kept ?? '已办好，请大家看。') : random.pick(words.late),
    byOwner: true,
  });
}

function isShown({ areaCodes }: Pick<Org, 'areaCodes'>, { shownCode }: GoingOn): boolean {
  return areaCodes.some((code) => shownCode.startsWith(code) || code.startsWith(shownCode));
}

/** Who may come, by the model. */
function comers(book: GatheringBook, host: Org, kind: string): Person[] {
  const { openTo } = book.rule(kind);
  if (openTo.of === 'roles') {
    return book.within(host, openTo.roles, book.now).map(({ person }) => person);
  }
  return openTo.of === 'residents' ? book.neighbours(host) : [];
}

/** Where something had been brought before, and where somebody looks first. */
function bringTopics(book: GatheringBook, host: Org, kind: string, from: string, going: GoingOn): void {
  if (!book.rule(kind).agenda.some((source) => source.from === 'topics')) return;
  const { random, now } = book;
  const before = book.kept?.titles.get(poolKey(host.orgId, kind));
  const shown = isShown(host, going);
  if (before === undefined && !shown) return;
  const people = comers(book, host, kind);
  const isNew = ({ title }: Pick<MatterText, 'title'>): boolean => before?.has(title) !== true;
  const all = random.shuffled([...going.words.matters.values()]);
  // What has been settled lately comes last.
  const order = [...all.filter(isNew), ...all.filter((matter) => !isNew(matter))];
  let at = plus(from, random.whole(1, 10) * dayMs + random.whole(0, 900) * 60_000);
  for (let count = 0; at < daysBefore(now, 3); count += 1) {
    const matter = order[count % order.length];
    if (matter !== undefined) bringMatter(book, host, kind, matter, at, people);
    at = plus(at, random.whole(bringEveryDays.from, bringEveryDays.to) * dayMs);
  }
  if (!shown) return;
  const waiting = book.topicsWaiting(host.orgId, kind);
  const open = [...going.openTopics, ...order.toReversed()].filter(({ title }) => !waiting.has(title));
  for (const [index, topic] of open.slice(0, openAtOnce).entries()) {
    const brought = daysBefore(now, 0.3 + index * 0.7);
    if (brought > book.from) bringMatter(book, host, kind, topic, brought, people);
  }
}

function keepOn(book: GatheringBook, host: Org, series: ToldSeries, from: string, going: GoingOn): void {
  const { kind } = series;
  const { form, signUp } = book.rule(kind);
  if (form === 'shift') {
    keepShifts(book, host, series, from);
    return;
  }
  if (form === 'class' && signUp !== null) {
    const most = series.capacity ?? book.rule(kind).capacity ?? 20;
    keepClasses(book, host, kind, {
      series,
      from,
      aheadDays: classesAheadDays,
      people: comers(book, host, kind),
      signed: () => book.random.whole(Math.round(most * 0.6), Math.round(most * 1.15)),
    });
    return;
  }
  keepSeries(book, host, kind, {
    series,
    from,
    missedPercent,
    holding: (gathering) => holdingOf(book, host, gathering, going),
  });
}

function keepShifts(book: GatheringBook, host: Org, series: ToldSeries, from: string): void {
  const { random, now } = book;
  const { kind } = series;
  const members = comers(book, host, kind);
  for (const time of book.days.regular(kind, from, plus(now, aheadShiftDays * dayMs), { ...series })) {
    if (book.occurrence(series, time.recursAt) === 'taken') continue;
    const isComing = time.startsAt > now;
    const shift = book.plan({
      hostOrgId: host.orgId,
      kind,
      areaCode: series.areaCode,
      ...time,
      seriesId: series.seriesId,
      place: series.place,
    });
    const free = shift.seats.filter(({ personId }) => personId === null);
    const isEmpty = free.length === shift.seats.length;
    const wanted = Math.min(free.length, isEmpty ? random.whole(isComing ? 1 : 2, shift.seats.length) : 0);
    const earliest = plus(time.startsAt, -16 * dayMs);
    const since = Date.parse(earliest > book.from ? earliest : book.from);
    const until = Date.parse(isComing ? now : time.startsAt);
    for (const [index, { personId }] of random.shuffled(members).slice(0, wanted).entries()) {
      const at = new Date(since + Math.round((until - since) * random.share())).toISOString();
      shift.takeSeat(free[index]?.seat ?? 0, personId, at);
    }
    if (isComing) continue;
    if (shift.seats.some(({ personId }) => personId !== null)) shift.servedByTime();
    else shift.notHeldByTime();
  }
}

function finishAll(
  book: GatheringBook,
  orgs: ReadonlyMap<string, Org>,
  before: string,
  going: GoingOn,
): void {
  for (const gathering of [...book.gatherings]) {
    const host = orgs.get(gathering.hostOrgId);
    if (host === undefined || gathering.kept === null || gathering.startsAt >= before) continue;
    finish(book, host, gathering, going);
  }
}

/** What had been called by hand, or was under way, or is no part of what recurs. */
function finish(book: GatheringBook, host: Org, gathering: GatheringLife, going: GoingOn): void {
  const { state, startsAt } = gathering;
  if (startsAt > book.now || (state !== 'planned' && state !== 'announced' && state !== 'open')) return;
  const { form, signUp } = gathering.rule;
  if (form === 'shift') {
    if (gathering.seats.some(({ personId }) => personId !== null)) gathering.servedByTime();
    else gathering.notHeldByTime();
    return;
  }
  const isLate = state !== 'open' && startsAt < book.from;
  if (isLate || (gathering.seriesId !== null && !isTold(book, host.orgId, gathering.kind))) {
    gathering.notHeldByTime();
    return;
  }
  const holding = holdingOf(book, host, gathering, going);
  if (holding === null) {
    gathering.notHeldByTime();
    return;
  }
  const placed = gathering.signUps.filter((one) => one.state === 'placed').map(({ personId }) => personId);
  hold(book, gathering, signUp === null ? holding : { ...holding, people: placed });
}

/** Who holds it and who comes, by the model's form. */
function holdingOf(
  book: GatheringBook,
  host: Org,
  gathering: GatheringLife,
  { words, subjects, members }: GoingOn,
): Holding | null {
  const { random } = book;
  const { rule, startsAt } = gathering;
  const { openTo, decidedBy, calledBy, form } = rule;
  if (openTo.of !== 'residents' && openTo.of !== 'roles' && gathering.seriesId !== null) {
    return branchHolding(book, host, gathering, subjects, members?.(book, host) ?? []);
  }
  const chair = book.holder(host, decidedBy.length > 0 ? decidedBy : calledBy, startsAt);
  if (chair === undefined) return null;
  if (form === 'lesson' && gathering.lecturers.length === 0) {
    giveTo(book, host, gathering, chair, subjects);
  }
  const people =
    openTo.of === 'residents'
      ? ids(random.shuffled(book.neighbours(host)).slice(0, random.whole(5, 15)))
      : openTo.of === 'roles'
        ? some(book, book.within(host, openTo.roles, startsAt), 82).slice(0, 24)
        : some(book, book.postsOf(host.orgId, null, startsAt), 84).slice(0, 40);
  if (form === 'meeting') return usualHolding(book, host, gathering, people, words);
  return plainHolding(chair, people);
}

function giveTo(
  book: GatheringBook,
  host: Org,
  gathering: GatheringLife,
  chair: NonNullable<ReturnType<GatheringBook['holder']>>,
  subjects: readonly string[],
): void {
  const { random, now, from } = book;
  const members = book.postsOf(host.orgId, null, gathering.startsAt);
  const lecturer = (members.length > 0 ? random.pick(members) : chair).person;
  const wanted = plus(gathering.startsAt, -3 * dayMs);
  const setAt = wanted > from ? wanted : plus(from, random.whole(5, 50) * 1000);
  if (setAt > now || setAt >= gathering.startsAt || subjects.length === 0) return;
  gathering.setLecturers(setAt, chair, [{ ...book.named(lecturer), subject: random.pick(subjects) }]);
}
