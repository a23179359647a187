/**
 * The one place that writes cases. A command becomes one statement: the case's row with the engine's state, the chained
 * history entry, timers, parts, the command and its messages. Jobs follow in the same round trip, and the commit with them.
 */
import type { Decision } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { messageSteps, type OutgoingMessage, saidColumns } from '../messages/index.ts';
import { canonicalJson, entryHash, nothingBefore } from './chain.ts';
import {
  type CaseRecord,
  type CopiedKey,
  columnName,
  copiedColumns,
  copiedKeys,
  copiedValues,
  fixedKeys,
} from './store.ts';

/** Who took the step, as kept for reading years later. */
export interface Signature {
  personId: string | null;
  postId: string | null;
  /** Name and post as they were; null for reporters and for time. */
  label: string | null;
}

export const byTime: Signature = { personId: null, postId: null, label: null };

export interface CommandMark {
  commandId: string;
  sender: string;
  status: number;
}

/** What a command left behind, from which its first answer is made again. */
export interface CommandReply {
  caseId: string;
  seq: number;
  verb: string;
}

/** What is new about a case that is opened. */
export interface Opening {
  record: CaseRecord;
  deviceHash: Buffer | null;
  contactCipher: Buffer | null;
  words: string[];
}

export interface Step {
  model: Model;
  caseId: string;
  decision: Decision;
  /** Null: the case is opened by this step. */
  previous: { seq: number; headHash: Buffer } | null;
  opening: Opening | null;
  at: string;
  signature: Signature;
  /** Null: time acts, which sends no command. */
  command: CommandMark | null;
  messages: readonly OutgoingMessage[];
}

export interface Recorded {
  seq: number;
  hash: Buffer;
}

/**
 * Sends the statement of a step without waiting for it: more may follow in the same round trip. It rejects with
 * `commands_pkey` violated when the command was recorded meanwhile, and with `history_pkey` violated when the case moved
 * on meanwhile; the transaction then comes to nothing.
 */
export function write(tx: Tx, step: Step): { recorded: Recorded; done: Promise<unknown> } {
  const { decision, caseId, previous, opening, at, signature, command, model } = step;
  const seq = (previous?.seq ?? 0) + 1;
  const previousHash = previous?.headHash ?? nothingBefore;
  const changes: Record<string, unknown> =
    opening === null ? decision.changes : { ...decision.changes, record: opening.record };
  const hash = entryHash(
    {
      tenantId: tx.tenantId,
      caseId,
      seq,
      at,
      verb: decision.verb,
      fromStation: decision.from,
      toStation: decision.to,
      actorPersonId: signature.personId,
      actorPostId: signature.postId,
      actorLabel: signature.label,
      reason: decision.reason,
      changes,
      modelVersion: model.version,
      commandId: command?.commandId ?? null,
    },
    previousHash,
  );
  const hasParts = decision.changes.parts !== undefined && decision.next.parts.length > 0;
  const variant: Variant = {
    opens: opening !== null,
    hasCommand: command !== null,
    hasParts,
    hasMessages: step.messages.length > 0,
  };
  const values: unknown[] = [
    tx.tenantId,
    caseId,
    seq,
    hash,
    JSON.stringify(decision.next),
    ...copiedValues(model, decision.next, keysSent(variant)),
    at,
    decision.verb,
    decision.from,
    decision.to,
    signature.personId,
    signature.postId,
    signature.label,
    decision.reason,
    canonicalJson(changes),
    command?.commandId ?? null,
    previousHash,
    decision.timers.map(({ key }) => key),
    decision.timers.map(({ firesAt }) => firesAt),
  ];
  if (opening !== null) {
    const { number, title, spot, position } = opening.record;
    values.push(
      number,
      title,
      spot,
      position?.[0] ?? null,
      position?.[1] ?? null,
      opening.deviceHash,
      opening.contactCipher,
      opening.words,
    );
  }
  if (command !== null) {
    const reply: CommandReply = { caseId, seq, verb: decision.verb };
    values.push(command.sender, command.status, JSON.stringify(reply));
  }
  if (hasParts) values.push(JSON.stringify(decision.next.parts));
  if (step.messages.length > 0) values.push(JSON.stringify(step.messages.map(messageJson)));
  const text = statement(variant);
  return { recorded: { seq, hash }, done: tx.query(text, values) };
}

/** Was the same command recorded by somebody (most often: by the same client's first try)? */
export function isRepeatedCommand(error: unknown): boolean {
  return isViolationOf(error, 'commands_pkey');
}

/** Did the case move on between looking and writing? */
export function isOvertaken(error: unknown): boolean {
  return isViolationOf(error, 'history_pkey');
}

function isViolationOf(error: unknown, constraint: string): boolean {
  const fault = error as { code?: unknown; constraint?: unknown };
  return fault.code === '23505' && fault.constraint === constraint;
}

interface Variant {
  opens: boolean;
  hasCommand: boolean;
  hasParts: boolean;
  hasMessages: boolean;
}

/** A parameter that stands nowhere has no type: what never changes is sent only where the statement names it. */
function keysSent({ opens, hasMessages }: Variant): CopiedKey[] {
  return copiedKeys.filter(
    (key) => opens || !fixedKeys.has(key) || key === 'modelVersion' || (key === 'areaCode' && hasMessages),
  );
}

