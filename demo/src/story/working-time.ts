/** When people do things: in the hours in which such people are about, a little after the minute. */
import { addOpenMinutes } from '@linli/engine';
import type { Calendar, Model } from '@linli/model';
import type { Random } from '../random.ts';

const title = { zh: '', en: '' };
const hours = (from: number, to: number) => [{ fromMinutes: from * 60, toMinutes: to * 60 }];
/** Neighbours and members: from breakfast to late evening, every day. */
const waking: Calendar = { title, hours: hours(7, 22), days: 'every' };
/** Property companies: long days, weekends too. */
const service: Calendar = { title, hours: hours(7.5, 20.5), days: 'every' };
/** Offices, with the long lunch of Anhui and the country's holidays. */
const office: Calendar = {
  title,
  hours: [
    { fromMinutes: 510, toMinutes: 720 },
    { fromMinutes: 870, toMinutes: 1050 },
  ],
  days: 'cn-official',
};
const anytime: Calendar = { title, hours: 'around-the-clock', days: 'every' };

const calendars = { waking, service, office, anytime };
export type Hours = keyof typeof calendars;

export interface WorkingTime {
  /** So many open minutes after an instant, at a second and millisecond of its own. */
  after(at: string, minutes: number, hours: Hours): string;
  /** Between two numbers of minutes, short ones more often than long ones. */
  soon(at: string, fromMinutes: number, toMinutes: number, hours: Hours): string;
}

export function workingTime(model: Model, random: Random): WorkingTime {
  const after: WorkingTime['after'] = (at, minutes, name) => {
    const next = addOpenMinutes(calendars[name], at, Math.max(0.5, minutes), model.timeZone);
    return new Date(Date.parse(next) + random.whole(1_000, 54_000)).toISOString();
  };
  return {
    after,
    soon: (at, from, to, name) => after(at, from + (to - from) * random.share() ** 2, name),
  };
}
