/** A gathering as one viewer sees it, with what that viewer may do next. What they may not see is absent. */
import type {
  AgendaItem,
  GatheringSummary,
  GatheringVerb,
  GatheringView,
  HolderView,
  ItemVerb,
  Label,
  MinutesPart,
  ResolutionView,
} from '@linli/contract';
import type { GatheringKind, Model } from '@linli/model';
import { maskName } from '../../platform/secrets/index.ts';
import { keptLabelIn } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { isNear, isRecent, takesNames } from './around.ts';
import type { Entitled } from './audience.ts';
import { reasonIn } from './own-reasons.ts';
import type { CaseOfItem, Particulars } from './particulars.ts';
import { type Part, postAmong, type Relation, takesResidents, writersOf } from './policy.ts';
import { decisionView, quorumView, resolutionHindrance } from './quorum.ts';
import { noticeMissed, titleOf } from './rules.ts';
import { seatVerbs } from './seat-verbs.ts';
import { signUpSpan } from './sign-up-span.ts';
import type { GatheringRow, ItemRow, ResolutionRow } from './store.ts';

/** Everything a presentation is made from; nothing is looked up here. */
export interface Sighting {
  model: Model;
  rule: GatheringKind;
  row: GatheringRow;
  viewer: Viewer;
  relation: Relation;
  part: Part;
  now: string;
}

export interface Counted {
  itemCount: number;
  taken: number;
  waiting: number;
  seatsTaken: number;
  seatCount: number;
  myPlace: 'placed' | 'waiting' | null;
  myTurn: number | null;
  mySeat: number | null;
}

export function presentSummary(
  { model, rule, row, viewer, part }: Sighting,
  counted: Counted,
): GatheringSummary {
  return {
    gatheringId: row.gatheringId,
    kind: row.kind,
    kindTitle: rule.title,
    form: rule.form,
    title: titleOf(model, row.kind, row),
    host: { orgId: row.hostOrgId, name: row.hostName },
    area: { areaCode: row.areaCode, name: row.areaName },
    place: row.place,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    state: row.state,
    reason: reasonIn(viewer.locale, row.reason),
    seriesId: row.seriesId,
    wasAt: row.recursAt !== null && row.recursAt !== row.startsAt ? row.recursAt : null,
    itemCount: counted.itemCount,
    places:
      rule.signUp === null
        ? null
        : { capacity: row.capacity, taken: counted.taken, waiting: counted.waiting },
    seats: rule.shift === null ? null : { of: counted.seatCount, taken: counted.seatsTaken },
    mine: {
      place: counted.myPlace,
      turn: counted.myTurn,
      seat: counted.mySeat,
      wasThere: part.wasThere,
    },
  };
}

