/**
 * What recurs is told as recurring, where that is true: the rule, the days on which it does not meet, and by itself each one
 * that is different. Where the rule would say more or less than the rows, each is told by itself.
 */
import { isRefusal, localDateOf, type Occurrence, occurrencesOf, readRule } from '@linli/engine';

export interface CalendarEvent {
  gatheringId: string;
  /** Null: called by itself. */
  series: SeriesOfEvent | null;
  startsAt: string;
  endsAt: string;
  title: string;
  place: string;
  reason: string | null;
  isCancelled: boolean;
  /** SEQUENCE: a program takes the higher one for the newer word. */
  revision: number;
  changedAt: string;
  address: string | null;
}

export interface SeriesOfEvent {
  seriesId: string;
  /** RFC 5545, days only. */
  rule: string;
  /** When the series meant it to start. */
  recursAt: string;
}

export interface Told {
  /** Each an event of its own. */
  single: CalendarEvent[];
  recurring: RecurringEvent[];
}

export interface RecurringEvent {
  seriesId: string;
  /** As most of them are; its start and end are those the rule means for the first. */
  usual: CalendarEvent;
  /** With UNTIL: what is not a row yet is not told yet. */
  rule: string;
  /** Days the rule means and nobody meets. */
  except: string[];
  /** Those that are moved, cancelled, or otherwise not like the others. */
  different: (CalendarEvent & { recursAt: string })[];
}

/** A rule for fewer would say less than it costs. */
const least = 3;

export function tellSeries(events: readonly CalendarEvent[], timeZone: string): Told {
  const told: Told = { single: [], recurring: [] };
  const bySeries = new Map<string, Member[]>();
  for (const event of events) {
    if (event.series === null) told.single.push(event);
    else {
      const { seriesId, recursAt } = event.series;
      const members = bySeries.get(seriesId) ?? [];
      members.push({ ...event, recursAt, rule: event.series.rule });
      bySeries.set(seriesId, members);
    }
  }
  for (const [seriesId, members] of bySeries) {
    const recurring = recurringOf(seriesId, members, timeZone);
    if (recurring === null) told.single.push(...members);
    else told.recurring.push(recurring);
  }
  told.single.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
  return told;
}

type Member = CalendarEvent & { recursAt: string; rule: string };

function recurringOf(seriesId: string, members: Member[], timeZone: string): RecurringEvent | null {
  members.sort((a, b) => (a.recursAt < b.recursAt ? -1 : 1));
  const [first] = members;
  const last = members.at(-1);
  if (first === undefined || last === undefined || members.length < least) return null;
  const rule = ruleUntil(first.rule, last.recursAt);
  const meant = rule === null ? null : daysOf(first, last, timeZone);
  if (rule === null || meant === null) return null;
  const there = new Set(members.map(({ recursAt }) => recursAt));
  const except = meant.filter((at) => !there.has(at));
  // A row the rule does not mean (an hour or a rule that was changed since): it would be told of nowhere.
  if (there.size !== members.length || meant.length - except.length !== members.length) return null;
  if (except.length > members.length) return null;
  const lengths = members.map(lengthOf);
  const usualMs = mostCommon(lengths);
  const plain = members.filter(
    (one) => one.startsAt === one.recursAt && lengthOf(one) === usualMs && isPlain(one),
  );
  const title = mostCommon(plain.map((one) => one.title));
  const place = mostCommon(plain.map((one) => one.place));
  if (usualMs === undefined || title === undefined || place === undefined) return null;
  const usual: CalendarEvent = {
    ...first,
    startsAt: first.recursAt,
    endsAt: new Date(Date.parse(first.recursAt) + usualMs).toISOString(),
    title,
    place,
    reason: null,
    isCancelled: false,
    revision: Math.max(...members.map(({ revision }) => revision)),
    changedAt:
      members
        .map(({ changedAt }) => changedAt)
        .sort()
        .at(-1) ?? first.changedAt,
    address: null,
  };
  const isUsual = new Set(plain.filter((one) => one.title === title && one.place === place));
  const different = members
    .filter((one) => !isUsual.has(one))
    // Newer than what the rule said of it before.
    .map((one) => ({ ...one, revision: usual.revision + one.revision }));
  return { seriesId, usual, rule, except, different };
}

function isPlain({ reason, isCancelled }: CalendarEvent): boolean {
  return !isCancelled && reason === null;
}

/** The rule up to the last row; null: it cannot be read, which happens where it came from another version. */
function ruleUntil(text: string, last: string): string | null {
  if (isRefusal(readRule(text))) return null;
  const parts = text.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part));
  return [...parts, `UNTIL=${last.slice(0, 19).replaceAll(/[-:]/g, '')}Z`].join(';');
}

/** What a reader makes of the rule: its days from the first on, at the first one's hour. */
function daysOf(first: Member, last: Member, timeZone: string): string[] | null {
  const from = localDateOf(first.recursAt, timeZone);
  const to = localDateOf(last.recursAt, timeZone);
  const [hour = 0, minute = 0] = clockOf(first.recursAt, timeZone);
  const occurrences = occurrencesOf(
    {
      rule: first.rule
        .split(';')
        .filter((part) => !/^(COUNT|UNTIL)=/.test(part))
        .join(';'),
      startsOn: from,
      endsOn: null,
      atMinute: hour * 60 + minute,
      lastsMinutes: 1,
      timeZone,
      onHoliday: 'keep',
    },
    { from, to },
  );
  return isRefusal(occurrences) ? null : (occurrences as Occurrence[]).map(({ recursAt }) => recursAt);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(instant: string, timeZone: string): number[] {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    clocks.set(timeZone, clock);
  }
  return clock.format(new Date(instant)).split(':').map(Number);
}

function lengthOf({ startsAt, endsAt }: CalendarEvent): number {
  return Date.parse(endsAt) - Date.parse(startsAt);
}

function mostCommon<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
