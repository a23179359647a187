import type { NormStateKey, NormView } from '../../ui/api/index.ts';
import { usePhrases } from '../../ui/i18n/index.ts';
import { shareWords } from '../coverage/share-words.ts';
import { normPhrases } from './norm-phrases.ts';

type Bounds = NormView['bounds'];
interface Sums {
  numerator: number;
  denominator: number;
}

/** In the order of how much there is to look at. */
export const normStates = [
  'outside',
  'behind',
  'on-path',
  'within',
  'unknown',
  'not-asked',
] as const satisfies readonly NormStateKey[];

/** Those that are short of what is asked. */
export function shortOf({ counts }: Pick<NormView, 'counts'>): number {
  return counts.outside + counts.behind;
}

/** As a number to draw: per cent of a share, else how many to each. Undefined: nothing was counted. */
export function countedValue({ numerator, denominator }: Sums, isShare: boolean): number | undefined {
  if (denominator === 0) return undefined;
  return (numerator / denominator) * (isShare ? 100 : 1);
}

export function valueWords({ numerator, denominator }: Sums, isShare: boolean): string {
  if (isShare) return shareWords(numerator, denominator);
  return denominator === 0 ? '—' : (Math.round((numerator / denominator) * 10) / 10).toLocaleString();
}

export function useBoundsWords() {
  const t = usePhrases(normPhrases);
  return ({ min, max }: Bounds, isShare: boolean): string => {
    const number = (n: number) => (isShare ? t('percent', { n }) : n.toLocaleString());
    if (min !== null && max !== null) return t('between', { min: number(min), max: number(max) });
    if (min !== null) return t('atLeast', { n: number(min) });
    return max === null ? t('notAsked') : t('atMost', { n: number(max) });
  };
}
