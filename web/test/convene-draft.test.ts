/** A ballot as its convener types it: what is sent, what is missing, and what of it other kinds and days leave. */
import { ConveneBallot } from '@linli/contract';
import { describe, expect, test } from 'vitest';
import {
  type BallotKindView,
  bodyOf,
  type ConveneWords,
  emptyDraft,
  faultsOf,
  freshKey,
  newQuestion,
  timeAdvice,
  withKind,
} from '../src/features/ballots/convene-draft.ts';

const label = { zh: '表决', en: 'Vote' };
const days = (least: number, most: number | null = null) => ({
  least: least * 1440,
  most: most && most * 1440,
});
const limit = (key: string, minutes: ReturnType<typeof days> | null) => ({
  key,
  title: label,
  words: label,
  source: null,
  minutes,
});
const vote: BallotKindView = {
  key: 'owners-vote',
  title: label,
  description: null,
  form: 'owners-vote',
  electorate: 'owners',
  ageFrom: null,
  secret: 'as-convened',
  channels: ['online', 'paper'],
  maxProxies: null,
  matters: [
    { key: 'rebuild', title: label, rule: label, source: '民法典第二百七十八条' },
    { key: 'common-parts', title: label, rule: label, source: '民法典第二百七十八条' },
  ],
  choose: { min: null, max: null },
  picks: null,
  seats: { min: null, max: null },
  seatsOdd: false,
  photographs: false,
  nominate: [],
  silence: 'with-majority-where-rules-say-so',
  limits: [limit('notice', days(15)), limit('voting', days(5, 60))],
  priorStudy: null,
  basis: null,
  municipalSystem: null,
  convene: [{ code: '510402002001001', name: '采薇华庭', parts: [] }],
};
const election: BallotKindView = {
  ...vote,
  key: 'election',
  form: 'election',
  secret: 'always',
  matters: [{ key: 'committee', title: label, rule: label, source: '民法典第二百七十八条' }],
  seats: { min: 5, max: 11 },
  seatsOdd: true,
  nominate: [{ key: 'self', title: label }],
  silence: 'not-taking-part',
};
const choice: BallotKindView = {
  ...vote,
  key: 'choice',
  form: 'choice',
  matters: [],
  silence: 'not-taking-part',
};

function filled(kind: BallotKindView, more: Partial<ConveneWords> = {}): ConveneWords {
  const words = withKind({ ...emptyDraft, title: '加装电梯' }, kind);
  const questions = words.questions.map((question) => ({ ...question, title: '是否同意？' }));
  return { ...words, questions, ...more };
}

test('one place to convene is taken at once, and the usual form of the kind', () => {
  const words = withKind(emptyDraft, vote);
  expect(words).toMatchObject({ kind: 'owners-vote', areaCode: '510402002001001', part: null });
  expect(words.questions).toMatchObject([{ form: 'motion', matter: null, options: [] }]);
});

test('without its matter of article 278 no question of owners may go', () => {
  const words = filled(vote);
  expect([...faultsOf(words, vote)]).toEqual([['q1.matter', { phrase: 'needed' }]]);
  const [question] = words.questions;
  if (question === undefined) throw new Error('no question');
  expect(faultsOf({ ...words, questions: [{ ...question, matter: 'rebuild' }] }, vote).size).toBe(0);
});

