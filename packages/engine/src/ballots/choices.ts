/** What may be said: only to questions that were posted, only options that stand there, not more than allowed. */
import { canonicalJson, type Label } from '@linli/model';
import { refuse } from '../refusals.ts';
import type { Refusal } from '../types.ts';
import type { BallotQuestion, BallotTerms, Choices } from './types.ts';

/** Longest free answer. */
const textAtMost = 500;

/**
 * Choices with every question answered (one left out abstains) and options in the order of the question, or why not.
 * `invalid` is for papers alone: nobody can spoil a vote online by mistake.
 */
export function checkChoices(
  terms: Pick<BallotTerms, 'questions'>,
  choices: Choices,
  { paper = false }: { paper?: boolean } = {},
): Choices | Refusal {
  const unknown = Object.keys(choices).find(
    (key) => !terms.questions.some((question) => question.key === key),
  );
  if (unknown !== undefined) {
    return wrong(unknown, unknown, { zh: '不是公示过的事项', en: 'is not a matter that was posted' });
  }
  const checked: Choices = {};
  for (const question of terms.questions) {
    const answer = choices[question.key] ?? [];
    if (answer === 'invalid') {
      if (!paper) return wrong(question.key, question.title, { zh: '不能投废票', en: 'cannot be spoilt' });
      checked[question.key] = answer;
      continue;
    }
    const problem = problemOf(question, answer);
    if (problem) return wrong(question.key, question.title, problem);
    const order = keysOf(question);
    checked[question.key] =
      question.form === 'text'
        ? answer.map((text) => text.trim())
        : [...answer].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  }
  return checked;
}

/** Keys that may be chosen; of free answers none. */
export function keysOf(question: BallotQuestion): string[] {
  if (question.form === 'motion') return ['for', 'against'];
  return question.form === 'options' ? question.options.map(({ key }) => key) : [];
}

/** Do two say the same? */
export function isSame(one: Choices, other: Choices): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function problemOf(question: BallotQuestion, answer: string[]): Label | null {
  const { min, max } = question.form === 'motion' ? { min: 0, max: 1 } : question.choose;
  if (answer.length > max) return { zh: `最多选${max}项`, en: `takes at most ${max}` };
  // Nothing at all is an abstention; something, but too little, is a mistake.
  if (answer.length > 0 && answer.length < min) return { zh: `至少选${min}项`, en: `takes at least ${min}` };
  if (question.form === 'text') {
    const isFine = answer.every((text) => text.trim().length > 0 && text.length <= textAtMost);
    return isFine ? null : { zh: `每条1至${textAtMost}字`, en: `takes 1 to ${textAtMost} characters each` };
  }
  if (new Set(answer).size !== answer.length) return { zh: '同一项选了两次', en: 'names an option twice' };
  const keys = keysOf(question);
  return answer.every((key) => keys.includes(key))
    ? null
    : { zh: '选了没有列出的选项', en: 'names an option that is not there' };
}

function wrong(key: string, title: string, problem: Label): Refusal {
  return refuse(
    'input',
    'field-invalid',
    { zh: `“${title}”${problem.zh}。`, en: `“${title}” ${problem.en}.` },
    `choices.${key}`,
    { field: title, problem: problem.zh },
  );
}
