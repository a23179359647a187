/**
 * Photographs of options and of those who stand: named by a ballot they live as long as it does, and whoever reads the ballot sees
 * them. In the row of a photo the ballot's id stands where a case's does.
 */
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { kindOf, maySee, relationTo } from './policy.ts';
import { entriesOfPerson, findBallot } from './store.ts';

/** In the column that names the question of a case. */
export const photographField = 'ballot';

/**
 * Makes photos the ballot's. Refuses those that somebody else sent, that belong to something else, or that are not there.
 * `repeats`: a ballot put again shows the photographs of the one before.
 */
export async function attachPhotographs(
  tx: Tx,
  { personId, deviceHash }: Pick<Viewer, 'personId' | 'deviceHash'>,
  { ballotId, repeats }: { ballotId: string; repeats: string | null },
  photos: readonly (string | null)[],
  at: string,
): Promise<void> {
  const photoIds = [...new Set(photos.filter((photoId) => photoId !== null))];
  if (photoIds.length === 0) return;
  const senders = [
    ...(personId === null ? [] : [`person:${personId}`]),
    ...(deviceHash === null ? [] : [`device:${deviceHash.toString('hex')}`]),
  ];
  const { rowCount } = await tx.query(
    `UPDATE photos SET case_id = coalesce(case_id, $2), field = $3
      WHERE tenant_id = $1 AND photo_id = ANY ($4::uuid[])
        AND (case_id IS NULL AND sender = ANY ($5) OR field = $3 AND case_id = ANY ($6::uuid[]))`,
    [
      tx.tenantId,
      ballotId,
      photographField,
      photoIds,
      senders,
      [ballotId, repeats].filter((id) => id !== null),
    ],
  );
  if (rowCount === photoIds.length) return;
  throw fieldProblem(at, { zh: '照片没有找到，请重新上传', en: 'A photo was not found. Upload it again.' });
}

/** May somebody read the ballot that names a photo? */
export async function seesPhotographs(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  ballotId: string,
): Promise<boolean> {
  const row = await findBallot(tx, ballotId, 'to show');
  if (row === undefined || viewer.personId === null) return false;
  const model = await modelsOf(deps).version(tx.tenantId, row.modelVersion);
  const entries =
    row.rollNumber === null ? [] : await entriesOfPerson(tx, ballotId, row.rollNumber, viewer.personId);
  const kind = kindOf(model, row.state.kind);
  return maySee(tx, viewer, row, kind, relationTo(model, viewer, row.state), entries.length);
}
