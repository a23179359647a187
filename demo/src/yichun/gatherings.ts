/**
 * The gatherings of the demo's Yichun: communities and alliance units meet and give one another duties, every Monday the week
 * is looked over, and for nine days of heavy snow shifts stood at the gates.
 */
import type { Org } from '../city.ts';
import type { FoundedCompound } from '../founding/foundation.ts';
import type { Meetings } from '../founding/tell-founded.ts';
import type { GatheringBook } from '../gatherings/gathering-book.ts';
import type { GoingOn } from '../gatherings/go-on.ts';
import { keepSeries } from '../gatherings/keep-series.ts';
import {
  bringMatter,
  bringRunning,
  dayMs,
  daysBefore,
  ids,
  minuteMs,
  onDay,
  plus,
  some,
  tellBranches,
  usualHolding,
} from '../gatherings/usual.ts';
import * as texts from './gathering-texts.ts';

const historyDays = 300;
/** What is on the table every month, and every week. */
const kinds = { 'joint-meeting': 300, 'alliance-talk': 240, 'week-review': 70 } as const;
const branchDays = 95;
/** The response began so long ago and lasted so many days. */
const snow = { daysAgo: 24, days: 9, hours: [480, 720, 960] } as const;
/** Communities beside the shown one whose gates were kept. */
const guarded = 5;

/** What is said when they go on. */
export const goingOn: Omit<GoingOn, 'shownCode'> = {
  words: texts.words,
  openTopics: texts.openTopics,
  subjects: texts.lectures,
  members: (book, branch) => ids(book.neighbours(branch).slice(0, 14)),
};

export function yichunMeetings(now: string, shown: FoundedCompound): Meetings {
  return {
    since: daysBefore(now, historyDays),
    raised: [],
    tell: (book) => tell(book, shown),
  };
}

function tell(book: GatheringBook, shown: FoundedCompound): void {
  const { now } = book;
  for (const [kind, days] of Object.entries(kinds)) {
    for (const host of book.hostsOf(kind)) tellMeetings(book, host, kind, daysBefore(now, days), shown);
  }
  tellGates(book, shown);
  tellBranches(book, {
    kinds: ['members-meeting', 'branch-committee', 'party-lecture', 'theme-day', 'group-meeting'],
    from: daysBefore(now, branchDays),
    place: '小区党员活动室',
    subjects: texts.lectures,
    missedPercent: 6,
    members: (branch) => ids(book.neighbours(branch).slice(0, 14)),
    hosts: ({ kind, areaCodes }) =>
      kind !== 'grid-group' || areaCodes.some((code) => code.startsWith(shown.communityCode)),
  });
}

function tellMeetings(
  book: GatheringBook,
  host: Org,
  kind: string,
  from: string,
  shown: FoundedCompound,
): void {
  const { random, now } = book;
  const { openTo, agenda } = book.rule(kind);
  const roles = openTo.of === 'roles' ? openTo.roles : [];
  const parties = book.within(host, roles, now).filter(({ org }) => !covers(org, host));
  const isShown = host.areaCodes.includes(shown.communityCode);
  const units = parties.filter(({ org }) => org.kind === 'alliance-unit');
  if (agenda.some(({ from: source }) => source === 'topics') && (isShown || units.length > 0)) {
    // A unit or the community brings what it wants of the other.
    const bringers = parties.map(({ person }) => person);
    for (let at = plus(from, random.whole(2, 25) * dayMs); at < daysBefore(now, 9); ) {
      bringMatter(book, host, kind, random.pick(texts.mutual), at, bringers);
      at = plus(at, random.whole(20, 60) * dayMs + random.whole(0, 600) * minuteMs);
    }
    if (isShown) {
      bringRunning(book, host, kind, texts.running, bringers);
      for (const [index, topic] of texts.openTopics.entries()) {
        bringMatter(book, host, kind, topic, daysBefore(now, 0.5 + index), bringers);
      }
    }
  }
  keepSeries(book, host, kind, {
    series: book.addSeries(host, kind, { place: '社区党群服务中心' }),
    from,
    missedPercent: kind === 'week-review' ? 3 : 7,
    isKnownHeld: ({ agenda: items }) => items.some(({ topicId }) => book.running.has(topicId ?? '')),
    holding: (gathering) =>
      usualHolding(book, host, gathering, some(book, parties, 85).slice(0, 20), texts.words),
  });
}

/** An organisation around the host is no party of its meeting. */
function covers({ areaCodes }: Org, host: Org): boolean {
  return areaCodes.some((code) => host.areaCodes.some((own) => own !== code && own.startsWith(code)));
}

/** Page Y10: shifts at the gates while the response was on, two together, three times a day; and some yet to come for a drill. */
function tellGates(book: GatheringBook, shown: FoundedCompound): void {
  const { random, now } = book;
  const all = book.hostsOf('gate-shift');
  const own = all.filter(({ areaCodes }) => areaCodes.includes(shown.communityCode));
  const others = all.filter((host) => book.within(host, ['shock-leader'], now).length > 0);
  const hosts = [...new Set([...own, ...others])].slice(0, guarded + 1);
  for (const host of hosts) {
    const { shift, calledBy } = book.rule('gate-shift');
    const caller = book.holder(host, calledBy, daysBefore(now, snow.daysAgo));
    const people = book
      .within(host, shift?.roles ?? [], daysBefore(now, snow.daysAgo))
      .filter(({ org }) => !covers(org, host));
    if (caller === undefined || people.length < 4) continue;
    for (let day = 0; day < snow.days; day += 1) {
      for (const minute of snow.hours) {
        const startsAt = onDay(book, snow.daysAgo - day, minute);
        const gathering = gate(host, startsAt, texts.response);
        gathering.call(plus(startsAt, -random.whole(14, 30) * 3_600_000), caller);
        const seats = random.shuffled(people).slice(0, random.chance(88) ? 2 : 1);
        for (const [index, { person }] of seats.entries()) {
          gathering.takeSeat(index + 1, person.personId, plus(startsAt, -random.whole(2, 13) * 3_600_000));
        }
        gathering.servedByTime();
      }
    }
    if (!own.includes(host)) continue;
    for (const [index, minute] of snow.hours.entries()) {
      const gathering = gate(host, onDay(book, -1, minute), '降雪预警：先排好门岗，启动即上岗');
      gathering.call(plus(now, -(5 - index) * 3_600_000), caller);
      const first = people[index % people.length];
      if (first !== undefined)
        gathering.takeSeat(1, first.person.personId, plus(now, -(90 - index * 9) * minuteMs));
      if (index === 1) gathering.offerSeat(1, plus(now, -22 * minuteMs));
    }
  }

  function gate(host: Org, startsAt: string, reason: string) {
    return book.plan({
      hostOrgId: host.orgId,
      kind: 'gate-shift',
      areaCode: host.areaCodes[0] as string,
      startsAt,
      endsAt: plus(startsAt, book.rule('gate-shift').lastsMinutes * minuteMs),
      place: host.areaCodes.includes(shown.communityCode) ? `${shown.name}大门` : '小区大门',
      reason,
    });
  }
}
