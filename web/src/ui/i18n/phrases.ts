import type { Label, Locale } from '../api/wire.ts';

/**
 * Phrases are kept per feature, both languages side by side, so that neither can be forgotten:
 *
 *     export const casePhrases = definePhrases({
 *       waiting: { zh: '还有 {n} 件等待发送', en: '{n} {n|report|reports} waiting to be sent' },
 *     });
 *
 * `{name}` is filled in; `{n|one|many}` picks the English word by number.
 */
export type Phrases = Readonly<Record<string, Label>>;
export type PhraseData = Readonly<Record<string, string | number>>;

/** Every catalogue that was defined, for the test of completeness. */
export const allPhrases: Phrases[] = [];

export function definePhrases<const P extends Phrases>(phrases: P): P {
  allPhrases.push(phrases);
  return phrases;
}

/** A label in the reader's language; the other one where a city has not written both. */
export function inLanguage(label: Label, locale: Locale): string {
  return locale === 'en' ? label.en || label.zh : label.zh || label.en;
}

export function fillPhrase(text: string, data: PhraseData = {}): string {
  return text.replace(
    /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g,
    (whole, name: string, one?: string, many?: string) => {
      const value = data[name];
      if (value === undefined) return whole;
      if (one === undefined || many === undefined) return String(value);
      return Number(value) === 1 ? one : many;
    },
  );
}
