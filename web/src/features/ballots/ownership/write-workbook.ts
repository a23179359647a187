/**
 * One sheet as an .xlsx whose cells are all text: a program that opens it leaves identity numbers and codes as they are typed,
 * where it would take them for numbers in a .csv and drop their last digits. Parts are stored unpacked, which every program reads.
 */
export function writeWorkbook(sheet: string, rows: readonly string[][]): ArrayBuffer {
  const parts = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${main('sheet.main')}"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${main('worksheet')}"/><Override PartName="/xl/styles.xml" ContentType="${main('styles')}"/></Types>`,
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets><sheet name="${plain(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    // Style 1 is text (numFmtId 49), and it is what empty cells of every column have.
    'xl/styles.xml': `<styleSheet xmlns="${spreadsheet}"><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': sheetOf(rows),
  };
  return zip(
    Object.entries(parts).map(([name, xml]) => [name, `<?xml version="1.0" encoding="UTF-8"?>${xml}`]),
  );
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = (part: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${part}+xml`;

function relations(parts: readonly (readonly [type: string, target: string])[]): string {
  const each = parts.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>`;
}

function sheetOf(rows: readonly string[][]): string {
  const widest = Math.max(1, ...rows.map(({ length }) => length));
  const each = rows.map((cells, at) => {
    const written = cells.map(
      (cell) => `<c s="1" t="inlineStr"><is><t xml:space="preserve">${plain(cell)}</t></is></c>`,
    );
    return `<row r="${at + 1}">${written.join('')}</row>`;
  });
  return `<worksheet xmlns="${spreadsheet}"><cols><col min="1" max="${widest}" width="22" style="1" customWidth="1"/></cols><sheetData>${each.join('')}</sheetData></worksheet>`;
}

function plain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** 1 January 2026 at 00:00 as a zip writes it: a file says nothing of when it was made. */
const madeOn = ((2026 - 1980) << 9) | (1 << 5) | 1;

function zip(parts: readonly (readonly [name: string, text: string])[]): ArrayBuffer {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const [title, text] of parts) {
    const name = encoder.encode(title);
    const body = encoder.encode(text);
    const head = (signature: number, size: number, fields: (view: DataView, from: number) => void) => {
      const view = new DataView(new ArrayBuffer(size));
      view.setUint32(0, signature, true);
      const from = signature === 0x02014b50 ? 6 : 4;
      view.setUint16(from, 20, true);
      view.setUint16(from + 8, madeOn, true);
      view.setUint32(from + 10, crc32(body), true);
      view.setUint32(from + 14, body.length, true);
      view.setUint32(from + 18, body.length, true);
      view.setUint16(from + 22, name.length, true);
      fields(view, from);
      return new Uint8Array(view.buffer);
    };
    const local = head(0x04034b50, 30, () => {});
    directory.push(
      head(0x02014b50, 46, (view) => {
        view.setUint16(4, 20, true);
        view.setUint32(42, at, true);
      }),
      name,
    );
    pieces.push(local, name, body);
    at += local.length + name.length + body.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, parts.length, true);
  end.setUint16(10, parts.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, at, true);
  const all = [...pieces, ...directory, new Uint8Array(end.buffer)];
  const whole = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const piece of all) {
    whole.set(piece, place);
    place += piece.length;
  }
  return whole.buffer;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
