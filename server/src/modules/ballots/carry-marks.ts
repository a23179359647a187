/**
 * A corrected roll numbers its entries anew, because their places follow from fresh salts. What owners did before, being served
 * and asking a proxy, goes with the head and not with the number: otherwise one owner's proxy would vote for another's home.
 */
import type { MadeRoll } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { openIdentity } from './store.ts';

interface Mark {
  entryId: string;
  servedAt: string | null;
  proxyTo: string | null;
  proxyGivenAt: string | null;
}

/** A head that is no more, or is voted for by somebody else now, begins anew. */
export async function carryMarks(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  rolls: { before: number; after: MadeRoll },
  by: { at: string; personId: string },
): Promise<void> {
  const { rows: marks } = await tx.query<Mark & { cipher: Buffer; voterId: string | null }>(
    `SELECT mark.entry_id AS "entryId", mark.served_at AS "servedAt", mark.proxy_to AS "proxyTo",
            mark.proxy_given_at AS "proxyGivenAt", roll.identity_cipher AS cipher,
            coalesce(roll.voter_id, claim.voter_id) AS "voterId"
       FROM ballot_entries AS mark
       JOIN ballot_roll_entries AS roll
         ON roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 AND roll.entry_id = mark.entry_id
       LEFT JOIN ballot_roll_claims AS claim
         ON claim.tenant_id = $1 AND claim.ballot_id = $2 AND claim.roll_number = $3 AND claim.entry_id = mark.entry_id
      WHERE mark.tenant_id = $1 AND mark.ballot_id = $2 AND (mark.served_at IS NOT NULL OR mark.proxy_to IS NOT NULL)`,
    [tx.tenantId, ballotId, rolls.before],
  );
  if (marks.length === 0) return;
  const placeOf = new Map(rolls.after.identities.map(({ id, key, voterId }) => [`${key} ${voterId}`, id]));
  const carried = marks.flatMap(({ cipher, voterId, ...mark }): Mark[] => {
    const { key } = openIdentity(secrets, tx.tenantId, cipher);
    const entryId = placeOf.get(`${key} ${voterId}`);
    return entryId === undefined ? [] : [{ ...mark, entryId }];
  });
  await tx.query(
    `UPDATE ballot_entries SET served_at = NULL, proxy_to = NULL, proxy_given_at = NULL
      WHERE tenant_id = $1 AND ballot_id = $2`,
    [tx.tenantId, ballotId],
  );
  await tx.query(
    `INSERT INTO ballot_entries (tenant_id, ballot_id, entry_id, served_at, proxy_to, proxy_given_at, steps)
     SELECT $1, $2, one.id, one.served, one.proxy, one.given, 0
       FROM unnest($3::text[], $4::timestamptz[], $5::uuid[], $6::timestamptz[]) AS one (id, served, proxy, given)
     ON CONFLICT (tenant_id, ballot_id, entry_id) DO UPDATE
       SET served_at = excluded.served_at, proxy_to = excluded.proxy_to, proxy_given_at = excluded.proxy_given_at`,
    [
      tx.tenantId,
      ballotId,
      carried.map(({ entryId }) => entryId),
      carried.map(({ servedAt }) => servedAt),
      carried.map(({ proxyTo }) => proxyTo),
      carried.map(({ proxyGivenAt }) => proxyGivenAt),
    ],
  );
  const touched = [...new Set([...marks, ...carried].map(({ entryId }) => entryId))];
  await tx.query(
    `WITH counted AS (
       UPDATE ballot_entries SET steps = steps + 1
        WHERE tenant_id = $1 AND ballot_id = $2 AND entry_id = ANY ($3::text[]) RETURNING entry_id, steps)
     INSERT INTO ballot_entry_steps (tenant_id, ballot_id, ref, step_number, step, at, by_person_id)
     SELECT $1, $2, counted.entry_id, counted.steps, 'roll-corrected', $4, $5 FROM counted`,
    [tx.tenantId, ballotId, touched, by.at, by.personId],
  );
}
