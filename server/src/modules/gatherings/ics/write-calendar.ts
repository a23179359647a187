/** Gatherings as a calendar program reads them (RFC 5545). */
import ical, { type ICalCalendar, type ICalEventData, ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { type CalendarEvent, tellSeries } from './recurring.ts';
import { vtimezone } from './time-zone.ts';

const refreshSeconds = 3600;

/**
 * The whole feed as text: times on the city's clock with the zone told along, ids that never change, what recurs with its
 * rule where that is true. There is no METHOD: it is read, nobody is invited by it.
 */
export function writeCalendar({
  name,
  timeZone,
  now,
  events,
}: {
  name: string;
  timeZone: string;
  now: string;
  events: readonly CalendarEvent[];
}): string {
  const starts = events.map(({ startsAt }) => startsAt).sort();
  const zone = vtimezone(timeZone, starts[0] ?? now, starts.at(-1) ?? now);
  const calendar = ical({
    name: name.replaceAll(/\s+/g, ' '),
    prodId: { company: 'Linli', product: 'Linli 邻里', language: 'ZH' },
    timezone: { name: timeZone, generator: () => zone },
    ttl: refreshSeconds,
  });
  const { single, recurring } = tellSeries(events, timeZone);
  for (const event of single) add(calendar, timeZone, event, { id: `${event.gatheringId}@linli` });
  for (const { seriesId, usual, rule, except, different } of recurring) {
    const id = `${seriesId}@linli`;
    const leftOut =
      except.length === 0
        ? ''
        : `\r\nEXDATE;TZID=${timeZone}:${except.map((at) => wall(at, timeZone)).join(',')}`;
    add(calendar, timeZone, usual, { id, repeating: `RRULE:${rule}${leftOut}` });
    for (const one of different) {
      add(calendar, timeZone, one, { id, recurrenceId: onClock(one.recursAt, timeZone) });
    }
  }
  return `${calendar.toString()}\r\n`;
}

function add(
  calendar: ICalCalendar,
  timeZone: string,
  event: CalendarEvent,
  more: Pick<ICalEventData, 'id' | 'repeating' | 'recurrenceId'>,
): void {
  calendar.createEvent({
    ...more,
    timezone: timeZone,
    start: onClock(event.startsAt, timeZone),
    end: onClock(event.endsAt, timeZone),
    stamp: new Date(event.changedAt),
    lastModified: new Date(event.changedAt),
    sequence: event.revision,
    summary: event.title,
    location: event.place,
    ...(event.reason === null ? {} : { description: event.reason }),
    ...(event.address === null ? {} : { url: event.address }),
    status: event.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
}

function onClock(instant: string, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
}

/** `20261104T193000` */
function wall(instant: string, timeZone: string): string {
  return onClock(instant, timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replaceAll(/[-:]/g, '');
}
