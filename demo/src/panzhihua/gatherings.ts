/**
 * The gatherings of the demo's Panzhihua: days that end in four, Fridays, classes, and what branches hold by their rules. What
 * residents raise becomes a case or a duty, and the next one opens with what became of it.
 */
import type { Model } from '@linli/model';
import type { SmallCity } from '../any-city/plan.ts';
import type { RaisedCase } from '../any-city/walks.ts';
import type { Org, Person } from '../city.ts';
import type { Foundation, FoundedCompound } from '../founding/foundation.ts';
import type { Meetings } from '../founding/tell-founded.ts';
import type { GatheringBook } from '../gatherings/gathering-book.ts';
import type { GatheringLife } from '../gatherings/gathering-life.ts';
import type { GoingOn } from '../gatherings/go-on.ts';
import { keepSeries } from '../gatherings/keep-series.ts';
import { type MeetingTime, meetingDaysOf } from '../gatherings/meeting-days.ts';
import {
  bringMatter,
  bringRunning,
  dayMs,
  daysBefore,
  ids,
  keepClasses,
  minuteMs,
  plainHolding,
  plus,
  some,
  tellBranches,
  usualHolding,
} from '../gatherings/usual.ts';
import type { Random } from '../random.ts';
import { directoryOf } from '../story/directory.ts';
import { caseIdAt } from '../story/told-case.ts';
import * as texts from './gathering-texts.ts';

const historyDays = 200;
const branchDays = 95;
/** Hosts beside those of the shown compound at which something was said every time. */
const busyHosts = { 'days-of-four': 14, 'friday-meeting': 8 } as const;
/** Of all others the last few are told. */
const restDays = 32;

interface Planned {
  kind: keyof typeof busyHosts;
  hostOrgId: string;
  time: MeetingTime;
  title: string;
  body: string;
  /** What it becomes. */
  raised: RaisedCase;
}

/** What is said when they go on. */
export const goingOn: Omit<GoingOn, 'shownCode'> = {
  words: texts.words,
  openTopics: texts.openTopics,
  subjects: texts.lectures,
};

export function panzhihuaMeetings(
  model: Model,
  now: string,
  foundation: Foundation,
  shown: FoundedCompound,
  random: Random,
): (small: SmallCity) => Meetings {
  const { city } = foundation;
  const since = daysBefore(now, historyDays);
  return () => {
    const busy = {
      'days-of-four': busyOf(city.orgs, 'compound-branch', shown.code, busyHosts['days-of-four']),
      'friday-meeting': busyOf(
        city.orgs,
        'community-committee',
        shown.communityCode,
        busyHosts['friday-meeting'],
      ),
    };
    const planned = planRaised(model, now, foundation, busy, random.stream('raised'));
    return {
      since,
      raised: planned.map(({ raised }) => raised),
      tell: (book) => tell(book, busy, planned, shown),
    };
  };
}

/** The one for the place that is shown, and others of its kind spread over the city. */
function busyOf(orgs: readonly Org[], kind: string, shownCode: string, count: number): Org[] {
  const all = orgs.filter((org) => org.kind === kind && org.areaCodes.length > 0);
  const own = all.filter(({ areaCodes }) => areaCodes.some((code) => code.startsWith(shownCode)));
  const step = Math.max(1, Math.floor(all.length / count));
  return [...new Set([...own, ...all.filter((_, index) => index % step === 0).slice(0, count)])];
}

