/** What the readers of workbooks, lists and GeoJSON have in common: rows of cells, and where each cell is. */
import type { ImportFaultCode } from '@linli/contract';

export interface Cell {
  /** `date`: a number shown as a date, `text` holding the day. */
  kind: 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formula-without-value';
  text: string;
}

export interface SheetRow {
  sheet: string;
  /** As the program that made the file counts: from 1. */
  row: number;
  /** By number of the column, from 0. */
  cells: Map<number, Cell>;
}

/** Something wrong with the file, at a place where somebody finds it. */
export interface Fault {
  sheet: string | null;
  row: number | null;
  /** Letter of the column. */
  column: string | null;
  heading: string | null;
  value: string | null;
  code: ImportFaultCode;
  data: Record<string, string | number>;
}

/** The file as a whole cannot be read; said once. */
export class FileFault extends Error {
  readonly code: ImportFaultCode;
  readonly data: Record<string, string>;

  constructor(code: ImportFaultCode, data: Record<string, string> = {}, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.data = data;
  }
}

/** 0 → A, 26 → AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}

/** `AB12` → 27. */
export function columnNumber(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const place = letter.charCodeAt(0) - 64;
    if (place < 1 || place > 26) break;
    column = column * 26 + place;
  }
  return column - 1;
}

/** A spreadsheet that gets our files as text must not take a name for a formula. `shielded` and back gives the same. */
export function shielded(text: string): string {
  return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

export function unshielded(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
