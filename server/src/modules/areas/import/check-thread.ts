/** The thread of one check: started by run-check.ts with what to check, tells how far it is and how it ended. */
import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from '../../../platform/db/index.ts';
import { type CheckRequest, type CheckResult, checkImport } from './check-import.ts';
import type { ImportProgress } from './store.ts';

export type ThreadMessage = { progress: ImportProgress } | { result: CheckResult };

const { databaseUrl, request } = workerData as { databaseUrl: string; request: CheckRequest };
const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);
const db = openDatabase({ url: databaseUrl, poolSize: 1 });
try {
  tell({ result: await checkImport(db, request, (progress) => tell({ progress })) });
} finally {
  await db.close();
}
