import { currentCity } from './request.ts';
import type { LiveBallot, LiveCase, LiveChange, LiveGathering, LiveInbox } from './wire.ts';

export interface LiveListener {
  onCase?: (event: LiveCase) => void;
  onInbox?: (event: LiveInbox) => void;
  onBallot?: (event: LiveBallot) => void;
  onGathering?: (event: LiveGathering) => void;
  /** Organisations, areas, imports, plans or powers: staff only. */
  onChange?: (event: LiveChange) => void;
  /** Something may have been missed (connection came back, or polling): look at everything again. */
  onCatchUp?: () => void;
}

const pollMs = 30_000;
const retryMs = 15_000;

/**
 * Listens to what changes on the server. Where server-sent events do not come through (old proxies, some
 * in-app browsers) it asks to look again every half minute instead. Returns the function that stops it.
 */
export function listenLive(listener: LiveListener, city: string | null = currentCity()): () => void {
  let stopped = false;
  let source: EventSource | null = null;
  let poll: ReturnType<typeof setInterval> | null = null;
  let retry: ReturnType<typeof setTimeout> | null = null;

  const startPolling = () => {
    poll ??= setInterval(() => listener.onCatchUp?.(), pollMs);
  };
  const stopPolling = () => {
    if (poll !== null) clearInterval(poll);
    poll = null;
  };
  const connect = () => {
    if (stopped) return;
    if (typeof EventSource === 'undefined') {
      startPolling();
      return;
    }
    source = new EventSource(city ? `/api/live?city=${encodeURIComponent(city)}` : '/api/live');
    let wasOpen = false;
    source.onopen = () => {
      stopPolling();
      if (wasOpen) listener.onCatchUp?.();
      wasOpen = true;
    };
    source.onerror = () => {
      startPolling();
      // A refused stream is closed for good by the browser; a broken one reconnects by itself.
      if (source?.readyState === EventSource.CLOSED) retry = setTimeout(connect, retryMs);
    };
    source.addEventListener('case', (event) => deliver(event, listener.onCase));
    source.addEventListener('inbox', (event) => deliver(event, listener.onInbox));
    source.addEventListener('ballot', (event) => deliver(event, listener.onBallot));
    source.addEventListener('gathering', (event) => deliver(event, listener.onGathering));
    source.addEventListener('changed', (event) => deliver(event, listener.onChange));
  };
  connect();
  return () => {
    stopped = true;
    source?.close();
    stopPolling();
    if (retry !== null) clearTimeout(retry);
  };
}

function deliver<T>(event: MessageEvent<string>, to: ((data: T) => void) | undefined): void {
  if (to === undefined) return;
  try {
    to(JSON.parse(event.data) as T);
  } catch {
    // A line that cannot be read is skipped; the next look catches up.
  }
}
