/** Days of a calendar as the wire writes them, `2026-11-27`, on the device's own clock. Pure: today is an argument. */

const dayMs = 24 * 3_600_000;
const two = (n: number) => String(n).padStart(2, '0');

/** The local day of a point in time. */
export function dayOf(at: string | number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The local time of day, `19:30`. */
export function clockOf(at: string | number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What was picked as a day and a time of day, as the wire wants it; null: one of them is not complete. */
export function instantOf(day: string, clock: string): string | null {
  const date = new Date(`${day}T${clock}:00`);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Noon: no summer time of anywhere moves it into another day. */
function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00`);
}

export function addDays(day: string, days: number): string {
  return dayOf(noonOf(day).getTime() + days * dayMs);
}

/** Same day some months on; the last one where a month is shorter. */
export function addMonths(day: string, months: number): string {
  const date = noonOf(day);
  const wanted = date.getDate();
  date.setDate(1);
  date.setMonth(date.getMonth() + months);
  const last = new Date(date.getFullYear(), date.getMonth() + 1, 0).getDate();
  date.setDate(Math.min(wanted, last));
  return dayOf(date.getTime());
}

/** 0: Monday. */
export function weekdayOf(day: string): number {
  return (noonOf(day).getDay() + 6) % 7;
}

/** Monday to Sunday around a day. */
export function weekOf(day: string): string[] {
  const monday = addDays(day, -weekdayOf(day));
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** The weeks that hold a month, each Monday to Sunday. */
export function weeksOfMonth(day: string): string[][] {
  const first = `${day.slice(0, 8)}01`;
  const month = first.slice(0, 7);
  const weeks: string[][] = [];
  for (let monday = weekOf(first)[0] ?? first; ; monday = addDays(monday, 7)) {
    if (weeks.length > 0 && monday.slice(0, 7) !== month) return weeks;
    weeks.push(weekOf(monday));
  }
}

/** Groups what has a start by its local day, days in order. */
export function byDay<One extends { startsAt: string }>(all: readonly One[]): [day: string, those: One[]][] {
  const days = new Map<string, One[]>();
  for (const one of all.toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))) {
    const day = dayOf(one.startsAt);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return [...days];
}
