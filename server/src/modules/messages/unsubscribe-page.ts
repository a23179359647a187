/**
 * The page behind an e-mail's way out. Looking changes nothing, because mail programs look at every link by themselves;
 * the press does, and so does the mail program's own button, which posts here (RFC 8058).
 */
import type { Locale } from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { unsubscribe } from './disconnect.ts';
import { readUnsubscribeToken } from './unsubscribe-token.ts';

const params = z.object({ token: z.string().max(100) });
const html = 'text/html; charset=utf-8';

export async function registerUnsubscribePage(app: App, deps: Deps): Promise<void> {
  await app.register(async (pages) => {
    // Forms and mail programs send these; what is in them is not needed.
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser('*', { bodyLimit: 16_384, parseAs: 'string' }, (_request, _body, done) =>
      done(null, undefined),
    );
    const route = { schema: { params, hide: true } };
    pages.get('/api/unsubscribe/:token', route, (request, reply) => {
      const { token } = params.parse(request.params);
      const isOurs = readUnsubscribeToken(deps.secrets, token) !== undefined;
      return reply
        .code(isOurs ? 200 : 404)
        .type(html)
        .send(page(request.locale, isOurs ? 'asks' : 'unknown'));
    });
    pages.post('/api/unsubscribe/:token', route, async (request, reply) => {
      const address = readUnsubscribeToken(deps.secrets, params.parse(request.params).token);
      if (address !== undefined) await unsubscribe(deps, address);
      return reply
        .code(address === undefined ? 404 : 200)
        .type(html)
        .send(page(request.locale, address === undefined ? 'unknown' : 'done'));
    });
  });
}

const words = {
  asks: {
    zh: ['不再收邮件', '按下后，这个邮箱不再收到邻里的消息。应用里的消息照常。'],
    en: [
      'No more e-mail',
      'Press, and no messages of Linli will come to this address. In the app they still do.',
    ],
  },
  done: {
    zh: ['已取消', '这个邮箱不再收到消息。想再收到，请在“怎么收到消息”里重新登记。'],
    en: [
      'Done',
      'No messages come to this address any more. To get them again, enter it under “How messages reach me”.',
    ],
  },
  unknown: {
    zh: ['链接不完整', '请从邮件里重新打开，或者登录后在“怎么收到消息”里取消。'],
    en: [
      'This link is not complete',
      'Open it again from the e-mail, or sign in and change it under “How messages reach me”.',
    ],
  },
} as const;

function page(locale: Locale, state: keyof typeof words): string {
  const [title, text] = words[state][locale === 'en' ? 'en' : 'zh'];
  const press =
    state === 'asks'
      ? `<form method="post"><button style="font:inherit;padding:.8em 1.6em;border:0;border-radius:8px;background:#c4161c;color:#fff">${title}</button></form>`
      : '';
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body style="font:18px/1.7 system-ui,sans-serif;max-width:34em;margin:3em auto;padding:0 1.2em">
<main><h1 style="font-size:1.4em">${title}</h1><p>${text}</p>${press}</main></body></html>`;
}
