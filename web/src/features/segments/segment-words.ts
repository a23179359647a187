import type { SegmentView } from '../../ui/api/index.ts';
import type { usePhrases } from '../../ui/i18n/index.ts';
import type { segmentPhrases } from './console-phrases.ts';

export type Words = ReturnType<typeof usePhrases<typeof segmentPhrases>>;

/** Metres as people say them. */
export function lengthWords(metres: number, t: Words): string {
  return metres < 1000
    ? t('metres', { n: metres })
    : t('kilometres', { n: (metres / 1000).toFixed(metres < 10_000 ? 2 : 1) });
}

/** From where to where it runs; empty: nobody said. */
export function stretchWords(
  { fromPlace, toPlace }: Pick<SegmentView, 'fromPlace' | 'toPlace'>,
  t: Words,
): string {
  if (fromPlace !== null && toPlace !== null) return t('stretch', { from: fromPlace, to: toPlace });
  if (fromPlace !== null) return t('stretchFrom', { from: fromPlace });
  return toPlace === null ? '' : t('stretchTo', { to: toPlace });
}

export function isVacant({ offices }: SegmentView): boolean {
  return offices.some(({ missing }) => missing > 0);
}
