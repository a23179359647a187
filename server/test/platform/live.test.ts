import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHttp } from '../../src/platform/http/index.ts';
import {
  type EventStream,
  type LiveEvent,
  type LiveHub,
  openEventStreams,
  openLiveHub,
} from '../../src/platform/live/index.ts';
import { openLog } from '../../src/platform/log.ts';
import { freshDatabase, type TestDatabase } from '../harness.ts';

const log = openLog('silent');

async function openHub(db: TestDatabase): Promise<{ hub: LiveHub; heard: (LiveEvent | 'resync')[] }> {
  const hub = await openLiveHub(db, log);
  onTestFinished(() => hub.close());
  const heard: (LiveEvent | 'resync')[] = [];
  hub.subscribe((event) => heard.push(event));
  return { hub, heard };
}

describe('live events', () => {
  test('reach every process in order, many at once', async () => {
    const db = await freshDatabase();
    const [one, other] = [await openHub(db), await openHub(db)];
    const events = Array.from({ length: 500 }, (_, at) => ({
      tenantId: 1,
      topic: 'case',
      data: { at, text: '小区'.repeat(20) },
    }));
    for (const event of events) one.hub.publish(event);
    await expect.poll(() => other.heard.length).toBe(events.length);
    expect(other.heard).toEqual(events);
    expect(one.heard).toEqual(events);
  });

  test('one that is too large still says that something changed', async () => {
    const { hub, heard } = await openHub(await freshDatabase());
    hub.publish({ tenantId: 2, topic: 'case', data: { text: 'x'.repeat(20_000) } });
    await expect.poll(() => heard).toEqual([{ tenantId: 2, topic: 'case', data: {} }]);
  });

  test('after a broken connection everybody is told to look again, and events flow again', async () => {
    const db = await freshDatabase();
    const { hub, heard } = await openHub(db);
    await db.superuser.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'linli live'",
    );
    await expect.poll(() => heard, { timeout: 10_000 }).toContain('resync');
    hub.publish({ tenantId: 1, topic: 'inbox', data: {} });
    await expect.poll(() => heard).toContainEqual({ tenantId: 1, topic: 'inbox', data: {} });
  });

  test('who ended the subscription hears nothing more, and one that fails harms no other', async () => {
    const { hub, heard } = await openHub(await freshDatabase());
    const silent: unknown[] = [];
    hub.subscribe((event) => silent.push(event))();
    hub.subscribe(() => {
      throw new Error('broken listener');
    });
    hub.publish({ tenantId: 1, topic: 'case', data: {} });
    await expect.poll(() => heard.length).toBe(1);
    expect(silent).toEqual([]);
  });
});

describe('event streams', () => {
  async function serve() {
    const app = await createHttp({ log });
    const streams = openEventStreams();
    const opened: EventStream[] = [];
    app.addHook('preClose', async () => streams.endAll());
    app.get('/api/live', (request, reply) => {
      opened.push(streams.open(request, reply));
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => app.close());
    const { port } = app.server.address() as AddressInfo;
    return { app, streams, opened, port };
  }

  function listen(
    port: number,
    headers: Record<string, string> = {},
  ): Promise<{ reply: IncomingMessage; text: () => string }> {
    return new Promise((resolve, reject) => {
      get({ port, path: '/api/live', headers, host: '127.0.0.1' }, (reply) => {
        let text = '';
        reply.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        resolve({ reply, text: () => text });
      }).on('error', reject);
    });
  }

  test('carry named events with ids, uncompressed and unkept', async () => {
    const { opened, port } = await serve();
    const { reply, text } = await listen(port, { 'accept-encoding': 'gzip, br' });
    expect(reply.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
    });
    expect(reply.headers['content-encoding']).toBeUndefined();
    expect(reply.headers['content-security-policy']).toBeDefined();
    expect(opened[0]?.send('case', { text: '两行\n不会断' })).toBe(true);
    await expect.poll(() => text()).toMatch(/event: case\ndata: \{"text":"两行\\n不会断"\}\n\n$/);
  });

  test('who comes back is told to look at everything again, whatever id it last saw', async () => {
    const { port } = await serve();
    const { text } = await listen(port, { 'last-event-id': 'from another life' });
    await expect.poll(() => text()).toMatch(/id: [0-9a-f]{8}-1\nevent: resync\ndata: \{\}\n\n/);
  });

  test('a reader that left is forgotten, a server that stops ends the others', async () => {
    const { app, streams, port } = await serve();
    const [left, stays] = [await listen(port), await listen(port)];
    left.reply.destroy();
    await expect.poll(() => streams.count()).toBe(1);
    const ended = new Promise((resolve) => stays.reply.once('end', resolve));
    await app.close();
    await ended;
    expect(streams.count()).toBe(0);
  });
});
