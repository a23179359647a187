/** When gatherings of a kind meet: by the model's rule, and where that is too late, when one is called. */
import { addLimit, instantAt, localDateOf, occurrencesOf } from '@linli/engine';
import type { Model } from '@linli/model';

export interface MeetingTime {
  /** Null: called by itself. */
  recursAt: string | null;
  startsAt: string;
  endsAt: string;
}

export interface MeetingDays {
  /** By a rule (default: the model's) on the days between two instants, in order. */
  regular(
    kind: string,
    from: string,
    to: string,
    own?: { rule?: string | null; atMinute?: number | null; lastsMinutes?: number | null; startsOn?: string },
  ): MeetingTime[];
  /** The next one for a case that came onto a rung then and may be decided between two instants. */
  nextFor(kind: string, enteredAt: string, after: string, before: string): MeetingTime | null;
  /** The one in which something happened: at its usual hour where that fits, else begun shortly before. */
  around(kind: string, at: string): MeetingTime;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** Nobody comes sooner than this. */
const leastMs = 2 * 3_600_000;
/** Meetings are looked for so far ahead of the present. */
const aheadDays = 120;

/** `since`: the first instant anybody asks about. */
export function meetingDaysOf(model: Model, since: string, now: string): MeetingDays {
  const { timeZone } = model;
  const known = new Map<string, MeetingTime[]>();
  const until = new Date(Date.parse(now) + aheadDays * dayMs).toISOString();
  const lastsMs = (kind: string): number => (model.gatherings[kind]?.lastsMinutes ?? 60) * minuteMs;
  const lasting = (kind: string, startsAt: string): MeetingTime => ({
    recursAt: null,
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + lastsMs(kind)).toISOString(),
  });

  const regular: MeetingDays['regular'] = (kind, from, to, own = {}) => {
    const rule = model.gatherings[kind];
    const text = own.rule ?? rule?.series ?? null;
    const atMinute = own.atMinute ?? rule?.atMinute ?? null;
    if (rule === undefined || text === null || atMinute === null) return [];
    const lastsMinutes = own.lastsMinutes ?? rule.lastsMinutes;
    const startsOn = own.startsOn ?? `${since.slice(0, 4)}-01-01`;
    const key = [kind, text, atMinute, lastsMinutes, startsOn].join(' ');
    let all = known.get(key);
    if (all === undefined) {
      const found = occurrencesOf(
        { rule: text, startsOn, endsOn: null, atMinute, lastsMinutes, timeZone, onHoliday: rule.onHoliday },
        { from: localDateOf(since, timeZone), to: localDateOf(until, timeZone) },
      );
      if (!Array.isArray(found)) throw new Error(`${kind} has a rule that cannot be read`);
      all = found.toSorted((left, right) => (left.startsAt < right.startsAt ? -1 : 1));
      known.set(key, all);
    }
    return all.filter(({ startsAt }) => startsAt >= from && startsAt <= to);
  };

  return {
    regular,
    nextFor(kind, enteredAt, after, before) {
      const rule = model.gatherings[kind];
      if (rule === undefined) return null;
      const next = regular(kind, after, before)[0] ?? null;
      if (rule.calledWithin === null) return next;
      const calendar = model.calendars[rule.calledWithin.calendar];
      if (calendar === undefined) return next;
      const latest = addLimit(rule.calledWithin, calendar, enteredAt, timeZone);
      if (next !== null && next.startsAt <= latest) return next;
      const called = calledAt(rule.atMinute ?? 19 * 60, latest, enteredAt);
      if (called <= after || called >= before) return next;
      return next !== null && next.startsAt <= called ? next : lasting(kind, called);
    },
    around(kind, at) {
      const day = localDateOf(at, timeZone);
      const usual = lasting(kind, instantAt(day, model.gatherings[kind]?.atMinute ?? 19 * 60, timeZone));
      if (usual.startsAt < at && at < usual.endsAt) return usual;
      const step = 5 * minuteMs;
      return lasting(kind, new Date(Math.floor((Date.parse(at) - 3 * step) / step) * step).toISOString());
    },
  };

  /** The last usual hour before the time is over; where none is left, the next one there is. */
  function calledAt(minute: number, latest: string, enteredAt: string): string {
    const earliest = new Date(Date.parse(enteredAt) + leastMs).toISOString();
    const day = (ms: number): string => localDateOf(new Date(ms).toISOString(), timeZone);
    for (let ms = Date.parse(latest); day(ms) >= day(Date.parse(earliest)); ms -= dayMs) {
      const at = instantAt(day(ms), minute, timeZone);
      if (at >= earliest && at <= latest) return at;
    }
    for (let ms = Date.parse(earliest); ; ms += dayMs) {
      const at = instantAt(day(ms), minute, timeZone);
      if (at >= earliest) return at;
    }
  }
}
