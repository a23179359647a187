import type { Query, QueryClient } from '@tanstack/react-query';
import { createStore, get, set, type UseStore } from 'idb-keyval';

/**
 * What was last seen, kept on the device, so that the pages open without signal. Only the kinds of replies
 * named here, only the newest, and nothing after signing out.
 */
const keptNouns = new Set([
  'session',
  'model',
  'mine',
  'case',
  'areas',
  'who',
  'nearby',
  'inbox',
  'gatherings',
]);
const mostEntries = 60;
const longestMs = 14 * 24 * 3600_000;
const keyOfAll = 'replies';

interface Entry {
  key: readonly unknown[];
  data: unknown;
  at: number;
}

let store: UseStore | null = null;
const open = () => {
  store ??= createStore('linli-resident-kept', 'kept');
  return store;
};

export async function restoreKept(client: QueryClient): Promise<void> {
  try {
    const entries = (await get<Entry[]>(keyOfAll, open())) ?? [];
    for (const { key, data, at } of entries) {
      // A reply that came meanwhile is newer.
      if (Date.now() - at < longestMs && client.getQueryData(key) === undefined)
        client.setQueryData(key, data, { updatedAt: at });
    }
  } catch {
    // Nothing kept, or no storage: everything comes from the server.
  }
}

export function keepReplies(client: QueryClient): void {
  let isPlanned = false;
  client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'success' || !isKept(event.query)) return;
    if (isPlanned) return;
    isPlanned = true;
    setTimeout(() => {
      isPlanned = false;
      void write(client);
    }, 1500);
  });
}

function isKept(query: Query): boolean {
  return keptNouns.has(String(query.queryKey[0]));
}

async function write(client: QueryClient): Promise<void> {
  const entries = client
    .getQueryCache()
    .getAll()
    .filter((query) => isKept(query) && query.state.data !== undefined)
    .map((query): Entry => ({ key: query.queryKey, data: query.state.data, at: query.state.dataUpdatedAt }))
    .sort((a, b) => b.at - a.at)
    .slice(0, mostEntries);
  try {
    await set(keyOfAll, entries, open());
  } catch {
    // Full or forbidden: the pages still work with a connection.
  }
}

export async function forgetKept(client: QueryClient): Promise<void> {
  client.clear();
  try {
    await set(keyOfAll, [], open());
  } catch {
    // Nothing was kept then.
  }
}
