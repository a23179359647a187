/** A feed read by an independent reader of RFC 5545: what a calendar program would show. */
import ICAL from 'ical.js';

export interface Shown {
  uid: string;
  startsAt: string;
  endsAt: string;
  title: string;
  place: string;
  isCancelled: boolean;
  sequence: number;
}

/** Every occurrence, in order of time. Zones are those the text itself tells. */
export function readBack(text: string): Shown[] {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    const told = new ICAL.Timezone(zone);
    ICAL.TimezoneService.remove(told.tzid);
    ICAL.TimezoneService.register(told);
  }
  // Left to itself the reader gives every event the exceptions of all others: they are related by id below.
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one, { exceptions: [] }));
  const masters = events.filter((one) => !one.isRecurrenceException());
  for (const exception of events.filter((one) => one.isRecurrenceException())) {
    const master = masters.find(({ uid }) => uid === exception.uid);
    if (master === undefined) throw new Error(`an exception of nothing: ${exception.uid}`);
    master.relateException(exception);
  }
  const shown = masters.flatMap((master) => {
    if (!master.isRecurring()) return [showOf(master, master.startDate, master.endDate)];
    const found: Shown[] = [];
    const days = master.iterator();
    for (let at = days.next(); at; at = days.next()) {
      const { item, startDate, endDate } = master.getOccurrenceDetails(at);
      found.push(showOf(item, startDate, endDate));
    }
    return found;
  });
  return shown.sort((a, b) => (`${a.startsAt}${a.title}` < `${b.startsAt}${b.title}` ? -1 : 1));
}

function showOf(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time): Shown {
  return {
    uid: event.uid,
    startsAt: start.toJSDate().toISOString(),
    endsAt: end.toJSDate().toISOString(),
    title: event.summary,
    place: event.location,
    isCancelled: event.component.getFirstPropertyValue('status') === 'CANCELLED',
    sequence: Number(event.sequence),
  };
}
