import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWorkbook } from '../../src/modules/areas/import/read-workbook.ts';
import { moveImport } from '../../src/modules/areas/import/store.ts';
import { writeImport } from '../../src/modules/areas/import/write-import.ts';
import type { Value } from '../../src/modules/areas/import/write-workbook.ts';
import { areaTasks, importHere } from '../../src/modules/areas/index.ts';
import { openLog } from '../../src/platform/log.ts';
import { type Clerk, type Desk, openDesk, rawWorkbook, workbook } from './import-desk.ts';

let desk: Desk;
let president: Clerk;
beforeAll(async () => {
  desk = await openDesk();
  president = await desk.as(desk.president);
});
afterAll(() => desk.close());

const boardColumns = [
  '上级 Parent',
  '代码 Code',
  '名称 Name',
  '经度',
  '纬度',
  '坐标系',
  '专有面积（m²）',
  '面积来源',
];

test('what is checked is not written; what is applied is, with codes in order and names from outside in', async () => {
  const before = await desk.areas();
  const file = await workbook({
    '棋室 Room': [
      ['上级', '代码', '名称', '分类'],
      ['77', null, '北厅', '静室'],
    ],
    棋盘: [
      boardColumns,
      ['北厅', null, '甲', 10.001, 50.001, 'WGS-84', 89.56, '登记簿'],
      ['棋社/北厅', '07', '乙', null, null, null, null, null],
      ['北厅', null, '丙', null, null, null, 12, 'Contract'],
      ['7702', null, '新盘', null, null, null, null, null],
    ],
  });
  const checked = await president.hand('新厅.xlsx', file);
  expect(await president.faults(checked.importId)).toEqual([]);
  expect(checked).toMatchObject({
    state: 'ready',
    rows: 5,
    counts: { new: 5, changed: 0, same: 0, missing: 3 },
    createdBy: '陈谷雨',
    verbs: ['apply', 'cancel'],
  });
  expect(await desk.areas()).toEqual(before);

  const applied = await president.apply(checked);
  expect(applied).toMatchObject({ state: 'applied', verbs: [], failure: null });
  const written = (await desk.areas()).filter(({ code }) => !before.some((one) => one.code === code));
  expect(written.map(({ code, parent_code, full_name }) => [code, parent_code, full_name])).toEqual(
    [
      ['7703', '77', '北厅'],
      ['770202', '7702', '西厅 新盘'],
      ['770307', '7703', '北厅 乙'],
      ['770308', '7703', '北厅 甲'],
      ['770309', '7703', '北厅 丙'],
    ].sort(([one = ''], [other = '']) => (one < other ? -1 : 1)),
  );
  expect(written.find(({ name }) => name === '甲')).toMatchObject({
    longitude: 10.001,
    latitude: 50.001,
    exclusive_area_dm2: 8956,
    source: 'register',
  });
  expect(written.find(({ name }) => name === '北厅')).toMatchObject({ class: 'quiet-room' });

  const again = await president.hand('新厅.xlsx', file);
  expect(again.counts).toMatchObject({ new: 0, changed: 0, same: 5 });
  await president.apply(again);
  expect(await desk.areas()).toHaveLength(before.length + 5);
});

