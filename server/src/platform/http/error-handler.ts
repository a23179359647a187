/** Turns whatever went wrong into one problem document, in the reader's language and without anybody's data. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { fieldMessage, pointer } from './field-messages.ts';
import { ProblemError, problem, problemDocument } from './problem-error.ts';
import { InputFault } from './validation.ts';

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = toProblem(error);
  if (refusal.status >= 500) {
    request.log.error({ err: refusal.cause ?? error, route: routeOf(request) }, refusal.code);
  }
  return sendProblem(refusal, request, reply);
}

export function sendProblem(
  refusal: ProblemError,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { retryAfterSeconds } = refusal.details;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return reply
    .code(refusal.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('content-language', request.locale)
    .header('cache-control', 'no-store')
    .serializer((document: unknown) => JSON.stringify(document))
    .send(problemDocument(refusal.code, refusal.details, request.locale, request.id));
}

/** Address pattern, not address: ids and queries may tell about people. */
function routeOf(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? '(none)'}`;
}

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof InputFault) return inputProblem(error);
  if (!(error instanceof Error)) return problem('internal', {}, { cause: error });
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : byCode(code);
  if (known !== undefined) return withCause(known, error);
  if (statusCode === 429) return withCause(problem('too-many-requests', { data: { seconds: 60 } }), error);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return withCause(problem(statusCode === 404 ? 'not-found' : 'bad-request'), error);
  }
  if (isConnectionFault(error)) return withCause(problem('not-available', { retryAfterSeconds: 3 }), error);
  return problem('internal', {}, { cause: error });
}

function withCause(refusal: ProblemError, cause: Error): ProblemError {
  return new ProblemError(refusal.code, refusal.details, { cause });
}

function inputProblem(fault: InputFault): ProblemError {
  const part = fault.validationContext ?? 'body';
  // An address with an id that cannot be one is an address of nothing.
  if (part === 'params') return problem('not-found');
  const prefix = part === 'body' ? '' : `/${part === 'querystring' ? 'query' : part}`;
  return problem('invalid-input', {
    errors: fault.issues.map((issue) => ({ at: prefix + pointer(issue.path), message: fieldMessage(issue) })),
  });
}

function byCode(code: string): ProblemError | undefined {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('body-too-large');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('unsupported-media-type');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return problem('bad-request');
    // A character PostgreSQL cannot keep, in a part of the address.
    case '22021':
    case '22P05':
      return problem('bad-request');
    // Too slow (statement timeout), too many connections, disk full: nothing the reader did.
    case '57014':
    case '53300':
    case '53100':
    case '55P03':
      return problem('not-available', { retryAfterSeconds: 5 });
    default:
      return undefined;
  }
}

const systemFaults = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);

/** The database is restarting, out of reach, or was cut off in the middle. */
function isConnectionFault(error: Error): boolean {
  const { code, syscall } = error as { code?: string; syscall?: string };
  if (code !== undefined && systemFaults.has(code)) return syscall === undefined || syscall !== 'open';
  if (code !== undefined && /^(08|57P0)/.test(code)) return true;
  return /connection (terminated|error|timeout)|timeout exceeded when trying to connect|not queryable/i.test(
    error.message,
  );
}
