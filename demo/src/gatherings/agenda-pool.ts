/**
 * What waits for the gatherings of one kind at one host: cases on its rung, topics, duties of last time. Asked in the order
 * of time; whatever happened to a case in between has happened by then.
 */
import type { AgendaSource, Condition } from '@linli/model';
import type { GatheringBook } from './gathering-book.ts';
import type { GatheringLife } from './gathering-life.ts';
import type { RungStay } from './rung-stays.ts';
import type { ToldItem, ToldResolution } from './told-gathering.ts';

/** What will have become of a duty, and from when on it can be said. */
export interface DutyFate {
  readyAt: string;
  isKept: boolean;
  words: string;
  /** Its owner says so themselves; else it is said at the next meeting. */
  byOwner: boolean;
}

export class AgendaPool {
  readonly #book: GatheringBook;
  readonly #sources: string[];
  #waiting: ToldItem[] = [];
  /** Duties no meeting has heard of to the end. */
  #duties: ToldResolution[] = [];
  #stays: RungStay[] = [];
  /** Items of stays that are not over. */
  readonly #onRung = new Map<RungStay, ToldItem>();
  readonly fates = new Map<string, DutyFate>();
  /** What waits from an instant on. */
  #later: { at: string; item: ToldItem }[] = [];

  readonly #conditions: Condition[];

  constructor(book: GatheringBook, sources: readonly AgendaSource[]) {
    this.#book = book;
    this.#sources = sources.map(({ from }) => from);
    this.#conditions = sources.flatMap((source) => (source.from === 'cases' ? [source.where] : []));
  }

  /** What waited, and what nobody had answered for, when the story left off. */
  keep(waiting: readonly ToldItem[], duties: readonly ToldResolution[]): void {
    this.#waiting.push(...waiting);
    this.#duties.push(...duties);
  }

  setStays(stays: readonly RungStay[]): void {
    this.#stays = stays.toSorted((left, right) => (left.enteredAt < right.enteredAt ? -1 : 1));
  }

  /** What was brought at an instant and waits from then on. */
  bring(at: string, item: ToldItem): void {
    this.#later.push({ at, item });
    this.#later.sort((left, right) => (left.at < right.at ? -1 : 1));
  }

  wait(item: ToldItem): void {
    this.#waiting.push(item);
    // A case that is carried over waits as another item of the same stay.
    for (const [stay, known] of this.#onRung) {
      if (known.itemId === item.carriedFrom) this.#onRung.set(stay, item);
    }
  }

  addDuty(resolution: ToldResolution): void {
    if (resolution.state !== 'no-duty') this.#duties.push(resolution);
  }

  /** Is there anything, or will there be by an instant? Asked before one is announced that is held only for something. */
  hasAnything(at: string, except: string): boolean {
    this.advance(at);
    return this.#waiting.length > 0 || this.#heardAt(except).length > 0;
  }

  /** The item of a case whose stay ends by a decision at that instant. */
  itemDecidedAt(stay: RungStay): ToldItem | undefined {
    return this.#onRung.get(stay);
  }

  staysOf(gathering: GatheringLife): { stay: RungStay; item: ToldItem }[] {
    return [...this.#onRung]
      .filter(([, item]) => item.gatheringId === gathering.gatheringId && item.endedAt === null)
      .map(([stay, item]) => ({ stay, item }));
  }

  /** Cases come and go, owners answer: up to an instant. */
  advance(at: string): void {
    const happened: { at: string; play: () => void }[] = [];
    while (this.#later[0] !== undefined && this.#later[0].at <= at) {
      const { at: when, item } = this.#later.shift() as { at: string; item: ToldItem };
      happened.push({
        at: when,
        play: () => {
          this.#book.items.push(item);
          this.#waiting.push(item);
        },
      });
    }
    while (this.#stays[0] !== undefined && this.#stays[0].enteredAt <= at) {
      const stay = this.#stays.shift() as RungStay;
      happened.push({ at: stay.enteredAt, play: () => this.#enter(stay) });
      if (stay.left !== null && stay.left.at <= at) {
        happened.push({ at: stay.left.at, play: () => this.leave(stay) });
      }
    }
    for (const stay of this.#onRung.keys()) {
      if (stay.left !== null && stay.left.at <= at) {
        happened.push({ at: stay.left.at, play: () => this.leave(stay) });
      }
    }
    for (const duty of this.#duties) {
      const fate = this.fates.get(duty.resolutionId);
      if (fate?.byOwner && duty.state === 'running' && fate.readyAt <= at && fate.readyAt <= this.#book.now) {
        happened.push({ at: fate.readyAt, play: () => this.#answerByOwner(duty, fate) });
      }
    }
    happened.sort((left, right) => (left.at < right.at ? -1 : 1));
    for (const { play } of happened) play();
  }

  #enter(stay: RungStay): void {
    if (stay.item !== undefined) {
      this.#book.hold(stay.caseId, stay.item);
      this.#onRung.set(stay, stay.item);
      if (stay.item.gatheringId === null) this.#waiting.push(stay.item);
      return;
    }
    const item = this.#book.newItem({
      hostOrgId: stay.hostOrgId,
      kind: stay.kind,
      about: 'case',
      caseId: stay.caseId,
      ladder: stay.ladder,
      rung: stay.rung,
      areaCode: stay.areaCode,
      enteredAt: stay.enteredAt,
    });
    this.#book.items.push(item);
    this.#book.hold(stay.caseId, item);
    this.#onRung.set(stay, item);
    this.#waiting.push(item);
  }

  /** By time or by whoever handles it; a decision is the meeting's, which ends the item itself. */
  leave(stay: RungStay): void {
    const item = this.#onRung.get(stay);
    if (item === undefined || stay.left === null) return;
    this.#onRung.delete(stay);
    if (item.endedAt !== null) return;
    this.#book.endItem(item, stay.left.as, stay.left.at, item.gatheringId, stay.left.reason);
    this.#waiting = this.#waiting.filter((one) => one !== item);
  }

  #answerByOwner(duty: ToldResolution, fate: DutyFate): void {
    const { owner } = duty;
    if (duty.state !== 'running' || owner === null) return;
    const by = owner.postId === null ? undefined : this.#book.heldPost(owner.postId);
    if (by === undefined) return;
    this.#book.gathering(duty.gatheringId).answerDuty(fate.readyAt, by, duty, fate.isKept, fate.words);
    // Answered while a meeting that asks for it is running: it has been heard there.
    for (const item of this.#book.openItemsAbout(duty)) {
      const at = item.gatheringId === null ? undefined : this.#book.gathering(item.gatheringId);
      if (at?.state === 'open') {
        this.#book.endItem(item, 'answered', fate.readyAt, at.gatheringId, null);
      }
    }
  }

  #heardAt(gatheringId: string): ToldResolution[] {
    if (!this.#sources.includes('last-duties')) return [];
    return this.#duties.filter(
      (duty) => duty.gatheringId !== gatheringId && !this.#book.isKnown(duty.resolutionId),
    );
  }

