import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';

/** A hint that something about a gathering is different, once it is committed; who may see it asks for it. */
export function hint(deps: Pick<Deps, 'live'>, tx: Tx, gatheringId: string): void {
  tx.afterCommit(() =>
    deps.live.publish({ tenantId: tx.tenantId, topic: 'gathering', data: { gatheringId } }),
  );
}
