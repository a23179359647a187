/**
 * Carries what waits for persons out of the building: to their browsers, mailboxes and telephones. Rows that are due are
 * found by index; all that waits for the same person over the same channel goes as one. Claiming, sending and recording
 * are one transaction, so two workers never send the same message. A process killed after the other side took it and
 * before that is recorded sends it once more, under the same message id or topic, by which a mailbox or a push service
 * can keep one of the two. Nothing is lost.
 */
import type { Locale } from '@linli/contract';
import type { Model } from '@linli/model';
import { inTenant, readInTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { smsOf } from '../people/index.ts';
import { emailField, pushField } from './channel-fields.ts';
import { failed, type Outcome, taken } from './outcome.ts';
import { type Enclosed, emailOf, pushPayload, smsText } from './parcel.ts';
import type { Audience } from './phrases.ts';
import { postEmail } from './post-email.ts';
import { postPush } from './post-push.ts';
import { quietUntil, usualQuietHours } from './quiet-hours.ts';
import { groupOf, isUrgent } from './templates.ts';
import { unsubscribeToken } from './unsubscribe-token.ts';
import type { PushSubscription } from './web-push.ts';

export interface Carried {
  /** Messages handed over. */
  sent: number;
  /** Messages that will be tried again, or were given up. */
  failed: number;
}

/** For whom something is due, over which channel. Without a person: the number left with one report. */
interface Due {
  channel: 'push' | 'email' | 'sms';
  personId: string | null;
  channelId: string | null;
  messageId: string | null;
}

const dueAtOnce = 200;
/** Each holds a connection for as long as the other side takes. */
const sendersAtOnce = 4;
const mostEnclosed = 50;
const mostTries = 10;

const dueSql = `
  SELECT channel, person_id AS "personId", channel_id AS "channelId",
         CASE WHEN person_id IS NULL THEN message_id END AS "messageId"
    FROM messages WHERE tenant_id = $1 AND status = 'waiting' AND due_at <= $2
   GROUP BY 1, 2, 3, 4 ORDER BY min(due_at) LIMIT ${dueAtOnce}`;

/** Sends whatever is due. Cities take turns, batch by batch: a ballot of one does not hold up another. */
export async function carry(deps: Deps, signal?: AbortSignal): Promise<Carried> {
  const carried: Carried = { sent: 0, failed: 0 };
  let waiting = modelsOf(deps)
    .cities()
    .map(({ tenantId }) => tenantId);
  while (waiting.length > 0) {
    const again: number[] = [];
    for (const tenantId of waiting) {
      if (signal?.aborted) return carried;
      if (await carryBatch(deps, tenantId, carried, signal)) again.push(tenantId);
    }
    waiting = again;
  }
  return carried;
}

/** Is there more to do at once? */
async function carryBatch(
  deps: Deps,
  tenantId: number,
  carried: Carried,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const due = await readInTenant<Due>(deps.db, tenantId, dueSql, [tenantId, deps.clock.now()]);
  const left = [...due];
  let isMoving = false;
  const sender = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined && !signal?.aborted; next = left.shift()) {
      const one = next;
      try {
        const done = await inTenant(deps.db, tenantId, (tx) => carryOne(deps, tx, one));
        if (done === 'in other hands') continue;
        isMoving = true;
        carried[done.kind] += done.count;
      } catch (error) {
        if (isLockedByOther(error)) continue;
        // Nothing was recorded: it is still due, and found again next time.
        deps.log.warn({ err: error, channel: one.channel }, 'messages were not carried');
      }
    }
  };
  await Promise.all(Array.from({ length: sendersAtOnce }, sender));
  return isMoving && due.length === dueAtOnce;
}

/** PostgreSQL's lock_not_available: another worker has these in hand. */
function isLockedByOther(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03';
}

interface Waiting extends Enclosed {
  attempts: number;
  isDue: boolean;
}

/**
 * All or none: a worker that took what another one has not locked yet would tear apart what goes as one. Both begin with the
 * oldest, so whoever comes second gives up there.
 */
const waitingSql = (whose: string): string => `
  SELECT message_id AS "messageId", template, data, case_id AS "caseId", about_noun AS "aboutNoun", about_id AS "aboutId",
         attempts, due_at <= $2 AS "isDue"
    FROM messages WHERE tenant_id = $1 AND status = 'waiting' AND due_at IS NOT NULL AND ${whose}
   ORDER BY created_at, message_id LIMIT ${mostEnclosed} FOR UPDATE NOWAIT`;
const waitingOfChannel = waitingSql('person_id = $3 AND channel = $4 AND channel_id = $5');
const waitingOfPhone = waitingSql(`person_id = $3 AND channel = 'sms'`);
const waitingAlone = waitingSql('message_id = $3');

