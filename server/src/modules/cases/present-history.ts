/** The history of a case, told to one viewer: what happened, when, by whom, and what it changed in words. */
import { type CaseView, type Label, postWords } from '@linli/contract';
import type { CaseState, Holder, Verb } from '@linli/engine';
import type { CaseKind, Station } from '@linli/model';
import { maskName } from '../../platform/secrets/index.ts';
import { keptLabelIn } from '../models/index.ts';
import type { Relation } from './policy.ts';
import { answerText, askOf, type Sighting, titleOfStation } from './present.ts';

export interface HistoryRow {
  seq: number;
  at: string;
  verb: Verb;
  fromStation: Station;
  toStation: Station;
  actorPersonId: string | null;
  actorPostId: string | null;
  actorLabel: string | null;
  reason: string | null;
  changes: Partial<CaseState>;
  hash: Buffer;
}

/** Columns of a HistoryRow in a SELECT from `history`. */
export const historyRowColumns = `seq, at, verb, from_station AS "fromStation", to_station AS "toStation",
  actor_person_id AS "actorPersonId", actor_post_id AS "actorPostId", actor_label AS "actorLabel", reason, changes, hash`;

/** Between name and post in an actor's label. */
const labelMark = ' · ';

export function actorLabel(name: string, orgName: string, roleTitle: Label): string {
  return `${name}${labelMark}${postWords(orgName, roleTitle).zh}`;
}

export function presentHistory(sighting: Sighting, history: readonly HistoryRow[]): CaseView['history'] {
  const { relation, model, row } = sighting;
  const kind = model.caseKinds[row.state.kind];
  if (kind === undefined) return [];
  const isFull = relation.sight === 'full';
  const shown: CaseView['history'] = [];
  let before: Partial<CaseState> = {};
  for (const entry of history) {
    const previous = before;
    before = { ...before, ...entry.changes };
    const moved = entry.seq === 1 || entry.fromStation !== entry.toStation || 'rung' in entry.changes;
    // Neighbours follow where it stands; a reminder that went out concerns only those it was for.
    if (!isFull && !moved) continue;
    if (!relation.hasDuty && isReminder(entry)) continue;
    shown.push({
      seq: entry.seq,
      at: entry.at,
      verb: entry.verb,
      verbTitle: titleOfVerb(kind, entry),
      fromStation: entry.fromStation,
      toStation: entry.toStation,
      toStationTitle: titleOfStation(kind, entry.toStation),
      actor: actorShown(sighting, entry),
      actorKind: actorKind(sighting, entry),
      reason: isFull ? entry.reason : null,
      details: isFull ? details(sighting, kind, entry, previous) : [],
      photoIds: isFull ? photosAdded(entry, previous) : [],
      hash: relation.hasDuty ? entry.hash.toString('hex') : '',
    });
  }
  return shown;
}

function isReminder({ verb, changes }: HistoryRow): boolean {
  return (
    verb === 'tick' &&
    Object.keys(changes).every((key) => key === 'clocks' || key === 'changedAt') &&
    !hasOver(changes)
  );
}

function hasOver(changes: Partial<CaseState>): boolean {
  return Object.values(changes.clocks ?? {}).some((clock) => clock.overAt === changes.changedAt);
}

function actorKind({ row }: Sighting, entry: HistoryRow): CaseView['history'][number]['actorKind'] {
  if (entry.verb === 'tick') return 'system';
  if (entry.actorPostId !== null) return 'staff';
  if (entry.seq === 1 || entry.actorPersonId === null || entry.actorPersonId === row.state.reporterId)
    return 'reporter';
  return 'resident';
}

function actorShown({ relation, viewer, model }: Sighting, { actorLabel: label }: HistoryRow): string | null {
  const shown = maskedLabel(relation, label);
  return shown === null ? null : keptLabelIn(viewer.locale, model, shown);
}

/** As much of an actor's label as somebody may know. */
export function maskedLabel(
  relation: Pick<Relation, 'hasDuty' | 'sight'>,
  label: string | null,
): string | null {
  if (label === null) return null;
  const at = label.indexOf(labelMark);
  if (at === -1) return relation.hasDuty ? label : maskName(label);
  const post = label.slice(at + labelMark.length);
  if (relation.sight === 'public') return post;
  return relation.hasDuty ? label : `${maskName(label.slice(0, at))}${labelMark}${post}`;
}

function titleOfVerb(kind: CaseKind, { verb, toStation, fromStation, changes }: HistoryRow): Label {
  if (verb === 'tick') return titleOfTick(changes, toStation);
  // The city's own word for the deed that led to the station.
  const own = fromStation === toStation ? null : kind.stations[toStation]?.verb;
  return own ?? verbTitles[verb];
}

function titleOfTick(changes: Partial<CaseState>, toStation: Station): Label {
  if (toStation === 'closed' && changes.closedAt)
    return { zh: '到期自动办结', en: 'Closed after the time given' };
  if (changes.rung) return { zh: '到期自动升级', en: 'Climbed: the time was over' };
  if (changes.paused === null) return { zh: '暂停到期，恢复计时', en: 'The pause is over' };
  if (changes.parts) return { zh: '协办超时', en: 'A part is late' };
  if (hasOver(changes)) return { zh: '时限已到', en: 'The time is over' };
  return { zh: '到时提醒', en: 'Reminder' };
}