describe('what goes out comes in again and changes nothing', () => {
  test.each(['xlsx', 'geojson'])('%s', async (format) => {
    await desk.inClub((tx) =>
      tx.query(
        `UPDATE areas SET geometry = '{"type":"Polygon","coordinates":[[[10,50],[10.01,50],[10.01,50.01],[10,50]]]}', name = '=东厅'
          WHERE tenant_id = $1 AND code = '7701'`,
        [desk.tenantId],
      ),
    );
    const before = await desk.areas();
    const file = await president.call('GET', `/api/areas/export?format=${format}`);
    expect(file.statusCode).toBe(200);
    const checked = await president.hand(`all.${format}`, file.rawPayload);
    expect(await president.faults(checked.importId)).toEqual([]);
    expect(checked.counts).toEqual({ new: 0, changed: 0, same: before.length, missing: 0 });
    await president.apply(checked);
    expect(await desk.areas()).toEqual(before);
    await desk.inClub((tx) =>
      tx.query(`UPDATE areas SET name = '东厅' WHERE tenant_id = $1 AND code = '7701'`, [desk.tenantId]),
    );
  });

  test('a name that a spreadsheet would run as a formula is shielded on its way out', async () => {
    await desk.inClub((tx) =>
      tx.query(`UPDATE areas SET name = '=1+1' WHERE tenant_id = $1 AND code = '7702'`, [desk.tenantId]),
    );
    const file = await president.call('GET', '/api/areas/export?under=7702');
    const names: string[] = [];
    await eachRow(file.rawPayload, ({ cells }) => names.push(cells.get(1)?.text ?? ''));
    expect(names).toContain("'=1+1");
    await desk.inClub((tx) =>
      tx.query(`UPDATE areas SET name = '西厅' WHERE tenant_id = $1 AND code = '7702'`, [desk.tenantId]),
    );
  });
});

test('a new name reaches the full names of all that lies inside, also of what the file leaves out', async () => {
  const checked = await president.hand(
    'rename.csv',
    Buffer.from('level,code,name,parent\nroom,7702,西大厅,77\n'),
  );
  expect(checked.counts).toMatchObject({ changed: 1, new: 0 });
  await president.apply(checked);
  const inside = (await desk.areas()).filter(({ parent_code }) => parent_code === '7702');
  expect(inside.length).toBeGreaterThan(1);
  const renamed = inside.filter(({ full_name }) => String(full_name).startsWith('西大厅 '));
  // The club's own rows are written without a space; those of the first import with one.
  expect(renamed.map(({ code }) => code)).toEqual(['770202']);
});

test('a list of official divisions gives those of this place, and counts the others', async () => {
  const checked = await president.hand(
    'divisions.csv',
    Buffer.from('\ufeffcode,name,level\n77,棋社,club\n7704,南厅,room\n770401,南一,board\n8801,别处,room\n'),
  );
  expect(await president.faults(checked.importId)).toEqual([]);
  expect(checked).toMatchObject({ state: 'ready', leftOut: 1, counts: { new: 2 } });
  await president.apply(checked);
  expect((await desk.areas()).find(({ code }) => code === '770401')).toMatchObject({
    parent_code: '7704',
    name: '南一',
  });
});

