/** The file as it came, with one column more that says in each row what is wrong with it. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import yazl from 'yazl';
import { columnLetters, shielded } from './cells.ts';
import { decode, delimiterOf } from './read-list.ts';
import { openZip, readBook, workbookLimits, type Zip } from './read-workbook.ts';
import type { ImportSummary } from './store.ts';
import { textCell } from './write-workbook.ts';

export const faultHeading = '问题';

export interface RowFaults {
  /** By sheet, then row. Row 0: the sheet or the file as a whole. */
  find(sheet: string | null, row: number): string | undefined;
}

/** `faults` are texts in the reader's language. Workbooks keep their looks: only cells are added. */
export async function markedFile(path: string, summary: ImportSummary, faults: RowFaults): Promise<Readable> {
  switch (summary.kind) {
    case 'workbook':
      return markWorkbook(path, summary, faults);
    case 'list':
      return markList(path, summary, faults);
    case 'geojson':
      return markGeoJson(path, faults);
    default:
      // What could not be read cannot be written in.
      return createReadStream(path);
  }
}

async function markWorkbook(path: string, summary: ImportSummary, faults: RowFaults): Promise<Readable> {
  const zip = await openZip(path, workbookLimits);
  const { sheets } = await readBook(zip);
  const nameByPart = new Map(sheets.map(({ name, part }) => [part, name]));
  const out = new yazl.ZipFile();
  for (const part of zip.names()) {
    if (part.endsWith('/')) continue;
    const sheet = nameByPart.get(part);
    const width = sheet === undefined ? undefined : summary.widths[sheet];
    out.addReadStreamLazy(part, { mtime: new Date('2020-01-01T00:00:00Z') }, (done) => {
      const content =
        sheet === undefined || width === undefined
          ? zip.open(part)
          : markSheet(zip, part, { sheet, width, headingRow: summary.headingRows[sheet] ?? 0 }, faults);
      const stream = Readable.from(content, { objectMode: false });
      stream.on('error', (error) => (out.outputStream as Readable).destroy(error));
      done(null, stream);
    });
  }
  out.end();
  const stream = out.outputStream as Readable;
  stream.once('close', () => zip.close());
  return stream;
}

/** Adds a cell at the end of each row that has a fault; everything else passes through as it is. */
async function* markSheet(
  zip: Zip,
  part: string,
  { sheet, width, headingRow }: { sheet: string; width: number; headingRow: number },
  faults: RowFaults,
): AsyncGenerator<Buffer> {
  const letter = columnLetters(width);
  const decoder = new TextDecoder('utf-8');
  let row = 0;
  let rest = '';
  const cellFor = (): string => {
    const words =
      row === headingRow
        ? [faultHeading, faults.find(sheet, row)].filter(Boolean).join('：')
        : faults.find(sheet, row);
    return words === undefined ? '' : textCell(`${letter}${row}`, words);
  };
  // A prefix before the names of tags is possible, and then ours need it too.
  const rowTag = /<((?:\w+:)?)row\b([^>]*?)(\/?)>|<\/((?:\w+:)?)row>/g;
  const mark = (text: string): string =>
    text.replace(
      rowTag,
      (
        tag,
        prefix: string | undefined,
        attributes: string | undefined,
        isEmpty: string,
        closing: string | undefined,
      ) => {
        const prefixed = (cells: string, own: string) =>
          own === '' ? cells : cells.replaceAll(/<(\/?)(?=\w)/g, `<$1${own}`);
        if (closing !== undefined) return prefixed(cellFor(), closing) + tag;
        const number = /\br="(\d+)"/.exec(attributes ?? '')?.[1];
        row = number === undefined ? row + 1 : Number(number);
        // `spans` would now be wrong, and may be left out.
        const open = `<${prefix}row${(attributes ?? '').replace(/\s+spans="[^"]*"/, '')}>`;
        if (isEmpty === '') return open;
        const cells = cellFor();
        return cells === '' ? tag : `${open}${prefixed(cells, prefix ?? '')}</${prefix}row>`;
      },
    );
  for await (const chunk of zip.open(part)) {
    rest += decoder.decode(chunk, { stream: true });
    // Up to the last tag that is whole.
    const end = rest.lastIndexOf('<');
    if (end <= 0) continue;
    yield Buffer.from(mark(rest.slice(0, end)));
    rest = rest.slice(end);
  }
  yield Buffer.from(mark(rest + decoder.decode()));
}

async function markList(path: string, { headingRows }: ImportSummary, faults: RowFaults): Promise<Readable> {
  const text = decode(await readFile(path));
  const delimiter = delimiterOf(text);
  const records = parse(text, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }) as unknown as string[][];
  const width = Math.max(...records.map((record) => record.length));
  const [[sheet = '', headingRow = 1] = []] = Object.entries(headingRows);
  const lines = records.map((record, index) => {
    const row = index + 1;
    const words = row === headingRow ? faultHeading : (faults.find(sheet, row) ?? '');
    const padded = [...record, ...Array.from({ length: width - record.length }, () => ''), words];
    return padded.map((value) => quoted(shielded(value), delimiter)).join(delimiter);
  });
  return Readable.from([`\ufeff${lines.join('\r\n')}\r\n`], { objectMode: false });
}

function quoted(value: string, delimiter: string): string {
  return value.includes(delimiter) || /["\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

async function markGeoJson(path: string, faults: RowFaults): Promise<Readable> {
  const collection = JSON.parse(decode(await readFile(path))) as {
    features: { properties?: object | null }[];
  };
  const features = collection.features.map((feature, index) => {
    const words = faults.find(null, index + 1);
    return words === undefined
      ? feature
      : { ...feature, properties: { ...feature?.properties, [faultHeading]: words } };
  });
  return Readable.from([JSON.stringify({ ...collection, features })], { objectMode: false });
}
