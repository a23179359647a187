/** Who looked behind the mask at the viewer's data. Looking is logged before it is granted, and the person reads it here. */
import type { Reveals } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { readInTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { senderOf, type Viewer } from './viewer.ts';

interface RevealRow {
  revealId: string;
  field: string;
  byName: string;
  byRole: string | null;
  byOrgName: string | null;
  reason: string;
  caseId: string | null;
  caseNumber: string | null;
  at: string;
}

/** The newest 200, of the person and of the device that reports were sent from without an account. */
export async function myReveals(deps: Deps, model: Model, viewer: Viewer): Promise<z.output<typeof Reveals>> {
  // 401 for whoever is neither a person nor a device: nothing here can be theirs.
  senderOf(viewer);
  // The post is the one that was held then, whether it has ended since or not.
  const rows = await readInTenant<RevealRow>(
    deps.db,
    viewer.tenantId,
    `SELECT mine.reveal_id AS "revealId", mine.field, mine.reason, mine.case_id AS "caseId", mine.at,
            people.name AS "byName", posts.role AS "byRole", orgs.name AS "byOrgName", cases.number AS "caseNumber"
       FROM ((SELECT * FROM reveals WHERE tenant_id = $1 AND person_id = $2 ORDER BY at DESC, reveal_id LIMIT 200)
             UNION
             (SELECT * FROM reveals WHERE tenant_id = $1 AND device_hash = $3 ORDER BY at DESC, reveal_id LIMIT 200)) AS mine
       JOIN people ON people.tenant_id = $1 AND people.person_id = mine.by_person_id
       LEFT JOIN posts ON posts.tenant_id = $1 AND posts.post_id = mine.by_post_id
       LEFT JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
       LEFT JOIN cases ON cases.tenant_id = $1 AND cases.case_id = mine.case_id
      ORDER BY mine.at DESC, mine.reveal_id LIMIT 200`,
    [viewer.tenantId, viewer.personId, viewer.deviceHash],
  );
  return {
    reveals: rows.map(({ byRole, ...row }) => ({
      ...row,
      byRoleTitle: byRole === null ? null : (model.roles[byRole]?.title ?? { zh: byRole, en: byRole }),
    })),
  };
}
