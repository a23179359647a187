import { isPassing, NoAnswerError, ProblemError } from './problem.ts';
import type { Problem } from './wire.ts';

/**
 * Writes made without a connection. An item keeps the command id it was born with, so however often it is
 * tried, and from wherever (page, second tab, background sync), the server acts once.
 */
export interface OutboxItem {
  commandId: string;
  /** City it was written in; sending it elsewhere would put it in front of strangers. */
  city: string | null;
  /** Who wrote it; sending it as somebody else would put it in their name. Null: nobody was signed in, the device is enough. */
  person: string | null;
  path: string;
  /** Absent: POST. */
  method?: 'PUT';
  /** Without `commandId` and `photoIds`, which are added when it goes. */
  body: Record<string, unknown>;
  photos: OutboxPhoto[];
  /** What the list of waiting things shows. */
  title: string;
  /** What the page that wrote it needs to offer it for a change again. */
  origin?: unknown;
  /** What kind of write it is, for the face that shows the outcome: `open-case`, `verb`, … */
  purpose: string;
  createdAt: number;
  attempts: number;
  /** Not before, in milliseconds since 1970. */
  nextAttemptAt: number;
  /** The server refused: only the person can help. Kept until they do. */
  refusal: Problem | null;
}

export interface OutboxPhoto {
  key: string;
  blob: Blob;
  /** Known once uploaded; never uploaded again then. */
  photoId: string | null;
  /** Where a broken upload goes on. */
  uploadUrl: string | null;
}

/** What became of an item, so that the page that wrote it can lead there. */
export interface SentItem {
  commandId: string;
  purpose: string;
  title: string;
  sentAt: number;
  /** Null: the server has it, but the answer was lost. */
  reply: unknown;
}

export interface OutboxStore {
  list: () => Promise<OutboxItem[]>;
  get: (commandId: string) => Promise<OutboxItem | undefined>;
  put: (item: OutboxItem) => Promise<void>;
  remove: (commandId: string) => Promise<void>;
  listSent: () => Promise<SentItem[]>;
  putSent: (item: SentItem) => Promise<void>;
  clearSent: () => Promise<void>;
}

export interface OutboxDoors {
  store: OutboxStore;
  send: (
    path: string,
    body: { readonly commandId: string; readonly [field: string]: unknown },
    city: string | null,
    method?: 'PUT',
  ) => Promise<unknown>;
  uploadPhoto: (
    photo: OutboxPhoto,
    keepUrl: (url: string) => Promise<void>,
    city: string | null,
  ) => Promise<string>;
  /** Person signed in now, asked of the server: only it knows whom the next write would be credited to. */
  who: () => Promise<string | null>;
  now: () => number;
  /** Runs the work unless another tab or the service worker is at it. */
  alone: (work: () => Promise<void>) => Promise<void>;
  /** Tells every page that the outbox looks different. */
  changed: () => void;
}

const firstPauseMs = 5_000;
const longestPauseMs = 10 * 60_000;

export interface Outbox {
  /** Keeps the item; writing the same command id again replaces the words but never what the server already has. */
  put: (
    item: Pick<
      OutboxItem,
      'commandId' | 'city' | 'person' | 'path' | 'body' | 'photos' | 'title' | 'purpose' | 'origin'
    >,
  ) => Promise<void>;
  list: () => Promise<OutboxItem[]>;
  listSent: () => Promise<SentItem[]>;
  /** On signing out: what one person sent is not for the next one at this device. */
  forgetSent: () => Promise<void>;
  remove: (commandId: string) => Promise<void>;
  /** Takes refusals off (after signing in, say) and lets everything go at once. */
  retry: (commandId?: string) => Promise<void>;
  /** The network is back: pauses after failed tries end, refusals stay. */
  retryLater: () => Promise<void>;
  /** Sends what is due, oldest first. Calls during a run join it. */
  flush: () => Promise<void>;
}

