/** Reasons that the house itself writes into gatherings and what they decided, and keeps in Chinese. */
import { type Label, type Locale, ownWordsIn } from '@linli/contract';
import { ownReasons as reasonsOfCases } from '../cases/index.ts';

export const ownReasons = {
  needed: {
    zh: '有事项等待，下次例会不能及时召开',
    en: 'Something waits, and the next meeting would come too late for it',
  },
  /** One that is held only for something was called off by itself. */
  nothingToDiscuss: { zh: '没有需要商议的事项', en: 'There was nothing to discuss' },
  notHeld: { zh: '到时没有召开', en: 'Nobody opened it when its time came' },
  rescheduled: { zh: '活动安排有调整', en: 'The series has another time' },
  caseClosed: { zh: '事项已办结', en: 'The case was closed' },
} as const satisfies Record<string, Label>;

const all: Label[] = [...Object.values(ownReasons), ...Object.values(reasonsOfCases)];

/** What people wrote stays as they wrote it. */
export function reasonIn(locale: Locale, reason: string): string;
export function reasonIn(locale: Locale, reason: string | null): string | null;
export function reasonIn(locale: Locale, reason: string | null): string | null {
  return reason === null ? null : ownWordsIn(locale, all, reason);
}
