/** A ballot as its convener types it, and what of it is sent. Pure: the form and its tests read the same. */
import type { BallotKinds, BallotView, ConveneBallot } from '../../ui/api/index.ts';
import { clockOf, dayOf, instantOf } from '../gatherings/calendar-days.ts';

export type BallotKindView = BallotKinds['kinds'][number];
type QuestionInput = ConveneBallot['questions'][number];
export type QuestionForm = QuestionInput['form'];

export interface OptionWords {
  key: string;
  title: string;
  description: string;
  photoId: string | null;
  /** Yuan, as typed. */
  cost: string;
}
export interface QuestionWords {
  key: string;
  title: string;
  form: QuestionForm;
  matter: string | null;
  options: OptionWords[];
  min: string;
  max: string;
  picks: string;
  /** Yuan, as typed. */
  budget: string;
}
export interface ConveneWords {
  kind: string | null;
  areaCode: string | null;
  part: string | null;
  title: string;
  text: string;
  questions: QuestionWords[];
  fromDay: string;
  fromClock: string;
  untilDay: string;
  untilClock: string;
  secret: boolean;
  /** Rule of procedure that lets silence count; null: it takes no part. */
  silence: string | null;
}

export const emptyDraft: ConveneWords = {
  kind: null,
  areaCode: null,
  part: null,
  title: '',
  text: '',
  questions: [],
  fromDay: '',
  fromClock: '09:00',
  untilDay: '',
  untilClock: '20:00',
  secret: false,
  silence: null,
};

export function isConveneWords(kept: unknown): kept is ConveneWords {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'questions' in kept &&
    Array.isArray(kept.questions) &&
    'fromDay' in kept &&
    'title' in kept
  );
}

/** Forms that a question of the kind may have, the usual one first. */
export function formsOf({ form }: Pick<BallotKindView, 'form'>): QuestionForm[] {
  switch (form) {
    case 'owners-vote':
      return ['motion', 'options'];
    case 'assent':
      return ['motion'];
    case 'election':
      return ['options'];
    case 'choice':
      return ['options', 'motion'];
    case 'survey':
      return ['text', 'options', 'motion'];
  }
}

/** Elections and assents put one question alone. */
export function takesMore({ form }: Pick<BallotKindView, 'form'>): boolean {
  return form !== 'election' && form !== 'assent';
}

/** A key that none of these has: `q1`, `q2`, … */
export function freshKey(prefix: string, taken: readonly { key: string }[]): string {
  for (let n = taken.length + 1; ; n += 1)
    if (!taken.some(({ key }) => key === `${prefix}${n}`)) return `${prefix}${n}`;
}

export function newOption(taken: readonly OptionWords[]): OptionWords {
  return { key: freshKey('o', taken), title: '', description: '', photoId: null, cost: '' };
}

export function newQuestion(kind: BallotKindView, taken: readonly QuestionWords[]): QuestionWords {
  const [form = 'motion'] = formsOf(kind);
  const seats = kind.seats.min ?? 1;
  const picks = kind.picks ?? (kind.form === 'election' ? seats : 1);
  const mostChosen = kind.choose.max ?? (kind.form === 'election' ? picks : form === 'text' ? 3 : 1);
  // Where candidates are nominated nobody writes them in.
  const isWritten = form === 'options' && kind.nominate.length === 0;
  const first = newOption([]);
  return {
    key: freshKey('q', taken),
    title: '',
    form,
    matter: kind.matters.length === 1 ? (kind.matters[0]?.key ?? null) : null,
    options: isWritten ? [first, newOption([first])] : [],
    min: String(kind.choose.min ?? 1),
    max: String(mostChosen),
    picks: String(picks),
    budget: '',
  };
}