describe('a file with faults', () => {
  const faulty: [row: Value[], column: string, code: string][] = [
    [['不存在的厅', null, 'a1', null, null, null, null, null], 'A', 'parent-unknown'],
    [[null, null, 'a2', null, null, null, null, null], 'A', 'parent-missing'],
    [['770101', null, 'a3', null, null, null, null, null], 'A', 'parent-level'],
    [['7701', '77020a', 'a4', null, null, null, null, null], 'B', 'code-not-under-parent'],
    [['7701', '123', 'a5', null, null, null, null, null], 'B', 'code-length'],
    [['7701', '1-', 'a6', null, null, null, null, null], 'B', 'code-characters'],
    [['7701', '50', 'a7', null, null, null, null, null], 'B', 'code-twice'],
    [['7701', null, null, 10, 50, 'WGS-84', null, null], 'C', 'name-missing'],
    [['7701', null, '长'.repeat(61), null, null, null, null, null], 'C', 'name-too-long'],
    [['7701', null, 'twin', null, null, null, null, null], 'C', 'name-twice'],
    [['7701', null, 'b1', 10, null, 'WGS-84', null, null], 'E', 'position-incomplete'],
    [['7701', null, 'b2', 'x', 50, 'WGS-84', null, null], 'D', 'position-not-number'],
    [['7701', null, 'b3', 50, 10, 'WGS-84', null, null], 'D', 'position-swapped'],
    [['7701', null, 'b4', 100, 50, 'WGS-84', null, null], 'D', 'position-outside'],
    [['7701', null, 'b5', 10, 50, null, null, null], 'F', 'coordinates-missing'],
    [['7701', null, 'b6', 10, 50, '西安80', null, null], 'F', 'coordinates-unknown'],
    [['7701', null, 'c1', null, null, null, '八十', '登记簿'], 'G', 'area-not-number'],
    [['7701', null, 'c2', null, null, null, 0, '登记簿'], 'G', 'area-out-of-range'],
    [['7701', null, 'c3', null, null, null, 89.567, '登记簿'], 'G', 'area-not-number'],
    [['7701', null, 'c4', null, null, null, 80, null], 'H', 'area-source-missing'],
    [['7701', null, 'c5', null, null, null, 80, '听说'], 'H', 'area-source-unknown'],
  ];

  test('every fault is named by sheet, row and column, in both languages, and nothing is written', async () => {
    const before = await desk.areas();
    const checked = await president.hand(
      'faulty.xlsx',
      await workbook({
        棋盘: [
          boardColumns,
          ['7701', '50', 'first', null, null, null, null, null],
          ['7701', null, 'twin', null, null, null, null, null],
          ...faulty.map(([row]) => row),
        ],
        棋室: [
          ['上级', '名称', '分类', '专有面积'],
          ['77', 'd1', '花园', null],
          ['77', 'd2', null, 30],
        ],
      }),
    );
    expect(checked).toMatchObject({ state: 'faulty', verbs: ['cancel'] });
    const faults = await president.faults(checked.importId);
    expect(faults.map(({ sheet, row, column, code }) => [sheet, row, column, code])).toEqual([
      ...faulty.map(([, column, code], index) => ['棋盘', index + 4, column, code]),
      ['棋室', 2, 'C', 'class-unknown'],
      ['棋室', 3, 'D', 'area-not-here'],
    ]);
    for (const { what, mend, code } of faults) expect([code, what, mend].join()).not.toMatch(/[{}]/);
    await setLocale('en');
    const inEnglish = await president.faults(checked.importId);
    await setLocale('zh-CN');
    expect(inEnglish.map(({ what }) => what)).toContain('There is no such parent: 不存在的厅');
    for (const { what, mend } of inEnglish) expect(what + mend).not.toMatch(/[{}]/);
    const refused = await president.call('POST', `/api/imports/${checked.importId}/apply`, {
      commandId: randomUUID(),
    });
    expect(refused.statusCode).toBe(409);
    expect(await desk.areas()).toEqual(before);
  });

  test('a child of a faulty row is said to be waiting for it, not to be unknown', async () => {
    const checked = await president.hand(
      'parents.xlsx',
      await workbook({
        棋室: [
          ['上级', '名称', '分类'],
          ['77', '坏厅', '花园'],
        ],
        棋盘: [
          ['上级', '名称'],
          ['坏厅', 'x'],
        ],
      }),
    );
    expect((await president.faults(checked.importId)).map(({ code }) => code)).toEqual([
      'class-unknown',
      'parent-faulty',
    ]);
  });

  test('a parent that is nearly right is named with what may be meant', async () => {
    const checked = await president.hand('near.csv', Buffer.from('level,name,parent\nboard,n,东厅大\n'));
    expect(await president.faults(checked.importId)).toMatchObject([
      { code: 'parent-misspelt', what: '没有这个上级：东厅大。有“东厅 (7701)”' },
    ]);
  });

  test('merged cells, formula errors, dates and long numbers are named where they are', async () => {
    const text = (place: string, words: string) =>
      `<c r="${place}" t="inlineStr"><is><t>${words}</t></is></c>`;
    const checked = await president.hand(
      'nasty.xlsx',
      await rawWorkbook(
        '棋盘',
        `<worksheet><sheetData>
          <row r="1">${text('A1', '上级')}${text('B1', '代码')}${text('C1', '名称')}</row>
          <row r="2">${text('A2', '7701')}${text('C2', 'm1')}</row>
          <row r="3">${text('A3', '7701')}<c r="C3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>
          <row r="4">${text('A4', '7701')}<c r="C4" s="1"><v>46000</v></c></row>
          <row r="5">${text('A5', '7701')}<c r="B5"><v>3.4070500100100102E+17</v></c>${text('C5', 'm5')}</row>
          <row r="6">${text('A6', '7701')}<c r="C6"><f>A1</f></c></row>
          <row r="7">${text('A7', '7701')}<c r="B7"><v>61</v></c><c r="C7"><f>1+1</f><v>2</v></c></row>
        </sheetData><mergeCells><mergeCell ref="A2:A3"/><mergeCell ref="A1:B1"/></mergeCells></worksheet>`,
        {
          'xl/styles.xml':
            '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        },
      ),
    );
    expect(
      (await president.faults(checked.importId)).map(({ row, column, code }) => [row, column, code]),
    ).toEqual([
      [2, 'A', 'merged-cells'],
      [3, 'C', 'formula-error'],
      [4, 'C', 'date-in-text'],
      [5, 'B', 'code-long-number'],
      [6, 'C', 'formula-without-value'],
    ]);
  });

  test('what is wrong with a heading, a level, a namesake or a place of somebody else is named as well', async () => {
    const faultsOf = async (name: string, content: Buffer) => {
      const { importId } = await president.hand(name, content);
      const faults = await president.faults(importId);
      for (const { what, mend, code } of faults) expect([code, what, mend].join()).not.toMatch(/[{}]/);
      return faults.map(({ sheet, row, column, code }) => [sheet, row, column, code]);
    };
    expect(
      await faultsOf(
        'headings.xlsx',
        await workbook({
          棋桌: [
            ['上级', '名称'],
            ['7701', 'x'],
          ],
          棋盘: [
            ['上级', '名称', '名称'],
            ['7701', 'h1', 'h1'],
          ],
        }),
      ),
    ).toEqual([
      ['棋桌', 1, null, 'level-unknown'],
      ['棋桌', 2, null, 'column-missing'],
      ['棋盘', 1, 'C', 'column-twice'],
    ]);
    const list = 'level,name,parent,code,class\n';
    expect(
      await faultsOf(
        'levels.csv',
        Buffer.from(
          `${list}table,l1,7701,,\n,l2,7701,,\nroom,l3,88,,\nroom,l4,,8801,\nboard,l5,7701,770288,\nboard,l6,7701,,静室\nboard,l\u200b7,7701,,\nboard,l8,77,770299,\n`,
        ),
      ),
    ).toEqual([
      ['levels', 2, 'A', 'level-unknown'],
      ['levels', 3, 'A', 'column-missing'],
      ['levels', 4, 'C', 'parent-unknown'],
      ['levels', 5, 'D', 'outside-jurisdiction'],
      ['levels', 6, 'D', 'code-not-under-parent'],
      ['levels', 7, 'E', 'class-not-here'],
      ['levels', 8, 'B', 'name-unreadable'],
      ['levels', 9, 'D', 'code-in-other-area'],
    ]);
    // Two rooms have a first board; which of them a thing belongs to, the name alone does not say.
    expect(
      await faultsOf(
        'namesake.csv',
        Buffer.from(`${list}board,n1,厅,,\nroom,另一厅,77,,\nroom,厅,77,71,\nroom,厅,77,72,\n`),
      ),
    ).toEqual([['namesake', 2, 'C', 'parent-ambiguous']]);
    // A room has two digits for its boards.
    const boards = Array.from({ length: 100 }, (_, index) => `board,f${index},7702,,\n`).join('');
    expect((await faultsOf('full.csv', Buffer.from(list + boards))).at(-1)?.at(-1)).toBe('codes-used-up');
  });

  test('5,000 rows with a fault each: each is named, nothing is written, and the file comes back with them', async () => {
    const before = await desk.areas();
    const rows = Array.from({ length: 5_000 }, (_, index): Value[] =>
      index % 2 === 0 ? ['nowhere', `n${index}`, null] : ['7701', `n${index}`, 'many'],
    );
    const file = await workbook({ 棋盘: [['上级', '名称', '专有面积'], ...rows] });
    const checked = await president.hand('5000.xlsx', file);
    // An area that is no number lacks its source, too; and a room has two digits for its boards.
    expect(checked.state).toBe('faulty');
    expect(checked.faultCount).toBeGreaterThan(7_500 + 2_500 - 100);
    expect(await desk.areas()).toEqual(before);
    const marked = await president.call('GET', `/api/imports/${checked.importId}/marked-file`);
    expect(marked.headers['content-disposition']).toContain(encodeURIComponent('5000-问题.xlsx'));
    const columns: string[] = [];
    let kept = 0;
    await eachRow(marked.rawPayload, ({ row, cells }) => {
      columns.push(cells.get(3)?.text ?? '');
      if (cells.get(1)?.text === (row === 1 ? '名称' : `n${row - 2}`)) kept += 1;
    });
    expect(kept).toBe(5_001);
    expect(columns[0]).toBe('问题');
    expect(columns.slice(1).every((words) => words !== '')).toBe(true);
    expect(columns[1]).toContain('没有这个上级：nowhere');
    expect(columns[2]).toContain('专有面积“many”不是数');
  });

  test('a weaker source never replaces the register', async () => {
    const checked = await president.hand(
      'weaker.xlsx',
      await workbook({ 棋盘: [boardColumns, ['7703', null, '甲', null, null, null, 90, '合同']] }),
    );
    expect((await president.faults(checked.importId)).map(({ code }) => code)).toEqual([
      'area-source-weaker',
    ]);
  });

  test.each([
    ['no workbook at all', Buffer.from('PK nonsense'), 'file-unreadable'],
    ['no row of ours', Buffer.from('a,b\n1,2\n'), 'file-empty'],
    ['broken GeoJSON', Buffer.from('{"type":"FeatureCollection",'), 'file-unreadable'],
    ['bytes in no encoding', Buffer.from([0x41, 0xff, 0xff, 0x2c, 0xff]), 'encoding-unknown'],
  ])('%s is one fault of the whole file', async (_, content, code) => {
    const checked = await president.hand('x.xlsx', content);
    expect((await president.faults(checked.importId)).map((fault) => fault.code)).toEqual([code]);
  });
});

describe('who may', () => {
  test('401 without a session, 404 without the post, and for everybody a list of their own', async () => {
    const arbiter = await desk.as(desk.arbiter);
    expect((await desk.server.app.inject('/api/imports')).statusCode).toBe(401);
    for (const url of ['/api/imports', '/api/imports/template', '/api/areas/export']) {
      expect((await arbiter.call('GET', url)).statusCode, url).toBe(404);
    }
    expect((await arbiter.send('x.csv', Buffer.from('a'))).statusCode).toBe(404);
    const [mine] = (await president.call('GET', '/api/imports')).json<{ imports: { importId: string }[] }>()
      .imports;
    expect((await arbiter.call('GET', `/api/imports/${mine?.importId}`)).statusCode).toBe(404);
    expect((await president.call('GET', `/api/imports/${randomUUID()}`)).statusCode).toBe(404);
  });

  test('a row outside the reach of the post is a fault, inside it is not', async () => {
    await desk.inClub((tx) =>
      tx.query(`UPDATE org_areas SET area_code = '7701' WHERE tenant_id = $1 AND org_id = $2`, [
        desk.tenantId,
        desk.office,
      ]),
    );
    const checked = await president.hand(
      'reach.csv',
      Buffer.from('level,name,parent\nboard,里面,7701\nboard,外面,7702\nroom,旁边,77\n'),
    );
    await desk.inClub((tx) =>
      tx.query(`UPDATE org_areas SET area_code = '77' WHERE tenant_id = $1 AND org_id = $2`, [
        desk.tenantId,
        desk.office,
      ]),
    );
    expect((await president.faults(checked.importId)).map(({ row, code }) => [row, code])).toEqual([
      [3, 'outside-duty'],
      [4, 'outside-duty'],
    ]);
  });
});

describe('commands', () => {
  const file = Buffer.from('level,code,name,parent\nboard,33,三三,7701\n');

  test('a retry with the same id gets the same import; another file under it is a conflict', async () => {
    const commandId = randomUUID();
    const [first, second] = await Promise.all([
      president.send('c.csv', file, commandId),
      president.send('c.csv', file, commandId),
    ]);
    expect(first.json().import.importId).toBe(second.json().import.importId);
    expect((await president.send('c.csv', Buffer.from('other'), commandId)).statusCode).toBe(409);
  });

  test('apply twice writes once; what was cancelled is not applied', async () => {
    const checked = await president.hand('c.csv', file);
    const commandId = randomUUID();
    await president.apply(checked, commandId);
    expect(await president.apply(checked, commandId)).toMatchObject({ state: 'applied' });
    const second = await president.hand('d.csv', Buffer.from('level,code,name,parent\nboard,34,三四,7701\n'));
    const cancelled = await president.call('POST', `/api/imports/${second.importId}/cancel`, {
      commandId: randomUUID(),
    });
    expect(cancelled.json()).toMatchObject({ import: { state: 'cancelled' } });
    const late = await president.call('POST', `/api/imports/${second.importId}/apply`, {
      commandId: randomUUID(),
    });
    expect(late.statusCode).toBe(409);
    expect((await desk.areas()).map(({ code }) => code)).not.toContain('770134');
  });

  test('two checked files, one applied: the other is checked again before anything of it is written', async () => {
    const one = await president.hand('e.csv', Buffer.from('level,name,parent\nboard,东新,7701\n'));
    const other = await president.hand('f.csv', Buffer.from('level,name,parent\nboard,东新,7701\n'));
    await president.apply(one);
    const again = await president.apply(other);
    expect(again).toMatchObject({ state: 'ready', wasCheckedAgain: true, counts: { new: 0, same: 1 } });
    expect(await president.apply(again)).toMatchObject({ state: 'applied' });
  });

  test('cancelled while it is written, nothing of it is there', async () => {
    const before = await desk.areas();
    const checked = await president.hand('h.csv', Buffer.from('level,name,parent\nboard,半途,7701\n'));
    await desk.inClub((tx) => moveImport(tx, checked.importId, ['ready'], 'applying'));
    const steps: number[] = [];
    const outcome = await writeImport(desk.server.deps, desk, checked.importId, async ({ done }) => {
      steps.push(done);
      return true;
    });
    expect([outcome, steps]).toEqual(['cancelled', [0]]);
    expect(await desk.areas()).toEqual(before);
  });

  test('a write that fails on the way leaves nothing, and says that it failed', async () => {
    const before = await desk.areas();
    const checked = await president.hand(
      'i.csv',
      Buffer.from('level,code,name,parent\nboard,91,九一,7701\nboard,92,九二,7701\n'),
    );
    // Damage that no check foresaw: the second row's parent is gone.
    await desk.inClub((tx) =>
      tx.query(
        `UPDATE area_import_rows SET parent_code = '77zz' WHERE tenant_id = $1 AND import_id = $2 AND code = '770192'`,
        [desk.tenantId, checked.importId],
      ),
    );
    await desk.inClub((tx) => moveImport(tx, checked.importId, ['ready'], 'applying'));
    const write = areaTasks(desk.server.deps).find(({ name }) => name === 'areas.write-import');
    await write?.run(
      { tenantId: desk.tenantId, importId: checked.importId },
      {
        jobId: '1',
        attempt: 3,
        isLastAttempt: true,
        log: openLog('silent'),
        signal: new AbortController().signal,
      },
    );
    const failed = await president.see(checked.importId);
    expect(failed).toMatchObject({ state: 'failed', verbs: [] });
    expect(failed.failure).toContain('areas_parent_fkey');
    expect(await desk.areas()).toEqual(before);
  });

  test('caches that remember areas can see that they changed', async () => {
    const version = () =>
      desk.inClub(async (tx) => {
        const { rows } = await tx.query<{ version: number }>(
          `SELECT version FROM snapshot_versions WHERE tenant_id = $1 AND topic = 'areas'`,
          [desk.tenantId],
        );
        return rows[0]?.version ?? 0;
      });
    const before = await version();
    const heard: string[] = [];
    const end = desk.server.deps.live.subscribe((event) => {
      if (event !== 'resync') heard.push(event.topic);
    });
    await president.apply(await president.hand('g.csv', Buffer.from('level,name,parent\nboard,东末,7701\n')));
    expect(await version()).toBe(before + 1);
    const marked = await desk.inClub((tx) =>
      tx.query('SELECT area_code FROM coverage_stale WHERE tenant_id = $1', [desk.tenantId]),
    );
    expect(marked.rows.map((row) => row.area_code)).toContain('77');
    await expect.poll(() => heard).toContain('areas');
    expect(heard).toContain('imports');
    end();
  });
});

test('by a command at the server: checked, and written only when told to', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'linli-here-')), 'here.csv');
  writeFileSync(path, 'level,code,name,parent\nboard,88,八八,7701\n');
  const { deps } = desk.server;
  const options = { path, progress: () => {}, mostFaults: 10 };
  const city = { tenantId: desk.tenantId, model: desk.model, isDemo: false };
  const checked = await importHere(deps, city, { ...options, apply: false });
  expect(checked).toMatchObject({ one: { state: 'ready', createdBy: null }, faults: [] });
  expect((await desk.areas()).map(({ code }) => code)).not.toContain('770188');
  expect((await importHere(deps, city, { ...options, apply: true })).one.state).toBe('applied');
  expect((await desk.areas()).map(({ code }) => code)).toContain('770188');
  writeFileSync(path, 'level,code,name,parent\nboard,88,,7701\n');
  const faulty = await importHere(deps, city, { ...options, apply: true });
  expect(faulty).toMatchObject({
    one: { state: 'faulty' },
    faults: [{ row: 2, column: 'C', code: 'name-missing' }],
  });
});

