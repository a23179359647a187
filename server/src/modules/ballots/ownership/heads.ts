/**
 * From the register to heads. Homes of one buyer are one head, and so is all that a developer has not sold or not delivered:
 * 法释〔2009〕7号（2020年修正）art. 9. A home whose owner is not registered counts all the same, as a head of its own that can
 * vote on paper only: leaving it out would make the two thirds of Civil Code art. 278 easier to reach.
 */
import { mergeKeyOf, type RollHome } from '@linli/engine';
import type { OwnershipRow, RegisterHome } from './store.ts';

/** The head a home belongs to; the same for two homes exactly where they are merged. */
export function headKeyOf(home: RegisterHome): string {
  const developer = developerKey(home);
  return developer === null ? `buyer:${buyerKey(home)}` : `developer:${developer}`;
}

export function rollHomeOf(home: RegisterHome): RollHome {
  return {
    code: home.code,
    // The engine refuses a home without an area and names it.
    areaDm2: home.areaDm2 ?? 0,
    source: home.source ?? 'contract',
    buyer: buyerKey(home),
    developer: developerKey(home),
    voterId: voterOf(home)?.personId ?? null,
  };
}

/** The developer; else of co-owners the one they named. */
export function voterOf({ owners }: RegisterHome): OwnershipRow | undefined {
  return owners.find(({ isDeveloper }) => isDeveloper) ?? owners.find(({ isVoter }) => isVoter);
}

function developerKey({ owners }: RegisterHome): string | null {
  return owners.find(({ isDeveloper }) => isDeveloper)?.ownerIndex.toString('hex') ?? null;
}

function buyerKey({ owners, code }: RegisterHome): string {
  const keys = owners
    .filter(({ isDeveloper }) => !isDeveloper)
    .map(({ ownerIndex }) => ownerIndex.toString('hex'));
  return keys.length === 0 ? `home:${code}` : mergeKeyOf(keys);
}

/** How many homes each head has. */
export function headCounts(homes: readonly RegisterHome[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const home of homes) counts.set(headKeyOf(home), (counts.get(headKeyOf(home)) ?? 0) + 1);
  return counts;
}
