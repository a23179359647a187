/** Files on their way in, in the data folder until nobody asks for them any more. */
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importLimitBytes } from '@linli/contract';
import type { Config } from '../../../platform/config.ts';
import { problem } from '../../../platform/http/index.ts';

const freeBytesAtLeast = 512 * 1024 * 1024;

export interface ReceivedFile {
  path: string;
  sizeBytes: number;
  sha256: Buffer;
}

export interface ImportFiles {
  path(tenantId: number, importId: string): string;
  /** To a name of its own; it becomes an import's by `keep`, or is taken away by `drop`. */
  receive(content: Readable): Promise<ReceivedFile>;
  keep(received: ReceivedFile, tenantId: number, importId: string): Promise<void>;
  drop(path: string): Promise<void>;
  /** Takes away what is older than `before`, whatever became of it. */
  removeBefore(before: Date): Promise<number>;
}

export function importFiles({ dataFolder }: Pick<Config, 'dataFolder'>): ImportFiles {
  const folder = join(dataFolder, 'imports');
  const path = (tenantId: number, importId: string): string => join(folder, `${tenantId}-${importId}`);
  return {
    path,
    async receive(content) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await statfs(folder);
      // Files must never take the room that the database needs.
      if (bavail * bsize < freeBytesAtLeast) throw problem('not-available', { retryAfterSeconds: 600 });
      const draft = join(folder, `draft-${randomBytes(12).toString('hex')}`);
      const hash = createHash('sha256');
      let sizeBytes = 0;
      try {
        await pipeline(
          content,
          async function* (chunks: AsyncIterable<Buffer>) {
            for await (const chunk of chunks) {
              sizeBytes += chunk.length;
              if (sizeBytes > importLimitBytes) throw problem('file-too-large', { data: { limit: '50 MB' } });
              hash.update(chunk);
              yield chunk;
            }
          },
          createWriteStream(draft, { mode: 0o600 }),
        );
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      return { path: draft, sizeBytes, sha256: hash.digest() };
    },
    keep: (received, tenantId, importId) => rename(received.path, path(tenantId, importId)),
    drop: (file) => rm(file, { force: true }),
    async removeBefore(before) {
      const names = await readdir(folder).catch(() => []);
      let removed = 0;
      for (const name of names) {
        const file = join(folder, name);
        const { mtime } = await stat(file).catch(() => ({ mtime: new Date() }));
        if (mtime >= before) continue;
        await rm(file, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}
