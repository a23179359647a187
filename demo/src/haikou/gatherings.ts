/**
 * The gatherings of the demo's Haikou: council halls, joint meetings and the street's talks, and a year of training in four
 * forms, name by name. Page H12 counts more than 180,000 attendances, page H14 asks for ten thousand at school, a thousand
 * lectures, a hundred teachers, ten bases; how many were in which form neither says.
 */
import type { Org, Person } from '../city.ts';
import type { Foundation, FoundedCompound } from '../founding/foundation.ts';
import type { Meetings } from '../founding/tell-founded.ts';
import type { GatheringBook } from '../gatherings/gathering-book.ts';
import type { GoingOn } from '../gatherings/go-on.ts';
import { keepSeries } from '../gatherings/keep-series.ts';
import type { Named } from '../gatherings/told-gathering.ts';
import {
  bringMatter,
  bringRunning,
  dayMs,
  daysBefore,
  ids,
  minuteMs,
  onDay,
  plus,
  some,
  tellBranches,
  usualHolding,
} from '../gatherings/usual.ts';
import type { HeldPost } from '../story/directory.ts';
import * as texts from './gathering-texts.ts';

/** Members who are taught; most hold no post and stand in no other list. */
const taughtMembers = 10_600;
const historyDays = 220;
/** The programme is counted over the last year. */
const trainingDays = 350;
const branchDays = 65;
const busyHalls = 10;

/** How often and by how many each form was taken; the product is a little more than 180,000. */
const forms = {
  'collective-training': { count: 236, from: 92, to: 99, minute: 510, hosts: 14 },
  'open-lecture': { count: 1_012, from: 62, to: 76, minute: 1_140, hosts: 60 },
  'site-visit': { count: 610, from: 36, to: 40, minute: 540, hosts: 12 },
  'volunteer-service': { count: 1_880, from: 30, to: 40, minute: 480, hosts: 90 },
} as const;
type Form = keyof typeof forms;
const lecturerCount = 108;
/** So many of each form are to come. */
const comingOfEach = 6;
const titlesOf: Record<Form, readonly Named[]> = {
  'collective-training': texts.courses,
  'open-lecture': [],
  'site-visit': texts.visits,
  'volunteer-service': texts.services,
};

/** Members of Haikou's branches, who live in its compounds. */
export function addMembers(foundation: Foundation, compounds: readonly FoundedCompound[]): Person[] {
  const random = foundation.random.stream('members');
  return Array.from({ length: taughtMembers }, () =>
    foundation.addPerson(random.pick(random.pick(compounds).homeCodes)),
  );
}

/** What is said when they go on. */
export const goingOn: Omit<GoingOn, 'shownCode'> = {
  words: texts.words,
  openTopics: texts.openTopics,
  subjects: texts.lectures,
};

export function haikouMeetings(now: string, members: readonly Person[], shown: FoundedCompound): Meetings {
  return {
    since: daysBefore(now, trainingDays + 10),
    raised: [],
    tell: (book) => tell(book, members, shown),
  };
}

function tell(book: GatheringBook, members: readonly Person[], shown: FoundedCompound): void {
  tellCouncils(book, shown);
  tellLevels(book);
  tellTraining(book, members, shown);
  const listed = branchLists(book, members);
  tellBranches(book, {
    kinds: ['members-meeting', 'branch-committee', 'party-lecture', 'theme-day'],
    from: daysBefore(book.now, branchDays),
    place: '支部活动室',
    subjects: texts.lectures,
    missedPercent: 7,
    members: ({ orgId }) => listed.get(orgId) ?? [],
  });
}

/** Page H9: what residents bring to the council hall of their compound. */
function tellCouncils(book: GatheringBook, shown: FoundedCompound): void {
  const { random, now } = book;
  const from = daysBefore(now, historyDays);
  for (const [index, hall] of book.hostsOf('council-hall').entries()) {
    const isShown = hall.areaCodes.includes(shown.code);
    const neighbours = book.neighbours(hall);
    if (isShown || index < busyHalls) {
      for (let at = plus(from, random.whole(1, 12) * dayMs); at < daysBefore(now, 10); ) {
        bringMatter(book, hall, 'council-hall', random.pick(texts.matters), at, neighbours);
        at = plus(at, random.whole(8, 24) * dayMs + random.whole(0, 900) * minuteMs);
      }
    }
    if (isShown) {
      bringRunning(book, hall, 'council-hall', texts.running, neighbours);
      for (const [order, topic] of texts.openTopics.entries()) {
        bringMatter(book, hall, 'council-hall', topic, daysBefore(now, 0.4 + order * 1.3), neighbours);
      }
    }
    meet(book, hall, 'council-hall', from, '小区议事堂', (gathering) => {
      const guests = random.shuffled(neighbours).slice(0, random.whole(6, 17));
      const parties = book.within(hall, ['property-manager', 'owners-chair'], gathering.startsAt);
      return [...ids(guests), ...some(book, parties, 80)];
    });
  }
}

