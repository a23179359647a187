/** Tells somebody something, in the transaction that makes it true: whoever holds a gathering or a ballot calls this. */
import { randomUUID } from 'node:crypto';
import type { Model } from '@linli/model';
import { addJobs, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { type Addressee, keyOf, type Recipient, recipientsAmong } from './addressees.ts';
import { deliverJob } from './deliver-job.ts';
import { publishInbox } from './live.ts';
import { type TemplateData, type TemplateName, templates } from './templates.ts';
import { messageSteps, saidColumns } from './write-messages.ts';

export interface Telling<Name extends TemplateName = TemplateName> {
  template: Name;
  data: TemplateData[Name];
  /**
   * What happened, in a word that is the same whenever the same thing is told again: `GATHERING_ID:SEQ`, or
   * `BALLOT_ID:voting-ends-soon`. Whoever was told of it over a channel is not told again.
   */
  dedupeKey: string;
  to: readonly Addressee[];
  /** What its link opens. */
  about: { noun: 'case' | 'gathering' | 'ballot'; id: string } | null;
  /** Where it happens: whoever watches messages there sees what became of it. */
  areaCode: string | null;
  /** Who did it knows already. */
  exceptPersonId?: string | null;
  /** A past that is told afterwards: when it was, and under which model, because no models are open beside the server. */
  past?: { at: string; model: Model };
}

const writeSql = (isTexted: boolean): string => `
WITH said AS (
  SELECT ${saidColumns.map((column) => `said.${column.split(' ')[0]}`).join(', ')}
    FROM (SELECT one.id, one.channel, one.person, one.device, one.work_group, $7::text AS template, $8::jsonb AS data,
                 one.dedupe_key, CASE WHEN one.channel = 'in-app' THEN 'sent' ELSE 'waiting' END AS status,
                 $9::text AS topic, $10::boolean AS urgent
            FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], $11::text[])
              AS one (id, channel, person, device, work_group, dedupe_key)) AS said),
${messageSteps(
  {
    tenant: '$1::integer',
    caseId: `CASE WHEN $12::text = 'case' THEN $13::uuid END`,
    aboutNoun: `nullif($12::text, 'case')`,
    aboutId: `CASE WHEN $12::text <> 'case' THEN $13::uuid END`,
    area: '$14::text',
    at: '$15::timestamptz',
  },
  { isTexted },
).join(',\n')}
SELECT dedupe_key AS "dedupeKey" FROM told`;
const writeUntexted = writeSql(false);
const writeTexted = writeSql(true);

/**
 * Writes the messages, their way outside by each person's choice included; nothing leaves before commit. Gives how many
 * recipients are told now and were not before.
 */
export async function tell<Name extends TemplateName>(
  deps: Deps,
  tx: Tx,
  { template, data, dedupeKey, to, about, areaCode, exceptPersonId, past }: Telling<Name>,
): Promise<number> {
  const now = past?.at ?? deps.clock.now();
  const model = past?.model ?? modelsOf(deps).ofTenant(tx.tenantId);
  const all = await recipientsAmong(tx, model, to, now);
  const recipients = all.filter((one) => !('personId' in one) || one.personId !== exceptPersonId);
  if (recipients.length === 0) return 0;
  const rows = recipients.map((recipient) => rowFor(recipient, `${template}:${dedupeKey}`));
  const { group, isUrgent, isTexted } = templates[template];
  const { rows: told } = await tx.query<{ dedupeKey: string }>(isTexted ? writeTexted : writeUntexted, [
    tx.tenantId,
    rows.map(({ messageId }) => messageId),
    rows.map(({ channel }) => channel),
    rows.map(({ personId }) => personId),
    rows.map(({ deviceHash }) => deviceHash?.toString('hex') ?? null),
    rows.map(({ workGroupId }) => workGroupId),
    template,
    JSON.stringify(data),
    group,
    isUrgent,
    rows.map((row) => row.dedupeKey),
    about?.noun ?? null,
    about?.id ?? null,
    areaCode,
    now,
  ]);
  const isNew = new Set(told.map((row) => row.dedupeKey));
  const written = rows.filter((row) => isNew.has(row.dedupeKey));
  await addJobs(
    tx,
    written
      .filter(({ workGroupId }) => workGroupId !== null)
      .map(({ messageId, workGroupId }) => deliverJob(tx.tenantId, { messageId, workGroupId })),
  );
  tx.afterCommit(() => publishInbox(deps, tx.tenantId, written));
  return written.length;
}

interface Row {
  messageId: string;
  channel: 'in-app' | 'work-group';
  personId: string | null;
  deviceHash: Buffer | null;
  workGroupId: string | null;
  dedupeKey: string;
}

function rowFor(recipient: Recipient, key: string): Row {
  const channel = 'workGroupId' in recipient ? 'work-group' : 'in-app';
  return {
    messageId: randomUUID(),
    channel,
    personId: 'personId' in recipient ? recipient.personId : null,
    deviceHash: 'deviceHash' in recipient ? recipient.deviceHash : null,
    workGroupId: 'workGroupId' in recipient ? recipient.workGroupId : null,
    dedupeKey: `${key}:${keyOf(recipient)}:${channel}`,
  };
}
