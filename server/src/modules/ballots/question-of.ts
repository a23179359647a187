/** A question as its convener writes it, in the engine's terms. Candidates come by nominations, never by writing them in. */
import type { BallotQuestionInput } from '@linli/contract';
import type { BallotOption, BallotQuestion } from '@linli/engine';
import type { JointMatter } from '@linli/model';
import { jointMatters } from '@linli/model';
import type { z } from 'zod';
import { fieldProblem } from './field-problem.ts';

/** `before`: the question as it stands, whose candidates stay. */
export function questionOf(
  { matter, options, ...question }: z.output<typeof BallotQuestionInput>,
  before?: BallotQuestion,
): BallotQuestion {
  const kept = new Map((before?.options ?? []).map((option) => [option.key, option]));
  const written = options.map((option): BallotOption => {
    const known = kept.get(option.key);
    kept.delete(option.key);
    return { ...option, candidate: known?.candidate ?? null, vetted: known?.vetted ?? null };
  });
  const candidates = [...kept.values()].filter(({ candidate }) => candidate !== null);
  return { ...question, matter: matterOf(matter), options: [...written, ...candidates] };
}

function matterOf(key: string | null): JointMatter | null {
  if (key === null) return null;
  const matter = jointMatters.find((one) => one === key);
  if (matter !== undefined) return matter;
  throw fieldProblem('/questions', {
    zh: `没有这类共同决定事项，可选：${jointMatters.join('、')}`,
    en: `There is no such joint matter. Choose one of: ${jointMatters.join(', ')}`,
  });
}
