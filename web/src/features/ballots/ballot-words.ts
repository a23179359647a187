import type { BallotCount } from '../../ui/api/index.ts';
import { useLocale, usePhrases } from '../../ui/i18n/index.ts';
import { ballotPhrases } from './ballot-phrases.ts';

/** Square metres with two places, from dm². */
export function squareMetres(areaDm2: number, locale: string): string {
  return (areaDm2 / 100).toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export function yuan(fen: number, locale: string): string {
  return (fen / 100).toLocaleString(locale, { maximumFractionDigits: 2 });
}

/** Heads, and area where the rule counts it, as people read them. */
export function useCountWords(): (count: BallotCount, withArea: boolean) => string {
  const t = usePhrases(ballotPhrases);
  const locale = useLocale();
  return ({ heads, areaDm2 }, withArea) =>
    withArea
      ? `${t('heads', { n: heads })} · ${t('area', { m2: squareMetres(areaDm2, locale) })}`
      : t('heads', { n: heads });
}
