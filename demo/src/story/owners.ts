/**
 * Who owns the homes of a compound: mostly who lives there, couples together, some buyers with two or three homes, some that let
 * theirs, and what the developer has not sold. Documents are plainly made up; the register keeps only a keyed hash of them.
 */
import type { Person } from '../city.ts';
import type { Random } from '../random.ts';
import type { ToldOwnership, ToldRegisters } from './told-registers.ts';

export interface OwnersSpec {
  /** Homes by building, in the order of their numbers. */
  buildings: readonly { homeCodes: readonly string[] }[];
  /** People with an account, who live in it. */
  residents: readonly Person[];
  /** These own and vote for the home they live in. */
  certainOwners?: readonly Person[];
  /** The developer and how many homes it has not sold or not delivered; they are one head. */
  developer: { name: string; homes: number } | null;
  /** Of a hundred who buy so many buy once more; by default few. */
  buyingTwice?: number;
  /** When the first homes were delivered. */
  soldFrom: string;
  names: { next(): string };
  nextPhone: () => string;
  random: Random;
}

/** Shares in a hundred. */
const coOwned = 42;
const letOut = 12;
const fewBuyTwice = 4;
const withPhone = 70;

export function registerOwners(registers: ToldRegisters, spec: OwnersSpec): void {
  const { buildings, residents, developer, random, names, nextPhone } = spec;
  const livingAt = Map.groupBy(
    residents.filter(({ homeCode }) => homeCode !== null),
    ({ homeCode }) => homeCode as string,
  );
  const certain = new Map((spec.certainOwners ?? []).map((person) => [person.homeCode, person]));
  const homes = buildings.flatMap(({ homeCodes }) => homeCodes);
  const unsold = new Set(unsoldOf());
  /** Buyers who buy once more. */
  let buyers: ToldOwnership[] | null = null;

  buildings.forEach(({ homeCodes }, building) => {
    homeCodes.forEach((code, index) => {
      registers.homes.push({
        code,
        areaDm2: areaOf(building, index, homeCodes.length),
        source: random.chance(88) ? 'register' : 'contract',
      });
    });
  });
  for (const code of homes) {
    if (unsold.has(code) && developer !== null) {
      registers.ownerships.push({
        homeCode: code,
        name: developer.name,
        documentNumber: null,
        phone: null,
        isDeveloper: true,
        isVoter: true,
        from: spec.soldFrom,
      });
      continue;
    }
    const neighbours = livingAt.get(code) ?? [];
    const own = certain.get(code);
    // Who lives there rents it.
    const isFree = neighbours.length === 0 || spec.buyingTwice !== undefined;
    if (own === undefined && isFree && buyers !== null) {
      registers.ownerships.push(...buyers.map((one) => ({ ...one, homeCode: code })));
      buyers = null;
      continue;
    }
    const bought = buy(code, own ?? (random.chance(letOut) ? undefined : neighbours[0]));
    registers.ownerships.push(...bought);
    if (random.chance(spec.buyingTwice ?? fewBuyTwice)) buyers = bought;
  }

  function buy(homeCode: string, resident: Person | undefined): ToldOwnership[] {
    const from = later(spec.soldFrom, random.whole(0, 2_000));
    const owner = (name: string, phone: string | null, isVoter: boolean): ToldOwnership => ({
      homeCode,
      name,
      documentNumber: `MADE-UP-${random.uuid()}`,
      phone,
      isDeveloper: false,
      isVoter,
      from,
    });
    const first = owner(
      resident?.name ?? names.next(),
      resident?.phone ?? (random.chance(withPhone) ? nextPhone() : null),
      true,
    );
    return random.chance(coOwned) ? [first, owner(names.next(), null, false)] : [first];
  }

  /** What a developer has left lies in its last building, on the lower floors. */
  function unsoldOf(): readonly string[] {
    const last = buildings.at(-1)?.homeCodes ?? [];
    return last.filter((code) => !certain.has(code) && !livingAt.has(code)).slice(0, developer?.homes ?? 0);
  }
}

/** In dm² (0.01 m²): by the door, a little more at the end of a house, and not the same in each house. */
function areaOf(building: number, index: number, homes: number): number {
  const byDoor = [12_837, 9_652, 8_914, 11_206][index % 4] ?? 10_000;
  const atEnd = index < 4 || index >= homes - 4 ? 418 : 0;
  return byDoor + atEnd + (building % 5) * 73;
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
