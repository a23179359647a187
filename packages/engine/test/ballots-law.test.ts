/** What the law asks, at its exact borders. Each table cites the article; one head or one dm² decides. */
import { jointMatters, type Model } from '@linli/model';
import { describe, expect, it } from 'vitest';
import { loadFixture, loadShipped } from '../../model/test/fixtures.ts';
import {
  type BallotTally,
  type BallotTerms,
  type QuestionResult,
  quorumOf,
  resultOf,
  ruleOf,
} from '../src/index.ts';
import { choiceOf, kindOf, motion, option, panzhihua } from './ballots-city.ts';

type Counts = [heads: number, areaDm2: number];
const count = ([heads, areaDm2]: Counts) => ({ heads, areaDm2 });

function termsWith(
  questions: BallotTerms['questions'],
  roll: Counts,
  silence: string | null = null,
): BallotTerms {
  return {
    ballotId: 'b',
    kind: 'owners-vote',
    form: 'owners-vote',
    title: '',
    areaCode: '',
    part: null,
    secret: false,
    channels: ['online', 'paper'],
    maxProxies: null,
    silence: silence === null ? null : { basis: silence },
    questions,
    votingFrom: '',
    votingUntil: '',
    roll: { onDate: '2026-03-01', root: '', total: count(roll) },
    slipKeys: null,
  };
}

function tallyWith(roll: Counts, tookPart: Counts, options: Record<string, Counts>, key = 'q'): BallotTally {
  const nothing = { heads: 0, areaDm2: 0 };
  return {
    roll: count(roll),
    tookPart: count(tookPart),
    byChannel: { online: count(tookPart), paper: nothing, proxy: nothing },
    questions: {
      [key]: {
        options: Object.fromEntries(Object.entries(options).map(([option, votes]) => [option, count(votes)])),
        abstained: nothing,
        invalid: nothing,
        silent: null,
      },
    },
    notCast: null,
  };
}

function outcome(
  matter: (typeof jointMatters)[number],
  roll: Counts,
  tookPart: Counts,
  agree: Counts,
): QuestionResult {
  const question = motion('q', matter);
  const terms = termsWith([{ ...question, rule: ruleOf(kindOf('owners-vote'), question) }], roll);
  const against: Counts = [tookPart[0] - agree[0], tookPart[1] - agree[1]];
  return resultOf(terms, tallyWith(roll, tookPart, { for: agree, against })).questions[0]!;
}

describe('Civil Code art. 278: two thirds must take part, by area and by head (以上 includes, art. 1259)', () => {
  it.each<[string, Counts, Counts, boolean]>([
    ['exactly two thirds of both', [300, 3_000_000], [200, 2_000_000], true],
    ['one head less', [300, 3_000_000], [199, 2_000_000], false],
    ['one dm² less', [300, 3_000_000], [200, 1_999_999], false],
    ['two thirds of 100 heads is 66.67: 67 reach it', [100, 3_000_000], [67, 2_000_000], true],
    ['and 66 do not', [100, 3_000_000], [66, 3_000_000], false],
    ['all the heads without the area', [300, 3_000_000], [300, 1_999_999], false],
    ['all the area without the heads', [300, 3_000_000], [199, 3_000_000], false],
    ['nobody', [300, 3_000_000], [0, 0], false],
    ['everybody', [300, 3_000_000], [300, 3_000_000], true],
  ])('%s', (_, roll, tookPart, isQuorate) => {
    const result = outcome('covenant', roll, tookPart, tookPart);
    expect(result.outcome).toBe(isQuorate ? 'passed' : 'no-quorum');
    expect(result.quorum.every(({ reached }) => reached)).toBe(isQuorate);
  });

  it('areas beyond what a double can hold between two whole numbers are still exact', () => {
    const roll: Counts = [3, 9_007_199_254_740_990];
    const two = (roll[1] / 3) * 2;
    expect(outcome('covenant', roll, [2, two], [2, two]).outcome).toBe('passed');
    expect(outcome('covenant', roll, [2, two - 1], [2, two - 1]).outcome).toBe('no-quorum');
  });
});

describe('Civil Code art. 278: more than half of those taking part (过半数 excludes), by area and by head', () => {
  it.each<[string, Counts, boolean]>([
    ['exactly half of both is not enough', [100, 1_000_000], false],
    ['one head more, half the area', [101, 1_000_000], false],
    ['half the heads, one dm² more', [100, 1_000_001], false],
    ['one head and one dm² more', [101, 1_000_001], true],
  ])('%s', (_, agree, isPassed) => {
    for (const matter of jointMatters.filter((each) => !special.includes(each))) {
      expect(outcome(matter, [300, 3_000_000], [200, 2_000_000], agree).outcome).toBe(
        isPassed ? 'passed' : 'rejected',
      );
    }
  });

  it('what 33.4 % of all want can pass, when only two thirds take part', () => {
    expect(outcome('property-service', [300, 3_000_000], [200, 2_000_000], [101, 1_000_001]).outcome).toBe(
      'passed',
    );
  });
});

