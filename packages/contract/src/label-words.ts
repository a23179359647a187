/** Labels and numbers within an English sentence, which asks more of them than a Chinese one: small letters, articles, plurals. */
import type { Label, Locale } from './text.ts';

/**
 * English titles begin with a capital, nouns in a sentence do not: `Grid branch` is `grid branch` there. What begins with
 * several capitals is an abbreviation and stays, and so does anything that is not English.
 *
 *     inSentence('Grid branch') // 'grid branch'
 *     inSentence('SMS code') // 'SMS code'
 *     inSentence('网格支部') // '网格支部'
 */
export function inSentence(title: string): string {
  return /^[A-Z](?![A-Z])/.test(title) ? title.slice(0, 1).toLowerCase() + title.slice(1) : title;
}

/** The same with its article: `a grid branch`, `an owners’ committee`. English titles only. */
export function withArticle(title: string): string {
  return `${/^[aeio]/i.test(title) ? 'an' : 'a'} ${inSentence(title)}`;
}

/** A number with what is counted: `1 member`, `3 members`; `many` where English does more than add an s. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** What the house itself has written into a record, in English for whoever reads that; what people wrote stays as it is. */
export function ownWordsIn(locale: Locale, own: readonly Label[], words: string): string {
  return locale === 'en' ? (own.find(({ zh }) => zh === words)?.en ?? words) : words;
}

/** Labels of one kind, one after another, as either language sets them apart. */
export function listed(labels: readonly Label[]): Label {
  return { zh: labels.map(({ zh }) => zh).join('、'), en: labels.map(({ en }) => en).join(', ') };
}
