/** What the engine wants told, as rows of the outbox, and the hint to look again for those who have the case open. */
import type { Decision } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Job, Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { messagesFor, type OutgoingMessage, publishInbox } from '../messages/index.ts';

export interface Telling {
  caseId: string;
  number: string;
  title: string;
  seq: number;
  at: string;
  deviceHash: Buffer | null;
  /** Who took the step is not told of it. */
  actorPersonId: string | null;
}

export interface Told {
  messages: OutgoingMessage[];
  jobs: Job[];
  /** Once the transaction is committed. */
  publish(): void;
}

export async function tellingsOf(
  deps: Deps,
  tx: Tx,
  model: Model,
  decision: Decision,
  { caseId, number, seq, at, deviceHash, actorPersonId }: Telling,
): Promise<Told> {
  const told = await messagesFor(tx, {
    model,
    caseId,
    number,
    seq,
    state: decision.next,
    notices: decision.notices,
    deviceHash,
    actorPersonId,
    // A step by somebody without an account is its reporter's; without anybody it is time's.
    actorDeviceHash: actorPersonId === null && decision.verb !== 'tick' ? deviceHash : null,
    now: at,
    canText: true,
    followers: () => findFollowers(tx, caseId),
  });
  return {
    ...told,
    publish: () => {
      deps.live.publish({
        tenantId: tx.tenantId,
        topic: 'case',
        data: { caseId, seq, station: decision.to },
      });
      publishInbox(deps, tx.tenantId, told.messages);
    },
  };
}

async function findFollowers(tx: Tx, caseId: string): Promise<string[]> {
  const { rows } = await tx.query<{ follower: string }>(
    'SELECT follower FROM case_followers WHERE tenant_id = $1 AND case_id = $2',
    [tx.tenantId, caseId],
  );
  return rows.map(({ follower }) => follower);
}
