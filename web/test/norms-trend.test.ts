import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layTrend } from '../src/features/norms/trend-line.ts';

const box = { width: 300, height: 80 };
const point = (on: string, value: number | undefined) => ({ on, value });

describe('the year of a norm as a line', () => {
  test('more is higher, later is further right, and each aim lies where its value would', () => {
    const { points, aimYs } = layTrend([point('a', 20), point('b', 50), point('c', 70)], [50, 70], box);
    expect(points.map(({ x }) => x)).toEqual([0, 150, 300]);
    expect(points[0]?.y).toBeGreaterThan(points[1]?.y ?? 0);
    expect(points[1]?.y).toBeGreaterThan(points[2]?.y ?? 0);
    expect(aimYs).toEqual([points[1]?.y, points[2]?.y]);
  });

  test('months without anything to count are left out and move no other month', () => {
    const { points } = layTrend([point('a', 20), point('b', undefined), point('c', 20)], [], box);
    expect(points.map(({ on, x }) => [on, x])).toEqual([
      ['a', 0],
      ['c', 300],
    ]);
    expect(layTrend([point('a', undefined)], [50], box)).toMatchObject({ points: [], aimYs: [] });
  });

  test('a small change does not look like a leap', () => {
    const { points } = layTrend([point('a', 70), point('b', 70.1)], [], box);
    expect(Math.abs((points[0]?.y ?? 0) - (points[1]?.y ?? 0))).toBeLessThan(box.height / 10);
  });

  test('every point and every aim lie within the box, whatever was counted', () => {
    const value = fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 13 }),
        fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 2 }),
        (values, aims) => {
          const line = layTrend(
            values.map((one, index) => point(String(index), one)),
            aims,
            box,
          );
          for (const { x, y } of line.points) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(x).toBeLessThanOrEqual(box.width);
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(box.height);
          }
          for (const y of line.aimYs) {
            expect(y).toBeGreaterThanOrEqual(0);
            expect(y).toBeLessThanOrEqual(box.height);
          }
        },
      ),
    );
  });
});
