/**
 * What is done with one entry of the roll: voting, taking back, proxies, being served, taking slips. The entry's row is locked,
 * the engine decides, the row is written with what was done. Nobody votes twice for it: there is one row, and it has one
 * place for what was said online and one for the paper.
 */
import { createHash } from 'node:crypto';
import {
  type BallotTerms,
  type EntryAround,
  type EntryState,
  type EntryStep,
  entryStep,
  isRefusal,
  termsOf,
} from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { publishVoting } from '../live.ts';
import { hasReadBefore } from '../papers.ts';
import { relationTo } from '../policy.ts';
import { refusalProblem } from '../refusal-problem.ts';
import { claimEntry } from '../roll-voters.ts';
import {
  type BallotRow,
  type EntryRow,
  entryStateOf,
  findBallot,
  lockEntry,
  lockVoting,
  proxiesHeldBy,
  readingsOf,
  saveEntry,
} from '../store.ts';

export interface EntryScene {
  row: BallotRow;
  model: Model;
  terms: BallotTerms;
  entry: EntryRow;
  state: EntryState;
  around: EntryAround;
}

/** `step` may depend on what is found; its `do` is part of the command. */
export async function actOnEntry(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  entryId: string,
  commandId: string,
  step: EntryStep,
): Promise<void> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const target = `${ballotId} ${entryId} ${fingerprintOf(deps, commandId, step)}`;
  // The reply is kept with the command, so it says nothing of the vote.
  await once(deps, viewer, { commandId, verb: `entry-${step.do}`, target }, async (tx) => {
    const scene = await openScene(deps, tx, viewer, ballotId, entryId);
    if (step.do === 'give-proxy') await lockProxy(tx, scene, step.to);
    const proxiesHeld = step.do === 'give-proxy' ? await proxiesHeldBy(tx, ballotId, step.to, entryId) : 0;
    const next = entryStep(scene.terms, scene.state, step, { ...scene.around, proxiesHeld });
    if (isRefusal(next)) throw refusalProblem(next, { phase: scene.row.state.phase });
    // Served twice is served once: the first time stands.
    if (next === scene.state) return { entryId };
    await saveEntry(
      deps,
      tx,
      ballotId,
      scene.entry,
      next,
      {
        step: step.do,
        at: scene.around.now,
        byPersonId: scene.around.personId,
        reason: 'reason' in step ? step.reason : null,
      },
      scene.terms,
    );
    if (step.do !== 'serve') {
      tx.afterCommit(() => publishVoting(deps, tx.tenantId, ballotId, scene.row.seq));
    }
    return { entryId };
  });
}

/** The ballot, the entry under its lock, and what the engine needs to know of the viewer. */
export async function openScene(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  ballotId: string,
  entryId: string,
): Promise<EntryScene> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  await lockVoting(tx, ballotId, 'shared');
  const row = await findBallot(tx, ballotId, 'to show');
  if (row === undefined || row.rollNumber === null) throw problem('not-found');
  const model = await modelsOf(deps).version(tx.tenantId, row.modelVersion);
  const { isCounter } = relationTo(model, viewer, row.state);
  const entry = await lockEntry(tx, ballotId, row.rollNumber, entryId);
  // Whose entry it is concerns its voter, their proxy and those who count: to others there is no such entry.
  if (!entry || !(isCounter || entry.voterId === personId || entry.proxyTo === personId)) {
    throw problem('not-found');
  }
  if (entry.isUnclaimed && entry.voterId === personId) {
    await claimEntry(tx, { ballotId, rollNumber: row.rollNumber, entryId }, personId);
  }
  const readings = isCounter && !row.state.secret ? await readingsOf(tx, ballotId, [entryId]) : [];
  const { recountedAt } = row.state;
  const readBefore =
    isCounter &&
    recountedAt !== undefined &&
    (await hasReadBefore(tx, ballotId, entryId, personId, recountedAt));
  return {
    row,
    model,
    terms: termsOf(model, row.state, ballotId),
    entry,
    state: entryStateOf(deps, tx.tenantId, entry, readings, 'all'),
    around: {
      now: deps.clock.now(),
      phase: row.state.phase,
      personId,
      voterId: entry.voterId,
      isCounter,
      readBefore,
      proxiesHeld: 0,
    },
  };
}

/** Two owners who choose the same proxy at the same moment queue here, so that the limit holds. */
async function lockProxy(tx: Tx, { terms }: EntryScene, personId: string): Promise<void> {
  const { rowCount } = await tx.query(
    'SELECT FROM people WHERE tenant_id = $1 AND person_id = $2 FOR NO KEY UPDATE',
    [tx.tenantId, personId],
  );
  if (rowCount === 0 || !terms.channels.includes('proxy')) throw problem('not-found');
}

/**
 * The same command id with another vote is another command. What is kept of the vote is a keyed hash over it and the command's
 * id: over the vote alone, equal votes would be seen to be equal, and half of a result would stand in the table of commands.
 */
function fingerprintOf({ secrets }: Pick<Deps, 'secrets'>, commandId: string, step: EntryStep): string {
  if (step.do !== 'cast') return 'to' in step ? step.to : '';
  return secrets
    .hashToken('vote', `${commandId} ${JSON.stringify(step.choices)}`)
    .toString('hex')
    .slice(0, 32);
}

export function blindedHash(blinded: readonly { value: string; message: string }[]): Buffer {
  const lines = blinded.map(({ value, message }) => `${value} ${message}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest();
}
