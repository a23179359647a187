/** Enters who owns a home, from a day on. */
import type { EnterOwnership } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../../platform/deps.ts';
import { problem } from '../../../../platform/http/index.ts';
import { modelsOf } from '../../../models/index.ts';
import { once, type Viewer } from '../../../people/index.ts';
import { fieldProblem } from '../../field-problem.ts';
import { today } from '../../today.ts';
import { newOwnership } from '../owner-keys.ts';
import { homeLevelOf, requireKeeper } from '../policy.ts';
import { findHome, insertOwnerships, saveHomeAreas } from '../store.ts';

export async function enterOwnership(
  deps: Deps,
  viewer: Viewer,
  words: z.output<typeof EnterOwnership>,
): Promise<string> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireKeeper(model, viewer, words.homeCode);
  const { commandId, homeCode } = words;
  return once(deps, viewer, { commandId, verb: 'enter-ownership', target: homeCode }, async (tx) => {
    const at = deps.clock.now();
    const from = words.from ?? today(model, at);
    const home = await findHome(tx, { homeCode, homeLevel: homeLevelOf(model), day: from, lock: true });
    if (!home)
      throw problem('unknown-area', {
        errors: [{ at: '/homeCode', message: { zh: '没有这套房屋', en: 'There is no such home' } }],
      });
    if (words.personId !== undefined) {
      const { rowCount } = await tx.query('SELECT FROM people WHERE tenant_id = $1 AND person_id = $2', [
        tx.tenantId,
        words.personId,
      ]);
      if (rowCount === 0)
        throw fieldProblem('/personId', { zh: '没有这位人员', en: 'There is no such person' });
    }
    const hasVoter = home.owners.some(({ isVoter }) => isVoter);
    const isVoter = words.isVoter ?? !hasVoter;
    const one = newOwnership(deps.secrets, tx.tenantId, words, { from, isVoter });
    if (home.owners.some(({ ownerIndex }) => ownerIndex.equals(one.ownerIndex))) {
      throw fieldProblem('/name', { zh: '这位业主已登记', en: 'This owner is registered already' });
    }
    if (isVoter && hasVoter) {
      await tx.query('UPDATE ownerships SET is_voter = false WHERE tenant_id = $1 AND home_code = $2', [
        tx.tenantId,
        homeCode,
      ]);
    }
    await insertOwnerships(tx, [one], { at, personId: viewer.personId });
    if (words.area) await saveHomeAreas(tx, [{ code: homeCode, ...words.area }], at);
    return homeCode;
  });
}
