/// <reference lib="webworker" />

import { createDeviceOutbox } from '../../ui/api/device-outbox.ts';
import { configureSender } from '../../ui/api/request.ts';
import { outboxName, syncTag } from './names.ts';

/**
 * Opens the resident face without signal and sends what waits when signal comes back, also while no page is
 * open. Replies of the server are never kept here: what was seen is kept by the page, and goes when its person
 * signs out.
 */
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

const parts = self.__WB_MANIFEST;
const version = parts.map((part) => `${part.url}:${part.revision ?? ''}`).join('|');
const cacheName = `linli-resident-${hashOf(version)}`;
const page = '/index.html';
/** Longer, and the page that is here is better than the one that is coming. */
const patienceMs = 4_000;

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      await Promise.all(
        parts.map(async ({ url, revision }) => {
          const path = new URL(url, self.location.origin).pathname;
          // A name with a hash never changes its content: it may come from the browser's own cache.
          const response = await fetch(path, { cache: revision === null ? 'default' : 'reload' });
          if (!response.ok) throw new Error(`${path}: ${response.status}`);
          await cache.put(path, response);
        }),
      );
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter(
        (name) => name.startsWith('linli-resident-') && name !== cacheName,
      );
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (/^\/(api|console|screen|healthz)(\/|$)/.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(openPage(request));
  else if (url.pathname.startsWith('/assets/') || url.pathname === '/icon.svg')
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

function hashOf(text: string): string {
  let hash = 5381;
  for (let index = 0; index < text.length; index += 1) hash = ((hash * 33) ^ text.charCodeAt(index)) >>> 0;
  return hash.toString(36);
}

configureSender({ city: () => null, locale: () => 'zh-CN' });
const outbox = createDeviceOutbox(outboxName, () => undefined);

self.addEventListener('sync', (event) => {
  const sync = event as ExtendableEvent & { tag: string };
  if (sync.tag !== syncTag) return;
  sync.waitUntil(
    (async () => {
      await outbox.retryLater();
      await outbox.flush();
      const left = (await outbox.list()).some((item) => item.refusal === null);
      // Failing tells the browser to try again later.
      if (left) throw new Error('some are still waiting');
    })(),
  );
});
