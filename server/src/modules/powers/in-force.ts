/** Which row of an item is in force on a day: pure, so that any day can be asked and every caller gets the same answer. */
export interface Span<Row> {
  row: Row;
  /** First and last day on which it is so; no last day is known: null. */
  from: string;
  to: string | null;
}

export interface DatedRow {
  rowNumber: number;
  validFrom: string;
  validTo: string | null;
  replaces: number | null;
}

/**
 * The rows of one item, each with the days on which it is in force, in order and never two on one day: a row holds
 * until the next one begins, or until its own last day. Rows that were put right hold on no day; of two that begin on
 * the same day the later one counts.
 */
export function spansOf<Row extends DatedRow>(rows: readonly Row[]): Span<Row>[] {
  const replaced = new Set(rows.map(({ replaces }) => replaces));
  const live = rows
    .filter(({ rowNumber }) => !replaced.has(rowNumber))
    .filter(({ validFrom, validTo }) => validTo === null || validTo >= validFrom)
    .toSorted(
      (left, right) => left.validFrom.localeCompare(right.validFrom) || left.rowNumber - right.rowNumber,
    );
  return live.flatMap((row, place) => {
    const next = live[place + 1];
    const to = earlier(row.validTo, next === undefined ? null : dayBefore(next.validFrom));
    return to !== null && to < row.validFrom ? [] : [{ row, from: row.validFrom, to }];
  });
}

export function spanOn<Row extends DatedRow>(rows: readonly Row[], day: string): Span<Row> | undefined {
  return spansOf(rows).find((span) => holdsOn(span, day));
}

export function holdsOn({ from, to }: { from: string; to: string | null }, day: string): boolean {
  return from <= day && (to === null || to >= day);
}

export function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

function earlier(left: string | null, right: string | null): string | null {
  if (left === null) return right;
  return right === null || left < right ? left : right;
}
