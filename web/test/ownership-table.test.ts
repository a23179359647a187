/** Tables of owners as property companies write them: which home, which owner, which area, and each fault by its line. */
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeText, readList } from '../src/features/ballots/ownership/read-list.ts';
import { readWorkbook } from '../src/features/ballots/ownership/read-workbook.ts';
import { areaDm2Of, readTable } from '../src/features/ballots/ownership/table-rows.ts';
import { writeWorkbook } from '../src/features/ballots/ownership/write-workbook.ts';

const homes = ['1号楼 1单元 101室', '1号楼 2单元 101室', '2号楼 1单元 101室', '2号楼 1单元 1101室'].map(
  (name, index) => ({
    ref: `51040200200100100${index + 1}`,
    homes: [{ code: `51040200200100100${index + 1}`, name: `竹湖园社区 采薇华庭 ${name}` }],
  }),
);

test('homes are known by code, by name, or by building, unit and door', () => {
  const byParts = readTable(
    [
      ['楼栋', '单元', '房号', '业主'],
      ['2', '1', '101', '王小满'],
    ],
    homes,
  );
  expect(byParts.rows).toMatchObject([{ homeCode: homes[2]?.ref, owner: { name: '王小满' }, faults: [] }]);
  const byName = readTable(
    [
      ['房屋', '业主'],
      ['1-2-101', '李立春'],
    ],
    homes,
  );
  expect(byName.rows).toMatchObject([{ homeCode: homes[1]?.ref, faults: [] }]);
  const byCode = readTable(
    [
      ['房屋编码', '业主'],
      [homes[3]?.ref ?? '', '赵谷雨'],
    ],
    homes,
  );
  expect(byCode.rows).toMatchObject([{ homeCode: homes[3]?.ref, faults: [] }]);
});

test('each fault is told with the line it has in the table, headings counted', () => {
  const { rows } = readTable(
    [
      ['采薇华庭业主名册'],
      ['房屋', '业主', '身份证号', '联系电话', '建筑面积（㎡）', '面积来源', '取得日期'],
      ['101', '谁', '', '', '', '', ''],
      ['9-9-999', '', '12', '1390', '八十', '邻居说的', '昨天'],
      ['', '', '', '', '', '', ''],
      ['1-1-101', '钱芒种', '510402198803031234', '13900001111', '89.5', '产权登记', '2024年3月5日'],
    ],
    homes,
  );
  expect(rows.map(({ line, faults }) => [line, faults.map(({ phrase }) => phrase)])).toEqual([
    [3, ['homeManifold']],
    [4, ['homeUnknown', 'areaBad', 'nameMissing']],
    [6, []],
  ]);
  expect(rows[1]?.faults.map(({ column }) => column)).toEqual([0, 4, 1]);
  expect(rows[2]).toMatchObject({
    owner: { name: '钱芒种', documentNumber: '510402198803031234', phone: '13900001111', from: '2024-03-05' },
    area: { areaDm2: 8950, source: 'register' },
  });
});

test.each([
  ['3.40705194801010E+17', 'documentLost'],
  ['340705194801010000', 'documentLost'],
  ['340705194801010011', null],
  ['91340705MA2T000000', null],
])('a document number of %s is a number that a program has rounded: %s', (typed, phrase) => {
  const { rows } = readTable(
    [
      ['房屋', '业主', '证件号码'],
      ['1-2-101', '李立春', typed],
    ],
    homes,
  );
  expect(rows[0]?.faults.map((fault) => fault.phrase)).toEqual(phrase === null ? [] : [phrase]);
});

test('a template is a workbook this page reads again, its long numbers kept as text', async () => {
  const workbook = writeWorkbook('业主', [
    ['房屋编码', '业主'],
    ['340705006002001001010101', '<王> & "李"'],
  ]);
  expect(await readWorkbook(workbook)).toEqual({
    sheet: '业主',
    otherSheets: 0,
    rows: [
      ['房屋编码', '业主'],
      ['340705006002001001010101', '<王> & "李"'],
    ],
  });
});

