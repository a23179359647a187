/** A key as people write it on a hint: `j`, `Shift+X`, `?`, `Enter`. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string | null {
  // Those belong to the browser and to assistive technology.
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const { key } = event;
  if (key.length === 1 && key >= 'A' && key <= 'Z')
    return event.shiftKey ? `Shift+${key}` : key.toLowerCase();
  return key;
}

const typedIn = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
const untyped = new Set(['checkbox', 'radio', 'button', 'submit', 'reset']);

/** Is somebody writing? Then letters are letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (!typedIn.has(target.tagName)) return false;
  return !(target instanceof HTMLInputElement && untyped.has(target.type));
}
