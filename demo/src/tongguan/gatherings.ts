/**
 * The gatherings of the demo's Tongguan: the three meetings of its ladder week by week, deliberations, mediations, micro
 * lessons, events, the service teams' shifts, and what branches hold by their rules; and a meeting that is going on now.
 */
import { localDateOf } from '@linli/engine';
import type { Org } from '../city.ts';
import { GatheringBook, type NumberedCase } from '../gatherings/gathering-book.ts';
import type { GatheringLife } from '../gatherings/gathering-life.ts';
import { goOn } from '../gatherings/go-on.ts';
import { hold } from '../gatherings/hold.ts';
import { keepSeries } from '../gatherings/keep-series.ts';
import type { KeptGatherings } from '../gatherings/kept-gatherings.ts';
import {
  bringMatter,
  bringRunning,
  dayMs,
  daysBefore,
  dutyDeal,
  ids,
  type MatterText,
  type MeetingWords,
  minuteMs,
  onDay,
  oneOf,
  plus,
  some,
  tellBranches,
  usualHolding,
} from '../gatherings/usual.ts';
import type { TongguanTools } from './cases.ts';
import * as texts from './gathering-texts.ts';
import type { BuiltCompound } from './geography.ts';
import { demoCompoundKey } from './institutions.ts';

/** Page T11: 30 and more. */
const lessonGoal = 34;
/** Page T12. */
const deliberationGoal = 22;
const historyDays = 420;
/** What the page counts took place within the last year. */
const countedDays = 356;
/** What branches and teams did every month is told of so many days. */
const branchDays = 95;
const teamDays = 60;

const words: MeetingWords = {
  matters: new Map([...texts.councilTopics, ...texts.deliberations].map((text) => [text.title, text])),
  carried: texts.carryReasons,
  noted: texts.notedWords,
  late: texts.lateWords,
  general: texts.generalWords,
};

/** Those of the compounds are the hosts of most. */
function committeesOf(
  { geography }: TongguanTools,
  book: GatheringBook,
): { org: Org; compounds: BuiltCompound[] }[] {
  return book.city.orgs
    .filter(({ kind }) => kind === 'compound-committee')
    .map((org) => ({
      org,
      compounds: geography.compounds.filter(({ code }) => org.areaCodes.includes(code)),
    }));
}

/** What went on while the server stood still, and what is to come. */
export function goOnMeeting(
  tools: TongguanTools,
  from: string,
  cases: readonly NumberedCase[],
  kept: KeptGatherings,
): GatheringBook {
  const { model, city, directory, now, geography } = tools;
  const random = tools.random.stream('gatherings');
  const goesOn = { kept, from };
  const book = new GatheringBook({ model, city, directory, random, now, since: from, cases, goesOn });
  const shown = geography.compounds.find(({ spec }) => spec.key === demoCompoundKey);
  goOn(book, {
    words,
    openTopics: texts.openTopics,
    subjects: texts.lessons,
    shownCode: shown?.code ?? '',
    toCome: () => {
      if (book.has('neighbours-event')) tellComing({ tools, book, committees: committeesOf(tools, book) });
    },
  });
  return book;
}

interface Teller {
  tools: TongguanTools;
  book: GatheringBook;
  committees: { org: Org; compounds: BuiltCompound[] }[];
}

export function tellGatherings(tools: TongguanTools, cases: readonly NumberedCase[]): GatheringBook {
  const { model, city, directory, now } = tools;
  const random = tools.random.stream('gatherings');
  const since = daysBefore(now, historyDays);
  const book = new GatheringBook({ model, city, directory, random, now, since, cases });
  const committees = committeesOf(tools, book);
  const teller: Teller = { tools, book, committees };
  if (book.has('zone-dispatch')) tellLadder(teller);
  if (book.has('micro-lesson')) tellLessons(teller);
  if (book.has('deliberation')) tellDeliberations(teller);
  if (book.has('mediation')) tellMediations(teller);
  if (book.has('neighbours-event')) tellEvents(teller);
  if (book.has('service-shift')) tellTeams(teller);
  tellBranches(book, {
    kinds: ['members-meeting', 'branch-committee', 'party-lecture', 'theme-day'],
    from: daysBefore(now, branchDays),
    place: '网格党员之家',
    subjects: texts.lessons,
  });
  book.close();
  return book;
}

