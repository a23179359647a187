/// <reference lib="webworker" />

/** Opens a face without signal: what a service worker of each face does with the page and its parts. */
export interface KeptFace {
  /** Begins the names of its caches. */
  name: string;
  /** The page that answers for every address of the face. */
  page: string;
  parts: readonly { url: string; revision: string | null }[];
  isMine: (path: string) => boolean;
}

/** Longer, and the page that is here is better than the one that is coming. */
const patienceMs = 4_000;

export function keepFace(worker: ServiceWorkerGlobalScope, { name, page, parts, isMine }: KeptFace): void {
  const cacheName = `${name}-${hashOf(parts.map((part) => `${part.url}:${part.revision ?? ''}`).join('|'))}`;

  worker.addEventListener('install', (event) => {
    event.waitUntil(
      (async () => {
        const cache = await caches.open(cacheName);
        await Promise.all(
          parts.map(async ({ url, revision }) => {
            const path = new URL(url, worker.location.origin).pathname;
            // A name with a hash never changes its content: it may come from the browser's own cache.
            const response = await fetch(path, { cache: revision === null ? 'default' : 'reload' });
            if (!response.ok) throw new Error(`${path}: ${response.status}`);
            await cache.put(path, response);
          }),
        );
        await worker.skipWaiting();
      })(),
    );
  });

  worker.addEventListener('activate', (event) => {
    event.waitUntil(
      (async () => {
        const old = (await caches.keys()).filter((one) => one.startsWith(`${name}-`) && one !== cacheName);
        await Promise.all(old.map((one) => caches.delete(one)));
        await worker.clients.claim();
      })(),
    );
  });

  worker.addEventListener('fetch', (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
    if (request.mode === 'navigate') {
      if (isMine(url.pathname)) event.respondWith(openPage(request));
    } else if (url.pathname.startsWith('/assets/') || url.pathname === '/icon.svg')
      event.respondWith(part(request));
  });

  /** The newest page when the network answers, else the one that was kept. */
  async function openPage(request: Request): Promise<Response> {
    const kept = await caches.match(page, { cacheName });
    const fresh = fetch(request).then((response) => (response.ok || kept === undefined ? response : kept));
    if (kept === undefined) return fresh;
    const patience = new Promise<Response>((resolve) => setTimeout(() => resolve(kept.clone()), patienceMs));
    return Promise.race([fresh.catch(() => kept.clone()), patience]);
  }

  async function part(request: Request): Promise<Response> {
    return (await caches.match(request, { cacheName })) ?? fetch(request);
  }
}

function hashOf(text: string): string {
  let hash = 5381;
  for (let index = 0; index < text.length; index += 1) hash = ((hash * 33) ^ text.charCodeAt(index)) >>> 0;
  return hash.toString(36);
}
