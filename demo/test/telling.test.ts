/** Stories are told up to whatever minute the server is first started at: also in the middle of holidays and at midnight. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readModel } from '@linli/model';
import { describe, expect, it } from 'vitest';
import { isSolved } from '../src/story/told-case.ts';
import { planCity, tellCases } from '../src/tell-city.ts';

const file = fileURLToPath(new URL('../../models/tongguan.yaml', import.meta.url));
const { model } = readModel(file, (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined));

describe('Tongguan, told', () => {
  it.each([
    ['the day after a week of holidays', '2026-10-08T01:00:00.000Z'],
    ['the end of the Spring Festival', '2026-02-24T01:00:00.000Z'],
    ['midnight of the New Year there', '2026-12-31T16:00:00.000Z'],
    ['a year whose holidays are not published', '2028-06-15T03:00:00.000Z'],
  ])('has its 6,330 solved cases and cases on every rung on %s', async (_day, now) => {
    if (model === undefined) throw new Error('tongguan.yaml has faults');
    const told = await tellCases(planCity(model, now).cases, () => {});
    expect(told.filter(isSolved).length).toBe(6330);
    const rungs = new Set(told.flatMap(({ life }) => life.state.rung?.index ?? []));
    expect([...rungs].sort()).toEqual([0, 1, 2]);
    expect(told.every(({ life }) => life.told.every(({ at }) => at <= now))).toBe(true);
  });

  it('is the same city when it is told again for the same minute', () => {
    if (model === undefined) throw new Error('tongguan.yaml has faults');
    const [one, other] = [
      planCity(model, '2026-11-24T02:30:00.000Z'),
      planCity(model, '2026-11-24T02:30:00.000Z'),
    ];
    expect(one.city).toEqual(other.city);
    expect(firstOf(one.cases)).toEqual(firstOf(other.cases));
  });
});

function firstOf(
  cases: Iterable<{ caseId: string; words: string }>,
): { caseId: string; words: string } | undefined {
  for (const { caseId, words } of cases) return { caseId, words };
  return undefined;
}
