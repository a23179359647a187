/** Events as a calendar program reads them (RFC 5545). Each occurrence is an event of its own, with an id that never changes. */
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

export interface CalendarEvent {
  uid: string;
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

const refreshSeconds = 3600;

export function writeCalendar({
  name,
  timeZone,
  events,
}: {
  name: string;
  timeZone: string;
  events: readonly CalendarEvent[];
}): string {
  const calendar = ical({
    name,
    prodId: { company: 'Linli', product: 'Linli 邻里', language: 'ZH' },
    method: ICalCalendarMethod.PUBLISH,
    timezone: timeZone,
    ttl: refreshSeconds,
  });
  for (const event of events) {
    calendar.createEvent({
      id: event.uid,
      // In UTC, which every program reads the same way, whatever it knows of zones.
      timezone: 'UTC',
      start: new Date(event.startsAt),
      end: new Date(event.endsAt),
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
  return calendar.toString();
}
