/**
 * A look behind the mask: who reported, and at which number they are reached. Each look is logged before it is granted,
 * and the person concerned reads it; asked twice it is logged twice, because it was looked at twice.
 */
import { randomUUID } from 'node:crypto';
import { listed, type RevealReply, type RevealRequest } from '@linli/contract';
import type { z } from 'zod';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import type { Viewer } from '../../people/index.ts';
import { findCase, findPersonName } from '../find-case.ts';
import { followerKeys, postWith, relationTo } from '../policy.ts';
import { phoneOf } from '../show.ts';

export async function revealReporter(
  deps: Deps,
  viewer: Viewer,
  caseId: string,
  { reason }: z.output<typeof RevealRequest>,
): Promise<z.output<typeof RevealReply>> {
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const found = await findCase(tx, caseId, { followerKeys: followerKeys(viewer) }, 'to show');
    if (!found) throw problem('not-found');
    const model = await modelsOf(deps).version(tx.tenantId, found.state.modelVersion);
    const relation = relationTo(model, viewer, found, found.follows);
    if (relation.sight !== 'full') throw problem('not-found');
    const post = postWith(relation, 'reveal');
    if (post === undefined || viewer.personId === null) {
      const roles = Object.values(model.roles).filter(({ can }) => can.includes('reveal'));
      throw problem('forbidden', {
        labels: { who: listed(roles.map(({ title }) => title)) },
      });
    }
    const { reporterId } = found.state;
    if (reporterId === null && found.deviceHash === null) return { name: null, phone: null };
    const [name] = await Promise.all([
      findPersonName(tx, reporterId),
      tx.query(
        `INSERT INTO reveals (tenant_id, reveal_id, person_id, device_hash, field, by_person_id, by_post_id, case_id, reason, at)
         VALUES ($1, $2, $3, $4, 'reporter', $5, $6, $7, $8, $9::timestamptz)`,
        [
          tx.tenantId,
          randomUUID(),
          reporterId,
          reporterId === null ? found.deviceHash : null,
          viewer.personId,
          post.postId,
          caseId,
          reason,
          deps.clock.now(),
        ],
      ),
    ]);
    return { name, phone: phoneOf(deps, tx.tenantId, found) };
  });
}