function residentsOf({ tools, book }: Teller, compounds: readonly BuiltCompound[], from: number, to: number) {
  const all = compounds.flatMap(({ code }) => tools.institutions.residents.get(code) ?? []);
  return book.random.shuffled(all).slice(0, book.random.whole(from, to));
}

function tellLadder(teller: Teller): void {
  const { book, committees } = teller;
  for (const { org, compounds } of committees) {
    const place = book.random.pick(texts.places);
    const dispatch = book.addSeries(org, 'zone-dispatch', { place: '小区党委办公室' });
    keepSeries(book, org, 'zone-dispatch', {
      series: dispatch,
      from: book.since,
      missedPercent: 22,
      holding: (gathering) => usualHolding(book, org, gathering, dispatchPeople(book, org, gathering), words),
    });
    bringCouncilTopics(teller, org, compounds);
    const council = book.addSeries(org, 'weekend-council', { place });
    keepSeries(book, org, 'weekend-council', {
      series: council,
      from: book.since,
      missedPercent: 6,
      isKnownHeld: ({ agenda }) => agenda.some(({ topicId }) => book.running.has(topicId ?? '')),
      holding: (gathering) => {
        const residents = ids(residentsOf(teller, compounds, 5, 13));
        return usualHolding(book, org, gathering, residents, words);
      },
    });
  }
  for (const org of book.hostsOf('joint-meeting')) {
    const compounds = teller.tools.geography.compounds.filter(({ communityCode }) =>
      org.areaCodes.includes(communityCode),
    );
    const series = book.addSeries(org, 'joint-meeting', { place: '社区党群服务中心' });
    keepSeries(book, org, 'joint-meeting', {
      series,
      from: book.since,
      missedPercent: compounds.length === 0 ? 9 : 0,
      holding: (gathering) => {
        const roles = ['compound-secretary', 'property-manager', 'owners-chair', 'community-worker'];
        const held = book.within(org, roles, gathering.startsAt);
        return usualHolding(book, org, gathering, some(book, held, 85), words);
      },
    });
  }
}

function dispatchPeople(book: GatheringBook, org: Org, { startsAt }: GatheringLife): string[] {
  return some(book, book.within(org, ['grid-secretary', 'team-leader', 'property-manager'], startsAt), 80);
}

/** Every few weeks somebody brings something; neighbours support it. */
function bringCouncilTopics(teller: Teller, org: Org, compounds: readonly BuiltCompound[]): void {
  const { book, tools } = teller;
  const { random, now } = book;
  const isDemo = compounds.some(({ spec }) => spec.key === demoCompoundKey);
  let at = plus(book.since, random.whole(1, 20) * dayMs);
  const order = random.shuffled(texts.councilTopics);
  for (let count = 0; at < daysBefore(now, 9); count += 1) {
    const text = order[count % order.length] as MatterText;
    bring(text, at);
    at = plus(at, random.whole(14, 45) * dayMs + random.whole(0, 900) * minuteMs);
  }
  if (isDemo) {
    const neighbours = compounds.flatMap(({ code }) => tools.institutions.residents.get(code) ?? []);
    bringRunning(book, org, 'weekend-council', texts.running, neighbours);
  }
  const open = isDemo ? texts.openTopics : texts.openTopics.slice(count(org), count(org) + 1);
  open.forEach((text, index) => {
    bring(text, daysBefore(now, 0.4 + index * 0.9));
  });

  function count({ orgId }: Org): number {
    return Number.parseInt(orgId.slice(0, 2), 16) % texts.openTopics.length;
  }

  function bring(text: MatterText, brought: string): void {
    const neighbours = compounds.flatMap(({ code }) => tools.institutions.residents.get(code) ?? []);
    bringMatter(book, org, 'weekend-council', text, brought, neighbours);
  }
}

