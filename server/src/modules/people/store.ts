/** Rows of persons, their sessions and how often somebody tried. */
import { type Database, inTenant, readInTenant, type Tx } from '../../platform/db/index.ts';

export interface SignInRow {
  personId: string;
  /** Null: never chosen. */
  locale: string | null;
  largeType: boolean;
}

/** The session behind a token, if it still holds. */
export async function findSignIn(
  db: Database,
  tenantId: number,
  tokenHash: Buffer,
  now: string,
): Promise<SignInRow | undefined> {
  const rows = await readInTenant<SignInRow>(
    db,
    tenantId,
    `SELECT people.person_id AS "personId", people.locale, people.large_type AS "largeType"
       FROM sign_ins
       JOIN people ON people.tenant_id = sign_ins.tenant_id AND people.person_id = sign_ins.person_id
      WHERE sign_ins.tenant_id = $1 AND sign_ins.token_hash = $2 AND sign_ins.expires_at > $3`,
    [tenantId, tokenHash, now],
  );
  return rows[0];
}

export interface PostRow {
  postId: string;
  role: string;
  orgId: string;
  orgName: string;
  areas: string[];
}

/** Posts a person holds on a day, in organisations that exist on it, with the areas these cover. */
export async function postsOfPerson(
  db: Database,
  tenantId: number,
  personId: string,
  day: string,
): Promise<PostRow[]> {
  return readInTenant<PostRow>(
    db,
    tenantId,
    `SELECT posts.post_id AS "postId", posts.role, posts.org_id AS "orgId", orgs.name AS "orgName",
            coalesce((SELECT array_agg(org_areas.area_code ORDER BY org_areas.area_code) FROM org_areas
                       WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id), '{}') AS areas
       FROM posts
       JOIN orgs ON orgs.tenant_id = posts.tenant_id AND orgs.org_id = posts.org_id
      WHERE posts.tenant_id = $1 AND posts.person_id = $2
        AND posts.held_from <= $3::date AND coalesce(posts.held_to, 'infinity') >= $3::date
        AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
      ORDER BY posts.held_from, posts.post_id`,
    [tenantId, personId, day],
  );
}

export interface PersonRow {
  personId: string;
  name: string;
  homeCode: string | null;
  phoneCipher: Buffer | null;
  passwordHash: string | null;
}

const personColumns = `person_id AS "personId", name, home_code AS "homeCode", phone_cipher AS "phoneCipher", password_hash AS "passwordHash"`;

export async function findPerson(
  db: Database,
  tenantId: number,
  personId: string,
): Promise<PersonRow | undefined> {
  const rows = await readInTenant<PersonRow>(
    db,
    tenantId,
    `SELECT ${personColumns} FROM people WHERE tenant_id = $1 AND person_id = $2`,
    [tenantId, personId],
  );
  return rows[0];
}

export async function findPersonByLogin(
  db: Database,
  tenantId: number,
  login: string,
): Promise<PersonRow | undefined> {
  const rows = await readInTenant<PersonRow>(
    db,
    tenantId,
    `SELECT ${personColumns} FROM people WHERE tenant_id = $1 AND login = $2`,
    [tenantId, login],
  );
  return rows[0];
}

/**
 * Counts one more try of a subject in the present window and says how many there are now. Kept in the database, so
 * that a restart gives nobody new tries.
 */
export async function countAttempt(
  db: Database,
  tenantId: number,
  attempt: { purpose: string; subject: Buffer; windowStartsAt: string },
): Promise<number> {
  const [{ rows }] = await inTenant(db, tenantId, (tx) =>
    Promise.all([
      tx.query<{ attempts: number }>(
        `INSERT INTO sign_in_attempts (tenant_id, purpose, subject, window_starts_at, attempts) VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (tenant_id, purpose, subject, window_starts_at)
         DO UPDATE SET attempts = sign_in_attempts.attempts + 1
         RETURNING attempts`,
        [tenantId, attempt.purpose, attempt.subject, attempt.windowStartsAt],
      ),
      tx.commit(),
    ]),
  );
  return rows[0]?.attempts ?? 1;
}

export async function insertSignIn(
  tx: Tx,
  signIn: { tokenHash: Buffer; personId: string; at: string; expiresAt: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO sign_ins (tenant_id, token_hash, person_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)`,
    [tx.tenantId, signIn.tokenHash, signIn.personId, signIn.at, signIn.expiresAt],
  );
}
