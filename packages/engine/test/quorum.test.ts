import type { DecisionRule, QuorumRule, Share } from '@linli/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handsCarry, leastOf, meetingQuorum, refuseResolution } from '../src/index.ts';

const moreThanHalf: Share = { numerator: 1, denominator: 2, strict: true };
const twoThirds: Share = { numerator: 2, denominator: 3, strict: false };
const committee: QuorumRule = { share: moreThanHalf, ofAtLeast: 3 };
const ofAll: DecisionRule = { share: moreThanHalf, of: 'entitled' };
const ofThoseHere: DecisionRule = { share: moreThanHalf, of: 'present' };

describe('protects decisions from a room that is too empty', () => {
  it.each([
    // entitled, present, needed, isMet
    [3, 1, 2, false],
    [3, 2, 2, true],
    [4, 2, 3, false],
    [5, 2, 3, false],
    [5, 3, 3, true],
    [7, 3, 4, false],
    [7, 4, 4, true],
    [46, 23, 24, false],
    [46, 24, 24, true],
  ])('of %i with %i here, %i are needed: %s', (entitled, present, needed, isMet) => {
    expect(meetingQuorum(committee, { entitled, present })).toMatchObject({ needed, isMet });
  });

  it('a committee of at least three on which one sits does not decide alone, nor one on which nobody sits', () => {
    expect(meetingQuorum(committee, { entitled: 1, present: 1 })).toEqual({
      entitled: 3,
      present: 1,
      needed: 2,
      isMet: false,
    });
    expect(meetingQuorum(committee, { entitled: 0, present: 0 }).isMet).toBe(false);
    expect(meetingQuorum({ share: moreThanHalf, ofAtLeast: null }, { entitled: 0, present: 0 }).isMet).toBe(
      false,
    );
  });

  it('where nobody has counted the members it cannot decide, however many came', () => {
    expect(meetingQuorum(committee, { entitled: null, present: 90 })).toMatchObject({
      needed: null,
      isMet: false,
    });
  });
});

describe('protects those who stayed away: a majority of all is counted of all', () => {
  it.each([
    // for, against, abstained; entitled, present; passes
    [3, 0, 0, 5, 3, true],
    [2, 0, 1, 5, 3, false],
    [2, 1, 0, 5, 5, false],
    [4, 3, 0, 7, 7, true],
    [3, 0, 1, 7, 4, false],
  ])(
    '%i for, %i against, %i abstained; of %i, %i here: %s',
    (yes, against, abstained, entitled, present, passes) => {
      expect(handsCarry(ofAll, { for: yes, against, abstained }, { entitled, present }).isPassed).toBe(
        passes,
      );
    },
  );

  it('a majority of those here counts who abstains; without a rule it is more for than against', () => {
    const hands = { for: 2, against: 1, abstained: 1 };
    expect(handsCarry(ofThoseHere, hands, { entitled: null, present: 4 })).toEqual({
      needed: 3,
      isPassed: false,
    });
    expect(handsCarry(null, hands, { entitled: null, present: 4 })).toEqual({ needed: null, isPassed: true });
  });

  it('of hands alone: who went home before the vote is no voice against it, who abstains is one', () => {
    const ofHands: DecisionRule = { share: moreThanHalf, of: 'hands' };
    const carry = (yes: number, against: number, abstained: number): boolean =>
      handsCarry(ofHands, { for: yes, against, abstained }, { entitled: null, present: 40 }).isPassed;
    expect([carry(5, 4, 0), carry(5, 4, 1), carry(0, 0, 0)]).toEqual([true, false, false]);
  });

  it('of a number nobody knows no majority is reached', () => {
    const hands = { for: 40, against: 0, abstained: 0 };
    expect(handsCarry(ofAll, hands, { entitled: null, present: 40 })).toEqual({
      needed: null,
      isPassed: false,
    });
  });
});

it('nothing is resolved without quorum, and a committee resolves what hands have carried only', () => {
  const met = meetingQuorum(committee, { entitled: 5, present: 3 });
  const open = meetingQuorum(committee, { entitled: 5, present: 2 });
  expect(refuseResolution({ quorum: open, decision: ofAll }, true)).toBe('no-quorum');
  expect(refuseResolution({ quorum: met, decision: ofAll }, false)).toBe('no-hands');
  expect(refuseResolution({ quorum: met, decision: ofAll }, true)).toBeUndefined();
  expect(refuseResolution({ quorum: null, decision: ofThoseHere }, false)).toBeUndefined();
});

it('the least number of a share reaches it, and one less does not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.constantFrom(moreThanHalf, twoThirds),
      (whole, share) => {
        const reaches = (part: number): boolean => {
          const [left, right] = [part * share.denominator, whole * share.numerator];
          return share.strict ? left > right : left >= right;
        };
        const least = leastOf(share, whole);
        return reaches(least) && !reaches(least - 1);
      },
    ),
  );
});

it('two decisions of more than half of all, for and against the same, cannot both hold', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 200 }), (entitled, yes) => {
      const hands = Math.min(yes, entitled);
      const rest = { for: entitled - hands, against: hands, abstained: 0 };
      const one = handsCarry(
        ofAll,
        { for: hands, against: rest.for, abstained: 0 },
        { entitled, present: entitled },
      );
      const other = handsCarry(ofAll, rest, { entitled, present: entitled });
      return !(one.isPassed && other.isPassed);
    }),
  );
});
