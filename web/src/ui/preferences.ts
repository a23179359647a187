import { useSyncExternalStore } from 'react';
import type { Locale } from './api/wire.ts';

/**
 * How this person wants the pages, kept on the device (and, once signed in, with the person). Read before
 * the first paint, so that nobody who needs large type sees small type flash by.
 */
export interface DevicePreferences {
  locale: Locale;
  largeType: boolean;
  theme: 'system' | 'light' | 'dark';
  /** Key of the city looked at without signing in. */
  city: string | null;
  /** Compound picked on this device. */
  homeCode: string | null;
}

const storageKey = 'linli.preferences';
const initial: DevicePreferences = {
  locale: 'zh-CN',
  largeType: false,
  theme: 'system',
  city: null,
  homeCode: null,
};

let present = read();
const listeners = new Set<() => void>();

function read(): DevicePreferences {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    return { ...initial, ...(typeof kept === 'object' ? kept : {}) };
  } catch {
    // Storage may be forbidden (private windows, some in-app browsers): the page works without.
    return initial;
  }
}

export function getPreferences(): DevicePreferences {
  return present;
}

export function setPreferences(change: Partial<DevicePreferences>): void {
  present = { ...present, ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(present));
  } catch {
    // See read().
  }
  applyPreferences();
  for (const listener of listeners) listener();
}

/** Puts language, type size and theme on the document, where the style sheets read them. */
export function applyPreferences(): void {
  if (typeof document === 'undefined') return;
  const root = document.documentElement;
  root.lang = present.locale;
  root.toggleAttribute('data-large', present.largeType);
  if (present.theme === 'system') root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', present.theme);
}

export function usePreferences(): DevicePreferences {
  return useSyncExternalStore(subscribe, getPreferences, () => initial);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

if (typeof window !== 'undefined') {
  // Another tab changed them.
  window.addEventListener('storage', (event) => {
    if (event.key !== storageKey) return;
    present = read();
    applyPreferences();
    for (const listener of listeners) listener();
  });
}
