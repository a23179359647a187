import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { readModel } from '@linli/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadFor } from '../../src/commands-line/model-file.ts';
import {
  columnLetters,
  columnNumber,
  type Fault,
  FileFault,
  type SheetRow,
  shielded,
  unshielded,
} from '../../src/modules/areas/import/cells.ts';
import { fromWgs84, toWgs84 } from '../../src/modules/areas/import/coordinates.ts';
import { markedFile } from '../../src/modules/areas/import/marked-file.ts';
import { readFileOfAreas } from '../../src/modules/areas/import/read-file.ts';
import { readWorkbook } from '../../src/modules/areas/import/read-workbook.ts';
import { rawWorkbook, workbook } from './import-desk.ts';

const folder = mkdtempSync(join(tmpdir(), 'linli-import-'));
let files = 0;
function onDisk(content: Buffer): string {
  files += 1;
  const path = join(folder, String(files));
  writeFileSync(path, content);
  return path;
}

const modelPath = join(import.meta.dirname, '../../../packages/model/test/chess-club.yaml');
const { model } = readModel(
  modelPath,
  loadFor(modelPath, (name) => name),
);
if (!model) throw new Error('the chess club is faulty');

async function read(content: Buffer, fileName = 'x') {
  const faults: Fault[] = [];
  if (!model) throw new Error('no model');
  const result = await readFileOfAreas({
    model,
    path: onDisk(content),
    fileName,
    found: (one) => faults.push(one),
  });
  return { ...result, faults };
}

async function rowsOf(
  content: Buffer,
  limits?: { unpackedBytes: number; sharedBytes: number },
): Promise<SheetRow[]> {
  const rows: SheetRow[] = [];
  const reader = { sheet: () => true, row: (row: SheetRow) => void rows.push(row), merged: () => {} };
  await readWorkbook(onDisk(content), reader, limits);
  return rows;
}

test('a position converted to what Chinese maps use and back is the same to a millionth of a degree', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 75, max: 135, noNaN: true }),
      fc.double({ min: 18, max: 53, noNaN: true }),
      fc.constantFrom('GCJ-02' as const, 'BD-09' as const),
      (longitude, latitude, system) => {
        const [x, y] = toWgs84(fromWgs84([longitude, latitude], system), system);
        expect(Math.abs(x - longitude)).toBeLessThan(1e-6);
        expect(Math.abs(y - latitude)).toBeLessThan(1e-6);
      },
    ),
    { numRuns: 500 },
  );
  // The offset is real: without conversion a building stands hundreds of metres off.
  expect(Math.abs(fromWgs84([117.8, 30.9], 'GCJ-02')[0] - 117.8)).toBeGreaterThan(0.001);
});

