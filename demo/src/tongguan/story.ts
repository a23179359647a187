/**
 * The deeds a story in Tongguan is made of. Each brings one case one step on, by the post that would do it there, at an
 * hour in which that post is at work. What comes in which order is said in plots.ts.
 */
import { type Holder, isWorkingDay, localDateOf, type RungState } from '@linli/engine';
import type { ActorRef, CaseKind, Ladder, Model } from '@linli/model';
import type { MeetingDays } from '../gatherings/meeting-days.ts';
import type { Random } from '../random.ts';
import type { CaseLife } from '../story/case-life.ts';
import { type Directory, type HeldPost, holderOf } from '../story/directory.ts';
import type { Handler } from '../story/report-texts.ts';
import type { Hours, WorkingTime } from '../story/working-time.ts';
import * as words from './other-texts.ts';
import type { StoryPlace } from './places.ts';

export interface Reporter {
  /** Null: sent without an account. */
  personId: string | null;
  isStaff: boolean;
}

export interface StoryTools {
  model: Model;
  directory: Directory;
  time: WorkingTime;
  /** When the meetings of the ladder are held. */
  days: MeetingDays;
}

export interface StorySetting {
  life: CaseLife;
  random: Random;
  place: StoryPlace;
  reporter: Reporter;
  /** Who usually handles such a thing, by weight. */
  handlers: Partial<Record<Handler, number>>;
  outcomes: readonly string[];
}

const hoursOf: Partial<Record<string, Hours>> = {
  'property-manager': 'service',
  'repair-worker': 'service',
  'department-liaison': 'office',
  'community-worker': 'office',
  'community-secretary': 'office',
};

export class Story {
  readonly life: CaseLife;
  readonly random: Random;
  readonly place: StoryPlace;
  readonly reporter: Reporter;
  readonly #tools: StoryTools;
  readonly #handlers: StorySetting['handlers'];
  readonly #outcomes: readonly string[];
  /** Photos taken when the work was done, as answers to `resolved.proof`. */
  proof: string[] = [];
  /** Every step a few minutes after the one before, whatever the hour: for what has just happened. */
  isBrisk = false;

  constructor(tools: StoryTools, setting: StorySetting) {
    this.#tools = tools;
    this.life = setting.life;
    this.random = setting.random;
    this.place = setting.place;
    this.reporter = setting.reporter;
    this.#handlers = setting.handlers;
    this.#outcomes = setting.outcomes;
  }

