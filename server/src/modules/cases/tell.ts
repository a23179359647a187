/** What the engine wants told, as rows of the outbox, and the hint to look again for those who have the case open. */
import type { Decision } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Job, Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import type { OutgoingMessage } from './record.ts';

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
  _model: Model,
  decision: Decision,
  { caseId, seq }: Telling,
): Promise<Told> {
  return {
    messages: [],
    jobs: [],
    publish: () =>
      deps.live.publish({
        tenantId: tx.tenantId,
        topic: 'case',
        data: { caseId, seq, station: decision.to },
      }),
  };
}
