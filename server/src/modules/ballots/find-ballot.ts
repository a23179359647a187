/** A ballot with the model it runs under and what the viewer has to do with it; to whom it does not exist, it is the same 404. */
import type { BallotAround } from '@linli/engine';
import type { BallotKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { openPaperCount } from './papers.ts';
import { kindOf, maySee, type Relation, relationTo } from './policy.ts';
import { type BallotRow, type EntryRow, entriesOfPerson, findBallot } from './store.ts';
import { findOwnStrike, type StrikeRow } from './strikes.ts';

export interface Found {
  row: BallotRow;
  model: Model;
  kind: BallotKind;
  relation: Relation;
  /** Entries the viewer votes for, own ones first. */
  entries: EntryRow[];
  /** The viewer was struck from its roll. */
  strike: StrikeRow | undefined;
}

export async function seeBallot(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  ballotId: string,
  purpose: 'to show' | 'to change',
): Promise<Found> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const row = await findBallot(tx, ballotId, purpose);
  if (!row) throw problem('not-found');
  const model = await modelsOf(deps).version(tx.tenantId, row.modelVersion);
  const relation = relationTo(model, viewer, row.state);
  const entries =
    row.rollNumber === null ? [] : await entriesOfPerson(tx, ballotId, row.rollNumber, viewer.personId);
  const strike = await findOwnStrike(deps, tx, row, viewer.personId);
  // Whoever was struck from the roll reads why, wherever they say they live by now.
  const concerns = entries.length + (strike === undefined ? 0 : 1);
  if (!(await maySee(tx, viewer, row, kindOf(model, row.state.kind), relation, concerns))) {
    throw problem('not-found');
  }
  return { row, model, kind: kindOf(model, row.state.kind), relation, entries, strike };
}

/** What the engine needs to know besides the state. */
export async function aroundOf(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  { row, kind, entries, relation, strike }: Found,
): Promise<BallotAround> {
  const counts = relation.isCounter && row.state.phase === 'counting';
  return {
    now: deps.clock.now(),
    ballotId: row.ballotId,
    entryId: entries.find(({ voterId }) => voterId === viewer.personId)?.entryId ?? null,
    openPapers: counts ? await openPaperCount(tx, row) : 0,
    votesHere: counts && kind.municipalSystem !== null ? await votesHere(tx, row) : 0,
    ...(strike === undefined ? {} : { strikeId: strike.strikeId }),
  };
}

async function votesHere(tx: Tx, { ballotId }: BallotRow): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ballot_entries WHERE tenant_id = $1 AND ballot_id = $2
        AND (online_at IS NOT NULL OR issued_on IS NOT NULL OR paper_at IS NOT NULL OR handed_at IS NOT NULL)`,
    [tx.tenantId, ballotId],
  );
  return rows[0]?.count ?? 0;
}