const special = ['raise-repair-fund', 'rebuild', 'common-parts'] as (typeof jointMatters)[number][];

describe('Civil Code art. 278: items 6 to 8 need three quarters of those taking part (以上 includes)', () => {
  it.each<[string, Counts, boolean]>([
    ['exactly three quarters of both', [150, 1_500_000], true],
    ['one head less', [149, 1_500_000], false],
    ['one dm² less', [150, 1_499_999], false],
  ])('%s', (_, agree, isPassed) => {
    for (const matter of special) {
      expect(outcome(matter, [300, 3_000_000], [200, 2_000_000], agree).outcome).toBe(
        isPassed ? 'passed' : 'rejected',
      );
    }
  });

  it('are items 6, 7 and 8 and no others', () => {
    const items = jointMatters.flatMap((matter, index) => {
      const { majority } = ruleOf(kindOf('owners-vote'), motion('q', matter));
      return majority?.share.denominator === 4 ? [index + 1] : [];
    });
    expect(jointMatters).toHaveLength(9);
    expect(items).toEqual([6, 7, 8]);
  });
});

describe('Civil Code art. 279: every interested owner agrees', () => {
  const rule = ruleOf(kindOf('assent'), motion('q', null));
  it.each<[string, Counts, Counts, string]>([
    ['all agree', [24, 200_000], [24, 200_000], 'passed'],
    ['one is silent', [23, 190_000], [23, 190_000], 'rejected'],
    ['one is against', [24, 200_000], [23, 190_000], 'rejected'],
  ])('%s', (_, tookPart, agree, expected) => {
    const terms = termsWith([{ ...motion('q', null), rule }], [24, 200_000]);
    const against: Counts = [tookPart[0] - agree[0], tookPart[1] - agree[1]];
    const tally = tallyWith([24, 200_000], tookPart, { for: agree, against });
    expect(resultOf(terms, tally).questions[0]?.outcome).toBe(expected);
  });
});

describe('Organic Law of Urban Residents’ Committees art. 9: more than half present, more than half of those agree', () => {
  it.each<[string, number, number, string]>([
    ['half present is no meeting', 50, 50, 'no-quorum'],
    ['one more is', 51, 51, 'passed'],
    ['half of those present is no majority', 60, 30, 'rejected'],
    ['one more is one', 60, 31, 'passed'],
  ])('%s', (_, present, agree, expected) => {
    const question = motion('q', null);
    const rule = ruleOf(kindOf('residents-vote'), question);
    const terms = termsWith([{ ...question, rule }], [100, 0]);
    const tally = tallyWith([100, 0], [present, 0], { for: [agree, 0], against: [present - agree, 0] });
    expect(resultOf(terms, tally).questions[0]?.outcome).toBe(expected);
  });
});

describe('elections', () => {
  const election = (
    keys: string[],
    seats: number,
    roll: Counts,
    tookPart: Counts,
    votes: Record<string, Counts>,
  ) => {
    const question = choiceOf('q', keys, seats);
    const terms = termsWith([{ ...question, rule: ruleOf(kindOf('committee-election'), question) }], roll);
    return resultOf(terms, tallyWith(roll, tookPart, votes)).questions[0]!;
  };
  const roll: Counts = [300, 3_000_000];
  const half: Counts = [100, 1_000_000];

  it('a candidate of owners needs more than half of those taking part by both measures (art. 278)', () => {
    const result = election(['a', 'b', 'c'], 3, roll, [200, 2_000_000], {
      a: [101, 1_000_001],
      b: half,
      c: [150, 1_000_000],
    });
    expect(result).toMatchObject({ outcome: 'decided', won: ['a'], seatsOpen: 2, ranking: ['c', 'a', 'b'] });
  });

  it('equal votes for the last seat leave it open and are said', () => {
    const result = election(['a', 'b', 'c'], 2, roll, [200, 2_000_000], {
      a: [160, 1_600_000],
      b: [120, 1_200_000],
      c: [120, 1_200_000],
    });
    expect(result).toMatchObject({ outcome: 'tied', won: ['a'], tied: ['b', 'c'], seatsOpen: 1 });
  });

  it('equal votes with room for all elect all', () => {
    const result = election(['a', 'b'], 2, roll, [200, 2_000_000], {
      a: [120, 1_200_000],
      b: [120, 1_200_000],
    });
    expect(result).toMatchObject({ outcome: 'decided', won: ['a', 'b'], tied: [] });
  });

  it('without a quorum nobody is elected, however many votes they have', () => {
    const result = election(['a'], 1, roll, [199, 2_999_999], { a: [199, 2_999_999] });
    expect(result).toMatchObject({ outcome: 'no-quorum', won: [], seatsOpen: 1 });
  });

  it('a turnout and majority a model declares are kept to the head', () => {
    const tongguan: Model = loadShipped('tongguan');
    const question = choiceOf('q', ['a', 'b'], 1);
    const rule = ruleOf(kindOf('leader-election', tongguan), question);
    const result = (present: number, a: number) =>
      resultOf(
        termsWith([{ ...question, rule }], [50, 0]),
        tallyWith([50, 0], [present, 0], { a: [a, 0], b: [1, 0] }),
      ).questions[0]!.outcome;
    expect(result(39, 39)).toBe('no-quorum');
    expect(result(40, 20)).toBe('none');
    expect(result(40, 21)).toBe('decided');
  });
});

