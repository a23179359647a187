/** One or several messages of a person as what goes over one channel: several that waited become one. */
import type { Locale } from '@linli/contract';
import type { Model } from '@linli/model';
import { pathOf, type Subject } from './links.ts';
import type { Email } from './post-email.ts';
import { escapeHtml } from './post-email.ts';
import type { PushPayload } from './post-push.ts';
import { renderMessage, type StoredData } from './render.ts';

export interface Enclosed extends Subject {
  messageId: string;
  template: string;
  data: StoredData;
}

/** A text message is paid by its length. */
const mostTexted = 3;

export function pushPayload(model: Model, enclosed: readonly Enclosed[], locale: Locale): PushPayload {
  const [first] = enclosed;
  if (first === undefined) throw new Error('a push of nothing');
  const tag = first.messageId.replaceAll('-', '');
  const paths = enclosed.map((one) => pathOf(one.template, one.data, one));
  if (enclosed.length === 1) {
    return {
      title: renderMessage(model, first.template, first.data, locale).title,
      link: paths[0] ?? '/messages',
      tag,
    };
  }
  const isForDesk = paths.every((path) => path.startsWith('/console/'));
  return {
    title: locale === 'en' ? `${enclosed.length} new messages` : `您有 ${enclosed.length} 条新消息`,
    link: isForDesk ? '/console/messages' : '/messages',
    tag,
  };
}

/** In both languages, as an adapter takes it. */
export function smsText(
  model: Model,
  enclosed: readonly Enclosed[],
  publicUrl: string | undefined,
): { zh: string; en: string } {
  const words = (locale: Locale, more: (count: number) => string): string =>
    [
      ...enclosed
        .slice(0, mostTexted)
        .map((one) => renderMessage(model, one.template, one.data, locale).text),
      ...(enclosed.length > mostTexted ? [more(enclosed.length - mostTexted)] : []),
    ].join(locale === 'en' ? ' ' : '');
  const [first] = enclosed;
  const path =
    first === undefined || enclosed.length > 1 ? '/messages' : pathOf(first.template, first.data, first);
  const link = publicUrl === undefined ? '' : `${publicUrl}${path}`;
  return {
    zh: `【邻里】${words('zh-CN', (count) => `还有 ${count} 条消息。`)}${link}`,
    en: `[Linli] ${words('en', (count) => `And ${count} more.`)} ${link}`.trimEnd(),
  };
}

export function emailOf(
  model: Model,
  enclosed: readonly Enclosed[],
  locale: Locale,
  to: { address: string; publicUrl: string | undefined; unsubscribeUrl: string | null },
): Email {
  const items = enclosed.map((one) => ({
    ...renderMessage(model, one.template, one.data, locale),
    link: to.publicUrl === undefined ? null : `${to.publicUrl}${pathOf(one.template, one.data, one)}`,
  }));
  const [first] = items;
  if (first === undefined) throw new Error('an e-mail of nothing');
  const isEnglish = locale === 'en';
  const titles = [...new Set(items.map(({ title }) => title))].join(isEnglish ? ', ' : '、');
  const count = isEnglish ? `${items.length} messages` : `${items.length} 条消息`;
  const foot = footOf(isEnglish, to.unsubscribeUrl);
  const open = isEnglish ? 'Open' : '查看';
  return {
    to: to.address,
    subject:
      items.length === 1 ? `${first.title}${isEnglish ? ' (Linli)' : '（邻里）'}` : `${count}: ${titles}`,
    text: [
      ...items.map(({ title, text, link }) => [title, text, ...(link === null ? [] : [link])].join('\n')),
      `--\n${foot.words}${to.unsubscribeUrl === null ? '' : `\n${foot.out}: ${to.unsubscribeUrl}`}`,
    ].join('\n\n'),
    html: [
      `<!doctype html><html lang="${locale}"><meta charset="utf-8"><body style="font:16px/1.6 sans-serif;max-width:36em;margin:1em auto;padding:0 1em">`,
      ...items.map(
        ({ title, text, link }) =>
          `<p><strong>${escapeHtml(title)}</strong><br>${escapeHtml(text)}${link === null ? '' : `<br><a href="${escapeHtml(link)}">${open}</a>`}</p>`,
      ),
      `<hr><p style="font-size:14px;color:#666">${escapeHtml(foot.words)}${
        to.unsubscribeUrl === null ? '' : ` <a href="${escapeHtml(to.unsubscribeUrl)}">${foot.out}</a>`
      }</p></body></html>`,
    ].join('\n'),
    messageId: enclosed[0]?.messageId ?? '',
    unsubscribeUrl: to.unsubscribeUrl,
  };
}

function footOf(isEnglish: boolean, unsubscribeUrl: string | null): { words: string; out: string } {
  const where = isEnglish ? 'under “How messages reach me”' : '在“怎么收到消息”里';
  return {
    words: isEnglish
      ? `You get this because you entered this address${unsubscribeUrl === null ? `; you can take it out ${where}` : ''}.`
      : `您登记了这个邮箱，所以收到这封邮件${unsubscribeUrl === null ? `，可以${where}取消` : ''}。`,
    out: isEnglish ? 'No more e-mail' : '不再收邮件',
  };
}
