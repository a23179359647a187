/** What rows of a table say of owners and homes. Pure: which columns there are, what each row means, and each fault by its line. */
import type { ImportOwnerships } from '../../../ui/api/index.ts';
import { findEntries, type RollEntry } from '../desk/find-entries.ts';

export type AreaSource = 'register' | 'survey' | 'contract';
type OwnerRow = ImportOwnerships['rows'][number];

export type Column =
  | 'code'
  | 'home'
  | 'building'
  | 'unit'
  | 'door'
  | 'name'
  | 'document'
  | 'phone'
  | 'developer'
  | 'voter'
  | 'area'
  | 'source'
  | 'from';

/** Headings as property companies and committees write them. */
const headings: Record<Column, RegExp> = {
  code: /^(房屋|房产)?(编码|代码)$|^(home ?)?code$/i,
  home: /^(房屋|坐落|房屋坐落|地址|房屋地址|房屋名称|房间|home)$/i,
  building: /^(楼栋|楼号|栋号|幢号|栋|幢|楼|building)$/i,
  unit: /^(单元|单元号|unit)$/i,
  door: /^(房号|室号|门牌|门牌号|户号|室|door)$/i,
  name: /^(业主|业主姓名|姓名|产权人|产权人姓名|所有权人|owner|name)$/i,
  document: /^(证件号码?|身份证号?码?|身份证件号码?|证照号码?|统一社会信用代码|document)$/i,
  phone: /^(手机号?码?|电话|电话号码|联系电话|联系方式|phone)$/i,
  developer: /^(开发商|建设单位|开发商未售|未售|是否开发商|developer)$/i,
  voter: /^(表决人|是否表决人|共有人代表|产权代表|voter)$/i,
  area: /^(面积|建筑面积|专有面积|专有部分面积|产权面积|area)([（(].*[)）])?$/i,
  source: /^(面积来源|面积依据|来源|source)$/i,
  from: /^(取得日期|起始日期|登记日期|产权日期|交付日期|from)$/i,
};

/** `column`: its place in the table, the first is 0; null: the row as a whole. */
export type RowFault = { column: number | null } & (
  | {
      phrase:
        | 'homeMissing'
        | 'nameMissing'
        | 'documentBad'
        | 'documentLost'
        | 'phoneBad'
        | 'areaBad'
        | 'sourceBad'
        | 'dayBad';
    }
  | { phrase: 'homeUnknown' | 'homeManifold'; what: string }
);

export interface TableRow {
  /** As the program it comes from counts: the heading is 1. */
  line: number;
  cells: string[];
  homeCode: string | null;
  owner: Omit<OwnerRow, 'homeCode'> | null;
  area: { areaDm2: number; source: AreaSource | null } | null;
  faults: RowFault[];
}
export interface ReadTable {
  columns: { column: Column | null; title: string }[];
  rows: TableRow[];
  /** Columns without which nothing can be read. */
  lacks: ('home' | 'name-or-area')[];
}

/** `homes`: all of the compound. The heading is the row, of the first few, that names most of what a row is about. */
export function readTable(table: readonly string[][], homes: readonly RollEntry[]): ReadTable {
  const known = table.slice(0, 10).map((row) => columnsOf(row).filter((one) => one !== null).length);
  const most = Math.max(0, ...known);
  const at = most === 0 ? -1 : known.indexOf(most);
  const heading = at < 0 ? [] : (table[at] ?? []);
  const found = columnsOf(heading);
  const has = (column: Column) => found.includes(column);
  const lacks: ReadTable['lacks'] = [];
  if (!has('code') && !has('home') && !has('door')) lacks.push('home');
  if (!has('name') && !has('area')) lacks.push('name-or-area');
  const columns = heading.map((title, index) => ({ title, column: found[index] ?? null }));
  if (lacks.length > 0) return { columns, rows: [], lacks };
  const byCode = new Set(homes.map(({ ref }) => ref));
  const rows = table.flatMap((cells, index) => {
    if (index <= at || cells.every((cell) => cell === '')) return [];
    return [rowOf(index + 1, cellsOf(found, cells), homes, byCode)];
  });
  return { columns, rows, lacks };
}

function columnsOf(row: readonly string[]): (Column | null)[] {
  const taken = new Set<Column>();
  return row.map((title) => {
    const plain = title.replaceAll(/[\s*＊]/g, '');
    const column = (Object.keys(headings) as Column[]).find(
      (key) => headings[key].test(plain) && !taken.has(key),
    );
    if (column === undefined) return null;
    taken.add(column);
    return column;
  });
}

/** A row by what its columns are about. */
interface Cells {
  all: string[];
  of(column: Column): string;
  /** Place of a column in the table. */
  at(column: Column): number | null;
}

function cellsOf(found: readonly (Column | null)[], all: string[]): Cells {
  return {
    all,
    of: (column) => all[found.indexOf(column)]?.trim() ?? '',
    at: (column) => (found.includes(column) ? found.indexOf(column) : null),
  };
}

