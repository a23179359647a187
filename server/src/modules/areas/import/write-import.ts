/** Writes what a checked file changes: all of it in one transaction, or nothing. */
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import {
  countStaged,
  dropStaged,
  findImport,
  followNewNames,
  type ImportProgress,
  lockAreas,
  moveAreasVersion,
  moveImport,
  writeStaged,
} from './store.ts';

export type WriteOutcome = 'written' | 'areas-changed' | 'cancelled' | 'not-applying';

class Cancelled extends Error {}

/** `progress` is called between portions, from outside the transaction; true from it: somebody cancelled. */
export async function writeImport(
  deps: Pick<Deps, 'db' | 'clock' | 'live'>,
  tenantId: number,
  importId: string,
  progress: (progress: ImportProgress) => Promise<boolean>,
): Promise<WriteOutcome> {
  try {
    return await inTenant(deps.db, tenantId, async (tx) => {
      // Indexes of a large city take longer than any answer may.
      await tx.query(`SELECT set_config('statement_timeout', '600000', true)`);
      const version = await lockAreas(tx);
      const one = await findImport(tx, importId);
      if (one?.state !== 'applying') return 'not-applying';
      if (one.areasVersion !== version) return 'areas-changed';
      const of = await countStaged(tx, importId);
      const at = deps.clock.now();
      for (let done = 0; done < of; ) {
        if (await progress({ step: 'write', done, of })) throw new Cancelled();
        done += await writeStaged(tx, importId, done, at);
      }
      await followNewNames(tx, importId);
      await dropStaged(tx, importId);
      if (of > 0) await moveAreasVersion(tx);
      await moveImport(tx, importId, ['applying'], 'applied', { endedAt: at });
      tx.afterCommit(() => {
        if (of > 0) deps.live.publish({ tenantId, topic: 'areas', data: {} });
      });
      return 'written';
    });
  } catch (error) {
    if (error instanceof Cancelled) return 'cancelled';
    throw error;
  }
}
