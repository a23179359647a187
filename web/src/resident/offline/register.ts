/** The service worker lets the pages open without signal. A page whose parts were replaced by a new release reloads itself. */
export function registerServiceWorker(): void {
  window.addEventListener('vite:preloadError', (event) => {
    event.preventDefault();
    const key = 'linli.reloaded-at';
    const last = Number(sessionStorage.getItem(key) ?? 0);
    // Once a minute at most: without signal a missing part stays missing.
    if (Date.now() - last < 60_000) return;
    sessionStorage.setItem(key, String(Date.now()));
    location.reload();
  });
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  window.addEventListener('load', () => register(), { once: true });
  if (document.readyState === 'complete') register();
}

let asked = false;
function register(): void {
  if (asked) return;
  asked = true;
  navigator.serviceWorker.register('/service-worker.js', { type: 'classic' }).catch(() => {
    // Refused (private window): the pages work with a connection.
  });
}
