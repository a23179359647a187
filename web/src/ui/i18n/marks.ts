import type { Locale } from '../api/wire.ts';
import { useLocale } from './language.ts';

/** What stands between the parts of a line that are put together; Chinese marks bring their own room along. */
export interface Marks {
  comma: string;
  semicolon: string;
  colon: string;
  stop: string;
  /** Things of one kind, one after another. */
  listed(words: readonly string[]): string;
  /** What is said beside, after the words it belongs to. */
  bracketed(words: string): string;
}

const marks: Record<Locale, Marks> = {
  'zh-CN': {
    comma: '，',
    semicolon: '；',
    colon: '：',
    stop: '。',
    listed: (words) => words.join('、'),
    bracketed: (words) => `（${words}）`,
  },
  en: {
    comma: ', ',
    semicolon: '; ',
    colon: ': ',
    stop: '. ',
    listed: (words) => words.join(', '),
    bracketed: (words) => ` (${words})`,
  },
};

/** `const { colon } = useMarks(); `${title}${colon}${reason}`` */
export function useMarks(): Marks {
  return marks[useLocale()];
}