export function createOutbox(doors: OutboxDoors): Outbox {
  let running: Promise<void> | null = null;

  /** Writes progress down, unless the person took the item back meanwhile. */
  async function keep(item: OutboxItem): Promise<void> {
    if ((await doors.store.get(item.commandId)) !== undefined) await doors.store.put(item);
  }

  async function settle({ commandId, purpose, title }: OutboxItem, reply: unknown): Promise<void> {
    await doors.store.putSent({ commandId, purpose, title, sentAt: doors.now(), reply });
    await doors.store.remove(commandId);
  }

  async function sendOne(item: OutboxItem): Promise<'done' | 'no-answer'> {
    try {
      for (const photo of item.photos) {
        if (photo.photoId !== null) continue;
        photo.photoId = await doors.uploadPhoto(
          photo,
          async (url) => {
            photo.uploadUrl = url;
            await keep(item);
          },
          item.city,
        );
        await keep(item);
      }
      const photoIds = item.photos.flatMap((photo) => photo.photoId ?? []);
      const reply = await doors.send(
        item.path,
        { ...item.body, ...(photoIds.length > 0 ? { photoIds } : {}), commandId: item.commandId },
        item.city,
        item.method,
      );
      await settle(item, reply);
      return 'done';
    } catch (error) {
      // Ids are random: one that is taken was taken by an earlier try of this very item, before its person signed in
      // or out. The server has it; only the answer was lost.
      if (error instanceof ProblemError && error.code === 'command-conflict') {
        await settle(item, null);
        return 'done';
      }
      item.attempts += 1;
      if (error instanceof ProblemError && !isPassing(error)) {
        item.refusal = error.problem;
        await keep(item);
        return 'done';
      }
      item.nextAttemptAt =
        doors.now() + Math.min(firstPauseMs * 2 ** Math.min(item.attempts - 1, 10), longestPauseMs);
      await keep(item);
      return error instanceof NoAnswerError ? 'no-answer' : 'done';
    }
  }

  /** Each item once, oldest first. Looks again after each: the person may have taken one back, or written another. */
  async function run(): Promise<void> {
    const tried = new Set<string>();
    let who: string | null | undefined;
    for (;;) {
      const item = (await doors.store.list())
        .filter((one) => one.refusal === null && one.nextAttemptAt <= doors.now())
        .filter((one) => !tried.has(one.commandId))
        .sort((a, b) => a.createdAt - b.createdAt)[0];
      if (item === undefined) return;
      tried.add(item.commandId);
      if (item.person !== null) {
        try {
          who ??= await doors.who();
        } catch {
          return;
        }
        if (who !== item.person) continue;
      }
      const outcome = await sendOne(item);
      doors.changed();
      // Without a connection the rest would fail the same way.
      if (outcome === 'no-answer') return;
    }
  }

  return {
    async put(item) {
      const kept = await doors.store.get(item.commandId);
      await doors.store.put({
        ...item,
        createdAt: kept?.createdAt ?? doors.now(),
        attempts: 0,
        nextAttemptAt: 0,
        refusal: null,
      });
      doors.changed();
    },
    list: () => doors.store.list(),
    listSent: () => doors.store.listSent(),
    forgetSent: () => doors.store.clearSent(),
    async remove(commandId) {
      await doors.store.remove(commandId);
      doors.changed();
    },
    async retry(commandId) {
      for (const item of await doors.store.list()) {
        if (commandId !== undefined && item.commandId !== commandId) continue;
        await doors.store.put({ ...item, refusal: null, nextAttemptAt: 0 });
      }
      doors.changed();
    },
    async retryLater() {
      for (const item of await doors.store.list()) {
        if (item.refusal === null && item.nextAttemptAt > 0)
          await doors.store.put({ ...item, nextAttemptAt: 0 });
      }
    },
    flush() {
      running ??= doors.alone(run).finally(() => {
        running = null;
      });
      return running;
    },
  };
}
