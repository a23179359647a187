/**
 * A road from its first day to its last: drawn on the map, given a chief by the form all posts are given with, found at a
 * point of it with its chief, renamed as of a day, and ended with the chief's post. Whoever only looks sees it come and go.
 */
import type { PlaceAnswers, PostsPage, SegmentList } from '@linli/contract';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { desktop, openBrowser, phone } from './browser.ts';
import { showFailures } from './show-failures.ts';
import { type Api, day, type TheCity, theCity } from './the-city.ts';

let city: TheCity;
let browser: Browser;
let admin: Api;
beforeAll(async () => {
  city = await theCity('panzhihua');
  browser = await openBrowser();
  admin = await city.api(city.person('administrator'));
});
afterAll(() => browser?.close());
showFailures(() => browser);

const segmentsOf = (query: string) => admin.get<SegmentList>(`/api/segments?${query}`);
const dayWords = (at: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date(at));

async function consoleOf(role: string, path: string, size = desktop): Promise<Page> {
  const context = await city.device(browser, size, { as: city.person(role) });
  const page = await context.newPage();
  await page.goto(`${city.url}/console${path}`);
  return page;
}

/** A short road in the street of the demo’s street secretary: the map opens on it, and compounds lie along it. */
async function shortRoad() {
  const { posts } = await (await city.api(city.person('street-secretary'))).get<{
    posts: { role: string; covers: { areaCode: string }[] }[];
  }>('/api/session');
  const street = posts.find(({ role }) => role === 'street-secretary')?.covers[0]?.areaCode ?? '';
  const { segments } = await segmentsOf(`area=${street}`);
  const lane = segments.find(({ kind, lengthMetres }) => kind === 'lane' && (lengthMetres ?? 0) < 1000);
  if (lane === undefined) throw new Error('there is no short lane in the street');
  return { street, lane };
}

