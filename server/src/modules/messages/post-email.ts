/** E-mail over SMTP: plain text with the same words as simple HTML, and a way out with one press. */

import { createTransport } from 'nodemailer';
import type { Config } from '../../platform/config.ts';
import { failed, type Outcome, taken } from './outcome.ts';

export interface Email {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Stays the same when it is sent again, so that a mailbox can keep one of two. */
  messageId: string;
  /** Null: nobody is subscribed to anything (a code to confirm an address). */
  unsubscribeUrl: string | null;
}

const answerWithinMs = 10_000;
const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1']);

export async function postEmail(
  { smtp, mailFrom, publicUrl }: Pick<Config, 'smtp' | 'mailFrom' | 'publicUrl'>,
  { to, subject, text, html, messageId, unsubscribeUrl }: Email,
): Promise<Outcome> {
  if (smtp === undefined || mailFrom === undefined) return failed('no mail server is set');
  const server = new URL(smtp);
  const transport = createTransport({
    host: server.hostname,
    port: server.port === '' ? (server.protocol === 'smtps:' ? 465 : 587) : Number(server.port),
    secure: server.protocol === 'smtps:',
    // Addresses and what people are told do not travel in the clear, but to this very machine.
    requireTLS: !loopback.has(server.hostname),
    ignoreTLS: loopback.has(server.hostname) && server.protocol === 'smtp:',
    ...(server.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
    connectionTimeout: answerWithinMs,
    greetingTimeout: answerWithinMs,
    socketTimeout: answerWithinMs,
    // Nothing that somebody wrote becomes a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: mailFrom,
      to: { name: '', address: to },
      subject,
      text,
      html,
      messageId: `<${messageId}@${hostOf(publicUrl, mailFrom)}>`,
      headers: {
        'Auto-Submitted': 'auto-generated',
        // RFC 2369 and RFC 8058.
        ...(unsubscribeUrl === null
          ? {}
          : {
              'List-Unsubscribe': `<${unsubscribeUrl}>`,
              'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            }),
      },
    });
    return taken;
  } catch (error) {
    const { code, responseCode, command } = error as {
      code?: string;
      responseCode?: number;
      command?: string;
    };
    // What the server said may repeat the address, so only its number is kept.
    if (responseCode === undefined)
      return failed(`the mail server cannot be reached (${code ?? 'no reason given'})`);
    // RFC 5321, 4.2.1: 5yz to the recipient is for good; to ourselves (a wrong password) somebody can mend it.
    const isFinal = command === 'RCPT TO' && responseCode >= 500;
    return failed(`the mail server answered ${responseCode}`, { isFinal });
  } finally {
    transport.close();
  }
}

function hostOf(publicUrl: string | undefined, mailFrom: string): string {
  if (publicUrl !== undefined) return new URL(publicUrl).hostname;
  return /@([^\s<>@]+)>?\s*$/.exec(mailFrom)?.[1] ?? 'localhost';
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}
