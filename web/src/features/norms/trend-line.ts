/** A line through values, laid out in a box: plain numbers in, coordinates out. */
export interface TrendLine {
  /** In order; months without anything to count are left out and break no line. */
  points: { x: number; y: number; value: number; on: string }[];
  /** Heights of the aims, in their order; none where nothing was counted. */
  aimYs: number[];
  low: number;
  high: number;
}

export function layTrend(
  trend: readonly { on: string; value: number | undefined }[],
  aims: readonly number[],
  { width, height }: { width: number; height: number },
): TrendLine {
  const values = trend.flatMap(({ value }) => value ?? []);
  const all = [...values, ...aims];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  // A line that does not move is drawn in the middle, and a small change does not look like a leap.
  const room = Math.max((most - least) * 0.15, Math.abs(most) * 0.05, 1);
  const low = Math.max(0, least - room);
  const high = most + room;
  const yOf = (value: number) => round(height - ((value - low) / (high - low)) * height);
  const last = Math.max(1, trend.length - 1);
  return {
    points: trend.flatMap(({ on, value }, index) =>
      value === undefined ? [] : [{ x: round((index / last) * width), y: yOf(value), value, on }],
    ),
    aimYs: values.length === 0 ? [] : aims.map(yOf),
    low,
    high,
  };
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
