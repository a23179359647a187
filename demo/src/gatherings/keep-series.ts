/** The gatherings of one kind at one host, one after the other: those its rule means, and those called because a case could not wait. */
import { startOfDate } from '@linli/engine';
import type { Org } from '../city.ts';
import type { GatheringBook } from './gathering-book.ts';
import type { GatheringLife } from './gathering-life.ts';
import { type Holding, hold } from './hold.ts';
import type { MeetingTime } from './meeting-days.ts';
import type { ToldSeries } from './told-gathering.ts';

export interface Keeping {
  /** Null: it is called each time, at `times`. */
  series: ToldSeries | null;
  times?: readonly MeetingTime[];
  from: string;
  place?: string | null;
  /** Null: nobody was there to hold it. */
  holding: (gathering: GatheringLife) => Holding | null;
  /** In how many of a hundred nobody opened it where nothing was decided there. */
  missedPercent?: number;
  /** Something is known to have happened there. */
  isKnownHeld?: (gathering: GatheringLife) => boolean;
}

const nothingToDiscuss = '没有需要商议的事项';
const afterAll = '刚提请的事项等不到下周';
const cannotWait = '有事项等待，下次例会不能及时召开';
const dayMs = 86_400_000;
/** What was called off for want of anything is told of so many days only. */
const emptyDays = 60;
const aheadDays = 30;

export function keepSeries(book: GatheringBook, host: Org, kind: string, keeping: Keeping): void {
  const { now, random } = book;
  const { series, place = null, missedPercent = 0, isKnownHeld = () => false } = keeping;
  // Nobody meets before there is whoever holds it.
  const founded = startOfDate(host.validFrom, book.model.timeZone, 1);
  const from = keeping.from > founded ? keeping.from : founded;
  const rule = book.rule(kind);
  const pool = book.pool(host.orgId, kind);
  const until = new Date(Date.parse(now) + aheadDays * dayMs).toISOString();
  const regular =
    series === null ? (keeping.times ?? []) : book.days.regular(kind, from, until, { ...series });
  const emptySince = new Date(Date.parse(now) - emptyDays * dayMs).toISOString();
  for (const time of [...regular, ...calledFor(book, host, kind, regular)].toSorted(byStart)) {
    const isCalled = series !== null && time.recursAt === null;
    const plan = (byHand = isCalled, reason: string | null = isCalled ? cannotWait : null) =>
      book.plan({
        hostOrgId: host.orgId,
        kind,
        areaCode: series?.areaCode ?? (host.areaCodes.toSorted()[0] as string),
        startsAt: time.startsAt,
        endsAt: time.endsAt,
        seriesId: byHand ? null : (series?.seriesId ?? null),
        recursAt: byHand ? null : time.recursAt,
        place: place ?? series?.place ?? null,
        reason,
        capacity: series?.capacity ?? null,
      });
    if (isCalled) {
      const gathering = plan();
      const entered = firstDecided(book, host, kind, time) ?? time.startsAt;
      const calledAt = book.afterSweep(entered);
      gathering.call(calledAt, null);
      const toldAt =
        gathering.noticeAt !== null && gathering.noticeAt > calledAt ? gathering.noticeAt : calledAt;
      if (toldAt < gathering.startsAt) gathering.announce(book.afterSweep(toldAt));
      play(gathering);
      continue;
    }
    const known = series === null ? undefined : book.occurrence(series, time.recursAt);
    if (known === 'taken') continue;
    if (known !== undefined && known.announcedAt !== null) {
      play(known);
      continue;
    }
    const noticeAt = book.noticeOf(kind, time.startsAt);
    if (noticeAt !== null && book.afterSweep(noticeAt) > now) break;
    if (noticeAt === null && time.startsAt > now) break;
    if (rule.held === 'with-agenda' && !pool.hasAnything(noticeAt ?? time.startsAt, '')) {
      if (noticeAt === null) continue;
      const entered = firstDecided(book, host, kind, time);
      if (time.startsAt < emptySince && entered === null) continue;
      plan().callOff('cancelled', book.afterSweep(noticeAt), null, nothingToDiscuss);
      // Something climbed after that: the chair calls the meeting all the same.
      const chair = entered === null ? undefined : book.holder(host, rule.calledBy, entered);
      if (entered === null || chair === undefined) continue;
      const gathering = plan(true, afterAll);
      const roomMs = Date.parse(time.startsAt) - Date.parse(entered);
      const calledAt = new Date(
        Date.parse(entered) + Math.round(roomMs * random.share() * 0.4),
      ).toISOString();
      gathering.call(calledAt, chair);
      gathering.announce(book.afterSweep(calledAt));
      play(gathering);
      continue;
    }
    play(plan());
  }

  function play(gathering: GatheringLife): void {
    if (gathering.announcedAt === null && gathering.noticeAt !== null) {
      const at = book.afterSweep(gathering.noticeAt);
      if (at > now) return;
      gathering.announce(at);
    }
    const isDecisive = book
      .staysAt(host.orgId, kind)
      .some(
        ({ left }) => left !== null && left.told.decision.verb === 'decide' && isWithin(gathering, left.at),
      );
    const holding = keeping.holding(gathering);
    if (holding === null || (!isDecisive && !isKnownHeld(gathering) && random.chance(missedPercent))) {
      gathering.notHeldByTime();
      return;
    }
    hold(book, gathering, holding);
  }
}

function byStart(left: MeetingTime, right: MeetingTime): number {
  return left.startsAt < right.startsAt ? -1 : 1;
}

function isWithin({ startsAt, endsAt }: MeetingTime | GatheringLife, at: string): boolean {
  return at >= startsAt && at <= endsAt;
}

/** Decisions that fell outside the regular ones were taken by one that was called. */
function calledFor(
  book: GatheringBook,
  host: Org,
  kind: string,
  regular: readonly MeetingTime[],
): MeetingTime[] {
  const called: MeetingTime[] = [];
  const decided = book
    .staysAt(host.orgId, kind)
    .flatMap(({ left }) => (left?.told.decision.verb === 'decide' ? [left.at] : []))
    .toSorted();
  for (const at of decided) {
    if ([...regular, ...called].some((time) => isWithin(time, at))) continue;
    called.push({ ...book.days.around(kind, at), recursAt: null });
  }
  return called;
}

/** When the first case came that was decided there; null: none was. */
function firstDecided(book: GatheringBook, host: Org, kind: string, time: MeetingTime): string | null {
  const entered = book
    .staysAt(host.orgId, kind)
    .filter(({ left }) => left?.told.decision.verb === 'decide' && isWithin(time, left.at))
    .map(({ enteredAt }) => enteredAt)
    .toSorted();
  return entered[0] ?? null;
}
