/** Who may plan and who may accept. A plan changes nothing, so whoever oversees a compound may ask for one. */
import type { Model } from '@linli/model';
import { problem } from '../../platform/http/index.ts';
import { hasAbility, type Viewer } from '../people/index.ts';

export function requirePlanner(viewer: Viewer): void {
  if (viewer.personId === null) throw problem('sign-in-required');
  if (!hasAbility(viewer, 'administer') && !hasAbility(viewer, 'oversee')) throw problem('not-found');
}

/** Plans of a compound are known to those who plan it, and to nobody else: 404. */
export function requireCompound(viewer: Viewer, compoundCode: string): void {
  requirePlanner(viewer);
  if (!maySee(viewer, compoundCode)) throw problem('not-found');
}

export function maySee(viewer: Viewer, compoundCode: string): boolean {
  return hasAbility(viewer, 'administer', compoundCode) || hasAbility(viewer, 'oversee', compoundCode);
}

/** Grids are organisations and duties are posts: they are given by whoever administers them. */
export function mayAccept(viewer: Viewer, compoundCode: string): boolean {
  return hasAbility(viewer, 'administer', compoundCode);
}

export function requireAdministrator(model: Model, viewer: Viewer, compoundCode: string): void {
  requireCompound(viewer, compoundCode);
  if (mayAccept(viewer, compoundCode)) return;
  const titles = Object.values(model.roles).filter(({ can }) => can.includes('administer'));
  const zh = titles.map(({ title }) => title.zh).join('、');
  const en = titles.map(({ title }) => title.en).join(', ');
  throw problem('forbidden', {
    detail: {
      zh: `可以办理的人：管辖这里的${zh}。`,
      en: `Who may do this: ${en} of a place that includes this one.`,
    },
  });
}

/** Codes of the areas the viewer may plan in. */
export function reachOf(viewer: Viewer): string[] {
  return [
    ...new Set(
      viewer.posts.flatMap(({ abilities, areas }) =>
        abilities.includes('administer') || abilities.includes('oversee') ? areas : [],
      ),
    ),
  ];
}
