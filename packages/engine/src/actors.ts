/**
 * Who may act. Authority comes from posts whose organisation covers the place (the server hands over no others), from
 * being the reporter, and from being the post the case was given to. Nothing else.
 */
import type { ActorRef, Label, Model } from '@linli/model';
import type { Actor, CaseState, Holder, PartState } from './types.ts';

/** Those a model can name, and the post that answers for the case. */
export type Who = ActorRef | 'responsible';

/** Time itself: the only actor of `tick`. */
export const timeActor: Actor = { personId: null, isReporter: false, posts: [] };

/** Does the actor hold this post, or sit in this office when it names nobody? */
export function holds(actor: Actor, holder: Holder | null): boolean {
  return postOf(actor, holder) !== null;
}

/** The actor's post by which they are this holder. */
export function postOf(actor: Actor, holder: Holder | null): Actor['posts'][number] | null {
  if (!holder || actor.personId === null) return null;
  const isNamed = holder.personId !== null;
  if (isNamed && holder.personId !== actor.personId) return null;
  return (
    actor.posts.find(
      (post) =>
        post.orgId === holder.orgId &&
        post.role === holder.role &&
        (!isNamed || holder.postId === null || post.postId === holder.postId),
    ) ?? null
  );
}

export function isParty(actor: Actor, part: PartState): boolean {
  return holds(actor, { postId: null, role: part.role, orgId: part.orgId, personId: part.personId });
}

/** Does one of these names mean the actor? */
export function isAmong(actor: Actor, who: readonly Who[], state: CaseState | null): boolean {
  return who.some((ref) => matches(actor, ref, state));
}

function matches(actor: Actor, ref: Who, state: CaseState | null): boolean {
  switch (ref) {
    case 'anyone':
      return true;
    case 'resident':
      return actor.personId !== null;
    case 'reporter':
      return actor.isReporter;
    case 'any-post':
      return actor.personId !== null && actor.posts.length > 0;
    case 'assignee':
      return holds(actor, state?.assignee ?? null);
    case 'responsible':
      return holds(actor, state?.responsible ?? null);
    case 'party':
      return state?.parts.some((part) => isParty(actor, part)) ?? false;
    default: {
      const role = roleOf(ref);
      return actor.personId !== null && actor.posts.some((post) => post.role === role);
    }
  }
}

/** `role:grid-secretary` → `grid-secretary`; null for the other names. */
export function roleOf(ref: string): string | null {
  return ref.startsWith('role:') ? ref.slice('role:'.length) : null;
}

/** Roles among the names; `any-post` means every role of the model. */
export function rolesOf(model: Model, who: readonly Who[]): string[] {
  if (who.includes('any-post')) return Object.keys(model.roles);
  return unique(who.flatMap((ref) => roleOf(ref) ?? []));
}

const words: Record<string, Label> = {
  anyone: { zh: '任何人', en: 'anyone' },
  resident: { zh: '已登录的居民', en: 'residents who are signed in' },
  reporter: { zh: '报告人', en: 'the reporter' },
  assignee: { zh: '承办人', en: 'the assignee' },
  responsible: { zh: '责任岗位', en: 'the responsible post' },
  'any-post': { zh: '本辖区在岗人员', en: 'anyone with a post here' },
  party: { zh: '协办方', en: 'the parties asked' },
};

/** The names in words, for telling somebody else who may. */
export function namesOf(model: Model, who: readonly Who[]): Label {
  const titles = unique(who).map((ref) => {
    const role = roleOf(ref);
    if (role !== null) return model.roles[role]?.title ?? { zh: role, en: role };
    return words[ref] ?? { zh: ref, en: ref };
  });
  if (titles.length === 0) return { zh: '无人（到时自动办理）', en: 'nobody (it happens by time)' };
  return {
    zh: titles.map((title) => title.zh).join('、'),
    en: titles.map((title) => title.en).join(', '),
  };
}

export function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