test('a row may give an area alone, but not nothing', () => {
  const { rows } = readTable(
    [
      ['房屋', '业主', '面积'],
      ['1-1-101', '', '90'],
      ['1-2-101', '', ''],
    ],
    homes,
  );
  expect(rows).toMatchObject([
    { owner: null, area: { areaDm2: 9000, source: null }, faults: [] },
    { owner: null, faults: [{ phrase: 'nameMissing' }] },
  ]);
});

test('a table that does not say which home, or nothing of it, says what it lacks', () => {
  expect(
    readTable(
      [
        ['业主', '手机号'],
        ['王', '1'],
      ],
      homes,
    ).lacks,
  ).toEqual(['home']);
  expect(
    readTable(
      [
        ['房屋', '车位'],
        ['1-1-101', '1'],
      ],
      homes,
    ).lacks,
  ).toEqual(['name-or-area']);
});

test.each([
  ['89.5', 8950],
  ['89.50㎡', 8950],
  ['1,024.08 平方米', 102_408],
  ['89.50000000000001', 8950],
  ['89.505', null],
  ['0', null],
  ['八十九', null],
])('%s is %s dm²', (typed, areaDm2) => {
  expect(areaDm2Of(typed)).toBe(areaDm2);
});

describe('lists', () => {
  test('of tabs, commas and semicolons, with quoted cells over several lines', () => {
    expect(readList('a\tb\n1\t2\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(readList('\uFEFFa;b\r\n1;"x;""y""\nz"')).toEqual([
      ['a', 'b'],
      ['1', 'x;"y"\nz'],
    ]);
  });

  test('in the encoding that Chinese spreadsheets write', () => {
    const bytes = new Uint8Array([0xd2, 0xb5, 0xd6, 0xf7]);
    expect(decodeText(bytes.buffer)).toBe('业主');
    expect(decodeText(new TextEncoder().encode('业主').buffer as ArrayBuffer)).toBe('业主');
    expect(decodeText(new Uint8Array([0xff, 0xff, 0x00]).buffer)).toBeNull();
  });
});

describe('workbooks', () => {
  const sheet = `<worksheet><sheetData>
    <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>取得日期</t></is></c></row>
    <row r="3"><c r="A3" t="str"><v>1-1-101</v></c><c r="B3"><v>89.5</v></c><c r="D3" s="1"><v>45356</v></c></row>
  </sheetData></worksheet>`;
  const parts = {
    'xl/workbook.xml': `<workbook xmlns:r="x"><sheets><sheet name="旧" sheetId="1" state="hidden" r:id="rId1"/><sheet name="新" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst><si><t>房屋</t></si><si><r><t>面积</t></r><r><t>&amp;来源</t></r><rPh><t>miànjī</t></rPh></si></sst>`,
    'xl/styles.xml': `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row r="1"><c><v>旧</v></c></row></sheetData></worksheet>',
    'xl/worksheets/sheet2.xml': sheet,
  };

  test('the first sheet that is shown, with rows and columns where they stand, and dates as days', async () => {
    expect(await readWorkbook(zip(parts))).toEqual({
      sheet: '新',
      otherSheets: 0,
      rows: [['房屋', '面积&来源', '', '取得日期'], [], ['1-1-101', '89.5', '', '2024-03-05']],
    });
  });

  test('what is no workbook, or a damaged one, is refused and not read as a table', async () => {
    await expect(readWorkbook(new TextEncoder().encode('房屋,业主').buffer as ArrayBuffer)).rejects.toThrow();
    await expect(readWorkbook(zip({ 'a.txt': 'x' }))).rejects.toThrow();
    const damaged = new Uint8Array(zip(parts));
    damaged.fill(0, 40, 120);
    await expect(readWorkbook(damaged.buffer)).rejects.toThrow();
  });
});

/** A zip as programs write it: each part packed, the directory at the end. */
function zip(parts: Record<string, string>): ArrayBuffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const packed = deflateRawSync(Buffer.from(text));
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(title.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(title.length, 28);
    entry.writeUInt32LE(at, 42);
    bodies.push(local, title, packed);
    directory.push(entry, title);
    at += local.length + title.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  const whole = Buffer.concat([...bodies, ...directory, end]);
  return new Uint8Array(whole).buffer;
}
