/**
 * How messages are written, whoever tells: an in-app row for each recipient, and beside it a row for each way outside the
 * recipient has chosen for this group of messages. One statement, so that a step costs no further round trip; what was
 * told before (the same dedupe key) is written no second time, neither in-app nor outside.
 */

/** Columns of the source `said`, in the order in which they must stand there. */
export const saidColumns = [
  'id uuid',
  'channel text',
  'person uuid',
  'device text',
  'work_group uuid',
  'template text',
  'data jsonb',
  'dedupe_key text',
  'status text',
  // Group of a person's choices; whether it leaves at once.
  'topic text',
  'urgent boolean',
] as const;

/** What is the same for all rows, as SQL with its type. */
export interface SharedSql {
  tenant: string;
  caseId: string;
  aboutNoun: string;
  aboutId: string;
  area: string;
  at: string;
}

/** So long a message that is not urgent waits for others to the same browser or address, to go as one. */
const pushWaits = '1 minute';
const emailWaits = '10 minutes';

const carriedKey = `said.dedupe_key || ':' || coalesce(way.channel_id::text, way.channel)`;
/** A UUID of one's own making (RFC 9562, version 8). */
const uuidSql = (key: string): string =>
  `overlay(overlay(md5(${key}) placing '8' from 13) placing 'a' from 17)::uuid`;

/**
 * Two steps of a WITH list, `told` and `carried`, after one called `said` with the columns above. `isTexted`: persons with
 * a telephone get it as a text message too. Ids of what is carried follow from their keys: a statement that made them up
 * could not be passed on to another machine.
 */
export function messageSteps(
  { tenant, caseId, aboutNoun, aboutId, area, at }: SharedSql,
  { isTexted }: { isTexted: boolean },
): string[] {
  return [
    `told AS (
  INSERT INTO messages (tenant_id, message_id, channel, person_id, device_hash, work_group_id, case_id, about_noun, about_id,
    area_code, template, data, dedupe_key, status, created_at, due_at)
  SELECT ${tenant}, said.id, said.channel, said.person, decode(said.device, 'hex'), said.work_group, ${caseId}, ${aboutNoun},
         ${aboutId}, ${area}, said.template, said.data, said.dedupe_key, said.status, ${at},
         CASE WHEN said.channel = 'sms' THEN ${at} END
    FROM said
  ON CONFLICT (tenant_id, dedupe_key) DO NOTHING
  RETURNING dedupe_key)`,
    `carried AS (
  INSERT INTO messages (tenant_id, message_id, channel, person_id, case_id, about_noun, about_id, area_code, template, data,
    dedupe_key, status, created_at, channel_id, due_at)
  SELECT ${tenant}, ${uuidSql(carriedKey)}, way.channel, said.person,
         ${caseId}, ${aboutNoun}, ${aboutId}, ${area}, said.template, said.data,
         ${carriedKey}, 'waiting', ${at}, way.channel_id,
         ${at} + CASE WHEN said.urgent THEN interval '0' WHEN way.channel = 'email' THEN interval '${emailWaits}'
                      ELSE interval '${pushWaits}' END
    FROM told JOIN said ON said.dedupe_key = told.dedupe_key
    JOIN (SELECT tenant_id, person_id, channel, channel_id FROM message_channels WHERE confirmed_at IS NOT NULL${
      isTexted
        ? `
          UNION ALL SELECT tenant_id, person_id, 'sms', NULL FROM people WHERE phone_cipher IS NOT NULL`
        : ''
    }) AS way ON way.tenant_id = ${tenant} AND way.person_id = said.person
    LEFT JOIN message_settings AS wishes ON wishes.tenant_id = ${tenant} AND wishes.person_id = said.person
   WHERE said.channel = 'in-app' AND said.person IS NOT NULL
     AND (wishes.muted IS NULL OR NOT wishes.muted @> ARRAY[way.channel || ':' || said.topic])
  ON CONFLICT (tenant_id, dedupe_key) DO NOTHING)`,
  ];
}
