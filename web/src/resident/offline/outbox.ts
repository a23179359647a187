import { useSyncExternalStore } from 'react';
import { createDeviceOutbox } from '../../ui/api/device-outbox.ts';
import { isReachable, onReachable } from '../../ui/api/index.ts';
import type { OutboxItem, SentItem } from '../../ui/api/outbox.ts';
import { outboxName, syncTag } from './names.ts';

/** What this resident wrote and the server has not yet confirmed, and what was lately sent. */
export interface Waiting {
  items: OutboxItem[];
  sent: SentItem[];
}

let present: Waiting = { items: [], sent: [] };
const listeners = new Set<() => void>();

export const outbox = createDeviceOutbox(outboxName, () => void look());

async function look(): Promise<void> {
  try {
    const [items, sent] = await Promise.all([outbox.list(), outbox.listSent()]);
    present = {
      items: items.sort((a, b) => b.createdAt - a.createdAt),
      sent: sent.sort((a, b) => b.sentAt - a.sentAt),
    };
  } catch {
    // No storage (private window): nothing can wait, everything is sent at once or not at all.
    present = { items: [], sent: [] };
  }
  for (const listener of listeners) listener();
}

export function useWaiting(): Waiting {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => present,
    () => present,
  );
}

/** Asks the service worker to send when signal comes back, where the browser can do that with the page closed. */
export async function askForBackgroundSync(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.ready;
    await (
      registration as { sync?: { register: (tag: string) => Promise<void> } } | undefined
    )?.sync?.register(syncTag);
  } catch {
    // Not offered here: the page sends on its next start.
  }
}

/** Sends what waits: now, when the network is back, when the page is looked at again, and by and by. */
export function startSending(): void {
  const flush = () => {
    if (isReachable() && present.items.some((item) => item.refusal === null)) void outbox.flush();
  };
  void look().then(flush);
  onReachable(() => {
    if (isReachable()) void outbox.retryLater().then(flush);
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void look().then(flush);
  });
  setInterval(flush, 15_000);
}
