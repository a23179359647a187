/// <reference lib="webworker" />

import { deviceName } from './device-name.ts';

/** What the server puts into a push: a title and where it leads, and nothing about anybody. */
interface Payload {
  title?: unknown;
  link?: unknown;
  tag?: unknown;
}

/** Lets a service worker show what the server pushes, and open what it is about when it is pressed. */
export function showPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const { title, link, tag } = read(event.data);
    event.waitUntil(
      // Browsers take the permission back from whoever gets a push and shows nothing.
      worker.registration.showNotification(typeof title === 'string' ? title : '邻里', {
        icon: '/icon-192.png',
        badge: '/icon-192.png',
        data: { link: ownPath(link) },
        ...(typeof tag === 'string' ? { tag } : {}),
      }),
    );
  });

  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const { link } = event.notification.data as { link: string };
    event.waitUntil(open(link));
  });

  // Browsers renew a subscription now and then; the server has to hear of the new one.
  worker.addEventListener('pushsubscriptionchange', (event) => {
    const change = event as ExtendableEvent & {
      oldSubscription?: PushSubscription | null;
      newSubscription?: PushSubscription | null;
    };
    change.waitUntil(renew(change.oldSubscription ?? null, change.newSubscription ?? null));
  });

  async function open(link: string): Promise<void> {
    const face = link.startsWith('/console') ? '/console' : '/';
    const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
    const page = pages.find(({ url }) => {
      const { pathname } = new URL(url);
      return face === '/' ? !pathname.startsWith('/console') : pathname.startsWith('/console');
    });
    if (page !== undefined) {
      try {
        const moved = await page.navigate(link);
        await (moved ?? page).focus();
        return;
      } catch {
        // Another worker's page may not be moved from here: a new one is opened.
      }
    }
    await worker.clients.openWindow(link);
  }

  async function renew(old: PushSubscription | null, fresh: PushSubscription | null): Promise<void> {
    const key = old?.options.applicationServerKey;
    const subscription =
      fresh ??
      (key
        ? await worker.registration.pushManager.subscribe({
            userVisibleOnly: true,
            applicationServerKey: key,
          })
        : null);
    if (subscription === null) return;
    const { endpoint, keys } = subscription.toJSON();
    await fetch('/api/messages/channels/push', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        commandId: crypto.randomUUID(),
        endpoint,
        keys,
        device: deviceName(worker.navigator.userAgent),
      }),
    });
  }
}

function read(data: PushMessageData | null): Payload {
  try {
    return (data?.json() ?? {}) as Payload;
  } catch {
    return {};
  }
}

/** Only ways within this server. */
function ownPath(link: unknown): string {
  return typeof link === 'string' && /^\/(?!\/)/.test(link) ? link : '/messages';
}
