/** The sheets that template and export share, so that what goes out is what comes in. */
import { coordinateSystems, exclusiveAreaSources } from '@linli/contract';
import type { Level, Model } from '@linli/model';
import { type Field, headingOf } from './columns.ts';
import { type ColumnToWrite, sheetName } from './write-workbook.ts';

/** Levels that can be imported, the outermost first. */
export function levelsWithin(model: Model): Level[] {
  return model.levels.filter(({ codeLength }) => codeLength >= model.jurisdiction.length);
}

export function titleOfSheet(level: Level, number = 1): string {
  const suffix = number === 1 ? '' : ` (${number})`;
  return `${sheetName(`${level.title.zh} ${level.title.en}`).slice(0, 31 - suffix.length)}${suffix}`;
}

/** A class only where the level has classes, an exclusive area only at the innermost one. */
export function fieldsOf(model: Model, level: Level): Field[] {
  const hasClasses = Object.values(model.areaClasses).some((one) => one.level === level.key);
  const isInnermost = level === model.levels.at(-1);
  return [
    'code',
    'name',
    'parent',
    ...(hasClasses ? (['class'] as const) : []),
    'longitude',
    'latitude',
    'coordinates',
    ...(isInnermost ? (['exclusiveArea', 'areaSource'] as const) : []),
    'fullName',
  ];
}

export function columnToWrite(model: Model, level: Level, field: Field): ColumnToWrite {
  const heading = headingOf(field);
  switch (field) {
    case 'code':
    case 'parent':
      return { heading, width: 28, isText: true };
    case 'name':
      return { heading, width: 20, isText: true };
    case 'class':
      return { heading, width: 16, choices: classesOf(model, level) };
    case 'coordinates':
      return { heading, width: 24, choices: [...coordinateSystems] };
    case 'areaSource':
      return { heading, width: 20, choices: Object.values(exclusiveAreaSources).map(({ zh }) => zh) };
    case 'exclusiveArea':
      return { heading, width: 32 };
    case 'fullName':
      return { heading, width: 40 };
    default:
      return { heading, width: 18 };
  }
}

export function classesOf(model: Model, level: Level): string[] {
  return Object.values(model.areaClasses)
    .filter((one) => one.level === level.key)
    .map(({ title }) => title.zh);
}
