/** A case as one viewer sees it, with the verbs that viewer may use next. What they may not see is absent. */
import {
  type CaseSummary,
  type CaseView,
  type HolderView,
  type Label,
  type Locale,
  listed,
  type VerbView,
} from '@linli/contract';
import {
  type CaseState,
  type ClockState,
  columnsOf,
  type Holder,
  offers,
  openMinutesBetween,
  positionOf,
  spine,
  type VerbOffer,
} from '@linli/engine';
import type { Ask, CaseKind, Model, Station } from '@linli/model';
import { maskName, maskPhone } from '../../platform/secrets/index.ts';
import { codesAround } from '../areas/index.ts';
import { routeReasonIn } from '../orgs/index.ts';
import type { Viewer } from '../people/index.ts';
import type { TakenBack } from '../powers/index.ts';
import type { Directory } from './directory.ts';
import { isDecidedInMeeting } from './meeting-decides.ts';
import { actorOf, postWith, type Relation } from './policy.ts';
import { type HistoryRow, presentHistory } from './present-history.ts';
import { presentRungMeeting, type RungMeetingRow } from './rung-meetings.ts';
import { type CaseRow, firstPhotoOf, photosOf } from './store.ts';

/** Everything a presentation is made from; nothing is looked up here. */
export interface Sighting {
  model: Model;
  row: CaseRow;
  relation: Relation;
  viewer: Viewer;
  directory: Directory;
  now: string;
}

export interface CaseParticulars {
  history: HistoryRow[];
  following: boolean;
  mergedFrom: number;
  /** It is with somebody from whom it was taken back since. */
  takenBack: TakenBack | null;
  /** Meetings of its ladder that had it, oldest first. */
  rungMeetings: readonly RungMeetingRow[];
  /** Decrypted; null: none is known. */
  reporterPhone: string | null;
}

export function presentSummary(sighting: Sighting): CaseSummary {
  const { model, row, relation, directory, now } = sighting;
  const { state } = row;
  const kind = kindOf(model, state);
  const columns = columnsOf(model, state);
  const verbs = verbsFor(sighting);
  const ladder = state.rung && model.ladders[state.rung.ladder];
  const rung = state.rung && ladder?.rungs[state.rung.index];
  return {
    caseId: row.caseId,
    number: row.number,
    kind: state.kind,
    kindTitle: kind.title,
    title: row.title,
    station: state.station,
    stationTitle: titleOfStation(kind, state.station),
    severity: state.severity,
    category: state.category,
    categoryTitle: (state.category !== null && model.problems[state.category]?.title) || null,
    areaCode: state.areaCode,
    areaName: directory.areaFullName(state.areaCode) ?? state.areaCode,
    spot: row.spot,
    position: row.longitude === null || row.latitude === null ? null : [row.longitude, row.latitude],
    openedAt: state.openedAt,
    changedAt: state.changedAt,
    dueAt: columns.dueAt,
    dueClockTitle: columns.dueClock === null ? null : titleOfDue(model, kind, state, columns.dueClock),
    isOver: columns.isOver || (columns.dueAt !== null && columns.dueAt < now),
    paused: state.paused === null ? null : (kind.pauses[state.paused.key]?.title ?? null),
    rung:
      state.rung && ladder && rung
        ? { index: state.rung.index, of: ladder.rungs.length, title: rung.title }
        : null,
    danger: relation.sight === 'full' && state.danger,
    responsible: presentHolder(model, directory, state.responsible, relation.hasDuty),
    assignee: presentHolder(model, directory, state.assignee, relation.hasDuty),
    followerCount: row.followerCount,
    photoId: firstPhotoOf(model, state),
    seq: row.seq,
    next: verbs.find(({ primary }) => primary) ?? null,
    verbs,
  };
}

