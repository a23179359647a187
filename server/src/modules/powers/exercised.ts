/**
 * Some kinds of cases are how a power over others is exercised: a command, an opinion asked for. They can be opened as long
 * as the register says that the power is held there, and no longer.
 */
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { holdsOn, spansOf } from './in-force.ts';
import { findPowers, type Power, type PowerRow } from './store.ts';

/** How a declared power stands on a day. */
export interface Standing {
  /** Key in the city's model. */
  key: string;
  state: 'in-force' | 'taken-back' | 'not-in-force';
  /** The row that says so; undefined: none does. */
  row: PowerRow | undefined;
  /** First day on which it is so. */
  since: string | null;
  powerId: string | null;
}

/** Keys of the powers that are exercised in cases of a kind. */
export function powersExercisedIn({ powers }: Model, kind: string): string[] {
  return Object.entries(powers).flatMap(([key, { exercisedBy }]) =>
    exercisedBy.includes(kind) ? [key] : [],
  );
}

/** How powers stand in an area on a day, by the register; null: in the whole city. */
export async function standingsOf(
  tx: Tx,
  keys: readonly string[],
  areaCode: string | null,
  day: string,
): Promise<Standing[]> {
  if (keys.length === 0) return [];
  const powers = await findPowers(tx, null);
  return keys.map((key) => {
    const power = powers.find(({ declaredAs }) => declaredAs === key);
    return standingOf(key, power, areaCode, day);
  });
}

/**
 * What stands against a case of this kind: a power it exercises was taken back or has ended, and none that it exercises is
 * in force there. Undefined: nothing does, or it exercises none.
 */
export async function findNotExercised(
  tx: Tx,
  model: Model,
  kind: string,
  areaCode: string,
  day: string,
): Promise<Standing | undefined> {
  const standings = await standingsOf(tx, powersExercisedIn(model, kind), areaCode, day);
  if (standings.some(({ state }) => state === 'in-force')) return undefined;
  return standings.find(({ state }) => state === 'taken-back') ?? standings[0];
}

function standingOf(key: string, power: Power | undefined, areaCode: string | null, day: string): Standing {
  const span = spansOf(power?.rows ?? []).find((one) => holdsOn(one, day));
  const powerId = power?.powerId ?? null;
  const reaches = areaCode === null || span === undefined || areaCode.startsWith(span.row.areaCode);
  if (span === undefined || !reaches)
    return { key, state: 'not-in-force', row: undefined, since: null, powerId };
  const state = span.row.list === 'taken-back' ? 'taken-back' : 'in-force';
  return { key, state, row: span.row, since: span.from, powerId };
}
