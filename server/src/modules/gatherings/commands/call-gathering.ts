/** One that no series meant is called. */
import type { CallGathering, GatheringView } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { areaNames } from '../../areas/index.ts';
import { modelsOf } from '../../models/index.ts';
import { committeeOf } from '../../orgs/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { recordStep } from '../history.ts';
import { findHost, type Host } from '../host.ts';
import { hint } from '../live.ts';
import { addGathering } from '../new-gathering.ts';
import { mayNot, postAmong } from '../policy.ts';
import { requireRule } from '../rules.ts';
import { showGathering } from '../show-gathering.ts';
import { signatureOf } from '../sign.ts';
import { findGathering } from '../store.ts';

export async function callGathering(
  deps: Deps,
  viewer: Viewer,
  words: z.output<typeof CallGathering>,
): Promise<{ gathering: GatheringView }> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const rule = requireRule(model, words.kind);
  const command = { commandId: words.commandId, verb: 'gathering.call', target: words.orgId };
  const { gatheringId } = await once(deps, viewer, command, async (tx) => {
    const now = deps.clock.now();
    const host = await findHost(tx, model, words.orgId, now);
    if (host === undefined || !rule.hosts.includes(host.kind)) throw problem('not-found');
    const areaCode = words.areaCode ?? host.areaCode;
    const post = postAmong(viewer, rule.calledBy, { hostOrgId: words.orgId, areaCode: host.areaCode });
    if (post === null) throw mayNot(model, rule.calledBy);
    if (rule.openTo.of === 'committee') await requireCommittee(tx, model, host, now);
    const startsAt = new Date(words.startsAt).toISOString();
    if (startsAt <= now)
      throw fieldProblem('/startsAt', { zh: '请选择以后的时间', en: 'Choose a later time' });
    if (!areaCode.startsWith(host.areaCode) || !(await areaNames(tx, [areaCode])).has(areaCode)) {
      throw problem('unknown-area', {
        errors: [{ at: '/areaCode', message: { zh: '不在主办组织的范围内', en: 'Not where its host is' } }],
      });
    }
    const called = await addGathering(
      tx,
      model,
      rule,
      {
        hostOrgId: words.orgId,
        kind: words.kind,
        areaCode,
        place: words.place || null,
        titleZh: words.title?.zh ?? null,
        titleEn: words.title?.en || null,
        startsAt,
        lastsMinutes: words.lastsMinutes ?? null,
        capacity: words.capacity ?? null,
        seats: words.seats ?? null,
        reason: words.reason ?? null,
      },
      now,
    );
    const row = await findGathering(tx, called, 'to change');
    if (row === undefined) throw new Error('a gathering that was just called is not there');
    await recordStep(tx, row, {
      verb: 'call',
      at: now,
      by: await signatureOf(tx, model, viewer, post),
      reason: words.reason ?? null,
      changes: { startsAt, place: row.place },
      commandId: words.commandId,
    });
    hint(deps, tx, called);
    return { gatheringId: called };
  });
  return showGathering(deps, viewer, gatheringId);
}

/** Where the members are too few for a committee, what it would decide is for all of them. */
async function requireCommittee(tx: Tx, model: Model, host: Host, now: string): Promise<void> {
  const { from, members, isThere } = await committeeOf(tx, model, host, localDateOf(now, model.timeZone));
  if (isThere) return;
  throw problem('gathering-no-committee', {
    data: { from: from ?? 0 },
    ...(members === null
      ? {
          detail: {
            zh: '成员人数没有登记，不知道是否设委员会：请先在组织页登记正式成员人数。',
            en: 'How many members there are was never entered: enter it on the page of the organisation first.',
          },
        }
      : {}),
  });
}
