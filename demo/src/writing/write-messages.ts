/** What people were told of the last days, by the server's own rules for who is told what. */
import type { Model } from '@linli/model';
import { messagesFor, type OutgoingMessage, type Tx } from '@linli/server';
import type { Told } from '../story/case-life.ts';
import { bytea, insertRows } from './insert-rows.ts';
import type { WrittenCase } from './write-cases.ts';

const hourMs = 3_600_000;
/** Nobody scrolls further back than this in a demo. */
const keptHours = 5 * 24;
/** What is older was read in the evening. */
const unreadHours = 20;
/** Steps looked up at once; their statements share round trips. */
const stepsAtOnce = 40;

export async function writeMessages(
  tx: Tx,
  model: Model,
  written: readonly WrittenCase[],
  now: string,
): Promise<void> {
  const hoursAgo = (hours: number): string => new Date(Date.parse(now) - hours * hourMs).toISOString();
  const since = hoursAgo(keptHours);
  const steps = written.flatMap((one) =>
    one.told.life.told.flatMap((told, index) => (told.at >= since ? [{ one, told, seq: index + 1 }] : [])),
  );
  const rows: Record<string, unknown>[] = [];
  while (steps.length > 0) {
    const found = await Promise.all(
      steps.splice(0, stepsAtOnce).map(async ({ one, told, seq }) => {
        const { caseId } = one.told;
        const messages = await messagesOf(tx, model, { ...one, caseId }, told, seq);
        return messages.map((message) => rowOf(message, caseId, told));
      }),
    );
    rows.push(...found.flat());
  }
  const readBefore = hoursAgo(unreadHours);
  await insertRows(
    tx,
    'messages',
    {
      message_id: 'uuid',
      channel: 'text',
      person_id: 'uuid',
      device_hash: 'bytea',
      case_id: 'uuid',
      area_code: 'text',
      template: 'text',
      data: 'jsonb',
      dedupe_key: 'text',
      status: 'text',
      created_at: 'timestamptz',
      read_at: 'timestamptz',
    },
    rows.map((row) => ({ ...row, read_at: String(row.created_at) < readBefore ? readBefore : null })),
  );
}

/** What a step tells whom, inside the application: nothing of a made-up past leaves the building. */
export async function messagesOf(
  tx: Tx,
  model: Model,
  of: Pick<WrittenCase, 'number' | 'deviceHash' | 'followers'> & { caseId: string },
  { at, decision, actorPersonId, isByReporter }: Told,
  seq: number,
): Promise<OutgoingMessage[]> {
  if (decision.notices.length === 0) return [];
  const { messages } = await messagesFor(tx, {
    model,
    caseId: of.caseId,
    number: of.number,
    seq,
    state: decision.next,
    notices: decision.notices,
    deviceHash: of.deviceHash,
    actorPersonId,
    actorDeviceHash: isByReporter && actorPersonId === null ? of.deviceHash : null,
    now: at,
    canText: false,
    followers: async () => [...of.followers].filter(([, since]) => since <= at).map(([key]) => key),
  });
  return messages.filter(({ channel }) => channel === 'in-app');
}

function rowOf(message: OutgoingMessage, caseId: string, { at, decision }: Told): Record<string, unknown> {
  return {
    message_id: message.messageId,
    channel: message.channel,
    person_id: message.personId,
    device_hash: bytea(message.deviceHash),
    case_id: caseId,
    area_code: decision.next.areaCode,
    template: message.template,
    data: message.data,
    dedupe_key: message.dedupeKey,
    status: message.status,
    created_at: at,
  };
}