/** Page T11: 30 and more micro lessons, given by members. */
function tellLessons(teller: Teller): void {
  const { book, committees } = teller;
  const { random, now } = book;
  const hosts = committees
    .filter(({ compounds }) => compounds.some(({ spec }) => spec.grids !== null))
    .slice(0, 8);
  const series = hosts.map(({ org, compounds }) => {
    const isDemo = compounds.some(({ spec }) => spec.key === demoCompoundKey);
    const rule = isDemo ? 'FREQ=MONTHLY;BYDAY=1WE' : 'FREQ=MONTHLY;BYMONTH=2,5,8,11;BYDAY=3WE';
    return { org, compounds, series: book.addSeries(org, 'micro-lesson', { rule, place: '好邻里驿站' }) };
  });
  const all = series
    .flatMap((one) =>
      book.days
        .regular('micro-lesson', book.since, plus(now, 40 * dayMs), { ...one.series })
        .map((time) => ({ ...one, time })),
    )
    .toSorted((left, right) => (left.time.startsAt < right.time.startsAt ? -1 : 1));
  const since = daysBefore(now, countedDays);
  const past = all.filter(({ time }) => time.endsAt <= now && time.startsAt > since).slice(-lessonGoal);
  const coming = all.filter(({ time }) => time.endsAt > now).slice(0, 8);
  const subjects = random.shuffled(texts.lessons);
  [...past, ...coming].forEach(({ org, compounds, series: of, time }, index) => {
    const gathering = book.plan({
      hostOrgId: org.orgId,
      kind: 'micro-lesson',
      areaCode: of.areaCode,
      ...time,
      seriesId: of.seriesId,
      place: of.place,
    });
    giveLesson(teller, org, compounds, gathering, subjects[index % subjects.length] as string);
  });
}

function giveLesson(
  teller: Teller,
  org: Org,
  compounds: readonly BuiltCompound[],
  gathering: GatheringLife,
  subject: string,
): void {
  const { book } = teller;
  const { random, now } = book;
  const caller = book.holder(org, gathering.rule.calledBy, gathering.startsAt);
  const members = book.within(org, ['member-on-duty', 'grid-secretary', 'team-leader'], gathering.startsAt);
  if (caller === undefined || members.length === 0) {
    gathering.notHeldByTime();
    return;
  }
  const lecturer = random.pick(members).person;
  const setAt = plus(gathering.startsAt, -random.whole(3, 9) * dayMs);
  if (setAt <= now) gathering.setLecturers(setAt, caller, [{ ...book.named(lecturer), subject }]);
  const listeners = [...ids(residentsOf(teller, compounds, 8, 24)), ...some(book, members, 9)];
  hold(book, gathering, {
    chair: caller,
    writer: caller,
    people: [...new Set([lecturer.personId, ...listeners])].slice(0, 34),
    names: random.chance(35) ? ['陈阿婆', '刘师傅', '吴老师'].slice(0, random.whole(1, 3)) : [],
    deal: () => null,
    postedAfterHours: null,
  });
  if (gathering.state !== 'ended' || gathering.endedAt === null) return;
  for (const { personId } of gathering.attendance) {
    if (personId === null || personId === lecturer.personId || !random.chance(40)) continue;
    const score = Number(random.weighted({ 5: 12, 4: 6, 3: 1 }));
    const at = plus(gathering.endedAt, random.whole(5, 1500) * minuteMs);
    gathering.giveFeedback(personId, score, random.pick(texts.feedbackWords), at);
  }
}

