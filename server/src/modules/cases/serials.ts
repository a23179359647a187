/**
 * Serial numbers of cases. Those who ask while a bump is on its way share the next one, so that numbers stay without
 * gaps and no transaction holds the counter's row while it waits for anything else.
 */
import { type Database, inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';

interface Line {
  waiting: { take(serial: number): void; fail(error: unknown): void }[];
  isBumping: boolean;
}

export class Serials {
  readonly #db: Pick<Database, 'app'>;
  readonly #lines = new Map<string, Line>();

  constructor(db: Pick<Database, 'app'>) {
    this.#db = db;
  }

  /** The next serial of a prefix and local day (`20261123`). */
  next(tenantId: number, prefix: string, day: string): Promise<number> {
    const key = `${tenantId} ${prefix} ${day}`;
    const line = this.#lines.get(key) ?? { waiting: [], isBumping: false };
    this.#lines.set(key, line);
    const serial = new Promise<number>((take, fail) => line.waiting.push({ take, fail }));
    if (!line.isBumping) void this.#serve(key, line, tenantId, prefix, day);
    return serial;
  }

  async #serve(key: string, line: Line, tenantId: number, prefix: string, day: string): Promise<void> {
    line.isBumping = true;
    while (line.waiting.length > 0) {
      const served = line.waiting.splice(0);
      try {
        const last = await bump(this.#db, tenantId, prefix, day, served.length);
        for (const [index, { take }] of served.entries()) take(last - served.length + 1 + index);
      } catch (error) {
        for (const { fail } of served) fail(error);
      }
    }
    line.isBumping = false;
    this.#lines.delete(key);
  }
}

const opened = new WeakMap<Deps, Serials>();

/** The serials of a server. */
export function serialsOf(deps: Deps): Serials {
  let serials = opened.get(deps);
  if (!serials) {
    serials = new Serials(deps.db);
    opened.set(deps, serials);
  }
  return serials;
}

/** Takes `count` serials at once and returns the last of them. */
export async function bump(
  db: Pick<Database, 'app'>,
  tenantId: number,
  prefix: string,
  day: string,
  count: number,
): Promise<number> {
  return inTenant(db, tenantId, async (tx) => {
    // Need not reach the disk by itself: a case that bears the number is written after it, and its commit carries
    // everything before it along. A number lost in a crash was borne by nobody.
    const [, bumped] = await Promise.all([
      tx.query('SET LOCAL synchronous_commit = off'),
      tx.query<{ last_serial: number }>(
        `INSERT INTO case_serials (tenant_id, prefix, day, last_serial) VALUES ($1, $2, $3, $4::int)
         ON CONFLICT (tenant_id, prefix, day) DO UPDATE SET last_serial = case_serials.last_serial + $4::int
         RETURNING last_serial`,
        [tenantId, prefix, day, count],
      ),
      tx.commit(),
    ]);
    return bumped.rows[0]!.last_serial;
  });
}

/** `R20261123-0007`: what people say on the phone. */
export function caseNumber(prefix: string, day: string, serial: number): string {
  return `${prefix}${day}-${String(serial).padStart(4, '0')}`;
}