export function presentCase(sighting: Sighting, particulars: CaseParticulars): CaseView {
  const { model, row, relation, viewer, directory, now } = sighting;
  const { state } = row;
  const kind = kindOf(model, state);
  const isFull = relation.sight === 'full';
  const texts = isFull ? presentAnswers(kind, state, viewer.locale) : [];
  const reporterName = state.reporterId === null ? null : (directory.personName(state.reporterId) ?? null);
  const summary = presentSummary(sighting);
  return {
    ...summary,
    description: texts.find((answer) => answer.kind === 'long-text' || answer.kind === 'text')?.text ?? null,
    answers: texts,
    areaPath: codesAround(model, state.areaCode).flatMap((code) => {
      const name = directory.areaName(code);
      return name === undefined ? [] : [{ code, name }];
    }),
    photoIds: isFull
      ? photosOf(model, state.kind, state.answers)
      : summary.photoId === null
        ? []
        : [summary.photoId],
    clocks: Object.entries(state.clocks).flatMap(([key, clock]) =>
      presentClock(model, kind, state, key, clock, now),
    ),
    pausedReason: isFull ? (state.paused?.reason ?? null) : null,
    pausedUntil: state.paused?.until ?? null,
    routeReason:
      isFull && state.routeReason !== null ? routeReasonIn(viewer.locale, model, state.routeReason) : null,
    powerTakenBack: relation.hasDuty ? presentTakenBack(model, particulars.takenBack) : null,
    reporter: {
      name: relation.isReporter
        ? reporterName
        : isFull && reporterName !== null
          ? maskName(reporterName)
          : null,
      phoneMasked: isFull && particulars.reporterPhone !== null ? maskPhone(particulars.reporterPhone) : null,
      isMe: relation.isReporter,
      anonymous: state.reporterId === null,
      canReveal:
        postWith(relation, 'reveal') !== undefined &&
        (reporterName !== null || particulars.reporterPhone !== null),
    },
    parts: isFull
      ? state.parts.map((part) => ({
          partId: part.partId,
          holder: holderView(
            model,
            directory,
            { postId: null, role: part.role, orgId: part.orgId, personId: part.personId },
            relation.hasDuty,
          ),
          task: part.task,
          dueAt: part.dueAt,
          signedAt: part.signedAt,
          result: part.result,
          isOver: part.overAt !== null || (part.signedAt === null && part.dueAt < now),
        }))
      : [],
    ladder: presentLadder(sighting, particulars.rungMeetings),
    rating:
      state.rating === null
        ? null
        : {
            answer: state.rating.answer,
            answerTitle: titleOfRating(kind, state.rating.answer),
            at: state.rating.at,
            comment: isFull ? state.rating.comment : null,
          },
    mergedInto:
      state.mergedInto === null
        ? null
        : { caseId: state.mergedInto, number: directory.caseNumber(state.mergedInto) ?? '' },
    mergedFrom: particulars.mergedFrom,
    stations: presentStations(kind, state, particulars.history),
    history: presentHistory(sighting, particulars.history),
    following: particulars.following,
  };
}

function presentTakenBack(model: Model, item: TakenBack | null): CaseView['powerTakenBack'] {
  if (item === null) return null;
  const { powerId, title, basis, from, lead } = item;
  return { powerId, title, basis, from, leadTitle: model.orgKinds[lead]?.title ?? same(lead) };
}

export function verbsFor({ model, row, relation, viewer, now }: Sighting): VerbView[] {
  const isForMeeting = isDecidedInMeeting(model, row.state);
  return offers(model, row.state, actorOf(viewer, relation), now)
    .filter(({ verb }) => verb !== 'decide' || !isForMeeting)
    .map((offer) => presentVerb(model, row.state, offer));
}

function presentVerb(model: Model, state: CaseState, offer: VerbOffer): VerbView {
  const kind = kindOf(model, state);
  return {
    verb: offer.verb,
    title: offer.title,
    primary: offer.primary,
    reason: offer.reason,
    asks: offer.asks.flatMap((key) => {
      const ask = askOf(kind, key);
      return ask === undefined
        ? []
        : [
            {
              key,
              title: ask.title,
              hint: ask.hint,
              kind: ask.kind,
              required: ask.required,
              max: ask.max,
              choices: ask.choices,
            },
          ];
    }),
    to: offer.to,
    choices: offer.choices.map((key) => ({ key, title: titleOfChoice(kind, state, offer.verb, key) })),
  };
}