describe('choices', () => {
  const rule = ruleOf(kindOf('happiest-family'), choiceOf('q', ['a'], 1));
  const pick = (
    picks: number,
    votes: Record<string, number>,
    costs?: Record<string, number>,
    budgetFen: number | null = null,
  ) => {
    const question = {
      ...choiceOf('q', Object.keys(votes), picks),
      options: Object.keys(votes).map((key) => option(key, { costFen: costs?.[key] ?? null })),
      budgetFen,
      rule,
    };
    const options = Object.fromEntries(
      Object.entries(votes).map(([key, heads]) => [key, [heads, 0] as Counts]),
    );
    return resultOf(termsWith([question], [100, 0]), tallyWith([100, 0], [60, 0], options)).questions[0]!;
  };

  it('those with most votes win, and what nobody chose never does', () => {
    expect(pick(3, { a: 5, b: 9, c: 0 })).toMatchObject({
      won: ['b', 'a'],
      seatsOpen: 1,
      outcome: 'decided',
    });
  });

  it('a budget is spent from the top; what no longer fits is passed over', () => {
    const votes = { lift: 50, lamps: 40, bench: 30 };
    const costs = { lift: 700_000, lamps: 500_000, bench: 200_000 };
    expect(pick(3, votes, costs, 900_000)).toMatchObject({ won: ['lift', 'bench'], tied: [] });
  });

  it('equal votes for money that is enough for one are a tie', () => {
    const costs = { a: 600_000, b: 600_000 };
    expect(pick(2, { a: 20, b: 20 }, costs, 900_000)).toMatchObject({
      outcome: 'tied',
      won: [],
      tied: ['a', 'b'],
    });
  });

  it('a survey decides nothing', () => {
    const question = choiceOf('q', ['a', 'b'], 1);
    const undecided = ruleOf(kindOf('discontent'), question);
    const terms = termsWith([{ ...question, rule: undecided }], [10, 0]);
    expect(resultOf(terms, tallyWith([10, 0], [3, 0], { a: [2, 0], b: [1, 0] }))).toMatchObject({
      failed: false,
      questions: [{ outcome: 'answered', won: [], ranking: ['a', 'b'] }],
    });
  });
});

it('the quorum is told while voting runs, without a single choice', () => {
  const question = motion('q', 'covenant');
  const terms = termsWith([{ ...question, rule: ruleOf(kindOf('owners-vote'), question) }], [300, 3_000_000]);
  expect(quorumOf(terms, { heads: 200, areaDm2: 1_999_999 }).q).toEqual([
    {
      measure: 'heads',
      part: 200,
      whole: 300,
      share: { numerator: 2, denominator: 3, strict: false },
      reached: true,
    },
    {
      measure: 'area',
      part: 1_999_999,
      whole: 3_000_000,
      share: { numerator: 2, denominator: 3, strict: false },
      reached: false,
    },
  ]);
});

it('no model can change what the Civil Code says, a made-up one neither', () => {
  for (const model of [panzhihua, loadShipped('haikou'), loadFixture('chess-club')]) {
    for (const [key, kind] of Object.entries(model.ballots)) {
      if (kind.form !== 'owners-vote') continue;
      for (const matter of kind.matters) {
        expect(ruleOf(kind, motion('q', matter)), `${model.key} ${key}`).toEqual(
          ruleOf(kindOf('owners-vote'), motion('q', matter)),
        );
      }
    }
  }
});
