/** A clerk brings places in at the console: a faulty workbook comes back with every fault, a mended one is written. */
import { buffer } from 'node:stream/consumers';
import type { AreaList } from '@linli/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { readWorkbook } from '../server/src/modules/areas/import/read-workbook.ts';
import { type Value, writeWorkbook } from '../server/src/modules/areas/import/write-workbook.ts';
import { desktop, openBrowser } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
beforeAll(async () => {
  city = await theCity();
  browser = await openBrowser();
});
afterAll(() => browser?.close());
showFailures(() => browser);

const headings = ['上级', '名称', '分类', '专有面积（m²）', '面积来源'];

async function workbook(name: string, sheets: Record<string, Value[][]>) {
  const written = Object.entries(sheets).map(([sheet, rows]) => ({
    name: sheet,
    columns: headings.map((heading) => ({ heading, width: 16 })),
    rows,
  }));
  return {
    name,
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer: await buffer(writeWorkbook(written)),
  };
}

test('a faulty workbook of 5,000 rows comes back with each fault named and nothing written; mended, it is written', async () => {
  const administrator = city.person('administrator');
  const api = await city.api(administrator);
  const find = async (words: string) => {
    const { areas } = await api.get<z.output<typeof AreaList>>(`/api/areas?q=${encodeURIComponent(words)}`);
    return areas;
  };
  const [community] = (await api.get<z.output<typeof AreaList>>('/api/areas?level=community')).areas;
  const compound = `新苑${Date.now()}`;
  const page = await (await city.device(browser, desktop, { as: administrator })).newPage();
  await page.goto(`${city.url}/console/import`);
  const file = page.locator('input[type=file]');

  /** A row with one fault, each kind in its turn; the last row with one of its own. */
  const kinds: { row: (index: number) => Value[]; where: string; what: (index: number) => string }[] = [
    {
      row: (index) => [`${compound}/1号楼`, `${index + 1}室`, null, -1, '登记簿'],
      where: 'D 专有面积',
      what: () => '专有面积 -1 m² 不合情理',
    },
    {
      row: (index) => [`${compound}/没有的${index}号楼`, `${index + 1}室`, null, 89.5, '登记簿'],
      where: 'A 上级',
      what: (index) => `没有这个上级：${compound}/没有的${index}号楼`,
    },
    {
      row: () => [`${compound}/1号楼`, null, null, 89.5, '登记簿'],
      where: 'B 名称',
      what: () => '没有名称',
    },
    {
      row: (index) => [`${compound}/1号楼`, `${index + 1}室`, '别墅', 89.5, '登记簿'],
      where: 'C 分类',
      what: () => '没有“别墅”这个分类',
    },
    {
      row: (index) => [`${compound}/1号楼`, `${index + 1}室`, null, 89.5, '听说'],
      where: 'E 面积来源',
      what: () => '没有“听说”这种面积来源',
    },
  ];
  const kindOf = (index: number) => kinds[index % kinds.length]!;
  const homes = Array.from({ length: 5_000 }, (_, index): Value[] =>
    index === 4_999
      ? [`${compound}/1号楼`, `${index + 1}室`, null, '九十', '登记簿']
      : kindOf(index).row(index),
  );
  const outer = {
    小区: [[community?.code ?? '', compound, '商品住宅', null, null] as Value[]],
    楼栋: [[compound, '1号楼', null, null, null] as Value[]],
  };
  await file.setInputFiles(await workbook('坏文件.xlsx', { ...outer, 房屋: homes }));
  await page.getByRole('heading', { name: '5,000 处问题' }).waitFor();
  // Each with sheet, row and column, what is wrong and what to do.
  for (const index of [0, 1, 2, 3, 4, 5]) {
    const line = page.locator('.fault-line').nth(index);
    await line.waitFor();
    const [where, , what, mend] = await line.locator('.fault-cell').allTextContents();
    expect(where).toMatch(new RegExp(`^房屋 · 第 ${index + 2} 行\\s*${kindOf(index).where}`));
    expect(what).toContain(kindOf(index).what(index));
    expect(mend).not.toBe('');
  }
  expect(await page.getByRole('button', { name: /^写入/ }).count()).toBe(0);
  expect(await find(compound)).toEqual([]);
  // The last of five thousand is as near as the first.
  await page.keyboard.press('End');
  await page.getByText('专有面积“九十”不是数').waitFor();
  const [marked] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载标出问题的文件' }).click(),
  ]);
  expect(marked.suggestedFilename()).toBe('坏文件-问题.xlsx');
  // In the file that comes back each of the 5,000 rows says its own fault, in one more column.
  const markedRows = new Map<number, string>();
  const markedColumn = headings.length;
  await readWorkbook(await marked.path(), {
    sheet: (name) => name === '房屋',
    row: ({ row, cells }) => markedRows.set(row, cells.get(markedColumn)?.text ?? ''),
    merged: () => {},
  });
  expect(markedRows.size).toBe(5_001);
  for (let index = 0; index < 4_999; index += 1) {
    expect(markedRows.get(index + 2), `row ${index + 2}`).toContain(kindOf(index).what(index));
  }
  expect(markedRows.get(5_001)).toContain('专有面积“九十”不是数');
  expect(await find(compound)).toEqual([]);

  const mended = homes.map((_, index): Value[] => [
    `${compound}/1号楼`,
    `${index + 1}室`,
    null,
    89.5,
    '登记簿',
  ]);
  await file.setInputFiles(await workbook('好文件.xlsx', { ...outer, 房屋: mended }));
  await page.getByRole('button', { name: '写入 5,002 处' }).click();
  await page.locator('.import-one .import-state[data-state=applied]').waitFor();
  expect((await find(compound)).map(({ level }) => level)).toContain('compound');

  // Left and found again.
  await page.goto(`${city.url}/console/`);
  await page.getByRole('link', { name: '导入与导出' }).click();
  await page.locator('.import-line', { hasText: '好文件.xlsx' }).first().waitFor();
});