export function presentGathering(
  sighting: Sighting,
  of: Particulars,
  caseSights: ReadonlyMap<string, boolean>,
  entitled: Entitled | null,
): GatheringView {
  const { model, rule, row, viewer, relation, part, now } = sighting;
  const { personId } = viewer;
  const waiting = of.signUps.filter(({ state }) => state === 'waiting');
  const myWait = waiting.findIndex((one) => one.personId === personId);
  const mine = of.signUps.find((one) => one.personId === personId);
  const counted: Counted = {
    itemCount: of.items.length,
    taken: of.signUps.length - waiting.length,
    waiting: waiting.length,
    seatsTaken: of.seats.filter((seat) => seat.name !== null).length,
    seatCount: of.seats.length,
    myPlace: mine?.state ?? null,
    myTurn: myWait < 0 ? null : myWait + 1,
    mySeat: of.seats.find((seat) => seat.personId !== null && seat.personId === personId)?.seat ?? null,
  };
  const readsMinutes = relation.hasDuty || part.wasThere || row.minutesPostedAt !== null;
  const minutesOf = (key: string): MinutesPart => {
    const written = of.minutes.find(({ part: one }) => one === key);
    return presentMinutes(key, readsMinutes ? written : undefined, relation.hasDuty);
  };
  const resolutionsByItem = Map.groupBy(of.resolutions, ({ itemId }) => itemId);
  const item = (one: ItemRow): AgendaItem => presentItem(one);
  const span = signUpSpan(model, rule, row);
  const quorum = quorumView(rule, entitled);
  const mayVote = quorum === null || quorum.isMet;
  const teaches = part.teaches;
  const scores = of.feedback.map(({ score }) => score);
  const ownFeedback = of.feedback.find((one) => one.personId === personId);
  return {
    ...presentSummary(sighting, counted),
    seq: row.seq,
    openTo: audienceInWords(model, rule),
    decidedBy: rule.decidedBy.map((key) => ({ key, title: model.roles[key]?.title ?? same(key) })),
    decision: decisionView(rule, entitled, of.attendance.length),
    noticeAt: row.noticeAt,
    announcedAt: row.announcedAt,
    shortNotice: shortNoticeOf(sighting),
    openedAt: row.openedAt,
    endedAt: row.endedAt,
    minutesPostedAt: row.minutesPostedAt,
    currentItemId: row.currentItemId,
    items: of.items.map(item),
    general: readsMinutes ? minutesOf('general') : null,
    attendance: {
      count: of.attendance.length,
      quorum:
        quorum === null
          ? null
          : {
              needed: quorum.needed,
              of: quorum.entitled,
              present: quorum.present,
              isMet: quorum.isMet,
              title: quorum.title,
            },
      entitled:
        relation.hasDuty || part.wasThere
          ? (entitled?.people?.map(({ personId: who, name, role, isHere }) => ({
              personId: who,
              name: named(name, who),
              roleTitle: model.roles[role]?.title ?? same(role),
              isHere,
            })) ?? null)
          : null,
      people:
        relation.hasDuty || part.wasThere
          ? of.attendance.map((one) => ({
              attendanceId: one.attendanceId,
              name: named(one.name, one.personId),
              how: one.how,
              cameAt: one.cameAt,
              isMe: one.personId !== null && one.personId === personId,
            }))
          : null,
    },
    speakers: of.speakers.map((one) => ({
      speakerId: one.speakerId,
      name: relation.hasDuty || part.wasThere ? one.name : maskName(one.name),
      askedAt: one.askedAt,
      beganAt: one.beganAt,
      isMe: one.personId !== null && one.personId === personId,
    })),
    signUps: relation.hasDuty || teaches ? of.signUps.map((one) => ({ ...one })) : null,
    signUpFrom: span?.from ?? null,
    signUpUntil: span?.until ?? null,
    roster: of.seats.map((seat) => ({
      seat: seat.seat,
      name: seat.name === null ? null : named(seat.name, seat.personId),
      isMine: seat.personId !== null && seat.personId === personId,
      offered:
        seat.offeredAt === null
          ? null
          : {
              isToMe: seat.offeredToPersonId !== null && seat.offeredToPersonId === personId,
              isToAnybody: seat.offeredToPersonId === null,
              forGathering:
                seat.wantedGatheringId === null || seat.wantedStartsAt === null
                  ? null
                  : { gatheringId: seat.wantedGatheringId, startsAt: seat.wantedStartsAt },
            },
      verbs: seatVerbs(sighting, seat, counted.mySeat !== null),
    })),
    lecturers: of.lecturers.map((one) => ({ ...one })),
    feedback: rule.feedback
      ? {
          count: scores.length,
          mean:
            scores.length === 0
              ? null
              : Math.round((scores.reduce((sum, one) => sum + one, 0) / scores.length) * 10) / 10,
          words: relation.hasDuty || teaches ? of.feedback.flatMap(({ words }) => words ?? []) : [],
          mine: ownFeedback === undefined ? null : { score: ownFeedback.score, words: ownFeedback.words },
        }
      : null,
    continues: of.continues,
    goesOn: of.goesOn,
    previous: of.previous,
    next: of.next,
    history: relation.hasDuty
      ? of.steps.map((step) => ({
          seq: step.seq,
          at: step.at,
          verb: step.verb,
          actor: step.actorLabel && keptLabelIn(viewer.locale, model, step.actorLabel),
          itemId: step.itemId,
          reason: reasonIn(viewer.locale, step.reason),
          hash: step.hash.toString('hex'),
        }))
      : null,
    verbs: verbsOf(sighting, counted, of),
  };

  /** In full to those with a duty there and to oneself. */
  function named(name: string, of: string | null): string {
    return relation.hasDuty || (of !== null && of === personId) ? name : maskName(name);
  }

  function presentItem(one: ItemRow): AgendaItem {
    const theCase = of.cases.find(({ caseId }) => caseId === one.caseId);
    const topic = of.topics.find(({ topicId }) => topicId === one.topicId);
    const duty = of.duties.find(({ resolutionId }) => resolutionId === one.resolutionId);
    const isCarried = of.motions.some(({ itemId, isPassed }) => itemId === one.itemId && isPassed === true);
    const hindrance = resolutionHindrance(rule, entitled, of.attendance.length, isCarried)?.words ?? null;
    return {
      itemId: one.itemId,
      about: one.about,
      position: one.position ?? 0,
      title: titleOfItem(one),
      body: topic?.body ?? one.body,
      case: theCase === undefined ? null : presentCase(theCase, one),
      topic:
        topic === undefined
          ? null
          : {
              topicId: topic.topicId,
              supporterCount: topic.supporterCount,
              broughtBy: topic.broughtBy === null ? null : named(topic.broughtBy, topic.broughtByPersonId),
            },
      duty: duty === undefined ? null : presentResolution(model, viewer, relation.hasDuty, duty, now),
      carriedTimes: of.carriedTimes.get(one.itemId) ?? 0,
      minutes: minutesOf(one.itemId),
      motions: of.motions
        .filter(({ itemId }) => itemId === one.itemId)
        .map((motion) => ({
          motionId: motion.motionId,
          text: motion.text,
          putAt: motion.putAt,
          hands:
            motion.isPassed === null
              ? null
              : {
                  for: motion.votesFor ?? 0,
                  against: motion.votesAgainst ?? 0,
                  abstained: motion.votesAbstained ?? 0,
                  present: motion.presentCount ?? 0,
                  isPassed: motion.isPassed,
                },
          mayCount: mayRun(sighting) && mayVote && motion.isPassed === null && one.endedAt === null,
        })),
      resolutions: (resolutionsByItem.get(one.itemId) ?? []).map((resolution) =>
        presentResolution(model, viewer, relation.hasDuty, resolution, now),
      ),
      ended:
        one.endedAs === null || one.endedAt === null
          ? null
          : { as: one.endedAs, at: one.endedAt, reason: reasonIn(viewer.locale, one.endReason) },
      hindrance: mayDecide(sighting) && one.endedAt === null && one.about !== 'duty' ? hindrance : null,
      verbs: itemVerbs(sighting, one, topic?.broughtByPersonId ?? null, theCase?.rung ?? null).filter(
        (verb) => (hindrance === null || verb !== 'resolve') && (mayVote || verb !== 'send-down'),
      ),
    };
  }

  function titleOfItem(one: ItemRow): string {
    const theCase = of.cases.find(({ caseId }) => caseId === one.caseId);
    if (theCase !== undefined) {
      // What somebody reported is theirs: others learn what it is about, not how it was told.
      if (caseSights.get(theCase.caseId) === true) return theCase.title;
      const about =
        (theCase.category !== null && model.problems[theCase.category]?.title.zh) ||
        (model.caseKinds[theCase.kind]?.title.zh ?? theCase.kind);
      return `${theCase.number} ${about}`;
    }
    const topic = of.topics.find(({ topicId }) => topicId === one.topicId);
    if (topic !== undefined) return topic.title;
    const duty = of.duties.find(({ resolutionId }) => resolutionId === one.resolutionId);
    return duty?.text ?? one.title ?? '';
  }

  function presentCase(theCase: CaseOfItem, one: ItemRow): AgendaItem['case'] {
    const kind = model.caseKinds[theCase.kind];
    const rung = one.ladder === null ? undefined : model.ladders[one.ladder]?.rungs[one.rung ?? -1];
    return {
      caseId: theCase.caseId,
      number: theCase.number,
      kindTitle: kind?.title ?? same(theCase.kind),
      stationTitle:
        kind?.stations[theCase.station as keyof typeof kind.stations]?.title ?? same(theCase.station),
      areaName: theCase.areaName,
      rungTitle: rung?.title ?? null,
      dueAt: theCase.rungDueAt,
      mayOpen: caseSights.get(theCase.caseId) === true,
    };
  }
}

