/** By which of their posts somebody acts: what history keeps of the actor. */
import { type CaseState, type Decision, type Holder, offers } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Viewer, ViewerPost } from '../people/index.ts';
import { actorLabel } from './present-history.ts';
import type { Signature } from './record.ts';

export interface Acting {
  viewer: Viewer;
  /** Posts that cover the place. */
  posts: readonly ViewerPost[];
  /** The viewer's own; null where it is not needed, because they hold no post. */
  name: string | null;
  at: string;
}

/** `before`: the state decided on; null when the case is opened. */
export function signatureOf(
  model: Model,
  { viewer, posts, name, at }: Acting,
  decision: Decision,
  before: CaseState | null,
): Signature {
  const may = posts.filter((post) =>
    before === null
      ? mayOpen(model, decision.next.kind, post)
      : mayAct(model, before, decision, viewer, post, at),
  );
  const post =
    may.find((one) => isHeldBy(before?.assignee ?? null, one)) ??
    may.find((one) => isHeldBy(before?.responsible ?? null, one)) ??
    may[0];
  if (post === undefined) return { personId: viewer.personId, postId: null, label: null };
  const title = model.roles[post.role]?.title ?? { zh: post.role, en: post.role };
  return {
    personId: viewer.personId,
    postId: post.postId,
    label: name === null ? null : actorLabel(name, post.orgName, title),
  };
}

function mayOpen(model: Model, kind: string, { role }: ViewerPost): boolean {
  const openedBy = model.caseKinds[kind]?.openedBy ?? [];
  return openedBy.includes('any-post') || openedBy.includes(`role:${role}`);
}

/** By this post alone: whoever rates as reporter does not act by a post, although they hold one. */
function mayAct(
  model: Model,
  before: CaseState,
  { verb }: Decision,
  { personId }: Viewer,
  { postId, role, orgId }: ViewerPost,
  at: string,
): boolean {
  const actor = { personId, isReporter: false, posts: [{ postId, role, orgId }] };
  return offers(model, before, actor, at).some((offer) => offer.verb === verb);
}

function isHeldBy(holder: Holder | null, { postId, orgId, role }: ViewerPost): boolean {
  return holder !== null && (holder.postId === postId || (holder.orgId === orgId && holder.role === role));
}
