/** What somebody may know of a case, for modules that show something belonging to it. */
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { followerKeys, relationTo, type Sight } from './policy.ts';
import { type CaseRow, caseRowColumns, firstPhotoOf } from './store.ts';

export interface CaseSight {
  sight: Sight;
  /** Photos of the case that the viewer may see. */
  photoIds: string[];
}

export async function findCaseSight(deps: Deps, tx: Tx, viewer: Viewer, caseId: string): Promise<CaseSight> {
  const { rows } = await tx.query<CaseRow & { follows: boolean }>(
    `SELECT ${caseRowColumns},
            EXISTS (SELECT 1 FROM case_followers AS f
                     WHERE f.tenant_id = $1 AND f.case_id = $2 AND f.follower = ANY ($3)) AS follows
       FROM cases WHERE cases.tenant_id = $1 AND cases.case_id = $2`,
    [tx.tenantId, caseId, followerKeys(viewer)],
  );
  const row = rows[0];
  if (!row) return { sight: 'none', photoIds: [] };
  const model = await modelsOf(deps).version(tx.tenantId, row.state.modelVersion);
  const { sight } = relationTo(model, viewer, row, row.follows);
  if (sight === 'none') return { sight, photoIds: [] };
  if (sight === 'public') {
    const first = firstPhotoOf(model, row.state);
    return { sight, photoIds: first === null ? [] : [first] };
  }
  return {
    sight,
    photoIds: Object.values(row.state.answers).flatMap((value) => (Array.isArray(value) ? value : [])),
  };
}
