/** A roll as those who count look for papers in it. A roll is never changed, so what was read of a large one is kept. */
import type { Tx } from '../../platform/db/index.ts';

export interface DeskEntry {
  ref: string;
  areaDm2: number;
  homes: { code: string; name: string }[];
  /** Where persons are on the roll and not homes: who it is. */
  voter: string | null;
}

const rolls = new Map<string, readonly DeskEntry[]>();
const rollsAtMost = 20;

/** In the order of the roll. */
export async function deskRollOf(
  tx: Tx,
  ballotId: string,
  rollNumber: number,
): Promise<readonly DeskEntry[]> {
  const key = `${tx.tenantId} ${ballotId} ${rollNumber}`;
  const known = rolls.get(key);
  if (known) return known;
  const [entries, homes] = await Promise.all([
    tx.query<{ ref: string; areaDm2: number; name: string | null }>(
      `SELECT roll.entry_id AS ref, roll.area_dm2 AS "areaDm2", people.name
         FROM ballot_roll_entries AS roll
         LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = roll.voter_id
        WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 ORDER BY roll.place`,
      [tx.tenantId, ballotId, rollNumber],
    ),
    tx.query<{ ref: string; code: string; name: string }>(
      `SELECT home.entry_id AS ref, home.home_code AS code, coalesce(areas.full_name, home.home_code) AS name
         FROM ballot_roll_homes AS home LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = home.home_code
        WHERE home.tenant_id = $1 AND home.ballot_id = $2 AND home.roll_number = $3 ORDER BY home.home_code`,
      [tx.tenantId, ballotId, rollNumber],
    ),
  ]);
  const homesOf = Map.groupBy(homes.rows, ({ ref }) => ref);
  const isOfPersons = homes.rows.length === 0;
  const roll = entries.rows.map(
    ({ ref, areaDm2, name }): DeskEntry => ({
      ref,
      areaDm2,
      homes: (homesOf.get(ref) ?? []).map(({ code, name: title }) => ({ code, name: title })),
      voter: isOfPersons ? name : null,
    }),
  );
  if (rolls.size >= rollsAtMost) rolls.clear();
  rolls.set(key, roll);
  return roll;
}
