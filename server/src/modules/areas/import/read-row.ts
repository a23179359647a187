/** One row of a file, cell by cell: what it says, and what is wrong with it as far as the row alone can tell. */
import {
  type CoordinateSystem,
  coordinateSystems,
  type ExclusiveAreaSource,
  exclusiveAreaSources,
  type ImportFaultCode,
} from '@linli/contract';
import type { Level, Model } from '@linli/model';
import { type Cell, type Fault, unshielded } from './cells.ts';
import type { Columns, Field } from './columns.ts';
import { findSystem, type Position, toWgs84 } from './coordinates.ts';

/** Where a row stands and what its cells are called, whatever sort of file it is in. */
export interface RowPlace {
  sheet: string | null;
  row: number;
  cell(field: Field): Cell | undefined;
  /** Names of the places it lies in, the outermost first, where they have columns of their own. */
  ancestors: { level: Level; cell: Cell; column: string | null; heading: string }[];
  /** Letter and heading of a column; of one that is not there, only the heading it should have. */
  where(field: Field): { column: string | null; heading: string };
}

export interface AreaRow {
  place: RowPlace;
  level: Level;
  /** As written: own digits, or all of them. */
  code: string | null;
  name: string;
  /** Code or names, the outermost first; empty: to be found by the code. */
  parent: string[];
  /** Undefined: stays as it is. */
  class: string | undefined;
  position: Position | undefined;
  /** The middle of the shape, because no position is given. */
  isPositionDrawn: boolean;
  geometry: unknown;
  exclusiveAreaDm2: number | undefined;
  areaSource: ExclusiveAreaSource | undefined;
  isFaulty: boolean;
}

const nameLimit = 60;
/** A home beyond this is a slip of the unit or of the decimal point. */
const exclusiveAreaLimitM2 = 10_000;

export interface RowReader {
  read(
    place: RowPlace,
    options: {
      level?: Level | undefined;
      geometry?: unknown;
      position?: Position | undefined;
      system?: CoordinateSystem;
    },
  ): AreaRow | undefined;
}

