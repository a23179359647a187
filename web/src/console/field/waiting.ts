import { useSyncExternalStore } from 'react';
import { aloneOnDevice, deviceOutboxStore, whoIsSignedIn } from '../../ui/api/device-outbox.ts';
import {
  type CaseReply,
  isReachable,
  newCommandId,
  onReachable,
  type Problem,
  request,
  type VerbRequest,
  verbPath,
} from '../../ui/api/index.ts';
import {
  createOutbox,
  type Outbox,
  type OutboxItem,
  type OutboxPhoto,
  type SentItem,
} from '../../ui/api/outbox.ts';

/**
 * Deeds done without signal. They wait on the device with the command ids they were born with and go by
 * themselves when signal is back. A deed that meets a changed case (409) is not tried again: it comes back
 * to its person as a choice.
 */
export interface WaitingVerb {
  commandId: string;
  caseId: string;
  verb: string;
  /** `R1124-1001 · 结单`, as it was called when it was done. */
  title: string;
  body: WaitingBody;
  photoCount: number;
  createdAt: number;
  refusal: Problem | null;
}

/** A verb's request as kept: the command id and uploaded photos are added when it goes. */
export interface WaitingBody extends Omit<VerbRequest, 'commandId'> {
  /** Which ask the photos answer, and how many of them, in order. */
  photoAsks?: [ask: string, count: number][];
}

/** Something about a gathering, written without signal: who was there, or what was said. */
export interface WaitingWrite {
  commandId: string;
  gatheringId: string;
  path: string;
  title: string;
  body: Record<string, unknown>;
  createdAt: number;
  refusal: Problem | null;
}

const purpose = 'verb';
const gatheringPurpose = 'gathering';
const storeName = 'linli-console';

let outbox: Outbox | null = null;
/** Whose console this is; the deeds of others at this device are not shown. */
let person: string | null = null;
let snapshot: WaitingVerb[] = [];
let writes: WaitingWrite[] = [];
const listeners = new Set<() => void>();
const sentListeners = new Set<(reply: CaseReply) => void>();
const writeListeners = new Set<(commandId: string, reply: unknown) => void>();
const told = new Set<string>();

function theOutbox(): Outbox {
  if (outbox !== null) return outbox;
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(storeName);
  channel?.addEventListener('message', () => void look());
  outbox = createOutbox({
    store: {
      ...deviceOutboxStore(storeName),
      // Only to tell this page that it arrived; nothing of it stays on the device.
      putSent: async (item) => deliver(item),
    },
    send: (path, body, city, method) =>
      request(method ?? 'POST', path, {
        body: withPhotos(body as unknown as WaitingBody & { commandId: string }),
        city,
      }),
    uploadPhoto: async (photo, keepUrl, city) => {
      const { uploadPhoto } = await import('../../ui/api/photo-upload.ts');
      const reply = await uploadPhoto({
        blob: photo.blob,
        city,
        uploadUrl: photo.uploadUrl,
        keepUrl: (url) => void keepUrl(url),
      });
      return reply.photoId;
    },
    who: whoIsSignedIn,
    now: () => Date.now(),
    alone: (work) => aloneOnDevice(storeName, work),
    changed: () => {
      void look();
      channel?.postMessage('changed');
    },
  });
  return outbox;
}

/** Uploaded photos go where they were asked for. */
export function withPhotos({
  photoAsks,
  photoIds,
  ...rest
}: WaitingBody & { commandId: string }): VerbRequest {
  if (photoAsks === undefined || photoIds === undefined) return rest;
  const answers = { ...rest.answers };
  let from = 0;
  for (const [ask, count] of photoAsks) {
    answers[ask] = photoIds.slice(from, from + count);
    from += count;
  }
  return { ...rest, answers };
}

function deliver(item: SentItem): void {
  if (told.has(item.commandId)) return;
  told.add(item.commandId);
  if (item.purpose === gatheringPurpose) {
    for (const listener of writeListeners) listener(item.commandId, item.reply);
    return;
  }
  for (const listener of sentListeners) listener(item.reply as CaseReply);
}

async function look(): Promise<void> {
  const items = await theOutbox()
    .list()
    .catch((): OutboxItem[] => []);
  const mine = items.filter((item) => item.person === person).toSorted((a, b) => a.createdAt - b.createdAt);
  snapshot = mine.flatMap(asWaiting);
  writes = mine.flatMap(asWrite);
  for (const listener of listeners) listener();
}