function fits({ spec }: BuiltCompound, wanted: texts.DeliberationText['fits']): boolean {
  if (wanted === 'lifts') return spec.hasLifts;
  if (wanted === 'no-lifts') return !spec.hasLifts;
  if (wanted === 'garage') return spec.hasGarage;
  if (wanted === 'old') return spec.builtIn < 2000;
  return true;
}

/** Page T12: 22 deliberations held; one more is going on where the hour allows it. */
function tellDeliberations(teller: Teller): void {
  const { book, committees } = teller;
  const { random } = book;
  const used = new Map<string, number>();
  const gap = (countedDays - 16) / deliberationGoal;
  texts.deliberations.slice(0, deliberationGoal).forEach((text, index) => {
    const days = Math.round(countedDays - 12 - index * gap - random.whole(0, 6));
    const able = committees.filter(({ compounds }) => compounds.some((one) => fits(one, text.fits)));
    const least = Math.min(...able.map(({ org }) => used.get(org.orgId) ?? 0));
    const host = able.find(({ org }) => (used.get(org.orgId) ?? 0) === least) ?? able[0];
    if (host === undefined) return;
    used.set(host.org.orgId, least + 1);
    deliberate(teller, host, text, onDay(book, Math.max(5, days), 1170));
  });
  deliberateNow(teller);
}

function deliberate(
  teller: Teller,
  { org, compounds }: Teller['committees'][number],
  text: texts.DeliberationText,
  startsAt: string,
): void {
  const { book } = teller;
  const { random } = book;
  const called = plus(startsAt, -random.whole(5, 9) * dayMs - random.whole(0, 300) * minuteMs);
  const caller = book.holder(org, book.rule('deliberation').calledBy, called);
  if (caller === undefined) return;
  const [by, ...others] = residentsOf(teller, compounds, 5, 17);
  if (by !== undefined) {
    const brought = plus(called, -random.whole(1, 5) * dayMs);
    const supporters = others.map(({ personId }) => ({
      personId,
      at: plus(brought, random.whole(20, 1300) * minuteMs),
    }));
    book.bringTopic(
      org,
      'deliberation',
      { title: text.title, body: text.body, personId: by.personId },
      brought,
      supporters,
    );
  }
  const gathering = book.plan({
    hostOrgId: org.orgId,
    kind: 'deliberation',
    areaCode: org.areaCodes.toSorted()[0] as string,
    startsAt,
    endsAt: plus(startsAt, 120 * minuteMs),
    title: { zh: `议事协商：${text.title}`, en: 'Deliberation' },
    place: random.pick(texts.places),
  });
  gathering.call(called, caller);
  const holding = usualHolding(book, org, gathering, ids(residentsOf(teller, compounds, 9, 26)), words);
  if (holding !== null) hold(book, gathering, holding);
}

