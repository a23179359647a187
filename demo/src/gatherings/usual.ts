/** How gatherings usually go, in any city: who comes, what is decided, what becomes of it. What is said there is the city's. */
import { localDateOf } from '@linli/engine';
import type { GatheringKind } from '@linli/model';
import type { Org, Person } from '../city.ts';
import { type NameGiver, nameGiver } from '../people/names.ts';
import type { HeldPost } from '../story/directory.ts';
import type { GatheringBook } from './gathering-book.ts';
import type { GatheringLife } from './gathering-life.ts';
import { type Deal, type Holding, hold } from './hold.ts';
import { keepSeries } from './keep-series.ts';
import type { ToldItem, ToldSeries } from './told-gathering.ts';

export const dayMs = 86_400_000;
export const minuteMs = 60_000;

export function daysBefore(instant: string, days: number): string {
  return plus(instant, -days * dayMs);
}
export function plus(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString();
}
/** An hour of the city's clock so many days before the present; in minutes after midnight. */
export function onDay(book: GatheringBook, days: number, minute: number): string {
  const day = localDateOf(daysBefore(book.now, days), book.model.timeZone);
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + minute * minuteMs).toISOString();
}
export const ids = (people: readonly Person[]): string[] => people.map(({ personId }) => personId);

/** Some of those who may come. */
export function some(book: GatheringBook, held: readonly HeldPost[], percent: number): string[] {
  return held.filter(() => book.random.chance(percent)).map(({ person }) => person.personId);
}
export function oneOf(book: GatheringBook, held: readonly HeldPost[]): HeldPost | undefined {
  return held.length > 0 ? book.random.pick(held) : undefined;
}

/** A matter with what a meeting makes of it. */
export interface MatterText {
  title: string;
  body?: string | null;
  resolution: string;
  /** Role whose duty it becomes. */
  owner: string;
  kept: string;
  /** Until its duty is due; left out: some days or weeks. */
  days?: number;
  notKept?: string;
}

/** A matter whose duty is still to be done; `dueIn`: days from now, negative where it is late. */
export type RunningMatter = Pick<MatterText, 'title' | 'body' | 'resolution' | 'owner'> & { dueIn: number };

export interface MeetingWords {
  matters: ReadonlyMap<string, MatterText>;
  carried: readonly string[];
  noted: readonly string[];
  late: readonly string[];
  /** Of a case that was looked at and goes on. */
  looked?: readonly string[];
  general: readonly string[];
}

/** Chair and minutes by the model's roles; null where nobody holds the chair. */
export function usualHolding(
  book: GatheringBook,
  org: Org,
  gathering: GatheringLife,
  others: readonly string[],
  words: MeetingWords,
): Holding | null {
  const { rule, startsAt } = gathering;
  const chair = book.holder(org, rule.decidedBy.length > 0 ? rule.decidedBy : rule.calledBy, startsAt);
  if (chair === undefined) return null;
  const writer = oneOf(book, book.within(org, rule.minutedBy, startsAt)) ?? chair;
  return {
    chair,
    writer,
    people: [...new Set([chair.person.personId, writer.person.personId, ...others])],
    deal: (item, at) => usualDeal(book, org, chair, item, at, words),
    general: book.random.pick(words.general),
  };
}

