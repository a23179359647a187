/** Who may watch what leaves the building, and look after the work groups it goes to. */
import { listed } from '@linli/contract';
import type { Model } from '@linli/model';
import { problem } from '../../platform/http/index.ts';
import type { Viewer } from '../people/index.ts';

/**
 * Areas whose messages and work groups the viewer watches. The outbox is no secret, so whoever may not is told so; of
 * the messages themselves those of other areas do not exist for them.
 */
export function areasWatched(model: Model, viewer: Viewer): string[] {
  if (viewer.personId === null) throw problem('sign-in-required');
  const posts = viewer.posts.filter(({ abilities }) => abilities.includes('watch-messages'));
  if (posts.length > 0) return [...new Set(posts.flatMap(({ areas }) => areas))];
  const roles = Object.values(model.roles).filter(({ can }) => can.includes('watch-messages'));
  throw problem('forbidden', {
    labels: { who: listed(roles.map(({ title }) => title)) },
  });
}
