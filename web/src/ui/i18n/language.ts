import { useMemo } from 'react';
import type { Label, Locale } from '../api/wire.ts';
import { setPreferences, usePreferences } from '../preferences.ts';
import { fillPhrase, inLanguage, type PhraseData, type Phrases } from './phrases.ts';

export function useLocale(): Locale {
  return usePreferences().locale;
}

export function setLocale(locale: Locale): void {
  setPreferences({ locale });
}

/** `const t = usePhrases(casePhrases); t('waiting', { n: 3 })` */
export function usePhrases<P extends Phrases>(phrases: P): (key: keyof P, data?: PhraseData) => string {
  const locale = useLocale();
  return useMemo(
    () => (key, data) => fillPhrase(inLanguage(phrases[key] as Label, locale), data),
    [phrases, locale],
  );
}

/** The model's own words (`{ zh, en }`) in the reader's language. */
export function useLabel(): (label: Label | null | undefined) => string {
  const locale = useLocale();
  return useMemo(() => (label) => (label ? inLanguage(label, locale) : ''), [locale]);
}
