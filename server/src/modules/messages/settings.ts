/** How messages reach a person: their browsers and addresses, what they want over which, and when they are left alone. */
import { createHash } from 'node:crypto';
import type { Locale, MessageSettings, SaveMessageSettings } from '@linli/contract';
import { messageChannels, messageGroups } from '@linli/contract';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { maskPhone } from '../../platform/secrets/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { emailField, pushField } from './channel-fields.ts';
import { maskEmail } from './mask-email.ts';
import { pushKeyFor } from './post-push.ts';
import { minuteOfWords, usualQuietHours, wordsOfMinute } from './quiet-hours.ts';
import type { PushSubscription } from './web-push.ts';

export type Settings = z.output<typeof MessageSettings>;

/** Settings are a person's: a device without an account reads its messages in the application. */
export function personOf({ personId }: Viewer): string {
  if (personId === null) throw problem('sign-in-required');
  return personId;
}

export async function readSettings(deps: Deps, viewer: Viewer): Promise<Settings> {
  const personId = personOf(viewer);
  return inTenant(deps.db, viewer.tenantId, (tx) => settingsOf(deps, tx, personId, viewer.locale), {
    readOnly: true,
  });
}

interface ChannelRow {
  channelId: string;
  channel: 'push' | 'email';
  addressCipher: Buffer;
  device: string | null;
  createdAt: string;
  confirmedAt: string | null;
}

interface PersonRow {
  phoneCipher: Buffer | null;
  muted: string[] | null;
  hasSettings: boolean;
  quietFromMinute: number | null;
  quietToMinute: number | null;
}

export async function settingsOf(deps: Deps, tx: Tx, personId: string, locale: Locale): Promise<Settings> {
  const { tenantId } = tx;
  const [channels, people] = await Promise.all([
    tx.query<ChannelRow>(
      `SELECT channel_id AS "channelId", channel, address_cipher AS "addressCipher", device,
              created_at AS "createdAt", confirmed_at AS "confirmedAt"
         FROM message_channels WHERE tenant_id = $1 AND person_id = $2 ORDER BY created_at, channel_id`,
      [tenantId, personId],
    ),
    tx.query<PersonRow>(
      `SELECT people.phone_cipher AS "phoneCipher", wishes.muted, wishes.person_id IS NOT NULL AS "hasSettings",
              wishes.quiet_from_minute AS "quietFromMinute", wishes.quiet_to_minute AS "quietToMinute"
         FROM people LEFT JOIN message_settings AS wishes
           ON wishes.tenant_id = people.tenant_id AND wishes.person_id = people.person_id
        WHERE people.tenant_id = $1 AND people.person_id = $2`,
      [tenantId, personId],
    ),
  ]);
  const [person] = people.rows;
  if (person === undefined) throw problem('sign-in-required');
  const { config, secrets } = deps;
  const usual = inWords(usualQuietHours);
  return {
    channels: channels.rows.map((row) => ({
      channelId: row.channelId,
      channel: row.channel,
      address:
        row.channel === 'email'
          ? maskEmail(secrets.decrypt({ tenantId, field: emailField }, row.addressCipher))
          : (row.device ?? (locale === 'en' ? 'A browser' : '浏览器')),
      isConfirmed: row.confirmedAt !== null,
      endpointDigest:
        row.channel === 'push'
          ? digestOf(secrets.decrypt({ tenantId, field: pushField }, row.addressCipher))
          : null,
      createdAt: row.createdAt,
    })),
    phoneMasked:
      person.phoneCipher === null
        ? null
        : maskPhone(secrets.decrypt({ tenantId, field: 'phone' }, person.phoneCipher)),
    available: { push: true, email: config.smtp !== undefined, sms: config.sms !== 'console' },
    pushKey: pushKeyFor(deps).publicKey,
    muted: messageChannels.flatMap((channel) =>
      messageGroups.flatMap((group) =>
        person.muted?.includes(`${channel}:${group}`) ? [{ channel, group }] : [],
      ),
    ),
    quiet: !person.hasSettings
      ? usual
      : person.quietFromMinute === null || person.quietToMinute === null
        ? null
        : inWords({ fromMinute: person.quietFromMinute, toMinute: person.quietToMinute }),
    usualQuiet: usual,
  };
}

function digestOf(subscription: string): string {
  const { endpoint } = JSON.parse(subscription) as PushSubscription;
  return createHash('sha256').update(endpoint).digest('hex');
}

function inWords({ fromMinute, toMinute }: { fromMinute: number; toMinute: number }) {
  return { from: wordsOfMinute(fromMinute), to: wordsOfMinute(toMinute) };
}

/** All settings as they are to be. What is no longer wanted and still waits is not sent: carry.ts asks again. */
export async function saveSettings(
  deps: Deps,
  viewer: Viewer,
  { commandId, muted, quiet }: z.output<typeof SaveMessageSettings>,
): Promise<Settings> {
  const personId = personOf(viewer);
  return once(deps, viewer, { commandId, verb: 'save-message-settings', target: personId }, async (tx) => {
    await tx.query(
      `INSERT INTO message_settings (tenant_id, person_id, muted, quiet_from_minute, quiet_to_minute, changed_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, person_id) DO UPDATE SET muted = excluded.muted,
         quiet_from_minute = excluded.quiet_from_minute, quiet_to_minute = excluded.quiet_to_minute,
         changed_at = excluded.changed_at`,
      [
        tx.tenantId,
        personId,
        [...new Set(muted.map(({ channel, group }) => `${channel}:${group}`))],
        quiet === null ? null : minuteOfWords(quiet.from),
        quiet === null ? null : minuteOfWords(quiet.to),
        deps.clock.now(),
      ],
    );
    return settingsOf(deps, tx, personId, viewer.locale);
  });
}
