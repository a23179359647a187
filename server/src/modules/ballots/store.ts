/** Rows of ballots, their rolls and their entries. */
import {
  type BallotState,
  type BallotTerms,
  type Choices,
  type EntryState,
  freshEntry,
  type MadeRoll,
  type RollEntry,
  type RollIdentity,
} from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { isUnclaimed, rollByPhone, rollVoter, rollVoterSource } from './roll-voters.ts';
import { openChoices, type PaperNotes, sealChoices } from './sealed.ts';

export interface BallotRow {
  ballotId: string;
  number: string;
  modelVersion: string;
  rollNumber: number | null;
  state: BallotState;
  seq: number;
  headHash: Buffer;
}

export const ballotColumns = `ballots.ballot_id AS "ballotId", ballots.number, ballots.model_version AS "modelVersion",
  ballots.roll_number AS "rollNumber", ballots.state, ballots.seq, ballots.head_hash AS "headHash"`;

/** `to change`: nobody else changes it until the transaction ends. */
export async function findBallot(
  tx: Tx,
  ballotId: string,
  purpose: 'to show' | 'to change' | 'to change, unless in other hands',
): Promise<BallotRow | undefined> {
  const lock = {
    'to show': '',
    'to change': ' FOR UPDATE',
    'to change, unless in other hands': ' FOR UPDATE SKIP LOCKED',
  };
  const { rows } = await tx.query<BallotRow>(
    `SELECT ${ballotColumns} FROM ballots WHERE tenant_id = $1 AND ballot_id = $2${lock[purpose]}`,
    [tx.tenantId, ballotId],
  );
  return rows[0];
}

/** First key of the advisory locks of voting; the second comes from the ballot's id. */
const votingLockClass = 7_208;

/**
 * Voting goes on side by side (`shared`); whoever moves the ballot on waits for votes under way and holds up new ones
 * (`alone`). A row lock would do the same, but thousands sharing one row in a minute wear it out.
 */
export async function lockVoting(tx: Tx, ballotId: string, how: 'shared' | 'alone'): Promise<void> {
  const key = Number.parseInt(ballotId.replaceAll('-', '').slice(-8), 16) | 0;
  await tx.query(
    how === 'shared' ? 'SELECT pg_advisory_xact_lock_shared($1, $2)' : 'SELECT pg_advisory_xact_lock($1, $2)',
    [votingLockClass, key],
  );
}

// ── Rolls ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** A roll with what is kept beside it, outside of its root: by home, the keyed hash of the telephone of a voter not known as a person. */
export type RollToKeep = MadeRoll & { phones?: ReadonlyMap<string, Buffer> };

const rollPlace = (tenantId: number) => ({ tenantId, field: 'ballot-roll' });

