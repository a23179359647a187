/// <reference lib="webworker" />

import { createDeviceOutbox } from '../../ui/api/device-outbox.ts';
import { configureSender } from '../../ui/api/request.ts';
import { keepFace } from '../../ui/offline/keep-face.ts';
import { showPushes } from '../../ui/offline/show-pushes.ts';
import { outboxName, syncTag } from './names.ts';

/**
 * Opens the resident face without signal and sends what waits when signal comes back, also while no page is
 * open. Replies of the server are never kept here: what was seen is kept by the page, and goes when its person
 * signs out.
 */
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

keepFace(self, {
  name: 'linli-resident',
  page: '/index.html',
  parts: self.__WB_MANIFEST,
  isMine: (path) => !/^\/(api|console|screen|healthz)(\/|$)/.test(path),
});

showPushes(self);

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