function titleOfChoice(kind: CaseKind, state: CaseState, verb: string, key: string): Label {
  if (verb === 'pause') return kind.pauses[key]?.title ?? same(key);
  if (verb === 'rate') return titleOfRating(kind, key);
  const task = state.parts.find(({ partId }) => partId === key)?.task;
  return same(task ?? key);
}

function titleOfRating(kind: CaseKind, answer: string): Label {
  return kind.rating?.answers.find(({ key }) => key === answer)?.title ?? same(answer);
}

/** `resolved.proof` → the field of that station; without a dot, of the opening. */
export function askOf(kind: CaseKind, key: string): Ask | undefined {
  const dot = key.indexOf('.');
  if (dot === -1) return kind.asks[key];
  return kind.stations[key.slice(0, dot) as Station]?.asks[key.slice(dot + 1)];
}

function presentAnswers(kind: CaseKind, state: CaseState, locale: Locale): CaseView['answers'] {
  return Object.entries(state.answers).flatMap(([key, value]) => {
    const ask = askOf(kind, key);
    if (ask === undefined || ask.kind === 'photo' || ask.kind === 'place' || ask.kind === 'category')
      return [];
    const { zh, en } = answerText(ask, value);
    return [{ key, title: ask.title, kind: ask.kind, value, text: locale === 'en' ? en : zh }];
  });
}

/** An answer as people read it. */
export function answerText(ask: Ask, value: CaseState['answers'][string]): Label {
  if (value === null) return same('');
  if (ask.kind === 'choice')
    return ask.choices.find(({ key }) => key === value)?.title ?? same(String(value));
  if (ask.kind === 'yes-no') return value === true ? { zh: '是', en: 'Yes' } : { zh: '否', en: 'No' };
  return Array.isArray(value) ? listed(value.map((one) => same(String(one)))) : same(String(value));
}

export function titleOfStation(kind: CaseKind, station: Station): Label {
  return kind.stations[station]?.title ?? houseStations[station];
}