/** What becomes of a topic, and of a case that nobody decided. */
export function usualDeal(
  book: GatheringBook,
  org: Org,
  chair: HeldPost,
  item: ToldItem,
  at: string,
  words: MeetingWords,
): Deal | null {
  const { random } = book;
  // What people of flesh and blood have brought or touched is left to them.
  if (book.isOwn(item) || (item.caseId !== null && !book.hasCase(item.caseId))) return null;
  // A case on a rung asks for a decision; one that was only looked at is noted.
  if (item.about === 'case') {
    return item.ladder === null
      ? { as: 'note', words: random.pick(words.looked ?? words.noted) }
      : { as: 'carry-over', reason: random.pick(words.carried) };
  }
  const topic = book.topicOf(item);
  const running = book.running.get(topic?.topicId ?? '');
  if (running !== undefined) {
    const owner = oneOf(book, book.within(org, [running.owner], at)) ?? chair;
    const { resolution } = running;
    const dueOn = localDateOf(daysBefore(book.now, -running.dueIn), book.model.timeZone);
    const isDue = dueOn > localDateOf(at, book.model.timeZone);
    return {
      as: 'resolve',
      text: resolution,
      minutes: `到会人员看法一致。议定：${resolution}`,
      duty: { owner, dueOn: isDue ? dueOn : localDateOf(plus(at, dayMs), book.model.timeZone), fate: null },
    };
  }
  const title = topic?.title ?? item.title ?? '';
  const matter = words.matters.get(title);
  if (matter === undefined) {
    return item.about === 'topic' ? { as: 'note', words: random.pick(words.noted) } : null;
  }
  if (topic !== undefined && item.carriedFrom === null && random.chance(14)) {
    const reason = random.pick(words.carried);
    return { as: 'carry-over', reason, minutes: `${title}。${reason}` };
  }
  if (topic !== undefined && random.chance(10)) {
    const said = random.pick(words.noted);
    return { as: 'note', words: said, minutes: said };
  }
  const owner = oneOf(book, book.within(org, [matter.owner], at)) ?? chair;
  const hasNext = (book.rule(item.kind).series ?? null) !== null;
  return dutyDeal(book, at, owner, matter, { late: words.late, hasNext });
}

/** Most duties are kept in time, a few late, a few not. `hasNext`: a next meeting asks for it. */
export function dutyDeal(
  book: GatheringBook,
  at: string,
  owner: HeldPost,
  { resolution, kept, notKept, days = book.random.whole(5, 20) }: Omit<MatterText, 'title' | 'owner'>,
  { late, hasNext }: { late: readonly string[]; hasNext: boolean },
): Deal {
  const { random } = book;
  const present = random.whole(9, 17);
  const against = Number(random.weighted({ '0': 6, '1': 3, '2': 1 }));
  const fails = notKept !== undefined || random.chance(7);
  const isLate = fails || random.chance(12);
  const readyDays = isLate ? days + random.whole(1, 6) : random.whole(2, Math.max(2, days - 1));
  const hands = { text: `同意：${resolution.slice(0, 40)}`, for: present - against, against, abstained: 0 };
  return {
    as: 'resolve',
    text: resolution,
    minutes: `到会人员逐一发言，意见基本一致。议定：${resolution}`,
    duty: {
      owner,
      dueOn: localDateOf(plus(at, days * dayMs), book.model.timeZone),
      fate: {
        readyAt: plus(at, readyDays * dayMs + random.whole(-240, 240) * minuteMs),
        isKept: !fails,
        words: fails ? (notKept ?? random.pick(late)) : kept,
        // Where no next one will ask, only its owner can say so.
        byOwner: !hasNext || random.chance(55),
      },
    },
    ...(random.chance(45) ? { hands } : {}),
  };
}

/** Somebody brings something; neighbours support it until the present. */
export function bringMatter(
  book: GatheringBook,
  org: Org,
  kind: string,
  matter: Pick<MatterText, 'title' | 'body'>,
  brought: string,
  neighbours: readonly Person[],
  areaCode?: string,
): ReturnType<GatheringBook['bringTopic']> | undefined {
  const { random, now } = book;
  const [by, ...others] = random.shuffled(neighbours).slice(0, random.whole(3, 13));
  if (by === undefined) return undefined;
  const supporters = others.flatMap(({ personId }) => {
    const at = plus(brought, random.whole(20, 2800) * minuteMs);
    return at <= now ? [{ personId, at }] : [];
  });
  const { title, body = null } = matter;
  return book.bringTopic(
    org,
    kind,
    { title, body, personId: by.personId, ...(areaCode === undefined ? {} : { areaCode }) },
    brought,
    supporters,
  );
}

/** Brought shortly before the last one there was, which gave somebody something to do that is still to be done. */
export function bringRunning(
  book: GatheringBook,
  org: Org,
  kind: string,
  matters: readonly RunningMatter[],
  neighbours: readonly Person[],
): void {
  const last = book.days.regular(kind, book.since, book.now).findLast(({ endsAt }) => endsAt <= book.now);
  if (last === undefined) return;
  for (const [index, matter] of matters.entries()) {
    const brought = plus(last.startsAt, -(50 - index * 7) * 3_600_000);
    const topic = bringMatter(book, org, kind, matter, brought, neighbours);
    if (topic !== undefined) book.running.set(topic.topicId, matter);
  }
}

