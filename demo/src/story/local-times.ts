/** Instants of a story by how many days before (or after) today they lie and by the clock on the wall. */
import { instantAt, localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Random } from '../random.ts';

/** `(3, '19:30')`: half past seven three days ago, at some second; `exact` for what is announced to the minute. */
export type LocalTimes = (daysAgo: number, clock: string, how?: 'exact') => string;

export function localTimes({ timeZone }: Model, now: string, random: Random): LocalTimes {
  const today = Date.parse(`${localDateOf(now, timeZone)}T00:00:00Z`);
  return (daysAgo, clock, how) => {
    const date = new Date(today - daysAgo * 86_400_000).toISOString().slice(0, 10);
    const [hours = 0, minutes = 0] = clock.split(':').map(Number);
    const within = how === 'exact' ? 0 : random.whole(2_000, 57_000);
    const minute = Date.parse(instantAt(date, hours * 60 + minutes, timeZone));
    return new Date(minute + within).toISOString();
  };
}
