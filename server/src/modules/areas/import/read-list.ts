/** Reads values separated by commas, tabs or semicolons, in UTF-8 or in the national encoding GB18030. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { type Cell, FileFault, type SheetRow } from './cells.ts';

export async function readList(
  path: string,
  name: string,
  reader: { sheet(name: string): boolean; row(row: SheetRow): void },
): Promise<void> {
  const text = decode(await readFile(path));
  if (!reader.sheet(name)) return;
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
    }) as unknown as typeof records;
  } catch (error) {
    throw new FileFault(
      'file-unreadable',
      { why: error instanceof Error ? error.message : String(error) },
      { cause: error },
    );
  }
  // A record in quotes may run over several lines; people count records, as their spreadsheet shows them.
  for (const [index, { record }] of records.entries()) {
    const cells = new Map<number, Cell>();
    for (const [column, value] of record.entries()) {
      if (value.trim() !== '') cells.set(column, { kind: 'text', text: value });
    }
    if (cells.size > 0) reader.row({ sheet: name, row: index + 1, cells });
  }
}

/** What UTF-8 cannot be is GB18030, which holds GBK and GB 2312. */
export function decode(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return text;
    } catch {
      // The next one.
    }
  }
  throw new FileFault('encoding-unknown');
}

export function delimiterOf(text: string): string {
  const line = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? '';
  const counted = [',', '\t', ';'].map((sign) => ({ sign, count: line.split(sign).length }));
  return counted.reduce((most, one) => (one.count > most.count ? one : most)).sign;
}