/** Every now and then what somebody says goes its way as a case, opened by who holds the meeting, in that minute. */
function planRaised(
  model: Model,
  now: string,
  { city, place }: Foundation,
  busy: Record<keyof typeof busyHosts, Org[]>,
  random: Random,
): Planned[] {
  const since = daysBefore(now, historyDays - 8);
  const days = meetingDaysOf(model, since, now);
  const directory = directoryOf(model, city);
  const planned: Planned[] = [];
  for (const kind of Object.keys(busy) as (keyof typeof busyHosts)[]) {
    const rule = model.gatherings[kind];
    if (rule === undefined || model.caseKinds.report === undefined) continue;
    for (const host of busy[kind]) {
      const times = days.regular(kind, since, plus(now, -4 * 3_600_000));
      for (const time of times) {
        if (!random.chance(38)) continue;
        const { title, body, category } = random.pick(texts.raised);
        const lastsMinutes = (Date.parse(time.endsAt) - Date.parse(time.startsAt)) / minuteMs;
        const at = plus(
          time.startsAt,
          random.whole(14, lastsMinutes - 20) * minuteMs + random.whole(0, 50_000),
        );
        const areaCode = buildingWithin(city.areas, host, random);
        const chair = directory.holders(rule.decidedBy, host.areaCodes[0] as string, at)[0];
        if (areaCode === undefined || chair === undefined) continue;
        planned.push({
          kind,
          hostOrgId: host.orgId,
          time,
          title,
          body,
          raised: {
            caseId: caseIdAt(at, random),
            at,
            kind: 'report',
            areaCode,
            category: model.problems[category] === undefined ? null : category,
            says: `${place(areaCode).name}：${title}。${body}`,
            personId: chair.person.personId,
          },
        });
      }
    }
  }
  return planned;
}

const buildings = new WeakMap<Foundation['city']['areas'], string[]>();

function buildingWithin(areas: Foundation['city']['areas'], host: Org, random: Random): string | undefined {
  let all = buildings.get(areas);
  if (all === undefined) {
    all = areas.flatMap(({ code, level }) => (level === 'building' ? [code] : []));
    buildings.set(areas, all);
  }
  const inside = all.filter((code) => host.areaCodes.some((own) => code.startsWith(own)));
  return inside.length > 0 ? random.pick(inside) : undefined;
}

function tell(
  book: GatheringBook,
  busy: Record<keyof typeof busyHosts, Org[]>,
  planned: readonly Planned[],
  shown: FoundedCompound,
): void {
  const { now } = book;
  for (const kind of ['days-of-four', 'friday-meeting'] as const) {
    for (const host of book.hostsOf(kind)) {
      const isBusy = busy[kind].includes(host);
      keepMeetings(book, host, kind, {
        own: planned.filter((one) => one.kind === kind && one.hostOrgId === host.orgId),
        from: isBusy ? book.since : daysBefore(now, restDays),
        isBusy,
        isShown: host.areaCodes.some((code) => shown.code.startsWith(code) || code.startsWith(shown.code)),
      });
    }
  }
  if (book.has('joint-meeting')) tellJointMeetings(book);
  tellClasses(book, shown);
  tellBranches(book, {
    kinds: ['members-meeting', 'branch-committee', 'party-lecture', 'theme-day', 'group-meeting'],
    from: daysBefore(now, branchDays),
    place: '小区党员活动室',
    subjects: texts.lectures,
    missedPercent: 8,
    // Of hundreds of building groups those of the shown compound are told.
    hosts: ({ kind, areaCodes }) =>
      kind !== 'building-group' || areaCodes.some((code) => code.startsWith(shown.code)),
  });
}

