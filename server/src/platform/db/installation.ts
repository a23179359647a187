/** Facts about this installation as a whole, kept in the database because they must travel with it. */
import type { Secrets } from '../secrets/index.ts';
import type { Database } from './index.ts';
import { DatabaseRefused } from './migrate.ts';

type FactName = 'secret-fingerprint';

/**
 * Refuses a database whose encrypted fields were written under another secret: with the wrong one nobody could sign in
 * and new data would be unreadable together with the old.
 */
export async function checkSecret(db: Pick<Database, 'owner'>, secrets: Secrets): Promise<void> {
  const kept = await keepFact(db, 'secret-fingerprint', secrets.fingerprint);
  if (kept === secrets.fingerprint) return;
  throw new DatabaseRefused(
    'This database was written under another secret. Set LINLI_SECRET (or restore the file `secret` in the data ' +
      'folder) as it was; without it phone numbers cannot be read.',
  );
}

/** Writes a fact the first time; returns what holds. */
async function keepFact(db: Pick<Database, 'owner'>, name: FactName, value: string): Promise<string> {
  await db.owner.query(
    'INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING',
    [name, value],
  );
  const { rows } = await db.owner.query<{ value: string }>('SELECT value FROM installation WHERE name = $1', [
    name,
  ]);
  return rows[0]?.value ?? value;
}
