/** Figures of a municipal system as they are typed, and what they come to: heads whole, areas in m² with two places. */
import type { BallotCount, BallotVerbRequest, BallotView } from '../../../ui/api/index.ts';

export interface Typed {
  heads: string;
  area: string;
}
/** By row: `took-part`, and for each question its options, `abstained` and `invalid`. */
export type TypedFigures = Record<string, Typed>;

export const nothing: Typed = { heads: '', area: '' };
export const tookPartRow = 'took-part';
export const rowOf = (question: string, item: string): string => `${question} ${item}`;

type Question = BallotView['questions'][number];

export function itemsOf(question: Question): string[] {
  return [
    ...question.options
      .filter(({ candidate, vetted }) => candidate === null || vetted?.accepted === true)
      .map(({ key }) => key),
    'abstained',
    'invalid',
  ];
}

/** Undefined: that is no number, or none was typed where one is needed. An empty field of an option is nobody. */
export function countOf({ heads, area }: Typed, needed = false): BallotCount | undefined {
  if (needed && heads.trim() === '') return undefined;
  const count = whole(heads);
  const areaDm2 = squareDm(area);
  return count === undefined || areaDm2 === undefined ? undefined : { heads: count, areaDm2 };
}

function whole(words: string): number | undefined {
  const text = words.trim().replace(/[,，\s]/g, '');
  if (text === '') return 0;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** 89.5 m² are 8950 of what we count in; what is finer than that is a slip of the pen. */
function squareDm(words: string): number | undefined {
  const text = words.trim().replace(/[,，\s]/g, '');
  if (text === '') return 0;
  const parts = /^(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text);
  return parts === null ? undefined : Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

export function sumOf(question: Question, figures: TypedFigures): BallotCount | undefined {
  const sum = { heads: 0, areaDm2: 0 };
  for (const item of itemsOf(question)) {
    const count = countOf(figures[rowOf(question.key, item)] ?? nothing);
    if (count === undefined) return undefined;
    sum.heads += count.heads;
    sum.areaDm2 += count.areaDm2;
  }
  return sum;
}

/** Where each gives one answer, all answers together are those who took part. */
export function takesOne({ form, choose }: Question): boolean {
  return form === 'motion' || choose.max === 1;
}

type External = NonNullable<BallotVerbRequest['external']>;

/** What is sent; undefined while a number is wrong or missing. */
export function tallyOf(
  questions: readonly Question[],
  figures: TypedFigures,
): Pick<External, 'tally' | 'tookPart'> | undefined {
  const tookPart = countOf(figures[tookPartRow] ?? nothing, true);
  if (tookPart === undefined) return undefined;
  const tally: External['tally'] = [];
  for (const question of questions) {
    const counts = new Map<string, BallotCount>();
    for (const item of itemsOf(question)) {
      const count = countOf(figures[rowOf(question.key, item)] ?? nothing);
      if (count === undefined) return undefined;
      counts.set(item, count);
    }
    const { abstained = zero, invalid = zero, ...options } = Object.fromEntries(counts);
    tally.push({ question: question.key, options, abstained, invalid });
  }
  return { tally, tookPart };
}

const zero: BallotCount = { heads: 0, areaDm2: 0 };
