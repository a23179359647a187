/** Feeds: what a calendar program shows is what the rows say, and the text keeps to RFC 5545. */
import { isRefusal, type Occurrence, occurrencesOf } from '@linli/engine';
import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import type { CalendarEvent } from '../../src/modules/gatherings/ics/recurring.ts';
import { vtimezone } from '../../src/modules/gatherings/ics/time-zone.ts';
import { writeCalendar } from '../../src/modules/gatherings/ics/write-calendar.ts';
import { readBack } from './read-back.ts';

const now = '2026-11-25T06:00:00.000Z';
const hour = 3_600_000;
const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

function rowsOf(
  rule: string,
  timeZone: string,
  onHoliday: 'keep' | 'next-working-day' = 'keep',
): CalendarEvent[] {
  const occurrences = occurrencesOf(
    {
      rule,
      startsOn: '2026-01-01',
      endsOn: null,
      atMinute: 19 * 60 + 30,
      lastsMinutes: 90,
      timeZone,
      onHoliday,
    },
    { from: '2026-08-25', to: '2027-03-05' },
  );
  if (isRefusal(occurrences)) throw new Error(rule);
  return (occurrences as Occurrence[]).map(({ recursAt, startsAt, endsAt }, index) => ({
    gatheringId: `gathering-${rule}-${index}`,
    series: { seriesId: `series-${rule}`, rule, recursAt },
    startsAt,
    endsAt,
    title: '逢四说事；有事来说，上次说的事先答复',
    place: '同心里社区 二楼会议室',
    reason: null,
    isCancelled: false,
    revision: 0,
    changedAt: now,
    address: null,
  }));
}
const write = (events: CalendarEvent[], timeZone = 'Asia/Shanghai'): string =>
  writeCalendar({ name: '同心里社区', timeZone, now, events });
type Words = Pick<CalendarEvent, 'startsAt' | 'endsAt' | 'title' | 'place' | 'isCancelled'>;
/** What is shown of each, in an order that two at the same time have too. */
const inOrder = (events: readonly Words[]) =>
  events
    .map(({ startsAt, endsAt, title, place, isCancelled }) =>
      [startsAt, endsAt, title, place, isCancelled ? 'cancelled' : ''].join(' | '),
    )
    .sort();