interface Way {
  locale: Locale;
  phoneCipher: Buffer | null;
  addressCipher: Buffer | null;
  isConfirmed: boolean;
  muted: string[] | null;
  hasSettings: boolean;
  quietFromMinute: number | null;
  quietToMinute: number | null;
}

const waySql = `
  SELECT coalesce(people.locale, 'zh-CN') AS locale, people.phone_cipher AS "phoneCipher",
         ways.address_cipher AS "addressCipher", ways.confirmed_at IS NOT NULL AS "isConfirmed", wishes.muted,
         wishes.person_id IS NOT NULL AS "hasSettings",
         wishes.quiet_from_minute AS "quietFromMinute", wishes.quiet_to_minute AS "quietToMinute"
    FROM people
    LEFT JOIN message_channels AS ways ON ways.tenant_id = $1 AND ways.channel_id = $3 AND ways.person_id = people.person_id
    LEFT JOIN message_settings AS wishes ON wishes.tenant_id = $1 AND wishes.person_id = people.person_id
   WHERE people.tenant_id = $1 AND people.person_id = $2`;
/** Somebody without an account has wished for nothing. */
const nobodysWay: Way = {
  locale: 'zh-CN',
  phoneCipher: null,
  addressCipher: null,
  isConfirmed: false,
  muted: null,
  hasSettings: false,
  quietFromMinute: null,
  quietToMinute: null,
};

async function carryOne(
  deps: Deps,
  tx: Tx,
  due: Due,
): Promise<{ kind: keyof Carried; count: number } | 'in other hands'> {
  const now = deps.clock.now();
  const model = modelsOf(deps).ofTenant(tx.tenantId);
  const [found, ways] = await Promise.all([
    due.personId === null
      ? tx.query<Waiting>(waitingAlone, [tx.tenantId, now, due.messageId])
      : due.channelId === null
        ? tx.query<Waiting>(waitingOfPhone, [tx.tenantId, now, due.personId])
        : tx.query<Waiting>(waitingOfChannel, [tx.tenantId, now, due.personId, due.channel, due.channelId]),
    due.personId === null
      ? { rows: [nobodysWay] }
      : tx.query<Way>(waySql, [tx.tenantId, due.personId, due.channelId]),
  ]);
  const waiting = found.rows;
  // Somebody else has them in hand, has sent them, or put them off.
  if (!waiting.some(({ isDue }) => isDue)) return 'in other hands';
  const [way] = ways.rows;
  const wanted = waiting.filter((one) => way !== undefined && isWanted(way, due.channel, one));
  const unwanted = waiting.filter((one) => !wanted.includes(one));
  if (unwanted.length > 0) await recordWithdrawn(tx, unwanted);
  if (way === undefined || wanted.length === 0) return { kind: 'sent', count: 0 };

  const quiet = quietUntil(quietHoursOf(way), now, model.timeZone);
  const going = quiet === null ? wanted : wanted.filter(({ template }) => isUrgent(template));
  const staying = wanted.filter((one) => !going.includes(one));
  if (quiet !== null && staying.length > 0) await putOff(tx, staying, quiet);
  if (going.length === 0) return { kind: 'sent', count: 0 };

  const outcome = await send(deps, tx, model, due, way, going);
  if (outcome.kind === 'taken') {
    await recordSent(tx, going, now);
    return { kind: 'sent', count: going.length };
  }
  deps.log.warn({ channel: due.channel, why: outcome.why }, 'messages were not sent');
  if (outcome.kind === 'gone') {
    await tx.query('DELETE FROM message_channels WHERE tenant_id = $1 AND channel_id = $2', [
      tx.tenantId,
      due.channelId,
    ]);
    await recordWithdrawn(tx, going, outcome.why);
  } else await recordFailed(tx, going, outcome, now);
  return { kind: 'failed', count: going.length };
}

/** As the person wishes now, not as they wished when it was written. */
function isWanted(
  { isConfirmed, addressCipher, muted }: Way,
  channel: Due['channel'],
  { template, data }: Enclosed,
): boolean {
  if (channel !== 'sms' && (!isConfirmed || addressCipher === null)) return false;
  const group = groupOf(template, data.audience as Audience | undefined);
  return muted === null || !muted.includes(`${channel}:${group}`);
}

function quietHoursOf({ hasSettings, quietFromMinute, quietToMinute }: Way) {
  if (!hasSettings) return usualQuietHours;
  if (quietFromMinute === null || quietToMinute === null) return null;
  return { fromMinute: quietFromMinute, toMinute: quietToMinute };
}

