/** How a text message leaves. The console adapter writes it to the terminal: for trials, never for real people. */
import type { Deps } from '../../platform/deps.ts';

export interface SmsAdapter {
  send(phone: string, text: { zh: string; en: string }): Promise<void>;
}

export function consoleSms(deps: Deps): SmsAdapter {
  return {
    async send(phone, text) {
      deps.log.info({ to: `${phone.slice(0, 3)}****${phone.slice(-4)}`, text: text.zh }, 'text message');
    },
  };
}
