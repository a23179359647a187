/** Norms: what is judged, by which bounds, on which day. Each says which warning would be wrong if it fails. */
import type { Norm } from '@linli/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Counted, judgeNorm, monthEnds } from '../src/index.ts';

const words = { zh: '词', en: 'words' };
const norm = (more: Partial<Norm> = {}): Norm => ({
  title: words,
  figure: 'member-share',
  orgKinds: ['committee'],
  per: null,
  roles: ['seat'],
  membersOf: ['branch'],
  bounds: { min: 50, max: null },
  byClass: {},
  newFrom: null,
  warning: words,
  nextStep: words,
  source: null,
  ...more,
});
const counted = (numerator: number, denominator: number, more: Partial<Counted> = {}): Counted => ({
  numerator,
  denominator,
  areaClass: null,
  formedOn: '2026-03-01',
  ...more,
});
const path = {
  from: '2024-01-01',
  existing: [
    { by: '2025-06-30', bounds: { min: 20, max: null } },
    { by: '2027-06-30', bounds: { min: 40, max: null } },
  ],
};

describe('bounds', () => {
  test('hold their ends and are compared without rounding', () => {
    expect(judgeNorm(norm(), counted(2, 4), '2026-11-23').state).toBe('within');
    expect(judgeNorm(norm(), counted(49, 99), '2026-11-23').state).toBe('outside');
    const grids = norm({ figure: 'grids', bounds: { min: 5, max: 9 } });
    expect([4, 5, 9, 10].map((number) => judgeNorm(grids, counted(number, 1), '2026-11-23').state)).toEqual([
      'outside',
      'within',
      'within',
      'outside',
    ]);
    const perGrid = norm({ figure: 'members-per-grid', bounds: { min: 30, max: 50 } });
    expect(judgeNorm(perGrid, counted(101, 2), '2026-11-23').state).toBe('outside');
  });

  test('of nothing nothing is said', () => {
    expect(judgeNorm(norm(), counted(0, 0), '2026-11-23').state).toBe('unknown');
  });

  test('differ by class; a class with an empty entry is asked nothing', () => {
    const byClass = norm({ byClass: { quiet: { min: 25, max: null }, loud: { min: null, max: null } } });
    const stateIn = (areaClass: string | null) =>
      judgeNorm(byClass, counted(1, 4, { areaClass }), '2026-11-23').state;
    expect(['quiet', 'loud', 'other', null].map(stateIn)).toEqual([
      'within',
      'not-asked',
      'outside',
      'outside',
    ]);
    // A word every object has is no class.
    expect(stateIn('constructor')).toBe('outside');
  });
});

describe('a path for what was there before', () => {
  const going = norm({ newFrom: path });
  const old = (numerator: number) => counted(numerator, 10, { formedOn: '2020-05-01' });

  test('what is new is asked the whole', () => {
    expect(judgeNorm(going, counted(4, 10, { formedOn: '2024-01-01' }), '2026-11-23')).toMatchObject({
      state: 'outside',
      isExisting: false,
      asked: { min: 50, max: null },
    });
  });

  test('what was there is asked the step of the day, and told the next', () => {
    expect(judgeNorm(going, old(1), '2025-06-29')).toMatchObject({ state: 'on-path', asked: null });
    expect(judgeNorm(going, old(1), '2025-06-30').state).toBe('behind');
    expect(judgeNorm(going, old(2), '2026-11-23')).toMatchObject({
      state: 'on-path',
      asked: { min: 20, max: null },
      next: { by: '2027-06-30', bounds: { min: 40, max: null } },
    });
    expect(judgeNorm(going, old(3), '2027-06-30').state).toBe('behind');
    expect(judgeNorm(going, old(5), '2026-11-23')).toMatchObject({ state: 'within', next: null });
  });

  test('a step never asks for more than the norm of the class', () => {
    const lesser = { ...going, byClass: { quiet: { min: 30, max: null } } };
    const inQuiet = counted(3, 10, { formedOn: '2020-05-01', areaClass: 'quiet' });
    expect(judgeNorm(lesser, inQuiet, '2028-01-01').state).toBe('within');
  });

  test('without steps nothing is asked of it', () => {
    const onlyNew = norm({ newFrom: { from: '2024-01-01', existing: [] } });
    expect(judgeNorm(onlyNew, old(0), '2026-11-23').state).toBe('not-asked');
  });
});

test('more members never make a share worse, whatever the norm', () => {
  const order = ['outside', 'behind', 'on-path', 'within'];
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      fc.constantFrom('2020-01-01', '2025-12-31', '2026-11-23', '2030-01-01'),
      (min, seats, isNew, day) => {
        const asked = norm({ bounds: { min, max: null }, newFrom: path });
        const ranks = Array.from({ length: seats + 1 }, (_, members) => {
          const formedOn = isNew ? '2025-01-01' : '2021-01-01';
          return order.indexOf(judgeNorm(asked, counted(members, seats, { formedOn }), day).state);
        });
        expect(ranks).toEqual(ranks.toSorted((left, right) => left - right));
        expect(ranks).not.toContain(-1);
      },
    ),
  );
});

test('points of a trend are the ends of months and the day itself', () => {
  expect(monthEnds('2026-03-15', 3)).toEqual(['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-15']);
  expect(monthEnds('2026-01-31', 1)).toEqual(['2025-12-31', '2026-01-31']);
});