test('the template, filled in as it is, is understood', async () => {
  const reply = await president.call('GET', '/api/imports/template');
  const headings = new Map<string, string[]>();
  await eachRow(reply.rawPayload, ({ sheet, row, cells }) => {
    if (row === 1)
      headings.set(
        sheet,
        [...cells.values()].map(({ text }) => text),
      );
  });
  expect([...headings.keys()]).toEqual(['说明 Notes', '棋室 Room', '棋盘 Board']);
  const columns = headings.get('棋盘 Board') ?? [];
  const row = columns.map(
    (heading): Value => (heading.startsWith('名称') ? '模板' : heading.startsWith('上级') ? '7701' : null),
  );
  const checked = await president.hand(
    't.xlsx',
    await workbook({ '说明 Notes': [['列', '怎么填']], '棋盘 Board': [columns, row] }),
  );
  expect(checked).toMatchObject({ state: 'ready', counts: { new: 1 }, sheetsNotRead: ['说明 Notes'] });
});

const setLocale = (locale: string) =>
  desk.inClub((tx) =>
    tx.query('UPDATE people SET locale = $3 WHERE tenant_id = $1 AND person_id = $2', [
      desk.tenantId,
      desk.president,
      locale,
    ]),
  );

async function eachRow(
  content: Buffer,
  take: (row: { sheet: string; row: number; cells: Map<number, { text: string }> }) => void,
): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'linli-sheet-')), 'x.xlsx');
  writeFileSync(path, content);
  await readWorkbook(path, { sheet: () => true, row: take, merged: () => {} });
}
