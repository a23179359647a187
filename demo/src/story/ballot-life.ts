/**
 * One ballot's life, told through the engine: convened, nominated for, posted, voted in, counted, announced, with everything
 * time does by itself in between. What voters and the counting desk do goes through the engine's book of votes, entry by entry,
 * so that nobody votes twice, late, or for somebody else.
 */
import { constants, createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import {
  type Actor,
  type BallotAround,
  type BallotDecision,
  type BallotDraft,
  type BallotInput,
  type BallotOption,
  type BallotState,
  type BallotTerms,
  type BallotTimer,
  type BallotVerb,
  ballotTimers,
  type Cast,
  type Choices,
  type ConveneInput,
  castOf,
  checkChoices,
  convene,
  decideBallot,
  type EntryState,
  type EntryStep,
  entryStep,
  freshEntry,
  isPaperOpen,
  isRefusal,
  localDateOf,
  type MadeRoll,
  makePersonRoll,
  makeRoll,
  type PaperSlip,
  type Refusal,
  type RollEntry,
  type Slip,
  slipMessage,
  slipsOf,
  tallyOf,
  termsOf,
  timeActor,
  votesRootOf,
} from '@linli/engine';
import { type BallotKind, canonicalJson, type Model } from '@linli/model';
import type { SlipKeys } from '@linli/server';
import type { Person } from '../city.ts';
import type { PictureName } from '../pictures.ts';
import type { Random } from '../random.ts';
import { type Directory, type HeldPost, holderOf } from './directory.ts';
import type {
  BallotRegisters,
  EntryDeed,
  PaperReading,
  ToldBallot,
  ToldBallotStep,
  ToldCatalogue,
  ToldNomination,
} from './told-ballot.ts';

export interface BallotTools {
  model: Model;
  directory: Directory;
  random: Random;
  /** Nothing may happen after it. */
  now: string;
  registers: BallotRegisters;
}

/** An entry of the roll, as the story knows it. */
export interface RollPlace extends RollEntry {
  voterId: string | null;
  homeCodes: string[];
}

/** Salt of RSABSSA-SHA384-PSS (RFC 9474): as long as the hash. */
const pssSaltLength = 48;
/** Sweeps look every few seconds; what is due happens a little after its time. */
const lateMs = { from: 300, to: 9_500 };

export class BallotLife implements ToldBallot {
  readonly ballotId: string;
  readonly kind: BallotKind;
  readonly steps: ToldBallotStep[] = [];
  readonly entries = new Map<string, EntryState>();
  readonly deeds: EntryDeed[] = [];
  readonly readings: PaperReading[] = [];
  readonly slips: { slip: Slip; castOn: string }[] = [];
  readonly papers: PaperSlip[] = [];
  readonly nominations: ToldNomination[] = [];
  readonly catalogues: ToldCatalogue[] = [];
  readonly pictures = new Map<string, PictureName>();
  roll: MadeRoll | null = null;
  keys: SlipKeys | null = null;
  keysDestroyedAt: string | null = null;
  cast: Cast | null = null;
  readonly #tools: BallotTools;
  readonly #random: Random;
  #state: BallotState;
  #timers: BallotTimer[] = [];
  #present: string;
  #terms: BallotTerms | null = null;
  #places: RollPlace[] = [];
  readonly #privateKeys = new Map<string, KeyObject>();

  private constructor(tools: BallotTools, ballotId: string, state: BallotState, at: string) {
    const kind = tools.model.ballots[state.kind];
    if (kind === undefined) throw new Error(`no kind of ballots ${state.kind}`);
    this.#tools = tools;
    this.ballotId = ballotId;
    this.#random = tools.random.stream(`ballot ${ballotId}`);
    this.kind = kind;
    this.#state = state;
    this.#present = at;
  }

  static convened(
    tools: BallotTools,
    ballotId: string,
    input: Omit<ConveneInput, 'part' | 'repeats' | 'silence'> &
      Partial<Pick<ConveneInput, 'part' | 'repeats' | 'silence'>>,
    by: HeldPost,
    at: string,
  ): BallotLife {
    const whole: ConveneInput = { part: null, repeats: null, silence: null, ...input };
    const decision = convene(tools.model, whole, actorOf(by), aroundAt(at, ballotId));
    if (isRefusal(decision)) throw refused('convene', decision as Refusal);
    const convened = decision as BallotDecision;
    const life = new BallotLife(tools, ballotId, convened.next, at);
    life.steps.push({ at, decision: convened, by });
    return life;
  }

  /** Goes on with one that was written down while it is voted in; what it holds then is only what is new. */
  static votedIn(
    tools: BallotTools,
    ballotId: string,
    state: BallotState,
    places: RollPlace[],
    from: string,
  ): BallotLife {
    const life = new BallotLife(tools, ballotId, state, from);
    life.#terms = termsOf(tools.model, state, ballotId);
    life.#places = places;
    return life;
  }

  get state(): BallotState {
    return this.#state;
  }
  /** Instant of the last step. */
  get present(): string {
    return this.#present;
  }
  get now(): string {
    return this.#tools.now;
  }
  get terms(): BallotTerms {
    if (this.#terms === null) throw new Error('the ballot is not posted yet');
    return this.#terms;
  }
  /** Its roll, in an order that says nothing of who stands where. */
  get places(): readonly RollPlace[] {
    return this.#places;
  }

  /** A step by a post; what time does before it happens first. */
  act(verb: BallotVerb, input: BallotInput, by: HeldPost, at: string): void {
    this.letPass(at);
    const openPapers = this.#openPapers();
    this.#decide(verb, input, actorOf(by), by, { ...aroundAt(at, this.ballotId), openPapers });
  }

  amend(draft: Partial<BallotDraft>, by: HeldPost, at: string): void {
    this.act('amend', { draft }, by, at);
  }

  /** Posts it with the roll as the registers stand on that day. */
  async post(by: HeldPost, at: string): Promise<void> {
    const { registers, model } = this.#tools;
    const day = localDateOf(at, model.timeZone);
    const { areaCode, part, secret } = this.#state;
    const voters = await registers.votersOn(this.kind, part ?? areaCode, day);
    const saltOf = (): string => bytesFrom(this.#random).toString('hex');
    const made =
      'homes' in voters ? makeRoll(day, voters.homes, saltOf) : makePersonRoll(day, voters.persons, saltOf);
    if (isRefusal(made)) throw refused('post', made as Refusal);
    const roll = made as MadeRoll;
    this.keys = secret && this.kind.channels.includes('online') ? await registers.makeSlipKeys() : null;
    const { onDate, root, total } = roll.roll;
    this.act(
      'post',
      { roll: { onDate, root, total }, ...(this.keys === null ? {} : { slipKeys: this.keys.public }) },
      by,
      at,
    );
    this.roll = roll;
    this.#terms = termsOf(model, this.#state, this.ballotId);
    const identities = new Map(roll.identities.map((one) => [one.id, one]));
    this.#places = roll.roll.entries.map((entry) => {
      const identity = identities.get(entry.id);
      return {
        ...entry,
        voterId: identity?.voterId ?? null,
        homeCodes: (identity?.homes ?? []).map(({ code }) => code),
      };
    });
  }

  // ── Candidates and options ───────────────────────────────────────────────────────────────────────────────────────

  nominate(
    given: Omit<ToldNomination, 'nominationId' | 'trail'>,
    person: Pick<Person, 'personId' | 'name'>,
    post: HeldPost | null,
    at: string,
  ): ToldNomination {
    if (!this.kind.nominate.includes(given.channel)) throw new Error(`no channel ${given.channel}`);
    this.letPass(at);
    const nomination: ToldNomination = {
      ...given,
      nominationId: this.#random.uuid(),
      trail: [{ deed: 'nominate', at, person, post, reason: null, option: null }],
    };
    this.nominations.push(nomination);
    return nomination;
  }

  /** Onto the slate, by the steps a convener and a vetter take one after the other. */
  accept(nomination: ToldNomination, by: HeldPost, at: string, reason: string): string {
    const { nominationId, question: questionKey, name, statement, photoId, personId, channel } = nomination;
    const key = `c${nominationId.replaceAll('-', '').slice(0, 10)}`;
    const option: BallotOption = {
      key,
      title: name,
      description: statement,
      photoId,
      costFen: null,
      candidate: {
        personId,
        channel,
        nominatedAt: nomination.trail[0]?.at ?? at,
        countsForNorm: nomination.countsForNorm,
      },
      vetted: null,
    };
    const questions = this.#state.questions.map((question) =>
      question.key === questionKey ? { ...question, options: [...question.options, option] } : question,
    );
    this.#amendSlate(questions, by, at);
    if (this.kind.vettedBy.length > 0) {
      this.act('vet', { vetting: { question: questionKey, option: key, accepted: true }, reason }, by, at);
    }
    nomination.trail.push({ deed: 'accept', at, person: by.person, post: by, reason, option: key });
    return key;
  }

  reject(nomination: ToldNomination, by: HeldPost, at: string, reason: string): void {
    nomination.trail.push({ deed: 'reject', at, person: by.person, post: by, reason, option: null });
  }

  /** The candidate themself leaves, before or after the vetting. */
  leave(nomination: ToldNomination, by: HeldPost, at: string, reason: string): void {
    const key = nomination.trail.findLast(({ option }) => option !== null)?.option ?? null;
    nomination.trail.push({ deed: 'withdraw', at, person: by.person, post: by, reason, option: null });
    if (key === null) return;
    const questions = this.#state.questions.map((question) => ({
      ...question,
      options: question.options.filter((option) => option.key !== key),
    }));
    this.#amendSlate(questions, by, at);
  }

  /** The convener's office is lent to it, as the server does; the history names who really acted. */
  #amendSlate(questions: BallotState['questions'], by: HeldPost, at: string): void {
    const { convener } = this.#state;
    const actor: Actor = {
      personId: by.person.personId,
      isReporter: false,
      posts: [
        {
          postId: convener.postId ?? '',
          role: this.kind.convenedBy[0] ?? convener.role,
          orgId: convener.orgId,
        },
      ],
    };
    this.letPass(at);
    this.#decide('amend', { draft: { questions } }, actor, by, aroundAt(at, this.ballotId));
  }

  // ── Votes ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** One deed with an entry of the roll. */
  deed(entryId: string, step: EntryStep, personId: string, at: string, isCounter = false): EntryState {
    const entry = this.entries.get(entryId) ?? freshEntry(entryId);
    const place = this.#places[Number(entryId) - 1];
    if (place === undefined) throw new Error(`no entry ${entryId} on the roll`);
    const next = entryStep(this.terms, entry, step, {
      now: at,
      phase: this.#state.phase,
      personId,
      voterId: place.voterId,
      isCounter,
      readBefore: false,
      proxiesHeld: step.do === 'give-proxy' ? this.#proxiesHeld(step.to, entryId) : 0,
    });
    if (isRefusal(next)) throw refused(step.do, next as Refusal);
    const after = next as EntryState;
    this.entries.set(entryId, after);
    this.deeds.push({
      ref: entryId,
      step: step.do === 'read-paper' && after.paper ? 'agree-paper' : step.do,
      at,
      byPersonId: personId,
      reason: 'reason' in step ? step.reason : null,
    });
    return after;
  }

  vote(entryId: string, choices: Choices, personId: string, at: string): void {
    if (!this.#state.secret) {
      this.deed(entryId, { do: 'cast', choices }, personId, at);
      return;
    }
    const day = localDateOf(at, this.#tools.model.timeZone);
    const entry = this.deed(entryId, { do: 'issue' }, personId, at);
    // Only the day is kept of when slips were signed, as the server keeps it.
    const dayAt = `${day}T00:00:00.000Z`;
    this.entries.set(entryId, {
      ...entry,
      servedAt: entry.servedAt === at ? dayAt : entry.servedAt,
      issued: entry.issued && { ...entry.issued, at: dayAt },
    });
    const deed = this.deeds.at(-1);
    if (deed !== undefined) deed.at = dayAt;
    this.#castSlips(entryId, choices, day);
  }

  /** What the voter's device does: a blind signature, once unblinded, is an ordinary RSASSA-PSS signature (RFC 9474). */
  #castSlips(entryId: string, choices: Choices, castOn: string): void {
    const checked = checkChoices(this.terms, choices);
    if (isRefusal(checked)) throw refused('slip', checked as Refusal);
    const { areaDm2 } = this.#places[Number(entryId) - 1] as RollPlace;
    for (const value of slipsOf(this.terms, areaDm2)) {
      const unsigned = { value, token: bytesFrom(this.#random).toString('hex'), choices: checked as Choices };
      const signature = sign('sha384', slipMessage(this.ballotId, unsigned), {
        key: this.#privateKey(value),
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: pssSaltLength,
      });
      this.slips.push({ slip: { ...unsigned, signature: signature.toString('base64') }, castOn });
    }
  }

  #privateKey(value: string): KeyObject {
    const known = this.#privateKeys.get(value);
    if (known !== undefined) return known;
    const key = createPrivateKey({
      key: Buffer.from(this.keys?.private[value] ?? '', 'base64'),
      format: 'der',
      type: 'pkcs8',
    });
    this.#privateKeys.set(value, key);
    return key;
  }

  /** A paper read at the desk, of an open ballot. */
  readPaper(
    entryId: string,
    choices: Choices,
    by: HeldPost,
    at: string,
    notes: Partial<Pick<PaperReading, 'reasons' | 'proxy'>> = {},
  ): void {
    const { personId } = by.person;
    const after = this.deed(entryId, { do: 'read-paper', choices }, personId, at, true);
    const mine = after.readings.find((reading) => reading.by === personId);
    if (mine === undefined) throw new Error('a reading that was taken is not there');
    this.readings.push({
      ref: entryId,
      by: personId,
      choices: mine.choices,
      at,
      agreed: false,
      reasons: {},
      proxy: null,
      ...notes,
    });
    const agreed: readonly string[] = after.paper?.by ?? [];
    for (const reading of this.readings) {
      if (reading.ref === entryId && agreed.includes(reading.by)) reading.agreed = true;
    }
  }

  /** Secret ballots: a paper goes into the urn. */
  handPaper(entryId: string, by: HeldPost, at: string): void {
    this.deed(entryId, { do: 'hand-paper' }, by.person.personId, at, true);
  }

  /** Secret ballots: two read a paper from the urn alike. */
  readSerial(
    serial: string,
    choices: Choices,
    by: readonly [HeldPost, HeldPost],
    at: readonly [string, string],
  ): void {
    const checked = checkChoices(this.terms, choices, { paper: true });
    if (isRefusal(checked)) throw refused('read-paper', checked as Refusal);
    by.forEach(({ person }, index) => {
      this.readings.push({
        ref: serial,
        by: person.personId,
        choices: checked as Choices,
        at: at[index] as string,
        agreed: true,
        reasons: {},
        proxy: null,
      });
    });
    this.papers.push({
      serial,
      choices: checked as Choices,
      areaDm2: 0,
      by: [by[0].person.personId, by[1].person.personId],
    });
  }

  /** Adds up what is there, as the server does it: from the marks, the box and the papers. */
  count(by: HeldPost, at: string): void {
    this.letPass(at);
    const cast: Cast = {
      ...castOf(this.terms, [...this.entries.values()]),
      slips: this.slips.map(({ slip }) => slip).sort((one, other) => (one.token < other.token ? -1 : 1)),
      papers: this.papers.toSorted((one, other) => (one.serial < other.serial ? -1 : 1)),
    };
    const tally = tallyOf(this.terms, this.roll?.roll.entries ?? [], cast);
    this.act('count', { count: { tally, votesRoot: votesRootOf(cast) } }, by, at);
    this.cast = cast;
  }

  /** Somebody on the roll objects; the history names their entry and not them. Gives the objection's id. */
  object(entryId: string, text: string, at: string): string {
    this.letPass(at);
    const id = this.#random.uuid();
    const personId = this.#places[Number(entryId) - 1]?.voterId ?? null;
    this.#decide('object', { objection: { id, text } }, { personId, isReporter: false, posts: [] }, null, {
      ...aroundAt(at, this.ballotId),
      entryId,
    });
    return id;
  }

  /** Lets time do what is due up to an instant, and never beyond the present. */
  letPass(at: string): void {
    const limit = at > this.#tools.now ? this.#tools.now : at;
    for (;;) {
      const timer = this.#timers[0];
      if (timer === undefined) break;
      const from = Date.parse(timer.firesAt > this.#present ? timer.firesAt : this.#present);
      const now = new Date(from + this.#random.whole(lateMs.from, lateMs.to)).toISOString();
      if (now >= limit) break;
      this.#decide('tick', { timer: timer.key }, timeActor, null, aroundAt(now, this.ballotId));
      // The private keys go when voting has ended: nobody can make slips afterwards.
      if (timer.key === 'close' && this.#state.secret) this.keysDestroyedAt = now;
    }
  }

  #decide(
    verb: BallotVerb,
    input: BallotInput,
    actor: Actor,
    by: HeldPost | null,
    around: BallotAround,
  ): void {
    const decision = decideBallot(this.#tools.model, this.#state, verb, input, actor, around);
    if (isRefusal(decision)) throw refused(`${verb} of “${this.#state.title}”`, decision as Refusal);
    const taken = decision as BallotDecision;
    this.steps.push({ at: around.now, decision: taken, by });
    this.#state = taken.next;
    this.#timers = ballotTimers(this.#tools.model, taken.next);
    this.#present = around.now;
  }

  #proxiesHeld(personId: string, exceptEntryId: string): number {
    return [...this.entries.values()].filter(
      ({ entryId, proxy }) => proxy?.to === personId && entryId !== exceptEntryId,
    ).length;
  }

  #openPapers(): number {
    return this.#state.secret ? 0 : [...this.entries.values()].filter(isPaperOpen).length;
  }
}

function actorOf(by: HeldPost): Actor {
  const { postId, role, orgId } = holderOf(by);
  return {
    personId: by.person.personId,
    isReporter: false,
    posts: [{ postId: postId ?? '', role, orgId }],
  };
}

function aroundAt(now: string, ballotId: string): BallotAround {
  return { now, ballotId, entryId: null, openPapers: 0, votesHere: 0 };
}

/** 32 bytes that are the same each time the story is told. */
function bytesFrom(random: Random): Buffer {
  return createHash('sha256').update(random.uuid()).digest();
}

/** A story that the engine refuses was told wrongly: it must be mended. */
function refused(what: string, { code, at, message, data }: Refusal): Error {
  return new Error(
    `the engine refuses ${what}: ${code} ${at ?? ''} ${message.en} ${canonicalJson(data ?? null)}`,
  );
}