/** At a decent hour people of the shown compound are sitting together just now; else they will in the morning. */
function deliberateNow(teller: Teller): void {
  const { book, committees } = teller;
  const { now, random } = book;
  const host = committees.find(({ compounds }) => compounds.some(({ spec }) => spec.key === demoCompoundKey));
  if (host === undefined) return;
  const { org, compounds } = host;
  const hour = Math.floor(((Date.parse(now) + 8 * 3_600_000) % dayMs) / 3_600_000);
  const isDecent = hour >= 8 && hour < 21;
  const startsAt = isDecent
    ? new Date(Math.floor((Date.parse(now) - 32 * minuteMs) / (5 * minuteMs)) * 5 * minuteMs).toISOString()
    : onDay(book, hour >= 21 ? -1 : 0, 570);
  const called = plus(startsAt, -5 * dayMs);
  const caller = book.holder(org, book.rule('deliberation').calledBy, called);
  if (caller === undefined) return;
  const neighbours = residentsOf(teller, compounds, 26, 26);
  for (const [index, text] of living.entries()) {
    const by = neighbours[index];
    if (by === undefined) continue;
    const supporters = neighbours.slice(index + 4, index + 4 + text.support).map(({ personId }) => ({
      personId,
      at: plus(called, random.whole(60, 5000) * minuteMs),
    }));
    const { title, body } = text;
    book.bringTopic(
      org,
      'deliberation',
      { title, body, personId: by.personId },
      plus(called, -dayMs),
      supporters,
    );
  }
  const gathering = book.plan({
    hostOrgId: org.orgId,
    kind: 'deliberation',
    areaCode: org.areaCodes[0] as string,
    startsAt,
    endsAt: plus(startsAt, 120 * minuteMs),
    title: { zh: '议事协商：充电棚、快递柜和门口停车', en: 'Deliberation: charging, lockers, parking' },
    place: '好邻里驿站',
  });
  gathering.call(called, caller);
  const holding = usualHolding(book, org, gathering, ids(neighbours.slice(0, 19)), words);
  if (holding === null) return;
  hold(book, gathering, {
    ...holding,
    names: ['陈阿婆', '老周'],
    // The first is settled, the second under discussion.
    timeOf: (item) => {
      const place = living.findIndex(({ title }) => title === book.topicOf(item)?.title);
      return plus(startsAt, (place === -1 ? 5 : ([17, 46, 80][place] as number)) * minuteMs);
    },
    deal: (item, at) => {
      const text = living.find(({ title }) => title === book.topicOf(item)?.title);
      const owner = oneOf(book, book.within(org, ['property-manager'], at));
      if (text === undefined || owner === undefined) return { as: 'note', words: null };
      const duty = { owner, dueOn: localDateOf(plus(at, 14 * dayMs), book.model.timeZone), fate: null };
      const hands = { text: text.motion, for: 14, against: 2, abstained: 1 };
      return { as: 'resolve', text: text.resolution, minutes: text.minutes, duty, hands };
    },
  });
  if (gathering.state !== 'open') return;
  const speaking = neighbours.slice(2, 6);
  speaking.forEach(({ personId }, index) => {
    const asked = plus(now, -(9 - index * 2) * minuteMs);
    if (asked <= (gathering.openedAt ?? now)) return;
    const speaker = gathering.askToSpeak(personId, asked);
    if (index === 0) Object.assign(speaker, { beganAt: plus(asked, 40_000), doneAt: plus(asked, 160_000) });
    if (index === 1) speaker.beganAt = plus(now, -70_000);
  });
  const current = gathering.agenda.find(({ itemId }) => itemId === gathering.currentItemId);
  if (current !== undefined) {
    gathering.writeMinutes(
      now,
      holding.writer,
      current,
      '居民甲：柜子挡住了轮椅坡道。\n物业：可以挪，但要重新拉电。\n',
    );
  }
}

const living: {
  title: string;
  body: string;
  support: number;
  motion: string;
  resolution: string;
  minutes: string;
}[] = [
  {
    title: '充电棚离五号楼太近，能不能移十米',
    body: '窗户正对着，夏天味道大，也怕着火。',
    support: 12,
    motion: '充电棚向东移十米，离住宅不少于十五米',
    resolution: '充电棚东移十米，移建期间原端口不停电，两周内完工。',
    minutes: '五号楼三位住户先说情况，物业说明电缆够长，可以移。举手表决。',
  },
  {
    title: '快递柜挡住轮椅坡道',
    body: '推轮椅的要绕一大圈。',
    support: 8,
    motion: '快递柜移到门卫室东侧',
    resolution: '快递柜移到门卫室东侧，恢复坡道，十四天内完成。',
    minutes: '各方同意移位。',
  },
  {
    title: '接送孩子的车堵住东门',
    body: '早上七点半到八点，救护车都进不来。',
    support: 9,
    motion: '东门早高峰只出不进，试行一个月',
    resolution: '东门早高峰只出不进，试行一个月，门岗加一人。',
    minutes: '先试行，月底看效果。',
  },
];

