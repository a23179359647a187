/**
 * Strikes from a roll of residents: who they concern, and the roll without or with them. The public state knows a number and a
 * reason; the person and the words are kept here. Decision 0047.
 */
import { randomBytes } from 'node:crypto';
import type { BallotView, Label } from '@linli/contract';
import {
  type BallotState,
  type Holder,
  isOffRoll,
  isRefusal,
  makePersonRoll,
  type RollStrike,
  strikeReasonTitles,
} from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { refusalProblem } from './refusal-problem.ts';
import { type BallotRow, openIdentity, type RollToKeep } from './store.ts';

/** Who was struck, and what was said. */
export interface StrikeRow {
  strikeId: string;
  personId: string;
  note: string;
  objection: string | null;
  decision: string | null;
}

const wordsPlace = (tenantId: number) => ({ tenantId, field: 'roll-strike' });

export async function strikesOf(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  personId: string | null = null,
): Promise<StrikeRow[]> {
  const { rows } = await tx.query<{
    strikeId: string;
    personId: string;
    note: Buffer;
    objection: Buffer | null;
    decision: Buffer | null;
  }>(
    `SELECT strike_id AS "strikeId", person_id AS "personId", note_cipher AS note, objection_cipher AS objection,
            decision_cipher AS decision
       FROM ballot_strikes WHERE tenant_id = $1 AND ballot_id = $2 AND ($3::uuid IS NULL OR person_id = $3)`,
    [tx.tenantId, ballotId, personId],
  );
  const open = (cipher: Buffer | null): string | null =>
    cipher && secrets.decrypt(wordsPlace(tx.tenantId), cipher);
  return rows.map(({ note, objection, decision, ...row }) => ({
    ...row,
    note: open(note) ?? '',
    objection: open(objection),
    decision: open(decision),
  }));
}

/** The strike by which somebody came off this roll. Most ballots have none, and nobody is looked for. */
export async function findOwnStrike(
  deps: Pick<Deps, 'secrets'>,
  tx: Tx,
  { ballotId, state }: Pick<BallotRow, 'ballotId' | 'state'>,
  personId: string,
): Promise<StrikeRow | undefined> {
  if (state.strikes === undefined) return undefined;
  return (await strikesOf(deps, tx, ballotId, personId))[0];
}

export async function keepStrike(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  { strikeId, personId, note }: { strikeId: string; personId: string; note: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO ballot_strikes (tenant_id, ballot_id, strike_id, person_id, note_cipher) VALUES ($1, $2, $3, $4, $5)`,
    [tx.tenantId, ballotId, strikeId, personId, secrets.encrypt(wordsPlace(tx.tenantId), note)],
  );
}

export async function keepStrikeWords(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  ballotId: string,
  strikeId: string,
  column: 'objection_cipher' | 'decision_cipher',
  words: string,
): Promise<void> {
  await tx.query(
    `UPDATE ballot_strikes SET ${column} = $4 WHERE tenant_id = $1 AND ballot_id = $2 AND strike_id = $3`,
    [tx.tenantId, ballotId, strikeId, secrets.encrypt(wordsPlace(tx.tenantId), words)],
  );
}

/** Persons who are off the roll now: a roll that is read anew from the registers leaves them out. */
export async function personsOffRoll(
  deps: Pick<Deps, 'secrets'>,
  tx: Tx,
  { ballotId, state }: Pick<BallotRow, 'ballotId' | 'state'>,
): Promise<Set<string>> {
  const off = new Set((state.strikes ?? []).filter(isOffRoll).map(({ id }) => id));
  if (off.size === 0) return new Set();
  const struck = await strikesOf(deps, tx, ballotId);
  return new Set(struck.filter(({ strikeId }) => off.has(strikeId)).map(({ personId }) => personId));
}

/** Who stands at a place of the roll. */
export async function personAt(
  tx: Tx,
  { ballotId, rollNumber }: BallotRow,
  entryId: string,
): Promise<string> {
  const { rows } = await tx.query<{ personId: string | null }>(
    `SELECT voter_id AS "personId" FROM ballot_roll_entries
      WHERE tenant_id = $1 AND ballot_id = $2 AND roll_number = $3 AND entry_id = $4`,
    [tx.tenantId, ballotId, rollNumber, entryId],
  );
  const personId = rows[0]?.personId;
  if (personId == null) throw problem('not-found');
  return personId;
}

/** Where somebody stands on the roll now; undefined: nowhere. */
export async function placeOfPerson(
  tx: Tx,
  { ballotId, rollNumber }: Pick<BallotRow, 'ballotId' | 'rollNumber'>,
  personId: string,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ entryId: string }>(
    `SELECT entry_id AS "entryId" FROM ballot_roll_entries
      WHERE tenant_id = $1 AND voter_id = $4 AND ballot_id = $2 AND roll_number = $3`,
    [tx.tenantId, ballotId, rollNumber, personId],
  );
  return rows[0]?.entryId;
}

/**
 * The roll that holds now without one person, or with one more. It is not read from the registers anew, and all others keep their
 * salts: a strike brings nobody else on the roll or off it.
 */
export async function rollChanged(
  { secrets }: Pick<Deps, 'secrets'>,
  tx: Tx,
  { ballotId, rollNumber, state }: BallotRow,
  change: { without: string } | { with: string },
): Promise<RollToKeep> {
  const { rows } = await tx.query<{ cipher: Buffer }>(
    `SELECT identity_cipher AS cipher FROM ballot_roll_entries
      WHERE tenant_id = $1 AND ballot_id = $2 AND roll_number = $3 ORDER BY place`,
    [tx.tenantId, ballotId, rollNumber],
  );
  const saltOf = new Map<string, string>();
  const persons: string[] = [];
  for (const { cipher } of rows) {
    const { key, salt, voterId } = openIdentity(secrets, tx.tenantId, cipher);
    saltOf.set(key, salt);
    if (voterId !== null && !('without' in change && voterId === change.without)) persons.push(voterId);
  }
  if ('with' in change && !persons.includes(change.with)) persons.push(change.with);
  const made = makePersonRoll(
    state.roll?.onDate ?? '',
    persons.map((personId) => ({ key: personId, personId })),
    (key) => saltOf.get(key) ?? randomBytes(32).toString('hex'),
  );
  if (isRefusal(made)) throw refusalProblem(made);
  return made;
}

export function reasonWords({ reason }: RollStrike): Label {
  return strikeReasonTitles[reason];
}

export function presentOwnStrike(
  state: BallotState,
  own: StrikeRow | undefined,
  office: (holder: Holder) => string,
): BallotView['myStrike'] {
  const strike = state.strikes?.find(({ id }) => id === own?.strikeId);
  if (own === undefined || strike === undefined || state.votingFrom === null) return null;
  return {
    strikeId: strike.id,
    reason: reasonWords(strike),
    note: own.note,
    at: strike.at,
    objectUntil: state.votingFrom,
    ...wordsOf(strike, own, office),
    isOffRoll: isOffRoll(strike),
  };
}

export function wordsOf(
  { objection, decision }: RollStrike,
  own: StrikeRow,
  office: (holder: Holder) => string,
): Pick<NonNullable<BallotView['myStrike']>, 'objection' | 'decision'> {
  return {
    objection: objection && { at: objection.at, text: own.objection ?? '' },
    decision: decision && {
      at: decision.at,
      by: office(decision.by),
      upheld: decision.upheld,
      text: own.decision ?? '',
    },
  };
}
