/** The built faces: files as they are, and for every other address of a face its one page. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from './problem-error.ts';

/** Faces below an address of their own; everything else is the resident's. */
const facesBelow = ['console', 'screen'];

/** `folder` holds what the web build wrote: index.html, console/index.html, assets/ … */
export async function servePages(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    // Answered here only when there is such a file; all else goes on to the page below.
    wildcard: true,
    redirect: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header('cache-control', cacheControlOf(path, folder));
    },
  });
  app.setNotFoundHandler((request, reply) => {
    if (!isPageRequest(request)) throw problem('not-found');
    return sendPage(request, reply, folder);
  });
}

function isPageRequest({ method, url }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const path = pathOf(url);
  // A missing script answered with a page would be run as one.
  return !path.startsWith('/api/') && path !== '/api' && !/\.[a-z0-9]{1,12}$/i.test(path);
}

async function sendPage(request: FastifyRequest, reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const first = pathOf(request.url).split('/')[1] ?? '';
  const face = facesBelow.includes(first) ? first : '';
  if (!existsSync(join(folder, face, 'index.html'))) throw problem('not-found');
  return reply.sendFile(join(face, 'index.html'));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '/';
}

/** Names of built assets carry a hash of their content and never change; pages and service worker must be fresh. */
function cacheControlOf(path: string, folder: string): string {
  const inside = path.slice(folder.length).replaceAll('\\', '/');
  if (inside.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  if (/\.(html|webmanifest)(\.(br|gz))?$|\/(sw|service-worker)[^/]*\.js(\.(br|gz))?$/.test(inside))
    return 'no-cache';
  return 'public, max-age=3600';
}
