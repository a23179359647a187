/**
 * How long a calendar program waits for a feed of 2,000 events: 90 series of half a year, one in ten moved, cancelled or left
 * out. Written 20 times after 3 to warm up; beside it the plainest thing a program could do with the same rows, one event
 * each. It fails when another reader of the text does not find exactly the rows.
 */
import { isRefusal, type Occurrence, occurrencesOf } from '@linli/engine';
import ical from 'ical-generator';
import type { CalendarEvent } from '../server/src/modules/gatherings/ics/recurring.ts';
import { writeCalendar } from '../server/src/modules/gatherings/ics/write-calendar.ts';
import { readBack } from '../server/test/gatherings/read-back.ts';

const eventCount = 2_000;
const rounds = 20;
const warmUp = 3;
const timeZone = 'Asia/Shanghai';
const now = '2026-11-25T06:00:00.000Z';
const rules = [
  'FREQ=WEEKLY;BYDAY=FR',
  'FREQ=MONTHLY;BYMONTHDAY=4,14,24',
  'FREQ=WEEKLY;BYDAY=SA',
  'FREQ=MONTHLY;BYDAY=1WE,3WE',
];

export async function ics(): Promise<Record<string, unknown>> {
  const events = someEvents();
  const write = (): string => writeCalendar({ name: '同心里社区', timeZone, now, events });
  const text = write();
  const shown = readBack(text);
  const said = (one: { startsAt: string; endsAt: string; title: string; isCancelled: boolean }): string =>
    `${one.startsAt} ${one.endsAt} ${one.title} ${one.isCancelled}`;
  const [found, meant] = [shown.map(said).sort(), events.map(said).sort()];
  if (found.length !== meant.length || found.some((line, place) => line !== meant[place])) {
    throw new Error(`the feed does not say what the rows say: ${found.length} of ${meant.length}`);
  }
  const told: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const times = [timed(write), timed(() => writePlainly(events))];
    if (round < warmUp) continue;
    told.push(times[0]!);
    plain.push(times[1]!);
  }
  return {
    bench: 'ics',
    events: events.length,
    toldAsEvents: text.split('BEGIN:VEVENT').length - 1,
    writeP50Ms: quantile(told, 0.5),
    writeP95Ms: quantile(told, 0.95),
    plainP50Ms: quantile(plain, 0.5),
    ratio: Number((quantile(plain, 0.5) / quantile(told, 0.5)).toFixed(2)),
    kilobytes: Math.round(Buffer.byteLength(text) / 1024),
    plainKilobytes: Math.round(Buffer.byteLength(writePlainly(events)) / 1024),
  };
}

function someEvents(): CalendarEvent[] {
  const events: CalendarEvent[] = [];
  for (let series = 0; events.length < eventCount; series += 1) {
    const rule = rules[series % rules.length]!;
    const occurrences = occurrencesOf(
      {
        rule,
        startsOn: '2026-01-01',
        endsOn: null,
        atMinute: 8 * 60 + ((series * 30) % 720),
        lastsMinutes: 90,
        timeZone,
        onHoliday: 'keep',
      },
      { from: '2026-08-25', to: '2027-03-05' },
    );
    if (isRefusal(occurrences)) throw new Error(`${rule} never meets`);
    for (const [place, one] of (occurrences as Occurrence[]).entries()) {
      const change = (series * 31 + place) % 30;
      // One in thirty is left out, moved, or cancelled.
      if (change === 0 || events.length === eventCount) continue;
      const shift = change === 1 ? 24 * 3_600_000 : 0;
      events.push({
        gatheringId: `gathering-${series}-${place}`,
        series: { seriesId: `series-${series}`, rule, recursAt: one.recursAt },
        startsAt: new Date(Date.parse(one.startsAt) + shift).toISOString(),
        endsAt: new Date(Date.parse(one.endsAt) + shift).toISOString(),
        title: `第${series}组例会`,
        place: '社区 二楼会议室',
        reason: change === 2 ? '改日再议' : null,
        isCancelled: change === 2,
        revision: change === 1 || change === 2 ? 1 : 0,
        changedAt: now,
        address: `https://linli.example/gatherings/${series}-${place}`,
      });
    }
  }
  return events;
}

/** One event for each row, in UTC. */
function writePlainly(events: readonly CalendarEvent[]): string {
  const calendar = ical({ name: '同心里社区' });
  for (const { gatheringId, startsAt, endsAt, title, place } of events) {
    calendar.createEvent({
      id: gatheringId,
      start: new Date(startsAt),
      end: new Date(endsAt),
      summary: title,
      location: place,
    });
  }
  return calendar.toString();
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(1));
}
