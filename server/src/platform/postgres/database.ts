/** The database and its owner inside a fresh cluster. */
import pg from 'pg';

export const superuser = 'postgres';
/**
 * Owns the database and its tables but is no superuser, so that what works here works on a hosted PostgreSQL too,
 * and row-level security binds it.
 */
export const ownerRole = 'linli';

/** Makes role and database where they are missing. The role's password is that of the data folder. */
export async function ensureDatabase(superuserUrl: string, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [ownerRole]);
    if (role.rowCount === 0) {
      await client.query(
        `CREATE ROLE ${ownerRole} LOGIN CREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
      );
    }
    const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', ['linli']);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE linli OWNER ${ownerRole}`);
  } finally {
    await client.end();
  }
}
