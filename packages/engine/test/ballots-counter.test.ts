/**
 * Two counters that share nothing with the engine: of secret ballots, which are cut into slips, and of results, in whole numbers
 * as the law says them (Civil Code art. 278, 1259). They agree with it on whatever people do.
 */
import { type JointMatter, jointMatters } from '@linli/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BallotTerms,
  type Cast,
  type Choices,
  type EntryMark,
  type PaperSlip,
  resultOf,
  ruleOf,
  type Slip,
  slipsOf,
  tallyOf,
} from '../src/index.ts';
import { begin, draftOf, homesOf, kindOf, motion, open, rollOf } from './ballots-city.ts';

type Side = 'for' | 'against' | 'neither';
const side = fc.constantFrom<Side>('for', 'against', 'neither');
const choicesOf = (lift: Side): Choices => ({ lift: lift === 'neither' ? [] : [lift] });

/** What an owner does: nothing, is reached and silent, votes online (and may lose some slips on the way), or on paper. */
type Deed =
  | { how: 'nothing' }
  | { how: 'served' }
  | { how: 'online'; says: Side; loses: number }
  | { how: 'proxy'; says: Side; loses: number }
  | { how: 'paper'; says: Side | 'invalid' };
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.constantFrom<Deed>({ how: 'nothing' }, { how: 'served' }),
  fc
    .tuple(
      fc.boolean(),
      side,
      fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 4 })),
    )
    .map(([isProxy, says, loses]): Deed => ({ how: isProxy ? 'proxy' : 'online', says, loses })),
  fc.record({ how: fc.constant('paper' as const), says: fc.oneof(side, fc.constant('invalid' as const)) }),
);

