/**
 * One gathering's life, step by step as the server's rooms would have taken it: each deed changes what its command
 * changes and leaves the entry its command leaves. Nothing may lie after the present.
 */
import { createHash } from 'node:crypto';
import type { Holder } from '@linli/engine';
import { startOfDate } from '@linli/engine';
import type { GatheringKind } from '@linli/model';
import { labelOf, noticeOf, reminderOf } from '@linli/server';
import type { HeldPost } from '../story/directory.ts';
import type { GatheringBook } from './gathering-book.ts';
import type { KeptGathering } from './kept-gatherings.ts';
import type {
  Attendance,
  By,
  Named,
  Seat,
  SignUp,
  ToldItem,
  ToldMotion,
  ToldResolution,
  ToldState,
  ToldStep,
} from './told-gathering.ts';

/** Time says that one was not held, or that a shift was served, so long after its end. */
const graceMs = 12 * 3_600_000;

export interface GatheringPlan {
  hostOrgId: string;
  kind: string;
  areaCode: string;
  startsAt: string;
  endsAt: string;
  seriesId?: string | null;
  recursAt?: string | null;
  title?: Named | null;
  place?: string | null;
  reason?: string | null;
  capacity?: number | null;
}

export class GatheringLife {
  readonly gatheringId: string;
  readonly hostOrgId: string;
  readonly kind: string;
  readonly rule: GatheringKind;
  readonly areaCode: string;
  readonly seriesId: string | null;
  readonly recursAt: string | null;
  readonly title: Named | null;
  readonly capacity: number | null;
  readonly noticeAt: string | null;
  startsAt: string;
  endsAt: string;
  place: string | null;
  state: ToldState = 'planned';
  announcedAt: string | null = null;
  openedAt: string | null = null;
  endedAt: string | null = null;
  reason: string | null;
  currentItemId: string | null = null;
  minutesPostedAt: string | null = null;
  revision = 0;
  readonly steps: ToldStep[] = [];
  /** What stands on its agenda, or was dealt with there. */
  agenda: ToldItem[] = [];
  readonly minutes = new Map<string, { text: string; version: number; personId: string; at: string }>();
  readonly motions: ToldMotion[] = [];
  readonly attendance: Attendance[] = [];
  readonly speakers: {
    speakerId: string;
    personId: string | null;
    name: string;
    askedAt: string;
    beganAt: string | null;
    doneAt: string | null;
  }[] = [];
  readonly signUps: SignUp[] = [];
  readonly seats: Seat[];
  lecturers: { personId: string | null; name: string; subject: string }[] = [];
  readonly feedback: { personId: string; score: number; words: string | null; at: string }[] = [];
  /** As it was written down before; `steps` then holds only what is new. */
  readonly kept: KeptGathering | null;
  readonly #book: GatheringBook;

  constructor(book: GatheringBook, plan: GatheringPlan, kept: KeptGathering | null = null) {
    this.#book = book;
    this.kept = kept;
    this.gatheringId = kept?.gatheringId ?? book.random.uuid();
    this.hostOrgId = plan.hostOrgId;
    this.kind = plan.kind;
    this.rule = book.rule(plan.kind);
    this.areaCode = plan.areaCode;
    this.startsAt = plan.startsAt;
    this.endsAt = plan.endsAt;
    this.seriesId = plan.seriesId ?? null;
    this.recursAt = plan.recursAt ?? null;
    this.title = plan.title ?? null;
    this.place = plan.place ?? null;
    this.reason = plan.reason ?? null;
    this.capacity = plan.capacity ?? this.rule.capacity;
    this.noticeAt = kept === null ? noticeOf(book.model, this.rule, plan.startsAt) : kept.noticeAt;
    this.seats = Array.from({ length: this.rule.shift?.seats ?? 0 }, (_, place) => ({
      seat: place + 1,
      personId: null,
      takenAt: null,
      offeredAt: null,
      offeredToPersonId: null,
    }));
    if (kept !== null) this.#takeUp(kept);
  }