export function presentMinutes(
  key: string,
  written: { text: string; version: number; writtenAt: string; writtenBy: string | null } | undefined,
  hasDuty: boolean,
): MinutesPart {
  if (written === undefined) return { part: key, text: '', version: 0, writtenAt: null, writtenBy: null };
  const { text, version, writtenAt, writtenBy } = written;
  return {
    part: key,
    text,
    version,
    writtenAt,
    writtenBy: writtenBy === null ? null : hasDuty ? writtenBy : maskName(writtenBy),
  };
}

export function presentResolution(
  model: Model,
  viewer: Viewer,
  hasDuty: boolean,
  row: ResolutionRow,
  now: string,
): ResolutionView {
  const isOwner = isOwnerOf(viewer, row);
  const readsNames = hasDuty || isOwner;
  const role = row.ownerRole === null ? undefined : model.roles[row.ownerRole];
  const isNamed = readsNames || role?.shown.includes('name') === true;
  const owner: HolderView | null =
    row.ownerRole === null || row.ownerOrgId === null
      ? null
      : {
          postId: row.ownerPostId,
          role: row.ownerRole,
          roleTitle: role?.title ?? same(row.ownerRole),
          orgId: row.ownerOrgId,
          orgName: row.ownerOrgName ?? '',
          personId: isNamed ? row.ownerPersonId : null,
          name: row.ownerName === null ? null : isNamed ? row.ownerName : maskName(row.ownerName),
        };
  const station =
    row.caseKind === null || row.caseStation === null
      ? null
      : (model.caseKinds[row.caseKind]?.stations[row.caseStation as never] as { title: Label } | undefined);
  return {
    resolutionId: row.resolutionId,
    gathering: {
      gatheringId: row.gatheringId,
      title: titleOf(model, row.kind, row),
      startsAt: row.startsAt,
      hostName: row.hostName,
    },
    itemId: row.itemId,
    text: row.text,
    decidedAt: row.decidedAt,
    owner,
    ownerLabel: isNamed && row.ownerLabel !== null ? keptLabelIn(viewer.locale, model, row.ownerLabel) : null,
    dueOn: row.dueOn,
    dueAt: row.dueAt,
    state: row.state,
    isLate: row.state === 'running' && row.dueAt !== null && row.dueAt < now,
    answer: reasonIn(viewer.locale, row.answer),
    answeredAt: row.answeredAt,
    answeredBy:
      readsNames && row.answeredByLabel !== null
        ? keptLabelIn(viewer.locale, model, row.answeredByLabel)
        : null,
    case:
      row.caseId === null || row.caseNumber === null
        ? null
        : {
            caseId: row.caseId,
            number: row.caseNumber,
            stationTitle: station?.title ?? same(row.caseStation ?? ''),
            isOver: row.caseIsOver === true,
          },
    verbs: row.state === 'running' && (isOwner || mayAnswerFor(model, viewer, row)) ? ['answer'] : [],
  };
}

