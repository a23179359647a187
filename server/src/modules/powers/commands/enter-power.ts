/** Enters an item that the city's model does not declare. */
import type { EnterPower, PowerReply } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { areaNames } from '../../areas/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireReach, signatureOf, today } from '../policy.ts';
import { replyOf } from '../reply.ts';
import { addEvaluation, addPower, addPowerRow, lockPowers, movePowersVersion } from '../store.ts';

type Words = z.output<typeof EnterPower>;

export async function enterPower(deps: Deps, viewer: Viewer, words: Words): Promise<PowerReply> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const areaCode = words.areaCode ?? model.jurisdiction;
  requireReach(model, viewer, areaCode);
  const now = deps.clock.now();
  const day = today(model, now);
  const validFrom = words.validFrom ?? day;
  check(model, words, validFrom);
  const command = { commandId: words.commandId, verb: 'enter-power', target: null } as const;
  return once(deps, viewer, command, async (tx) => {
    await checkArea(tx, areaCode);
    await lockPowers(tx);
    const by = await signatureOf(tx, model, viewer, areaCode, now);
    const powerId = await addPower(tx, null, now);
    await addPowerRow(
      tx,
      powerId,
      {
        list: words.list,
        titleZh: words.title.zh,
        titleEn: words.title.en || words.title.zh,
        level: words.level,
        orgKind: words.orgKind ?? null,
        lead: words.lead ?? null,
        areaCode,
        categories: [...new Set(words.categories ?? [])],
        basis: words.basis,
        handedDown: words.handedDown || null,
        validFrom,
        validTo: words.validTo ?? null,
        replaces: null,
        reason: null,
      },
      by,
    );
    if (words.evaluateBy != null) {
      await addEvaluation(
        tx,
        powerId,
        { evaluatedOn: null, evaluateBy: words.evaluateBy, finding: null },
        by,
      );
    }
    await movePowersVersion(tx);
    return replyOf(tx, model, viewer, powerId, day);
  });
}

function check(model: Model, words: Words, validFrom: string): void {
  const level = model.levels.find(({ key }) => key === words.level);
  if (!level) {
    const allowed = model.levels.map(({ key }) => key).join(', ');
    throw fieldProblem('/level', {
      zh: `没有这个层级，可选：${allowed}`,
      en: `No such level. Choose one of: ${allowed}`,
    });
  }
  if (words.orgKind != null) {
    const kind = checkOrgKind(model, '/orgKind', words.orgKind);
    if (kind.level !== null && kind.level !== words.level) {
      throw fieldProblem('/orgKind', {
        zh: `“${kind.title.zh}”不是“${level.title.zh}”一级的组织`,
        en: `“${kind.title.en}” is no organisation of the level “${level.title.en}”`,
      });
    }
  }
  if (words.lead != null) checkOrgKind(model, '/lead', words.lead);
  else if (words.list === 'taken-back') {
    throw fieldProblem('/lead', {
      zh: '请写明收回后由哪类组织办理',
      en: 'Say which kind of organisation does it now',
    });
  }
  const unknown = (words.categories ?? []).filter((key) => !Object.hasOwn(model.problems, key));
  if (unknown.length > 0) {
    throw problem('unknown-category', {
      errors: [
        {
          at: '/categories',
          message: { zh: `没有：${unknown.join('、')}`, en: `Not known: ${unknown.join(', ')}` },
        },
      ],
    });
  }
  if (words.validTo != null && words.validTo < validFrom) {
    throw fieldProblem('/validTo', {
      zh: '结束日期早于开始日期',
      en: 'The end comes before the beginning',
    });
  }
  if (words.evaluateBy != null && words.evaluateBy < validFrom) {
    throw fieldProblem('/evaluateBy', {
      zh: '评估期限早于生效日期',
      en: 'The evaluation would be due before the item holds',
    });
  }
}

export function checkOrgKind(model: Model, at: string, key: string): Model['orgKinds'][string] {
  const kind = Object.hasOwn(model.orgKinds, key) ? model.orgKinds[key] : undefined;
  if (kind !== undefined) return kind;
  const allowed = Object.keys(model.orgKinds).join(', ');
  throw fieldProblem(at, {
    zh: `没有这类组织，可选：${allowed}`,
    en: `No such kind of organisation. Choose one of: ${allowed}`,
  });
}

async function checkArea(tx: Tx, areaCode: string): Promise<void> {
  if ((await areaNames(tx, [areaCode])).has(areaCode)) return;
  throw problem('unknown-area', {
    errors: [{ at: '/areaCode', message: { zh: '没有这个地点', en: 'No such place' } }],
  });
}
