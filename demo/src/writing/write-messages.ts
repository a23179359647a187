/** What people were told of the last days, by the server's own rules for who is told what. */
import { type CaseState, evolve } from '@linli/engine';
import type { Model } from '@linli/model';
import { messagesFor, type OutgoingMessage, type Tx } from '@linli/server';
import { bytea, insertRows } from './insert-rows.ts';
import type { WrittenCase } from './write-cases.ts';

const hourMs = 3_600_000;
/** Nobody scrolls further back than this in a demo. */
const keptHours = 5 * 24;
/** What is older was read in the evening. */
const unreadHours = 20;
/** Steps looked up at once; their statements share round trips. */
const stepsAtOnce = 40;

interface Step {
  written: WrittenCase;
  seq: number;
  state: CaseState;
}

export async function writeMessages(
  tx: Tx,
  model: Model,
  written: readonly WrittenCase[],
  now: string,
): Promise<void> {
  const hoursAgo = (hours: number): string => new Date(Date.parse(now) - hours * hourMs).toISOString();
  const steps = written.flatMap((one) => stepsSince(one, hoursAgo(keptHours)));
  const rows: Record<string, unknown>[] = [];
  while (steps.length > 0) {
    const told = await Promise.all(steps.splice(0, stepsAtOnce).map((step) => messagesOf(tx, model, step)));
    rows.push(...told.flat());
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

function stepsSince(written: WrittenCase, since: string): Step[] {
  const { told } = written.told.life;
  if ((told.at(-1)?.at ?? '') < since) return [];
  const steps: Step[] = [];
  let state: CaseState | null = null;
  for (const [index, { at, changes, notices }] of told.entries()) {
    state = evolve(state, changes);
    if (at >= since && notices.length > 0) steps.push({ written, seq: index + 1, state });
  }
  return steps;
}

async function messagesOf(
  tx: Tx,
  model: Model,
  { written, seq, state }: Step,
): Promise<Record<string, unknown>[]> {
  const step = written.told.life.told[seq - 1];
  if (step === undefined) throw new Error('a step that was not told');
  const { caseId } = written.told;
  const { messages } = await messagesFor(tx, {
    model,
    caseId,
    number: written.number,
    seq,
    state,
    notices: step.notices,
    deviceHash: written.deviceHash,
    actorPersonId: step.actorPersonId,
    actorDeviceHash: step.isByReporter && step.actorPersonId === null ? written.deviceHash : null,
    now: step.at,
    canText: false,
    followers: async () => [...written.followers].filter(([, since]) => since <= step.at).map(([key]) => key),
  });
  return messages
    .filter(({ channel }) => channel === 'in-app')
    .map((message: OutgoingMessage) => ({
      message_id: message.messageId,
      channel: message.channel,
      person_id: message.personId,
      device_hash: bytea(message.deviceHash),
      case_id: caseId,
      area_code: state.areaCode,
      template: message.template,
      data: message.data,
      dedupe_key: message.dedupeKey,
      status: message.status,
      created_at: step.at,
    }));
}
