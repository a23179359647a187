import type { BallotView } from '../../../ui/api/index.ts';
import { useMarks, usePhrases } from '../../../ui/i18n/index.ts';
import { deskPhrases } from './desk-phrases.ts';
import type { DeskPaper } from './desk-queries.ts';
import type { SentPaper } from './paper-queue.ts';

/** How a paper stands, or where it is on its way. */
export const stateWords = {
  none: 'is-none',
  sending: 'is-sending',
  unsent: 'is-unsent',
  'one-reading': 'is-one-reading',
  agreed: 'is-agreed',
  differs: 'is-differs',
  refused: 'is-refused',
} as const satisfies Record<DeskPaper['state'] | SentPaper['state'], keyof typeof deskPhrases>;

type Question = BallotView['questions'][number];

/** Its homes; where persons are on the roll, who it is. */
export function homesWords(
  { ref, homes, voter }: Pick<DeskPaper, 'ref' | 'homes' | 'voter'>,
  listed: string,
): string {
  return homes.length === 0 ? (voter ?? ref) : homes.map(({ name }) => name).join(listed);
}

/** More homes than these are not written out in a title. */
export const mostNamed = 3;

/** The same where it is a title: a developer with hundreds of homes is known by the first of them. */
export function useEntryTitle() {
  const t = usePhrases(deskPhrases);
  return (entry: Pick<DeskPaper, 'ref' | 'homes' | 'voter'>): string => {
    const { homes } = entry;
    return homes.length <= mostNamed
      ? homesWords(entry, t('listed'))
      : t('homesAndMore', { home: homes[0]?.name ?? '', n: homes.length });
  };
}

/** Does the area count? Then a paper of a secret ballot bears it. */
export function needsArea({ questions }: BallotView): boolean {
  return questions.some(({ rule }) => rule.measures.includes('area'));
}

/** An answer in the words of the paper. */
export function useAnswerWords() {
  const t = usePhrases(deskPhrases);
  const marks = useMarks();
  return (
    question: Question,
    answer: string[] | 'invalid' | undefined,
    reason: string | undefined,
  ): string => {
    if (answer === 'invalid')
      return reason === undefined ? t('invalid') : `${t('invalid')}${marks.colon}${reason}`;
    if (answer === undefined || answer.length === 0) return t('abstain');
    return answer
      .map((key) => question.options.find((option) => option.key === key)?.title ?? key)
      .join(t('listed'));
  };
}
