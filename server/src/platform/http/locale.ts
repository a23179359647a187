/** Which of the two languages a reader wants, from the browser's list with its weights. Chinese is the first. */
import type { Locale } from '@linli/contract';

export function localeOf(acceptLanguage: string | undefined): Locale {
  let best: { locale: Locale; weight: number } = { locale: 'zh-CN', weight: 0 };
  for (const part of (acceptLanguage ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const weight = Number(
      parameters
        .find((one) => one.trim().startsWith('q='))
        ?.trim()
        .slice(2) ?? 1,
    );
    const locale: Locale | undefined = /^zh\b/.test(tag) ? 'zh-CN' : /^en\b/.test(tag) ? 'en' : undefined;
    if (locale !== undefined && weight > best.weight) best = { locale, weight };
  }
  return best.locale;
}