function keepMeetings(
  book: GatheringBook,
  host: Org,
  kind: keyof typeof busyHosts,
  { own, from, isBusy, isShown }: { own: Planned[]; from: string; isBusy: boolean; isShown: boolean },
): void {
  const { random, now } = book;
  const neighbours = book.neighbours(host);
  const topics = new Map<string, Planned>();
  for (const one of own) {
    const brought = plus(one.time.startsAt, -random.whole(1, 60) * 3_600_000);
    const { areaCode } = one.raised;
    const topic = bringMatter(book, host, kind, one, brought, neighbours, areaCode);
    if (topic !== undefined) topics.set(topic.topicId, one);
  }
  if (isBusy) {
    for (let at = plus(from, random.whole(2, 12) * dayMs); at < daysBefore(now, 12); ) {
      bringMatter(book, host, kind, random.pick(texts.matters), at, neighbours);
      at = plus(at, random.whole(6, 22) * dayMs + random.whole(0, 900) * minuteMs);
    }
  }
  if (isShown) {
    const running = texts.running.slice(...(kind === 'days-of-four' ? [0, 1] : [1]));
    bringRunning(book, host, kind, running, neighbours);
    for (const [index, matter] of texts.openTopics.entries()) {
      bringMatter(book, host, kind, matter, daysBefore(now, 0.3 + index * 0.6), neighbours);
    }
  }
  const place = kind === 'friday-meeting' ? '社区居民议事厅' : '小区凉亭';
  keepSeries(book, host, kind, {
    series: book.addSeries(host, kind, { place }),
    from,
    missedPercent: 4,
    isKnownHeld: ({ startsAt, agenda }) =>
      own.some(({ time }) => time.startsAt === startsAt) ||
      agenda.some(({ topicId }) => book.running.has(topicId ?? '')),
    holding: (gathering) => {
      const others = [...ids(random.shuffled(neighbours).slice(0, random.whole(4, 14)))];
      const holding = usualHolding(book, host, gathering, others, texts.words);
      if (holding === null) return null;
      const plannedFor = (topicId: string | null): Planned | undefined => topics.get(topicId ?? '');
      return {
        ...holding,
        timeOf: ({ topicId }) => {
          const one = plannedFor(topicId);
          return one !== undefined && one.time.startsAt === gathering.startsAt ? one.raised.at : null;
        },
        deal: (item, at) => {
          const one = plannedFor(item.topicId);
          if (one === undefined || one.raised.at !== at) return holding.deal(item, at);
          const { caseId } = one.raised;
          const { number } = book.caseOf(caseId);
          return {
            as: 'become-case',
            caseId,
            number,
            minutes: `当场立为事项 ${number}，由楼栋和社区按时限办理。`,
          };
        },
      };
    },
  });
}

function tellJointMeetings(book: GatheringBook): void {
  for (const host of book.hostsOf('joint-meeting')) {
    keepSeries(book, host, 'joint-meeting', {
      series: book.addSeries(host, 'joint-meeting', { place: '社区党群服务中心' }),
      from: book.since,
      missedPercent: 9,
      holding: (gathering) => {
        const roles = ['branch-secretary', 'property-manager', 'owners-chair', 'community-worker'];
        const held = book.within(host, roles, gathering.startsAt);
        return usualHolding(book, host, gathering, some(book, held, 75).slice(0, 16), texts.words);
      },
    });
  }
}

/** Page P17: 五彩公益课堂, 周五驿站, 四点半课堂. */
function tellClasses(book: GatheringBook, shown: FoundedCompound): void {
  const { random, now } = book;
  const all = book.hostsOf('welfare-class');
  const own = all.filter(({ areaCodes }) => areaCodes.includes(shown.communityCode));
  const hosts = [...new Set([...own, ...all.filter((_, index) => index % 6 === 0).slice(0, 6)])];
  for (const host of hosts) {
    const isShown = own.includes(host);
    const people = book.neighbours(host);
    classes(host, 'welfare-class', '社区教室', 84, isShown ? 13 : 6, isShown ? 36 : 19, people);
    if (isShown) classes(host, 'half-past-four', '社区四点半课堂', 32, 6, 24, people);
    if (!book.has('friday-post')) continue;
    keepSeries(book, host, 'friday-post', {
      series: book.addSeries(host, 'friday-post', { place: '周五驿站' }),
      from: daysBefore(now, 84),
      holding: (gathering: GatheringLife) => {
        const chair = book.holder(host, gathering.rule.calledBy, gathering.startsAt);
        const guests = random.shuffled(people).slice(0, random.whole(8, 26));
        return chair === undefined ? null : plainHolding(chair, ids(guests));
      },
    });
  }

  function classes(
    host: Org,
    kind: string,
    place: string,
    days: number,
    aheadDays: number,
    most: number,
    people: readonly Person[],
  ): void {
    if (!book.has(kind)) return;
    keepClasses(book, host, kind, {
      series: book.addSeries(host, kind, { place }),
      from: daysBefore(now, days),
      aheadDays,
      people,
      signed: () => random.whole(Math.round(most * 0.7), most),
    });
  }
}