function rowOf(
  line: number,
  cells: Cells,
  homes: readonly RollEntry[],
  byCode: ReadonlySet<string>,
): TableRow {
  const faults: RowFault[] = [];
  const homeCode = homeOf(cells, homes, byCode, faults);
  const area = areaOf(cells, faults);
  const name = cells.of('name');
  const hasOwner = name !== '' || cells.of('document') !== '' || cells.of('phone') !== '';
  if (hasOwner ? name === '' : area === null)
    faults.push({ phrase: 'nameMissing', column: cells.at('name') });
  const owner = hasOwner && name !== '' ? ownerOf(name, cells, faults) : null;
  return { line, cells: cells.all, homeCode, owner, area, faults };
}

function homeOf(
  cells: Cells,
  homes: readonly RollEntry[],
  byCode: ReadonlySet<string>,
  faults: RowFault[],
): string | null {
  const code = cells.of('code');
  if (code !== '') {
    if (byCode.has(code)) return code;
    faults.push({ phrase: 'homeUnknown', what: code, column: cells.at('code') });
    return null;
  }
  const parts = [cells.of('building'), cells.of('unit'), cells.of('door')].filter((part) => part !== '');
  const typed = cells.of('home') === '' ? parts.join('-') : cells.of('home');
  const column = cells.at(cells.of('home') === '' && cells.at('door') !== null ? 'door' : 'home');
  if (typed === '') {
    faults.push({ phrase: 'homeMissing', column });
    return null;
  }
  const found = findEntries(homes, typed, 2);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.ref;
  if (found.length === 0) faults.push({ phrase: 'homeUnknown', what: typed, column });
  else faults.push({ phrase: 'homeManifold', what: typed, column });
  return null;
}

function ownerOf(name: string, cells: Cells, faults: RowFault[]): TableRow['owner'] {
  const documentNumber = cells.of('document').replaceAll(/\s/g, '');
  if (isRounded(documentNumber)) faults.push({ phrase: 'documentLost', column: cells.at('document') });
  else if (documentNumber !== '' && (documentNumber.length < 4 || documentNumber.length > 40))
    faults.push({ phrase: 'documentBad', column: cells.at('document') });
  const phone = cells.of('phone').replaceAll(/[\s-]/g, '');
  if (phone !== '' && !/^1[3-9]\d{9}$/.test(phone))
    faults.push({ phrase: 'phoneBad', column: cells.at('phone') });
  const from = dayOf(cells.of('from'));
  if (from === null) faults.push({ phrase: 'dayBad', column: cells.at('from') });
  const voter = cells.of('voter');
  return {
    name: name.slice(0, 80),
    ...(documentNumber === '' ? {} : { documentNumber }),
    ...(phone === '' ? {} : { phone }),
    isDeveloper: isYes(cells.of('developer')),
    ...(voter === '' ? {} : { isVoter: isYes(voter) }),
    ...(from === null || from === '' ? {} : { from }),
  };
}

/**
 * An identity number that a spreadsheet took for a number has lost its last three digits, and neighbours born on one day would
 * become one buyer and one head. It is known by its looks, or by three zeros where the check digit (GB 11643) says otherwise.
 */
function isRounded(typed: string): boolean {
  if (/^\d(\.\d+)?E\+?\d+$/i.test(typed)) return true;
  if (!/^\d{15}000$/.test(typed)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(typed[at]), 0);
  return '10X98765432'[sum % 11] !== typed[17];
}

function areaOf(cells: Cells, faults: RowFault[]): TableRow['area'] {
  const typed = cells.of('area');
  const source = cells.of('source');
  if (typed === '') return null;
  const areaDm2 = areaDm2Of(typed);
  if (areaDm2 === null) {
    faults.push({ phrase: 'areaBad', column: cells.at('area') });
    return null;
  }
  const known = sourceOf(source);
  if (source !== '' && known === null) faults.push({ phrase: 'sourceBad', column: cells.at('source') });
  return { areaDm2, source: known };
}

/** Whole dm² from square metres as typed; null: no area. */
export function areaDm2Of(typed: string): number | null {
  const plain = typed.replaceAll(/[\s,，]|平方米|平米|㎡|m²|m2/gi, '');
  if (!/^\d{1,6}(\.\d+)?$/.test(plain)) return null;
  // Programs keep 89.5 as 89.50000000000001.
  const areaDm2 = Math.round(Number(plain) * 100);
  return areaDm2 >= 1 && Math.abs(areaDm2 / 100 - Number(plain)) < 1e-6 ? areaDm2 : null;
}

function sourceOf(typed: string): AreaSource | null {
  if (/登记|不动产|产权|房产证|register/i.test(typed)) return 'register';
  if (/测|survey/i.test(typed)) return 'survey';
  return /合同|contract/i.test(typed) ? 'contract' : null;
}

function isYes(typed: string): boolean {
  return /^(是|√|✓|对|y|yes|true|1|开发商|建设单位|未售|未交付|表决人|代表)$/i.test(typed);
}

/** A day of the wire; empty: none typed; null: no day. */
function dayOf(typed: string): string | null {
  if (typed === '') return '';
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(typed);
  if (match === null) return null;
  const day = `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}