async function send(
  deps: Deps,
  tx: Tx,
  model: Model,
  { channel, channelId, personId }: Due,
  { locale, phoneCipher, addressCipher }: Way,
  going: readonly Enclosed[],
): Promise<Outcome> {
  const { publicUrl } = deps.config;
  const { tenantId } = tx;
  if (channel === 'sms') {
    const phone =
      personId !== null && phoneCipher !== null
        ? deps.secrets.decrypt({ tenantId, field: 'phone' }, phoneCipher)
        : await findContact(deps, tx, going[0]?.caseId ?? null);
    if (phone === null) return failed('there is no number any more', { isFinal: true });
    const messageId = going[0]?.messageId;
    try {
      await smsOf(deps).send(phone, smsText(model, going, publicUrl), {
        locale,
        ...(messageId === undefined ? {} : { messageId }),
      });
      return taken;
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  }
  if (addressCipher === null || channelId === null) throw new Error('a channel without an address');
  if (channel === 'push') {
    const subscription = JSON.parse(
      deps.secrets.decrypt({ tenantId, field: pushField }, addressCipher),
    ) as PushSubscription;
    const isAnyUrgent = going.some(({ template }) => isUrgent(template));
    return postPush(deps, subscription, pushPayload(model, going, locale), isAnyUrgent);
  }
  const unsubscribeUrl =
    publicUrl === undefined
      ? null
      : `${publicUrl}/api/unsubscribe/${unsubscribeToken(deps.secrets, tenantId, channelId)}`;
  const address = deps.secrets.decrypt({ tenantId, field: emailField }, addressCipher);
  return postEmail(deps.config, emailOf(model, going, locale, { address, publicUrl, unsubscribeUrl }));
}

/** The number left with a report, where the account has none or there is no account. */
async function findContact(deps: Deps, tx: Tx, caseId: string | null): Promise<string | null> {
  const { rows } = await tx.query<{ contactCipher: Buffer | null }>(
    'SELECT contact_cipher AS "contactCipher" FROM cases WHERE tenant_id = $1 AND case_id = $2',
    [tx.tenantId, caseId],
  );
  const cipher = rows[0]?.contactCipher ?? null;
  return cipher === null ? null : deps.secrets.decrypt({ tenantId: tx.tenantId, field: 'contact' }, cipher);
}

const idsOf = (messages: readonly Enclosed[]): string[] => messages.map(({ messageId }) => messageId);

async function recordSent(tx: Tx, messages: readonly Enclosed[], at: string): Promise<void> {
  await tx.query(
    `UPDATE messages SET status = 'sent', attempts = attempts + 1, sent_at = $3, last_error = NULL
      WHERE tenant_id = $1 AND message_id = ANY ($2::uuid[])`,
    [tx.tenantId, idsOf(messages), at],
  );
}

async function recordWithdrawn(
  tx: Tx,
  messages: readonly Enclosed[],
  why: string | null = null,
): Promise<void> {
  await tx.query(
    `UPDATE messages SET status = 'withdrawn', last_error = $3 WHERE tenant_id = $1 AND message_id = ANY ($2::uuid[])`,
    [tx.tenantId, idsOf(messages), why],
  );
}

async function putOff(tx: Tx, messages: readonly Enclosed[], until: string): Promise<void> {
  await tx.query('UPDATE messages SET due_at = $3 WHERE tenant_id = $1 AND message_id = ANY ($2::uuid[])', [
    tx.tenantId,
    idsOf(messages),
    until,
  ]);
}

/** Ten tries with growing pauses, about three and a half hours in all; then they stand in the outbox as failed. */
async function recordFailed(
  tx: Tx,
  messages: readonly Waiting[],
  { why, isFinal, retryAfterMs }: Extract<Outcome, { kind: 'failed' }>,
  now: string,
): Promise<void> {
  const tries = messages.map(({ attempts }) => attempts + 1);
  await tx.query(
    `UPDATE messages SET attempts = one.tries, status = one.status, last_error = $5, due_at = one.due_at
       FROM unnest($2::uuid[], $3::integer[], $4::text[], $6::timestamptz[]) AS one (message_id, tries, status, due_at)
      WHERE messages.tenant_id = $1 AND messages.message_id = one.message_id`,
    [
      tx.tenantId,
      idsOf(messages),
      tries,
      tries.map((count) => (isFinal || count >= mostTries ? 'failed' : 'waiting')),
      why.slice(0, 500),
      tries.map((count) =>
        new Date(Date.parse(now) + Math.max(retryAfterMs ?? 0, Math.exp(count) * 1000)).toISOString(),
      ),
    ],
  );
}