test('a road is drawn, gets its chief, is found at a point, renamed, and ends with the chief’s post', async () => {
  const { street, lane } = await shortRoad();
  const name = `试画路${Date.now() % 1_000_000}`;
  const looking = await consoleOf('street-secretary', '/segments');
  await looking.locator('.segment').first().waitFor();
  expect(await looking.getByRole('button', { name: /登记路段|^更改|^结束/ }).count()).toBe(0);
  const summary = looking.locator('.page-summary');
  const before = await summary.textContent();

  // Drawn: three presses, the last taken back.
  const desk = await consoleOf('administrator', `/segments?area=${street}&segment=${lane.segmentId}`);
  await desk.locator(`.segment[data-segment="${lane.segmentId}"][data-chosen="true"]`).waitFor();
  // The map has gone to the lane, and stays there for the drawing.
  await desk.locator('.map-note').waitFor({ state: 'detached' });
  await desk.locator('.map-point[data-chosen]').waitFor();
  await desk.getByRole('button', { name: '登记路段' }).click();
  const form = desk.getByRole('region', { name: '登记路段' });
  const status = form.getByRole('status');
  await status.getByText('在图上沿着路依次点').waitFor();
  const map = desk.locator('.map-canvas');
  const box = await map.boundingBox();
  if (box === null) throw new Error('there is no map');
  const press = (across: number, down: number) =>
    desk.mouse.click(box.x + box.width * across, box.y + box.height * down);
  await press(0.35, 0.53);
  await status.getByText('已有起点').waitFor();
  await press(0.6, 0.53);
  await status.getByText('已画 2 个点').waitFor();
  await press(0.7, 0.9);
  await status.getByText('已画 3 个点').waitFor();
  await form.getByRole('button', { name: '撤销上一点' }).click();
  await status.getByText('已画 2 个点').waitFor();
  // Where it lies follows from the line: such roads are of a street.
  const streetName = (
    await admin.get<{ path: { code: string; fullName: string }[] }>(`/api/areas?under=${street}`)
  ).path.find(({ code }) => code === street)?.fullName;
  await form.locator('.ant-select', { hasText: streetName ?? 'no street' }).waitFor();
  await form.getByRole('button', { name: '保存' }).click();
  await form.getByText('请填写名称').waitFor();
  await form.getByRole('textbox', { name: '名称' }).fill(name);
  await form.getByRole('textbox', { name: '起点' }).fill('东桥');
  await form.getByRole('textbox', { name: '终点' }).fill('西桥');
  await form.getByLabel('哪一天起').fill(dayWords(city.now() - 30 * day));
  // What is drawn and typed survives a reload.
  await desk.reload();
  await form.getByText('上次没有保存的内容还在这里').waitFor();
  await status.getByText('已画 2 个点').waitFor();
  await form.getByRole('button', { name: '保存' }).click();
  await form.waitFor({ state: 'detached' });
  const entered = desk.locator('.segment', { hasText: name });
  await entered.getByText('空缺').waitFor();
  expect(await entered.textContent()).toContain('东桥—西桥');
  const saved = (await segmentsOf(`area=${street}`)).segments.find((one) => one.name === name);
  expect(saved).toMatchObject({ kind: 'road', areaCode: street, fromPlace: '东桥', toPlace: '西桥' });
  expect(saved?.lengthMetres).toBeGreaterThan(20);

  // Others see it by themselves, without a button of their own.
  await looking.locator('.segment', { hasText: name }).getByText('空缺').waitFor();
  expect(await summary.textContent()).not.toBe(before);
  expect(await looking.locator('.segment-appoint').count()).toBe(0);

  // Its chief is appointed where all posts are given, with the road filled in.
  await entered.getByRole('link', { name: `任命路长：${name}` }).click();
  const appointment = desk.locator('.ant-modal', { hasText: '任命' });
  await appointment.locator('.ant-select-selection-item', { hasText: name }).waitFor();
  await appointment.getByText('登记新人员').click();
  const chief = `路${Date.now() % 100_000}`;
  await appointment.getByRole('textbox', { name: '姓名' }).fill(chief);
  await appointment.getByRole('button', { name: '任命' }).click();
  await appointment.waitFor({ state: 'hidden' });
  const held = looking.locator('.segment', { hasText: name });
  await held.getByText(chief).waitFor();
  expect(await held.getAttribute('data-vacant')).toBe('false');

  // Who answers at a point of it: the chief, with the reason.
  await held.getByRole('link', { name: `谁负责这里：${name}` }).click();
  const answer = looking.locator('.who-posts li', { hasText: chief });
  await answer.waitFor();
  expect(await answer.textContent()).toContain(`把“${name}”交给本人负责`);
  await looking.getByRole('link', { name, exact: true }).waitFor();
  const where = new URL(looking.url()).searchParams.get('at');
  const [longitude, latitude] = where?.split(',') ?? [];
  const atPoint = () =>
    admin.get<z.output<typeof PlaceAnswers>>(
      `/api/coverage/place?longitude=${longitude}&latitude=${latitude}`,
    );
  expect((await atPoint()).posts.map((post) => post.name)).toContain(chief);

  // Renamed as of today: yesterday it had its old name, and its line.
  await desk.goto(`${city.url}/console/segments?area=${street}`);
  await desk.getByRole('button', { name: `更改“${name}”` }).click();
  const change = desk.getByRole('region', { name: `更改“${name}”` });
  await change.getByRole('status').getByText('已画 2 个点').waitFor();
  await change.getByRole('textbox', { name: '名称' }).fill(`${name}新`);
  await change.getByRole('button', { name: '保存' }).click();
  await change.waitFor({ state: 'detached' });
  await desk.locator('.segment', { hasText: `${name}新` }).waitFor();
  await desk.getByLabel('哪一天').fill(dayWords(city.now() - day));
  await desk.getByText('不是现在的').waitFor();
  await desk.getByRole('button', { name: `在图上看 ${name}`, exact: true }).waitFor();
  expect(await desk.getByRole('button', { name: /登记路段|^更改|^结束/ }).count()).toBe(0);
  await desk.getByRole('button', { name: '回到今天' }).click();

  // It ends, and the chief’s post with it; both pages say so.
  await desk.getByRole('button', { name: `结束“${name}新”` }).click();
  const end = desk.getByRole('dialog', { name: `结束“${name}新”` });
  await end.getByText(`${chief} 路长`).waitFor();
  await end.getByRole('button', { name: '结束' }).click();
  await end.waitFor({ state: 'hidden' });
  await desk.getByText('1 个岗位同时结束').waitFor();
  await desk.locator('.segment', { hasText: name }).waitFor({ state: 'detached' });
  await answer.waitFor({ state: 'detached' });
  expect((await atPoint()).posts.map((post) => post.name)).not.toContain(chief);
  const { posts } = await admin.get<z.output<typeof PostsPage>>(`/api/posts?area=${street}&role=road-chief`);
  expect(posts.map((post) => post.name)).not.toContain(chief);
  await Promise.all([desk.context().close(), looking.context().close()]);
});

