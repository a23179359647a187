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

const notThere: CaseSight = { sight: 'none', photoIds: [] };

export async function findCaseSight(deps: Deps, tx: Tx, viewer: Viewer, caseId: string): Promise<CaseSight> {
  return (await findCaseSights(deps, tx, viewer, [caseId])).get(caseId) ?? notThere;
}

/** The same of many, in one statement; one that is not there is not among them. */
export async function findCaseSights(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  caseIds: readonly string[],
): Promise<Map<string, CaseSight>> {
  if (caseIds.length === 0) return new Map();
  const { rows } = await tx.query<CaseRow & { follows: boolean }>(
    `SELECT ${caseRowColumns},
            EXISTS (SELECT 1 FROM case_followers AS f
                     WHERE f.tenant_id = $1 AND f.case_id = cases.case_id AND f.follower = ANY ($3)) AS follows
       FROM cases WHERE cases.tenant_id = $1 AND cases.case_id = ANY ($2::uuid[])`,
    [tx.tenantId, caseIds, followerKeys(viewer)],
  );
  return new Map(
    await Promise.all(rows.map(async (row) => [row.caseId, await sightOf(deps, tx, viewer, row)] as const)),
  );
}

async function sightOf(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  row: CaseRow & { follows: boolean },
): Promise<CaseSight> {
  const model = await modelsOf(deps).version(tx.tenantId, row.state.modelVersion);
  const { sight } = relationTo(model, viewer, row, row.follows);
  if (sight === 'none') return notThere;
  if (sight === 'public') {
    const first = firstPhotoOf(model, row.state);
    return { sight, photoIds: first === null ? [] : [first] };
  }
  return {
    sight,
    photoIds: Object.values(row.state.answers).flatMap((value) => (Array.isArray(value) ? value : [])),
  };
}
