/** Who may know of a case, and who they are to it. Everything else a person may do follows from the engine's rules. */
import { type Actor, type CaseState, isFinal } from '@linli/engine';
import type { Ability, Model } from '@linli/model';
import type { Viewer, ViewerPost } from '../people/index.ts';
import type { CaseRow } from './store.ts';

/**
 * `full`: has to do with it, by duty or as its reporter. `public`: may know that it exists and where it stands, as a
 * follower or neighbour; nothing of who reported it. `none`: for them it does not exist.
 */
export type Sight = 'full' | 'public' | 'none';

export interface Relation {
  isReporter: boolean;
  /** Posts whose organisation covers the place: all authority over the case. */
  posts: ViewerPost[];
  /** Does one of them have the case in its care, so that names need no mask? */
  hasDuty: boolean;
  sight: Sight;
}

/** The viewer's posts whose organisation covers a place. */
export function postsCovering(viewer: Viewer, areaCode: string): ViewerPost[] {
  return viewer.posts.filter((post) => post.areas.some((area) => areaCode.startsWith(area)));
}

/** Does a role read cases of a kind in the places it covers? */
export function reads(model: Model, role: string, kind: string): boolean {
  const kinds = model.roles[role]?.reads ?? [];
  return kinds.includes('*') || kinds.includes(kind);
}

export function relationTo(
  model: Model,
  viewer: Viewer,
  row: Pick<CaseRow, 'state' | 'deviceHash'>,
  follows: boolean,
): Relation {
  const { state } = row;
  const isReporter = isReporterOf(viewer, row);
  const posts = postsCovering(viewer, state.areaCode);
  const hasDuty = posts.some((post) => reads(model, post.role, state.kind)) || isConcerned(viewer, state);
  const isOpenToAll = model.caseKinds[state.kind]?.openToNeighbours === true && !isFinal(state.station);
  return {
    isReporter,
    posts,
    hasDuty,
    sight: isReporter || hasDuty ? 'full' : follows || isOpenToAll ? 'public' : 'none',
  };
}

/** An anonymous report is its device's: whoever holds the device it came from is its reporter. */
function isReporterOf(viewer: Viewer, row: Pick<CaseRow, 'state' | 'deviceHash'>): boolean {
  const { reporterId } = row.state;
  if (reporterId !== null) return reporterId === viewer.personId;
  return row.deviceHash !== null && viewer.deviceHash !== null && row.deviceHash.equals(viewer.deviceHash);
}

/** Given to them, answered for by them, or asked of their organisation: also where their own does not cover the place. */
function isConcerned(viewer: Viewer, state: CaseState): boolean {
  if (viewer.personId === null) return false;
  const orgIds = new Set(viewer.posts.map(({ orgId }) => orgId));
  const isTheirs = (holder: { orgId: string; personId: string | null } | null): boolean =>
    holder !== null &&
    (holder.personId === viewer.personId || (holder.personId === null && orgIds.has(holder.orgId)));
  return (
    isTheirs(state.assignee) ||
    isTheirs(state.responsible) ||
    state.handlerIds.includes(viewer.personId) ||
    state.parts.some((part) => part.personId === viewer.personId || orgIds.has(part.orgId)) ||
    (state.rung?.hostOrgId != null && orgIds.has(state.rung.hostOrgId))
  );
}

/** The viewer as the engine sees an actor. */
export function actorOf(viewer: Viewer, relation: Pick<Relation, 'isReporter' | 'posts'>): Actor {
  return {
    personId: viewer.personId,
    isReporter: relation.isReporter,
    posts: relation.posts.map(({ postId, role, orgId }) => ({ postId, role, orgId })),
  };
}

/** One of the covering posts gives this ability. */
export function postWith(relation: Relation, ability: Ability): ViewerPost | undefined {
  return relation.posts.find((post) => post.abilities.includes(ability));
}

/** Keys under which a viewer may follow: as a person, and as the device before that. */
export function followerKeys(viewer: Viewer): string[] {
  return [
    ...(viewer.personId === null ? [] : [`person:${viewer.personId}`]),
    ...(viewer.deviceHash === null ? [] : [`device:${viewer.deviceHash.toString('hex')}`]),
  ];
}