const houseStations: Record<Station, Label> = {
  open: { zh: '已提交', en: 'Sent' },
  accepted: { zh: '已受理', en: 'Accepted' },
  assigned: { zh: '已派单', en: 'Assigned' },
  handling: { zh: '办理中', en: 'Being handled' },
  resolved: { zh: '已办理', en: 'Resolved' },
  verified: { zh: '已核查', en: 'Verified' },
  closed: { zh: '已办结', en: 'Closed' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
  merged: { zh: '已合并', en: 'Merged' },
  returned: { zh: '已退回', en: 'Returned' },
  reopened: { zh: '重新办理', en: 'Reopened' },
};

function titleOfDue(model: Model, kind: CaseKind, state: CaseState, dueClock: string): Label {
  if (dueClock === 'rung') {
    const rung = state.rung && model.ladders[state.rung.ladder]?.rungs[state.rung.index];
    return rung?.title ?? { zh: '升级阶梯', en: 'Ladder' };
  }
  if (dueClock.startsWith('part:')) return { zh: '协办', en: 'Part' };
  return kind.clocks[dueClock]?.title ?? same(dueClock);
}

function presentClock(
  model: Model,
  kind: CaseKind,
  state: CaseState,
  key: string,
  clock: ClockState,
  now: string,
): CaseView['clocks'] {
  const declared = kind.clocks[key];
  if (declared === undefined) return [];
  return [
    {
      key,
      title: declared.title,
      startedAt: clock.startedAt,
      dueAt: clock.dueAt,
      stoppedAt: clock.stoppedAt,
      overAt: clock.overAt,
      pausedSince: clock.pausedSince,
      usedPercent: usedPercent(model, declared.limit[state.severity].calendar, clock, now),
    },
  ];
}

function usedPercent(model: Model, calendarKey: string, clock: ClockState, now: string): number {
  const until = clock.stoppedAt ?? clock.pausedSince ?? now;
  if (until >= clock.dueAt) return 100;
  const calendar = model.calendars[calendarKey];
  if (calendar === undefined) return 0;
  const open = (to: string): number =>
    openMinutesBetween(calendar, clock.startedAt, to, model.timeZone) - clock.pausedMinutes;
  const whole = open(clock.dueAt);
  if (whole <= 0) return 100;
  return Math.min(100, Math.max(0, Math.round((open(until) / whole) * 100)));
}

function presentLadder(
  { model, row, relation, viewer, directory, now }: Sighting,
  meetings: readonly RungMeetingRow[],
): CaseView['ladder'] {
  const { state } = row;
  const kind = kindOf(model, state);
  const ladder = kind.ladder === null ? undefined : model.ladders[kind.ladder];
  if (ladder === undefined || (relation.sight !== 'full' && state.highestRung === 0)) return null;
  return {
    title: ladder.title,
    rungs: ladder.rungs.map((rung, index) => {
      const isHere = state.rung?.index === index;
      return {
        key: rung.key,
        title: rung.title,
        hostName:
          isHere && state.rung?.hostOrgId != null ? (directory.orgName(state.rung.hostOrgId) ?? null) : null,
        state: isHere
          ? ('here' as const)
          : index < state.highestRung
            ? ('passed' as const)
            : state.rung !== null && index < state.rung.index
              ? ('below' as const)
              : ('above' as const),
        since: isHere ? (state.rung?.since ?? null) : null,
        dueAt: isHere ? (state.rung?.dueAt ?? null) : null,
        meetings: meetings
          .filter((meeting) => meeting.rung === index)
          .map((meeting) =>
            presentRungMeeting(model, meeting, { hasDuty: relation.hasDuty, locale: viewer.locale, now }),
          ),
      };
    }),
  };
}

/** The spine as this kind walks it; a way off or back stands where the case left it. */
function presentStations(
  kind: CaseKind,
  state: CaseState,
  history: readonly HistoryRow[],
): CaseView['stations'] {
  const entered = new Set<Station>(history.map(({ toStation }) => toStation));
  const here = positionOf(state.station);
  const isOnSpine = (spine as readonly Station[]).includes(state.station);
  const used = spine.filter(
    (station) => station === 'open' || station === 'closed' || kind.stations[station] !== undefined,
  );
  const shown: CaseView['stations'] = used.map((station) => {
    const at = positionOf(station);
    const isPassed = isOnSpine ? at < here : at <= here;
    return {
      key: station,
      title: titleOfStation(kind, station),
      state:
        station === state.station ? 'here' : !isPassed ? 'ahead' : entered.has(station) ? 'done' : 'skipped',
    };
  });
  if (isOnSpine) return shown;
  const entry = { key: state.station, title: titleOfStation(kind, state.station), state: 'here' as const };
  // Withdrawn or merged: what lay ahead will not come any more.
  if (here === positionOf('closed')) return [...shown.filter(({ key }) => entered.has(key)), entry];
  const after = used.findIndex((station) => positionOf(station) > here);
  return [...shown.slice(0, after), entry, ...shown.slice(after)];
}

export function presentHolder(
  model: Model,
  directory: Directory,
  holder: Holder | null,
  hasDuty: boolean,
): HolderView | null {
  return holder === null ? null : holderView(model, directory, holder, hasDuty);
}

function holderView(model: Model, directory: Directory, holder: Holder, hasDuty: boolean): HolderView {
  const name = holder.personId === null ? undefined : directory.personName(holder.personId);
  const role = model.roles[holder.role];
  const isShown = hasDuty || role?.shown.includes('name') === true;
  return {
    postId: holder.postId,
    role: holder.role,
    roleTitle: role?.title ?? same(holder.role),
    orgId: holder.orgId,
    orgName: directory.orgName(holder.orgId) ?? '',
    personId: isShown ? holder.personId : null,
    name: name === undefined ? null : isShown ? name : maskName(name),
  };
}

function kindOf(model: Model, state: CaseState): CaseKind {
  const kind = model.caseKinds[state.kind];
  if (kind === undefined)
    throw new Error(`model ${model.key} ${model.version} has no case kind ${state.kind}`);
  return kind;
}

function same(text: string): Label {
  return { zh: text, en: text };
}
