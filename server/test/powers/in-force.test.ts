/** Any day can be asked, and the answer never depends on what was recorded about another day. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DatedRow, dayBefore, holdsOn, spanOn, spansOf } from '../../src/modules/powers/in-force.ts';

const dayOf = (number: number): string =>
  new Date(Date.UTC(2026, 0, 1) + number * 86_400_000).toISOString().slice(0, 10);
const days = Array.from({ length: 60 }, (_, number) => dayOf(number));

/** Rows as they come about: changes that begin somewhere, corrections of any row before that was not put right yet. */
const history = fc
  .array(
    fc.record({
      from: fc.integer({ min: 5, max: 50 }),
      length: fc.option(fc.integer({ min: -1, max: 30 })),
      replaces: fc.option(fc.nat()),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((steps) => {
    const rows: DatedRow[] = [];
    for (const [place, { from, length, replaces }] of steps.entries()) {
      const free = rows.filter(({ rowNumber }) => !rows.some((row) => row.replaces === rowNumber));
      rows.push({
        rowNumber: place + 1,
        validFrom: dayOf(from),
        validTo: length === null ? null : dayOf(from + length),
        replaces:
          replaces === null || free.length === 0 ? null : (free[replaces % free.length]?.rowNumber ?? null),
      });
    }
    return rows;
  });

test('on no day are two rows of an item in force, whatever was recorded and in whichever order', () => {
  fc.assert(
    fc.property(history, (rows) => {
      const spans = spansOf(rows);
      for (const day of days) {
        expect(spans.filter((span) => holdsOn(span, day)).length).toBeLessThanOrEqual(1);
      }
      for (const { from, to } of spans) expect(to === null || to >= from).toBe(true);
    }),
  );
});

test('while no end is set, exactly one row is in force from the first day on, with no day between', () => {
  fc.assert(
    fc.property(
      history.map((rows) => rows.map((row) => ({ ...row, validTo: null, replaces: null }))),
      (rows) => {
        const first = rows.map(({ validFrom }) => validFrom).toSorted()[0]!;
        for (const day of days) expect(spanOn(rows, day) !== undefined).toBe(day >= first);
      },
    ),
  );
});

test('a change says nothing about the days before it begins', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 5, max: 50 }), (rows, number) => {
      const validFrom = dayOf(number);
      const change = { rowNumber: rows.length + 1, validFrom, validTo: null, replaces: null };
      for (const day of days.filter((one) => one < validFrom)) {
        expect(spanOn([...rows, change], day)?.row).toEqual(spanOn(rows, day)?.row);
      }
    }),
  );
});

test('an item withdrawn before it began leaves the one before it whole', () => {
  const basic = { rowNumber: 1, validFrom: '2026-01-01', validTo: null, replaces: null };
  const planned = { rowNumber: 2, validFrom: '2026-03-01', validTo: null, replaces: null };
  const withdrawn = {
    rowNumber: 3,
    validFrom: '2026-03-01',
    validTo: dayBefore('2026-03-01'),
    replaces: 2,
  };
  expect(spansOf([basic, planned]).map(({ to }) => to)).toEqual(['2026-02-28', null]);
  expect(spansOf([basic, planned, withdrawn])).toEqual([{ row: basic, from: '2026-01-01', to: null }]);
});