  /** Goes on with one that was written down. */
  #takeUp({ attendance, signUps, seats, lecturers, minutes, ...row }: KeptGathering): void {
    this.state = row.state;
    this.announcedAt = row.announcedAt;
    this.openedAt = row.openedAt;
    this.endedAt = row.endedAt;
    this.currentItemId = row.currentItemId;
    this.minutesPostedAt = row.minutesPostedAt;
    this.revision = row.revision;
    this.attendance.push(...attendance);
    this.signUps.push(...signUps);
    this.seats.splice(0, this.seats.length, ...seats);
    this.lecturers = lecturers;
    for (const { part, ...written } of minutes) this.minutes.set(part, written);
  }

  /** When those with a place or a seat are still to be reminded. */
  get remindAt(): string | null {
    const isComing = this.state === 'planned' || this.state === 'announced';
    const at = reminderOf(this.startsAt);
    return isComing && at > this.#book.now ? at : null;
  }

  get changedAt(): string {
    return this.steps.at(-1)?.at ?? this.kept?.changedAt ?? this.#book.since;
  }

  #step(verb: string, at: string, by: By, more: Partial<ToldStep> = {}): void {
    if (at > this.#book.now) throw new Error(`${this.kind} ${verb} at ${at} lies ahead of the present`);
    this.steps.push({ at, verb, by, itemId: null, reason: null, changes: {}, ...more });
  }

  call(at: string, by: HeldPost | null): void {
    const changes =
      by === null ? { startsAt: this.startsAt } : { startsAt: this.startsAt, place: this.place };
    this.#step('call', at, by, { reason: this.reason, changes });
  }

  move(at: string, by: HeldPost, startsAt: string, reason: string): void {
    const wasAt = this.startsAt;
    const lastsMs = Date.parse(this.endsAt) - Date.parse(this.startsAt);
    this.startsAt = startsAt;
    this.endsAt = new Date(Date.parse(startsAt) + lastsMs).toISOString();
    this.reason = reason;
    this.revision += 1;
    this.#step('move', at, by, { reason, changes: { wasAt, startsAt, place: this.place } });
  }

  /** By time, or earlier by somebody. */
  announce(at: string, by: HeldPost | null = null): void {
    this.#book.pool(this.hostOrgId, this.kind).takeUp(this, at);
    this.state = 'announced';
    this.announcedAt = at;
    this.#step('announce', at, by, { changes: { items: this.agenda.length } });
  }

  /** Cancelled or not held: what stands on its agenda waits for the next one. */
  callOff(state: 'cancelled' | 'not-held', at: string, by: HeldPost | null, reason: string): void {
    const back = this.#book.pool(this.hostOrgId, this.kind).giveBack(this);
    this.state = state;
    this.reason = reason;
    this.revision += 1;
    this.#step(state === 'cancelled' ? 'cancel' : 'not-held', at, by, { reason, changes: { back } });
  }

  notHeldByTime(): void {
    const at = this.#book.afterSweep(new Date(Date.parse(this.endsAt) + graceMs).toISOString());
    if (at <= this.#book.now) this.callOff('not-held', at, null, '到时没有召开');
  }

  open(at: string, by: HeldPost): void {
    const came = this.#book.pool(this.hostOrgId, this.kind).takeUp(this, at);
    this.state = 'open';
    this.openedAt = at;
    this.announcedAt ??= at;
    this.reason = null;
    this.#step('open', at, by, { changes: { came } });
  }

  /** Here, by the code on the wall: nothing is written but the name. */
  checkIn(personId: string, at: string): void {
    if (this.attendance.some((one) => one.personId === personId)) return;
    this.#attend({ personId, how: 'code', cameAt: at, enteredAt: at, enteredByPersonId: personId });
  }

  /** Names from the paper list. */
  enterAttendance(at: string, by: HeldPost, people: readonly ({ personId: string } | { name: string })[]) {
    const before = this.attendance.length;
    const cameAt = this.startsAt < at ? this.startsAt : at;
    for (const one of people) {
      const personId = 'personId' in one ? one.personId : null;
      if (personId !== null && this.attendance.some((known) => known.personId === personId)) continue;
      const how = { how: 'paper', cameAt, enteredAt: at, enteredByPersonId: by.person.personId } as const;
      this.#attend({ personId, ...('name' in one ? { name: one.name } : {}), ...how });
    }
    const entered = this.attendance.length - before;
    this.#step('enter-attendance', at, by, { changes: { entered, how: 'paper' } });
  }

  #attend(one: Omit<Attendance, 'attendanceId' | 'name'> & { name?: string }): void {
    const name = one.name ?? this.#book.directory.person(one.personId ?? '').name;
    this.attendance.push({ attendanceId: this.#book.random.uuid(), ...one, name });
  }

  discuss(at: string, by: HeldPost, item: ToldItem | null): void {
    this.currentItemId = item?.itemId ?? null;
    this.#step('discuss', at, by, { itemId: this.currentItemId });
  }

  /** A motion of those who run it, which comes onto this agenda. */
  addMotion(at: string, by: HeldPost, title: string, body: string | null): ToldItem {
    const item = this.#book.newItem({
      hostOrgId: this.hostOrgId,
      kind: this.kind,
      about: 'motion',
      title,
      body,
      areaCode: this.areaCode,
      enteredAt: at,
      enteredByPersonId: by.person.personId,
    });
    this.#book.items.push(item);
    this.putOnAgenda(item);
    this.#step('add-item', at, by, { itemId: item.itemId });
    return item;
  }

  /** Last on its agenda. */
  putOnAgenda(item: ToldItem): void {
    item.gatheringId = this.gatheringId;
    item.position = Math.max(0, ...this.agenda.map(({ position }) => position ?? 0)) + 1;
    this.agenda.push(item);
  }

  putMotion(at: string, by: HeldPost, item: ToldItem, text: string): ToldMotion {
    const motion: ToldMotion = {
      motionId: this.#book.random.uuid(),
      itemId: item.itemId,
      text,
      putAt: at,
      hands: null,
      countedAt: null,
      countedByPersonId: null,
    };
    this.motions.push(motion);
    this.#step('put-motion', at, by, {
      itemId: item.itemId,
      changes: { motionId: motion.motionId, text },
    });
    return motion;
  }

  countHands(
    at: string,
    by: HeldPost,
    motion: ToldMotion,
    hands: { for: number; against: number; abstained: number },
  ): void {
    motion.hands = { ...hands, present: this.attendance.length };
    motion.countedAt = at;
    motion.countedByPersonId = by.person.personId;
    this.#step('count-hands', at, by, {
      itemId: motion.itemId,
      changes: { motionId: motion.motionId, ...hands, isPassed: hands.for > hands.against },
    });
  }

  /** Decided, with whose duty it is by which day. About a case on a rung `decided` is what the spine decided. */
  resolve(
    at: string,
    by: HeldPost,
    item: ToldItem,
    {
      text,
      owner,
      dueOn,
      decided,
    }: {
      text: string;
      owner?: HeldPost;
      dueOn?: string;
      decided?: { to: Holder | null; dueAt: string | null; dueOn: string | null };
    },
  ): ToldResolution {
    const book = this.#book;
    book.endItem(item, 'resolved', at, this.gatheringId, null);
    const duty =
      decided !== undefined
        ? decided.to === null || decided.dueAt === null
          ? null
          : { owner: book.ownerOf(decided.to), dueOn: decided.dueOn, dueAt: decided.dueAt }
        : owner === undefined || dueOn === undefined
          ? null
          : { owner: book.ownerBy(owner), dueOn, dueAt: lastMinuteOf(dueOn, book.model.timeZone) };
    const resolution: ToldResolution = {
      resolutionId: book.random.uuid(),
      gatheringId: this.gatheringId,
      itemId: item.itemId,
      caseId: item.caseId,
      hostOrgId: this.hostOrgId,
      kind: this.kind,
      text,
      decidedAt: at,
      owner: duty?.owner ?? null,
      dueOn: duty?.dueOn ?? null,
      dueAt: duty?.dueAt ?? null,
      state: duty === null ? 'no-duty' : 'running',
      answer: null,
      answeredAt: null,
      answeredBy: null,
    };
    book.keepResolution(resolution);
    book.pool(this.hostOrgId, this.kind).addDuty(resolution);
    book.endTopic(item, 'decided', text, at);
    this.#step('resolve', at, by, {
      itemId: item.itemId,
      changes: {
        resolutionId: resolution.resolutionId,
        text,
        owner: duty?.owner.label ?? null,
        dueAt: duty?.dueAt ?? null,
      },
    });
    return resolution;
  }

  carryOver(at: string, by: HeldPost, item: ToldItem, reason: string): void {
    const book = this.#book;
    book.endItem(item, 'carried-over', at, this.gatheringId, reason);
    const next = book.newItem({ ...item, enteredAt: at, carriedFrom: item.itemId });
    book.items.push(next);
    book.pool(this.hostOrgId, this.kind).wait(next);
    const topic = book.topicOf(item);
    if (topic !== undefined) topic.state = 'waiting';
    this.#step('carry-over', at, by, { itemId: item.itemId, reason });
  }

  note(at: string, by: HeldPost, item: ToldItem, words: string | null): void {
    this.#book.endItem(item, 'noted', at, this.gatheringId, words);
    this.#book.endTopic(item, 'noted', words, at);
    this.#step('note', at, by, { itemId: item.itemId, reason: words });
  }

  /** What a resident raised goes its way as a case, which is told elsewhere. */
  becomeCase(
    at: string,
    by: HeldPost,
    item: ToldItem,
    { caseId, number }: { caseId: string; number: string },
  ) {
    this.#book.endItem(item, 'became-case', at, this.gatheringId, number);
    this.#book.endTopic(item, 'became-case', number, at, caseId);
    this.#step('become-case', at, by, { itemId: item.itemId, changes: { caseId, number } });
  }

  /** What became of a duty it gave; heard at once where a meeting that asks for it is running. */
  answerDuty(at: string, by: By, resolution: ToldResolution, isKept: boolean, words: string): void {
    resolution.state = isKept ? 'kept' : 'not-kept';
    resolution.answer = words;
    resolution.answeredAt = at;
    resolution.answeredBy = by;
    this.#step('answer-duty', at, by, {
      reason: words,
      changes: { resolutionId: resolution.resolutionId, isKept },
    });
  }

  writeMinutes(at: string, by: HeldPost, part: ToldItem | 'general', text: string): void {
    if (at > this.#book.now) throw new Error('minutes of the future');
    const key = part === 'general' ? part : part.itemId;
    const version = (this.kept?.minutes.find((one) => one.part === key)?.version ?? 0) + 1;
    this.minutes.set(key, { text, version, personId: by.person.personId, at });
  }

  setLecturers(
    at: string,
    by: HeldPost,
    lecturers: readonly { personId: string; name: string; subject: string }[],
  ): void {
    this.lecturers = [...lecturers];
    this.#step('set-lecturers', at, by, {
      changes: { lecturers: lecturers.map(({ name, subject }) => ({ name, subject })) },
    });
  }

  askToSpeak(personId: string, at: string): (typeof this.speakers)[number] {
    const { name } = this.#book.directory.person(personId);
    const speaker = {
      speakerId: this.#book.random.uuid(),
      personId,
      name,
      askedAt: at,
      beganAt: null,
      doneAt: null,
    };
    this.speakers.push(speaker);
    return speaker;
  }

  /** A place where one is free, else the waiting list. */
  signUp(personId: string, at: string): void {
    const taken = this.signUps.filter(({ state }) => state === 'placed').length;
    const isFull = this.capacity !== null && taken >= this.capacity;
    if (isFull && this.rule.signUp?.waitingList !== true) return;
    this.signUps.push({
      personId,
      state: isFull ? 'waiting' : 'placed',
      signedUpAt: at,
      turn: this.signUps.length + 1,
      placedAt: isFull ? null : at,
      cancelledAt: null,
    });
  }

  /** Gives the place up; who waits longest moves up. */
  signOff(personId: string, at: string): void {
    const own = this.signUps.find((one) => one.personId === personId && one.state !== 'cancelled');
    if (own === undefined) return;
    const freed = own.state === 'placed';
    own.state = 'cancelled';
    own.cancelledAt = at;
    const next = this.signUps.find(({ state }) => state === 'waiting');
    if (!freed || next === undefined) return;
    next.state = 'placed';
    next.placedAt = at;
  }

  takeSeat(seat: number, personId: string, at: string): void {
    const found = this.seats[seat - 1];
    if (found === undefined || found.personId !== null) throw new Error(`no free seat ${seat}`);
    if (this.seats.some((one) => one.personId === personId)) throw new Error('one person on two chairs');
    found.personId = personId;
    found.takenAt = at;
    this.#step('take-seat', at, { personId }, { changes: { seat } });
  }

  offerSeat(seat: number, at: string): void {
    const found = this.seats[seat - 1];
    if (found?.personId == null) throw new Error(`nobody holds seat ${seat}`);
    found.offeredAt = at;
    this.#step('offer-seat', at, { personId: found.personId }, { changes: { seat } });
  }

  giveFeedback(personId: string, score: number, words: string | null, at: string): void {
    if (at <= this.#book.now) this.feedback.push({ personId, score, words, at });
  }

  /** What was not reached goes on to the next one; a duty that was answered has been heard. */
  end(at: string, by: HeldPost | null): void {
    for (const item of this.agenda) {
      if (item.endedAt !== null || item.resolutionId === null) continue;
      const { state } = this.#book.resolutionOf(item);
      if (state === 'kept' || state === 'not-kept') {
        this.#book.endItem(item, 'answered', at, this.gatheringId, null);
      }
    }
    const back = this.#book.pool(this.hostOrgId, this.kind).giveBack(this);
    this.state = 'ended';
    this.endedAt = at;
    this.currentItemId = null;
    for (const speaker of this.speakers) speaker.doneAt ??= at;
    this.#step('end', at, by, { changes: { back } });
  }

  /** A roster that was filled was served. */
  servedByTime(): void {
    const at = this.#book.afterSweep(new Date(Date.parse(this.endsAt) + graceMs).toISOString());
    if (at <= this.#book.now) this.end(at, null);
  }

  postMinutes(at: string, by: HeldPost): void {
    this.minutesPostedAt = at;
    const minutes = [...this.minutes]
      .map(([part, { text, version }]) => ({
        part,
        version,
        digest: createHash('sha256').update(text).digest('hex'),
      }))
      .toSorted((left, right) => (left.part < right.part ? -1 : 1));
    this.#step('post-minutes', at, by, { changes: { minutes } });
  }
}

export function ownerLabel(
  model: Parameters<typeof labelOf>[0],
  owner: Parameters<typeof labelOf>[1],
): string {
  return labelOf(model, owner);
}

/** Until the last minute of the day. */
function lastMinuteOf(day: string, timeZone: string): string {
  return new Date(Date.parse(startOfDate(day, timeZone, 1)) - 60_000).toISOString();
}
