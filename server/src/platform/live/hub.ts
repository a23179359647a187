/**
 * Tells every process that something changed, over PostgreSQL's LISTEN/NOTIFY. An event is a hint to look again and
 * carries no personal data; losing one costs a refresh, never a fact. Publish after the commit (`tx.afterCommit`):
 * events of a moment share one statement, because a NOTIFY inside each transaction would make commits queue.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from '../db/index.ts';
import type { Log } from '../log.ts';

export interface LiveEvent {
  tenantId: number;
  /** What listeners choose by: `case`, `inbox`, `areas` … */
  topic: string;
  data: Record<string, unknown>;
}

/** `resync`: events may have been missed, look at everything again. */
export type LiveListener = (event: LiveEvent | 'resync') => void;

export interface LiveHub {
  publish(event: LiveEvent): void;
  /** Returns the function that ends it. */
  subscribe(listener: LiveListener): () => void;
  /** Sends what waits to be sent. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const channel = 'linli_live';
const gatherMs = 30;
/** PostgreSQL takes 8,000 bytes in one notification. */
const limitBytes = 7_500;

export async function openLiveHub(db: Pick<Database, 'owner' | 'url'>, log: Log): Promise<LiveHub> {
  const listeners = new Set<LiveListener>();
  const deliver = (event: LiveEvent | 'resync'): void => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        log.error({ err: error }, 'a live listener failed');
      }
    }
  };
  const listening = keepListening(db.url, log, deliver);
  await listening.first;

  let waiting: LiveEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  const send = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const events = waiting;
    waiting = [];
    if (events.length === 0) return;
    try {
      await db.owner.query({
        name: 'live notify',
        text: 'SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload',
        values: [channel, pack(events)],
      });
    } catch (error) {
      log.warn({ err: error }, 'live events were not sent');
      // The database was away: whoever listens here at least looks again.
      deliver('resync');
    }
  };
  return {
    publish(event) {
      waiting.push(event);
      timer ??= setTimeout(() => void send(), gatherMs);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush: send,
    async close() {
      await send();
      await listening.close();
      listeners.clear();
    },
  };
}

/** Events as few payloads as their size allows. One that is too large by itself becomes a plain hint. */
function pack(events: LiveEvent[]): string[] {
  const payloads: string[] = [];
  let batch: string[] = [];
  let size = 2;
  for (const { tenantId, topic, data } of events) {
    let text = JSON.stringify([tenantId, topic, data]);
    if (Buffer.byteLength(text) > limitBytes) text = JSON.stringify([tenantId, topic, {}]);
    const length = Buffer.byteLength(text) + 1;
    if (size + length > limitBytes) {
      payloads.push(`[${batch.join(',')}]`);
      batch = [];
      size = 2;
    }
    batch.push(text);
    size += length;
  }
  payloads.push(`[${batch.join(',')}]`);
  return payloads;
}

interface Listening {
  /** Fulfilled once the first connection listens. */
  first: Promise<void>;
  close(): Promise<void>;
}

/** One connection that listens, and a new one whenever it breaks. */
function keepListening(url: string, log: Log, deliver: LiveListener): Listening {
  let client: pg.Client | undefined;
  let isClosed = false;
  const connect = async (): Promise<pg.Client> => {
    const next = new pg.Client({ connectionString: url, application_name: 'linli live', keepAlive: true });
    next.on('error', (error) => {
      // Only the one in use: a broken attempt to connect is reported by connect() itself.
      if (next === client) lost(error);
    });
    next.on('end', () => {
      if (next === client) lost(new Error('connection ended'));
    });
    next.on('notification', ({ payload }) => {
      for (const [tenantId, topic, data] of JSON.parse(payload ?? '[]') as [
        number,
        string,
        LiveEvent['data'],
      ][]) {
        deliver({ tenantId, topic, data });
      }
    });
    await next.connect();
    await next.query(`LISTEN ${channel}`);
    client = next;
    return next;
  };
  const lost = (error: Error): void => {
    client = undefined;
    if (isClosed) return;
    log.warn({ err: error }, 'live updates lost their connection');
    void reconnect();
  };
  const reconnect = async (): Promise<void> => {
    for (let waitMs = 100; !isClosed; waitMs = Math.min(5_000, waitMs * 2)) {
      await pause(waitMs, undefined, { ref: false });
      try {
        if (isClosed) return;
        const next = await connect();
        if (isClosed) await next.end();
        else deliver('resync');
        return;
      } catch {
        // Not yet back.
      }
    }
  };
  return {
    first: connect().then(() => {}),
    async close() {
      isClosed = true;
      const last = client;
      client = undefined;
      await last?.end();
    },
  };
}