test('what is typed is what the contract takes', () => {
  const words = filled(choice, {
    fromDay: '2026-12-20',
    fromClock: '09:00',
    untilDay: '2026-12-27',
    text: ' 背景 ',
  });
  const [question] = words.questions;
  if (question === undefined) throw new Error('no question');
  const [first, second] = question.options;
  if (first === undefined || second === undefined) throw new Error('a choice begins with two options');
  const body = bodyOf(
    {
      ...words,
      questions: [
        {
          ...question,
          budget: '300,000',
          options: [
            { ...first, title: ' 凉亭 ', cost: '168.5' },
            { ...second, title: '健身器材', description: '东门旁' },
          ],
        },
      ],
    },
    choice,
  );
  const sent = ConveneBallot.parse({
    ...body,
    commandId: '6f0d2c4e-3d0e-4a52-9a4b-0c1d2e3f4a5b',
    kind: 'choice',
    areaCode: '510402002001001',
  });
  expect(sent).toMatchObject({
    text: '背景',
    questions: [
      {
        budgetFen: 30_000_000,
        picks: 1,
        choose: { min: 1, max: 1 },
        options: [
          { title: '凉亭', costFen: 16_850, description: null },
          { title: '健身器材', costFen: null, description: '东门旁' },
        ],
      },
    ],
  });
  expect(new Date(sent.votingFrom ?? '').getTime()).toBe(new Date('2026-12-20T09:00:00').getTime());
});

describe('seats of an election', () => {
  test.each([
    ['4', 'seatsBad'],
    ['6', 'seatsBad'],
    ['13', 'seatsBad'],
    ['七', 'numberBad'],
    ['7', undefined],
  ])('%s: %s', (picks, fault) => {
    const words = filled(election);
    const [question] = words.questions;
    if (question === undefined) throw new Error('no question');
    expect(
      faultsOf({ ...words, questions: [{ ...question, picks }] }, election).get('q1.picks')?.phrase,
    ).toBe(fault);
  });

  test('whoever is to be nominated is not written in, and the kind says that it is secret', () => {
    expect(filled(election)).toMatchObject({
      secret: true,
      questions: [{ options: [], matter: 'committee', picks: '5' }],
    });
  });
});

test('another kind keeps the words and drops what its rules do not know', () => {
  const words = filled(vote, { silence: '议事规则第九条', secret: false });
  const twice = {
    ...words,
    questions: [...words.questions, { ...newQuestion(vote, words.questions), title: '第二问' }],
  };
  const moved = withKind(twice, election);
  expect(moved).toMatchObject({ title: '加装电梯', silence: null, secret: true });
  expect(moved.questions.map(({ title, form }) => [title, form])).toEqual([['是否同意？', 'options']]);
});

test('keys of questions and options are never given twice', () => {
  const taken = [{ key: 'q1' }, { key: 'q3' }];
  expect(freshKey('q', taken)).toBe('q4');
  expect(newQuestion(vote, []).key).toBe('q1');
});

describe('days of voting', () => {
  const now = Date.parse('2026-11-25T08:00:00');
  const at = (fromDay: string, untilDay: string) =>
    timeAdvice(filled(vote, { fromDay, untilDay, fromClock: '08:00', untilClock: '08:00' }), vote, now);

  test('the notice is reckoned from this minute', () => {
    expect(at('2026-12-10', '2026-12-20').isTooSoon).toBe(false);
    expect(at('2026-12-09', '2026-12-20').isTooSoon).toBe(true);
    expect(new Date(at('', '').earliest ?? '').getTime()).toBe(Date.parse('2026-12-10T08:00:00'));
  });

  test.each([
    ['2026-12-14', true, false],
    ['2026-12-15', false, false],
    ['2027-02-08', false, false],
    ['2027-02-09', false, true],
  ])('until %s', (until, isTooShort, isTooLong) => {
    expect(at('2026-12-10', until)).toMatchObject({ isTooShort, isTooLong });
  });

  test('a limit in working days is left to the server', () => {
    const kind = { ...vote, limits: [limit('notice', null), limit('voting', null)] };
    expect(timeAdvice(filled(kind, { fromDay: '2026-11-26' }), kind, now)).toEqual({
      earliest: null,
      isTooSoon: false,
      isTooShort: false,
      isTooLong: false,
    });
  });

  test('they end after they begin', () => {
    const words = filled(vote, { fromDay: '2026-12-10', untilDay: '2026-12-01' });
    expect(faultsOf(words, vote).get('until')?.phrase).toBe('untilBad');
  });
});
