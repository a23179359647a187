/** The ownership register as its keepers read it, and what it says of oneself. */
import type { OwnershipHome, OwnershipQuery, OwnershipRegister } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { maskName, maskPhone } from '../../../platform/secrets/index.ts';
import { headCounts, headKeyOf } from './heads.ts';
import { homeLevelOf } from './policy.ts';
import { homesWithOwners, type RegisterHome } from './store.ts';

export async function readRegister(
  deps: Deps,
  tx: Tx,
  model: Model,
  day: string,
  { compound, q, lack, from, limit }: z.output<typeof OwnershipQuery>,
): Promise<OwnershipRegister> {
  const [{ rows }, homes] = await Promise.all([
    tx.query<{ name: string }>('SELECT full_name AS name FROM areas WHERE tenant_id = $1 AND code = $2', [
      tx.tenantId,
      compound,
    ]),
    homesWithOwners(tx, { areaCode: compound, homeLevel: homeLevelOf(model), day }),
  ]);
  const [area] = rows;
  if (!area) throw problem('not-found');
  const heads = headCounts(homes);
  const wanted = homes.filter(
    (home) => (q === undefined || isFound(home, q)) && (lack === undefined || lacks(home, lack)),
  );
  return {
    compound: { code: compound, name: area.name },
    counts: {
      homes: homes.length,
      withOwner: homes.filter((home) => !lacks(home, 'owner')).length,
      withArea: homes.filter((home) => !lacks(home, 'area')).length,
      withVoter: homes.filter((home) => !lacks(home, 'voter')).length,
      heads: heads.size,
      areaDm2: homes.reduce((sum, { areaDm2 }) => sum + (areaDm2 ?? 0), 0),
    },
    homes: wanted.slice(from, from + limit).map((home) => presentHome(deps, tx.tenantId, home, heads)),
    total: wanted.length,
    mayEnter: true,
  };
}

/** By its code, a part of its name, or its numbers as people write them: `1-2-301` is 1号楼 2单元 301室. */
function isFound({ code, name }: RegisterHome, q: string): boolean {
  if (code.includes(q) || name.includes(q)) return true;
  if (!/^\d+(\s*[-—－/]\s*\d+)+$/.test(q)) return false;
  const wanted = q.match(/\d+/g) ?? [];
  // From the door outwards: what stands before the building is the name of the place.
  return (name.match(/\d+/g) ?? []).slice(-wanted.length).join('-') === wanted.join('-');
}

function lacks({ owners, areaDm2 }: RegisterHome, what: 'owner' | 'area' | 'voter'): boolean {
  if (what === 'area') return areaDm2 === null;
  if (what === 'owner') return owners.length === 0;
  return !owners.some(({ isVoter, personId }) => isVoter && personId !== null);
}

/** `heads`: how many homes each head has. */
export function presentHome(
  { secrets }: Pick<Deps, 'secrets'>,
  tenantId: number,
  home: RegisterHome,
  heads: ReadonlyMap<string, number>,
): z.output<typeof OwnershipHome> {
  return {
    homeCode: home.code,
    name: home.name,
    areaDm2: home.areaDm2,
    source: home.source,
    owners: home.owners.map((one) => ({
      ownershipId: one.ownershipId,
      homeCode: home.code,
      nameMasked: maskName(secrets.decrypt({ tenantId, field: 'owner-name' }, one.nameCipher)),
      phoneMasked:
        one.phoneCipher && maskPhone(secrets.decrypt({ tenantId, field: 'phone' }, one.phoneCipher)),
      isDeveloper: one.isDeveloper,
      isVoter: one.isVoter,
      isLinked: one.personId !== null,
      homesOfHead: heads.get(headKeyOf(home)) ?? 1,
      from: one.from,
      to: one.to,
    })),
  };
}
