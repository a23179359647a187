import type { PhotoReply } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { readPicture } from '../read-picture.ts';
import { findPhoto, storePhoto } from '../store.ts';
import { type Uploads, uploadKeys } from '../uploads.ts';

type Reply = z.infer<typeof PhotoReply>;

export interface FinishingPhoto {
  tenantId: number;
  timeZone: string;
  uploadId: string;
  sender: string;
}

/**
 * A complete upload becomes a photo. The upload, which may say where somebody lives, is gone afterwards: also when it
 * was refused. Asking again gives the same photo, but not its position, which is kept nowhere.
 */
export async function finishPhoto(
  deps: Deps,
  uploads: Uploads,
  { tenantId, timeZone, uploadId, sender }: FinishingPhoto,
): Promise<Reply> {
  const photoId = uploadKeys(deps, tenantId).photoIdOf(uploadId);
  const known = await inTenant(deps.db, tenantId, (tx) => findPhoto(tx, photoId), { readOnly: true });
  if (known) {
    await uploads.remove(uploadId);
    const { width, height, takenAt } = known;
    return { photoId, width, height, takenAt, position: null };
  }
  const upload = await uploads.find(uploadId);
  if (!upload) throw problem('not-found');
  if (!upload.isComplete) throw problem('upload-incomplete');
  const now = deps.clock.now();
  const picture = await readPicture(() => uploads.read(uploadId), { timeZone, now }).catch(
    async (error: unknown) => {
      if (isFinal(error)) await uploads.remove(uploadId);
      throw error;
    },
  );
  await inTenant(deps.db, tenantId, (tx) =>
    storePhoto(deps, tx, picture, [{ photoId, sender, createdAt: now }]),
  );
  await uploads.remove(uploadId);
  const { width, height, takenAt, position } = picture;
  return { photoId, width, height, takenAt, position };
}

/** Sending the same bytes again would be refused again. */
function isFinal(error: unknown): boolean {
  const status = (error as { status?: unknown }).status;
  return typeof status === 'number' && status < 500;
}