test('whatever is written into a workbook is read from it again', async () => {
  const words = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((one) => one.trim() !== '' && !/[\p{Cc}\ufffe\uffff]/u.test(one));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(words, fc.double({ noNaN: true, noDefaultInfinity: true })), {
        minLength: 1,
        maxLength: 8,
      }),
      async (values) => {
        const rows = await rowsOf(await workbook({ S: [values.map(() => 'h'), values] }));
        const [, row] = rows;
        for (const [column, value] of values.entries()) {
          const cell = row?.cells.get(column);
          if (typeof value === 'number') expect(Number(cell?.text)).toBe(Number(value) + 0);
          else expect(unshielded(cell?.text ?? '')).toBe(value);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('shielding a text against spreadsheets can be taken back, whatever the text', () => {
  fc.assert(fc.property(fc.string(), (one) => unshielded(shielded(one)) === one));
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t'), fc.string(), (sign, rest) =>
      /^'/.test(shielded(sign + rest)),
    ),
  );
});

test('letters of columns count as spreadsheets count', () => {
  expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  fc.assert(fc.property(fc.nat(20_000), (column) => columnNumber(`${columnLetters(column)}7`) === column));
});

test('a small file that unpacks to a large one is refused while it unpacks', async () => {
  const bomb = await rawWorkbook(
    'S',
    `<worksheet><sheetData>${' '.repeat(20_000_000)}</sheetData></worksheet>`,
  );
  expect(bomb.length).toBeLessThan(100_000);
  await expect(rowsOf(bomb, { unpackedBytes: 1_000_000, sharedBytes: 1_000_000 })).rejects.toMatchObject({
    code: 'file-too-large',
  });
  const shared = await rawWorkbook('S', '<worksheet/>', {
    'xl/sharedStrings.xml': `<sst><si><t>${'a'.repeat(3_000_000)}</t></si></sst>`,
  });
  await expect(rowsOf(shared, { unpackedBytes: 1e9, sharedBytes: 1_000_000 })).rejects.toMatchObject({
    code: 'file-too-large',
  });
});

test('a document type is refused, so that nothing outside is read and nothing is expanded', async () => {
  const evil = await rawWorkbook(
    'S',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>',
  );
  await expect(rowsOf(evil)).rejects.toBeInstanceOf(FileFault);
});

test('hidden sheets, furigana and styles are not content; prefixed names are', async () => {
  const rows = await rowsOf(
    await rawWorkbook(
      'S',
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
      {
        'xl/sharedStrings.xml':
          '<sst><si><r><t>东</t></r><r><t>厅</t></r><rPh><t>ひがし</t></rPh></si></sst>',
      },
    ),
  );
  expect(rows).toHaveLength(1);
  expect([...(rows[0]?.cells ?? [])].map(([column, { text }]) => [column, text])).toEqual([
    [0, '东厅'],
    [1, '7'],
  ]);
});

test.each([
  ['UTF-8 with a mark', Buffer.from('\ufeff层级,名称,上级\n棋盘,甲,7701\n')],
  // 层级,名称,上级 / 棋盘,甲,7701
  ['GB18030', Buffer.from('b2e3bcb62cc3fbb3c62cc9cfbcb60ac6e5c5cc2cbcd72c373730310a', 'hex')],
  ['tabs', Buffer.from('层级\t名称\t上级\n棋盘\t甲\t7701\n')],
])('a list in %s is read', async (_, content) => {
  const { rows, faults } = await read(content);
  expect(faults).toEqual([]);
  expect(rows.map(({ name, level, parent }) => [name, level.key, parent])).toEqual([
    ['甲', 'board', ['7701']],
  ]);
});

test('names of outer places may have columns of their own', async () => {
  const { rows } = await read(
    await workbook({
      棋盘: [
        ['棋社', '棋室', '棋盘'],
        ['棋社', '东厅', '九'],
      ],
    }),
  );
  expect(rows.map(({ name, parent }) => [name, parent])).toEqual([['九', ['棋社', '东厅']]]);
});

test('shapes in another coordinate system are converted, and a shape that is none is named', async () => {
  const ring = [
    [110, 30],
    [110.01, 30],
    [110.01, 30.01],
    [110, 30],
  ];
  const { rows, faults } = await read(
    Buffer.from(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { name: 'a', level: 'room', parent: '77', crs: 'GCJ-02' },
            geometry: { type: 'Polygon', coordinates: [ring] },
          },
          {
            type: 'Feature',
            properties: { name: 'b', level: 'room', parent: '77' },
            geometry: { type: 'Polygon', coordinates: [ring.slice(1)] },
          },
          {
            type: 'Feature',
            properties: { name: 'c', level: 'room', parent: '77' },
            geometry: { type: 'Point', coordinates: [10, 50] },
          },
        ],
      }),
    ),
  );
  expect(faults.map(({ row, code }) => [row, code])).toEqual([[2, 'geometry-invalid']]);
  const [x, y] = rows[0]?.position ?? [];
  expect(x).not.toBeCloseTo(110.0066667, 4);
  expect([x, y].map((degrees) => degrees?.toFixed(1))).toEqual(['110.0', '30.0']);
  expect(rows[2]?.position).toEqual([10, 50]);
});

test('a list comes back with its faults beside the rows, and without formulas', async () => {
  const path = onDisk(Buffer.from('level,name,parent\nboard,=cmd(),x\nboard,ok,7701\n'));
  const summary = {
    kind: 'list' as const,
    rows: 2,
    leftOut: 0,
    levels: [],
    sheetsNotRead: [],
    widths: { x: 3 },
    headingRows: { x: 1 },
  };
  const marked = await markedFile(path, summary, {
    find: (_, row) => (row === 2 ? '没有, 这个' : undefined),
  });
  expect((await buffer(marked)).toString()).toBe(
    '\ufefflevel,name,parent,问题\r\nboard,\'=cmd(),x,"没有, 这个"\r\nboard,ok,7701,\r\n',
  );
});
