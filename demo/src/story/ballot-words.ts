/** Questions as their conveners write them, and what voters say to them. */
import type { BallotOption, BallotQuestion } from '@linli/engine';

export function motion(
  key: string,
  title: string,
  matter: NonNullable<BallotQuestion['matter']>,
): BallotQuestion {
  return { ...bare, key, title, form: 'motion', matter };
}

export function optionsOf(
  key: string,
  title: string,
  { picks, max, options = [] }: { picks: number; max: number; options?: BallotOption[] },
): BallotQuestion {
  return { ...bare, key, title, form: 'options', options, choose: { min: 1, max }, picks };
}

export function freeAnswers(key: string, title: string, max: number): BallotQuestion {
  return { ...bare, key, title, form: 'text', choose: { min: 1, max } };
}

const bare = {
  matter: null,
  options: [],
  choose: { min: 1, max: 1 },
  picks: null,
  budgetFen: null,
} satisfies Partial<BallotQuestion>;

/** Abstaining is choosing nothing. */
export function said(word: 'for' | 'against' | 'abstain'): string[] {
  return word === 'abstain' ? [] : [word];
}
