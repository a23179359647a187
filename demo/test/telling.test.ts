/** Stories are told up to whatever minute the server is first started at: also in the middle of holidays and at midnight. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Model, readModel } from '@linli/model';
import { describe, expect, it } from 'vitest';
import { isSolved } from '../src/story/told-case.ts';
import { planCity, tellCases } from '../src/tell-city.ts';

const model = modelOf('tongguan');

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

describe.each(['panzhihua', 'haikou', 'yichun'])('what people send in in %s', (key) => {
  const own = modelOf(key);
  if (own === undefined) throw new Error(`${key}.yaml has faults`);
  const { city, cases } = planCity(own, '2026-11-24T02:30:00.000Z');
  const levels = new Map(city.areas.map(({ code, level }) => [code, level]));
  const told = [...cases].map(({ words, life: { state } }) => ({ ...state, words }));
  const levelsOf = (category: string): Set<string | undefined> =>
    new Set(told.filter((one) => one.category === category).map(({ areaCode }) => levels.get(areaCode)));

  it('is said of a place where it can be: a lamp is out in a stairwell or a yard, a leak comes into a home', () => {
    for (const shared of ['street-lamp', 'rubbish-pile', 'stairs-clutter', 'blocked-passage', 'manhole']) {
      expect(levelsOf(shared), shared).not.toContain('home');
    }
    // What was raised at a meeting was told there, of a building.
    const leaks = told.filter(
      ({ category, words }) => category === 'leak-between-homes' && words.includes('我家'),
    );
    for (const { areaCode } of leaks) expect(levels.get(areaCode)).toBe('home');
    expect(told.some(({ areaCode }) => levels.get(areaCode) === 'home')).toBe(true);
  });

  it('is in words of somebody who lives there, whole and rarely twice', () => {
    const reports = told.filter(({ kind }) => kind === 'report');
    expect(reports.length).toBeGreaterThan(200);
    for (const { words } of told) expect(words).not.toMatch(/[{}]|请来看一看|undefined/);
    expect(new Set(reports.map(({ words, areaCode }) => words + areaCode)).size).toBeGreaterThan(
      reports.length * 0.8,
    );
  });

  it('freezes only where there is frost', () => {
    const frozen = told.filter(({ category }) => category === 'icy-road' || category === 'heating');
    expect(frozen.length === 0 || key === 'yichun').toBe(true);
    for (const { openedAt } of frozen) expect(['11', '12', '01', '02', '03']).toContain(openedAt.slice(5, 7));
  });
});

function modelOf(key: string): Model | undefined {
  const path = fileURLToPath(new URL(`../../models/${key}.yaml`, import.meta.url));
  return readModel(path, (one) => (existsSync(one) ? readFileSync(one, 'utf8') : undefined)).model;
}

function firstOf(
  cases: Iterable<{ caseId: string; words: string }>,
): { caseId: string; words: string } | undefined {
  for (const { caseId, words } of cases) return { caseId, words };
  return undefined;
}
