/** The log: JSON lines, without anybody's data in them. */
import type { FastifyBaseLogger } from 'fastify';
import pino from 'pino';

export type Log = FastifyBaseLogger;

/** `to`: where lines go instead of to the standard output. */
export function openLog(level: string, to: { write(line: string): void } = pino.destination(1)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError, error: describeError },
    },
    to,
  );
}

/**
 * Type, code, message and stack. PostgreSQL's `detail` and `where` are left out: they quote the row that caused the
 * trouble, and rows are about people.
 */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, constraint, table, routine } = error as Error & Partial<Record<string, unknown>>;
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
    ...(routine === undefined ? {} : { routine }),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
