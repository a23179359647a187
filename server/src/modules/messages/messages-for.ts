/**
 * From what the engine wants told to rows of the outbox and jobs, so that whoever records a step writes them in the same
 * transaction. Nothing is told twice: the key of a row is the step, the template, the recipient and the channel.
 */
import { randomUUID } from 'node:crypto';
import type { MessageGroup } from '@linli/contract';
import type { CaseState, Holder, Notice, NoticeTarget, NoticeTemplate } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Job, Tx } from '../../platform/db/index.ts';
import { holdersAt, holdersFor, supervisorsOf } from '../orgs/index.ts';
import { keyOf, type Recipient } from './addressees.ts';
import { deliverJob } from './deliver-job.ts';
import type { Audience } from './phrases.ts';
import { keptOf, type MessageData } from './render.ts';
import { hasReporterPhone, workGroupsFor } from './store.ts';
import { groupOf, isUrgent } from './templates.ts';

export type Channel = 'in-app' | 'sms' | 'work-group';

/** A row of the outbox (table `messages`), but for what the case itself says: its id, area and the time. */
export interface OutgoingMessage {
  messageId: string;
  channel: Channel;
  personId: string | null;
  deviceHash: Buffer | null;
  workGroupId: string | null;
  template: NoticeTemplate;
  data: MessageData;
  dedupeKey: string;
  /** Among which of a person's choices it counts. */
  group: MessageGroup;
  isUrgent: boolean;
  /** In-app messages are there the moment they are written; the others wait until they are carried out. */
  status: 'sent' | 'waiting';
}

/** One step of a case, and what is known about those to be told. */
export interface CaseTelling {
  /** Version the case runs under. */
  model: Model;
  caseId: string;
  number: string;
  /** Number of the history entry: the same step tells nobody twice. */
  seq: number;
  /** As it stands after the step. */
  state: CaseState;
  notices: readonly Notice[];
  /** Device an anonymous report came from. */
  deviceHash: Buffer | null;
  /** Who acted is not told of the own deed; both null: time acted. */
  actorPersonId: string | null;
  /** The same of a reporter without an account. */
  actorDeviceHash: Buffer | null;
  now: string;
  /** False: nothing is texted, whatever the step (a city that is being made up). */
  canText: boolean;
  /** Keys `person:ID` and `device:HEX`; asked only when followers are to be told. */
  followers: () => Promise<readonly string[]>;
}

export interface Told {
  messages: OutgoingMessage[];
  jobs: Job[];
}

/** Everybody to be told is looked up at once, so that however many a step concerns it costs one round trip, or none. */
export async function messagesFor(tx: Tx, telling: CaseTelling): Promise<Told> {
  const told: Told = { messages: [], jobs: [] };
  const seen = new Set<string>();
  const [recipients, hasPhone] = await Promise.all([
    lookUp(tx, telling),
    telling.notices.some((notice) => isTexted(telling, notice)) &&
      hasReporterPhone(tx, telling.caseId, telling.state.reporterId),
  ]);
  for (const notice of telling.notices) {
    const data = keptOf(notice.data);
    const isTextedToo = hasPhone && isTexted(telling, notice);
    for (const { recipient, audience } of recipientsOf(telling, notice, recipients)) {
      const add = (channel: Channel): void => {
        const dedupeKey = `${telling.caseId}:${telling.seq}:${notice.template}:${keyOf(recipient)}:${channel}`;
        if (seen.has(dedupeKey)) return;
        seen.add(dedupeKey);
        const message = messageTo(recipient, channel, {
          template: notice.template,
          data: { ...data, audience, kind: telling.state.kind, number: telling.number },
          dedupeKey,
        });
        told.messages.push(message);
        if (message.workGroupId !== null) told.jobs.push(deliverJob(tx.tenantId, message));
      };
      if ('workGroupId' in recipient) add('work-group');
      else {
        add('in-app');
        if (audience === 'reporter' && isTextedToo) add('sms');
      }
    }
  }
  return told;
}

