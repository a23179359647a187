/** Who may bring areas in and take them out: posts that administer, as far as their areas reach. */
import { problem } from '../../../platform/http/index.ts';
import { hasAbility, type Viewer } from '../../people/index.ts';
import type { ImportRecord } from './store.ts';

/** Codes of the areas the viewer administers, without those that lie in another of them. */
export function requireReach(viewer: Viewer): string[] {
  if (viewer.personId === null) throw problem('sign-in-required');
  if (!hasAbility(viewer, 'administer')) throw problem('not-found');
  const codes = [
    ...new Set(
      viewer.posts.flatMap(({ abilities, areas }) => (abilities.includes('administer') ? areas : [])),
    ),
  ].sort();
  return codes.filter((code) => !codes.some((outer) => outer !== code && code.startsWith(outer)));
}

/** One's own, or one that touches nothing beyond one's reach. */
export function maySee(viewer: Viewer, one: Pick<ImportRecord, 'personId' | 'reach'>): boolean {
  return one.personId === viewer.personId || mayApply(viewer, one);
}

/** Posts may have ended since the file came. */
export function mayApply(viewer: Viewer, { reach }: Pick<ImportRecord, 'reach'>): boolean {
  return reach.length > 0 && reach.every((code) => hasAbility(viewer, 'administer', code));
}
