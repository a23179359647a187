import type { GatheringView, SeatView } from '../../ui/api/index.ts';
import type { ItemDeed } from './ConsoleItemDeed.tsx';
import type { roomPhrases } from './room-phrases.ts';
import type { Minutes } from './use-minutes.ts';

/** Which phrase says what the wire calls by a key. */
type Phrase = keyof typeof roomPhrases;

/** Whether it may decide, with the numbers. */
export function quorumLine(
  t: (phrase: Phrase, values?: Record<string, string | number>) => string,
  { of, needed, present, isMet }: NonNullable<GatheringView['attendance']['quorum']>,
): string {
  if (of === null || needed === null) return t('quorumUnknown');
  return t(isMet ? 'quorumMet' : 'quorumOpen', { of, n: needed, present });
}

export const itemDeedWords = {
  resolve: { title: 'item-resolve', done: 'item-resolve-done', lead: 'resolutionText' },
  'put-motion': { title: 'item-put-motion', done: 'item-put-motion-done', lead: 'item-put-motion-lead' },
  'carry-over': { title: 'item-carry-over', done: 'item-carry-over-done', lead: 'item-carry-over-lead' },
  'send-up': { title: 'item-send-up', done: 'item-send-up-done', lead: 'item-send-up-lead' },
  'send-down': { title: 'item-send-down', done: 'item-send-down-done', lead: 'item-send-down-lead' },
  'become-case': { title: 'item-become-case', done: 'item-become-case-done', lead: 'item-become-case-lead' },
  note: { title: 'item-note', done: 'item-note-done', lead: 'item-note-lead' },
  withdraw: { title: 'item-withdraw', done: 'item-withdraw-done', lead: 'item-withdraw-lead' },
} as const satisfies Record<ItemDeed, Record<'title' | 'done' | 'lead', Phrase>>;

export const handWords = {
  for: 'hands-for',
  against: 'hands-against',
  abstained: 'hands-abstained',
} as const satisfies Record<string, Phrase>;

export const minutesStateWords = {
  saved: 'minutes-saved',
  typing: 'minutes-typing',
  sending: 'minutes-sending',
  waiting: 'minutes-waiting',
  theirs: 'minutes-theirs',
  refused: 'minutes-refused',
} as const satisfies Record<Minutes['state'], Phrase>;

export const howWords = {
  code: 'by-code',
  'code-kept': 'by-code-kept',
  paper: 'by-paper',
  later: 'by-later',
} as const satisfies Record<string, Phrase>;

export const seatWords = {
  take: 'seat-take',
  'give-up': 'seat-give-up',
  offer: 'seat-offer',
  'take-back': 'seat-take-back',
  swap: 'seat-swap',
  refuse: 'seat-refuse',
  assign: 'seat-assign',
} as const satisfies Record<SeatView['verbs'][number], Phrase>;

/** Of the history; a verb may name what it was done to after a blank (`write-minutes general`). */
const stepWords: ReadonlyMap<string, Phrase> = new Map([
  ['call', 'step-call'],
  ['announce', 'step-announce'],
  ['move', 'step-move'],
  ['cancel', 'step-cancel'],
  ['open', 'step-open'],
  ['end', 'step-end'],
  ['adjourn', 'step-adjourn'],
  ['not-held', 'step-not-held'],
  ['post-minutes', 'step-post-minutes'],
  ['add-item', 'step-add-item'],
  ['order-items', 'step-order-items'],
  ['discuss', 'step-discuss'],
  ['write-minutes', 'step-write-minutes'],
  ['check-in', 'step-check-in'],
  ['enter-attendance', 'step-enter-attendance'],
  ['strike-attendance', 'step-strike-attendance'],
  ['ask-to-speak', 'askToSpeak'],
  ['speaker-begin', 'begin'],
  ['speaker-done', 'done'],
  ['sign-up', 'sign-up'],
  ['sign-off', 'sign-off'],
  ['set-lecturers', 'setLecturers'],
  ['give-feedback', 'feedback'],
  ['answer', 'answerDuty'],
  ['count', 'count'],
  ...Object.entries(itemDeedWords).map(([deed, { title }]) => [deed, title] as [string, Phrase]),
  ...Object.entries(seatWords).map(([deed, title]) => [deed, title] as [string, Phrase]),
]);

export function stepPhrase(verb: string): Phrase {
  return stepWords.get(verb.split(' ', 1)[0] ?? '') ?? 'step-other';
}