/** What another kind leaves of the draft: words stay, what its rules do not know goes. */
export function withKind(words: ConveneWords, kind: BallotKindView): ConveneWords {
  const forms = formsOf(kind);
  const before = takesMore(kind) ? words.questions : words.questions.slice(0, 1);
  const questions = before.map((question): QuestionWords => {
    const fresh = newQuestion(kind, []);
    const form = forms.includes(question.form) ? question.form : fresh.form;
    return {
      ...fresh,
      key: question.key,
      title: question.title,
      form,
      matter: kind.matters.some(({ key }) => key === question.matter) ? question.matter : fresh.matter,
      options: form === 'options' && question.options.length > 0 ? question.options : fresh.options,
      budget: question.budget,
    };
  });
  const [area] = kind.convene;
  const isThere = kind.convene.some(({ code }) => code === words.areaCode);
  return {
    ...words,
    kind: kind.key,
    areaCode: isThere ? words.areaCode : kind.convene.length === 1 ? (area?.code ?? null) : null,
    part: isThere ? words.part : null,
    questions: questions.length > 0 ? questions : [newQuestion(kind, [])],
    secret: kind.secret === 'as-convened' ? words.secret : kind.secret === 'always',
    silence: kind.silence === 'not-taking-part' ? null : words.silence,
  };
}

/** A ballot as a draft to change, or to put again: candidates stay with the ballot they were nominated for. */
export function draftOf(ballot: BallotView, { again }: { again: boolean }): ConveneWords {
  const at = (instant: string | null, day: (at: string) => string): string =>
    again || instant === null ? '' : day(instant);
  const yuanOf = (fen: number | null): string => (fen === null ? '' : String(fen / 100));
  return {
    kind: ballot.kind,
    areaCode: ballot.area.code,
    part: ballot.part?.code ?? null,
    title: ballot.title,
    text: ballot.text,
    questions: ballot.questions.map((question) => ({
      key: question.key,
      title: question.title,
      form: question.form,
      matter: question.matter?.key ?? null,
      options:
        question.form === 'options'
          ? question.options
              .filter(({ candidate }) => candidate === null)
              .map(({ key, title, description, photoId, costFen }) => ({
                key,
                title,
                description: description ?? '',
                photoId,
                cost: yuanOf(costFen),
              }))
          : [],
      min: String(question.choose.min),
      max: String(question.choose.max),
      picks: question.picks === null ? '' : String(question.picks),
      budget: yuanOf(question.budgetFen),
    })),
    fromDay: at(ballot.votingFrom, dayOf),
    fromClock: at(ballot.votingFrom, clockOf) || emptyDraft.fromClock,
    untilDay: at(ballot.votingUntil, dayOf),
    untilClock: at(ballot.votingUntil, clockOf) || emptyDraft.untilClock,
    secret: ballot.secret,
    silence: ballot.silence?.basis ?? null,
  };
}

/** What is wrong with the draft, by place in the form. Only what can be known here; the rest says the server. */
export interface DraftFault {
  phrase: 'needed' | 'numberBad' | 'twoOptions' | 'orderBad' | 'seatsBad' | 'untilBad' | 'moneyBad';
}
export function faultsOf(words: ConveneWords, kind: BallotKindView): Map<string, DraftFault> {
  const faults = new Map<string, DraftFault>();
  if (words.areaCode === null) faults.set('area', { phrase: 'needed' });
  if (words.title.trim() === '') faults.set('title', { phrase: 'needed' });
  if (words.silence !== null && words.silence.trim() === '') faults.set('silence', { phrase: 'needed' });
  const { from, until } = daysOf(words);
  // Days may stay open while it is a draft; half a day may not.
  if (words.fromDay !== '' && from === null) faults.set('from', { phrase: 'needed' });
  if (words.untilDay !== '' && until === null) faults.set('until', { phrase: 'needed' });
  if (from !== null && until !== null && until <= from) faults.set('until', { phrase: 'untilBad' });
  for (const question of words.questions) {
    const at = (what: string): string => `${question.key}.${what}`;
    if (question.title.trim() === '') faults.set(at('title'), { phrase: 'needed' });
    if (kind.form === 'owners-vote' && question.matter === null)
      faults.set(at('matter'), { phrase: 'needed' });
    if (question.budget.trim() !== '' && fenOf(question.budget) === null)
      faults.set(at('budget'), { phrase: 'moneyBad' });
    if (question.form === 'motion') continue;
    const [min, max] = [countOf(question.min), countOf(question.max)];
    if (question.form === 'text') {
      if (max === null || max < 1) faults.set(at('max'), { phrase: 'numberBad' });
      continue;
    }
    if (min === null) faults.set(at('min'), { phrase: 'numberBad' });
    if (max === null || max < 1) faults.set(at('max'), { phrase: 'numberBad' });
    else if (min !== null && min > max) faults.set(at('max'), { phrase: 'orderBad' });
    if (kind.form !== 'survey') {
      const picks = countOf(question.picks);
      if (picks === null || picks < 1) faults.set(at('picks'), { phrase: 'numberBad' });
      else if (!isSeats(kind, picks)) faults.set(at('picks'), { phrase: 'seatsBad' });
    }
    if (kind.nominate.length === 0 && question.options.length < 2)
      faults.set(at('options'), { phrase: 'twoOptions' });
    for (const option of question.options) {
      if (option.title.trim() === '') faults.set(`${question.key}.${option.key}.title`, { phrase: 'needed' });
      if (option.cost.trim() !== '' && fenOf(option.cost) === null)
        faults.set(`${question.key}.${option.key}.cost`, { phrase: 'moneyBad' });
    }
  }
  return faults;
}

