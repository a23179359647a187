/** Where the pictures themselves lie. Behind an interface of a few words, so that a bucket can take the disk's place. */
import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface PhotoKey {
  tenantId: number;
  photoId: string;
}

export const photoSizes = ['full', 'thumbnail'] as const;
export type PhotoSize = (typeof photoSizes)[number];

export interface PhotoFiles {
  /** After this, both sizes are there whole and outlast a power failure. Doing it again changes nothing. */
  keep(photo: PhotoKey, pictures: Record<PhotoSize, Uint8Array>): Promise<void>;
  /** The same picture for other photos, without storing its bytes again where the storage can do that. */
  copy(photo: PhotoKey, photoIds: readonly string[]): Promise<void>;
  read(photo: PhotoKey, size: PhotoSize): Promise<{ sizeBytes: number; content: Readable } | undefined>;
  /** Both sizes; fine when they are not there. */
  remove(photo: PhotoKey): Promise<void>;
  /** Everything kept before an instant of the storage's own clock, in batches. */
  keptBefore(tenantId: number, instant: Date): AsyncIterable<string[]>;
}

/** `FOLDER/TENANT/xx/PHOTO.jpg` and `PHOTO.thumbnail.jpg`, spread over 256 folders by the end of the id. */
export function photoFilesOnDisk(folder: string): PhotoFiles {
  const folderOf = (tenantId: number, photoId: string) => join(folder, String(tenantId), photoId.slice(-2));
  const pathOf = ({ tenantId, photoId }: PhotoKey, size: PhotoSize) =>
    join(folderOf(tenantId, photoId), `${photoId}${suffixes[size]}`);
  return {
    async keep(photo, pictures) {
      const into = folderOf(photo.tenantId, photo.photoId);
      await mkdir(into, { recursive: true, mode: 0o700 });
      await Promise.all(photoSizes.map((size) => writeWhole(pathOf(photo, size), pictures[size])));
      await syncFolder(into);
    },

    async copy(photo, photoIds) {
      const into = new Set(photoIds.map((photoId) => folderOf(photo.tenantId, photoId)));
      await Promise.all([...into].map((path) => mkdir(path, { recursive: true, mode: 0o700 })));
      for (const photoId of photoIds) {
        for (const size of photoSizes) {
          await linkOrCopy(pathOf(photo, size), pathOf({ tenantId: photo.tenantId, photoId }, size));
        }
      }
      await Promise.all([...into].map(syncFolder));
    },

    async read(photo, size) {
      const path = pathOf(photo, size);
      const found = await stat(path).catch(orUndefined);
      return found && { sizeBytes: found.size, content: createReadStream(path) };
    },

    async remove(photo) {
      await Promise.all(photoSizes.map((size) => rm(pathOf(photo, size), { force: true })));
    },

    async *keptBefore(tenantId, instant) {
      const top = join(folder, String(tenantId));
      for (const part of (await readdir(top).catch(orUndefined)) ?? []) {
        const old = new Set<string>();
        for (const name of (await readdir(join(top, part)).catch(orUndefined)) ?? []) {
          const found = await stat(join(top, part, name)).catch(orUndefined);
          if (found === undefined || found.mtime >= instant) continue;
          if (name.endsWith('.draft')) await rm(join(top, part, name), { force: true });
          else if (/^[0-9a-f-]{36}\./.test(name)) old.add(name.slice(0, 36));
        }
        if (old.size > 0) yield [...old];
      }
    },
  };
}

const suffixes: Record<PhotoSize, string> = { full: '.jpg', thumbnail: '.thumbnail.jpg' };

/** Readers see the old file or the whole new one, also after the machine stopped in the middle. */
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}.draft`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

/** A name is on the disk only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and keeps names without being asked.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    // A file system without links, or one name too many for this file.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EMLINK' && code !== 'ENOSYS') throw error;
    await copyFile(from, to);
  }
}

function orUndefined(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
