/** Writes an .xlsx while it is being sent: no sheet is ever in memory as a whole. */
import { Readable } from 'node:stream';
import yazl from 'yazl';
import { columnLetters, shielded } from './cells.ts';

export interface ColumnToWrite {
  heading: string;
  /** In characters. */
  width: number;
  /** Kept as text by every program, so that digits in front stay. */
  isText?: boolean;
  /** What a person chooses from; as long as it fits into the 255 characters the format allows. */
  choices?: string[];
}

export interface SheetToWrite {
  name: string;
  columns: ColumnToWrite[];
  rows: AsyncIterable<Value[]> | Iterable<Value[]>;
}

export type Value = string | number | null;

const styles = { plain: 0, text: 1, heading: 2 };
/** Rows a sheet may have, by the format. */
export const rowsInSheet = 1_048_576;

export function writeWorkbook(sheets: readonly SheetToWrite[]): Readable {
  const zip = new yazl.ZipFile();
  // A fixed instant: the same content gives the same file.
  const options = { mtime: new Date('2020-01-01T00:00:00Z'), compressionLevel: 6 };
  const add = (name: string, text: string): void => zip.addBuffer(Buffer.from(text), name, options);
  add('[Content_Types].xml', contentTypes(sheets.length));
  add('_rels/.rels', packageRelations);
  add('xl/workbook.xml', workbook(sheets));
  add('xl/_rels/workbook.xml.rels', workbookRelations(sheets.length));
  add('xl/styles.xml', styleSheet);
  for (const [index, sheet] of sheets.entries()) {
    zip.addReadStreamLazy(`xl/worksheets/sheet${index + 1}.xml`, options, (done) => {
      const stream = Readable.from(gathered(sheetXml(sheet)), { objectMode: false });
      stream.on('error', (error) => (zip.outputStream as Readable).destroy(error));
      done(null, stream);
    });
  }
  zip.end();
  return zip.outputStream as Readable;
}

/** In pieces of a size that streams like. */
async function* gathered(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    if (text.length < 64 * 1024) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

async function* sheetXml({ columns, rows }: SheetToWrite): AsyncGenerator<string> {
  const letters = columns.map((_, index) => columnLetters(index));
  yield `${head}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`;
  for (const [index, { width, isText }] of columns.entries()) {
    const at = index + 1;
    yield `<col min="${at}" max="${at}" width="${width}" style="${isText ? styles.text : styles.plain}" customWidth="1"/>`;
  }
  yield '</cols><sheetData>';
  yield `<row r="1">${columns.map(({ heading }, index) => textCell(`${letters[index]}1`, heading, styles.heading)).join('')}</row>`;
  let at = 1;
  for await (const values of rows) {
    at += 1;
    let xml = `<row r="${at}">`;
    for (const [index, value] of values.entries()) {
      if (value === null || value === '') continue;
      const place = `${letters[index]}${at}`;
      xml +=
        typeof value === 'number'
          ? `<c r="${place}"><v>${value}</v></c>`
          : textCell(place, shielded(value), columns[index]?.isText ? styles.text : styles.plain);
    }
    yield `${xml}</row>`;
  }
  yield '</sheetData>';
  const validations = columns.flatMap(({ choices }, index) => {
    const list = (choices ?? []).join(',');
    if (list === '' || list.length > 250 || list.includes('"')) return [];
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" sqref="${letters[index]}2:${letters[index]}${rowsInSheet}"><formula1>${escaped(`"${list}"`)}</formula1></dataValidation>`;
  });
  if (validations.length > 0) {
    yield `<dataValidations count="${validations.length}">${validations.join('')}</dataValidations>`;
  }
  yield '</worksheet>';
}

export function textCell(place: string, text: string, style: number = styles.plain): string {
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  // XML 1.0 knows no control characters but these three, not even written as numbers.
  const clean = text
    .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, (sign) => (/[\t\n\r]/.test(sign) ? sign : ''))
    .toWellFormed();
  return clean.replaceAll(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}

/** At most 31 characters, without those the format keeps for itself. */
export function sheetName(words: string): string {
  return words
    .replaceAll(/[[\]:*?/\\]/g, ' ')
    .trim()
    .slice(0, 31)
    .trim();
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

function contentTypes(count: number): string {
  const sheets = numbers(count)
    .map((at) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${types}.worksheet+xml"/>`)
    .join('');
  return `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${sheets}</Types>`;
}

const packageRelations = `${head}<Relationships xmlns="${relations}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

function workbook(sheets: readonly SheetToWrite[]): string {
  const list = sheets
    .map(
      ({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
    )
    .join('');
  return `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list}</sheets></workbook>`;
}

function workbookRelations(count: number): string {
  const sheets = numbers(count)
    .map(
      (at) => `<Relationship Id="rId${at}" Type="${office}/worksheet" Target="worksheets/sheet${at}.xml"/>`,
    )
    .join('');
  return `${head}<Relationships xmlns="${relations}">${sheets}<Relationship Id="rId${count + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`;
}

const styleSheet = `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF3EDE4"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/></cellXfs></styleSheet>`;