/** Given to them, or to an office of theirs that names nobody. */
export function isOwnerOf(
  viewer: Viewer,
  row: Pick<ResolutionRow, 'ownerPersonId' | 'ownerOrgId' | 'ownerRole'>,
): boolean {
  if (viewer.personId === null || row.ownerRole === null) return false;
  if (row.ownerPersonId !== null && row.ownerPersonId === viewer.personId) return true;
  return viewer.posts.some(({ orgId, role }) => orgId === row.ownerOrgId && role === row.ownerRole);
}

/** Whoever holds the gathering writes down what its duties' owners report there. */
export function mayAnswerFor(
  model: Model,
  viewer: Viewer,
  row: Pick<ResolutionRow, 'kind' | 'hostOrgId' | 'areaCode'>,
): boolean {
  const rule = model.gatherings[row.kind];
  return (
    rule !== undefined &&
    (postAmong(viewer, rule.decidedBy, row) ?? postAmong(viewer, writersOf(rule), row, 'or within')) !== null
  );
}

/** Its work can be done: while it runs, and afterwards until its minutes are posted. */
export function mayRun({ row, relation }: Pick<Sighting, 'row' | 'relation'>): boolean {
  return (
    (relation.minutes !== null || relation.decides !== null) &&
    (row.state === 'open' || (row.state === 'ended' && row.minutesPostedAt === null))
  );
}

export function mayDecide({ row, relation }: Pick<Sighting, 'row' | 'relation'>): boolean {
  return (
    relation.decides !== null &&
    (row.state === 'open' || (row.state === 'ended' && row.minutesPostedAt === null))
  );
}

function shortNoticeOf({ model, rule, row, now }: Sighting): GatheringView['shortNotice'] {
  const isOff = row.state === 'cancelled' || row.state === 'not-held';
  // What has begun is no longer told: what counts is when it was.
  const until = row.openedAt !== null && row.openedAt < now ? row.openedAt : now;
  const dueAt = isOff ? null : noticeMissed(model, rule, row, until);
  return dueAt === null ? null : { dueAt };
}

