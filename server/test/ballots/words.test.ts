/** What the law asks, in the words people read beside each question: a wrong word here would have them believe another law. */
import { type BallotQuestion, type BallotRule, ruleOf } from '@linli/engine';
import type { JointMatter } from '@linli/model';
import { expect, test } from 'vitest';
import { loadShipped } from '../../../packages/model/test/fixtures.ts';
import { ruleWords } from '../../src/modules/ballots/words.ts';

const { ballots } = loadShipped('panzhihua');
const question: BallotQuestion = {
  key: 'lift',
  title: '',
  form: 'motion',
  matter: null,
  options: [],
  choose: { min: 0, max: 1 },
  picks: null,
  budgetFen: null,
};
function ruleUnder(kind: string, matter: JointMatter | null = null): BallotRule {
  const declared = ballots[kind];
  if (!declared) throw new Error(`the model has no ${kind}`);
  return ruleOf(declared, { ...question, matter });
}

test('Civil Code art. 278 is told with both measures and with what its borders include', () => {
  expect(ruleWords(ruleUnder('owners-vote', 'use-repair-fund'))).toEqual({
    zh: '人数和面积都有三分之二以上参加（正好三分之二也算）才有效；参加的当中，人数和面积都超过一半同意（正好一半不算）才通过。弃权算参加，不算同意。',
    en: 'It holds when at least 2/3 take part, by heads and by area; it passes when more than 1/2 of those taking part agree, by heads and by area. Who abstains takes part and does not agree.',
  });
  expect(ruleWords(ruleUnder('owners-vote', 'rebuild')).zh).toContain(
    '人数和面积都有四分之三以上同意（正好四分之三也算）才通过',
  );
});

test('art. 279 is told as what it is: everybody, and silence is no assent', () => {
  expect(ruleWords(ruleUnder('assent')).zh).toBe('须经全体有利害关系的业主一致同意，没有表态不算同意。');
});

test('a meeting of residents is told without area, and with both halves exclusive', () => {
  expect(ruleWords(ruleUnder('residents-vote')).zh).toBe(
    '超过一半参加（正好一半不算）才有效；参加的当中，超过一半同意（正好一半不算）才通过。弃权算参加，不算同意。',
  );
});

test('a choice by most votes promises no majority', () => {
  expect(ruleWords(ruleUnder('happiest-family')).zh).toBe('不论多少人参加都有效；得票多的当选。');
});
