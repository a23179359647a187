import { useEffect, useRef, useSyncExternalStore } from 'react';
import { isTyping, keyName } from './key-names.ts';

/**
 * Keys for those who work through long lists. Each screen says which keys it understands; a drawer or a
 * dialog lays itself over them, so that a letter pressed there never acts on the list below. Single letters
 * can be switched off (WCAG 2.1.4): whoever uses speech input would otherwise trigger them by talking.
 */
export interface KeyBinding {
  /** `j`, `Shift+X`, `Enter`, `?`; several do the same. */
  keys: string[];
  /** What the help says; absent: not listed. */
  words?: string;
  run: (event: KeyboardEvent) => void;
}

interface Layer {
  group: string;
  bindings: () => KeyBinding[];
  /** Nothing below hears keys while it stands. */
  closed: boolean;
}

const layers: Layer[] = [];
const listeners = new Set<() => void>();
let edition = 0;
const storageKey = 'linli.console.letters';
let lettersOn = readLetters();

function readLetters(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

function changed(): void {
  edition += 1;
  for (const listener of listeners) listener();
}

export function setLetterKeys(on: boolean): void {
  lettersOn = on;
  try {
    localStorage.setItem(storageKey, on ? 'on' : 'off');
  } catch {
    // Kept for this page only.
  }
  changed();
}

export function useLetterKeys(): boolean {
  return useSyncExternalStore(subscribe, () => lettersOn);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function audible(): Layer[] {
  const at = layers.findLastIndex((layer) => layer.closed);
  return at < 0 ? layers : layers.slice(at);
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
  const name = keyName(event);
  if (name === null) return;
  if (!lettersOn && name.length === 1) return;
  for (const layer of audible().toReversed()) {
    const binding = layer.bindings().find((one) => one.keys.includes(name));
    if (binding === undefined) continue;
    event.preventDefault();
    binding.run(event);
    return;
  }
}

/** Keys of a screen for as long as it is shown. */
export function useKeys(group: string, bindings: KeyBinding[], { closed = false, on = true } = {}): void {
  const present = useRef(bindings);
  present.current = bindings;
  useEffect(() => {
    if (!on) return;
    const layer: Layer = { group, bindings: () => present.current, closed };
    if (layers.length === 0) document.addEventListener('keydown', onKeyDown);
    layers.push(layer);
    changed();
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) document.removeEventListener('keydown', onKeyDown);
      changed();
    };
  }, [group, closed, on]);
}

/** Keys that can be pressed now, for the help. */
export function useKeyHelp(): { group: string; bindings: KeyBinding[] }[] {
  useSyncExternalStore(subscribe, () => edition);
  const groups = new Map<string, KeyBinding[]>();
  for (const layer of layers) {
    const listed = layer.bindings().filter((one) => one.words !== undefined);
    if (listed.length > 0) groups.set(layer.group, [...(groups.get(layer.group) ?? []), ...listed]);
  }
  return [...groups].map(([group, bindings]) => ({ group, bindings }));
}