/** Four levels that meet: joint meetings, the street's talk, the district's exchange, the city's review. */
function tellLevels(book: GatheringBook): void {
  const from = daysBefore(book.now, historyDays);
  const levels = {
    'joint-meeting': { place: '社区党群服务中心', most: 14 },
    'street-talk': { place: '街道会议室', most: 18 },
    'exchange-meeting': { place: '区委会议室', most: 24 },
    'review-meeting': { place: '市委会议室', most: 60 },
  };
  for (const [kind, { place, most }] of Object.entries(levels)) {
    for (const host of book.hostsOf(kind)) {
      const { openTo } = book.rule(kind);
      const roles = openTo.of === 'roles' ? openTo.roles : [];
      meet(book, host, kind, from, place, ({ startsAt }) =>
        some(book, book.within(host, roles, startsAt), 85).slice(0, most),
      );
    }
  }
}

function meet(
  book: GatheringBook,
  host: Org,
  kind: string,
  from: string,
  place: string,
  people: (gathering: { startsAt: string }) => string[],
): void {
  keepSeries(book, host, kind, {
    series: book.addSeries(host, kind, { place }),
    from,
    missedPercent: 6,
    isKnownHeld: ({ agenda }) => agenda.some(({ topicId }) => book.running.has(topicId ?? '')),
    holding: (gathering) => usualHolding(book, host, gathering, people(gathering), texts.words),
  });
}

/** Page H12 and H14: courses, lectures, visits and service, each with the list of who was there. */
function tellTraining(book: GatheringBook, members: readonly Person[], shown: FoundedCompound): void {
  const { random } = book;
  const lecturers = random.shuffled(members).slice(0, lecturerCount);
  // Everybody comes in turn, so that within the year each was there; who comes again is chance.
  let turn = 0;
  const inTurn = random.shuffled(members);
  const next = (count: number): Person[] =>
    Array.from({ length: count }, () => inTurn[turn++ % inTurn.length] as Person);
  for (const kind of Object.keys(forms) as Form[]) {
    const { count, from, to, minute, hosts } = forms[kind];
    const callers = callersOf(book, kind, hosts);
    if (callers.length === 0) continue;
    for (let index = 0; index < count; index += 1) {
      const { org, by } = callers[index % callers.length] as (typeof callers)[number];
      const daysAgo = 3 + ((index * 7_919) % (trainingDays - 6));
      const startsAt = onDay(book, daysAgo, minute + random.whole(0, 3) * 30);
      const subject = random.pick(texts.lectures);
      const lecturer = kind === 'open-lecture' ? (lecturers[index % lecturers.length] as Person) : null;
      train(book, org, by, {
        kind,
        startsAt,
        title: titlesOf[kind].length > 0 ? random.pick(titlesOf[kind]) : null,
        lecturer: lecturer === null ? null : { ...book.named(lecturer), subject },
        people: next(random.whole(from, to)),
      });
    }
    const coming = nearFirst(book, kind, callers, shown);
    for (const [index, { org, by }] of coming.slice(0, comingOfEach).entries()) {
      const startsAt = onDay(book, -2 - index * 2, minute);
      comingCourse(book, org, by, kind, startsAt, titlesOf[kind], next(random.whole(12, 60)));
    }
  }
}

/** After a time in which nobody called any: those of the next days, where fewer are to come. */
export function tellComing(book: GatheringBook, members: readonly Person[], shown: FoundedCompound): void {
  const { random, now } = book;
  for (const kind of Object.keys(forms) as Form[]) {
    if (!book.has(kind)) continue;
    const { minute, hosts } = forms[kind];
    const coming = book.gatherings.filter((one) => one.kind === kind && one.startsAt > now).length;
    const callers = nearFirst(book, kind, callersOf(book, kind, hosts), shown);
    for (const [index, { org, by }] of callers.slice(coming, comingOfEach).entries()) {
      const people = random.shuffled(members).slice(0, random.whole(12, 60));
      comingCourse(
        book,
        org,
        by,
        kind,
        onDay(book, -2 - (coming + index) * 2, minute),
        titlesOf[kind],
        people,
      );
    }
  }
}

