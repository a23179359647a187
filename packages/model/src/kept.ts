/**
 * A model as it was kept when a case was opened, read years later: the language has grown since, and what it could not say
 * then it did not say. Without this, a case that runs over an upgrade would meet parts that are not there.
 */
import type { Ask, CaseKind, Model } from './parsed.ts';

/** Parts younger than the oldest version kept. Whatever is added to the parsed form is added here. */
type Young = 'norms' | 'establishments' | 'gatherings' | 'ballots';
export type KeptModel = Omit<Model, Young> & Partial<Pick<Model, Young>>;

/** The same model with every part there; nothing it says is changed, its version neither. */
export function fromKept(kept: KeptModel): Model {
  return {
    ...kept,
    norms: kept.norms ?? {},
    establishments: kept.establishments ?? {},
    gatherings: mapValues(kept.gatherings, (gathering) => ({ ...gathering, goals: gathering.goals ?? [] })),
    ballots: kept.ballots ?? {},
    formations: mapValues(kept.formations, (formation) => ({
      ...formation,
      gridsOfEach: formation.gridsOfEach ?? null,
    })),
    roles: mapValues(kept.roles, (role) => ({ ...role, opinion: role.opinion ?? null })),
    powers: mapValues(kept.powers, (power) => ({
      ...power,
      over: power.over ?? null,
      exercisedBy: power.exercisedBy ?? [],
    })),
    ladders: mapValues(kept.ladders, (ladder) => ({
      ...ladder,
      rungs: ladder.rungs.map((rung) => ({ ...rung, gathering: rung.gathering ?? null })),
    })),
    caseKinds: mapValues(kept.caseKinds, (kind) => ({
      ...kind,
      inClasses: kind.inClasses ?? [],
      asks: asksOf(kind.asks),
      stations: Object.fromEntries(
        Object.entries(kind.stations).map(([key, station]) => [
          key,
          { ...station, asks: asksOf(station.asks) },
        ]),
      ) as CaseKind['stations'],
      clocks: mapValues(kind.clocks, (clock) => ({ ...clock, limitByClass: clock.limitByClass ?? {} })),
    })),
  };
}

function asksOf(asks: Record<string, Ask>): Record<string, Ask> {
  return mapValues(asks, (ask) => ({ ...ask, requiredIf: ask.requiredIf ?? [] }));
}

function mapValues<Value>(
  map: Record<string, Value> | undefined,
  convert: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(map ?? {}).map(([key, value]) => [key, convert(value)]));
}
