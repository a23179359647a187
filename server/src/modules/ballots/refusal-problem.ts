/** A refusal of the engine as a problem document. */
import { type ErrorCode, errorCatalogue } from '@linli/contract';
import type { Refusal } from '@linli/engine';
import { type ProblemError, problem } from '../../platform/http/index.ts';

/** `current`: the present state, for a refusal by where the ballot stands. */
export function refusalProblem(refusal: Refusal, current?: unknown): ProblemError {
  if (!Object.hasOwn(errorCatalogue, refusal.code)) {
    throw new Error(`the engine refuses with ${refusal.code}, which is not in the catalogue`);
  }
  return problem(refusal.code as ErrorCode, {
    data: refusal.data,
    detail: refusal.message,
    ...(refusal.kind === 'input' && refusal.at !== null
      ? { errors: [{ at: `/${refusal.at.replaceAll('.', '/')}`, message: refusal.message }] }
      : {}),
    ...(refusal.kind === 'gate' && refusal.at !== null ? { rule: refusal.at } : {}),
    ...(refusal.kind === 'state' && current !== undefined ? { current } : {}),
  });
}