function asWaiting(item: OutboxItem): WaitingVerb[] {
  const found = /^\/api\/cases\/([^/]+)\/verbs\/([^/]+)$/.exec(item.path);
  const [, caseId, verb] = found ?? [];
  if (caseId === undefined || verb === undefined) return [];
  return [
    {
      commandId: item.commandId,
      caseId: decodeURIComponent(caseId),
      verb: decodeURIComponent(verb),
      title: item.title,
      body: item.body as unknown as WaitingBody,
      photoCount: item.photos.length,
      createdAt: item.createdAt,
      refusal: item.refusal,
    },
  ];
}

function asWrite(item: OutboxItem): WaitingWrite[] {
  const [, gatheringId] = /^\/api\/gatherings\/([^/]+)\//.exec(item.path) ?? [];
  if (gatheringId === undefined) return [];
  const { commandId, path, title, body, createdAt, refusal } = item;
  return [{ commandId, gatheringId: decodeURIComponent(gatheringId), path, title, body, createdAt, refusal }];
}

/** A write about a gathering that found no signal goes by itself later. */
export async function waitWithWrite(one: {
  commandId: string;
  city: string;
  person: string;
  path: string;
  method?: 'PUT';
  title: string;
  body: Record<string, unknown>;
}): Promise<void> {
  await theOutbox().put({ ...one, photos: [], purpose: gatheringPurpose });
}

export function useWaitingWrites(): WaitingWrite[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => writes,
  );
}

/** Tells of every write about a gathering that the server has taken. Returns the function that stops it. */
export function onWriteSent(listener: (commandId: string, reply: unknown) => void): () => void {
  writeListeners.add(listener);
  return () => writeListeners.delete(listener);
}

export async function waitWith(one: {
  commandId: string;
  city: string;
  person: string;
  caseId: string;
  verb: string;
  title: string;
  body: WaitingBody;
  photos: Blob[];
}): Promise<void> {
  await theOutbox().put({
    commandId: one.commandId,
    city: one.city,
    person: one.person,
    path: verbPath(one.caseId, one.verb),
    body: { ...one.body },
    photos: one.photos.map(
      (blob): OutboxPhoto => ({ key: newCommandId(), blob, photoId: null, uploadUrl: null }),
    ),
    title: one.title,
    purpose,
  });
}

export async function photosOfWaiting(commandId: string): Promise<Blob[]> {
  const items = await theOutbox().list();
  return items.find((item) => item.commandId === commandId)?.photos.map((photo) => photo.blob) ?? [];
}

export function giveUpWaiting(commandId: string): Promise<void> {
  return theOutbox().remove(commandId);
}

export function sendWaiting(): Promise<void> {
  return theOutbox().flush();
}

/** Tries at once, also what had been put off. */
export async function sendWaitingNow(): Promise<void> {
  const due = [...snapshot, ...writes].filter((one) => one.refusal === null);
  for (const one of due) await theOutbox().retry(one.commandId);
  await theOutbox().flush();
}

const sweepMs = 15_000;

/** Looks after the waiting deeds for as long as the console is open. */
export function tendWaiting(personId: string, onSent: (reply: CaseReply) => void): () => void {
  person = personId;
  sentListeners.add(onSent);
  void look().then(() => sendWaiting());
  const again = () => void sendWaitingNow();
  const sweep = setInterval(() => {
    if ([...snapshot, ...writes].some((one) => one.refusal === null)) void sendWaiting();
  }, sweepMs);
  const seen = () => {
    if (!document.hidden) void sendWaiting();
  };
  window.addEventListener('online', again);
  document.addEventListener('visibilitychange', seen);
  // The browser does not always notice: an answer to anything says it, too.
  const forget = onReachable(() => {
    if (isReachable()) again();
  });
  return () => {
    forget();
    sentListeners.delete(onSent);
    clearInterval(sweep);
    window.removeEventListener('online', again);
    document.removeEventListener('visibilitychange', seen);
  };
}

export function useWaiting(): WaitingVerb[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

export function useWaitingOf(caseId: string): WaitingVerb | undefined {
  return useWaiting().find((one) => one.caseId === caseId);
}
