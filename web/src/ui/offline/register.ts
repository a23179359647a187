/**
 * The service worker lets the pages of a face open without signal. A page whose parts were replaced by a new release
 * reloads itself. Called once by each face.
 */
export function registerServiceWorker(address: string, scope: string): void {
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
  const register = () => {
    navigator.serviceWorker.register(address, { type: 'classic', scope }).catch(() => {
      // Refused (private window): the pages work with a connection.
    });
  };
  // After the page itself has come: its parts are the same ones.
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}
