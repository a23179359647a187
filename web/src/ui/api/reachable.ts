import { useSyncExternalStore } from 'react';

/**
 * Does the server answer? The browser's own `onLine` only knows of a cable or a mast, so what requests met
 * counts more.
 */
let reachable = typeof navigator === 'undefined' || navigator.onLine !== false;
const listeners = new Set<() => void>();
let probe: ReturnType<typeof setTimeout> | null = null;
const probeMs = 12_000;

export function isReachable(): boolean {
  return reachable;
}

export function setReachable(value: boolean): void {
  if (!value) probeLater();
  if (value === reachable) return;
  reachable = value;
  for (const listener of listeners) listener();
}

/** Calls back whenever the server can be reached again or no longer. */
export function onReachable(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useReachable(): boolean {
  return useSyncExternalStore(onReachable, isReachable, () => true);
}

function probeLater(): void {
  if (probe !== null || typeof window === 'undefined') return;
  probe = setTimeout(() => {
    probe = null;
    void look();
  }, probeMs);
}

async function look(): Promise<void> {
  if (reachable) return;
  try {
    const { ok } = await fetch('/healthz', { cache: 'no-store' });
    if (ok) setReachable(true);
    else probeLater();
  } catch {
    probeLater();
  }
}

if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => setReachable(false));
  window.addEventListener('online', () => void look());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void look();
  });
}
