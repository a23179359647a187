/**
 * The one place that writes cases. A command becomes one statement: the case's row with the engine's state, the chained
 * history entry, timers, parts, the command and its messages. Jobs follow in the same round trip, and the commit with them.
 */
import { randomUUID } from 'node:crypto';
import type { Decision } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { messageSteps, type OutgoingMessage, saidColumns } from '../messages/index.ts';
import { canonicalJson, entryHash, nothingBefore } from './chain.ts';
import { ownReasons } from './own-reasons.ts';
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
    movesOnLadder: opening === null && decision.changes.rung !== undefined,
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
  if (variant.movesOnLadder) values.push(...waitingFor(model, decision));
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
  /** It climbs, is sent down, is decided, or comes off its ladder. */
  movesOnLadder: boolean;
}

/**
 * What the pool of gatherings is told: how the item of the rung it leaves ends, and where it waits from now on. Of a rung
 * that a gathering decides a case waits for the next one; in the same step, so that no case is ever on a rung and on no
 * agenda's way.
 */
function waitingFor(model: Model, decision: Decision): unknown[] {
  const { rung } = decision.next;
  const gathering = rung && (model.ladders[rung.ladder]?.rungs[rung.index]?.gathering ?? null);
  const isHosted = rung !== null && rung.hostOrgId !== null && gathering !== null;
  const { as, reason } = wayOffRung(decision);
  return [
    as,
    reason,
    rung?.ladder ?? null,
    rung?.index ?? null,
    rung?.hostOrgId ?? null,
    isHosted ? gathering : null,
    isHosted ? randomUUID() : null,
  ];
}

/** How the item of the rung that a case leaves by a decision ends, and with which words. */
export function wayOffRung(decision: Decision): { as: string; reason: string | null } {
  return { as: leaving[decision.verb] ?? 'moved-on', reason: whyLeft(decision) };
}

/** How the item of a rung ends when somebody takes the case off it; any other step just moves on. */
const leaving: Partial<Record<Decision['verb'], string>> = {
  decide: 'resolved',
  climb: 'sent-up',
  descend: 'sent-down',
};

/** A rung is never left without a word: what was decided, why it was sent, or what made it needless. */
function whyLeft({ verb, to, next, reason }: Decision): string | null {
  if (verb === 'decide') return next.resolutions.at(-1)?.text ?? null;
  if (verb === 'tick' && next.rung !== null) return ownReasons.undecided.zh;
  return reason ?? needless[to] ?? null;
}

const needless: Partial<Record<Decision['to'], string>> = {
  resolved: ownReasons.handled.zh,
  verified: ownReasons.handled.zh,
  closed: ownReasons.closed.zh,
  withdrawn: ownReasons.withdrawn.zh,
  merged: ownReasons.merged.zh,
};

/** A parameter that stands nowhere has no type: what never changes is sent only where the statement names it. */
function keysSent({ opens, hasMessages, movesOnLadder }: Variant): CopiedKey[] {
  return copiedKeys.filter(
    (key) =>
      opens ||
      !fixedKeys.has(key) ||
      key === 'modelVersion' ||
      (key === 'areaCode' && (hasMessages || movesOnLadder)),
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
  const { opens, hasCommand, hasParts, hasMessages, movesOnLadder } = variant;
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
  if (movesOnLadder) {
    const area = copied.find(([key]) => key === 'areaCode')?.[1];
    const [endedAs, reason, ladder, rung, host, gathering, itemId] = [
      'text',
      'text',
      'text',
      'integer',
      'uuid',
      'text',
      'uuid',
    ].map(next);
    // The new item waits for the old one's end: a case waits in one place at a time.
    steps.push(
      `left_rung AS (
  UPDATE gathering_items SET ended_as = ${endedAs}, ended_at = ${at}, ended_in = gathering_id, end_reason = ${reason}
  WHERE tenant_id = ${tenant} AND case_id = ${caseId} AND ended_at IS NULL AND ladder IS NOT NULL
    AND (ladder IS DISTINCT FROM ${ladder} OR rung IS DISTINCT FROM ${rung} OR host_org_id IS DISTINCT FROM ${host})
  RETURNING item_id)`,
      `on_rung AS (
  INSERT INTO gathering_items (tenant_id, item_id, host_org_id, kind, about, case_id, ladder, rung, area_code, entered_at)
  SELECT ${tenant}, ${itemId}, ${host}, ${gathering}, 'case', ${caseId}, ${ladder}, ${rung}, ${area}, ${at}
    FROM (SELECT count(*) FROM left_rung) AS left_first
   WHERE ${itemId} IS NOT NULL
     AND NOT EXISTS (SELECT FROM gathering_items AS there
                      WHERE there.tenant_id = ${tenant} AND there.case_id = ${caseId} AND there.ended_at IS NULL
                        AND there.ladder = ${ladder} AND there.rung = ${rung} AND there.host_org_id = ${host})
  ON CONFLICT DO NOTHING)`,
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
