/** A refusal of the engine as a problem document. */
import { type ErrorCode, errorCatalogue } from '@linli/contract';
import type { Refusal } from '@linli/engine';
import { type ProblemError, problem } from '../../platform/http/index.ts';

/** `current`: the present state and the verbs allowed, for a refusal by where the case stands. */
export function refusalProblem(refusal: Refusal, current?: unknown): ProblemError {
  if (!Object.hasOwn(errorCatalogue, refusal.code)) {
    throw new Error(`the engine refuses with ${refusal.code}, which is not in the catalogue`);
  }
  const code = refusal.code as ErrorCode;
  const { seconds } = refusal.data;
  return problem(code, {
    data: refusal.data,
    detail: refusal.message,
    ...(refusal.kind === 'input' && refusal.at !== null
      ? { errors: [{ at: pointerOf(refusal.at), message: refusal.message }] }
      : {}),
    ...(refusal.kind === 'gate' && refusal.at !== null ? { rule: refusal.at } : {}),
    ...(refusal.kind === 'state' && current !== undefined ? { current } : {}),
    ...(typeof seconds === 'number' ? { retryAfterSeconds: seconds } : {}),
  });
}

/** `answers.resolved.outcome` → `/answers/resolved.outcome`: an answer's key is one name, dots and all. */
function pointerOf(at: string): string {
  if (at.startsWith('answers.')) return `/answers/${at.slice('answers.'.length)}`;
  return `/${at.replaceAll('.', '/')}`;
}