/** What branches hold by their rules, from an instant on; some of it was missed. */
export function tellBranches(
  book: GatheringBook,
  {
    kinds,
    from,
    place,
    subjects,
    missedPercent = 5,
    hosts = () => true,
    members: membersOf = () => [],
  }: {
    kinds: readonly string[];
    from: string;
    place: string;
    /** Of lectures. */
    subjects: readonly string[];
    missedPercent?: number;
    hosts?: (org: Org) => boolean;
    /** Members beside those who hold a post there. */
    members?: (org: Org) => readonly string[];
  },
): void {
  for (const kind of kinds.filter((one) => book.has(one))) {
    const { series } = book.rule(kind);
    for (const branch of book.hostsOf(kind).filter(hosts)) {
      if (series === null || !meetsThere(book, kind, branch)) continue;
      keepSeries(book, branch, kind, {
        series: book.addSeries(branch, kind, { place }),
        from,
        missedPercent,
        holding: (gathering) => branchHolding(book, branch, gathering, subjects, membersOf(branch)),
      });
    }
  }
}

/** A branch by itself: its members, its committee, a lecture. `members`: those beside the ones who hold a post there. */
export function branchHolding(
  book: GatheringBook,
  branch: Org,
  gathering: GatheringLife,
  subjects: readonly string[],
  members: readonly string[],
): Holding | null {
  const { random, now, from } = book;
  const { rule, startsAt } = gathering;
  const { form } = rule;
  const roles = rule.decidedBy.length > 0 ? rule.decidedBy : rule.calledBy;
  const chair = book.holder(branch, roles, startsAt);
  if (chair === undefined || chair.post.orgId !== branch.orgId) return null;
  const held = book.postsOf(branch.orgId, null, startsAt);
  if (form === 'lesson' && gathering.lecturers.length === 0) {
    const lecturer = random.pick(held).person;
    const wanted = plus(startsAt, -3 * dayMs);
    const setAt = wanted > from ? wanted : plus(from, random.whole(5, 50) * 1000);
    const subject = random.pick(subjects);
    if (setAt <= now && setAt < startsAt) {
      gathering.setLecturers(setAt, chair, [{ ...book.named(lecturer), subject }]);
    }
  }
  const invited = invitedOf(book, rule, held);
  if (rule.openTo.of === 'committee' && invited.length < 2) return null;
  const others = invited === held ? members.filter(() => random.chance(84)) : [];
  const came = [...new Set([chair.person.personId, ...some(book, invited, 84), ...others])];
  const paper = rule.openTo.of === 'members' ? paperList(book, branch, came.length) : [];
  // What decides only when enough are there is not held with fewer.
  const isFew = rule.quorum !== null && rule.openTo.of === 'committee' && came.length * 2 <= invited.length;
  return {
    chair,
    writer: chair,
    people: isFew ? invited.map(({ person }) => person.personId) : came,
    names: paper,
    deal: () => null,
    general: form === 'meeting' ? '学习并讨论本月重点，逐项落实上次议定事项。' : null,
    postedAfterHours: form === 'meeting' ? 20 : null,
  };
}

/** A committee meets where there is one. */
function meetsThere(book: GatheringBook, kind: string, branch: Org): boolean {
  if (book.rule(kind).openTo.of !== 'committee') return true;
  const offices = book.model.orgKinds[branch.kind]?.committee?.roles.slice(1) ?? [];
  return book.postsOf(branch.orgId, offices, book.now).length > 0;
}

/** Of those who hold a post there, whom it is for. */
function invitedOf(
  book: GatheringBook,
  { openTo }: GatheringKind,
  held: readonly HeldPost[],
): readonly HeldPost[] {
  if (openTo.of === 'posts') return held.slice(0, 4);
  if (openTo.of !== 'committee') return held;
  const seats = Object.values(book.model.orgKinds).flatMap(({ committee }) => committee?.roles ?? []);
  return held.filter(({ post }) => seats.includes(post.role));
}

