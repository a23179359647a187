import type { AreaSummary } from '@linli/contract';
import type { Model } from '@linli/model';
import type { AreaRow } from './store.ts';

export function presentArea(model: Model, row: AreaRow): AreaSummary {
  const level = model.levels.find(({ key }) => key === row.level);
  return {
    code: row.code,
    level: row.level,
    levelTitle: level?.title ?? { zh: row.level, en: row.level },
    name: row.name,
    fullName: row.fullName,
    hasChildren: row.hasChildren,
    position: row.longitude === null || row.latitude === null ? null : [row.longitude, row.latitude],
  };
}

/** Codes of an area and all it lies in, outermost first, by the lengths of the model's levels. */
export function codesAround(model: Model, code: string): string[] {
  return model.levels
    .filter(({ codeLength }) => codeLength <= code.length && codeLength >= model.jurisdiction.length)
    .map(({ codeLength }) => code.slice(0, codeLength));
}
