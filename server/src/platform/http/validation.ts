/** Zod at both doors: what comes in is checked and named field by field, what goes out is cut to its schema. */
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import { z } from 'zod';

/** What a request's schema found wrong; the error handler puts it into the reader's words. */
export class InputFault extends Error {
  readonly issues: readonly z.core.$ZodIssue[];
  /** Part of the request, set by the framework: body, params, querystring or headers. */
  validationContext: string | undefined;

  constructor(issues: readonly z.core.$ZodIssue[]) {
    super('input does not match its schema');
    this.name = 'InputFault';
    this.issues = issues;
  }
}

/** A reply of ours that is not what its schema promises: our fault, never the caller's. */
export class ReplyFault extends Error {
  constructor(method: string, url: string, error: z.core.$ZodError) {
    // Paths and codes only: the values may be personal.
    const places = error.issues.map(({ path, code }) => `${path.join('.') || '(whole)'} ${code}`);
    super(`the reply of ${method} ${url} does not match its schema: ${places.slice(0, 10).join('; ')}`);
    this.name = 'ReplyFault';
  }
}

export const validatorCompiler: FastifySchemaCompiler<z.core.$ZodType> =
  ({ schema }) =>
  (data) => {
    const result = z.core.safeParse(schema, data, { reportInput: true });
    return result.success ? { value: result.data } : { error: new InputFault(result.error.issues) };
  };

export const serializerCompiler: FastifySerializerCompiler<z.core.$ZodType> =
  ({ schema, method, url }) =>
  (data) => {
    const result = z.core.safeEncode(schema, data as never);
    if (!result.success) throw new ReplyFault(method, url, result.error);
    return JSON.stringify(result.data);
  };
