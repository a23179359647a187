/** Who keeps the ownership register: those who administer the place, and those who convene the owners' ballots there. */
import type { Model } from '@linli/model';
import { problem } from '../../../platform/http/index.ts';
import { hasAbility, type Viewer, type ViewerPost } from '../../people/index.ts';

/** The post by which the viewer keeps the register of a place; undefined: none does. */
export function keeperPost(model: Model, viewer: Viewer, areaCode: string): ViewerPost | undefined {
  const conveners = new Set(
    Object.values(model.ballots)
      .filter(({ electorate }) => electorate.of === 'owners')
      .flatMap(({ convenedBy }) => convenedBy),
  );
  return viewer.posts.find(
    ({ role, areas, abilities }) =>
      (abilities.includes('administer') || conveners.has(role)) &&
      areas.some((area) => areaCode.startsWith(area)),
  );
}

/** What the register says concerns its owners and its keepers alone: to everybody else there is none. */
export function requireKeeper(model: Model, viewer: Viewer, areaCode: string): ViewerPost {
  if (viewer.personId === null) throw problem('sign-in-required');
  const post = keeperPost(model, viewer, areaCode);
  if (!post) throw problem('not-found');
  return post;
}

/** Codes of all places where the viewer may keep a register. */
export function reachOf(model: Model, viewer: Viewer): string[] {
  return [
    ...new Set(
      viewer.posts
        .filter((post) => post.areas.some((area) => keeperPost(model, { ...viewer, posts: [post] }, area)))
        .flatMap(({ areas }) => areas),
    ),
  ];
}

export function mayReveal(viewer: Viewer, areaCode: string): boolean {
  return hasAbility(viewer, 'reveal', areaCode);
}

/** Level of what is owned by itself. */
export function homeLevelOf(model: Model): string {
  return model.coverage?.homes ?? model.levels.at(-1)?.key ?? '';
}
