/** A zone as a calendar program wants it told (RFC 5545 VTIMEZONE): every offset it has in the span of the calendar. */
import { Temporal } from 'temporal-polyfill';

const dayMs = 86_400_000;
/** Before the first event, so that each lies after an onset. */
const before = 400 * dayMs;

interface Onset {
  /** Wall clock before the change, as the standard writes onsets. */
  at: string;
  fromMs: number;
  toMs: number;
}

/** One component, without a line end behind it. `from`, `to`: instants between which its times must be right. */
export function vtimezone(zone: string, from: string, to: string): string {
  const start = Date.parse(from) - before;
  const onsets = [first(zone, start), ...changes(zone, start, Date.parse(to) + dayMs)];
  const least = Math.min(...onsets.map(({ toMs }) => toMs));
  const isFixed = onsets.length === 1;
  const parts = onsets.map(({ at, fromMs, toMs }) => {
    const kind = isFixed || toMs === least ? 'STANDARD' : 'DAYLIGHT';
    return [
      `BEGIN:${kind}`,
      `DTSTART:${at}`,
      `TZOFFSETFROM:${offsetText(fromMs)}`,
      `TZOFFSETTO:${offsetText(toMs)}`,
      `END:${kind}`,
    ].join('\r\n');
  });
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...parts, 'END:VTIMEZONE'].join('\r\n');
}

function first(zone: string, at: number): Onset {
  const offset = offsetAt(zone, at);
  return { at: wall(at + offset), fromMs: offset, toMs: offset };
}

/** Each change is looked for between two days, and then to the second. */
function changes(zone: string, from: number, to: number): Onset[] {
  const found: Onset[] = [];
  for (let day = from; day < to; day += dayMs) {
    const [fromMs, toMs] = [offsetAt(zone, day), offsetAt(zone, day + dayMs)];
    if (fromMs === toMs) continue;
    let [low, high] = [day, day + dayMs];
    while (high - low > 1000) {
      const middle = Math.floor((low + high) / 2000) * 1000;
      if (offsetAt(zone, middle) === fromMs) low = middle;
      else high = middle;
    }
    found.push({ at: wall(high + fromMs), fromMs, toMs });
  }
  return found;
}

function offsetAt(zone: string, at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1_000_000;
}

/** `20261029T020000` */
function wall(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

function offsetText(ms: number): string {
  const minutes = Math.abs(ms) / 60_000;
  const digits = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${ms < 0 ? '-' : '+'}${digits(minutes / 60)}${digits(minutes % 60)}`;
}
