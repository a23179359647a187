/** A meeting as it goes: told of, opened, item by item, ended, its minutes posted; as far as the present has come. */
import type { HeldPost } from '../story/directory.ts';
import type { DutyFate } from './agenda-pool.ts';
import type { GatheringBook } from './gathering-book.ts';
import type { GatheringLife } from './gathering-life.ts';
import type { RungStay } from './rung-stays.ts';
import type { ToldItem } from './told-gathering.ts';

/** What the meeting makes of an item. */
export type Deal =
  | {
      as: 'resolve';
      text: string;
      minutes?: string;
      duty?: { owner: HeldPost; dueOn: string; fate: DutyFate | null };
      hands?: { text: string; for: number; against: number; abstained: number };
    }
  | { as: 'note'; words: string | null; minutes?: string }
  | { as: 'carry-over'; reason: string; minutes?: string }
  | { as: 'become-case'; caseId: string; number: string; minutes?: string };

export interface Holding {
  /** Opens it and decides. */
  chair: HeldPost;
  /** Keeps the minutes. */
  writer: HeldPost;
  /** Who comes, by the code on the wall; those without a phone stand on the paper list. */
  people: readonly string[];
  names?: readonly string[];
  /** What becomes of topics, motions, and cases that nobody decided. */
  deal: (item: ToldItem, at: string) => Deal | null;
  /** When an item comes up, where that is known: a case begins in that minute. */
  timeOf?: (item: ToldItem) => string | null;
  /** Minutes of the whole. */
  general?: string | null;
  /** Hours after the end until the minutes are posted; null: they are not posted yet. */
  postedAfterHours?: number | null;
}

const minuteMs = 60_000;
const plus = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

export function hold(book: GatheringBook, gathering: GatheringLife, holding: Holding): void {
  const { random, now } = book;
  if (gathering.announcedAt === null && gathering.noticeAt !== null) {
    const at = book.afterSweep(gathering.noticeAt);
    if (at > now) return;
    if (at < gathering.startsAt) gathering.announce(at);
  }
  const { chair, writer } = holding;
  // One that was going on when the story left off goes on.
  if (gathering.state !== 'open') {
    const openedAt = plus(gathering.startsAt, random.whole(-240, 200) * 1000);
    if (openedAt > now) return;
    gathering.open(openedAt, chair);
    comeIn(book, gathering, holding);
  }
  const { last, isDone } = playAgenda(book, gathering, holding);
  const wanted = plus(gathering.endsAt, -random.whole(0, 8) * minuteMs - random.whole(0, 50_000));
  const endedAt = wanted > last ? wanted : plus(last, 40_000);
  if (!isDone || endedAt > now) return;
  if (holding.general) gathering.writeMinutes(endedAt, writer, 'general', holding.general);
  gathering.end(endedAt, chair);
  const { postedAfterHours = 2 + random.whole(0, 20) } = holding;
  if (postedAfterHours === null) return;
  const postedAt = plus(endedAt, postedAfterHours * 3_600_000 + random.whole(0, 3_000_000));
  if (postedAt <= now) gathering.postMinutes(postedAt, writer);
}

function comeIn(
  book: GatheringBook,
  gathering: GatheringLife,
  { people, names = [], writer }: Holding,
): void {
  const { random, now } = book;
  let at = plus(gathering.startsAt, -random.whole(60, 400) * 1000);
  const opened = gathering.openedAt as string;
  for (const personId of people) {
    at = plus(at, random.whole(4, 70) * 1000);
    const cameAt = at > opened ? at : plus(opened, random.whole(2, 50) * 1000);
    if (cameAt <= now) gathering.checkIn(personId, cameAt);
  }
  const enteredAt = plus(opened, random.whole(6, 12) * minuteMs);
  if (names.length > 0 && enteredAt <= now) {
    gathering.enterAttendance(
      enteredAt,
      writer,
      names.map((name) => ({ name })),
    );
  }
}

