/**
 * Files on their way, by tus 1.0: sent in pieces, and gone on with where they broke off. The protocol is the
 * library's; whose an upload is, how large it may be and how long it may take is ours.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { systemClock } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { isSameHash } from '../../platform/secrets/index.ts';
import { uploadLimitBytes } from './read-picture.ts';
import { uploadLocks } from './upload-locks.ts';

export const uploadsPath = '/api/uploads';
/** Unfinished, or finished and never exchanged for a photo. */
export const uploadHours = 24;
const freeBytesAtLeast = 512 * 1024 * 1024;

export interface UploadRequest {
  method: string;
  /** Empty when one is to be created: then `newUploadId` says how it will be called. */
  uploadId: string | undefined;
  newUploadId?: string;
  headers: Record<string, string | string[] | undefined>;
  body: Readable | undefined;
}

export interface UploadReply {
  status: number;
  headers: [string, string][];
}

export interface Uploads {
  /** Answers by the protocol; throws a problem for every refusal. The upload must be the sender's (see `uploadKeys`). */
  answer(request: UploadRequest): Promise<UploadReply>;
  /** Undefined when there is none, or when its time is over. */
  find(uploadId: string): Promise<{ isComplete: boolean } | undefined>;
  read(uploadId: string): Promise<Buffer>;
  remove(uploadId: string): Promise<void>;
  /** Takes away what is older than it may be. Gives how many. */
  removeExpired(): Promise<number>;
}

/** Headers of the protocol; nothing else of a request concerns the library. */
const protocolHeaders = /^(tus-|upload-|content-type$|content-length$)/;

export function openUploads(deps: Pick<Deps, 'config' | 'clock'>): Uploads {
  const folder = join(deps.config.dataFolder, 'uploads');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new FileStore({ directory: folder });
  // The size must be known from the start, so that what is too large is refused before anything is sent. Expiry is
  // ours, because it goes by the house's clock.
  files.extensions = ['creation', 'creation-with-upload', 'termination'];
  const tus = new Server({
    path: uploadsPath,
    datastore: files,
    maxSize: uploadLimitBytes,
    // Whatever proxies stand in front, the browser knows better where it is.
    relativeLocation: true,
    allowedOrigins: [],
    locker: uploadLocks(),
    // How long a request that was asked to end may still take in what is on the wire.
    lockDrainTimeout: 500,
    namingFunction: (request) => request.headers.get(newIdHeader) ?? '',
    onUploadCreate: async (_request, upload) => {
      // Photos must never take the room that the database needs.
      const { bavail, bsize } = await statfs(folder);
      if (bavail * bsize < freeBytesAtLeast) throw { status_code: 507, body: '' };
      upload.creation_date = deps.clock.now();
      return {};
    },
  });
  const pathOf = (uploadId: string) => join(folder, uploadId);
  const isExpired = (createdAt: string, now = deps.clock.now()) =>
    Date.parse(now) - Date.parse(createdAt) > uploadHours * 3_600_000;

  const uploads: Uploads = {
    async answer({ method, uploadId, newUploadId, headers, body }) {
      if (uploadId !== undefined && (await uploads.find(uploadId)) === undefined) throw problem('not-found');
      const passed = new Headers(newUploadId === undefined ? {} : { [newIdHeader]: newUploadId });
      for (const [name, value] of Object.entries(headers)) {
        if (typeof value === 'string' && protocolHeaders.test(name)) passed.set(name, value);
      }
      const response = await tus.handleWeb(
        new Request(`http://uploads${uploadsPath}${uploadId === undefined ? '' : `/${uploadId}`}`, {
          method,
          headers: passed,
          ...(body === undefined ? {} : { body: onDemand(body), duplex: 'half' as const }),
        }),
      );
      if (response.status >= 400) throw refusalOf(response.status);
      return {
        status: response.status,
        // Only our own pages may use this, and the house says what they may do.
        headers: [...response.headers].filter(([name]) => !name.startsWith('access-control-')),
      };
    },

    async find(uploadId) {
      const note = await readNote(`${pathOf(uploadId)}.json`);
      const file = await stat(pathOf(uploadId)).catch(() => undefined);
      if (note === undefined || file === undefined || isExpired(note.createdAt)) return undefined;
      return { isComplete: file.size === note.size };
    },

    read: (uploadId) => readFile(pathOf(uploadId)),

    async remove(uploadId) {
      // The note last: what is left after a crash in between is found by it.
      await rm(pathOf(uploadId), { force: true });
      await rm(`${pathOf(uploadId)}.json`, { force: true });
    },

    async removeExpired() {
      const ids = new Set((await readdir(folder)).map((name) => name.replace(/\.json$/, '')));
      let removed = 0;
      for (const uploadId of ids) {
        const note = await readNote(`${pathOf(uploadId)}.json`);
        // Without a note (the machine stopped in the middle) only the file's date is left to go by, and that is the
        // machine's.
        const isOver =
          note === undefined
            ? isExpired(
                (await dateOf(pathOf(uploadId))) ?? (await dateOf(`${pathOf(uploadId)}.json`)) ?? '',
                systemClock.now(),
              )
            : isExpired(note.createdAt);
        if (!isOver) continue;
        await uploads.remove(uploadId);
        removed += 1;
      }
      return removed;
    },
  };
  return uploads;
}

