/** A refusal on its way to the reader: thrown anywhere behind a route, answered as an RFC 9457 problem document. */
import { type ErrorCode, errorCatalogue, fill, type Label, type Locale, type Problem } from '@linli/contract';

export interface ProblemDetails {
  /** Fills the `{names}` of the catalogue's text; shown to the reader as it is. */
  data?: Record<string, string | number>;
  /** The same where what fills it is said in the reader's language. */
  labels?: Record<string, Label>;
  /** What is wrong with which field: JSON pointer, text in the reader's language. */
  errors?: { at: string; message: { zh: string; en: string } }[];
  /** The present state and what may be done now. */
  current?: unknown;
  /** Rule of the model that refuses. */
  rule?: string;
  /** Replaces the catalogue's second sentence where a model has its own words. */
  detail?: { zh: string; en: string };
  /** Seconds after which trying again makes sense. */
  retryAfterSeconds?: number;
}

export class ProblemError extends Error {
  readonly code: ErrorCode;
  readonly details: ProblemDetails;

  constructor(code: ErrorCode, details: ProblemDetails = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'ProblemError';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return errorCatalogue[this.code].status;
  }
}

/** Shorthand, so that a refusal reads as one: `throw problem('not-found')`. */
export function problem(code: ErrorCode, details: ProblemDetails = {}, options?: ErrorOptions): ProblemError {
  return new ProblemError(code, details, options);
}

/** The document itself, in one language. */
export function problemDocument(
  code: ErrorCode,
  { data: given, labels, errors, current, rule, detail }: ProblemDetails,
  locale: Locale,
  requestId: string,
): Problem {
  const entry = errorCatalogue[code];
  const language = locale === 'en' ? 'en' : 'zh';
  const said = Object.entries(labels ?? {}).map(([name, label]) => [name, label[language]]);
  const data = labels === undefined ? given : { ...given, ...Object.fromEntries(said) };
  return {
    type: `/problems/${code}`,
    code,
    title: entry.title[language],
    status: entry.status,
    detail: fill((detail ?? entry.detail)[language], { requestId, ...data }),
    instance: requestId,
    ...(errors === undefined
      ? {}
      : { errors: errors.map(({ at, message }) => ({ at, message: message[language] })) }),
    ...(current === undefined ? {} : { current }),
    ...(rule === undefined ? {} : { rule }),
    ...(data === undefined ? {} : { data }),
  };
}
