import { expect, onTestFinished, test } from 'vitest';
import { openFrontDoor, PortRefused } from '../../src/platform/http/front-door.ts';
import { createHttp } from '../../src/platform/http/index.ts';
import { openLog } from '../../src/platform/log.ts';

test('the port answers at once, and people wait on a page that opens by itself', async () => {
  const door = await openFrontDoor(0, '127.0.0.1');
  onTestFinished(() => door.close());
  const url = `http://127.0.0.1:${door.port}`;
  const healthz = await fetch(`${url}/healthz`);
  expect(healthz.status).toBe(503);
  const page = await fetch(url, { headers: { accept: 'text/html', 'accept-language': 'zh-CN' } });
  expect(page.status).toBe(503);
  expect(await page.text()).toMatch(/http-equiv="refresh"[\s\S]*邻里正在启动/);
  const api = await fetch(`${url}/api/session`, { headers: { 'accept-language': 'en' } });
  expect(await api.json()).toMatchObject({ code: 'starting', title: 'Starting' });

  const app = await createHttp({ log: openLog('silent'), serverFactory: door.serverFactory });
  await app.ready();
  expect((await fetch(`${url}/healthz`)).status).toBe(503);
  door.open();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect((await fetch(`${url}/api/nothing`)).status).toBe(404);
  await app.close();
});

test('a port that is taken is named, with another to try', async () => {
  const door = await openFrontDoor(0, '127.0.0.1');
  onTestFinished(() => door.close());
  await expect(openFrontDoor(door.port, '127.0.0.1')).rejects.toThrow(PortRefused);
  await expect(openFrontDoor(door.port, '127.0.0.1')).rejects.toThrow(`PORT=${door.port + 1}`);
});

test('closing lets answers under way finish, and takes no new ones', async () => {
  const door = await openFrontDoor(0, '127.0.0.1');
  const begun = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  door.serverFactory((_request, response) => {
    begun.resolve();
    goOn.promise.then(() => response.end('done'));
  });
  door.open();
  const url = `http://127.0.0.1:${door.port}`;
  const underWay = fetch(url).then((reply) => reply.text());
  await begun.promise;
  const closed = door.close();
  await expect(fetch(url)).rejects.toThrow();
  goOn.resolve();
  expect(await underWay).toBe('done');
  await closed;
});
