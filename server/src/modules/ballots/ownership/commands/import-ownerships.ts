/** Takes rows of a table into the register. All rows are looked at first; with one wrong, none is written. */
import { counted, type ImportOwnerships, type ImportOwnershipsReply, type Label } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../../platform/deps.ts';
import { problem } from '../../../../platform/http/index.ts';
import { modelsOf } from '../../../models/index.ts';
import { once, type Viewer } from '../../../people/index.ts';
import { today } from '../../today.ts';
import { newOwnership } from '../owner-keys.ts';
import { homeLevelOf, requireKeeper } from '../policy.ts';
import { homesWithOwners, insertOwnerships, type NewOwnership, saveHomeAreas } from '../store.ts';

const faultsShown = 50;

export async function importOwnerships(
  deps: Deps,
  viewer: Viewer,
  { commandId, compound, rows }: z.output<typeof ImportOwnerships>,
): Promise<z.output<typeof ImportOwnershipsReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireKeeper(model, viewer, compound);
  return once(deps, viewer, { commandId, verb: 'import-ownerships', target: compound }, async (tx) => {
    const at = deps.clock.now();
    const day = today(model, at);
    // One import of a place at a time: two of the same table would enter everybody twice.
    await tx.query('SELECT FROM areas WHERE tenant_id = $1 AND code = $2 FOR UPDATE', [
      tx.tenantId,
      compound,
    ]);
    const homes = new Map(
      (await homesWithOwners(tx, { areaCode: compound, homeLevel: homeLevelOf(model), day })).map((home) => [
        home.code,
        home,
      ]),
    );
    const faults: { at: string; message: Label }[] = [];
    const written: NewOwnership[] = [];
    const voters = new Set(
      [...homes.values()]
        .filter(({ owners }) => owners.some(({ isVoter }) => isVoter))
        .map(({ code }) => code),
    );
    const known = new Set(
      [...homes.values()].flatMap(({ code, owners }) =>
        owners.map(({ ownerIndex }) => `${code} ${ownerIndex.toString('hex')}`),
      ),
    );
    const areas = new Map<
      string,
      { code: string; areaDm2: number; source: 'register' | 'survey' | 'contract' }
    >();
    let repeated = 0;
    for (const [place, row] of rows.entries()) {
      if (!homes.has(row.homeCode)) {
        faults.push({
          at: `/rows/${place}/homeCode`,
          message: {
            zh: `第 ${place + 1} 行：这里没有房屋 ${row.homeCode}`,
            en: `Row ${place + 1}: there is no home ${row.homeCode} here`,
          },
        });
        continue;
      }
      if ((row.areaDm2 === undefined) !== (row.source === undefined)) {
        faults.push({
          at: `/rows/${place}/areaDm2`,
          message: {
            zh: `第 ${place + 1} 行：面积和来源须同时填写`,
            en: `Row ${place + 1}: area and its source come together`,
          },
        });
        continue;
      }
      if (row.areaDm2 !== undefined && row.source !== undefined) {
        areas.set(row.homeCode, { code: row.homeCode, areaDm2: row.areaDm2, source: row.source });
      }
      const isVoter = row.isVoter ?? !voters.has(row.homeCode);
      const one = newOwnership(deps.secrets, tx.tenantId, row, { from: row.from ?? day, isVoter });
      const key = `${row.homeCode} ${one.ownerIndex.toString('hex')}`;
      if (known.has(key)) {
        repeated += 1;
        continue;
      }
      if (isVoter && voters.has(row.homeCode)) {
        faults.push({
          at: `/rows/${place}/isVoter`,
          message: {
            zh: `第 ${place + 1} 行：这套房屋已有表决人`,
            en: `Row ${place + 1}: the home has somebody who votes for it`,
          },
        });
        continue;
      }
      known.add(key);
      if (isVoter) voters.add(row.homeCode);
      written.push(one);
    }
    if (faults.length > 0) {
      throw problem('invalid-input', {
        detail: {
          zh: `有 ${faults.length} 行需要改正，全部未写入。`,
          en: `To be corrected: ${counted(faults.length, 'row')}. Nothing was written.`,
        },
        errors: faults.slice(0, faultsShown),
      });
    }
    if (written.length > 0) await insertOwnerships(tx, written, { at, personId: viewer.personId });
    await saveHomeAreas(tx, [...areas.values()], at);
    return { entered: written.length, known: repeated };
  });
}
