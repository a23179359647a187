/** Requests that change something must come from our own pages: cookies alone would let any page act for its reader. */
import type { FastifyRequest } from 'fastify';
import { problem } from './problem-error.ts';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Throws unless the request is reading, same-origin, or from a program (which sends neither header). */
export function checkSameOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (reading.has(request.method)) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    // The browser itself has compared; `none` is the person, typing or from a bookmark.
    if (site !== 'same-origin' && site !== 'none') throw problem('cross-site');
    return;
  }
  const origin = request.headers.origin;
  if (origin === undefined) return;
  const own = [
    `${request.protocol}://${request.host}`,
    ...(publicUrl === undefined ? [] : [new URL(publicUrl).origin]),
  ];
  if (!own.includes(origin)) throw problem('cross-site');
}