/** Page T12: disputes settled, 20 and more; one of them in vain. */
function tellMediations(teller: Teller): void {
  const { book } = teller;
  const { random } = book;
  const hosts = book
    .hostsOf('mediation')
    .filter(({ areaCodes }) =>
      teller.tools.geography.compounds.some(({ communityCode }) => areaCodes.includes(communityCode)),
    );
  texts.mediations.forEach(({ title, agreed, duty, failed }, index) => {
    const host = hosts[index % hosts.length] as Org;
    const days = Math.max(
      3,
      Math.round(countedDays - 8 - index * ((countedDays - 12) / texts.mediations.length)),
    );
    const startsAt = onDay(book, days, random.pick([570, 870, 900, 1140]));
    const called = plus(startsAt, -random.whole(1, 3) * dayMs);
    const rule = book.rule('mediation');
    const chair = book.holder(host, rule.calledBy, called);
    if (chair === undefined) return;
    const gathering = book.plan({
      hostOrgId: host.orgId,
      kind: 'mediation',
      areaCode: host.areaCodes[0] as string,
      startsAt,
      endsAt: plus(startsAt, 120 * minuteMs),
      title: { zh: `调解：${title}`, en: 'Mediation' },
      place: '社区调解室',
    });
    gathering.call(called, chair);
    gathering.addMotion(plus(called, 4 * minuteMs), chair, title, null);
    const helpers = book.within(host, ['grid-secretary', 'compound-secretary'], startsAt);
    const helper = helpers.length > 0 ? random.pick(helpers) : chair;
    hold(book, gathering, {
      chair,
      writer: chair,
      people: [...new Set([chair.person.personId, helper.person.personId])],
      names: ['当事人甲', '当事人乙'],
      deal: (item, at) => {
        if (item.about !== 'motion') return null;
        if (failed)
          return {
            as: 'note',
            words: '一方明确表示不再调解，告知可以依法起诉。',
            minutes: '双方各自陈述后，一方不同意继续。',
          };
        const text = `双方自愿达成协议：${agreed}`;
        const minutes = `双方各自陈述，调解员分别谈话后达成一致。${agreed}`;
        if (duty === undefined) return { as: 'resolve', text, minutes };
        const what = { resolution: text, kept: `${duty}：双方都履行了。`, days: random.whole(7, 15) };
        const deal = dutyDeal(book, at, helper, what, { late: texts.lateWords, hasNext: false });
        return deal.as === 'resolve' && deal.duty ? { as: 'resolve', text, minutes, duty: deal.duty } : deal;
      },
    });
  });
}

/** Page T12: events of the good-neighbour post, 30 and more. */
function tellEvents(teller: Teller): void {
  const { book, committees } = teller;
  const { random } = book;
  const gap = (countedDays - 10) / texts.events.length;
  texts.events.forEach((title, index) => {
    const host = committees[index % committees.length] as Teller['committees'][number];
    const days = Math.max(2, Math.round(countedDays - 6 - index * gap));
    tellEvent(teller, host, title, onDay(book, days, random.pick([540, 570, 900, 1110])), false);
  });
  tellComing(teller);
}

/** Tomorrow and in five days, in the compound of the people of the sign-in page; not where something is to come already. */
function tellComing(teller: Teller): void {
  const { book, committees } = teller;
  const demo = committees.find(({ compounds }) => compounds.some(({ spec }) => spec.key === demoCompoundKey));
  if (demo === undefined) return;
  const coming = book.gatherings.filter(
    ({ kind, hostOrgId, startsAt }) =>
      kind === 'neighbours-event' && hostOrgId === demo.org.orgId && startsAt > book.now,
  );
  const events = [
    {
      title: { zh: '冬日暖阳：剪发、磨刀、量血压', en: 'Hair, knives and blood pressure' },
      at: onDay(book, -1, 900),
    },
    { title: { zh: '邻里包饺子', en: 'Dumplings together' }, at: onDay(book, -5, 570) },
  ];
  for (const { title, at } of events.slice(coming.length)) tellEvent(teller, demo, title, at, true);
}

