import { clear, createStore, get, set, type UseStore } from 'idb-keyval';
import { NoAnswerError } from '../../ui/api/index.ts';

/**
 * What was last seen, kept on the device so that a phone without signal still opens today's list. Only what
 * its person saw, under that person's id; signing out clears it.
 */
export interface Kept<T> {
  data: T;
  /** When the server said so, in milliseconds since 1970; null: just now, from the server. */
  keptAt: number | null;
}

let store: UseStore | null = null;
const open = () => {
  store ??= createStore('linli-console-kept', 'kept');
  return store;
};

export async function keep(key: string, data: unknown): Promise<void> {
  try {
    await set(key, { data, at: Date.now() }, open());
  } catch {
    // No storage (private window): the list simply needs a connection.
  }
}

export async function kept<T>(key: string): Promise<Kept<T> | null> {
  try {
    const found = await get<{ data: T; at: number }>(key, open());
    return found === undefined ? null : { data: found.data, keptAt: found.at };
  } catch {
    return null;
  }
}

export async function forgetKept(): Promise<void> {
  try {
    await clear(open());
  } catch {
    // Nothing was kept then.
  }
}

/** From the server, or what was kept when no answer comes. Refusals stay refusals: they are an answer. */
export async function fetchOrKept<T>(key: string, load: () => Promise<T>): Promise<Kept<T>> {
  try {
    const data = await load();
    await keep(key, data);
    return { data, keptAt: null };
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    const found = await kept<T>(key);
    if (found === null) throw error;
    return found;
  }
}
