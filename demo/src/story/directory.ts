/**
 * Who answers where, from a city in memory: the same answers as server/src/modules/orgs/coverage.ts gives from the
 * tables, so that a story told here could have been told by the server.
 */
import { type Actor, type Holder, localDateOf } from '@linli/engine';
import type { CaseKind, Model } from '@linli/model';
import { actorLabel } from '@linli/server';
import type { Area, City, Org, Person, Post } from '../city.ts';

export interface HeldPost {
  post: Post;
  org: Org;
  person: Person;
  /** Code through which the organisation covers the place. */
  areaCode: string;
}

export interface Directory {
  area(code: string): Area;
  person(personId: string): Person;
  org(orgId: string): Org;
  /** Where the kind's route leads on that day; null: nobody answers there. */
  routeOf(kind: CaseKind, areaCode: string, at: string): { holder: Holder; reason: string } | null;
  /** Everybody who holds one of the roles for the place on that day, the nearest organisation first. */
  holders(roles: readonly string[], areaCode: string, at: string): HeldPost[];
  /** The person with all posts they hold for the place on that day. */
  actor(personId: string | null, areaCode: string, at: string, isReporter?: boolean): Actor;
  hostOf(orgKind: string, areaCode: string): string | null;
  /** Name and post, as history keeps them; null for those who act by no post. */
  signature(actor: Actor, postId: string | null): string | null;
}

export function holderOf({ post }: Pick<HeldPost, 'post'>): Holder {
  return { postId: post.postId, role: post.role, orgId: post.orgId, personId: post.personId };
}

export function directoryOf(model: Model, city: City): Directory {
  const areas = new Map(city.areas.map((area) => [area.code, area]));
  const people = new Map(city.people.map((person) => [person.personId, person]));
  const orgs = new Map(city.orgs.map((org) => [org.orgId, org]));
  const orgsByArea = Map.groupBy(
    city.orgs.flatMap((org) => org.areaCodes.map((areaCode) => ({ org, areaCode }))),
    ({ areaCode }) => areaCode,
  );
  const postsByOrg = Map.groupBy(
    city.posts.toSorted((left, right) =>
      left.heldFrom === right.heldFrom
        ? left.postId < right.postId
          ? -1
          : 1
        : left.heldFrom < right.heldFrom
          ? -1
          : 1,
    ),
    ({ orgId }) => orgId,
  );
  /** All posts for a place, whenever held, nearest first: worked out once for each place. */
  const known = new Map<string, HeldPost[]>();
  const postsFor = (areaCode: string): HeldPost[] => {
    const found = known.get(areaCode);
    if (found) return found;
    const seen = new Set<string>();
    const posts = model.levels
      .map(({ codeLength }) => areaCode.slice(0, codeLength))
      .filter((code, index, codes) => codes.indexOf(code) === index)
      .reverse()
      .flatMap((code) => orgsByArea.get(code) ?? [])
      .flatMap(({ org, areaCode: through }) =>
        (postsByOrg.get(org.orgId) ?? []).map((post) => ({
          post,
          org,
          person: get(people, post.personId),
          areaCode: through,
        })),
      )
      .filter(({ post }) => !seen.has(post.postId) && seen.add(post.postId));
    known.set(areaCode, posts);
    return posts;
  };
  const knownByPerson = new Map<string, Map<string, HeldPost[]>>();
  const postsOf = (personId: string, areaCode: string): HeldPost[] => {
    let found = knownByPerson.get(areaCode);
    if (found === undefined) {
      found = Map.groupBy(postsFor(areaCode), ({ post }) => post.personId);
      knownByPerson.set(areaCode, found);
    }
    return found.get(personId) ?? [];
  };
  const dayOf = (at: string) => localDateOf(at, model.timeZone);
  const holders: Directory['holders'] = (roles, areaCode, at) => {
    const day = dayOf(at);
    return postsFor(areaCode).filter(({ post }) => roles.includes(post.role) && isHeld(post, day));
  };
  return {
    area: (code) => get(areas, code),
    person: (personId) => get(people, personId),
    org: (orgId) => get(orgs, orgId),
    holders,
    routeOf(kind, areaCode, at) {
      const held = holders(kind.route, areaCode, at);
      for (const role of kind.route) {
        const first = held.find(({ post }) => post.role === role);
        if (first === undefined) continue;
        return {
          holder: holderOf(first),
          reason: `${first.org.name}负责“${get(areas, first.areaCode).fullName}”，由${model.roles[role]?.title.zh ?? role}受理`,
        };
      }
      return null;
    },
    actor(personId, areaCode, at, isReporter = false) {
      if (personId === null) return { personId, isReporter, posts: [] };
      const day = dayOf(at);
      return {
        personId,
        isReporter,
        posts: postsOf(personId, areaCode)
          .filter(({ post }) => isHeld(post, day))
          .map(({ post }) => ({ postId: post.postId, role: post.role, orgId: post.orgId })),
      };
    },
    hostOf(orgKind, areaCode) {
      for (const { codeLength } of model.levels.toReversed()) {
        const host = orgsByArea
          .get(areaCode.slice(0, codeLength))
          ?.find(({ org }) => org.kind === orgKind && codeLength <= areaCode.length);
        if (host !== undefined) return host.org.orgId;
      }
      return null;
    },
    signature(actor, postId) {
      const post = actor.posts.find((one) => one.postId === postId);
      if (actor.personId === null || post === undefined) return null;
      const title = model.roles[post.role]?.title ?? { zh: post.role, en: post.role };
      return actorLabel(get(people, actor.personId).name, get(orgs, post.orgId).name, title);
    },
  };
}

function isHeld(post: Post, day: string): boolean {
  return post.heldFrom <= day && (post.heldTo === null || post.heldTo >= day);
}

function get<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the demo city has no ${key}`);
  return value;
}