function verbsOf(sighting: Sighting, counted: Counted, of: Particulars): GatheringVerb[] {
  const { model, rule, row, viewer, relation, part, now } = sighting;
  const { state } = row;
  const verbs: GatheringVerb[] = [];
  const may = (verb: GatheringVerb, isSo: boolean): void => {
    if (isSo) verbs.push(verb);
  };
  const isComing = state === 'planned' || state === 'announced';
  const isLately = isRecent(row, now);
  const holds = relation.holds !== null;
  const isSignedIn = viewer.personId !== null;
  may('open', holds && isNear(row, now) && (isComing || (state === 'not-held' && isLately)));
  may('announce', relation.calls !== null && state === 'planned');
  may('move', relation.calls !== null && isComing);
  may('cancel', relation.calls !== null && isComing);
  may('not-held', holds && isComing && now > row.startsAt);
  may('end', holds && state === 'open');
  may('adjourn', holds && state === 'open' && of.items.some(({ endedAt }) => endedAt === null));
  may('post-minutes', relation.minutes !== null && state === 'ended' && row.minutesPostedAt === null);
  const hasAgenda = rule.form === 'meeting' || rule.agenda.length > 0;
  may('add-item', hasAgenda && holds && (isComing || state === 'open'));
  may('order-items', hasAgenda && holds && (isComing || state === 'open') && of.items.length > 1);
  may('discuss', holds && state === 'open' && of.items.length > 0);
  may('write-minutes', mayRun(sighting) && relation.minutes !== null);
  may('show-code', holds && state === 'open');
  may('check-in', isSignedIn && state === 'open' && !part.wasThere);
  may('enter-attendance', relation.minutes !== null && takesNames(row, now));
  may(
    'ask-to-speak',
    state === 'open' &&
      isSignedIn &&
      (part.wasThere || holds) &&
      !of.speakers.some((one) => one.personId === viewer.personId),
  );
  may('lead-speakers', relation.minutes !== null && state === 'open');
  const span = signUpSpan(model, rule, row);
  const isOpenForSignUp = span !== null && isComing && now >= (span.from ?? '') && now < span.until;
  const mayCome = takesResidents(rule) || relation.sees;
  const isFull = row.capacity !== null && counted.taken >= row.capacity;
  may(
    'sign-up',
    isSignedIn &&
      isOpenForSignUp &&
      mayCome &&
      counted.myPlace === null &&
      (!isFull || rule.signUp?.waitingList === true),
  );
  may('sign-off', isComing && counted.myPlace !== null);
  may('set-lecturers', holds && rule.form === 'lesson' && state !== 'cancelled' && state !== 'not-held');
  may('give-feedback', rule.feedback && state === 'ended' && part.wasThere && isLately);
  may('assign-seats', relation.calls !== null && rule.shift !== null && isComing);
  return verbs;
}

function hasRungAbove(model: Model, { ladder, rung }: ItemRow): boolean {
  return ladder !== null && rung !== null && model.ladders[ladder]?.rungs[rung + 1] !== undefined;
}

function itemVerbs(
  sighting: Sighting,
  item: ItemRow,
  topicOwner: string | null,
  rung: number | null,
): ItemVerb[] {
  const { viewer, relation, row } = sighting;
  if (item.endedAt !== null) return [];
  const verbs: ItemVerb[] = [];
  const isRunning = mayRun(sighting);
  if (isRunning && item.about !== 'duty') verbs.push('put-motion');
  if (mayDecide(sighting)) {
    if (item.about === 'duty') verbs.push('answer');
    else verbs.push('resolve');
    if (item.about === 'case' && rung !== null) {
      if (hasRungAbove(sighting.model, item)) verbs.push('send-up');
      verbs.push('send-down');
    }
    if (item.about !== 'case' || rung === null) verbs.push('note');
    verbs.push('carry-over');
    if (item.about === 'topic') verbs.push('become-case');
  } else if (isRunning && item.about === 'duty') verbs.push('answer');
  const isComing = row.state === 'planned' || row.state === 'announced' || row.state === 'open';
  const isOwn =
    viewer.personId !== null &&
    (item.about === 'topic' ? topicOwner : item.enteredByPersonId) === viewer.personId;
  if (
    isComing &&
    (item.about === 'motion' || item.about === 'topic') &&
    (isOwn || relation.decides !== null)
  ) {
    verbs.push('withdraw');
  }
  return verbs;
}

function audienceInWords(model: Model, { openTo }: GatheringKind): Label {
  switch (openTo.of) {
    case 'residents':
      return { zh: '居民都可以参加', en: 'Open to residents' };
    case 'owners':
      return { zh: '业主可以参加', en: 'Open to owners' };
    case 'members':
      return { zh: '本组织成员参加', en: 'Members of the host' };
    case 'posts':
      return { zh: '主办组织的岗位参加', en: 'Posts of the host' };
    case 'committee':
      return { zh: '主办组织的委员参加', en: 'The committee of the host' };
    case 'roles': {
      const titles = openTo.roles.map((role) => model.roles[role]?.title ?? same(role));
      return {
        zh: `${titles.map(({ zh }) => zh).join('、')}参加`,
        en: titles.map(({ en }) => en).join(', '),
      };
    }
  }
}

function same(text: string): Label {
  return { zh: text, en: text };
}
