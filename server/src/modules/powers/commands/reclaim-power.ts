/** Takes an item back: from a day on, today at the earliest, it is somebody else's. What was so until then stays so. */
import type { PowerReply, ReclaimPower } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { spanOn } from '../in-force.ts';
import { requirePost, requireReach, signatureOf, today } from '../policy.ts';
import { replyOf } from '../reply.ts';
import { addPowerRow, findPowers, lockPowers, movePowersVersion, wordsOf } from '../store.ts';
import { checkOrgKind } from './enter-power.ts';

export async function reclaimPower(
  deps: Deps,
  viewer: Viewer,
  powerId: string,
  words: z.output<typeof ReclaimPower>,
): Promise<PowerReply> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  const day = today(model, now);
  const command = { commandId: words.commandId, verb: 'reclaim-power', target: powerId } as const;
  return once(deps, viewer, command, async (tx) => {
    await lockPowers(tx);
    const [power] = await findPowers(tx, powerId);
    if (power === undefined) throw problem('not-found');
    const from = words.from ?? day;
    const row = spanOn(power.rows, from)?.row;
    const areaCode = (row ?? power.rows.at(-1))?.areaCode ?? model.jurisdiction;
    requireReach(model, viewer, areaCode);
    if (from < day) {
      throw fieldProblem('/from', {
        zh: '最早从今天起收回：已经办过的事项不受影响',
        en: 'Today at the earliest: what was done until now stays as it was',
      });
    }
    if (row === undefined) {
      throw fieldProblem('/from', {
        zh: `${from} 这一天它不在任何清单中`,
        en: `It is in no list on ${from}`,
      });
    }
    if (row.list === 'taken-back') {
      throw fieldProblem('/from', {
        zh: `已于 ${row.validFrom} 收回（依据：${row.basis}）`,
        en: `It was taken back on ${row.validFrom} already (${row.basis})`,
      });
    }
    checkOrgKind(model, '/lead', words.lead);
    const { lead, basis, reason } = words;
    const taken = { ...wordsOf(row), list: 'taken-back', lead, basis, reason } as const;
    const by = await signatureOf(tx, model, viewer, areaCode, now);
    await addPowerRow(tx, powerId, { ...taken, validFrom: from, validTo: null, replaces: null }, by);
    await movePowersVersion(tx);
    return replyOf(tx, model, viewer, powerId, day);
  });
}