const verbTitles = {
  open: { zh: '提交', en: 'Sent' },
  accept: { zh: '受理', en: 'Accepted' },
  assign: { zh: '派单', en: 'Assigned' },
  claim: { zh: '认领', en: 'Claimed' },
  start: { zh: '开始办理', en: 'Started' },
  return: { zh: '退回', en: 'Returned' },
  reroute: { zh: '转办', en: 'Rerouted' },
  pause: { zh: '暂停计时', en: 'Paused' },
  resume: { zh: '恢复计时', en: 'Resumed' },
  answer: { zh: '补充说明', en: 'Answered' },
  note: { zh: '添加说明', en: 'Note' },
  urge: { zh: '催办', en: 'Urged' },
  resolve: { zh: '办结', en: 'Resolved' },
  verify: { zh: '核查通过', en: 'Verified' },
  reject: { zh: '核查不通过', en: 'Rejected' },
  rate: { zh: '评价', en: 'Rated' },
  close: { zh: '办结归档', en: 'Closed' },
  withdraw: { zh: '撤回', en: 'Withdrawn' },
  merge: { zh: '并案', en: 'Merged' },
  reopen: { zh: '重新办理', en: 'Reopened' },
  climb: { zh: '提请上级协调', en: 'Raised' },
  decide: { zh: '形成决议', en: 'Resolved at the meeting' },
  descend: { zh: '退回下级协调', en: 'Sent back down' },
  'ask-part': { zh: '请求协办', en: 'Asked for a part' },
  'sign-part': { zh: '协办完成', en: 'Part signed off' },
  tick: { zh: '到时提醒', en: 'Reminder' },
} as const satisfies Record<Verb, Label>;

/** The changes of an entry in words. */
function details(
  sighting: Sighting,
  kind: CaseKind,
  { verb, changes, seq }: HistoryRow,
  before: Partial<CaseState>,
): Label[] {
  const { model } = sighting;
  const lines: Label[] = [];
  const say = (zh: string, en: string): void => {
    lines.push({ zh, en });
  };
  const isOpening = seq === 1;
  if (changes.responsible && (isOpening || verb === 'reroute')) {
    const { zh, en } = holderWords(sighting, changes.responsible);
    say(`责任岗位：${zh}`, `Answers for it: ${en}`);
  }
  if (isOpening) return lines;
  if (changes.assignee) {
    const { zh, en } = holderWords(sighting, changes.assignee);
    say(`承办：${zh}`, `Handled by: ${en}`);
  }
  if (changes.severity) {
    const { zh, en } = severityTitles[changes.severity];
    say(`紧急程度改为${zh}`, `Severity is now ${en}`);
  }
  if (changes.category) {
    const title = model.problems[changes.category]?.title ?? { zh: changes.category, en: changes.category };
    say(`类别改为“${title.zh}”`, `Category is now “${title.en}”`);
  }
  if (changes.paused) {
    const title = kind.pauses[changes.paused.key]?.title ?? { zh: '暂停', en: 'Paused' };
    say(title.zh, title.en);
  }
  for (const part of changes.parts ?? []) {
    const old = before.parts?.find(({ partId }) => partId === part.partId);
    const { zh, en } = holderWords(sighting, { ...part, postId: null });
    if (old === undefined) say(`协办：${zh}，${part.task}`, `Part for ${en}: ${part.task}`);
    else if (old.signedAt === null && part.signedAt !== null)
      say(`协办完成：${zh}，${part.result ?? ''}`, `Part of ${en} done: ${part.result ?? ''}`);
  }
  if (changes.rung) {
    const rung = model.ladders[changes.rung.ladder]?.rungs[changes.rung.index];
    if (rung) say(`提交${rung.title.zh}`, `Goes to: ${rung.title.en}`);
  }
  const resolution = changes.resolutions?.at(-1);
  if (resolution) say(`决议：${resolution.text}`, `Resolution: ${resolution.text}`);
  if (changes.rating) {
    const title = kind.rating?.answers.find(({ key }) => key === changes.rating?.answer)?.title;
    if (title) say(`评价：${title.zh}`, `Rated: ${title.en}`);
    if (changes.rating.comment) say(changes.rating.comment, changes.rating.comment);
  }
  for (const [key, value] of Object.entries(changes.answers ?? {})) {
    const ask = askOf(kind, key);
    if (ask === undefined || ask.kind === 'photo' || value === before.answers?.[key]) continue;
    const text = answerText(ask, value);
    say(`${ask.title.zh}：${text.zh}`, `${ask.title.en}: ${text.en}`);
  }
  return lines;
}

const severityTitles = {
  urgent: { zh: '紧急', en: 'urgent' },
  ordinary: { zh: '一般', en: 'ordinary' },
  hard: { zh: '疑难', en: 'hard' },
} as const;

function holderWords({ model, directory, relation }: Sighting, holder: Holder): Label {
  const role = model.roles[holder.role];
  const title = role?.title ?? { zh: holder.role, en: holder.role };
  const name = holder.personId === null ? undefined : directory.personName(holder.personId);
  const shown =
    name === undefined ? '' : relation.hasDuty || role?.shown.includes('name') ? name : maskName(name);
  const org = directory.orgName(holder.orgId) ?? '';
  return {
    zh: [postWords(org, title).zh, shown].filter((word) => word !== '').join(' '),
    en: [title.en, shown, org].filter((word) => word !== '').join(', '),
  };
}

/** Photos that came with an entry: those in its answers that were not there before. */
function photosAdded({ changes, seq }: HistoryRow, before: Partial<CaseState>): string[] {
  if (seq === 1) return [];
  const old = new Set(
    Object.values(before.answers ?? {}).flatMap((value) => (Array.isArray(value) ? value : [])),
  );
  return Object.entries(changes.answers ?? {}).flatMap(([, value]) =>
    Array.isArray(value) ? value.filter((photoId) => !old.has(photoId)) : [],
  );
}
