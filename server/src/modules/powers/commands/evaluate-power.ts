/** Records an evaluation and the day of the next: what was handed down is evaluated regularly (行政处罚法 art. 24). */
import type { EvaluatePower, PowerReply } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { spanOn } from '../in-force.ts';
import { requirePost, requireReach, signatureOf, today } from '../policy.ts';
import { replyOf } from '../reply.ts';
import { addEvaluation, findPowers, lockPowers } from '../store.ts';

export async function evaluatePower(
  deps: Deps,
  viewer: Viewer,
  powerId: string,
  words: z.output<typeof EvaluatePower>,
): Promise<PowerReply> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const now = deps.clock.now();
  const day = today(model, now);
  const command = { commandId: words.commandId, verb: 'evaluate-power', target: powerId } as const;
  return once(deps, viewer, command, async (tx) => {
    await lockPowers(tx);
    const [power] = await findPowers(tx, powerId);
    if (power === undefined) throw problem('not-found');
    const evaluatedOn = words.evaluatedOn ?? day;
    const row = spanOn(power.rows, day)?.row;
    const areaCode = (row ?? power.rows.at(-1))?.areaCode ?? model.jurisdiction;
    requireReach(model, viewer, areaCode);
    if (row === undefined) {
      throw fieldProblem('/evaluatedOn', { zh: '它今天不在任何清单中', en: 'It is in no list today' });
    }
    const last = power.evaluations.findLast((one) => one.evaluatedOn !== null)?.evaluatedOn;
    if (evaluatedOn > day) {
      throw fieldProblem('/evaluatedOn', { zh: '评估日期不能晚于今天', en: 'Not later than today' });
    }
    if (last != null && evaluatedOn < last) {
      throw fieldProblem('/evaluatedOn', {
        zh: `上次评估在 ${last}，不能更早`,
        en: `Not before the last evaluation, which was on ${last}`,
      });
    }
    if (words.evaluateBy <= evaluatedOn) {
      throw fieldProblem('/evaluateBy', {
        zh: '下次评估须晚于这一次',
        en: 'The next evaluation comes after this one',
      });
    }
    const { evaluateBy, finding } = words;
    const by = await signatureOf(tx, model, viewer, areaCode, now);
    await addEvaluation(tx, powerId, { evaluatedOn, evaluateBy, finding }, by);
    return replyOf(tx, model, viewer, powerId, day);
  });
}
