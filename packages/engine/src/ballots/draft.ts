/** What a ballot must be before it may be posted: each check says what to do. */
import type { BallotKind, Label, Model } from '@linli/model';
import { addLimit } from '../calendar.ts';
import { fieldInvalid, fieldRequired, refuse } from '../refusals.ts';
import type { Refusal } from '../types.ts';
import { jointMatterLaw, reaches } from './law.ts';
import { slipValues } from './slips.ts';
import type { BallotQuestion, BallotState } from './types.ts';

/** The first thing that keeps a draft from being posted now, or null. */
export function postingRefusal(
  model: Model,
  kind: BallotKind,
  state: BallotState,
  now: string,
): Refusal | null {
  return (
    studyRefusal(kind, state) ??
    questionsRefusal(kind, state.questions) ??
    vettingRefusal(kind, state.questions) ??
    silenceRefusal(kind, state) ??
    timeRefusal(model, kind, state, now) ??
    rollRefusal(kind, state)
  );
}

/** A prior study must have ended, in whatever way: with an opinion, by its clock, by petition or by order. */
function studyRefusal(kind: BallotKind, { study }: BallotState): Refusal | null {
  if (!kind.priorStudy || study?.ended) return null;
  const { title } = kind.priorStudy;
  return gate('prior-study', {
    zh: study ? `“${title.zh}”还没有结束，期满后可以继续。` : `请先提交“${title.zh}”。`,
    en: study
      ? `“${title.en}” is still running; the ballot goes on when its time is over.`
      : `Ask for “${title.en}” first.`,
  });
}

function questionsRefusal(kind: BallotKind, questions: readonly BallotQuestion[]): Refusal | null {
  if (questions.length === 0) return fieldRequired('questions', { zh: '表决事项', en: 'Questions' });
  const keys = questions.map(({ key }) => key);
  if (new Set(keys).size !== keys.length) {
    return badQuestion(questions[0]!, { zh: '的编号与另一项相同', en: 'has the key of another' });
  }
  if ((kind.form === 'election' || kind.form === 'assent') && questions.length > 1) {
    return badQuestion(questions[1]!, {
      zh: '多余：这类表决只有一个事项',
      en: 'is one too many: such a ballot has one question',
    });
  }
  for (const question of questions) {
    const problem = problemOf(kind, question);
    if (problem) return badQuestion(question, problem);
  }
  return null;
}

function problemOf(kind: BallotKind, question: BallotQuestion): Label | null {
  const { form, matter, options, choose, picks } = question;
  if (question.title.trim() === '') return { zh: '没有写明内容', en: 'says nothing' };
  if (form === 'text' && kind.form !== 'survey')
    return { zh: '不能是自由填写', en: 'cannot be answered freely' };
  if (kind.form === 'assent' && form !== 'motion')
    return { zh: '必须是同意或不同意', en: 'must be a motion' };
  if (kind.form === 'election' && form !== 'options')
    return { zh: '必须列出候选人', en: 'must list candidates' };
  if (kind.form === 'owners-vote') {
    // Civil Code art. 278 knows nine matters; what a vote may put is decided by which of them it falls under.
    if (matter === null)
      return { zh: '没有写明属于哪一类共同决定事项', en: 'does not say which joint matter it is' };
    if (!kind.matters.includes(matter)) {
      const { title } = jointMatterLaw[matter];
      return {
        zh: `属于“${title.zh}”，不能用这类表决`,
        en: `is “${title.en}”, which this kind of ballot may not put`,
      };
    }
  }
  if (form !== 'options') return null;
  const accepted = options.filter(({ vetted }) => vetted?.accepted !== false);
  if (new Set(options.map(({ key }) => key)).size !== options.length) {
    return { zh: '有两个选项编号相同', en: 'has two options with the same key' };
  }
  if (accepted.length < 1) return { zh: '没有可选的选项', en: 'has no option to choose' };
  if (choose.min < 0 || choose.max < 1 || choose.min > choose.max || choose.max > accepted.length) {
    return { zh: '可选的数量不合理', en: 'allows an impossible number of choices' };
  }
  const isBeyond =
    (kind.choose.max !== null && choose.max > kind.choose.max) ||
    (kind.choose.min !== null && choose.min < kind.choose.min);
  if (isBeyond) return { zh: '可选的数量超出规定', en: 'allows more or fewer choices than the kind does' };
  if (kind.form === 'survey') return null;
  if (picks === null || picks < 1) return { zh: '没有写明选出几个', en: 'does not say how many win' };
  if (kind.picks !== null && picks !== kind.picks) {
    return { zh: `应当选出${kind.picks}个`, en: `must have ${kind.picks} win` };
  }
  return kind.form === 'election' ? seatsProblem(kind, picks) : null;
}

