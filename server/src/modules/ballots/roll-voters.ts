/**
 * Who votes for an entry of a frozen roll: whom the roll names; else whoever claimed the entry; else, until somebody does, whoever
 * proved the telephone that the register had when the roll was frozen. The roll itself and its root never change by it.
 */
import type { Tx } from '../../platform/db/index.ts';
import { problem } from '../../platform/http/index.ts';

/** `roll` with what makes `rollVoter` out of it. $1 is the tenant. */
export const rollVoterSource = `ballot_roll_entries AS roll
  LEFT JOIN ballot_roll_claims AS claim ON claim.tenant_id = $1 AND claim.ballot_id = roll.ballot_id
       AND claim.roll_number = roll.roll_number AND claim.entry_id = roll.entry_id
  LEFT JOIN people AS caller ON caller.tenant_id = $1 AND claim.voter_id IS NULL
       AND caller.phone_index = roll.voter_phone_index AND caller.phone_confirmed_at IS NOT NULL`;
export const rollVoter = 'coalesce(roll.voter_id, claim.voter_id, caller.person_id)';

/** Condition: somebody votes for an entry of this roll. Each way is a look by its own index. */
export function votesOnRoll({
  person,
  ballot,
  rollNumber,
}: {
  person: string;
  ballot: string;
  rollNumber: string;
}): string {
  const ofRoll = (table: string): string =>
    `${table}.tenant_id = $1 AND ${table}.ballot_id = ${ballot} AND ${table}.roll_number = ${rollNumber}`;
  return `(EXISTS (SELECT FROM ballot_roll_entries AS roll WHERE ${ofRoll('roll')} AND roll.voter_id = ${person})
    OR EXISTS (SELECT FROM ballot_roll_claims AS claim WHERE ${ofRoll('claim')} AND claim.voter_id = ${person})
    OR EXISTS (SELECT FROM ${rollByPhone(person)} WHERE ${ofRoll('roll')} AND ${isUnclaimed}))`;
}

/** `roll`: entries that a person finds by the telephone they proved. */
export const rollByPhone = (person: string): string => `people AS caller
  JOIN ballot_roll_entries AS roll ON roll.tenant_id = $1 AND roll.voter_phone_index = caller.phone_index
       AND caller.tenant_id = $1 AND caller.person_id = ${person} AND caller.phone_confirmed_at IS NOT NULL`;
export const isUnclaimed = `NOT EXISTS (SELECT FROM ballot_roll_claims AS claim
  WHERE claim.tenant_id = $1 AND claim.ballot_id = roll.ballot_id AND claim.roll_number = roll.roll_number
    AND claim.entry_id = roll.entry_id)`;

/** The first who does anything with an entry found by telephone keeps it: whoever has the number later is somebody else. */
export async function claimEntry(
  tx: Tx,
  { ballotId, rollNumber, entryId }: { ballotId: string; rollNumber: number; entryId: string },
  personId: string,
): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO ballot_roll_claims (tenant_id, ballot_id, roll_number, entry_id, voter_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant_id, ballot_id, roll_number, entry_id) DO NOTHING`,
    [tx.tenantId, ballotId, rollNumber, entryId, personId],
  );
  // Somebody else did in this very moment.
  if (rowCount === 0) throw problem('not-found');
}
