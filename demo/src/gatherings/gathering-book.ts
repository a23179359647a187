/** All gatherings of a made-up city, with the pools their agendas are filled from. */
import type { Holder } from '@linli/engine';
import { evaluate, factsOf, isFinal, localDateOf } from '@linli/engine';
import type { Condition, GatheringKind, Model } from '@linli/model';
import { noticeOf } from '@linli/server';
import type { City, Org, Person } from '../city.ts';
import type { Random } from '../random.ts';
import type { CaseLife } from '../story/case-life.ts';
import type { Directory, HeldPost } from '../story/directory.ts';
import { AgendaPool } from './agenda-pool.ts';
import { GatheringLife, type GatheringPlan, ownerLabel } from './gathering-life.ts';
import { type KeptGatherings, poolKey } from './kept-gatherings.ts';
import { type MeetingDays, meetingDaysOf } from './meeting-days.ts';
import { rungStaysOf, staysGoingOn } from './rung-stays.ts';
import type { Named, ToldItem, ToldResolution, ToldSeries, ToldTopic } from './told-gathering.ts';
import type { RunningMatter } from './usual.ts';

/** A case that was written, with the number it got. */
export interface NumberedCase {
  caseId: string;
  number: string;
  life: CaseLife;
}

export interface BookTools {
  model: Model;
  city: City;
  directory: Directory;
  random: Random;
  now: string;
  /** Since when gatherings are kept here. */
  since: string;
  cases: readonly NumberedCase[];
  /** What the story goes on with, and since when it was not told. Left out: it begins. */
  goesOn?: { kept: KeptGatherings; from: string };
}

type NewItem = Pick<ToldItem, 'hostOrgId' | 'kind' | 'about' | 'enteredAt'> & Partial<ToldItem>;

export class GatheringBook {
  readonly model: Model;
  readonly city: City;
  readonly directory: Directory;
  readonly random: Random;
  readonly now: string;
  readonly since: string;
  /** Nothing is told of what was before: a story that goes on has been written down up to here. */
  readonly from: string;
  readonly kept: KeptGatherings | null;
  readonly days: MeetingDays;
  readonly series: ToldSeries[] = [];
  readonly gatherings: GatheringLife[] = [];
  readonly topics: ToldTopic[] = [];
  readonly items: ToldItem[] = [];
  readonly resolutions: ToldResolution[] = [];
  /** Topics of which is known that their duty is still to be done, by id. */
  readonly running = new Map<string, RunningMatter>();
  readonly #pools = new Map<string, AgendaPool>();
  readonly #byId = new Map<string, GatheringLife>();
  readonly #lives: Map<string, NumberedCase>;
  readonly #inOrder: NumberedCase[];
  readonly #held = new Map<string, ToldItem>();
  readonly #stays: Map<string, ReturnType<typeof rungStaysOf>>;
  readonly #posts: Map<string, HeldPost>;
  readonly #postsOfOrg: Map<string, HeldPost[]>;
  readonly #neighbours = new Map<string, Person[]>();
  readonly #around = new Map<string, HeldPost[]>();
  readonly #topicsById = new Map<string, ToldTopic>();
  readonly #resolutionsById = new Map<string, ToldResolution>();
  readonly #known = new Map<string, ToldItem[]>();
  readonly #occurrences = new Map<string, GatheringLife>();

