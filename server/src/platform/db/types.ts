/**
 * How PostgreSQL's values arrive: instants as the engine writes them (`2026-11-23T08:00:00.000Z`), days as
 * `2026-11-23`, whole numbers as numbers. A JavaScript Date would lose its zone on the way to the wire and back.
 */
import pg from 'pg';

const { builtins } = pg.types;

const parsers: Record<number, (text: string) => unknown> = {
  [builtins.TIMESTAMPTZ]: parseInstant,
  [builtins.DATE]: (text) => text,
  [builtins.INT8]: parseWhole,
  [builtins.NUMERIC]: Number,
};

export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers[oid]) ??
    pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

/** `2026-11-23 08:00:00.123+00` → `2026-11-23T08:00:00.123Z`; connections run in UTC. */
export function parseInstant(text: string): string {
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(text)) {
    const fraction = text.slice(20, -3).slice(0, 3).padEnd(3, '0');
    return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction}Z`;
  }
  if (text.endsWith('infinity')) return text;
  return new Date(text).toISOString();
}

function parseWhole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}
