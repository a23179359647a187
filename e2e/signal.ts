/** The way between a device and the city, which can be cut: whatever the browser thinks, nothing comes through. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';

export interface Signal {
  /** Where the device finds the city. */
  url: string;
  lose(device: BrowserContext): Promise<void>;
  comeBack(device: BrowserContext): Promise<void>;
  close(): void;
}

export async function openSignal(cityUrl: string): Promise<Signal> {
  const { hostname, port } = new URL(cityUrl);
  const sockets = new Set<Socket>();
  let isThere = true;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const way = createServer((near) => {
    if (!isThere) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  way.listen(0, '127.0.0.1');
  await once(way, 'listening');
  return {
    url: `http://127.0.0.1:${(way.address() as AddressInfo).port}`,
    async lose(device) {
      isThere = false;
      cutAll();
      await device.setOffline(true);
    },
    async comeBack(device) {
      isThere = true;
      await device.setOffline(false);
    },
    close() {
      way.close();
      cutAll();
    },
  };
}

/** The face is on the device: from now on it opens without signal. */
export async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
  });
}
