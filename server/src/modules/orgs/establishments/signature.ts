/** Who says so, with name as it is, for reading years later. */
import type { Tx } from '../../../platform/db/index.ts';
import type { Viewer } from '../../people/index.ts';
import type { Signature } from './store.ts';

export async function signatureOf(
  tx: Tx,
  viewer: Viewer,
  basis: string,
  recordedAt: string,
): Promise<Signature> {
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
    [tx.tenantId, viewer.personId],
  );
  const post = viewer.posts.find(({ abilities }) => abilities.includes('administer'));
  const label = [rows[0]?.name, post?.orgName].filter(Boolean).join(' · ');
  return { basis, recordedAt, personId: viewer.personId, label };
}
