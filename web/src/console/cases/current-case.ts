import { type CaseView, ProblemError } from '../../ui/api/index.ts';

/** The present state that a 409 carries, where it is a case. */
export function currentCase(error: unknown): CaseView | null {
  if (!(error instanceof ProblemError) || error.status !== 409) return null;
  const { current } = error.problem;
  if (typeof current !== 'object' || current === null) return null;
  const view: unknown = 'case' in current ? current.case : current;
  if (typeof view !== 'object' || view === null) return null;
  return 'caseId' in view && 'verbs' in view && 'history' in view ? (view as CaseView) : null;
}