  constructor({ model, city, directory, random, now, since, cases, goesOn }: BookTools) {
    this.kept = goesOn?.kept ?? null;
    this.from = goesOn?.from ?? since;
    this.model = model;
    this.city = city;
    this.directory = directory;
    this.random = random;
    this.now = now;
    this.since = since;
    this.days = meetingDaysOf(model, since, now);
    this.#lives = new Map(cases.map((one) => [one.caseId, one]));
    this.#inOrder = cases.toSorted((left, right) =>
      left.life.state.openedAt < right.life.state.openedAt ? -1 : 1,
    );
    const itemsOf = Map.groupBy(
      this.kept?.items.filter(({ ladder }) => ladder !== null) ?? [],
      ({ caseId }) => caseId ?? '',
    );
    this.#stays = Map.groupBy(
      cases.flatMap((one) => {
        const items = itemsOf.get(one.caseId);
        return items === undefined ? rungStaysOf(model, one) : staysGoingOn(model, one, items);
      }),
      ({ hostOrgId, kind }) => poolKey(hostOrgId, kind),
    );
    const held = city.posts.map((post): HeldPost => {
      const org = directory.org(post.orgId);
      return { post, org, person: directory.person(post.personId), areaCode: org.areaCodes[0] ?? '' };
    });
    this.#posts = new Map(held.map((one) => [one.post.postId, one]));
    this.#postsOfOrg = Map.groupBy(held, ({ post }) => post.orgId);
    if (this.kept !== null) this.#takeUp(this.kept);
  }

  /** Everything stands again where it stood. */
  #takeUp({ series, gatherings, topics, items, resolutions, heard }: KeptGatherings): void {
    const known = (kind: string): boolean => this.has(kind);
    this.series.push(...series.filter(({ kind }) => known(kind)));
    for (const kept of gatherings) {
      if (!known(kept.kind)) continue;
      const life = new GatheringLife(this, kept, kept);
      this.gatherings.push(life);
      this.#byId.set(life.gatheringId, life);
      if (life.recursAt !== null) this.#occurrences.set(`${life.seriesId} ${life.recursAt}`, life);
    }
    for (const topic of topics) this.#topicsById.set(topic.topicId, topic);
    for (const one of resolutions) this.#resolutionsById.set(one.resolutionId, one);
    for (const item of [...items, ...heard])
      if (item.resolutionId !== null) this.know(item.resolutionId, item);
    const onRungs = new Set([...this.#stays.values()].flat().map(({ item }) => item));
    const waiting: ToldItem[] = [];
    for (const item of items) {
      if (item.caseId !== null) this.hold(item.caseId, item);
      if (item.gatheringId !== null) this.#byId.get(item.gatheringId)?.agenda.push(item);
      else if (!onRungs.has(item)) waiting.push(item);
    }
    const waitingAt = Map.groupBy(waiting, ({ hostOrgId, kind }) => poolKey(hostOrgId, kind));
    const dutiesOf = Map.groupBy(resolutions, ({ hostOrgId, kind }) => poolKey(hostOrgId, kind));
    for (const key of new Set([...waitingAt.keys(), ...dutiesOf.keys()])) {
      const [hostOrgId, kind] = key.split(' ') as [string, string];
      if (known(kind)) this.pool(hostOrgId, kind).keep(waitingAt.get(key) ?? [], dutiesOf.get(key) ?? []);
    }
  }

  /** The occurrence of a series as it was written down; `taken`: it is over, or somebody's own. */
  occurrence(series: ToldSeries, recursAt: string | null): GatheringLife | 'taken' | undefined {
    if (recursAt === null) return undefined;
    const key = `${series.seriesId} ${recursAt}`;
    return this.#occurrences.get(key) ?? (this.kept?.occurrences.has(key) ? 'taken' : undefined);
  }
  /** Titles of what was brought before and has not been talked about. */
  topicsWaiting(hostOrgId: string, kind: string): ReadonlySet<string> {
    const open = (this.kept?.topics ?? []).filter(
      (topic) => topic.hostOrgId === hostOrgId && topic.kind === kind,
    );
    return new Set(open.flatMap(({ title, endedAt }) => (endedAt === null ? [title] : [])));
  }
  /** Was it brought by somebody of flesh and blood? */
  isOwn({ topicId }: ToldItem): boolean {
    return topicId !== null && this.kept?.ownTopics.has(topicId) === true;
  }
  hasCase(caseId: string): boolean {
    return this.#lives.has(caseId);
  }
  /** As it stood at an instant; of a case that no story tells any more, as it was written down. */
  isOver(caseId: string, at: string): boolean {
    const one = this.#lives.get(caseId);
    if (one === undefined) return this.kept?.cases.get(caseId)?.isOver === true;
    const step = one.life.told.findLast((told) => told.at <= at);
    return step !== undefined && isFinal(step.decision.next.station);
  }

  /** Does the model know such gatherings? Another edition of it may not. */
  has(kind: string): boolean {
    return Object.hasOwn(this.model.gatherings, kind);
  }
  rule(kind: string): GatheringKind {
    const rule = this.model.gatherings[kind];
    if (rule === undefined) throw new Error(`the model has no gathering ${kind}`);
    return rule;
  }
  dayOf(at: string): string {
    return localDateOf(at, this.model.timeZone);
  }
  /** Sweeps look every few seconds; what was due before the story goes on is done then. */
  afterSweep(at: string): string {
    return new Date(
      Date.parse(at > this.from ? at : this.from) + this.random.whole(300, 3_000),
    ).toISOString();
  }

  noticeOf(kind: string, startsAt: string): string | null {
    return noticeOf(this.model, this.rule(kind), startsAt);
  }

  hostsOf(kind: string): Org[] {
    if (!this.has(kind)) return [];
    const { hosts } = this.rule(kind);
    return this.city.orgs.filter((org) => hosts.includes(org.kind) && org.areaCodes.length > 0);
  }

  /** People who live in its places. */
  neighbours(host: Org): Person[] {
    let found = this.#neighbours.get(host.orgId);
    if (found === undefined) {
      const lives = ({ homeCode }: Person): boolean =>
        homeCode !== null && host.areaCodes.some((code) => homeCode.startsWith(code));
      found = this.city.people.filter(lives);
      this.#neighbours.set(host.orgId, found);
    }
    return found;
  }

  addSeries(host: Org, kind: string, more: Partial<ToldSeries> = {}): ToldSeries {
    const series: ToldSeries = {
      seriesId: this.random.uuid(),
      hostOrgId: host.orgId,
      kind,
      number: 1,
      title: null,
      rule: null,
      startsOn: `${this.since.slice(0, 4)}-01-01`,
      atMinute: null,
      lastsMinutes: null,
      place: null,
      areaCode: host.areaCodes.toSorted()[0] as string,
      capacity: this.rule(kind).capacity,
      endsOn: null,
      ...more,
    };
    this.series.push(series);
    return series;
  }

  /** An occurrence that was written down is that one. */
  plan(plan: GatheringPlan): GatheringLife {
    const known = this.#occurrences.get(`${plan.seriesId} ${plan.recursAt}`);
    if (known !== undefined) return known;
    const gathering = new GatheringLife(this, plan);
    this.gatherings.push(gathering);
    this.#byId.set(gathering.gatheringId, gathering);
    return gathering;
  }
  hasGathering(gatheringId: string): boolean {
    return this.#byId.has(gatheringId);
  }
  gathering(gatheringId: string): GatheringLife {
    return get(this.#byId, gatheringId);
  }

  pool(hostOrgId: string, kind: string): AgendaPool {
    const key = poolKey(hostOrgId, kind);
    let pool = this.#pools.get(key);
    if (pool === undefined) {
      pool = new AgendaPool(this, this.rule(kind).agenda);
      pool.setStays(this.#stays.get(key) ?? []);
      this.#pools.set(key, pool);
    }
    return pool;
  }
  /** Cases that waited for gatherings of a kind at a host. */
  staysAt(hostOrgId: string, kind: string): ReturnType<typeof rungStaysOf> {
    return this.#stays.get(poolKey(hostOrgId, kind)) ?? [];
  }
  /** What happened up to the present reaches every pool: owners answer, cases come and go. */
  close(): void {
    if (this.kept !== null) {
      for (const key of this.#stays.keys()) this.pool(...(key.split(' ') as [string, string]));
    }
    for (const pool of this.#pools.values()) pool.advance(this.now);
  }

  newItem(item: NewItem): ToldItem {
    return {
      caseId: null,
      topicId: null,
      resolutionId: null,
      title: null,
      body: null,
      ladder: null,
      rung: null,
      areaCode: null,
      enteredByPersonId: null,
      carriedFrom: null,
      ...item,
      itemId: this.random.uuid(),
      gatheringId: null,
      position: null,
      endedAs: null,
      endedAt: null,
      endedIn: null,
      endReason: null,
    };
  }
  endItem(item: ToldItem, as: string, at: string, inGathering: string | null, reason: string | null): void {
    if (item.endedAt !== null) throw new Error('an item ends once');
    Object.assign(item, { endedAs: as, endedAt: at, endedIn: inGathering, endReason: reason });
  }

  /** Brought before an instant at which it then waits. */
  bringTopic(
    host: Org,
    kind: string,
    topic: { title: string; body?: string | null; areaCode?: string; personId: string | null; name?: string },
    at: string,
    supporters: readonly { personId: string; at: string }[] = [],
  ): ToldTopic {
    const told: ToldTopic = {
      topicId: this.random.uuid(),
      hostOrgId: host.orgId,
      kind,
      title: topic.title,
      body: topic.body ?? null,
      areaCode: topic.areaCode ?? (host.areaCodes.toSorted()[0] as string),
      personId: topic.personId,
      name: topic.name ?? null,
      broughtAt: at,
      state: 'waiting',
      outcome: null,
      caseId: null,
      endedAt: null,
      supporters: [...supporters],
    };
    this.topics.push(told);
    this.#topicsById.set(told.topicId, told);
    this.pool(host.orgId, kind).bring(
      at,
      this.newItem({
        hostOrgId: host.orgId,
        kind,
        about: 'topic',
        topicId: told.topicId,
        areaCode: told.areaCode,
        enteredAt: at,
        enteredByPersonId: topic.personId,
      }),
    );
    return told;
  }
  topicOf({ topicId }: ToldItem): ToldTopic | undefined {
    return topicId === null ? undefined : this.#topicsById.get(topicId);
  }
  endTopic(
    item: ToldItem,
    state: ToldTopic['state'],
    outcome: string | null,
    at: string,
    caseId: string | null = null,
  ): void {
    const topic = this.topicOf(item);
    if (topic !== undefined) Object.assign(topic, { state, outcome, endedAt: at, caseId });
  }

  /** Remembers that an agenda has asked for a duty. */
  know(resolutionId: string, item: ToldItem): void {
    this.#known.set(resolutionId, [...(this.#known.get(resolutionId) ?? []), item]);
  }
  /** Does an item ask for it, or has one been answered? */
  isKnown(resolutionId: string): boolean {
    return (this.#known.get(resolutionId) ?? []).some(
      ({ endedAt, endedAs }) => endedAt === null || endedAs === 'answered',
    );
  }
  isAnswered(resolutionId: string): boolean {
    return (this.#known.get(resolutionId) ?? []).some(({ endedAs }) => endedAs === 'answered');
  }
  openItemsAbout({ resolutionId }: ToldResolution): ToldItem[] {
    return (this.#known.get(resolutionId) ?? []).filter(({ endedAt }) => endedAt === null);
  }
  keepResolution(resolution: ToldResolution): void {
    this.resolutions.push(resolution);
    this.#resolutionsById.set(resolution.resolutionId, resolution);
  }
  resolutionOf({ resolutionId }: ToldItem): ToldResolution {
    return get(this.#resolutionsById, resolutionId ?? '');
  }

  caseOf(caseId: string): NumberedCase {
    return get(this.#lives, caseId);
  }
  /** Remembers which item a case waits as: it waits in one place at a time. */
  hold(caseId: string, item: ToldItem): void {
    this.#held.set(caseId, item);
  }
  /** Cases in a place for which a condition held at an instant, and that stand on no agenda. */
  casesThat(
    where: Condition,
    { areaCode, orgId, at }: { areaCode: string; orgId: string; at: string },
  ): string[] {
    const context = { now: at, timeZone: this.model.timeZone, personId: null, orgIds: [orgId] };
    return this.#inOrder.flatMap(({ caseId, life }) => {
      if (!life.state.areaCode.startsWith(areaCode) || life.state.openedAt > at) return [];
      const held = this.#held.get(caseId);
      const step = life.told.findLast((one) => one.at <= at);
      if (step === undefined || (held !== undefined && held.endedAt === null)) return [];
      return evaluate(where, factsOf(this.model, step.decision.next), context) ? [caseId] : [];
    });
  }
  /** When a case was last resolved, as it stood at an instant; null: it was not. */
  resolvedAt(caseId: string, at: string): string | null {
    const one = this.#lives.get(caseId);
    if (one === undefined) return this.kept?.cases.get(caseId)?.resolvedAt ?? null;
    return one.life.told.findLast((told) => told.at <= at)?.decision.next.resolvedAt ?? null;
  }

  heldPost(postId: string): HeldPost | undefined {
    return this.#posts.get(postId);
  }
  /** Those who hold a post of an organisation on a day. */
  postsOf(orgId: string, roles: readonly string[] | null, at: string): HeldPost[] {
    const day = this.dayOf(at);
    return (this.#postsOfOrg.get(orgId) ?? []).filter(
      ({ post }) =>
        (roles === null || roles.includes(post.role)) &&
        post.heldFrom <= day &&
        (post.heldTo === null || post.heldTo >= day),
    );
  }
  /** Of the host itself, else of an organisation around it. */
  holder(host: Org, roles: readonly string[], at: string): HeldPost | undefined {
    return (
      this.postsOf(host.orgId, roles, at)[0] ??
      this.directory.holders(roles, host.areaCodes[0] as string, at)[0]
    );
  }

  /** Holders at the host, in organisations within its places, and around them, the host's own first. */
  within(host: Org, roles: readonly string[], at: string): HeldPost[] {
    const day = this.dayOf(at);
    return this.#heldAround(host).filter(
      ({ post }) =>
        roles.includes(post.role) && post.heldFrom <= day && (post.heldTo === null || post.heldTo >= day),
    );
  }
  #heldAround(host: Org): HeldPost[] {
    let found = this.#around.get(host.orgId);
    if (found === undefined) {
      const lies = (code: string): boolean => host.areaCodes.some((own) => code.startsWith(own));
      const inside = this.city.orgs.filter(
        ({ orgId, areaCodes }) => orgId !== host.orgId && areaCodes.some(lies),
      );
      const covers = ({ areaCodes }: Org): boolean =>
        areaCodes.some((code) => host.areaCodes.some((own) => own.startsWith(code) && own !== code));
      const outside = this.city.orgs.filter((org) => covers(org));
      found = [host, ...inside, ...outside].flatMap(({ orgId }) => this.#postsOfOrg.get(orgId) ?? []);
      this.#around.set(host.orgId, found);
    }
    return found;
  }

  ownerBy({ post, org, person }: HeldPost): NonNullable<ToldResolution['owner']> {
    const { postId, role, orgId, personId } = post;
    const owner = { postId, role, orgId, personId, orgName: org.name, personName: person.name };
    return { postId, role, orgId, personId, label: ownerLabel(this.model, owner) };
  }
  /** Whom the spine gave a case to. */
  ownerOf({ postId, role, orgId, personId }: Holder): NonNullable<ToldResolution['owner']> {
    const personName = personId === null ? null : this.directory.person(personId).name;
    const owner = { postId, role, orgId, personId, orgName: this.directory.org(orgId).name, personName };
    return { postId, role, orgId, personId, label: ownerLabel(this.model, owner) };
  }

  named(person: Person): { personId: string; name: string } {
    return { personId: person.personId, name: person.name };
  }
}

export function said(zh: string, en: string): Named {
  return { zh, en };
}

function get<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the book of gatherings has no ${key}`);
  return value;
}