export async function insertRoll(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  rollNumber: number,
  { roll, identities, phones }: RollToKeep,
  at: string,
): Promise<void> {
  const { entries } = roll;
  const identityOf = new Map(identities.map((one) => [one.id, one]));
  const phoneOf = (id: string): string | null => {
    const { voterId, homes } = identityOf.get(id) ?? { voterId: null, homes: [] };
    const known = homes.flatMap(({ code }) => phones?.get(code) ?? []);
    return voterId === null ? (known[0]?.toString('hex') ?? null) : null;
  };
  await Promise.all([
    tx.query(
      `INSERT INTO ballot_rolls (tenant_id, ballot_id, roll_number, on_date, root, heads, area_dm2, made_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.tenantId, ballotId, rollNumber, roll.onDate, roll.root, roll.total.heads, roll.total.areaDm2, at],
    ),
    tx.query(
      `INSERT INTO ballot_roll_entries (tenant_id, ballot_id, roll_number, entry_id, place, area_dm2, homes, is_developer,
         identity, identity_cipher, voter_id, voter_phone_index)
       SELECT $1, $2, $3, one.id, one.place, one.area, one.homes, one.developer, one.identity, decode(one.cipher, 'hex'), one.voter,
              decode(one.phone, 'hex')
         FROM unnest($4::text[], $5::bigint[], $6::int[], $7::boolean[], $8::text[], $9::text[], $10::uuid[], $11::text[])
           WITH ORDINALITY AS one (id, area, homes, developer, identity, cipher, voter, phone, place)`,
      [
        tx.tenantId,
        ballotId,
        rollNumber,
        entries.map(({ id }) => id),
        entries.map(({ areaDm2 }) => areaDm2),
        entries.map(({ homes }) => homes),
        entries.map(({ isDeveloper }) => isDeveloper),
        entries.map(({ identity }) => identity),
        entries.map(({ id }) =>
          secrets.encrypt(rollPlace(tx.tenantId), JSON.stringify(identityOf.get(id))).toString('hex'),
        ),
        entries.map(({ id }) => identityOf.get(id)?.voterId ?? null),
        entries.map(({ id }) => phoneOf(id)),
      ],
    ),
    tx.query(
      `INSERT INTO ballot_roll_homes (tenant_id, ballot_id, roll_number, home_code, entry_id, area_dm2)
       SELECT $1, $2, $3, one.code, one.id, one.area FROM unnest($4::text[], $5::text[], $6::int[]) AS one (code, id, area)`,
      [
        tx.tenantId,
        ballotId,
        rollNumber,
        identities.flatMap(({ homes }) => homes.map(({ code }) => code)),
        identities.flatMap(({ id, homes }) => homes.map(() => id)),
        identities.flatMap(({ homes }) => homes.map(({ areaDm2 }) => areaDm2)),
      ],
    ),
  ]);
}

const rollEntryColumns = `entry.entry_id AS id, entry.area_dm2 AS "areaDm2", entry.homes, entry.is_developer AS "isDeveloper",
  entry.identity`;

/** The whole roll, in the order of its leaves. */
export async function rollEntries(tx: Tx, ballotId: string, rollNumber: number): Promise<RollEntry[]> {
  const { rows } = await tx.query<RollEntry>(
    `SELECT ${rollEntryColumns} FROM ballot_roll_entries AS entry
      WHERE entry.tenant_id = $1 AND entry.ballot_id = $2 AND entry.roll_number = $3 ORDER BY entry.place`,
    [tx.tenantId, ballotId, rollNumber],
  );
  return rows;
}

export async function findIdentity(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  rollNumber: number,
  entryId: string,
): Promise<RollIdentity | undefined> {
  const { rows } = await tx.query<{ cipher: Buffer }>(
    `SELECT identity_cipher AS cipher FROM ballot_roll_entries
      WHERE tenant_id = $1 AND ballot_id = $2 AND roll_number = $3 AND entry_id = $4`,
    [tx.tenantId, ballotId, rollNumber, entryId],
  );
  const [row] = rows;
  return row && openIdentity(secrets, tx.tenantId, row.cipher);
}

export function openIdentity(secrets: Deps['secrets'], tenantId: number, cipher: Buffer): RollIdentity {
  return JSON.parse(secrets.decrypt(rollPlace(tenantId), cipher)) as RollIdentity;
}

// ── Entries ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** An entry of the roll with all that was done with it. */
export interface EntryRow {
  entryId: string;
  areaDm2: number;
  voterId: string | null;
  /** Found by the telephone alone, and nobody has done anything with it yet. */
  isUnclaimed: boolean;
  /** How many steps it has; 0: nothing was done with it. */
  steps: number;
  servedAt: string | null;
  proxyTo: string | null;
  proxyGivenAt: string | null;
  onlineAt: string | null;
  onlineChannel: 'online' | 'proxy' | null;
  onlineBy: string | null;
  onlineCipher: Buffer | null;
  issuedOn: string | null;
  issuedChannel: 'online' | 'proxy' | null;
  issuedHash: Buffer | null;
  paperAt: string | null;
  paperBy: string[] | null;
  paperCipher: Buffer | null;
  handedAt: string | null;
  handedBy: string | null;
}

const rollColumns = `roll.entry_id AS "entryId", roll.area_dm2 AS "areaDm2", ${rollVoter} AS "voterId",
  caller.person_id IS NOT NULL AS "isUnclaimed"`;
const markColumns = `mark.steps, mark.served_at AS "servedAt", mark.proxy_to AS "proxyTo",
  mark.proxy_given_at AS "proxyGivenAt", mark.online_at AS "onlineAt", mark.online_channel AS "onlineChannel",
  mark.online_by AS "onlineBy", mark.online_cipher AS "onlineCipher", mark.issued_on AS "issuedOn",
  mark.issued_channel AS "issuedChannel", mark.issued_hash AS "issuedHash", mark.paper_at AS "paperAt",
  mark.paper_by::text[] AS "paperBy", mark.paper_cipher AS "paperCipher", mark.handed_at AS "handedAt",
  mark.handed_by AS "handedBy"`;
type RollRow = Pick<EntryRow, 'entryId' | 'areaDm2' | 'voterId' | 'isUnclaimed'>;
type MarkRow = Omit<EntryRow, 'areaDm2' | 'voterId' | 'isUnclaimed'>;

/** Nothing was done with it yet. */
const unmarked: Omit<MarkRow, 'entryId'> = {
  steps: 0,
  servedAt: null,
  proxyTo: null,
  proxyGivenAt: null,
  onlineAt: null,
  onlineChannel: null,
  onlineBy: null,
  onlineCipher: null,
  issuedOn: null,
  issuedChannel: null,
  issuedHash: null,
  paperAt: null,
  paperBy: null,
  paperCipher: null,
  handedAt: null,
  handedBy: null,
};

/**
 * One entry, locked: everything done with an entry queues here, so that a paper and a click of the same second come one after
 * the other. Its row is made first; two who make it at once meet at its key.
 */
export async function lockEntry(
  tx: Tx,
  ballotId: string,
  rollNumber: number,
  entryId: string,
): Promise<EntryRow | undefined> {
  const [roll, , mark] = await Promise.all([
    tx.query<RollRow>(
      `SELECT ${rollColumns} FROM ${rollVoterSource}
        WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 AND roll.entry_id = $4`,
      [tx.tenantId, ballotId, rollNumber, entryId],
    ),
    tx.query(
      `INSERT INTO ballot_entries (tenant_id, ballot_id, entry_id, steps)
       SELECT tenant_id, ballot_id, entry_id, 0 FROM ballot_roll_entries
        WHERE tenant_id = $1 AND ballot_id = $2 AND roll_number = $3 AND entry_id = $4
       ON CONFLICT (tenant_id, ballot_id, entry_id) DO NOTHING`,
      [tx.tenantId, ballotId, rollNumber, entryId],
    ),
    // What it gives is what whoever was waited for has left.
    tx.query<Omit<MarkRow, 'entryId'>>(
      `SELECT ${markColumns} FROM ballot_entries AS mark
        WHERE mark.tenant_id = $1 AND mark.ballot_id = $2 AND mark.entry_id = $3 FOR UPDATE`,
      [tx.tenantId, ballotId, entryId],
    ),
  ]);
  const [entry] = roll.rows;
  return entry && { ...unmarked, ...mark.rows[0], ...entry };
}

export async function allEntries(tx: Tx, ballotId: string, rollNumber: number): Promise<EntryRow[]> {
  const [roll, marks] = await Promise.all([
    tx.query<RollRow>(
      `SELECT ${rollColumns} FROM ${rollVoterSource}
        WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 ORDER BY roll.place`,
      [tx.tenantId, ballotId, rollNumber],
    ),
    tx.query<MarkRow>(
      `SELECT mark.entry_id AS "entryId", ${markColumns} FROM ballot_entries AS mark
        WHERE mark.tenant_id = $1 AND mark.ballot_id = $2`,
      [tx.tenantId, ballotId],
    ),
  ]);
  return joined(roll.rows, marks.rows);
}

/** What was done with these entries; those with which nothing was done are not among them. */
export async function marksOf(tx: Tx, ballotId: string, entryIds: readonly string[]): Promise<MarkRow[]> {
  const { rows } = await tx.query<MarkRow>(
    `SELECT mark.entry_id AS "entryId", ${markColumns} FROM ballot_entries AS mark
      WHERE mark.tenant_id = $1 AND mark.ballot_id = $2 AND mark.entry_id = ANY ($3::text[])`,
    [tx.tenantId, ballotId, entryIds],
  );
  return rows;
}

/** Entries a person votes for, own ones first, then those of others by proxy. */
export async function entriesOfPerson(
  tx: Tx,
  ballotId: string,
  rollNumber: number,
  personId: string,
): Promise<EntryRow[]> {
  // Each a look by its index: joined, they would read the whole roll for everybody who looks.
  const [own, given] = await Promise.all([
    tx.query<RollRow>(
      `SELECT roll.entry_id AS "entryId", roll.area_dm2 AS "areaDm2", $4::uuid AS "voterId", roll.unclaimed AS "isUnclaimed"
         FROM (SELECT roll.*, false AS unclaimed FROM ballot_roll_entries AS roll
                WHERE roll.tenant_id = $1 AND roll.voter_id = $4 AND roll.ballot_id = $2 AND roll.roll_number = $3
               UNION ALL
               SELECT roll.*, false FROM ballot_roll_claims AS claim
                 JOIN ballot_roll_entries AS roll ON roll.tenant_id = $1 AND roll.ballot_id = claim.ballot_id
                      AND roll.roll_number = claim.roll_number AND roll.entry_id = claim.entry_id
                WHERE claim.tenant_id = $1 AND claim.voter_id = $4 AND claim.ballot_id = $2 AND claim.roll_number = $3
               UNION ALL
               SELECT roll.*, true FROM ${rollByPhone('$4')}
                WHERE roll.ballot_id = $2 AND roll.roll_number = $3 AND ${isUnclaimed}) AS roll
        ORDER BY roll.place`,
      [tx.tenantId, ballotId, rollNumber, personId],
    ),
    tx.query<{ entryId: string }>(
      `SELECT entry_id AS "entryId" FROM ballot_entries WHERE tenant_id = $1 AND proxy_to = $3 AND ballot_id = $2`,
      [tx.tenantId, ballotId, personId],
    ),
  ]);
  const othersIds = given.rows.map(({ entryId }) => entryId);
  const ids = [...own.rows.map(({ entryId }) => entryId), ...othersIds];
  if (ids.length === 0) return [];
  const [others, marks] = await Promise.all([
    othersIds.length === 0
      ? []
      : tx
          .query<RollRow>(
            `SELECT ${rollColumns} FROM ${rollVoterSource}
              WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 AND roll.entry_id = ANY ($4::text[])
              ORDER BY roll.place`,
            [tx.tenantId, ballotId, rollNumber, othersIds],
          )
          .then(({ rows }) => rows),
    marksOf(tx, ballotId, ids),
  ]);
  return joined([...own.rows, ...others], marks);
}

function joined(roll: readonly RollRow[], marks: readonly MarkRow[]): EntryRow[] {
  const markOf = new Map(marks.map((mark) => [mark.entryId, mark]));
  return roll.map((entry) => ({ ...unmarked, ...markOf.get(entry.entryId), ...entry }));
}

/** How many entries of others gave this person their proxy. */
export async function proxiesHeldBy(
  tx: Tx,
  ballotId: string,
  personId: string,
  exceptEntryId: string,
): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ballot_entries
      WHERE tenant_id = $1 AND ballot_id = $2 AND proxy_to = $3 AND entry_id <> $4`,
    [tx.tenantId, ballotId, personId, exceptEntryId],
  );
  return rows[0]?.count ?? 0;
}

export interface ReadingRow {
  ref: string;
  by: string;
  cipher: Buffer;
  at: string;
}

/** What was read on papers, of one or of all; voided readings are left out. */
export async function readingsOf(
  tx: Tx,
  ballotId: string,
  refs: readonly string[] | null,
): Promise<ReadingRow[]> {
  const { rows } = await tx.query<ReadingRow>(
    `SELECT ref, by_person_id AS "by", reading_cipher AS cipher, at FROM ballot_paper_readings
      WHERE tenant_id = $1 AND ballot_id = $2 AND voided_at IS NULL AND ($3::text[] IS NULL OR ref = ANY ($3))
      ORDER BY ref, at, by_person_id`,
    [tx.tenantId, ballotId, refs],
  );
  return rows;
}

/**
 * The engine's EntryState. `what: 'marks'` leaves closed what is encrypted: enough for every figure that may be seen while a
 * ballot runs.
 */
export function entryStateOf(
  { secrets }: Pick<Deps, 'secrets'>,
  tenantId: number,
  row: EntryRow,
  readings: readonly ReadingRow[],
  what: 'marks' | 'all',
): EntryState {
  if (row.steps === 0) return freshEntry(row.entryId);
  const choices = (cipher: Buffer | null): Choices =>
    what === 'marks' || cipher === null ? {} : openChoices(secrets, tenantId, cipher);
  return {
    entryId: row.entryId,
    servedAt: row.servedAt,
    proxy:
      row.proxyTo === null || row.proxyGivenAt === null
        ? null
        : { to: row.proxyTo, givenAt: row.proxyGivenAt },
    online:
      row.onlineAt === null || row.onlineChannel === null || row.onlineBy === null
        ? null
        : {
            choices: choices(row.onlineCipher),
            channel: row.onlineChannel,
            by: row.onlineBy,
            at: row.onlineAt,
          },
    issued:
      row.issuedOn === null || row.issuedChannel === null
        ? null
        : { at: `${row.issuedOn}T00:00:00.000Z`, channel: row.issuedChannel },
    readings: readings.map(({ by, cipher, at }) => ({ by, choices: choices(cipher), at })),
    paper:
      row.paperAt === null || row.paperBy === null
        ? null
        : {
            choices: choices(row.paperCipher),
            by: [row.paperBy[0] ?? '', row.paperBy[1] ?? ''],
            at: row.paperAt,
          },
    paperHanded:
      row.handedAt === null || row.handedBy === null ? null : { at: row.handedAt, by: row.handedBy },
  };
}

export interface EntryDeed {
  step: string;
  at: string;
  byPersonId: string;
  reason: string | null;
  issuedHash?: Buffer;
}

/** Writes how an entry stands now and what was done, without what it says. */
export async function saveEntry(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  before: EntryRow,
  next: EntryState,
  deed: EntryDeed,
  { questions }: Pick<BallotTerms, 'questions'>,
): Promise<void> {
  const sealed = (choices: Choices | undefined): Buffer | null =>
    choices === undefined ? null : sealChoices(secrets, tx.tenantId, choices, null, {}, questions);
  await tx.query(
    `WITH saved AS (
       UPDATE ballot_entries SET served_at = $4, proxy_to = $5, proxy_given_at = $6, online_at = $7, online_channel = $8,
              online_by = $9, online_cipher = $10, issued_on = $11, issued_channel = $12, issued_hash = coalesce($13, issued_hash),
              paper_at = $14, paper_by = $15::uuid[], paper_cipher = $16, handed_at = $17, handed_by = $18, steps = $19
        WHERE tenant_id = $1 AND ballot_id = $2 AND entry_id = $3)
     INSERT INTO ballot_entry_steps (tenant_id, ballot_id, ref, step_number, step, at, by_person_id, reason)
     VALUES ($1, $2, $3, $19, $20, $21, $22, $23)`,
    [
      tx.tenantId,
      ballotId,
      before.entryId,
      next.servedAt,
      next.proxy?.to ?? null,
      next.proxy?.givenAt ?? null,
      next.online?.at ?? null,
      next.online?.channel ?? null,
      next.online?.by ?? null,
      sealed(next.online?.choices),
      next.issued?.at.slice(0, 10) ?? null,
      next.issued?.channel ?? null,
      deed.issuedHash ?? null,
      next.paper?.at ?? null,
      next.paper?.by ?? null,
      sealed(next.paper?.choices),
      next.paperHanded?.at ?? null,
      next.paperHanded?.by ?? null,
      before.steps + 1,
      deed.step,
      deed.at,
      deed.byPersonId,
      deed.reason,
    ],
  );
}

export async function saveReading(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  ref: string,
  reading: { by: string; choices: Choices; areaDm2: number | null; notes: PaperNotes; at: string },
  { questions }: Pick<BallotTerms, 'questions'>,
): Promise<void> {
  await tx.query(
    `INSERT INTO ballot_paper_readings (tenant_id, ballot_id, ref, by_person_id, reading_cipher, at)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (tenant_id, ballot_id, ref, by_person_id) DO UPDATE
       SET reading_cipher = excluded.reading_cipher, at = excluded.at, agreed = false, voided_at = NULL`,
    [
      tx.tenantId,
      ballotId,
      ref,
      reading.by,
      sealChoices(secrets, tx.tenantId, reading.choices, reading.areaDm2, reading.notes, questions),
      reading.at,
    ],
  );
}
