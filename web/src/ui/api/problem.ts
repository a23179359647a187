import type { Problem } from './wire.ts';

/** The server answered with a refusal (RFC 9457). `detail` is already in the reader's language and says what to do. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
  get code(): string {
    return this.problem.code;
  }
  get status(): number {
    return this.problem.status;
  }
}

/** No answer came: no network, or too slow. Whether the server acted is unknown, so only the same command id may go again. */
export class NoAnswerError extends Error {
  readonly why: 'offline' | 'slow';
  constructor(why: 'offline' | 'slow') {
    super(why === 'slow' ? 'the server took too long' : 'no connection');
    this.name = 'NoAnswerError';
    this.why = why;
  }
}

/** May the same request simply go again later? True for lost connections and a server that is starting or overloaded. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswerError) return true;
  return error instanceof ProblemError && (error.status === 429 || error.status >= 500);
}

/** Did the server say no? That stands until somebody asks again: asked by itself the page would lose its words at every news. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ProblemError && !isPassing(error);
}

/** Message for one field of a form, by the JSON pointer the server gave (`/answers/place`). */
export function fieldMessage(error: unknown, pointer: string): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  return error.problem.errors?.find((one) => one.at === pointer)?.message;
}