function messageTo(
  recipient: Recipient,
  channel: Channel,
  rest: Pick<OutgoingMessage, 'template' | 'data' | 'dedupeKey'>,
): OutgoingMessage {
  return {
    messageId: randomUUID(),
    channel,
    personId: 'personId' in recipient ? recipient.personId : null,
    deviceHash: 'deviceHash' in recipient ? recipient.deviceHash : null,
    workGroupId: 'workGroupId' in recipient ? recipient.workGroupId : null,
    ...rest,
    group: groupOf(rest.template, rest.data.audience),
    isUrgent: isUrgent(rest.template),
    status: channel === 'in-app' ? 'sent' : 'waiting',
  };
}

/** A text message costs money and attention: only when the case waits for the reporter's own answer. */
function isTexted({ model, state, canText }: CaseTelling, notice: Notice): boolean {
  if (!canText || notice.template !== 'case.paused') return false;
  const pause = model.caseKinds[state.kind]?.pauses[String(notice.data.pause ?? '')];
  return pause?.endedBy.includes('reporter') === true;
}

/** By target: see `targetKey`. */
type Recipients = ReadonlyMap<string, readonly Recipient[]>;

async function lookUp(tx: Tx, telling: CaseTelling): Promise<Recipients> {
  const targets = new Map(
    telling.notices.flatMap(({ to }) => to).map((target) => [targetKey(target), target]),
  );
  const found = await Promise.all(
    [...targets].map(async ([key, target]) => [key, await resolve(tx, telling, target)] as const),
  );
  return new Map(found);
}

function targetKey(target: NoticeTarget): string {
  return typeof target === 'string' ? target : JSON.stringify(target);
}

function recipientsOf(
  telling: CaseTelling,
  notice: Notice,
  recipients: Recipients,
): { recipient: Recipient; audience: Audience }[] {
  const found = new Map<string, { recipient: Recipient; audience: Audience }>();
  for (const target of notice.to) {
    const audience: Audience =
      target === 'reporter' ? 'reporter' : target === 'followers' ? 'follower' : 'duty';
    for (const recipient of recipients.get(targetKey(target)) ?? []) {
      // The receipt is the exception: whoever reports wants to have it in writing.
      const isReceipt = notice.template === 'case.received' && audience === 'reporter';
      if (isActor(telling, recipient) && !isReceipt) continue;
      const key = keyOf(recipient);
      if (!found.has(key)) found.set(key, { recipient, audience });
    }
  }
  return [...found.values()];
}

function isActor({ actorPersonId, actorDeviceHash }: CaseTelling, recipient: Recipient): boolean {
  if ('personId' in recipient) return recipient.personId === actorPersonId;
  return 'deviceHash' in recipient && actorDeviceHash?.equals(recipient.deviceHash) === true;
}

async function resolve(tx: Tx, telling: CaseTelling, target: NoticeTarget): Promise<Recipient[]> {
  const { model, state, now } = telling;
  const persons = (ids: readonly { personId: string }[]): Recipient[] =>
    ids.map(({ personId }) => ({ personId }));
  const ofHolder = async (holder: Holder | null): Promise<Recipient[]> => {
    if (holder === null) return [];
    if (holder.personId !== null) return [{ personId: holder.personId }];
    return persons(await holdersAt(tx, model, holder.orgId, holder.role, now));
  };
  if (target === 'reporter') {
    if (state.reporterId !== null) return [{ personId: state.reporterId }];
    return telling.deviceHash === null ? [] : [{ deviceHash: telling.deviceHash }];
  }
  if (target === 'followers') return (await telling.followers()).flatMap(followerOf);
  if (target === 'assignee') return ofHolder(state.assignee);
  if (target === 'responsible') return ofHolder(state.responsible);
  if (target === 'supervisor') {
    const orgId = state.responsible?.orgId ?? state.assignee?.orgId;
    return orgId === undefined ? [] : persons(await supervisorsOf(tx, model, orgId, now));
  }
  if (target === 'work-group') {
    const groups = await workGroupsFor(tx, model, state.areaCode, state.responsible?.orgId ?? null);
    return groups.map((workGroupId) => ({ workGroupId }));
  }
  if ('role' in target) return persons(await holdersFor(tx, model, [target.role], state.areaCode, now));
  if ('holder' in target) return ofHolder(target.holder);
  return persons(await holdersAt(tx, model, target.orgId, null, now));
}

function followerOf(key: string): Recipient[] {
  const [sort, id] = key.split(':');
  if (id === undefined) return [];
  return sort === 'person' ? [{ personId: id }] : [{ deviceHash: Buffer.from(id, 'hex') }];
}
