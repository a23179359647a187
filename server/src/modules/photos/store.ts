/** Rows of photos, and the pictures behind them. */
import { join } from 'node:path';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type PhotoFiles, photoFilesOnDisk } from './photo-files.ts';
import type { Picture } from './read-picture.ts';

export interface PhotoRow {
  photoId: string;
  /** Null until a case or a ballot names it; then it lives as long as that. */
  caseId: string | null;
  /** Where it stands there; null: nowhere yet. */
  field: string | null;
  /** Person or device that sent it. */
  sender: string;
  sha256: Buffer;
  width: number;
  height: number;
  takenAt: string | null;
}

export interface NewPhoto {
  photoId: string;
  sender: string;
  createdAt: string;
  caseId?: string | null;
  /** `asks` key of the case's kind, or `station.field`; of a ballot `ballot`. */
  field?: string | null;
  /** Default: what the picture's file said. */
  takenAt?: string | null;
}

export function photoFilesOf(deps: Pick<Deps, 'config'>): PhotoFiles {
  return photoFilesOnDisk(join(deps.config.dataFolder, 'photos'));
}

/**
 * Keeps one picture for one photo or several (a drawing used in many cases of a demo city is stored once). The files
 * are there before the rows are: a row never points at nothing. Files of a transaction that fails are taken away by
 * the task `photos.remove-stray`. Photos that are there already stay as they are.
 */
export async function storePhoto(
  deps: Pick<Deps, 'config'>,
  tx: Tx,
  picture: Picture,
  photos: readonly NewPhoto[],
): Promise<void> {
  const [first, ...others] = photos;
  if (first === undefined) return;
  const files = photoFilesOf(deps);
  const original = { tenantId: tx.tenantId, photoId: first.photoId };
  await files.keep(original, picture);
  await files.copy(
    original,
    others.map(({ photoId }) => photoId),
  );
  await tx.query(
    `INSERT INTO photos (tenant_id, photo_id, case_id, field, sender, sha256, width, height, size_bytes, taken_at, created_at)
     SELECT $1, photo."photoId", photo."caseId", photo.field, photo.sender, $3, $4, $5, $6, photo."takenAt", photo."createdAt"
       FROM json_to_recordset($2::json) AS photo ("photoId" uuid, "caseId" uuid, field text, sender text,
                                                  "takenAt" timestamptz, "createdAt" timestamptz)
     ON CONFLICT DO NOTHING`,
    [
      tx.tenantId,
      JSON.stringify(photos.map((photo) => ({ ...photo, takenAt: photo.takenAt ?? picture.takenAt }))),
      picture.sha256,
      picture.width,
      picture.height,
      picture.full.length,
    ],
  );
}

export async function findPhoto(tx: Tx, photoId: string): Promise<PhotoRow | undefined> {
  const { rows } = await tx.query<PhotoRow>(
    `SELECT photo_id AS "photoId", case_id AS "caseId", field, sender, sha256, width, height, taken_at AS "takenAt"
       FROM photos WHERE tenant_id = $1 AND photo_id = $2`,
    [tx.tenantId, photoId],
  );
  return rows[0];
}

/** Deletes some photos that no case has named since `before`; gives their ids. */
export async function deleteUnused(tx: Tx, before: string, most: number): Promise<string[]> {
  const { rows } = await tx.query<{ photoId: string }>(
    `DELETE FROM photos
      WHERE tenant_id = $1 AND case_id IS NULL AND photo_id IN (
        SELECT photo_id FROM photos
         WHERE tenant_id = $1 AND case_id IS NULL AND created_at < $2 ORDER BY created_at LIMIT $3)
     RETURNING photo_id AS "photoId"`,
    [tx.tenantId, before, most],
  );
  return rows.map(({ photoId }) => photoId);
}

/** Which of these have no row. */
export async function withoutRow(tx: Tx, photoIds: readonly string[]): Promise<string[]> {
  const { rows } = await tx.query<{ photoId: string }>(
    'SELECT photo_id AS "photoId" FROM photos WHERE tenant_id = $1 AND photo_id = ANY ($2::uuid[])',
    [tx.tenantId, photoIds],
  );
  const known = new Set(rows.map(({ photoId }) => photoId));
  return photoIds.filter((photoId) => !known.has(photoId));
}
