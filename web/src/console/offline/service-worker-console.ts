/// <reference lib="webworker" />

import { keepFace } from '../../ui/offline/keep-face.ts';
import { showPushes } from '../../ui/offline/show-pushes.ts';

/**
 * Opens the console without signal, where a grid worker stands in a cellar. Only the page and its parts: what was
 * seen and what was done there is kept by the page, and goes when its person signs out.
 */
declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

keepFace(self, {
  name: 'linli-console',
  page: '/console/index.html',
  parts: self.__WB_MANIFEST,
  isMine: (path) => /^\/console(\/|$)/.test(path),
});

showPushes(self);