describe('protects whoever reads a feed from a meeting that is not, or is elsewhere', () => {
  const rules = [
    'FREQ=MONTHLY;BYMONTHDAY=4,14,24',
    'FREQ=WEEKLY;BYDAY=FR',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;WKST=SU',
    'FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=2FR',
    'FREQ=MONTHLY;BYDAY=-1SU',
    'FREQ=DAILY;INTERVAL=3',
    'FREQ=WEEKLY;BYDAY=TU;COUNT=45',
  ];
  const change = fc.record({
    place: fc.nat({ max: 200 }),
    what: fc.constantFrom('moved', 'cancelled', 'missing', 'renamed', 'longer', 'other hour'),
    by: fc.integer({ min: -72, max: 72 }),
  });

  test('whatever was moved, called off, renamed or left out, in zones with and without summer time', () => {
    fc.assert(
      fc.property(
        fc.subarray(rules, { minLength: 1 }),
        fc.array(change, { maxLength: 12 }),
        fc.constantFrom('Asia/Shanghai', 'Europe/Lisbon', 'America/New_York'),
        fc.constantFrom('keep' as const, 'next-working-day' as const),
        (some, changes, timeZone, onHoliday) => {
          let events = some.flatMap((rule) => rowsOf(rule, timeZone, onHoliday));
          for (const { place, what, by } of changes) {
            const at = events.length === 0 ? -1 : place % events.length;
            const event = events[at];
            if (event === undefined) continue;
            const changed: CalendarEvent = { ...event, revision: event.revision + 1 };
            if (what === 'moved') {
              changed.startsAt = later(event.startsAt, by * hour);
              changed.endsAt = later(event.endsAt, by * hour);
            }
            if (what === 'cancelled')
              Object.assign(changed, { isCancelled: true, reason: '大厅装修，改日再议' });
            if (what === 'renamed') changed.title = '专题：充电桩';
            if (what === 'longer') changed.endsAt = later(event.endsAt, hour);
            // A rule that was changed since: what stands keeps when it was meant.
            if (what === 'other hour' && event.series !== null) {
              changed.series = { ...event.series, recursAt: later(event.series.recursAt, hour) };
            }
            events = what === 'missing' ? events.filter((one) => one !== event) : events.with(at, changed);
          }
          expect(inOrder(readBack(write(events, timeZone)))).toEqual(inOrder(events));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('what recurs is told once, with its rule; what is different, by itself', () => {
    const events = rowsOf('FREQ=MONTHLY;BYMONTHDAY=4,14,24', 'Asia/Shanghai');
    const [, moved, cancelled, missing] = events;
    const told = events
      .filter((one) => one !== missing)
      .map((one) => {
        if (one === moved) {
          return {
            ...one,
            startsAt: later(one.startsAt, 24 * hour),
            endsAt: later(one.endsAt, 24 * hour),
            revision: 1,
          };
        }
        return one === cancelled ? { ...one, isCancelled: true, revision: 2, reason: '下雨' } : one;
      });
    const text = write(told).replaceAll('\r\n ', '');
    const lines = text.split('\r\n');
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(3);
    expect(lines.filter((line) => line.startsWith('RRULE:'))).toEqual([
      'RRULE:FREQ=MONTHLY;BYMONTHDAY=4,14,24;UNTIL=20270304T113000Z',
    ]);
    expect(lines).toContain('EXDATE;TZID=Asia/Shanghai:20261004T193000');
    expect(lines).toContain('RECURRENCE-ID;TZID=Asia/Shanghai:20260914T193000');
    expect(lines).toContain('DTSTART;TZID=Asia/Shanghai:20260915T193000');
    expect(lines).toContain('STATUS:CANCELLED');
    // Newer than the two changes the rule itself has seen.
    expect(lines.filter((line) => line.startsWith('SEQUENCE:'))).toEqual([
      'SEQUENCE:2',
      'SEQUENCE:3',
      'SEQUENCE:4',
    ]);
    expect(new Set(lines.filter((line) => line.startsWith('UID:'))).size).toBe(1);
  });

  test('the same rows give the same ids, and those of another state too', () => {
    const events = rowsOf('FREQ=WEEKLY;BYDAY=FR', 'Asia/Shanghai');
    const uids = (some: CalendarEvent[]) => [...new Set(readBack(write(some)).map(({ uid }) => uid))];
    expect(uids(events)).toEqual(['series-FREQ=WEEKLY;BYDAY=FR@linli']);
    expect(uids(events.with(3, { ...events[3]!, isCancelled: true, revision: 1 }))).toEqual(uids(events));
    expect(uids(events.slice(0, 2).map((one) => ({ ...one, series: null })))).toEqual([
      'gathering-FREQ=WEEKLY;BYDAY=FR-0@linli',
      'gathering-FREQ=WEEKLY;BYDAY=FR-1@linli',
    ]);
  });
});

describe('protects calendar programs', () => {
  const text = write(rowsOf('FREQ=WEEKLY;BYDAY=FR', 'Asia/Shanghai'));

  test('lines are folded at 75 octets, and no letter is cut in two', () => {
    const lines = text.split('\r\n');
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text).not.toContain('\uFFFD');
    expect(text.replaceAll('\r\n ', '')).toContain('SUMMARY:逢四说事；有事来说，上次说的事先答复');
  });

  test('the zone is told along, and nobody is invited', () => {
    expect(text).toContain('BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai');
    expect(text).toContain('TZOFFSETTO:+0800');
    expect(text).not.toMatch(/^METHOD:/m);
    expect(text).not.toMatch(/^(ATTENDEE|ORGANIZER)/m);
  });

  test('words that mean something to RFC 5545 are words', () => {
    const [event] = rowsOf('FREQ=WEEKLY;BYDAY=FR', 'Asia/Shanghai');
    const odd = { ...event!, title: 'a,b;c\\d\nEND:VEVENT', place: 'x\r\nATTENDEE:mailto:a@b.c' };
    const [shown] = readBack(
      writeCalendar({ name: 'n\r\nMETHOD:REQUEST', timeZone: 'Asia/Shanghai', now, events: [odd] }),
    );
    expect(shown?.title).toBe('a,b;c\\d\nEND:VEVENT');
    expect(ICAL.parse(write([odd]))[1]).not.toContainEqual(['attendee', {}, 'cal-address', 'mailto:a@b.c']);
    expect(
      writeCalendar({ name: 'n\r\nMETHOD:REQUEST', timeZone: 'Asia/Shanghai', now, events: [] }),
    ).not.toMatch(/^METHOD:/m);
  });

  test('a feed of nothing is a calendar too', () => {
    expect(readBack(write([]))).toEqual([]);
  });

  test('a zone with summer time tells both of its changes of a year', () => {
    const told = vtimezone('Europe/Lisbon', '2026-01-10T00:00:00.000Z', '2026-12-10T00:00:00.000Z');
    expect(told).toContain('DTSTART:20260329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100');
    expect(told).toContain('DTSTART:20261025T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000');
  });
});
