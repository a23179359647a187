/** Name and post of who took a step, as they are then: for reading years later. */
import { postWords } from '@linli/contract';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Viewer, ViewerPost } from '../people/index.ts';

export interface Signature {
  personId: string | null;
  postId: string | null;
  label: string | null;
}

/** Time acts. */
export const byTime: Signature = { personId: null, postId: null, label: null };

/** `post`: by which one they act; null: as themselves. */
export async function signatureOf(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  post: ViewerPost | null,
): Promise<Signature> {
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
    [tx.tenantId, viewer.personId],
  );
  const title = post && (model.roles[post.role]?.title ?? { zh: post.role, en: post.role });
  const role = post && title ? postWords(post.orgName, title).zh : '';
  return {
    personId: viewer.personId,
    postId: post?.postId ?? null,
    label: [rows[0]?.name, role].filter(Boolean).join(' · ') || null,
  };
}
