/**
 * Which cases a queue or list ranges over, as searches that each walk one index in the order wanted. A viewer with
 * several posts gets one search per organisation or area, and the first of all of them together: an OR over several
 * indexes would have to read and sort everything.
 */
import { type ConditionContext, columnsOfCases, compile, finalStations } from '@linli/engine';
import type { Comparison, Condition, Model, Queue } from '@linli/model';
import type { Viewer, ViewerPost } from '../people/index.ts';
import { dueSql, isRunningSql } from './store.ts';

/** Numbers parameters as conditions are put together; `$1` is always the tenant. */
export class Parameters {
  readonly values: unknown[];

  constructor(tenantId: number) {
    this.values = [tenantId];
  }

  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }

  /** The area itself and all it contains; `~` sorts after every digit and letter. */
  within(area: string): string {
    return `area_code >= ${this.add(area, 'text')} AND area_code < ${this.add(`${area}~`, 'text')}`;
  }

  /** A condition of the model's language. */
  condition(condition: Condition, context: ConditionContext): string {
    const { sql, params } = compile(condition, columnsOfCases, context, this.values.length + 1);
    this.values.push(...params);
    return sql;
  }
}

/** What a list is ordered by, and which way. */
export interface Order {
  key: string;
  direction: 'ASC' | 'DESC';
}

const orders: Record<Queue['sort'], Order> = {
  dueAt: { key: dueSql, direction: 'ASC' },
  openedAt: { key: 'opened_at', direction: 'DESC' },
  changedAt: { key: 'changed_at', direction: 'DESC' },
};

export function orderOf(sort: Queue['sort']): Order {
  return orders[sort];
}

/** What conditions are seen from. */
export function contextOf(model: Model, viewer: Viewer, now: string): ConditionContext {
  return {
    now,
    timeZone: model.timeZone,
    personId: viewer.personId,
    orgIds: distinct(viewer.posts.map(({ orgId }) => orgId)),
  };
}

/** Keys of the queues that are for one of the viewer's posts. */
export function queuesFor(model: Model, viewer: Viewer): string[] {
  return Object.entries(model.queues).flatMap(([key, queue]) =>
    postsFor(queue, viewer).length > 0 ? [key] : [],
  );
}

function postsFor(queue: Queue, viewer: Viewer): ViewerPost[] {
  return queue.for.length === 0 ? viewer.posts : viewer.posts.filter(({ role }) => queue.for.includes(role));
}

/** What the viewer reported or follows, as a person or from this device. */
export function ownSearches(
  viewer: Viewer,
  followerKeys: readonly string[],
  parameters: Parameters,
): string[] {
  const searches: string[] = [];
  if (viewer.personId !== null) searches.push(`reporter_id = ${parameters.add(viewer.personId, 'uuid')}`);
  if (viewer.deviceHash !== null) {
    searches.push(`device_hash = ${parameters.add(viewer.deviceHash, 'bytea')} AND reporter_id IS NULL`);
  }
  if (followerKeys.length > 0) {
    searches.push(
      `case_id IN (SELECT f.case_id FROM case_followers AS f
        WHERE f.tenant_id = $1 AND f.follower = ANY (${parameters.add(followerKeys, 'text[]')}))`,
    );
  }
  return searches;
}

/**
 * Open cases of kinds that neighbours may know of. Where is left to the list's own filter; it must be near: neither the
 * whole city nor one of its first parts.
 */
export function neighbourSearches(model: Model, area: string, parameters: Parameters): string[] {
  const outermost = model.levels.findIndex(({ codeLength }) => codeLength >= model.jurisdiction.length);
  const here = model.levels.findIndex(({ codeLength }) => codeLength >= area.length);
  const isNear = here >= Math.min(outermost + 2, model.levels.length - 1);
  const kinds = Object.entries(model.caseKinds).flatMap(([key, kind]) =>
    kind.openToNeighbours ? [key] : [],
  );
  if (!isNear || kinds.length === 0) return [];
  return [`${isRunningSql} AND kind = ANY (${parameters.add(kinds, 'text[]')})`];
}

/** Running cases the viewer has to do with by duty: given to them, answered for by them, asked of them, or on their rung. */
export function dutySearches(viewer: Viewer, parameters: Parameters): string[] {
  if (viewer.personId === null) return [];
  const person = parameters.add(viewer.personId, 'uuid');
  const ofOrgs = distinct(viewer.posts.map(({ orgId }) => orgId)).flatMap((orgId) => {
    const org = parameters.add(orgId, 'uuid');
    return [
      `responsible_org_id = ${org}`,
      `assignee_org_id = ${org} AND assignee_person_id IS NULL`,
      `host_org_id = ${org}`,
      `case_id IN (SELECT p.case_id FROM case_parts AS p
        WHERE p.tenant_id = $1 AND p.signed_at IS NULL AND p.org_id = ${org})`,
    ];
  });
  return [
    `assignee_person_id = ${person}`,
    `case_id IN (SELECT p.case_id FROM case_parts AS p
      WHERE p.tenant_id = $1 AND p.signed_at IS NULL AND p.person_id = ${person})`,
    ...ofOrgs,
  ].map((scope) => `${isRunningSql} AND ${scope}`);
}

