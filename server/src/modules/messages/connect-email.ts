import { randomInt, randomUUID } from 'node:crypto';
import type { ConnectEmail, Locale } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { type AttemptLimit, once, spendAttempt, type Viewer } from '../people/index.ts';
import { emailField } from './channel-fields.ts';
import { escapeHtml, postEmail } from './post-email.ts';
import { personOf, type Settings, settingsOf } from './settings.ts';

const codeMinutes = 30;
const mostAddresses = 3;
/** Nobody fills another's mailbox with our codes. */
const codesPerPerson: AttemptLimit = { purpose: 'email-code-person', max: 10, windowSeconds: 86_400 };
const codesPerAddress: AttemptLimit = { purpose: 'email-code-address', max: 5, windowSeconds: 86_400 };

/** Enters an address and sends a code there. Nothing else goes there until the code was entered. */
export async function connectEmail(
  deps: Deps,
  viewer: Viewer,
  { commandId, address }: z.output<typeof ConnectEmail>,
): Promise<Settings> {
  const personId = personOf(viewer);
  if (deps.config.smtp === undefined) throw problem('email-unavailable');
  const place = { tenantId: viewer.tenantId, field: emailField };
  // Mailboxes do not tell capitals apart, and nobody means two by them.
  const hash = deps.secrets.blindIndex(place, address.toLowerCase());
  await spendAttempt(deps, viewer.tenantId, codesPerPerson, personId);
  await spendAttempt(deps, viewer.tenantId, codesPerAddress, address.toLowerCase());
  return once(
    deps,
    viewer,
    { commandId, verb: 'connect-email', target: hash.toString('hex') },
    async (tx) => {
      const { rows: known } = await tx.query<{ addressHash: Buffer; isConfirmed: boolean }>(
        `SELECT address_hash AS "addressHash", confirmed_at IS NOT NULL AS "isConfirmed" FROM message_channels
        WHERE tenant_id = $1 AND person_id = $2 AND channel = 'email'`,
        [tx.tenantId, personId],
      );
      const same = known.find(({ addressHash }) => addressHash.equals(hash));
      if (same?.isConfirmed) return settingsOf(deps, tx, personId, viewer.locale);
      if (same === undefined && known.length >= mostAddresses) throw problem('too-many-addresses');
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const now = deps.clock.now();
      const { rows } = await tx.query<{ channelId: string }>(
        `INSERT INTO message_channels (tenant_id, channel_id, person_id, channel, address_cipher, address_hash, created_at,
         code_hash, code_expires_at)
       VALUES ($1, $2, $3, 'email', $4, $5, $6, $7, $8)
       ON CONFLICT (tenant_id, person_id, channel, address_hash)
       DO UPDATE SET code_hash = excluded.code_hash, code_expires_at = excluded.code_expires_at, code_tries = 0
       RETURNING channel_id AS "channelId"`,
        [
          tx.tenantId,
          randomUUID(),
          personId,
          deps.secrets.encrypt(place, address),
          hash,
          now,
          codeHash(deps, hash, code),
          new Date(Date.parse(now) + codeMinutes * 60_000).toISOString(),
        ],
      );
      if (rows.length === 0) throw new Error('an address was not written');
      const outcome = await postEmail(deps.config, {
        ...codeWords(code, viewer.locale),
        to: address,
        messageId: commandId,
        unsubscribeUrl: null,
      });
      if (outcome.kind === 'taken') return settingsOf(deps, tx, personId, viewer.locale);
      // Nothing is kept of an address that nothing reaches.
      deps.log.warn({ why: outcome.why }, 'a code was not sent');
      throw problem(outcome.kind === 'failed' && outcome.isFinal ? 'email-refused' : 'email-unavailable');
    },
  );
}

export function codeHash(deps: Pick<Deps, 'secrets'>, addressHash: Buffer, code: string): Buffer {
  return deps.secrets.hashToken('email code', `${addressHash.toString('hex')}:${code}`);
}

function codeWords(code: string, locale: Locale): { subject: string; text: string; html: string } {
  const [subject, text] =
    locale === 'en'
      ? [
          `${code} is your code (Linli)`,
          `Your code is ${code}, valid for ${codeMinutes} minutes. Enter it under “How messages reach me”. If you did not ask for it, do nothing: nothing more will come.`,
        ]
      : [
          `邻里验证码 ${code}`,
          `验证码 ${code}，${codeMinutes} 分钟内有效，请填入“怎么收到消息”。如果不是您本人操作，请不要理会，不会再有邮件。`,
        ];
  return { subject, text, html: `<p>${escapeHtml(text)}</p>` };
}
