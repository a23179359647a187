/**
 * Mixes the box once voting has ended. Rows lie in a table in the order in which they came, and each bears the number of the
 * transaction that brought it; whoever reads the files could lay that beside the order in which slips were signed. So all slips
 * are written anew, in the order of fresh random keys, by one transaction. Only the owner of the tables may: to the role that
 * serves requests the box is closed.
 */
import { randomUUID } from 'node:crypto';
import type { Deps } from '../../platform/deps.ts';

interface SlipRow {
  key: string;
  tokenHash: Buffer;
  cipher: Buffer;
  castOn: string;
}

export async function mixBox({ db }: Pick<Deps, 'db'>, tenantId: number, ballotId: string): Promise<void> {
  const client = await db.owner.connect();
  try {
    await client.query(`BEGIN; SET LOCAL app.tenant_id = '${Number(tenantId)}'`);
    const { rows } = await client.query<SlipRow>(
      `DELETE FROM ballot_slips WHERE tenant_id = $1 AND ballot_id = $2
       RETURNING token_hash AS "tokenHash", slip_cipher AS cipher, cast_on::text AS "castOn"`,
      [tenantId, ballotId],
    );
    const mixed = rows
      .map((row) => ({ ...row, key: randomUUID() }))
      .sort((one, other) => (one.key < other.key ? -1 : 1));
    if (mixed.length > 0) {
      await client.query(
        `INSERT INTO ballot_slips (tenant_id, ballot_id, slip_key, token_hash, slip_cipher, cast_on)
         SELECT $1, $2, one.key, decode(one.token, 'hex'), decode(one.cipher, 'hex'), one.day
           FROM unnest($3::uuid[], $4::text[], $5::text[], $6::date[]) AS one (key, token, cipher, day)`,
        [
          tenantId,
          ballotId,
          mixed.map(({ key }) => key),
          mixed.map(({ tokenHash }) => tokenHash.toString('hex')),
          mixed.map(({ cipher }) => cipher.toString('hex')),
          mixed.map(({ castOn }) => castOn),
        ],
      );
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