function tellEvent(
  teller: Teller,
  { org, compounds }: Teller['committees'][number],
  title: (typeof texts.events)[number],
  startsAt: string,
  isComing: boolean,
): void {
  const { book } = teller;
  const { random, now } = book;
  const wanted = plus(startsAt, -random.whole(isComing ? 6 : 7, 12) * dayMs);
  const called = wanted > book.from ? wanted : plus(book.from, random.whole(10, 90) * minuteMs);
  const caller = book.holder(org, book.rule('neighbours-event').calledBy, called);
  if (caller === undefined || called > now) return;
  const gathering = book.plan({
    hostOrgId: org.orgId,
    kind: 'neighbours-event',
    areaCode: org.areaCodes.toSorted()[0] as string,
    startsAt,
    endsAt: plus(startsAt, 150 * minuteMs),
    title,
    place: random.pick(texts.places),
    capacity: random.chance(30) ? 40 : null,
  });
  gathering.call(called, caller);
  const guests = residentsOf(teller, compounds, 14, 46);
  for (const [index, { personId }] of guests.entries()) {
    const at = plus(called, (20 + index * 45 + random.whole(0, 40)) * minuteMs);
    if (at < now && at < plus(startsAt, -61 * minuteMs)) gathering.signUp(personId, at);
  }
  const came = guests.filter(() => random.chance(88)).map(({ personId }) => personId);
  hold(book, gathering, {
    chair: caller,
    writer: caller,
    people: [caller.person.personId, ...came],
    deal: () => null,
    postedAfterHours: null,
  });
}

/** Page T13: blood pressure on Saturdays, and who of the team is on duty. */
function tellTeams(teller: Teller): void {
  const { book } = teller;
  const { random, now } = book;
  for (const team of book.hostsOf('service-shift')) {
    const compound = teller.tools.geography.compounds.find(({ code }) => team.areaCodes.includes(code));
    if (compound === undefined) continue;
    const members = book.within(team, ['member-on-duty', 'team-leader'], now);
    const caller = book.holder(team, ['team-leader', 'compound-secretary'], now);
    if (caller === undefined || members.length < 6) continue;
    if (book.has('health-stand')) {
      const stand = book.addSeries(team, 'health-stand', { place: '好邻里驿站' });
      keepSeries(book, team, 'health-stand', {
        series: stand,
        from: daysBefore(now, teamDays),
        holding: () => {
          const chair = caller;
          const people = [chair.person.personId, ...ids(residentsOf(teller, [compound], 9, 28))];
          return { chair, writer: chair, people, deal: () => null, postedAfterHours: null };
        },
      });
    }
    const series = book.addSeries(team, 'service-shift', { place: '好邻里驿站' });
    const times = book.days.regular('service-shift', daysBefore(now, teamDays), plus(now, 12 * dayMs), {
      ...series,
    });
    for (const time of times) {
      const isComing = time.startsAt > now;
      const shift = book.plan({
        hostOrgId: team.orgId,
        kind: 'service-shift',
        areaCode: series.areaCode,
        ...time,
        seriesId: series.seriesId,
        place: series.place,
      });
      const taken = isComing ? random.whole(1, 3) : random.weighted({ 3: 7, 2: 3 });
      random
        .shuffled(members)
        .slice(0, Number(taken))
        .forEach(({ person }, index) => {
          const at = plus(time.startsAt, -random.whole(isComing ? 13 : 2, 20) * dayMs);
          shift.takeSeat(index + 1, person.personId, at);
        });
      if (isComing && random.chance(35)) shift.offerSeat(1, plus(now, -random.whole(90, 1500) * minuteMs));
      if (!isComing) shift.servedByTime();
    }
  }
}
