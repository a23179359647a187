/** What is wrong with one field of a form, said at the field. */
import { type ProblemError, problem } from '../../platform/http/index.ts';

/** `at`: JSON pointer of the field. */
export function fieldProblem(at: string, message: { zh: string; en: string }): ProblemError {
  return problem('field-invalid', { detail: message, errors: [{ at, message }] });
}
