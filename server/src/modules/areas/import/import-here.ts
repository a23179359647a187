/** An import by a command at the server: the same steps as over HTTP, one after the other, for the whole city. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import type { CityModel } from '../../models/index.ts';
import { importFiles } from './import-files.ts';
import { publishImport } from './live.ts';
import { presentFault, presentImport } from './present.ts';
import { runCheck } from './run-check.ts';
import { findImport, type ImportProgress, insertImport, listFaults, moveImport } from './store.ts';
import { writeImport } from './write-import.ts';

export type ImportHereDeps = Pick<Deps, 'db' | 'clock' | 'live' | 'config'>;

export interface ImportHere {
  path: string;
  /** False: only checked; it then waits in the console. */
  apply: boolean;
  progress(progress: ImportProgress): void;
  /** How many faults to give back. */
  mostFaults: number;
}

export async function importHere(
  deps: ImportHereDeps,
  { tenantId, model }: CityModel,
  { path, apply, progress, mostFaults }: ImportHere,
) {
  const files = importFiles(deps.config);
  const fileName = basename(path);
  const reach = [model.jurisdiction];
  const received = await files.receive(createReadStream(path));
  const importId = await inTenant(deps.db, tenantId, async (tx) => {
    const { sizeBytes, sha256 } = received;
    const id = await insertImport(tx, {
      fileName,
      sizeBytes,
      sha256,
      personId: null,
      reach,
      at: deps.clock.now(),
    });
    await files.keep(received, tenantId, id);
    await moveImport(tx, id, ['waiting'], 'checking');
    return id;
  });
  try {
    const request = { tenantId, importId, model, path: files.path(tenantId, importId), fileName, reach };
    const { faultCount } = await runCheck(deps.db, request, {
      signal: new AbortController().signal,
      progress,
    });
    if (apply && faultCount === 0) {
      await inTenant(deps.db, tenantId, (tx) => moveImport(tx, importId, ['ready'], 'applying'));
      const outcome = await writeImport(deps, { tenantId, model }, importId, async (now) => {
        progress(now);
        return false;
      });
      if (outcome !== 'written') throw new Error(`the import was not written: ${outcome}`);
    }
  } catch (error) {
    const failure = error instanceof Error ? error.message.slice(0, 300) : String(error);
    await inTenant(deps.db, tenantId, (tx) =>
      moveImport(tx, importId, ['checking', 'applying'], 'failed', { endedAt: deps.clock.now(), failure }),
    );
    throw error;
  } finally {
    publishImport(deps, tenantId, importId);
  }
  return inTenant(deps.db, tenantId, async (tx) => {
    const one = await findImport(tx, importId);
    if (!one) throw new Error('the import is gone');
    const faults = await listFaults(tx, importId, { from: 0, limit: mostFaults });
    return { one: presentImport(model, one, true), faults: faults.map((fault) => presentFault(fault, 'en')) };
  });
}