describe('a secret ballot cut into slips', () => {
  it('adds up to what its owners said, and to what did not arrive', () => {
    let lost = 0;
    let cast = 0;
    fc.assert(
      fc.property(
        fc.array(fc.record({ areaDm2: fc.integer({ min: 1, max: 40_000 }), deed }), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
        (owners, order) => {
          const made = rollOf(homesOf(owners.map(({ areaDm2 }) => areaDm2)));
          const terms: BallotTerms = {
            ...open(begin(draftOf({ questions: [motion('lift', 'rebuild')] })), made),
            secret: true,
          };
          const sums = {
            for: { heads: 0, areaDm2: 0 },
            against: { heads: 0, areaDm2: 0 },
            neither: { heads: 0, areaDm2: 0 },
            invalid: { heads: 0, areaDm2: 0 },
            notCast: { heads: 0, areaDm2: 0 },
          };
          const marks: EntryMark[] = [];
          const slips: Slip[] = [];
          const papers: PaperSlip[] = [];
          made.roll.entries.forEach((entry, index) => {
            const { deed: done } = owners[index]!;
            if (done.how === 'nothing') return;
            if (done.how === 'served') {
              marks.push({ entryId: entry.id, mark: 'served' });
              return;
            }
            if (done.how === 'paper') {
              marks.push({ entryId: entry.id, mark: 'paper' });
              const choices: Choices = done.says === 'invalid' ? { lift: 'invalid' } : choicesOf(done.says);
              papers.push({ serial: `${index}`, choices, areaDm2: entry.areaDm2, by: ['a', 'b'] });
              sums[done.says].heads += 1;
              sums[done.says].areaDm2 += entry.areaDm2;
              return;
            }
            marks.push({ entryId: entry.id, mark: done.how === 'proxy' ? 'proxy-issued' : 'issued' });
            const values = slipsOf(terms, entry.areaDm2);
            // What is left of the area when each value is taken away must be nothing.
            expect(values.slice(1).reduce((left, value) => left - Number(value), entry.areaDm2)).toBe(0);
            values.forEach((value, at) => {
              const to = at < done.loses ? sums.notCast : sums[done.says];
              if (value === 'head') to.heads += 1;
              else to.areaDm2 += Number(value);
              if (at < done.loses) {
                lost += 1;
                return;
              }
              cast += 1;
              slips.push({ value, token: `${index}-${at}`, choices: choicesOf(done.says), signature: '' });
            });
          });
          // The box lies in whatever order.
          slips.sort((a, b) => (order[a.token.length % 5]! % 7) - (order[b.token.length % 5]! % 7));
          const all: Cast = { votes: [], marks, slips, papers };
          const tally = tallyOf(terms, made.roll.entries, all);
          expect(tally.questions.lift).toEqual({
            options: { for: sums.for, against: sums.against },
            abstained: sums.neither,
            invalid: sums.invalid,
            silent: null,
          });
          expect(tally.notCast).toEqual(sums.notCast);
          for (const measure of ['heads', 'areaDm2'] as const) {
            expect(tally.tookPart[measure]).toBe(
              sums.for[measure] + sums.against[measure] + sums.neither[measure] + sums.invalid[measure],
            );
          }
        },
      ),
      { numRuns: 200 },
    );
    expect(Math.min(lost, cast)).toBeGreaterThan(100);
  });
});

describe('a result under Civil Code art. 278', () => {
  it('is what whole numbers say, by area and by head, for each of the nine matters', () => {
    const seen = { 'no-quorum': 0, passed: 0, rejected: 0 };
    const measured = fc.record({
      roll: fc.integer({ min: 1, max: 4_000_000 }),
      // Near the borders, where it matters: parts of twelve, and one more or less.
      tookTwelfths: fc.integer({ min: 0, max: 12 }),
      agreeTwelfths: fc.integer({ min: 0, max: 12 }),
      tookOff: fc.integer({ min: -1, max: 1 }),
      agreeOff: fc.integer({ min: -1, max: 1 }),
    });
    const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));
    fc.assert(
      fc.property(
        fc.constantFrom<JointMatter>(...jointMatters),
        measured,
        measured,
        (matter, byHead, byArea) => {
          const [heads, area] = [byHead, byArea].map(
            ({ roll, tookTwelfths, agreeTwelfths, tookOff, agreeOff }) => {
              const whole = roll * 12;
              const took = within(roll * tookTwelfths + tookOff, whole);
              return { whole, took, agree: within(Math.floor((took * agreeTwelfths) / 12) + agreeOff, took) };
            },
          );
          if (!heads || !area) throw new Error('two measures');
          const isQuorate = [heads, area].every(({ took, whole }) => 3 * took >= 2 * whole);
          const isSpecial = ['raise-repair-fund', 'rebuild', 'common-parts'].includes(matter);
          const isAgreed = [heads, area].every(({ agree, took }) =>
            isSpecial ? took > 0 && 4 * agree >= 3 * took : 2 * agree > took,
          );
          const expected = !isQuorate ? 'no-quorum' : isAgreed ? 'passed' : 'rejected';
          const question = motion('q', matter);
          const terms = {
            questions: [{ ...question, rule: ruleOf(kindOf('owners-vote'), question) }],
            roll: { onDate: '', root: '', total: { heads: heads.whole, areaDm2: area.whole } },
          } as unknown as BallotTerms;
          const none = { heads: 0, areaDm2: 0 };
          const result = resultOf(terms, {
            roll: { heads: heads.whole, areaDm2: area.whole },
            tookPart: { heads: heads.took, areaDm2: area.took },
            byChannel: {},
            questions: {
              q: {
                options: {
                  for: { heads: heads.agree, areaDm2: area.agree },
                  against: { heads: heads.took - heads.agree, areaDm2: area.took - area.agree },
                },
                abstained: none,
                invalid: none,
                silent: null,
              },
            },
            notCast: null,
          });
          seen[expected] += 1;
          expect(result.questions[0]?.outcome).toBe(expected);
          expect(result.failed).toBe(!isQuorate);
        },
      ),
      { numRuns: 3_000 },
    );
    // Seldomest is what passes, one in forty.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
  });
});