/** Members without an account sign on paper: most of those that were counted came. */
function paperList(book: GatheringBook, branch: Org, came: number): string[] {
  const counted = book.city.sizes.filter(({ orgId }) => orgId === branch.orgId);
  const members = counted.reduce((sum, one) => sum + one.members, 0);
  const there = Math.max(
    Math.floor(members / 2) + 1,
    Math.round((members * book.random.whole(62, 92)) / 100),
  );
  return onPaper(book, branch.orgId, members).slice(0, Math.max(0, there - came));
}

const paperNames = new WeakMap<GatheringBook, { names: NameGiver; byBranch: Map<string, string[]> }>();

/** The same names at every meeting of a branch. */
function onPaper(book: GatheringBook, orgId: string, members: number): string[] {
  let known = paperNames.get(book);
  if (known === undefined) {
    known = { names: nameGiver(book.random.stream('paper')), byBranch: new Map() };
    paperNames.set(book, known);
  }
  const found = known.byBranch.get(orgId) ?? Array.from({ length: members }, known.names.next);
  known.byBranch.set(orgId, found);
  return found;
}

/** Those who come to something that decides nothing. */
export function plainHolding(chair: HeldPost, people: readonly string[]): Holding {
  return {
    chair,
    writer: chair,
    people: [...new Set([chair.person.personId, ...people])],
    deal: () => null,
    postedAfterHours: null,
  };
}

/** Occurrences of a class, with those who signed up, those who wait, and those who came; also of the days to come. */
export function keepClasses(
  book: GatheringBook,
  host: Org,
  kind: string,
  {
    series,
    from,
    aheadDays,
    people,
    signed,
  }: {
    series: ToldSeries;
    from: string;
    aheadDays: number;
    people: readonly Person[];
    /** How many want a place. */
    signed: (startsAt: string) => number;
  },
): void {
  const { random, now } = book;
  const { signUp } = book.rule(kind);
  const caller = book.holder(host, book.rule(kind).calledBy, now);
  if (signUp === null || caller === undefined || people.length === 0) return;
  const opensMs = (signUp.opensBefore?.amount ?? 7 * 1440) * minuteMs;
  const closesMs = (signUp.closesBefore?.amount ?? 0) * minuteMs;
  for (const time of book.days.regular(kind, from, plus(now, aheadDays * dayMs), { ...series })) {
    if (book.occurrence(series, time.recursAt) === 'taken') continue;
    const gathering = book.plan({
      hostOrgId: host.orgId,
      kind,
      areaCode: series.areaCode,
      ...time,
      seriesId: series.seriesId,
      place: series.place,
      capacity: series.capacity,
    });
    const before = gathering.kept?.signUps ?? [];
    const opens = Math.max(Date.parse(time.startsAt) - opensMs, Date.parse(book.from));
    const roomMs = Date.parse(time.startsAt) - opens - closesMs - 60 * minuteMs;
    const others = people.filter(({ personId }) => !before.some((one) => one.personId === personId));
    const wanted = random.shuffled(others).slice(0, Math.max(0, signed(time.startsAt) - before.length));
    const signedAt = wanted
      .map(() => new Date(opens + Math.round(roomMs * random.share() ** 3)).toISOString())
      .sort();
    for (const [index, { personId }] of wanted.entries()) {
      const at = signedAt[index] as string;
      if (at <= now && roomMs > 0) gathering.signUp(personId, at);
    }
    const last = signedAt.findLast((at) => at <= now);
    const leaves = gathering.signUps.find(({ state }) => state === 'placed');
    if (last !== undefined && leaves !== undefined && before.length === 0 && random.chance(30)) {
      const at = plus(last, random.whole(5, 50) * minuteMs);
      if (at <= now && at < plus(time.startsAt, -closesMs)) gathering.signOff(leaves.personId, at);
    }
    if (time.startsAt > now) continue;
    const placed = gathering.signUps.filter(({ state }) => state === 'placed');
    const came = placed.filter(() => random.chance(90)).map(({ personId }) => personId);
    hold(book, gathering, plainHolding(caller, came));
  }
}
