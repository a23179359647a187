/**
 * One case's life, told through the engine: verbs by people at simulated instants, and between them everything time
 * does by itself, exactly as the server's sweeps would have done it.
 */
import {
  type Actor,
  type CaseState,
  type Decision,
  decide,
  isRefusal,
  type OpenInput,
  openCase,
  type Refusal,
  type Timer,
  timeActor,
  timersOf,
  type Verb,
  type VerbInput,
} from '@linli/engine';
import type { Model } from '@linli/model';
import type { Random } from '../random.ts';
import type { Directory } from './directory.ts';

/** One step as history will keep it, without its place in the chain. */
export interface Told {
  at: string;
  decision: Decision;
  /** Also null for a reporter without an account, and for time. */
  actorPersonId: string | null;
  isByReporter: boolean;
  actorPostId: string | null;
  actorLabel: string | null;
}

/** A story that the engine refuses was told wrongly: the generator must be mended. */
export class BrokenStory extends Error {
  constructor(verb: string, refusal: Refusal, state: CaseState | null) {
    super(
      `the engine refuses ${verb} at ${state?.station ?? 'nothing'}: ${refusal.code} ${refusal.at ?? ''} ${refusal.message.en}`,
    );
    this.name = 'BrokenStory';
  }
}

/** Thrown when a story reaches the present: what would come next has not happened yet. */
export class ReachedPresent extends Error {}

export interface LifeOptions {
  model: Model;
  directory: Directory;
  random: Random;
  caseId: string;
  /** Nothing may happen after it. */
  until: string;
}

export class CaseLife {
  readonly caseId: string;
  readonly told: Told[] = [];
  readonly #model: Model;
  readonly #directory: Directory;
  readonly #random: Random;
  readonly #until: string;
  #state: CaseState | null = null;
  #timers: Timer[] = [];
  #present = '';

  constructor({ model, directory, random, caseId, until }: LifeOptions) {
    this.#model = model;
    this.#directory = directory;
    this.#random = random;
    this.caseId = caseId;
    this.#until = until;
  }

  /** Goes on with a case that was written down, from an instant on; `told` then holds only what is new. */
  static continued(options: LifeOptions, state: CaseState, from: string): CaseLife {
    const life = new CaseLife(options);
    life.#state = state;
    life.#timers = timersOf(options.model, state);
    life.#present = from;
    return life;
  }

  get state(): CaseState {
    if (this.#state === null) throw new Error('the case is not open yet');
    return this.#state;
  }
  get timers(): Timer[] {
    return this.#timers;
  }
  /** Instant of the last step. */
  get present(): string {
    return this.#present;
  }

  open(input: OpenInput, actor: Actor, at: string): void {
    const kind = this.#model.caseKinds[input.kind];
    const decision = openCase(this.#model, input, actor, {
      now: at,
      route: kind === undefined ? null : this.#directory.routeOf(kind, input.areaCode, at),
    });
    if (isRefusal(decision)) throw new BrokenStory('open', decision as Refusal, null);
    const may = kind?.openedBy ?? [];
    const post = actor.posts.find(({ role }) => may.includes('any-post') || may.includes(`role:${role}`));
    this.#record(decision as Decision, actor, at, post?.postId ?? null);
  }

  /** A person's deed; `role` tells by which of their posts. What time does before `at` happens first. */
  act(verb: Verb, input: VerbInput, personId: string | null, at: string, isReporter = false): void {
    const refusal = this.attempt(verb, input, personId, at, isReporter);
    if (refusal !== null) throw new BrokenStory(verb, refusal, this.state);
  }

  /** As `act`, but hands a refusal back. */
  attempt(
    verb: Verb,
    input: VerbInput,
    personId: string | null,
    at: string,
    isReporter = false,
    around: { mergeTarget?: { kind: string; station: CaseState['station'] } } = {},
  ): Refusal | null {
    this.letPass(at);
    const actor = this.#directory.actor(personId, this.state.areaCode, at, isReporter);
    const decision = decide(this.#model, this.state, verb, input, actor, {
      ...this.#surroundings(at),
      ...around,
    });
    if (isRefusal(decision)) return decision as Refusal;
    // Whoever rates or answers as the reporter does not act by a post, although they may hold one.
    this.#record(decision as Decision, actor, at, isReporter ? null : this.#postFor(actor));
    return null;
  }

  /** Lets time do what is due up to an instant. Throws ReachedPresent when the instant lies ahead of the present. */
  letPass(at: string): void {
    const limit = at > this.#until ? this.#until : at;
    for (;;) {
      const timer = this.#timers[0];
      if (timer === undefined) break;
      // Sweeps look every few seconds; what is due fires a little after its time.
      const fires = Date.parse(timer.firesAt > this.#present ? timer.firesAt : this.#present);
      const now = new Date(fires + this.#random.whole(300, 9_500)).toISOString();
      if (now >= limit) break;
      const decision = decide(
        this.#model,
        this.state,
        'tick',
        { timer: timer.key },
        timeActor,
        this.#surroundings(now),
      );
      if (isRefusal(decision)) throw new BrokenStory(`tick ${timer.key}`, decision as Refusal, this.state);
      this.#record(decision as Decision, timeActor, now, null);
    }
    if (at > this.#until) throw new ReachedPresent();
  }

  #surroundings(now: string) {
    const { state } = this;
    const kind = this.#model.caseKinds[state.kind];
    const ladder = kind?.ladder ? this.#model.ladders[kind.ladder] : undefined;
    return {
      now,
      hostOfRung: (index: number) => {
        const host = ladder?.rungs[index]?.host;
        return host === undefined ? null : this.#directory.hostOf(host, state.areaCode);
      },
      route: kind === undefined ? null : this.#directory.routeOf(kind, state.areaCode, now),
      followerCount: 0,
    };
  }

  /** The post by which somebody acted: the one the case knows them by, else their nearest. */
  #postFor(actor: Actor): string | null {
    const { assignee, responsible } = this.state;
    const known = [assignee?.postId, responsible?.postId];
    const post = actor.posts.find(({ postId }) => known.includes(postId)) ?? actor.posts[0];
    return post?.postId ?? null;
  }

  #record(decision: Decision, actor: Actor, at: string, postId: string | null): void {
    this.told.push({
      at,
      decision,
      actorPersonId: actor.personId,
      isByReporter: actor.isReporter,
      actorPostId: postId,
      actorLabel: this.#directory.signature(actor, postId),
    });
    this.#state = decision.next;
    this.#timers = decision.timers;
    this.#present = at;
  }
}
