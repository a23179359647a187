import { clear, createStore, del, get, set, type UseStore, values } from 'idb-keyval';
import { sendCommand } from './command.ts';
import { getSession } from './endpoints.ts';
import { createOutbox, type Outbox, type OutboxItem, type OutboxStore, type SentItem } from './outbox.ts';

/** The outbox of this device, in IndexedDB: the same for the page, other tabs and the service worker. */

const sentKept = 20;

export function deviceOutboxStore(name: string): OutboxStore {
  const items = lazyStore(`${name}-outbox`);
  const sent = lazyStore(`${name}-sent`);
  return {
    list: () => values<OutboxItem>(items()),
    get: (commandId) => get<OutboxItem>(commandId, items()),
    put: (item) => set(item.commandId, item, items()),
    remove: (commandId) => del(commandId, items()),
    listSent: () => values<SentItem>(sent()),
    clearSent: () => clear(sent()),
    async putSent(item) {
      await set(item.commandId, item, sent());
      const all = await values<SentItem>(sent());
      const old = all.sort((a, b) => b.sentAt - a.sentAt).slice(sentKept);
      for (const one of old) await del(one.commandId, sent());
    },
  };
}

/** One database per store: adding a store to a database that another tab has open would wait for that tab. */
function lazyStore(name: string): () => UseStore {
  let store: UseStore | null = null;
  return () => {
    store ??= createStore(name, 'items');
    return store;
  };
}

/** `name` tells the outboxes of the faces apart. `onChange` runs here and in every other page of the face. */
export function createDeviceOutbox(name: string, onChange: () => void): Outbox {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`${name}-outbox`);
  if (channel !== null) channel.onmessage = onChange;
  return createOutbox({
    store: deviceOutboxStore(name),
    // One try: the outbox itself decides when the next one is due.
    send: (path, body, city, method) =>
      sendCommand(path, body, { city, pausesMs: [], ...(method === undefined ? {} : { method }) }),
    async uploadPhoto(photo, keepUrl, city) {
      const { uploadPhoto } = await import('./photo-upload.ts');
      const reply = await uploadPhoto({
        blob: photo.blob,
        city,
        uploadUrl: photo.uploadUrl,
        keepUrl: (url) => void keepUrl(url),
      });
      return reply.photoId;
    },
    who: whoIsSignedIn,
    now: () => Date.now(),
    alone: (work) => aloneOnDevice(`${name}-outbox`, work),
    changed() {
      channel?.postMessage('changed');
      onChange();
    },
  });
}

export async function whoIsSignedIn(): Promise<string | null> {
  return (await getSession()).person?.personId ?? null;
}

/** Runs the work unless another page or the service worker of this device is at it; then afterwards. */
export async function aloneOnDevice(lock: string, work: () => Promise<void>): Promise<void> {
  // Absent on plain http addresses; then the command ids alone keep things from happening twice.
  const locks = (navigator as { locks?: LockManager }).locks;
  if (locks === undefined) await work();
  else await locks.request(lock, work);
}
