import type { Tx } from '../../platform/db/index.ts';
import type { TemplateName } from './templates.ts';

/** Which messages that wait to leave have lost their reason: who has voted meanwhile need not be reminded. */
export interface TakenBack {
  template: TemplateName;
  about: { noun: 'gathering' | 'ballot'; id: string };
  /** Absent: everybody's. */
  personIds?: readonly string[];
}

/** What has left, and what stands in the application, stays. */
export async function takeBack(tx: Tx, { template, about, personIds }: TakenBack): Promise<void> {
  await tx.query(
    `UPDATE messages SET status = 'withdrawn'
      WHERE tenant_id = $1 AND status = 'waiting' AND about_id = $2 AND about_noun = $3 AND template = $4
        AND ($5::uuid[] IS NULL OR person_id = ANY ($5::uuid[]))`,
    [tx.tenantId, about.id, about.noun, template, personIds ?? null],
  );
}