interface Caller {
  org: Org;
  by: HeldPost;
}

function callersOf(book: GatheringBook, kind: Form, hosts: number): Caller[] {
  return withCallers(book, kind, spread(book.hostsOf(kind), hosts));
}

function withCallers(book: GatheringBook, kind: Form, hosts: readonly Org[]): Caller[] {
  return hosts.flatMap((org) => {
    const by = book.holder(org, book.rule(kind).calledBy, book.now);
    return by === undefined || by.post.orgId !== org.orgId ? [] : [{ org, by }];
  });
}

/** What is to come where the people of the sign-in page live is on their calendar: there first, and soon again. */
function nearFirst(
  book: GatheringBook,
  kind: Form,
  callers: readonly Caller[],
  { code: shownCode }: FoundedCompound,
): Caller[] {
  const near = withCallers(
    book,
    kind,
    book.hostsOf(kind).filter(({ areaCodes }) => areaCodes.some((code) => shownCode.startsWith(code))),
  ).slice(0, 1);
  return [...near, ...callers.slice(0, 2), ...near, ...callers.slice(2)];
}

function spread<One>(all: readonly One[], count: number): One[] {
  const step = Math.max(1, Math.floor(all.length / count));
  return all.filter((_, index) => index % step === 0).slice(0, count);
}

/** Called in time, held, and its paper list entered in the evening. */
function train(
  book: GatheringBook,
  host: Org,
  by: HeldPost,
  {
    kind,
    startsAt,
    title,
    lecturer,
    people,
  }: {
    kind: Form;
    startsAt: string;
    title: Named | null;
    lecturer: { personId: string; name: string; subject: string } | null;
    people: readonly Person[];
  },
): void {
  const { random } = book;
  const gathering = book.plan({
    hostOrgId: host.orgId,
    kind,
    areaCode: host.areaCodes[0] as string,
    startsAt,
    endsAt: plus(startsAt, book.rule(kind).lastsMinutes * minuteMs),
    title,
    place: kind === 'volunteer-service' ? null : '党群活动中心',
  });
  const called = plus(startsAt, -random.whole(9, 20) * dayMs - random.whole(0, 400) * minuteMs);
  gathering.call(called, by);
  if (lecturer !== null) gathering.setLecturers(plus(called, 9 * minuteMs), by, [lecturer]);
  if (gathering.noticeAt !== null) gathering.announce(book.afterSweep(gathering.noticeAt));
  const opened = plus(startsAt, -random.whole(0, 9) * minuteMs);
  gathering.open(opened, by);
  const ended = plus(gathering.endsAt, -random.whole(0, 12) * minuteMs);
  gathering.end(ended, by);
  gathering.enterAttendance(plus(ended, random.whole(20, 300) * minuteMs), by, people);
}

function comingCourse(
  book: GatheringBook,
  host: Org,
  by: HeldPost,
  kind: Form,
  startsAt: string,
  titles: readonly Named[],
  people: readonly Person[],
): void {
  const { random, now } = book;
  const gathering = book.plan({
    hostOrgId: host.orgId,
    kind,
    areaCode: host.areaCodes[0] as string,
    startsAt,
    endsAt: plus(startsAt, book.rule(kind).lastsMinutes * minuteMs),
    title: titles.length > 0 ? random.pick(titles) : null,
    place: '党群活动中心',
  });
  const wanted = daysBefore(now, random.whole(6, 11));
  const called = wanted > book.from ? wanted : plus(book.from, random.whole(10, 90) * minuteMs);
  gathering.call(called, by);
  if (gathering.noticeAt !== null && book.afterSweep(gathering.noticeAt) <= now) {
    gathering.announce(book.afterSweep(gathering.noticeAt > called ? gathering.noticeAt : called));
  }
  if (book.rule(kind).signUp === null) return;
  for (const [index, { personId }] of people.entries()) {
    const at = plus(called, (60 + index * 90 + random.whole(0, 80)) * minuteMs);
    if (at < now) gathering.signUp(personId, at);
  }
}

/** As many of the members as each branch was counted to have. */
export function branchLists(book: GatheringBook, members: readonly Person[]): Map<string, string[]> {
  let from = 0;
  return new Map(
    book.city.sizes.map(({ orgId, members: count }) => {
      const list = ids(members.slice(from, from + count));
      from += count;
      return [orgId, list];
    }),
  );
}
