/** Who may read and who may change the register. */
import { postWords } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { problem } from '../../platform/http/index.ts';
import { hasAbility, type Viewer } from '../people/index.ts';
import type { Signature } from './store.ts';

/** The whole register is open to everybody who works here: what a street may be asked is no secret among them. */
export function requirePost(viewer: Viewer): void {
  if (viewer.personId === null) throw problem('sign-in-required');
  if (viewer.posts.length === 0) throw problem('not-found');
}

/** `administer` reaches as far as the areas of its post: nobody takes back for a city what their district was given. */
export function mayChange(viewer: Viewer, areaCode: string): boolean {
  return hasAbility(viewer, 'administer', areaCode);
}

export function requireReach(model: Model, viewer: Viewer, areaCode: string): void {
  requirePost(viewer);
  if (mayChange(viewer, areaCode)) return;
  const titles = Object.values(model.roles).filter(({ can }) => can.includes('administer'));
  throw problem('forbidden', {
    detail: {
      zh: `可以办理的人：管辖这里的${titles.map(({ title }) => title.zh).join('、')}。`,
      en: `Who may do this: ${titles.map(({ title }) => title.en).join(', ')} of a place that includes this one.`,
    },
  });
}

export function today(model: Model, now: string): string {
  return localDateOf(now, model.timeZone);
}

/** Name and post as they are, for reading years later. */
export async function signatureOf(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  areaCode: string,
  now: string,
): Promise<Signature> {
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
    [tx.tenantId, viewer.personId],
  );
  const post = viewer.posts.find(
    ({ abilities, areas }) =>
      abilities.includes('administer') && areas.some((area) => areaCode.startsWith(area)),
  );
  const title = post && (model.roles[post.role]?.title ?? { zh: post.role, en: post.role });
  const role = post && title ? postWords(post.orgName, title).zh : '';
  return {
    modelVersion: null,
    recordedAt: now,
    personId: viewer.personId,
    postId: post?.postId ?? null,
    label: [rows[0]?.name, role].filter(Boolean).join(' · '),
  };
}
