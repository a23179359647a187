/** Enters exclusive areas of homes, whoever owns them: a home without one keeps a roll from being made. */
import type { EnterHomeAreas, EnterHomeAreasReply } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../../platform/deps.ts';
import { problem } from '../../../../platform/http/index.ts';
import { modelsOf } from '../../../models/index.ts';
import { once, type Viewer } from '../../../people/index.ts';
import { today } from '../../today.ts';
import { homeLevelOf, requireKeeper } from '../policy.ts';
import { homesWithOwners, saveHomeAreas } from '../store.ts';

const faultsShown = 50;

export async function enterHomeAreas(
  deps: Deps,
  viewer: Viewer,
  { commandId, compound, homes }: z.output<typeof EnterHomeAreas>,
): Promise<z.output<typeof EnterHomeAreasReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireKeeper(model, viewer, compound);
  return once(deps, viewer, { commandId, verb: 'enter-home-areas', target: compound }, async (tx) => {
    const at = deps.clock.now();
    const there = await homesWithOwners(tx, {
      areaCode: compound,
      homeLevel: homeLevelOf(model),
      day: today(model, at),
    });
    const known = new Map(there.map((home) => [home.code, home]));
    const faults = homes.flatMap(({ homeCode }, index) =>
      known.has(homeCode)
        ? []
        : [
            {
              at: `/homes/${index}/homeCode`,
              message: { zh: `这里没有房屋 ${homeCode}`, en: `There is no home ${homeCode} here` },
            },
          ],
    );
    if (faults.length > 0) throw problem('invalid-input', { errors: faults.slice(0, faultsShown) });
    // A home named twice has one area: the last that was written.
    const last = new Map(homes.map(({ homeCode, ...area }) => [homeCode, { code: homeCode, ...area }]));
    // The same table brought in again writes nothing.
    const changed = [...last.values()].filter(({ code, areaDm2, source }) => {
      const home = known.get(code);
      return home?.areaDm2 !== areaDm2 || home.source !== source;
    });
    const entered = await saveHomeAreas(tx, changed, at);
    return { entered, kept: changed.length - entered };
  });
}