/** The searches a queue consists of for this viewer; none: nothing of it is theirs. */
export function searchesOfQueue(
  model: Model,
  queue: Queue,
  viewer: Viewer,
  context: ConditionContext,
  parameters: Parameters,
): string[] {
  const posts = postsFor(queue, viewer);
  if (posts.length === 0) return [];
  const condition = parameters.condition(queue.where, context);
  const running = impliesRunning(queue.where) ? [isRunningSql] : [];
  const own = ownerOf(queue.where);
  const scopes =
    own === null
      ? areaScopes(model, posts, parameters)
      : own.op === 'me'
        ? viewer.personId === null
          ? []
          : [`${own.column} = ${parameters.add(viewer.personId, 'uuid')}`]
        : distinct(posts.map(({ orgId }) => orgId)).map(
            (orgId) => `${own.column} = ${parameters.add(orgId, 'uuid')}`,
          );
  return scopes.map((scope) => [...running, scope, condition].join(' AND '));
}

/** Cases that the viewer's posts read, by the areas they cover. */
export function areaScopes(model: Model, posts: readonly ViewerPost[], parameters: Parameters): string[] {
  const kindsByArea = new Map<string, Set<string>>();
  for (const post of posts) {
    const reads = model.roles[post.role]?.reads ?? [];
    for (const area of reads.length === 0 ? [] : post.areas) {
      const kinds = kindsByArea.get(area) ?? new Set();
      for (const kind of reads) kinds.add(kind);
      kindsByArea.set(area, kinds);
    }
  }
  const scopes: string[] = [];
  for (const [area, kinds] of kindsByArea) {
    // An area inside another one that is read as widely adds nothing.
    const isCovered = [...kindsByArea].some(
      ([other, read]) =>
        other !== area &&
        area.startsWith(other) &&
        (read.has('*') || [...kinds].every((kind) => read.has(kind))),
    );
    if (isCovered) continue;
    // Everything lies in the whole city; asking for it would only hide from the planner that all of an index is wanted.
    const range = area === model.jurisdiction ? 'TRUE' : parameters.within(area);
    scopes.push(kinds.has('*') ? range : `${range} AND kind = ANY (${parameters.add([...kinds], 'text[]')})`);
  }
  return scopes;
}

const ownerColumns: Partial<Record<string, string>> = {
  assigneePerson: 'assignee_person_id',
  responsiblePerson: 'responsible_person_id',
  assigneeOrg: 'assignee_org_id',
  responsibleOrg: 'responsible_org_id',
};

/** The comparison that makes a queue somebody's own: an index leads straight to it. */
function ownerOf(condition: Condition): { column: string; op: 'me' | 'my-orgs' } | null {
  for (const part of conjuncts(condition)) {
    if (!('field' in part) || part.op !== 'who') continue;
    const column = ownerColumns[part.field];
    if (column !== undefined) return { column, op: part.value };
  }
  return null;
}

/**
 * Can only running cases meet the condition? Then the partial indexes over them serve. Of a case that has ended the
 * engine keeps no due time, no pause and no rung.
 */
export function impliesRunning(condition: Condition): boolean {
  return conjuncts(condition).some((part) => {
    if ('not' in part) return 'field' in part.not && excludesEnds(part.not);
    if (!('field' in part)) return false;
    if (part.field === 'station')
      return namesStations(part, (stations) => stations.every((one) => !isEnd(one)));
    if (part.field === 'dueAt') return part.op === 'before' || part.op === 'after' || part.op === 'during';
    if (part.field === 'paused') return part.op === 'is' || (part.op === 'exists' && part.value);
    return (
      part.field === 'rung' &&
      (part.op === 'gte' || part.op === 'gt') &&
      part.value >= (part.op === 'gt' ? 0 : 1)
    );
  });
}

function excludesEnds(comparison: Comparison): boolean {
  return (
    comparison.field === 'station' &&
    namesStations(comparison, (stations) => finalStations.every((end) => stations.includes(end)))
  );
}

function namesStations(comparison: Comparison, test: (stations: readonly string[]) => boolean): boolean {
  if (comparison.op === 'is') return test([String(comparison.value)]);
  return comparison.op === 'in' && test(comparison.value.map(String));
}

function isEnd(station: string): boolean {
  return (finalStations as readonly string[]).includes(station);
}

/** Parts that must all hold. */
function conjuncts(condition: Condition): Condition[] {
  return 'all' in condition ? condition.all.flatMap(conjuncts) : [condition];
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}
