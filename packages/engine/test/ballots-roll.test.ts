/** The roll: who is one head, and that an owner finds their own entry in it and nobody else does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makePersonRoll,
  makeRoll,
  mergeKeyOf,
  proveEntry,
  type RollHome,
  verifyEntry,
} from '../src/index.ts';
import { homesOf, refused, rollOf, saltOf } from './ballots-city.ts';

const [first, second, third] = homesOf([8_962, 10_050, 7_300]) as [RollHome, RollHome, RollHome];

describe('法释〔2009〕7号（2020年修正）art. 9: who is one head', () => {
  it('several homes of one buyer are one head with all their area', () => {
    const { roll } = rollOf([first, { ...second, buyer: first.buyer }, third]);
    expect(roll.total).toEqual({ heads: 2, areaDm2: 26_312 });
    expect(roll.entries.map(({ homes, areaDm2 }) => [homes, areaDm2]).sort()).toEqual([
      [1, 7_300],
      [2, 19_012],
    ]);
  });

  it('what the developer has not sold, and what is sold but not delivered, is one head', () => {
    const unsold = { ...first, buyer: '', developer: 'd', voterId: null };
    const undelivered = { ...second, developer: 'd' };
    const { roll } = rollOf([unsold, undelivered, third]);
    expect(roll.total.heads).toBe(2);
    expect(roll.entries.filter(({ isDeveloper }) => isDeveloper)).toMatchObject([
      { homes: 2, areaDm2: 19_012 },
    ]);
  });

  it('a buyer whose key reads like the developer’s is not merged with it', () => {
    expect(
      rollOf([
        { ...first, buyer: 'd' },
        { ...second, developer: 'd' },
      ]).roll.total.heads,
    ).toBe(2);
  });

  it('co-owners are one buyer in whatever order they stand in the register', () => {
    expect(mergeKeyOf(['wife', 'husband'])).toBe(mergeKeyOf(['husband', 'wife', 'wife']));
    expect(mergeKeyOf(['wife', 'husband'])).not.toBe(mergeKeyOf(['wife']));
  });

  it('heads and area are those of an independent count, whatever the homes', () => {
    const home = fc.record({
      buyer: fc.nat(6),
      developer: fc.boolean(),
      areaDm2: fc.integer({ min: 1, max: 30_000 }),
    });
    fc.assert(
      fc.property(fc.array(home, { minLength: 1, maxLength: 40 }), (drawn) => {
        const homes = drawn.map(
          (each, index): RollHome => ({
            ...first,
            code: String(index),
            areaDm2: each.areaDm2,
            buyer: String(each.buyer),
            developer: each.developer ? 'd' : null,
          }),
        );
        const names = new Set(drawn.map(({ buyer, developer }) => (developer ? 'developer' : buyer)));
        const { roll } = rollOf(homes);
        expect(roll.total).toEqual({
          heads: names.size,
          areaDm2: drawn.reduce((sum, each) => sum + each.areaDm2, 0),
        });
        expect(roll.entries.map(({ id }) => id)).toEqual(roll.entries.map((_, index) => String(index + 1)));
      }),
    );
  });
});

describe('refusals', () => {
  it.each([
    ['a home twice', [first, first]],
    ['no area', [{ ...first, areaDm2: 0 }]],
    ['an area that is no whole number of dm²', [{ ...first, areaDm2: 89.6 }]],
    ['no home', []],
  ])('%s', (_, homes) => {
    expect(refused(makeRoll('2026-03-01', homes, saltOf)).at).toBe('roll');
  });

  it('somebody twice among persons', () => {
    const person = { key: 'a', personId: 'p' };
    expect(refused(makePersonRoll('2026-03-01', [person, person], saltOf)).code).toBe('field-invalid');
  });
});

describe('the commitment', () => {
  it('proves each entry, and no other, to be on the roll', () => {
    for (const size of [1, 2, 3, 7, 12]) {
      const { roll, identities } = rollOf(homesOf(Array.from({ length: size }, (_, index) => 5_000 + index)));
      for (const entry of roll.entries) {
        const proof = proveEntry(roll, entry.id);
        const mine = identities.find(({ id }) => id === entry.id);
        expect(verifyEntry(roll.root, entry, proof, mine)).toBe(true);
        expect(verifyEntry(roll.root, { ...entry, areaDm2: entry.areaDm2 + 1 }, proof)).toBe(false);
        const others = identities.filter(({ id }) => id !== entry.id);
        expect(others.some((other) => verifyEntry(roll.root, entry, proof, other))).toBe(false);
      }
    }
  });

  it('tells nothing of who owns what: the same homes with other salts stand elsewhere and read otherwise', () => {
    const homes = homesOf(Array.from({ length: 30 }, () => 9_000));
    const one = rollOf(homes).roll;
    const other = makeRoll('2026-03-01', homes, (key) => saltOf(`other ${key}`));
    expect(
      'roll' in other &&
        other.roll.entries.some(({ identity }) => one.entries.some((e) => e.identity === identity)),
    ).toBe(false);
    expect(JSON.stringify(one)).not.toMatch(/buyer|voter|5104/);
  });

  it('an owner cannot be shown an entry with another voter', () => {
    const { roll, identities } = rollOf([first, second]);
    const mine = identities[0]!;
    const entry = roll.entries[0]!;
    const proof = proveEntry(roll, entry.id);
    expect(verifyEntry(roll.root, entry, proof, { ...mine, voterId: 'somebody else' })).toBe(false);
  });
});

it('persons are one head each, without area', () => {
  const made = makePersonRoll(
    '2026-03-01',
    [
      { key: 'a', personId: 'p' },
      { key: 'b', personId: null },
    ],
    saltOf,
  );
  expect('roll' in made && made.roll.total).toEqual({ heads: 2, areaDm2: 0 });
});