const newIdHeader = 'linli-upload-id';

/** How the refusals of the protocol are told here; tus clients go by the status. */
function refusalOf(status: number): Error {
  if (status === 404 || status === 410) return problem('not-found');
  // Somebody (most often the same phone, before it lost the network) has sent more than this request believes.
  if (status === 409) return problem('upload-incomplete');
  if (status === 412) return problem('upload-protocol');
  if (status === 413) return problem('body-too-large');
  if (status >= 500 && status !== 501) return problem('not-available', { retryAfterSeconds: 5 });
  return problem('bad-request');
}

/**
 * Begins to read only when somebody wants to. A body that was begun and then left alone would block its connection for
 * the requests after it; one that was not is thrown away by the server itself.
 */
function onDemand(body: Readable): ReadableStream<Uint8Array> {
  let pieces: AsyncIterator<Uint8Array> | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        pieces ??= body[Symbol.asyncIterator]();
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces?.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

/** What the library keeps beside each file. */
async function readNote(path: string): Promise<{ size: number; createdAt: string } | undefined> {
  try {
    const note = JSON.parse(await readFile(path, 'utf8')) as { size?: unknown; creation_date?: unknown };
    if (typeof note.size !== 'number' || typeof note.creation_date !== 'string') return undefined;
    return { size: note.size, createdAt: note.creation_date };
  } catch {
    return undefined;
  }
}

async function dateOf(path: string): Promise<string | undefined> {
  const file = await stat(path).catch(() => undefined);
  return file?.mtime.toISOString();
}

/**
 * Upload ids carry a keyed mark of who may go on with them, so that whose an upload is needs no look-up, and an id of
 * somebody else's is an id of nothing.
 */
export interface UploadKeys {
  newId(owner: string): string;
  isOf(uploadId: string, owner: string): boolean;
  /** The photo an upload becomes, however often it is asked for. */
  photoIdOf(uploadId: string): string;
}

export function uploadKeys({ secrets }: Pick<Deps, 'secrets'>, tenantId: number): UploadKeys {
  const mark = (random: string, owner: string) =>
    secrets.hashToken(`upload of ${tenantId}`, `${random}:${owner}`).subarray(0, 16);
  return {
    newId(owner) {
      const random = randomBytes(16).toString('hex');
      return random + mark(random, owner).toString('hex');
    },
    isOf: (uploadId, owner) =>
      isSameHash(Buffer.from(uploadId.slice(32), 'hex'), mark(uploadId.slice(0, 32), owner)),
    photoIdOf(uploadId) {
      const bytes = Buffer.from(secrets.hashToken(`photo of ${tenantId}`, uploadId).subarray(0, 16));
      // RFC 9562 version 8: sixteen bytes of one's own making.
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
  };
}

/** What an upload id looks like; anything else is no upload. */
export const uploadIdPattern = /^[0-9a-f]{64}$/;
