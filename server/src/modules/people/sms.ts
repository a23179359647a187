/**
 * How a text message leaves: written to the log (for trials, never for real people), or handed to a gateway of one's own
 * by a signed request. Providers differ in everything but this, so that the gateway, not Linli, knows the provider.
 */
import { createHmac } from 'node:crypto';
import type { Locale } from '@linli/contract';
import type { Deps } from '../../platform/deps.ts';

export interface SmsAdapter {
  /** Throws when it was not taken; the number is in no error. */
  send(phone: string, text: { zh: string; en: string }, how?: SmsDetails): Promise<void>;
}

export interface SmsDetails {
  /** Default: Chinese. */
  locale?: Locale;
  /** The same for every try of the same message, so that the gateway can send it once. */
  messageId?: string;
}

const answerWithinMs = 10_000;

export function smsOf(deps: Pick<Deps, 'config' | 'log'>): SmsAdapter {
  const { sms, smsKey } = deps.config;
  if (sms === 'console') return consoleSms(deps);
  if (smsKey === undefined) throw new Error('an SMS gateway needs its key');
  return gatewaySms(sms, smsKey);
}

function consoleSms({ log }: Pick<Deps, 'log'>): SmsAdapter {
  return {
    async send(phone, text) {
      log.info({ to: `${phone.slice(0, 3)}****${phone.slice(-4)}`, text: text.zh }, 'text message');
    },
  };
}

/**
 * POST with JSON `{id, to, text}`. The header `Linli-Signature` is `t=SECONDS,v1=HEX`: HMAC-SHA-256 under the shared key of
 * `SECONDS.BODY`, so that the gateway can refuse strangers and old requests. Any answer of 200 to 299: it was taken.
 */
function gatewaySms(address: string, key: string): SmsAdapter {
  return {
    async send(phone, text, { locale = 'zh-CN', messageId } = {}) {
      const body = JSON.stringify({
        ...(messageId === undefined ? {} : { id: messageId }),
        to: phone,
        text: locale === 'en' ? text.en : text.zh,
      });
      // The gateway's clock is the world's, whatever day a demo city has.
      const seconds = Math.floor(Date.now() / 1000);
      const signature = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
      let reply: Response;
      try {
        reply = await fetch(address, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'linli-signature': `t=${seconds},v1=${signature}`,
          },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(answerWithinMs),
        });
        await reply.body?.cancel();
      } catch (error) {
        const { name, cause } = error as { name?: string; cause?: { code?: string } };
        throw new Error(`the SMS gateway cannot be reached (${cause?.code ?? name ?? 'no reason given'})`);
      }
      if (!reply.ok) throw new Error(`the SMS gateway answered HTTP ${reply.status}`);
    },
  };
}
