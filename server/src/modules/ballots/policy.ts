/**
 * Who may know of a ballot and act in it. A draft is its desk's alone. Once prior study has been asked for, or it was posted,
 * everybody it concerns reads it: who is on the roll, who owns or lives there, who holds a post there. To all others it does
 * not exist.
 */
import type { Actor, BallotState } from '@linli/engine';
import type { BallotKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { hasAbility, type Viewer, type ViewerPost } from '../people/index.ts';
import type { BallotRow } from './store.ts';

export interface Relation {
  /** Posts of the viewer that cover where the ballot is held. */
  posts: ViewerPost[];
  /** Works on it: convenes, counts, vets, studies, may annul, or looks after the place. */
  isDesk: boolean;
  isCounter: boolean;
}

/** Where it is held: one building, or the whole area. */
export function placeOf({ areaCode, part }: Pick<BallotState, 'areaCode' | 'part'>): string {
  return part ?? areaCode;
}

/** The kind under the model version the ballot runs on. */
export function kindOf(model: Model, key: string): BallotKind {
  const kind = model.ballots[key];
  if (!kind) throw new Error(`model version ${model.version} has no kind of ballots ${key}`);
  return kind;
}

export function relationTo(model: Model, viewer: Viewer, state: BallotState): Relation {
  const kind = kindOf(model, state.kind);
  const place = placeOf(state);
  const posts = viewer.posts.filter(({ areas }) => areas.some((area) => place.startsWith(area)));
  const roles = new Set([
    ...kind.convenedBy,
    ...kind.countedBy,
    ...kind.vettedBy,
    ...kind.annulledBy,
    ...(kind.priorStudy?.by ?? []),
    ...(kind.priorStudy?.orderedBy ?? []),
  ]);
  return {
    posts,
    isDesk:
      posts.some(({ role }) => roles.has(role)) ||
      hasAbility(viewer, 'administer', place) ||
      hasAbility(viewer, 'oversee', place),
    isCounter: posts.some(({ role }) => countersOf(kind, state).includes(role)),
  };
}

/**
 * Roles that read papers. In a recount those are few who have not read them yet: whoever may annul the ballot, a street or its
 * like, lends its own people.
 */
export function countersOf(kind: BallotKind, { recountedAt }: Pick<BallotState, 'recountedAt'>): string[] {
  return recountedAt === undefined ? kind.countedBy : [...new Set([...kind.countedBy, ...kind.annulledBy])];
}

/** Who may look at a roll of residents with its names: while it stands posted whoever convenes it, others for what they decide. */
export function rollCheckOf(
  state: BallotState,
  kind: BallotKind,
  { posts }: Pick<Relation, 'posts'>,
  mayDecide: boolean,
): 'strikes' | 'decides' | null {
  if (state.phase !== 'posted' || kind.electorate.of !== 'residents') return null;
  if (posts.some(({ role }) => kind.convenedBy.includes(role))) return 'strikes';
  return mayDecide ? 'decides' : null;
}

/** Has it come before those it concerns? Where they nominate, from the beginning. */
export function isOut(state: BallotState, kind: BallotKind): boolean {
  return (
    state.postedAt !== null || state.study !== null || (kind.nominate.length > 0 && state.phase === 'draft')
  );
}

/** Convenes or counts it: whoever puts the answers of a survey in order reads them. */
export function readsAnswers({ convenedBy, countedBy }: BallotKind, { posts }: Relation): boolean {
  return posts.some(({ role }) => convenedBy.includes(role) || countedBy.includes(role));
}

/**
 * Who may take the evidence, once the result is posted: whoever sees the ballot. Where people wrote in words of their own it is
 * for those alone who read the answers anyway: what was promised to be shown to nobody else may name somebody.
 */
export function mayTakeEvidence({ questions }: BallotState, kind: BallotKind, relation: Relation): boolean {
  return questions.every(({ form }) => form !== 'text') || readsAnswers(kind, relation);
}

/** `entries`: how many entries of its roll the viewer votes for. */
export async function maySee(
  tx: Tx,
  viewer: Viewer,
  { state }: BallotRow,
  kind: BallotKind,
  relation: Relation,
  entries: number,
): Promise<boolean> {
  if (relation.isDesk) return true;
  if (!isOut(state, kind) || viewer.personId === null) return false;
  const place = placeOf(state);
  if (entries > 0 || relation.posts.length > 0) return true;
  if (viewer.posts.some(({ areas }) => areas.some((area) => area.startsWith(place)))) return true;
  return (await placesOfPerson(tx, viewer.personId)).some((code) => code.startsWith(place));
}

/** Where somebody lives, as they said, and what they own. */
export async function placesOfPerson(tx: Tx, personId: string): Promise<string[]> {
  const { rows } = await tx.query<{ code: string }>(
    `SELECT home_code AS code FROM people WHERE tenant_id = $1 AND person_id = $2 AND home_code IS NOT NULL
     UNION
     SELECT home_code FROM ownerships WHERE tenant_id = $1 AND person_id = $2 AND owned_to IS NULL
     UNION
     SELECT own.home_code FROM people JOIN ownerships AS own ON own.tenant_id = $1 AND own.phone_index = people.phone_index
      WHERE people.tenant_id = $1 AND people.person_id = $2 AND own.person_id IS NULL AND own.owned_to IS NULL`,
    [tx.tenantId, personId],
  );
  return rows.map(({ code }) => code);
}

/** The viewer as the engine asks for them: with the posts that reach there. */
export function actorOf(viewer: Viewer, { posts }: Pick<Relation, 'posts'>): Actor {
  return {
    personId: viewer.personId,
    isReporter: false,
    posts: posts.map(({ postId, role, orgId }) => ({ postId, role, orgId })),
  };
}
