/** Accepts a plan: from a day on its grids and duties are in force. Today: at once; later: when the day has come. */
import type { AcceptPlan } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { publishPlan } from '../live.ts';
import { maySee, requireAdministrator, requirePlanner } from '../policy.ts';
import { findObstacles, putInForce } from '../put-in-force.ts';
import { findPlan, hasAccepted } from '../store.ts';
import { today } from '../today.ts';

export async function acceptPlan(
  deps: Deps,
  viewer: Viewer,
  planId: string,
  { commandId, from }: z.output<typeof AcceptPlan>,
): Promise<string> {
  requirePlanner(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return once(deps, viewer, { commandId, verb: 'accept-plan', target: `${planId} ${from}` }, async (tx) => {
    const one = await findPlan(tx, planId, { lock: true });
    if (!one || !maySee(viewer, one.compoundCode)) throw problem('not-found');
    requireAdministrator(model, viewer, one.compoundCode);
    const at = deps.clock.now();
    const day = today(model, at);
    if (from < day) {
      const message = { zh: '开始日期不能早于今天', en: 'It cannot begin before today' };
      throw problem('field-invalid', { detail: message, errors: [{ at: '/from', message }] });
    }
    if (one.state !== 'proposed') throw problem('plan-state', { current: { state: one.state } });
    if (await hasAccepted(tx, one.compoundCode)) {
      throw problem('plan-state', {
        detail: {
          zh: '这个小区已有一个通过的方案等待生效，请先撤销它。',
          en: 'Another accepted plan of this compound waits for its day. Cancel that one first.',
        },
      });
    }
    const found = await findObstacles(tx, model, one, from);
    if (!found || found.changed.length > 0) {
      const changed = found?.changed ?? [];
      const words = (language: 'zh' | 'en', between: string) =>
        changed.map(({ message }) => message[language]).join(between);
      throw problem('plan-stale', {
        current: { state: one.state, changed },
        detail: { zh: `${words('zh', '')}请重新规划。`, en: `${words('en', ' ')} Plan again.` },
      });
    }
    const post = viewer.posts.find(
      ({ abilities, areas }) =>
        abilities.includes('administer') && areas.some((area) => one.compoundCode.startsWith(area)),
    );
    if (from === day) await putInForce(tx, model, found, day);
    await tx.query(
      `UPDATE plans SET state = $3, accepted_at = $4, accepted_by_person_id = $5, accepted_by_post_id = $6, in_force_from = $7
        WHERE tenant_id = $1 AND plan_id = $2`,
      [
        tx.tenantId,
        planId,
        from === day ? 'in-force' : 'accepted',
        at,
        viewer.personId,
        post?.postId ?? null,
        from,
      ],
    );
    tx.afterCommit(() => {
      publishPlan(deps, tx.tenantId, planId);
      if (from === day) deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: {} });
    });
    return planId;
  });
}