export function openRowReader(model: Model, columns: Columns, found: (fault: Fault) => void): RowReader {
  const innermost = model.levels.at(-1);
  const ownLevels = model.levels.filter(({ codeLength }) => codeLength >= model.jurisdiction.length);
  const both = ({ zh, en }: { zh: string; en: string }) => (zh === en ? zh : `${zh} ${en}`);
  const classes = Object.entries(model.areaClasses).map(([key, { title, level }]) => ({ key, title, level }));
  return {
    read(place, { level: given, geometry, position: drawn, system: usual }) {
      let isFaulty = false;
      const fault = (
        field: Field,
        code: ImportFaultCode,
        data: Record<string, string | number> = {},
        value: string | null = place.cell(field)?.text ?? null,
      ): undefined => {
        isFaulty = true;
        const shown = value === null ? null : value.slice(0, 200);
        found({
          sheet: place.sheet,
          row: place.row,
          ...place.where(field),
          value: shown,
          code,
          data: { ...(shown === null ? {} : { value: shown }), ...data },
        });
        return undefined;
      };
      /** What is written, or undefined after the fault of a cell that says nothing was named. */
      const textOf = (field: Field, cell: Cell | undefined = place.cell(field)): string | undefined => {
        if (cell === undefined) return undefined;
        if (cell.kind === 'error') return fault(field, 'formula-error');
        if (cell.kind === 'formula-without-value') return fault(field, 'formula-without-value');
        if (cell.kind === 'date') return fault(field, 'date-in-text');
        const words = unshielded(cell.text.normalize('NFC').trim()).trim();
        return words === '' ? undefined : words;
      };
      const numberOf = (field: Field, otherwise: ImportFaultCode): number | undefined => {
        const words = textOf(field)?.replaceAll(/[,，\s]/g, '');
        if (words === undefined) return undefined;
        const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(words) ? Number(words) : Number.NaN;
        return Number.isFinite(number) ? number : fault(field, otherwise);
      };

      const levelWords = textOf('level');
      let level = given;
      if (levelWords !== undefined) {
        level = columns.findLevel(levelWords);
        if (level === undefined) {
          fault('level', 'level-unknown', { allowed: ownLevels.map(({ title }) => both(title)).join(' / ') });
        }
      } else if (level === undefined)
        fault('level', 'column-missing', { value: place.where('level').heading });
      if (level !== undefined && level.codeLength < model.jurisdiction.length) {
        fault('level', 'level-outside', { value: both(level.title) });
      }

      const code = textOf('code') ?? null;
      const codeCell = place.cell('code');
      if (
        code !== null &&
        codeCell?.kind === 'number' &&
        (/e/i.test(code) || code.replaceAll(/\D/g, '').length > 15)
      ) {
        fault('code', 'code-long-number');
      } else if (code !== null && !/^[0-9A-Za-z]{1,32}$/.test(code)) fault('code', 'code-characters');

      const nameCell = place.cell('name');
      const name = textOf('name') ?? '';
      const nameIsFaulty =
        nameCell !== undefined &&
        nameCell.kind !== 'text' &&
        nameCell.kind !== 'number' &&
        nameCell.kind !== 'boolean';
      if (name === '' && !nameIsFaulty) fault('name', 'name-missing', {}, null);
      else if ([...name].length > nameLimit) fault('name', 'name-too-long', { limit: nameLimit });
      else if (/[\p{Cc}\p{Cf}]/u.test(name) || !name.isWellFormed()) fault('name', 'name-unreadable');

      const parentWords = textOf('parent');
      const parent = [
        ...(parentWords ?? '').split(/[/／>]/).map((words) => words.trim()),
        ...place.ancestors.map(({ cell }) => textOf('parent', cell) ?? ''),
      ].filter((words) => words !== '');

      const classWords = textOf('class');
      let areaClass: string | undefined;
      if (classWords !== undefined) {
        const wanted = classes.filter(
          ({ key, title }) =>
            classWords === key ||
            classWords === title.zh ||
            classWords.toLowerCase() === title.en.toLowerCase() ||
            classWords === both(title),
        );
        const here = classes.filter((one) => one.level === level?.key);
        areaClass = wanted.find((one) => one.level === level?.key)?.key;
        const allowed = here.length === 0 ? '—' : here.map(({ title }) => both(title)).join(' / ');
        if (wanted.length === 0) fault('class', 'class-unknown', { allowed });
        else if (areaClass === undefined && level !== undefined) {
          fault('class', 'class-not-here', { level: level.title.zh, allowed });
        }
      }

      const position = readPosition();
      const exclusive = readExclusiveArea();
      if (level === undefined) return undefined;
      return {
        place,
        level,
        code,
        name,
        parent,
        class: areaClass,
        position,
        isPositionDrawn: position !== undefined && position === drawn && geometry !== undefined,
        geometry,
        exclusiveAreaDm2: exclusive?.dm2,
        areaSource: exclusive?.source,
        isFaulty,
      };

      function readPosition(): Position | undefined {
        const longitude = numberOf('longitude', 'position-not-number');
        const latitude = numberOf('latitude', 'position-not-number');
        const isThere = (field: Field) => place.cell(field) !== undefined;
        const systemWords = textOf('coordinates');
        if (!isThere('longitude') && !isThere('latitude')) return drawn;
        if (!isThere('longitude')) return fault('longitude', 'position-incomplete', {}, null);
        if (!isThere('latitude')) return fault('latitude', 'position-incomplete', {}, null);
        const allowed = coordinateSystems.join(', ');
        const system = systemWords === undefined ? usual : findSystem(systemWords);
        if (system === undefined) {
          return fault(
            'coordinates',
            systemWords === undefined ? 'coordinates-missing' : 'coordinates-unknown',
            { allowed },
          );
        }
        if (longitude === undefined || latitude === undefined) return undefined;
        // Beyond the poles the conversion has no meaning; the check against the jurisdiction names what is wrong.
        return Math.abs(latitude) > 90 || Math.abs(longitude) > 180
          ? [longitude, latitude]
          : toWgs84([longitude, latitude], system);
      }

      function readExclusiveArea(): { dm2: number; source: ExclusiveAreaSource } | undefined {
        const squareMetres = numberOf('exclusiveArea', 'area-not-number');
        const sourceWords = textOf('areaSource');
        if (place.cell('exclusiveArea') === undefined) return undefined;
        if (level !== undefined && level.key !== innermost?.key) {
          return fault('exclusiveArea', 'area-not-here', { level: innermost?.title.zh ?? '' });
        }
        const allowed = Object.values(exclusiveAreaSources).map(both).join(' / ');
        let source: ExclusiveAreaSource | undefined;
        if (sourceWords === undefined) fault('areaSource', 'area-source-missing', { allowed }, null);
        else {
          source = (Object.keys(exclusiveAreaSources) as ExclusiveAreaSource[]).find((key) => {
            const { zh, en } = exclusiveAreaSources[key];
            return [key, zh, en.toLowerCase(), `${zh} ${en}`.toLowerCase()].includes(
              sourceWords.toLowerCase(),
            );
          });
          if (source === undefined) fault('areaSource', 'area-source-unknown', { allowed });
        }
        if (squareMetres === undefined) return undefined;
        const dm2 = Math.round(squareMetres * 100);
        // Spreadsheets carry 89.56 as 89.5600000000001; a third decimal that somebody wrote is more than that.
        if (Math.abs(squareMetres * 100 - dm2) > 1e-6) return fault('exclusiveArea', 'area-not-number');
        if (dm2 <= 0 || squareMetres >= exclusiveAreaLimitM2) {
          return fault('exclusiveArea', 'area-out-of-range', { limit: exclusiveAreaLimitM2 });
        }
        return source === undefined ? undefined : { dm2, source };
      }
    },
  };
}