test('without a mouse: by keys on the map, by coordinates of another map, and from a file, one line of it or all', async () => {
  const { street, lane } = await shortRoad();
  const page = await consoleOf('administrator', `/segments?area=${street}&do=enter`, phone);
  const form = page.getByRole('region', { name: '登记路段' });
  const status = form.getByRole('status');
  await status.getByText('在图上沿着路依次点').waitFor();
  const middle = page.getByRole('button', { name: '在中心加点' });
  await middle.focus();
  await page.keyboard.press('Enter');
  await status.getByText('已有起点').waitFor();
  await page.locator('.map-canvas canvas').focus();
  const before = await form.locator('textarea').inputValue();
  await page.keyboard.press('ArrowRight');
  // The map moves under the keys: the next middle is another point.
  await expect
    .poll(async () => {
      await middle.press('Enter');
      return (await form.locator('textarea').inputValue()).split('\n').at(-1);
    })
    .not.toBe(before);
  await form.getByRole('button', { name: '清空' }).click();
  await status.getByText('在图上沿着路依次点').waitFor();

  await form.getByText('不用鼠标').click();
  const coordinates = lane.geometry?.coordinates ?? [];
  await form.getByRole('textbox', { name: '坐标' }).fill('101.7 北纬26.5');
  await form.getByRole('button', { name: '放到图上' }).click();
  await form.getByText('有一行不是经度、纬度两个数').waitFor();
  await form.getByRole('textbox', { name: '坐标' }).fill(coordinates.map(([x, y]) => `${y},${x}`).join('\n'));
  await form.getByRole('button', { name: '放到图上' }).click();
  await form.getByText('先写经度，再写纬度').first().waitFor();

  const names = [1, 2].map((number) => `文件路${Date.now() % 1_000_000}之${number}`);
  const file = {
    type: 'FeatureCollection',
    features: [0, 0.001].map((north, at) => ({
      type: 'Feature',
      properties: { name: names[at] },
      geometry: { type: 'LineString', coordinates: coordinates.map(([x, y]) => [x, y + north]) },
    })),
  };
  await form.locator('input[type=file]').setInputFiles({
    name: '道路.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify(file)),
  });
  await form.getByText('文件里有 2 条线').waitFor();
  await form.getByRole('combobox', { name: '坐标来自' }).click();
  await page
    .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option', {
      hasText: 'GCJ-02',
    })
    .click();
  await form.getByRole('button', { name: '放到图上' }).click();
  await status.getByText(`已画 ${coordinates.length} 个点`).waitFor();
  expect(await form.getByRole('textbox', { name: '名称' }).inputValue()).toBe(names[0]);
  // Here it stands in WGS-84, some four hundred metres from where the other map draws it.
  const put = (await form.getByRole('textbox', { name: '坐标' }).inputValue()).split('\n');
  expect(put).toHaveLength(coordinates.length);
  const [x, y] = (put[0] ?? '').split(',').map(Number);
  const shift = Math.hypot((x ?? 0) - (coordinates[0]?.[0] ?? 0), (y ?? 0) - (coordinates[0]?.[1] ?? 0));
  expect(shift).toBeGreaterThan(0.001);
  expect(shift).toBeLessThan(0.01);

  // Or every line of the file at once; each is there with its name, its line and where it lies.
  await form.getByRole('button', { name: '登记全部 2 条' }).click();
  await form.waitFor({ state: 'detached' });
  const entered = (await segmentsOf(`area=${street}`)).segments.filter((one) => names.includes(one.name));
  expect(entered.map((one) => one.name).toSorted()).toEqual(names);
  for (const one of entered) {
    expect(one).toMatchObject({ kind: 'road', areaCode: street });
    expect(one.geometry?.coordinates).toHaveLength(coordinates.length);
    await page.locator(`.segment[data-segment="${one.segmentId}"]`).getByText('空缺').waitFor();
    // The city is as it was.
    await admin.post(`/api/segments/${one.segmentId}/end`, { commandId: crypto.randomUUID() });
  }
  await page.context().close();
});
