/** Photos become part of a case in the transaction that names them. */
import type { Tx } from '../../platform/db/index.ts';
import { problem } from '../../platform/http/index.ts';

export interface PhotosOfField {
  /** `asks` key, or `station.field`. */
  field: string;
  photoIds: readonly string[];
}

/** Refuses photos that somebody else sent, that belong to a case already, or that are not there. */
export async function attachPhotos(
  tx: Tx,
  senders: readonly string[],
  photos: readonly PhotosOfField[],
  caseId: string,
): Promise<void> {
  for (const { field, photoIds } of photos) {
    const { rowCount } = await tx.query(
      `UPDATE photos SET case_id = $2, field = $3
        WHERE tenant_id = $1 AND photo_id = ANY ($4::uuid[]) AND sender = ANY ($5) AND case_id IS NULL`,
      [tx.tenantId, caseId, field, photoIds.filter(isUuid), senders],
    );
    if (rowCount !== photoIds.length) {
      throw problem('field-invalid', {
        labels: {
          field: { zh: '照片', en: 'Photos' },
          problem: { zh: '中有找不到的，请重新上传', en: 'has some that are not found; upload them again' },
        },
        detail: {
          zh: '有照片没有找到，请重新上传后再提交。',
          en: 'A photo was not found. Upload it again, then send.',
        },
        errors: [{ at: '/photoIds', message: { zh: '照片没有找到', en: 'Photo not found' } }],
      });
    }
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