  /** Puts all that waits onto an agenda, in the order of the model's sources. */
  takeUp(gathering: GatheringLife, at: string): number {
    this.advance(at);
    if (this.#sources.includes('last-duties')) {
      for (const duty of this.#duties) this.#keepWithCase(duty, at);
      for (const duty of this.#heardAt(gathering.gatheringId)) {
        const item = this.#book.newItem({
          hostOrgId: gathering.hostOrgId,
          kind: gathering.kind,
          about: 'duty',
          resolutionId: duty.resolutionId,
          areaCode: gathering.areaCode,
          enteredAt: at,
        });
        this.#book.items.push(item);
        this.#book.know(duty.resolutionId, item);
        this.#waiting.push(item);
      }
    }
    for (const where of this.#conditions) this.#bringCases(gathering, where, at);
    const order = (item: ToldItem): number => {
      const ofCase = item.ladder === null ? 'cases' : 'ladder';
      const source = { duty: 'last-duties', case: ofCase, topic: 'topics', motion: '' }[item.about];
      const place = this.#sources.indexOf(source);
      return place === -1 ? 99 : place;
    };
    const waiting = this.#waiting.toSorted(
      (left, right) => order(left) - order(right) || (left.enteredAt < right.enteredAt ? -1 : 1),
    );
    this.#waiting = [];
    for (const item of waiting) {
      gathering.putOnAgenda(item);
      const topic = this.#book.topicOf(item);
      if (topic?.state === 'waiting') topic.state = 'on-agenda';
    }
    return waiting.length;
  }

  /** Cases of the place that meet a condition of the model and stand on no agenda. */
  #bringCases({ hostOrgId, kind, areaCode }: GatheringLife, where: Condition, at: string): void {
    for (const caseId of this.#book.casesThat(where, { areaCode, orgId: hostOrgId, at })) {
      const item = this.#book.newItem({ hostOrgId, kind, about: 'case', caseId, areaCode, enteredAt: at });
      this.#book.items.push(item);
      this.#book.hold(caseId, item);
      this.#waiting.push(item);
    }
  }

  /** One that decided a case is kept once its case was resolved: nobody has to say so twice. */
  #keepWithCase(duty: ToldResolution, at: string): void {
    if (duty.state !== 'running' || duty.caseId === null) return;
    const resolvedAt = this.#book.resolvedAt(duty.caseId, at);
    if (resolvedAt === null || resolvedAt < duty.decidedAt) return;
    duty.state = 'kept';
    duty.answer = '事项已办结';
    duty.answeredAt = resolvedAt;
  }

  giveBack(gathering: GatheringLife): number {
    const open = gathering.agenda.filter(({ endedAt }) => endedAt === null);
    gathering.agenda = gathering.agenda.filter(({ endedAt }) => endedAt !== null);
    for (const item of open) {
      item.gatheringId = null;
      item.position = null;
      this.#waiting.push(item);
      const topic = this.#book.topicOf(item);
      if (topic?.state === 'on-agenda') topic.state = 'waiting';
    }
    this.#duties = this.#duties.filter((duty) => !this.#book.isAnswered(duty.resolutionId));
    return open.length;
  }
}