function isSeats({ form, seats, seatsOdd }: BallotKindView, picks: number): boolean {
  if (form !== 'election') return true;
  if ((seats.min !== null && picks < seats.min) || (seats.max !== null && picks > seats.max)) return false;
  return !seatsOdd || picks % 2 === 1;
}

export function daysOf(words: ConveneWords): { from: string | null; until: string | null } {
  return {
    from: words.fromDay === '' ? null : instantOf(words.fromDay, words.fromClock),
    until: words.untilDay === '' ? null : instantOf(words.untilDay, words.untilClock),
  };
}

/** The part of a request that a draft fills; `questions` as they are typed, with what their form does not know left out. */
export function bodyOf(words: ConveneWords, kind: BallotKindView) {
  const { from, until } = daysOf(words);
  return {
    title: words.title.trim(),
    text: words.text.trim(),
    questions: words.questions.map((question): QuestionInput => {
      const hasOptions = question.form === 'options';
      return {
        key: question.key,
        title: question.title.trim(),
        form: question.form,
        matter: question.matter,
        options: hasOptions
          ? question.options.map(({ key, title, description, photoId, cost }) => ({
              key,
              title: title.trim(),
              description: description.trim() === '' ? null : description.trim(),
              photoId,
              costFen: fenOf(cost),
            }))
          : [],
        choose:
          question.form === 'motion'
            ? { min: 0, max: 1 }
            : { min: countOf(question.min) ?? 0, max: countOf(question.max) ?? 1 },
        picks: hasOptions && kind.form !== 'survey' ? countOf(question.picks) : null,
        budgetFen: fenOf(question.budget),
      };
    }),
    votingFrom: from,
    votingUntil: until,
    secret: words.secret,
    silence: words.silence === null ? null : { basis: words.silence.trim() },
  };
}

function countOf(typed: string): number | null {
  return /^\d{1,3}$/.test(typed.trim()) ? Number(typed.trim()) : null;
}

/** Fen from yuan as typed; null: nothing, or no amount. */
function fenOf(typed: string): number | null {
  const plain = typed.trim().replaceAll(',', '');
  return /^\d{1,10}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

export interface TimeAdvice {
  /** Voting can begin no sooner, if it is posted this minute. */
  earliest: string | null;
  isTooSoon: boolean;
  isTooShort: boolean;
  isTooLong: boolean;
}

/** How the days that are typed stand to the limits of the kind. A limit in working days is left to the server. */
export function timeAdvice(words: ConveneWords, kind: BallotKindView, now: number): TimeAdvice {
  const limit = (key: string) => kind.limits.find((one) => one.key === key)?.minutes ?? null;
  const { from, until } = daysOf(words);
  const notice = limit('notice');
  const voting = limit('voting');
  const minute = 60_000;
  const earliest = notice === null ? null : now + notice.least * minute;
  const length = from === null || until === null ? null : Date.parse(until) - Date.parse(from);
  return {
    earliest: earliest === null ? null : new Date(earliest).toISOString(),
    isTooSoon: earliest !== null && from !== null && Date.parse(from) < earliest,
    isTooShort: voting !== null && length !== null && length < voting.least * minute,
    isTooLong: voting?.most != null && length !== null && length > voting.most * minute,
  };
}