  get state() {
    return this.life.state;
  }
  get #kind(): CaseKind {
    return this.#tools.model.caseKinds[this.state.kind] as CaseKind;
  }
  get #ladder(): Ladder | null {
    const { ladder } = this.#kind;
    return ladder === null ? null : (this.#tools.model.ladders[ladder] ?? null);
  }

  /** Some minutes of somebody's working hours after the last step; short waits are likelier than long ones. */
  soon(fromMinutes: number, toMinutes: number, hours: Hours = 'waking'): string {
    if (this.isBrisk) return this.#tools.time.soon(this.life.present, 1, 4, 'anytime');
    return this.#tools.time.soon(this.life.present, fromMinutes, toMinutes, hours);
  }

  #responsible(): Holder {
    const { responsible } = this.state;
    if (responsible === null) throw new Error('nobody answers for the case');
    return responsible;
  }
  #holders(roles: readonly string[], at = this.life.present): HeldPost[] {
    return this.#tools.directory.holders(roles, this.state.areaCode, at);
  }
  hoursOf(holder: Holder | null): Hours {
    return hoursOf[holder?.role ?? ''] ?? 'waking';
  }

  /** The liaison of a department by its name; null where the office is vacant. */
  liaisonOf(department: string): Holder | null {
    const post = this.#holders(['department-liaison']).find(({ org }) => org.name === department);
    return post === undefined ? null : holderOf(post);
  }

  /** Somebody to handle it: by what such cases usually need, among those who are there. */
  pickHandler(besides: readonly (string | null)[] = []): Holder {
    const taken = new Set(besides);
    const there = this.#holders(rolesIn(this.#kind.stations.assigned?.to));
    const free = there.filter(
      ({ person }) => !taken.has(person.personId) && person.personId !== this.reporter.personId,
    );
    const roles = new Set(free.map(({ post }) => post.role));
    const wanted = Object.fromEntries(
      Object.entries(this.#handlers).filter(([role]) => roles.has(role)),
    ) as Partial<Record<Handler, number>>;
    const role = Object.keys(wanted).length > 0 ? this.random.weighted(wanted) : [...roles][0];
    const candidates = free.filter(({ post }) => post.role === role);
    if (candidates.length === 0)
      throw new Error(`nobody at ${this.state.areaCode} can handle a ${this.state.kind}`);
    // Whoever answers for the very home goes first.
    const own = candidates.find(({ post }) =>
      post.serves.some((code) => code.startsWith(this.state.areaCode)),
    );
    return holderOf(own && this.random.chance(70) ? own : this.random.pick(candidates));
  }

  accept(from = 3, to = 70): void {
    const { personId } = this.#responsible();
    this.life.act('accept', {}, personId, this.soon(from, to));
  }

  /** The reports that the catalogue judged too high or too low. */
  acceptWithSeverity(
    severity: 'urgent' | 'ordinary' | 'hard',
    reason: string,
    answers?: Record<string, string>,
  ): void {
    const { personId } = this.#responsible();
    this.life.act(
      'accept',
      { ...(severity === this.state.severity ? {} : { severity }), reason, ...(answers ? { answers } : {}) },
      personId,
      this.soon(4, 60),
    );
  }

  /** A whistle, as urgent as it was taken for. */
  release(reason: string, ground: string): void {
    this.acceptWithSeverity(this.state.severity, reason, { ground });
  }

  dispatch(to: Holder = this.pickHandler(this.state.handlerIds), from = 1, until = 35): Holder {
    const remark = this.random.pick(words.staffRemarks);
    const { personId } = this.#responsible();
    this.life.act(
      'assign',
      { to, ...(remark === '' ? {} : { reason: remark }) },
      personId,
      this.soon(from, until),
    );
    return to;
  }

  claim(holder: Holder): void {
    this.life.act('claim', {}, holder.personId, this.soon(6, 80, this.hoursOf(holder)));
  }

  giveBack(): void {
    const { assignee } = this.state;
    const reason = this.random.pick(words.returnReasons);
    this.life.act(
      'return',
      { reason },
      assignee?.personId ?? null,
      this.soon(15, 260, this.hoursOf(assignee)),
    );
  }

  begin(from = 4, to = 200): void {
    const { assignee } = this.state;
    this.life.act('start', {}, assignee?.personId ?? null, this.soon(from, to, this.hoursOf(assignee)));
  }

  note(): void {
    const { assignee } = this.state;
    const reason = this.random.pick(words.notes);
    this.life.act('note', { reason }, assignee?.personId ?? null, this.soon(30, 300, this.hoursOf(assignee)));
  }

  urge(): void {
    const reason = this.random.pick(words.urgings);
    this.#byReporter('urge', reason === '' ? {} : { reason }, this.soon(200, 900));
  }

  pause(key: string, reasons: readonly string[]): void {
    const { assignee } = this.state;
    this.life.act(
      'pause',
      { pause: key, reason: this.random.pick(reasons) },
      assignee?.personId ?? null,
      this.soon(20, 300, this.hoursOf(assignee)),
    );
  }

  /** What only the owners together may decide waits for their vote; whoever answers for the case starts and ends it. */
  awaitOwners(): void {
    const { personId } = this.#responsible();
    const reason = this.random.pick(words.ownersPauses);
    this.life.act('pause', { pause: 'waiting-for-owners', reason }, personId, this.soon(60, 900));
    this.life.act('resume', {}, personId, this.soon(4000, 16_000));
  }

  /** The reporter answers what was asked. */
  answer(): void {
    this.#byReporter('answer', { reason: this.random.pick(words.reporterAnswers) }, this.soon(30, 1500));
  }

  resume(minutes: number): void {
    const { assignee } = this.state;
    const at = this.soon(minutes * 0.6, minutes, this.hoursOf(assignee));
    this.life.letPass(at);
    // The pause may have come to its own end meanwhile.
    if (this.state.paused !== null) this.life.act('resume', {}, assignee?.personId ?? null, at);
  }

  resolve(from: number, to: number): void {
    this.resolveAt(this.soon(from, to, this.hoursOf(this.state.assignee)));
  }

  resolveAt(at: string): void {
    const answers = {
      outcome: this.random.pick(this.#outcomes),
      ...(this.proof.length > 0 ? { proof: this.proof } : {}),
      ...(this.state.kind === 'whistle' ? { cooperation: this.random.weighted({ good: 8, partly: 2 }) } : {}),
    };
    this.life.act('resolve', { answers }, this.state.assignee?.personId ?? null, at);
  }

  /** Somebody who did not handle it: the post that answers for it, else a worker of the community. */
  #verifier(): string {
    const { handlerIds } = this.state;
    const responsible = this.#responsible();
    if (
      responsible.personId !== null &&
      !handlerIds.includes(responsible.personId) &&
      this.random.chance(82)
    ) {
      return responsible.personId;
    }
    const roles = rolesIn(this.#kind.stations.verified?.by);
    const others = this.#holders(roles).filter(
      ({ person }) => !handlerIds.includes(person.personId) && person.personId !== this.reporter.personId,
    );
    const worker = others.filter(({ post }) => post.role === 'community-worker');
    const pool = worker.length > 0 ? worker : others;
    if (pool.length > 0) return this.random.pick(pool).person.personId;
    if (responsible.personId === null) throw new Error('nobody can verify');
    return responsible.personId;
  }

  verify(from = 10, to = 420): void {
    const verifier = this.#verifier();
    const reason = this.random.pick(words.verifications);
    this.life.act('verify', reason === '' ? {} : { reason }, verifier, this.soon(from, to));
  }

  reject(): void {
    const verifier = this.#verifier();
    this.life.act('reject', { reason: this.random.pick(words.rejections) }, verifier, this.soon(30, 420));
  }

  rate(answer: 'solved' | 'partly' | 'not', from = 8, to = 3200): void {
    const comment = this.random.pick(
      { solved: words.solvedComments, partly: words.partlyComments, not: words.notComments }[answer],
    );
    this.#byReporter(
      'rate',
      { rating: { answer, ...(comment === '' ? {} : { comment }) } },
      this.soon(from, to),
    );
  }

  /** Nobody says anything until time closes it. */
  staySilent(): void {
    const { closesAt } = this.state;
    if (closesAt === null) throw new Error('nothing closes the case');
    this.life.letPass(new Date(Date.parse(closesAt) + 60_000).toISOString());
  }

  withdraw(): void {
    const reason = this.random.pick(words.withdrawReasons);
    this.#byReporter('withdraw', reason === '' ? {} : { reason }, this.soon(10, 300));
  }

  #byReporter(verb: 'urge' | 'answer' | 'rate' | 'withdraw', input: object, at: string): void {
    this.life.act(verb, input, this.reporter.personId, at, true);
  }

  /** Asks one to three parties for their share. */
  askParts(): void {
    const roles = rolesIn(this.#kind.parts?.parties);
    const there = this.#holders(roles).filter(
      ({ person }) => person.personId !== this.state.assignee?.personId,
    );
    const parties = this.random.shuffled([...new Set(there.map(({ post }) => post.role))]);
    for (const role of parties.slice(0, this.random.whole(1, 3))) {
      const party = this.random.pick(there.filter(({ post }) => post.role === role));
      const texts = words.partTasks[role] ?? { tasks: ['派人到场配合'], results: ['已配合完成。'] };
      this.life.act(
        'ask-part',
        {
          part: { partId: this.random.uuid(), holder: holderOf(party), task: this.random.pick(texts.tasks) },
        },
        this.#responsible().personId,
        this.soon(3, 40),
      );
    }
  }

  /** Signs the open parts, all of them or all but one. */
  signParts(leaveOpen = 0): void {
    const open = this.state.parts.filter(({ signedAt }) => signedAt === null);
    for (const part of open.slice(0, open.length - leaveOpen)) {
      const texts = words.partTasks[part.role];
      this.life.act(
        'sign-part',
        { part: { partId: part.partId, result: this.random.pick(texts?.results ?? ['已配合完成。']) } },
        part.personId,
        this.soon(60, 700, hoursOf[part.role] ?? 'waking'),
      );
    }
  }

  /** Lets the time for settling it run out, and then rung after rung, up to one (0: the first). */
  runOverTo(rung: number): void {
    const clock = this.state.clocks.resolve;
    if (clock === undefined) throw new Error('no clock to run over');
    this.life.letPass(this.#tools.time.after(clock.dueAt, 3, 'anytime'));
    while (this.state.rung !== null && this.state.rung.index < rung) {
      this.life.letPass(this.#tools.time.after(this.state.rung.dueAt, 3, 'anytime'));
    }
    if (this.state.rung === null) throw new Error('the case did not climb');
  }

  climb(): void {
    this.life.act(
      'climb',
      { reason: this.random.pick(words.climbReasons) },
      this.#responsible().personId,
      this.soon(60, 900),
    );
  }

  /** The meeting of the rung decides: who does what by when. */
  decide(): void {
    const { rung } = this.state;
    const rule = this.#ladder?.rungs[rung?.index ?? -1];
    if (rung === null || rule === undefined) throw new Error('the case stands on no rung');
    const roles = rolesIn(rule.decidedBy);
    const chair = this.#holders(roles)[0];
    if (chair === undefined) throw new Error(`nobody decides at ${rule.key}`);
    const at = this.#meetingTime(rule.gathering, rung);
    const texts = words.resolutions[rule.key as keyof typeof words.resolutions];
    const to = this.state.assignee ?? this.pickHandler(this.state.handlerIds);
    this.life.act(
      'decide',
      { resolution: this.random.pick(texts), to, dueOn: this.#workingDayAfter(at, this.random.whole(6, 14)) },
      chair.person.personId,
      at,
    );
  }

  /** While the next meeting of the rung sits, where one is in time; else when the chair finds an hour for it. */
  #meetingTime(gathering: string | null, { since, dueAt }: RungState): string {
    const { present } = this.life;
    const time = gathering === null ? null : this.#tools.days.nextFor(gathering, since, present, dueAt);
    if (time !== null) {
      const minutes = (Date.parse(time.endsAt) - Date.parse(time.startsAt)) / 60_000;
      const afterMs = this.random.whole(9, minutes - 12) * 60_000 + this.random.whole(1_000, 55_000);
      const at = new Date(Date.parse(time.startsAt) + afterMs).toISOString();
      if (at > present && at < dueAt) return at;
    }
    const soon = this.soon(60, 500);
    return soon < dueAt ? soon : this.#tools.time.after(present, 2, 'anytime');
  }

  #workingDayAfter(at: string, days: number): string {
    let ms = Date.parse(`${localDateOf(at, this.#tools.model.timeZone)}T00:00:00Z`) + days * 86_400_000;
    let date = new Date(ms).toISOString().slice(0, 10);
    while (!isWorkingDay(date)) {
      ms += 86_400_000;
      date = new Date(ms).toISOString().slice(0, 10);
    }
    return date;
  }
}

/** The roles among those a model names. */
function rolesIn(refs: readonly ActorRef[] = []): string[] {
  return refs.filter((ref) => ref.startsWith('role:')).map((ref) => ref.slice('role:'.length));
}