const texts = new Map<string, string>();

/** The statement for a kind of step; few texts, so that each is prepared once per connection. */
function statement(variant: Variant): string {
  const key = Object.values(variant).map(Number).join('');
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = compose(variant);
  texts.set(key, text);
  return text;
}

/** Parameters are numbered in the order in which `write` lists their values. */
function compose(variant: Variant): string {
  const { opens, hasCommand, hasParts, hasMessages } = variant;
  let count = 0;
  const next = (type: string): string => {
    count += 1;
    return `$${count}::${type}`;
  };
  const tenant = next('integer');
  const caseId = next('uuid');
  const seq = next('integer');
  const hash = next('bytea');
  const state = next('jsonb');
  const copied = keysSent(variant).map((key) => [key, next(copiedColumns[key])] as const);
  const at = next('timestamptz');
  const entry = ['text', 'text', 'text', 'uuid', 'uuid', 'text', 'text', 'jsonb'].map(next);
  const commandId = next('uuid');
  const previousHash = next('bytea');
  const timerKeys = next('text[]');
  const timerTimes = next('timestamptz[]');
  const modelVersion = copied.find(([key]) => key === 'modelVersion')?.[1];
  const steps: string[] = [];

  if (opens) {
    const own = [
      'text',
      'text',
      'text',
      'double precision',
      'double precision',
      'bytea',
      'bytea',
      'text[]',
    ].map(next);
    steps.push(`the_case AS (
  INSERT INTO cases (tenant_id, case_id, seq, head_hash, state, ${copied.map(([key]) => columnName(key)).join(', ')},
    number, title, spot, longitude, latitude, device_hash, contact_cipher, words)
  VALUES (${[tenant, caseId, seq, hash, state, ...copied.map(([, value]) => value), ...own].join(', ')}))`);
  } else {
    const changing = copied.filter(([key]) => !fixedKeys.has(key));
    steps.push(`the_case AS (
  UPDATE cases SET seq = ${seq}, head_hash = ${hash}, state = ${state},
    ${changing.map(([key, value]) => `${columnName(key)} = ${value}`).join(', ')}
  WHERE tenant_id = ${tenant} AND case_id = ${caseId})`);
    steps.push(`timers_gone AS (
  DELETE FROM case_timers WHERE tenant_id = ${tenant} AND case_id = ${caseId} AND timer_key <> ALL (${timerKeys}))`);
  }
  steps.push(`entry AS (
  INSERT INTO history (tenant_id, case_id, seq, hash, at, verb, from_station, to_station, actor_person_id,
    actor_post_id, actor_label, reason, changes, model_version, command_id, previous_hash)
  VALUES (${[tenant, caseId, seq, hash, at, ...entry, modelVersion, commandId, previousHash].join(', ')}))`);
  steps.push(`timers AS (
  INSERT INTO case_timers (tenant_id, case_id, timer_key, fires_at)
  SELECT ${tenant}, ${caseId}, timer.key, timer.fires_at
    FROM unnest(${timerKeys}, ${timerTimes}) AS timer (key, fires_at)${
      opens
        ? ''
        : `
  ON CONFLICT (tenant_id, case_id, timer_key) DO UPDATE SET fires_at = excluded.fires_at
    WHERE case_timers.fires_at <> excluded.fires_at`
    })`);
  if (hasCommand) {
    const [sender, status, reply] = ['text', 'integer', 'jsonb'].map(next);
    steps.push(`the_command AS (
  INSERT INTO commands (tenant_id, command_id, sender, status, reply, at)
  VALUES (${[tenant, commandId, sender, status, reply, at].join(', ')}))`);
  }
  if (hasParts) {
    steps.push(`parts AS (
  INSERT INTO case_parts (tenant_id, case_id, part_id, org_id, person_id, due_at, signed_at)
  SELECT ${tenant}, ${caseId}, part."partId", part."orgId", part."personId", part."dueAt", part."signedAt"
    FROM jsonb_to_recordset(${next('jsonb')}) AS part ("partId" uuid, "orgId" uuid, "personId" uuid, "dueAt" timestamptz, "signedAt" timestamptz)
  ON CONFLICT (tenant_id, case_id, part_id) DO UPDATE
    SET person_id = excluded.person_id, due_at = excluded.due_at, signed_at = excluded.signed_at)`);
  }
  if (hasMessages) {
    const area = copied.find(([key]) => key === 'areaCode')?.[1];
    steps.push(
      `said AS (
  SELECT * FROM jsonb_to_recordset(${next('jsonb')}) AS one (${saidColumns.join(', ')}))`,
      ...messageSteps(
        {
          tenant,
          caseId,
          aboutNoun: 'NULL',
          aboutId: 'NULL::uuid',
          area: String(area),
          at,
        },
        { isTexted: false },
      ),
    );
  }
  return `WITH ${steps.join(', ')}\nSELECT 1`;
}

function messageJson(message: OutgoingMessage): Record<string, unknown> {
  return {
    id: message.messageId,
    channel: message.channel,
    person: message.personId,
    device: message.deviceHash?.toString('hex') ?? null,
    work_group: message.workGroupId,
    template: message.template,
    data: message.data,
    dedupe_key: message.dedupeKey,
    status: message.status,
    topic: message.group,
    urgent: message.isUrgent,
  };
}
