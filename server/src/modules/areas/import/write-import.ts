/** Writes what a checked file changes: all of it in one transaction, or nothing. */
import type { Model } from '@linli/model';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import type { CityModel } from '../../models/index.ts';
import { markStale } from '../../orgs/index.ts';
import {
  countStaged,
  dropStaged,
  findImport,
  followNewNames,
  type ImportProgress,
  lockAreas,
  moveAreasVersion,
  moveImport,
  stagedWithin,
  writeStaged,
} from './store.ts';

export type WriteOutcome = 'written' | 'areas-changed' | 'cancelled' | 'not-applying';

class Cancelled extends Error {}

/** `progress` is called between portions, from outside the transaction; true from it: somebody cancelled. */
export async function writeImport(
  deps: Pick<Deps, 'db' | 'clock' | 'live'>,
  { tenantId, model }: Pick<CityModel, 'tenantId' | 'model'>,
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
      // Homes that came must be answered for: whoever reads coverage next finds them counted.
      for (const code of await touched(tx, importId, model)) await markStale(tx, code);
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

/** More marks than this cost more than counting the next outer place as a whole. */
const mostMarks = 300;

/** The smallest places, three levels from the innermost or further out, that hold everything written. */
async function touched(tx: Tx, importId: string, model: Model): Promise<string[]> {
  const lengths = model.levels
    .slice(0, -2)
    .map(({ codeLength }) => codeLength)
    .filter((length) => length >= model.jurisdiction.length)
    .reverse();
  for (const length of lengths) {
    const codes = await stagedWithin(tx, importId, length, mostMarks);
    if (codes !== undefined) return codes;
  }
  return [model.jurisdiction];
}
