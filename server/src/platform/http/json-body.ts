/** Reads JSON bodies. What no column and no hash can keep faithfully is cleaned here, once, for every route. */
import type { FastifyInstance } from 'fastify';
import { problem } from './problem-error.ts';

/** NUL, which PostgreSQL's text refuses, and halves of a character pair, which change when they are stored. */
const suspicious = /\\u0000|\\u[dD][89abAB-fF]/;

export function readJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const text = body as string;
    // DELETE and POST without a body are sent by some clients with the header all the same.
    if (text === '') return done(null, undefined);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      return done(problem('bad-request', {}, { cause: error }));
    }
    done(null, suspicious.test(text) ? wellFormed(value) : value);
  });
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [wellFormed(key), wellFormed(held)]));
}
