/** What every step of a ballot shares once it is decided: the record, the messages, the hint to open pages. */
import type { BallotDecision } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { actorLabel } from '../cases/index.ts';
import type { Viewer } from '../people/index.ts';
import { publishBallot } from './live.ts';
import { kindOf, type Relation } from './policy.ts';
import { record, type Signature } from './record.ts';
import type { BallotRow } from './store.ts';
import { tellNotices } from './tell-notices.ts';

export interface StepTaken {
  model: Model;
  ballotId: string;
  number: string;
  decision: BallotDecision;
  previous: BallotRow | null;
  signature: Signature;
  commandId: string | null;
  rollNumber?: number;
}

export async function takeStep(deps: Deps, tx: Tx, step: StepTaken): Promise<BallotRow> {
  const { model, ballotId, number, decision, previous, signature, commandId } = step;
  const at = deps.clock.now();
  const rollNumber = step.rollNumber ?? null;
  const { seq, hash } = await record(tx, {
    model,
    kind: kindOf(model, decision.next.kind),
    ballotId,
    decision,
    previous,
    number,
    rollNumber,
    at,
    signature,
    commandId,
  });
  const row: BallotRow = {
    ballotId,
    number,
    modelVersion: decision.next.modelVersion,
    rollNumber: rollNumber ?? previous?.rollNumber ?? null,
    state: decision.next,
    seq,
    headHash: Buffer.from(hash, 'hex'),
  };
  await tellNotices(deps, tx, model, row, decision.notices, signature.personId);
  tx.afterCommit(() => publishBallot(deps, tx.tenantId, ballotId, seq));
  return row;
}

/** By which post, named as it is that day; the first that may. Somebody on the roll acts by none and is not named. */
export async function signatureOf(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  { posts }: Pick<Relation, 'posts'>,
  roles: readonly string[],
): Promise<Signature> {
  const post = posts.find(({ role }) => roles.includes(role));
  if (viewer.personId === null || post === undefined) {
    return { personId: viewer.personId, postId: null, label: null };
  }
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
    [tx.tenantId, viewer.personId],
  );
  const title = model.roles[post.role]?.title ?? { zh: post.role, en: post.role };
  return {
    personId: viewer.personId,
    postId: post.postId,
    label: actorLabel(rows[0]?.name ?? '', post.orgName, title),
  };
}
