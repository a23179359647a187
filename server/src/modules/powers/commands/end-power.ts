/** Ends an item: after its last day it is in no list, and routing no longer asks it. Also withdraws one that is to come. */
import type { EndPower, PowerReply } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { dayBefore, spansOf } from '../in-force.ts';
import { requirePost, requireReach, signatureOf, today } from '../policy.ts';
import { replyOf } from '../reply.ts';
import { addPowerRow, findPowers, lockPowers, movePowersVersion, wordsOf } from '../store.ts';

export async function endPower(
  deps: Deps,
  viewer: Viewer,
  powerId: string,
  words: z.output<typeof EndPower>,
): Promise<PowerReply> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  const day = today(model, now);
  const command = { commandId: words.commandId, verb: 'end-power', target: powerId } as const;
  return once(deps, viewer, command, async (tx) => {
    await lockPowers(tx);
    const [power] = await findPowers(tx, powerId);
    if (power === undefined) throw problem('not-found');
    const yesterday = dayBefore(day);
    const lastDay = words.lastDay ?? yesterday;
    const open = spansOf(power.rows).filter(({ to }) => to === null || to > lastDay);
    const areaCode = (open[0]?.row ?? power.rows.at(-1))?.areaCode ?? model.jurisdiction;
    requireReach(model, viewer, areaCode);
    if (lastDay < yesterday) {
      throw fieldProblem('/lastDay', {
        zh: '最早到昨天为止：已经过去的日子不能更改',
        en: 'Yesterday at the earliest: days that are gone stay as they were',
      });
    }
    if (open.length === 0) {
      throw fieldProblem('/lastDay', { zh: '它在那之前已经结束', en: 'It has ended before that day' });
    }
    const by = await signatureOf(tx, model, viewer, areaCode, now);
    for (const { row, from } of open) {
      const validTo = from > lastDay ? dayBefore(from) : lastDay;
      const { rowNumber: replaces } = row;
      await addPowerRow(
        tx,
        powerId,
        { ...wordsOf(row), validFrom: from, validTo, replaces, reason: words.reason },
        by,
      );
    }
    await movePowersVersion(tx);
    return replyOf(tx, model, viewer, powerId, day);
  });
}