/** Hands back when the last item was done with, and whether all are: the present may stand in between. */
function playAgenda(
  book: GatheringBook,
  gathering: GatheringLife,
  holding: Holding,
): { last: string; isDone: boolean } {
  const { now } = book;
  const pool = book.pool(gathering.hostOrgId, gathering.kind);
  const decided = new Map(
    pool
      .staysOf(gathering)
      .filter(({ stay }) => isDecidedIn(stay, gathering))
      .map(({ stay, item }) => [item, stay]),
  );
  const opened = Date.parse(gathering.openedAt as string);
  const room = Math.max(1, Date.parse(gathering.endsAt) - opened - 8 * minuteMs);
  const agenda = gathering.agenda.filter(({ endedAt }) => endedAt === null);
  const steps = agenda
    .map((item, index) => {
      const usual = opened + 4 * minuteMs + ((index + 0.7) / (agenda.length + 0.5)) * room;
      // Of one that was going on, what is left comes up after what is known of it.
      const at = Math.max(Math.round(usual), Date.parse(book.from) + (index + 2) * 2 * minuteMs);
      return {
        item,
        at: decided.get(item)?.left?.at ?? holding.timeOf?.(item) ?? new Date(at).toISOString(),
      };
    })
    .toSorted((left, right) => (left.at < right.at ? -1 : 1));
  let last = gathering.openedAt as string;
  for (const { item, at } of steps) {
    if (at > now) {
      const from = plus(last, 20_000);
      if (from <= now && item.endedAt === null) gathering.discuss(from, holding.chair, item);
      return { last, isDone: false };
    }
    const stay = decided.get(item);
    // A decision is the meeting's own step: the case must not have left before it.
    pool.advance(stay === undefined ? at : plus(at, -1));
    last = at;
    if (item.endedAt !== null) continue;
    if (stay !== undefined) decideCase(book, gathering, holding, item, stay);
    else if (item.about === 'duty') answer(book, holding, item, at, gathering);
    else dealWith(book, gathering, holding, item, at);
  }
  return { last, isDone: true };
}

function isDecidedIn({ left }: RungStay, { startsAt, endsAt, openedAt }: GatheringLife): boolean {
  return (
    left?.told.decision.verb === 'decide' &&
    left.at > (openedAt ?? startsAt) &&
    left.at >= startsAt &&
    left.at <= endsAt
  );
}

function decideCase(
  book: GatheringBook,
  gathering: GatheringLife,
  holding: Holding,
  item: ToldItem,
  stay: RungStay,
): void {
  if (stay.left === null) return;
  const { told, at } = stay.left;
  const resolution = told.decision.next.resolutions.at(-1);
  if (resolution === undefined) throw new Error('a decision without a resolution');
  const { to, dueAt, text } = resolution;
  // The chair of the case's own history is the one who signs here.
  const by = (told.actorPostId === null ? undefined : book.heldPost(told.actorPostId)) ?? holding.chair;
  gathering.resolve(at, by, item, {
    text,
    decided: { to, dueAt, dueOn: dueAt === null ? null : book.dayOf(dueAt) },
  });
  book.pool(gathering.hostOrgId, gathering.kind).leave(stay);
  gathering.writeMinutes(at, holding.writer, item, `逐项商议。议定：${text}`);
}

/** What became of a duty of last time. */
function answer(
  book: GatheringBook,
  { chair, writer }: Holding,
  item: ToldItem,
  at: string,
  gathering: GatheringLife,
): void {
  const duty = book.resolutionOf(item);
  const pool = book.pool(gathering.hostOrgId, gathering.kind);
  const heard = (isKept: boolean, words: string): void => {
    book.gathering(duty.gatheringId).answerDuty(at, chair, duty, isKept, words);
    book.endItem(item, 'answered', at, gathering.gatheringId, null);
    gathering.writeMinutes(at, writer, item, `${isKept ? '已落实' : '未落实'}：${words}`);
  };
  if (duty.state !== 'running') {
    gathering.writeMinutes(
      at,
      writer,
      item,
      `${duty.state === 'kept' ? '已落实' : '未落实'}：${duty.answer ?? ''}`,
    );
    return;
  }
  // Given by a meeting that is somebody's own: so is the answer.
  if (!book.hasGathering(duty.gatheringId)) return;
  const fate = pool.fates.get(duty.resolutionId);
  if (fate !== undefined && fate.readyAt <= at) heard(fate.isKept, fate.words);
  else if (duty.caseId !== null && book.isOver(duty.caseId, at)) heard(true, '事项已了结，不再跟踪。');
}

function dealWith(
  book: GatheringBook,
  gathering: GatheringLife,
  holding: Holding,
  item: ToldItem,
  at: string,
): void {
  const { chair, writer } = holding;
  const deal = holding.deal(item, at);
  if (deal === null) return;
  if (deal.minutes) gathering.writeMinutes(at, writer, item, deal.minutes);
  switch (deal.as) {
    case 'note':
      gathering.note(at, chair, item, deal.words);
      break;
    case 'carry-over':
      gathering.carryOver(at, chair, item, deal.reason);
      break;
    case 'become-case':
      gathering.becomeCase(at, chair, item, deal);
      break;
    case 'resolve': {
      if (deal.hands) {
        const motion = gathering.putMotion(plus(at, -90_000), chair, item, deal.hands.text);
        const { for: yes, against, abstained } = deal.hands;
        gathering.countHands(plus(at, -20_000), writer, motion, { for: yes, against, abstained });
      }
      const { duty } = deal;
      const resolution = gathering.resolve(at, chair, item, {
        text: deal.text,
        ...(duty === undefined ? {} : { owner: duty.owner, dueOn: duty.dueOn }),
      });
      const pool = book.pool(gathering.hostOrgId, gathering.kind);
      if (duty?.fate) pool.fates.set(resolution.resolutionId, duty.fate);
      break;
    }
  }
}
