/**
 * The web font's style sheet lists about two hundred slices, so it comes after the first page has been drawn.
 * A machine with a Chinese font of its own then still downloads none of them.
 */
export function loadWebFont(): void {
  const load = () => void import('./web-font.css');
  if ('requestIdleCallback' in window) requestIdleCallback(load, { timeout: 3000 });
  else setTimeout(load, 500);
}
