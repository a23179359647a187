import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findEntries, nameWithin } from '../src/features/ballots/desk/find-entries.ts';
import {
  emptyDraft,
  openQuestion,
  optionsOf,
  type PaperDraft,
  pressKey,
  stepBack,
} from '../src/features/ballots/desk/paper-draft.ts';
import type { BallotView } from '../src/ui/api/index.ts';

type Question = BallotView['questions'][number];
const option = (key: string, accepted: boolean | null = null): Question['options'][number] => ({
  key,
  title: key,
  description: null,
  photoId: null,
  costFen: null,
  candidate:
    accepted === null
      ? null
      : {
          channel: 'self',
          channelTitle: { zh: '自荐', en: 'Oneself' },
          nominatedAt: '2026-11-25T00:00:00.000Z',
          countsForNorm: false,
        },
  vetted: accepted === null ? null : { by: '', at: '2026-11-25T00:00:00.000Z', accepted, reason: null },
});
const rule: Question['rule'] = {
  words: { zh: '', en: '' },
  source: '',
  quorum: null,
  majority: null,
  of: null,
  measures: ['heads', 'area'],
};
const question = (words: Partial<Question>): Question => ({
  key: 'lift',
  title: '加装电梯',
  form: 'motion',
  matter: null,
  options: [option('for'), option('against')],
  choose: { min: 0, max: 1 },
  picks: null,
  budgetFen: null,
  rule,
  ...words,
});
const lift = question({});
const board = question({
  key: 'board',
  form: 'options',
  options: [option('a', true), option('b', false), option('c', true), option('d', true)],
  choose: { min: 1, max: 2 },
});
const questions = [lift, board];
const reasons = ['多选', '无法辨认'];
const press = (keys: string, from: PaperDraft = emptyDraft): PaperDraft =>
  [...keys].reduce((draft, key) => pressKey(questions, draft, key, reasons) ?? draft, from);

describe('a paper is read by keys alone', () => {
  test('one key answers a motion and goes on; the third box abstains', () => {
    expect(press('1')).toMatchObject({ at: 1, answers: { lift: ['for'] } });
    expect(press('2').answers).toEqual({ lift: ['against'] });
    expect(press('3')).toMatchObject({ at: 1, answers: { lift: [] } });
  });

  test('keys count the candidates who were accepted, as the paper prints them', () => {
    expect(optionsOf(board).map(({ key, option }) => [key, option])).toEqual([
      ['1', 'a'],
      ['2', 'c'],
      ['3', 'd'],
    ]);
    const draft = press('12');
    expect(draft).toMatchObject({ at: 1, answers: { board: ['c'] } });
    // The same key takes it back.
    expect(press('2', draft).answers.board).toEqual([]);
  });

  test('too many ticks are no answer, and neither is nothing at all', () => {
    expect(openQuestion(questions, press('1'))?.key).toBe('board');
    expect(openQuestion(questions, press('1123'))?.key).toBe('board');
    expect(openQuestion(questions, press('113'))).toBeUndefined();
    expect(openQuestion(questions, press('1-'))).toBeUndefined();
  });

  test('nothing is invalid without a reason, and one reason does for a whole paper', () => {
    const asked = press('0');
    expect(asked).toMatchObject({ at: 0, asksReason: 'question' });
    expect(openQuestion(questions, asked)?.key).toBe('lift');
    expect(press('2', asked)).toMatchObject({
      at: 1,
      answers: { lift: 'invalid' },
      reasons: { lift: '无法辨认' },
    });
    const whole = press('1*1');
    expect(whole).toMatchObject({ answers: { lift: 'invalid', board: 'invalid' } });
    expect(openQuestion(questions, whole)).toBeUndefined();
    // Answered after all, its reason is gone.
    expect(press('1', { ...whole, at: 0 }).reasons).toEqual({ board: '多选' });
  });

  test('one step back leads to the question before, or out of the reasons', () => {
    expect(stepBack(press('1')).at).toBe(0);
    expect(stepBack(press('0'))).toMatchObject({ at: 0, asksReason: null });
  });

  test('whatever is pressed, what comes of it can be sent: known options, a reason for what is invalid', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'0123456789*-ab')), (keys) => {
        const draft = press(keys.join(''));
        if (openQuestion(questions, draft) !== undefined) return;
        for (const { key } of questions) {
          const answer = draft.answers[key];
          if (answer === 'invalid') expect(reasons).toContain(draft.reasons[key]);
          else expect(new Set(answer).size).toBe(answer?.length);
        }
      }),
    );
  });
});

describe('a paper is found by what stands on it', () => {
  const roll = [
    ['1', '5104110201', '阳光花园1栋1单元501室'],
    ['2', '5104110202', '阳光花园1栋2单元501室'],
    ['3', '5104110203', '阳光花园2栋1单元1501室'],
    ['501', '5104110204', '阳光花园11栋1单元502室'],
  ].map(([ref = '', code = '', name = '']) => ({ ref, homes: [{ code, name }] }));
  const refs = (typed: string) => findEntries(roll, typed, 8).map(({ ref }) => ref);

  test('by building, unit and door, in any of the ways people write them', () => {
    for (const typed of ['1-2-501', '1 2 501', '1栋2单元501', '1，2，0501'])
      expect(refs(typed)).toEqual(['2']);
  });

  test('a door never finds another that ends like it, and an entry is found by its number', () => {
    expect(refs('501')).toEqual(['1', '2', '501']);
    expect(refs('1501')).toEqual(['3']);
    expect(refs('1-502')).toEqual(['501']);
  });

  test('a code in full finds its home alone; words that fit nothing find nothing', () => {
    expect(refs('5104110203')).toEqual(['3']);
    expect(refs('月光 501')).toEqual([]);
    expect(refs(' ')).toEqual([]);
  });
});

test('a home is called by what tells it apart inside the place that votes', () => {
  expect(nameWithin('竹湖园社区 采薇华庭 1号楼 1单元 201室', '采薇华庭')).toBe('1号楼 1单元 201室');
  expect(nameWithin('采薇华庭', '采薇华庭')).toBe('采薇华庭');
  expect(nameWithin('1号楼 201室', '采薇华庭')).toBe('1号楼 201室');
});
