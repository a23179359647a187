/** A file of areas, whatever it is: a workbook, a list of values, or GeoJSON. Gives its rows and everything wrong with it. */
import { open } from 'node:fs/promises';
import type { Level, Model } from '@linli/model';
import { type Cell, columnLetters, columnNumber, type Fault, FileFault, type SheetRow } from './cells.ts';
import { type Columns, columnsOf, type Field, headingOf } from './columns.ts';
import { readGeoJson } from './read-geojson.ts';
import { readList } from './read-list.ts';
import { type AreaRow, openRowReader, type RowPlace } from './read-row.ts';
import { readWorkbook } from './read-workbook.ts';

export type FileKind = 'workbook' | 'list' | 'geojson';

export interface FileRead {
  kind: FileKind;
  rows: AreaRow[];
  /** Rows of a list of divisions that lie elsewhere. */
  leftOut: number;
  sheetsNotRead: string[];
  /** Width of each sheet in columns, for adding one more. */
  widths: Record<string, number>;
  /** Row of the heading in each sheet. */
  headingRows: Record<string, number>;
}

export interface ReadFileOptions {
  model: Model;
  path: string;
  /** Of a list, where no column says the level, its name may. */
  fileName: string;
  found: (fault: Fault) => void;
  progress?: (rows: number) => void;
}

/** Titles and remarks may stand above the heading. */
const headingWithin = 10;
const mostRows = 600_000;

export async function readFileOfAreas(options: ReadFileOptions): Promise<FileRead> {
  const kind = await kindOf(options.path);
  const sheets = openSheets(options);
  if (kind === 'workbook') await readWorkbook(options.path, sheets);
  else if (kind === 'list') await readList(options.path, options.fileName.replace(/\.[^.]*$/, ''), sheets);
  else await readGeoJson(options.path, sheets.columns, sheets.feature, options.found);
  return { kind, ...sheets.end() };
}

/** By what is in it: names of files are often wrong. */
export async function kindOf(path: string): Promise<FileKind> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    const start = buffer.subarray(0, bytesRead);
    if (start.subarray(0, 2).toString('latin1') === 'PK') return 'workbook';
    // The older binary format of the same programs.
    if (start.readUInt32BE?.(0) === 0xd0cf11e0) throw new FileFault('file-unreadable', { why: '.xls' });
    return /^(\ufeff|\xef\xbb\xbf)?\s*\{/.test(start.toString('latin1')) ? 'geojson' : 'list';
  } catch (error) {
    if (error instanceof RangeError) return 'list';
    throw error;
  } finally {
    await file.close();
  }
}

interface SheetPlan {
  level: Level | undefined;
  fields: Map<Field, number>;
  ancestors: { level: Level; column: number }[];
  headings: Map<number, string>;
  /** A plain list of official divisions, in which the code alone says what lies in what. */
  isDivisions: boolean;
  headingRow: number;
}

function openSheets({ model, found, progress }: ReadFileOptions) {
  const columns = columnsOf(model);
  const reader = openRowReader(model, columns, found);
  const rows: AreaRow[] = [];
  const plans = new Map<string, SheetPlan>();
  const looked = new Map<string, number>();
  const widths: Record<string, number> = {};
  let leftOut = 0;
  let seen = 0;
  const count = (): void => {
    seen += 1;
    if (seen > mostRows)
      throw new FileFault('file-too-large', { limit: `${mostRows.toLocaleString('en')} rows` });
    if (seen % 5_000 === 0) progress?.(seen);
  };
  const take = (row: AreaRow | undefined): void => {
    if (row !== undefined) rows.push(row);
  };
  return {
    columns,
    sheet(name: string) {
      looked.set(name, 0);
      return true;
    },
    row({ sheet, row, cells }: SheetRow) {
      widths[sheet] = Math.max(widths[sheet] ?? 0, ...[...cells.keys()].map((column) => column + 1));
      const plan = plans.get(sheet);
      if (plan === undefined) {
        const tried = (looked.get(sheet) ?? 0) + 1;
        looked.set(sheet, tried);
        if (tried > headingWithin) return;
        const made = planOf(columns, sheet, row, cells, found);
        if (made !== undefined) plans.set(sheet, made);
        return;
      }
      // Rows where only a column of somebody's own has something are no rows of ours.
      const isOurs = [...plan.fields.values(), ...plan.ancestors.map(({ column }) => column)].some((column) =>
        cells.has(column),
      );
      if (!isOurs) return;
      count();
      if (plan.isDivisions) {
        const code = cells.get(plan.fields.get('code') ?? -1)?.text.trim();
        if (code !== undefined && !code.startsWith(model.jurisdiction)) {
          leftOut += 1;
          return;
        }
      }
      take(reader.read(placeOf(sheet, row, cells, plan), { level: plan.level }));
    },
    merged(sheet: string, range: string) {
      const plan = plans.get(sheet);
      const [from = '', to = from] = range.split(':');
      const rowOf = (reference: string) => Number(/\d+$/.exec(reference)?.[0] ?? 0);
      if (plan === undefined || rowOf(to) <= plan.headingRow) return;
      const column = columnNumber(from);
      found({
        sheet,
        row: Math.max(rowOf(from), plan.headingRow + 1),
        column: columnLetters(column),
        heading: plan.headings.get(column) ?? null,
        value: range,
        code: 'merged-cells',
        data: { value: range },
      });
    },
    feature(place: RowPlace, more: Parameters<typeof reader.read>[1]) {
      count();
      take(reader.read(place, more));
    },
    end() {
      return {
        rows,
        leftOut,
        widths,
        sheetsNotRead: [...looked.keys()].filter((name) => !plans.has(name)),
        headingRows: Object.fromEntries([...plans].map(([name, { headingRow }]) => [name, headingRow])),
      };
    },
  };
}

