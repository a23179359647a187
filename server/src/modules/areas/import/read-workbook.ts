/**
 * Reads an .xlsx as it streams by: values, not looks. Everything that is unpacked is counted, so that a small file
 * cannot become a large one; document types are refused, so that nothing is fetched or expanded.
 */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import yauzl from 'yauzl';
import { type Cell, columnNumber, FileFault, type SheetRow } from './cells.ts';

export interface WorkbookReader {
  /** False: the sheet is passed over. */
  sheet(name: string): boolean;
  row(row: SheetRow): void;
  /** `A2:B5`; told after the rows of its sheet. */
  merged(sheet: string, range: string): void;
}

export interface WorkbookLimits {
  unpackedBytes: number;
  /** Strings that sheets share are held in memory. */
  sharedBytes: number;
}

export const workbookLimits: WorkbookLimits = {
  unpackedBytes: 1024 * 1024 * 1024,
  sharedBytes: 256 * 1024 * 1024,
};
const mostEntries = 2_000;
const dayMs = 86_400_000;

/** Throws FileFault where it is no workbook, or too large a one. */
export async function readWorkbook(
  path: string,
  reader: WorkbookReader,
  limits: WorkbookLimits = workbookLimits,
): Promise<void> {
  const zip = await openZip(path, limits);
  try {
    const { sheets, isFrom1904 } = await readBook(zip);
    const shared = await readSharedStrings(zip, limits);
    const dateStyles = await readDateStyles(zip);
    for (const { name, part } of sheets) {
      if (!reader.sheet(name)) continue;
      await readSheet(zip, part, { name, shared, dateStyles, isFrom1904 }, reader);
    }
  } finally {
    zip.close();
  }
}

export interface Zip {
  names(): string[];
  has(name: string): boolean;
  /** Unpacked and counted. */
  open(name: string): AsyncIterable<Buffer>;
  close(): void;
}

export async function openZip(path: string, limits: Pick<WorkbookLimits, 'unpackedBytes'>): Promise<Zip> {
  let file: yauzl.ZipFile;
  try {
    file = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  } catch (error) {
    throw unreadable('not a zip', error);
  }
  const entries = new Map<string, yauzl.Entry>();
  let unpacked = 0;
  try {
    for await (const entry of file.eachEntry()) {
      if (entries.size >= mostEntries) throw unreadable('too many parts');
      if (entry.isEncrypted()) throw unreadable('encrypted');
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    file.close();
    throw error instanceof FileFault ? error : unreadable('damaged', error);
  }
  return {
    names: () => [...entries.keys()],
    has: (name) => entries.has(name),
    async *open(name) {
      const entry = entries.get(name);
      if (!entry) throw unreadable(`${name} is missing`);
      const stream = await file.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        unpacked += chunk.length;
        // What a zip says of its sizes is what its maker wrote; only what comes out counts.
        if (unpacked > limits.unpackedBytes) {
          throw new FileFault('file-too-large', { limit: megabytes(limits.unpackedBytes) });
        }
        yield chunk;
      }
    },
    close: () => file.close(),
  };
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

function unreadable(why: string, cause?: unknown): FileFault {
  return new FileFault('file-unreadable', { why }, { cause });
}

interface Handlers {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Names without their prefix: programs differ in whether they write one. */
async function parse(stream: AsyncIterable<Buffer>, { open, text, close }: Handlers): Promise<void> {
  const parser = new SaxesParser({ xmlns: false });
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw unreadable('damaged', error);
  });
  parser.on('doctype', () => {
    throw unreadable('a document type');
  });
  if (open) parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => open(local(name), attributes));
  if (text) parser.on('text', text);
  if (close) parser.on('closetag', ({ name }: SaxesTagPlain) => close(local(name)));
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const chunk of stream) parser.write(decoder.decode(chunk, { stream: true }));
    parser.write(decoder.decode()).close();
  } catch (error) {
    throw error instanceof FileFault ? error : unreadable('damaged', error);
  }
}

interface Sheet {
  name: string;
  part: string;
}

