/** A line through values, laid out in a box: plain numbers in, coordinates out. */
export interface TrendLine {
  /** In order; months without anything to count are left out and break no line. */
  points: { x: number; y: number; value: number; on: string }[];
  /** Height of the aim, where it lies within the box. */
  aimY: number | null;
  low: number;
  high: number;
}

export function layTrend(
  trend: readonly { on: string; value: number | undefined }[],
  aim: number | null,
  { width, height }: { width: number; height: number },
): TrendLine {
  const values = trend.flatMap(({ value }) => value ?? []);
  const all = aim === null ? values : [...values, aim];
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
    aimY: aim === null || values.length === 0 ? null : yOf(aim),
    low,
    high,
  };
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
