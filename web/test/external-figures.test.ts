import { describe, expect, test } from 'vitest';
import {
  countOf,
  rowOf,
  sumOf,
  type TypedFigures,
  tallyOf,
  tookPartRow,
} from '../src/features/ballots/external/external-figures.ts';
import type { BallotView } from '../src/ui/api/index.ts';

const option = (key: string) => ({
  key,
  title: key,
  description: null,
  photoId: null,
  costFen: null,
  candidate: null,
  vetted: null,
});
const lift: BallotView['questions'][number] = {
  key: 'lift',
  title: '加装电梯',
  form: 'motion',
  matter: null,
  options: [option('for'), option('against')],
  choose: { min: 0, max: 1 },
  picks: null,
  budgetFen: null,
  rule: {
    words: { zh: '', en: '' },
    source: '',
    quorum: null,
    majority: null,
    of: null,
    measures: ['heads', 'area'],
  },
};

describe('figures of a municipal system', () => {
  test('areas typed in square metres become whole dm² without passing through a fraction', () => {
    expect(countOf({ heads: '12', area: '1,089.5' })).toEqual({ heads: 12, areaDm2: 108_950 });
    // 0.29 × 100 is not 29 in floating point.
    expect(countOf({ heads: '1', area: '0.29' })?.areaDm2).toBe(29);
    expect(countOf({ heads: '', area: '' })).toEqual({ heads: 0, areaDm2: 0 });
  });

  test('what is no number is refused, and who took part may not be left out', () => {
    for (const typed of [
      { heads: '1.5', area: '' },
      { heads: '-1', area: '' },
      { heads: '1', area: '1.234' },
      { heads: '一', area: '' },
    ])
      expect(countOf(typed)).toBeUndefined();
    expect(countOf({ heads: '', area: '' }, true)).toBeUndefined();
    expect(tallyOf([lift], {})).toBeUndefined();
  });

  test('a question’s answers add up with those who abstained and those that did not count', () => {
    const figures: TypedFigures = {
      [tookPartRow]: { heads: '5', area: '500' },
      [rowOf('lift', 'for')]: { heads: '3', area: '300' },
      [rowOf('lift', 'against')]: { heads: '1', area: '100' },
      [rowOf('lift', 'invalid')]: { heads: '1', area: '100' },
    };
    expect(sumOf(lift, figures)).toEqual({ heads: 5, areaDm2: 50_000 });
    expect(tallyOf([lift], figures)).toEqual({
      tookPart: { heads: 5, areaDm2: 50_000 },
      tally: [
        {
          question: 'lift',
          options: { for: { heads: 3, areaDm2: 30_000 }, against: { heads: 1, areaDm2: 10_000 } },
          abstained: { heads: 0, areaDm2: 0 },
          invalid: { heads: 1, areaDm2: 10_000 },
        },
      ],
    });
  });
});
