import type { Label } from '@linli/contract';
import { type ProblemError, problem } from '../../platform/http/index.ts';

export function fieldProblem(at: string, message: Label): ProblemError {
  return problem('field-invalid', { detail: message, errors: [{ at, message }] });
}