/** Undefined while no row looks like a heading: it has the column of names, and one more that we know. */
function planOf(
  columns: Columns,
  sheet: string,
  row: number,
  cells: ReadonlyMap<number, Cell>,
  found: (fault: Fault) => void,
): SheetPlan | undefined {
  const level = columns.findLevel(sheet);
  const fields = new Map<Field, number>();
  const ancestors: SheetPlan['ancestors'] = [];
  const headings = new Map<number, string>();
  const twice: number[] = [];
  for (const [column, { text }] of cells) {
    headings.set(column, text.trim());
    const field = columns.findField(text);
    if (field !== undefined) {
      if (fields.has(field)) twice.push(column);
      else fields.set(field, column);
      continue;
    }
    const other = columns.findLevel(text);
    if (other !== undefined) ancestors.push({ level: other, column });
  }
  // `小区 | 楼栋 | 房屋` in the sheet 房屋: the last one holds the names.
  const own = ancestors.findIndex((one) => one.level === level);
  if (own >= 0) {
    const [{ column }] = ancestors.splice(own, 1) as [SheetPlan['ancestors'][number]];
    if (!fields.has('name')) fields.set('name', column);
  }
  fields.delete('fullName');
  if (!fields.has('name') || fields.size + ancestors.length < 2) return undefined;
  const fault = (code: 'column-twice' | 'level-unknown', column: number | null, data: Fault['data']): void =>
    found({
      sheet,
      row,
      column: column === null ? null : columnLetters(column),
      heading: column === null ? null : (headings.get(column) ?? null),
      value: null,
      code,
      data,
    });
  for (const column of twice) fault('column-twice', column, { value: headings.get(column) ?? '' });
  if (level === undefined && !fields.has('level')) {
    fault('level-unknown', null, { value: sheet, allowed: columns.levelNames.join(' / ') });
  }
  ancestors.sort((one, other) => one.level.codeLength - other.level.codeLength);
  return {
    level,
    fields,
    ancestors,
    headings,
    isDivisions: fields.has('level') && fields.has('code') && !fields.has('parent') && ancestors.length === 0,
    headingRow: row,
  };
}

function placeOf(sheet: string, row: number, cells: ReadonlyMap<number, Cell>, plan: SheetPlan): RowPlace {
  const at = (column: number) => ({
    column: columnLetters(column),
    heading: plan.headings.get(column) ?? columnLetters(column),
  });
  return {
    sheet,
    row,
    cell: (field) => cells.get(plan.fields.get(field) ?? -1),
    ancestors: plan.ancestors.flatMap(({ level, column }) => {
      const cell = cells.get(column);
      return cell === undefined ? [] : [{ level, cell, ...at(column) }];
    }),
    where(field) {
      const column = plan.fields.get(field);
      if (column !== undefined) return at(column);
      const [ancestor] = plan.ancestors.slice(-1);
      if (field === 'parent' && ancestor !== undefined) return at(ancestor.column);
      return { column: null, heading: headingOf(field) };
    },
  };
}
