/**
 * The first visible sheet of an .xlsx, as rows of text: values, not looks. Unpacked by the browser itself, here, so that a
 * table with identity numbers leaves this device only as the rows that are entered.
 */
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
/** What a small file may unpack to. */
const unpackedBytes = 64 * 1024 * 1024;

/** Not a workbook this page can read. */
export class WorkbookUnreadable extends Error {}

/** `otherSheets`: how many more are shown, which are not read. */
export async function readWorkbook(
  file: ArrayBuffer,
): Promise<{ sheet: string; otherSheets: number; rows: string[][] }> {
  const parts = partsOf(new DataView(file));
  const open = async (name: string): Promise<string> => {
    const part = parts.get(name);
    if (part === undefined) throw new WorkbookUnreadable(name);
    return new TextDecoder().decode(await unpack(new Uint8Array(file, part.start, part.size), part.method));
  };
  const book = await open('xl/workbook.xml');
  const relations = new Map(
    elements(await open('xl/_rels/workbook.xml.rels'), 'Relationship').map(
      ({ attributes: { Id, Target } }) => [Id ?? '', Target ?? ''],
    ),
  );
  const shown = elements(book, 'sheet').filter(
    ({ attributes: { state } }) => (state ?? 'visible') === 'visible',
  );
  const [sheet] = shown;
  const target = relations.get(sheet?.attributes['r:id'] ?? sheet?.attributes.id ?? '');
  if (target === undefined) throw new WorkbookUnreadable('no sheet');
  const shared = parts.has('xl/sharedStrings.xml')
    ? elements(await open('xl/sharedStrings.xml'), 'si').map(({ content }) => textOf(content))
    : [];
  const dates = parts.has('xl/styles.xml') ? dateStyles(await open('xl/styles.xml')) : new Set<number>();
  const isFrom1904 = elements(book, 'workbookPr').some(({ attributes: { date1904 } }) =>
    /^(1|true)$/.test(date1904 ?? ''),
  );
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
  return {
    sheet: sheet?.attributes.name ?? '',
    otherSheets: shown.length - 1,
    rows: rowsOf(await open(path), shared, dates, isFrom1904),
  };
}

interface Part {
  start: number;
  size: number;
  method: number;
}

/** Where the parts of a zip lie, by name, as its central directory says. */
function partsOf(view: DataView): Map<string, Part> {
  const parts = new Map<string, Part>();
  const lastEnd = view.byteLength - 22;
  let end = lastEnd;
  // A remark may follow the end record.
  while (end >= 0 && end > lastEnd - 65_536 && view.getUint32(end, true) !== endSignature) end -= 1;
  if (end < 0 || view.getUint32(end, true) !== endSignature) throw new WorkbookUnreadable('not a zip');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== entrySignature)
      throw new WorkbookUnreadable('damaged');
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameLength));
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    parts.set(name, { start, size: view.getUint32(at + 20, true), method: view.getUint16(at + 10, true) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return parts;
}

async function unpack(bytes: Uint8Array<ArrayBuffer>, method: number): Promise<Uint8Array> {
  if (method === 0) return bytes;
  if (method !== 8 || typeof DecompressionStream === 'undefined')
    throw new WorkbookUnreadable('packed otherwise');
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new WorkbookUnreadable('damaged');
    });
    if (done) break;
    size += value.length;
    // What a zip says of its sizes is what its maker wrote; only what comes out counts.
    if (size > unpackedBytes) throw new WorkbookUnreadable('too large');
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

interface XmlElement {
  attributes: Record<string, string>;
  content: string;
}

/** Elements of one name, whatever their prefix. Those of a workbook never hold others of their own name. */
function elements(xml: string, name: string): XmlElement[] {
  const pattern = new RegExp(`<(?:\\w+:)?${name}(\\s[^>]*?)?(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}>)`, 'g');
  return [...xml.matchAll(pattern)].map(([, attributes = '', content = '']) => ({
    attributes: Object.fromEntries(
      [...attributes.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key = '', a, b]) => [
        key,
        plain(a ?? b ?? ''),
      ]),
    ),
    content,
  }));
}

/** Text of a string, without the readings that are printed above it. */
function textOf(content: string): string {
  return elements(content.replaceAll(/<(?:\w+:)?rPh[\s\S]*?<\/(?:\w+:)?rPh>/g, ''), 't')
    .map((one) => plain(one.content))
    .join('');
}

function plain(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  return text.replaceAll(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) =>
      hex !== undefined
        ? String.fromCodePoint(Number.parseInt(hex, 16))
        : decimal !== undefined
          ? String.fromCodePoint(Number(decimal))
          : (named[name ?? ''] ?? whole),
  );
}

/** Numbers of the cell styles that show a number as a date (ECMA-376 part 1, 18.8.30; 27–36 and 50–58 are East Asian). */
function dateStyles(xml: string): Set<number> {
  const own = new Map(
    elements(xml, 'numFmt').map(({ attributes: { numFmtId, formatCode } }) => [
      Number(numFmtId),
      formatCode ?? '',
    ]),
  );
  const [cells] = elements(xml, 'cellXfs');
  const dates = new Set<number>();
  for (const [index, { attributes }] of elements(cells?.content ?? '', 'xf').entries()) {
    const id = Number(attributes.numFmtId ?? 0);
    const format = own.get(id);
    const isDate =
      format === undefined
        ? (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)
        : /[yd年日]/i.test(format.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
    if (isDate) dates.add(index);
  }
  return dates;
}

function rowsOf(
  xml: string,
  shared: readonly string[],
  dates: ReadonlySet<number>,
  isFrom1904: boolean,
): string[][] {
  const rows: string[][] = [];
  for (const row of elements(xml, 'row')) {
    const cells: string[] = [];
    let column = -1;
    for (const { attributes, content } of elements(row.content, 'c')) {
      column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
      const value = plain(elements(content, 'v')[0]?.content ?? '');
      const isDate = (attributes.t ?? 'n') === 'n' && dates.has(Number(attributes.s ?? 0));
      cells[column] =
        attributes.t === 's'
          ? (shared[Number(value)] ?? '')
          : attributes.t === 'inlineStr'
            ? textOf(content)
            : isDate && value !== ''
              ? dayOf(Number(value), isFrom1904)
              : value;
    }
    // Rows keep the numbers they have in the program they come from.
    const at = row.attributes.r === undefined ? rows.length : Number(row.attributes.r) - 1;
    rows[at] = Array.from(cells, (cell) => (cell ?? '').trim());
  }
  return Array.from(rows, (row) => row ?? []);
}

/** `B7`: 1 */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.replaceAll(/\d/g, '').toUpperCase())
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function dayOf(serial: number, isFrom1904: boolean): string {
  const start = isFrom1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const instant = new Date(start + Math.floor(serial) * 86_400_000);
  return Number.isNaN(instant.getTime()) ? String(serial) : instant.toISOString().slice(0, 10);
}