function seatsProblem({ seats, seatsOdd }: BallotKind, picks: number): Label | null {
  if ((seats.min !== null && picks < seats.min) || (seats.max !== null && picks > seats.max)) {
    return {
      zh: `席位应为${seats.min ?? 1}至${seats.max ?? '若干'}个`,
      en: `has a number of seats outside ${seats.min ?? 1} to ${seats.max ?? 'any'}`,
    };
  }
  return seatsOdd && picks % 2 === 0 ? { zh: '席位应为单数', en: 'must have an odd number of seats' } : null;
}

function vettingRefusal(kind: BallotKind, questions: readonly BallotQuestion[]): Refusal | null {
  if (kind.vettedBy.length === 0) return null;
  const unvetted = questions.flatMap(({ options }) => options).find(({ vetted }) => vetted === null);
  return unvetted === undefined
    ? null
    : gate('vetting', {
        zh: `“${unvetted.title}”还没有审核。`,
        en: `“${unvetted.title}” has not been vetted yet.`,
      });
}

/** Silence is a voice only by the assembly's own rules, and then they are quoted for everybody to read. */
function silenceRefusal(kind: BallotKind, { silence }: BallotState): Refusal | null {
  const title: Label = { zh: '未表决的计票办法', en: 'What silence means' };
  if (!silence) return null;
  if (kind.silence === 'not-taking-part') {
    return fieldInvalid('silence', title, { zh: '这类表决不能计入未表决的业主', en: 'cannot count here' });
  }
  return silence.basis.trim() === '' ? fieldRequired('silence.basis', title) : null;
}

function timeRefusal(model: Model, kind: BallotKind, state: BallotState, now: string): Refusal | null {
  const title: Label = { zh: '表决时间', en: 'Time of voting' };
  const { votingFrom, votingUntil } = state;
  if (!votingFrom || !votingUntil) return fieldRequired('votingFrom', title);
  const after = (limit: BallotKind['notice'], from: string): string =>
    addLimit(limit, model.calendars[limit.calendar]!, from, model.timeZone);
  if (votingFrom < after(kind.notice, now)) {
    return fieldInvalid('votingFrom', title, {
      zh: '开始得太早，没有留足公示的时间',
      en: 'begins too early: the notice is too short',
    });
  }
  if (votingUntil < after(kind.voting.min, votingFrom)) {
    return fieldInvalid('votingUntil', title, { zh: '太短', en: 'is too short' });
  }
  return votingUntil > after(kind.voting.max, votingFrom)
    ? fieldInvalid('votingUntil', title, { zh: '太长', en: 'is too long' })
    : null;
}

function rollRefusal(kind: BallotKind, state: BallotState): Refusal | null {
  if (!state.roll) return fieldRequired('roll', { zh: '名册', en: 'Roll' });
  const isHeldElsewhere = kind.municipalSystem === 'required';
  if (!state.secret || isHeldElsewhere || !kind.channels.includes('online')) return null;
  const missing = slipValues.some((value) => state.slipKeys?.[value] === undefined);
  return missing ? fieldRequired('slipKeys', { zh: '电子选票的公钥', en: 'Public keys of the slips' }) : null;
}

/** What the norm on the slate says of the candidates: a warning for the convener, no part of any count. Null: no norm, or nobody yet. */
export function slateWarning(
  kind: BallotKind,
  question: BallotQuestion,
): { part: number; whole: number; isBelow: boolean; title: Label } | null {
  const candidates = question.options.filter(
    ({ vetted, candidate }) => candidate && vetted?.accepted !== false,
  );
  if (!kind.slateNorm || candidates.length === 0) return null;
  const part = candidates.filter(({ candidate }) => candidate?.countsForNorm).length;
  const share = { numerator: kind.slateNorm.percent, denominator: 100, strict: false };
  return {
    part,
    whole: candidates.length,
    isBelow: !reaches(part, candidates.length, share),
    title: kind.slateNorm.title,
  };
}

function badQuestion(question: BallotQuestion, problem: Label): Refusal {
  return fieldInvalid(`questions.${question.key}`, { zh: question.title, en: question.title }, problem);
}

export function gate(at: string, message: Label): Refusal {
  return refuse('gate', 'gate-closed', message, at, { what: message.zh });
}
