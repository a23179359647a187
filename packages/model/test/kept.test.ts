/** Protects cases that run over an upgrade: a model kept before the language grew is read like one of today. */
import { expect, test } from 'vitest';
import { fromKept, type Model } from '../src/index.ts';
import { loadFixture, loadShipped } from './fixtures.ts';

/** Keys the language got after versions had been kept. */
const young = new Set([
  'norms',
  'establishments',
  'gatherings',
  'ballots',
  'opinion',
  'over',
  'exercisedBy',
  'gathering',
  'inClasses',
  'requiredIf',
  'limitByClass',
  'gridsOfEach',
]);

function asKeptBefore(model: Model): Model {
  return JSON.parse(
    JSON.stringify(model, (key, value: unknown) => (young.has(key) ? undefined : value)),
  ) as Model;
}

/** Every path of a model, with kinds, roles and the like by their keys. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one, place) => paths(one, `${at}[${place}]`));
  if (typeof value !== 'object' || value === null) return [at];
  const inside = Object.entries(value).flatMap(([key, child]) => paths(child, `${at}.${key}`));
  return inside.length === 0 ? [at] : inside;
}

test.each([loadShipped('tongguan'), loadShipped('haikou'), loadFixture('chess-league')])(
  '$key, as it would have been kept before, lacks nothing',
  (model) => {
    const read = fromKept(asKeptBefore(model));
    const said = new Set(paths(read));
    const missing = paths(model).filter(
      (path) =>
        !said.has(path) &&
        // What it did not say is empty now, and not there in its parts.
        ![...young].some((key) => path.includes(`.${key}.`) || path.includes(`.${key}[`)),
    );
    expect(missing).toEqual([]);
    expect(read.version).toBe(model.version);
  },
);

test('a model of today is read as it is', () => {
  const model = loadShipped('tongguan');
  expect(fromKept(model)).toEqual(model);
});