/** Sheets in their order, without hidden ones. */
export async function readBook(zip: Zip): Promise<{ sheets: Sheet[]; isFrom1904: boolean }> {
  const root = 'xl/workbook.xml';
  const targets = new Map<string, string>();
  const found: { name: string; id: string }[] = [];
  let isFrom1904 = false;
  await parse(zip.open(root), {
    open(name, attributes) {
      if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key) && key !== 'sheetId')?.[1];
      if (id !== undefined) found.push({ name: attributes.name ?? '', id });
    },
  });
  await parse(zip.open('xl/_rels/workbook.xml.rels'), {
    open(name, { Id, Target }) {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`);
    },
  });
  return {
    isFrom1904,
    sheets: found.flatMap(({ name, id }) => {
      const part = targets.get(id);
      return part === undefined ? [] : [{ name, part }];
    }),
  };
}

async function readSharedStrings(zip: Zip, limits: WorkbookLimits): Promise<string[]> {
  const part = zip.names().find((name) => /^xl\/sharedStrings\.xml$/i.test(name));
  const strings: string[] = [];
  if (part === undefined) return strings;
  let bytes = 0;
  let present = '';
  let isText = false;
  let phonetic = 0;
  await parse(zip.open(part), {
    open(name) {
      if (name === 'si') present = '';
      if (name === 'rPh') phonetic += 1;
      isText = name === 't' && phonetic === 0;
    },
    text(text) {
      if (!isText) return;
      present += text;
      bytes += text.length * 2;
      if (bytes > limits.sharedBytes) {
        throw new FileFault('file-too-large', { limit: megabytes(limits.sharedBytes) });
      }
    },
    close(name) {
      if (name === 'rPh') phonetic -= 1;
      if (name === 't') isText = false;
      if (name === 'si') strings.push(present);
    },
  });
  return strings;
}

/** Numbers of the cell styles that show a number as a date. */
async function readDateStyles(zip: Zip): Promise<Set<number>> {
  const dates = new Set<number>();
  if (!zip.has('xl/styles.xml')) return dates;
  const ownFormats = new Map<number, string>();
  let isCell = false;
  let style = 0;
  await parse(zip.open('xl/styles.xml'), {
    open(name, attributes) {
      if (name === 'numFmt') ownFormats.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') isCell = true;
      if (name !== 'xf' || !isCell) return;
      const format = Number(attributes.numFmtId ?? 0);
      if (isDateFormat(format, ownFormats.get(format))) dates.add(style);
      style += 1;
    },
    close(name) {
      if (name === 'cellXfs') isCell = false;
    },
  });
  return dates;
}

/** ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are dates in East Asian editions. */
function isDateFormat(id: number, own: string | undefined): boolean {
  if (own !== undefined) return /[ymdhs年月日]/i.test(own.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

interface SheetParts {
  name: string;
  shared: readonly string[];
  dateStyles: ReadonlySet<number>;
  isFrom1904: boolean;
}

async function readSheet(
  zip: Zip,
  part: string,
  { name: sheet, shared, dateStyles, isFrom1904 }: SheetParts,
  reader: WorkbookReader,
): Promise<void> {
  let row = 0;
  let column = -1;
  let cells = new Map<number, Cell>();
  let type = '';
  let style = 0;
  let value = '';
  let hasFormula = false;
  let isValue = false;
  let phonetic = 0;
  const cellOf = (): Cell | undefined => {
    if (value === '' && type !== 'str')
      return hasFormula ? { kind: 'formula-without-value', text: '' } : undefined;
    switch (type) {
      case 's':
        return { kind: 'text', text: shared[Number(value)] ?? '' };
      case 'str':
      case 'inlineStr':
        return { kind: 'text', text: value };
      case 'b':
        return { kind: 'boolean', text: value === '1' ? 'TRUE' : 'FALSE' };
      case 'e':
        return { kind: 'error', text: value };
      case 'd':
        return { kind: 'date', text: value };
      default:
        return dateStyles.has(style)
          ? { kind: 'date', text: dayOf(Number(value), isFrom1904) }
          : { kind: 'number', text: value };
    }
  };
  await parse(zip.open(part), {
    open(name, attributes) {
      switch (name) {
        case 'row':
          row = attributes.r === undefined ? row + 1 : Number(attributes.r);
          column = -1;
          cells = new Map();
          break;
        case 'c':
          column = attributes.r === undefined ? column + 1 : columnNumber(attributes.r);
          type = attributes.t ?? 'n';
          style = Number(attributes.s ?? 0);
          value = '';
          hasFormula = false;
          break;
        case 'f':
          hasFormula = true;
          break;
        case 'rPh':
          phonetic += 1;
          break;
        case 'v':
          isValue = true;
          break;
        case 't':
          isValue = phonetic === 0;
          break;
        case 'mergeCell':
          if (attributes.ref !== undefined) reader.merged(sheet, attributes.ref);
          break;
      }
    },
    text(text) {
      if (isValue) value += text;
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'c') {
        const cell = cellOf();
        if (cell !== undefined && (cell.kind !== 'text' || cell.text.trim() !== '')) cells.set(column, cell);
      } else if (name === 'row' && cells.size > 0) reader.row({ sheet, row, cells });
    },
  });
}

function dayOf(serial: number, isFrom1904: boolean): string {
  const start = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const instant = new Date(start + serial * dayMs);
  return Number.isNaN(instant.getTime()) ? String(serial) : instant.toISOString().slice(0, 10);
}
