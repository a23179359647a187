/** What is read from one paper, key by key. Each key gives the draft that comes of it; what a key means stands on the screen. */
import type { BallotView } from '../../../ui/api/index.ts';

type Question = BallotView['questions'][number];

export interface PaperDraft {
  /** The question in hand; as many as there are: all are answered. */
  at: number;
  answers: Record<string, string[] | 'invalid'>;
  reasons: Record<string, string>;
  /** A reason is asked for: of the question in hand, or of the whole paper. */
  asksReason: 'question' | 'paper' | null;
}

export const emptyDraft: PaperDraft = { at: 0, answers: {}, reasons: {}, asksReason: null };

/** An option with the key that chooses it. Abstaining is an answer of its own: a paper left blank is no slip of the finger. */
export interface KeyedOption {
  key: string;
  option: string | null;
  title: string;
}

export const abstainKey = '-';
export const invalidKey = '0';
export const wholePaperKey = '*';
/** Nine by number, then by letter. */
const optionKeys = '123456789abcdefghijklmnopqrstuvwxyz';

/** Options as they stand on the paper, in its order: of an election the candidates who were accepted. */
export function optionsOf(question: Question): KeyedOption[] {
  return question.options
    .filter(({ candidate, vetted }) => candidate === null || vetted?.accepted === true)
    .map(({ key, title }, index) => ({ key: optionKeys[index] ?? '', option: key, title }));
}

export function mayTakeSeveral({ form, choose }: Question): boolean {
  return form !== 'motion' && choose.max > 1;
}

/** Undefined: this key means nothing here. */
export function pressKey(
  questions: readonly Question[],
  draft: PaperDraft,
  key: string,
  reasons: readonly string[],
): PaperDraft | undefined {
  if (draft.asksReason !== null) {
    const reason = reasons[Number(key) - 1];
    return reason === undefined ? undefined : giveReason(questions, draft, reason);
  }
  if (key === wholePaperKey) return { ...draft, asksReason: 'paper' };
  const question = questions[draft.at];
  if (question === undefined) return undefined;
  if (key === invalidKey) return { ...draft, asksReason: 'question' };
  if (key === abstainKey) return answered(draft, question, []);
  if (question.form === 'text') return undefined;
  const chosen = optionsOf(question).find((one) => one.key === key);
  if (chosen?.option != null) return chooseOption(questions, draft, question, chosen.option);
  // The third box of a motion, as it is printed.
  return question.form === 'motion' && key === '3' ? answered(draft, question, []) : undefined;
}

export function chooseOption(
  questions: readonly Question[],
  draft: PaperDraft,
  question: Question,
  option: string,
): PaperDraft {
  const at = questions.findIndex(({ key }) => key === question.key);
  const here = { ...draft, at };
  if (!mayTakeSeveral(question)) return answered(here, question, [option]);
  const before = draft.answers[question.key];
  const chosen = Array.isArray(before) ? before : [];
  const next = chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option];
  return withAnswer(here, question, next);
}

/** Answers it and goes on to the next. */
export function answered(draft: PaperDraft, question: Question, answer: string[]): PaperDraft {
  return { ...withAnswer(draft, question, answer), at: draft.at + 1 };
}

export function withAnswer(draft: PaperDraft, { key }: Question, answer: string[]): PaperDraft {
  const { [key]: _gone, ...reasons } = draft.reasons;
  return { ...draft, answers: { ...draft.answers, [key]: answer }, reasons };
}

export function giveReason(questions: readonly Question[], draft: PaperDraft, reason: string): PaperDraft {
  const spoilt = draft.asksReason === 'paper' ? questions : questions.slice(draft.at, draft.at + 1);
  return {
    at: draft.asksReason === 'paper' ? questions.length : draft.at + 1,
    answers: { ...draft.answers, ...Object.fromEntries(spoilt.map(({ key }) => [key, 'invalid' as const])) },
    reasons: { ...draft.reasons, ...Object.fromEntries(spoilt.map(({ key }) => [key, reason])) },
    asksReason: null,
  };
}

/** One step back: from a reason to the question, from a question to the one before. */
export function stepBack(draft: PaperDraft): PaperDraft {
  return draft.asksReason === null
    ? { ...draft, at: Math.max(0, draft.at - 1) }
    : { ...draft, asksReason: null };
}

/** The first question without an answer, or with more or fewer than it takes. */
export function openQuestion(questions: readonly Question[], draft: PaperDraft): Question | undefined {
  return questions.find((question) => {
    const answer = draft.answers[question.key];
    if (answer === undefined) return true;
    if (answer === 'invalid') return draft.reasons[question.key] === undefined;
    const { min, max } = question.form === 'motion' ? { min: 0, max: 1 } : question.choose;
    return answer.length > max || (answer.length > 0 && answer.length < min);
  });
}
