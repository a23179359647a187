import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { PhotoReply } from '@linli/contract';
import exifr from 'exifr';
import sharp from 'sharp';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { photoTasks, readPicture, storePhoto } from '../../src/modules/photos/index.ts';
import type { Task } from '../../src/platform/jobs/index.ts';
import { type Caller, type ClubOfCallers, openClubOfCallers, report } from '../cases/callers.ts';

let club: ClubOfCallers;
let url: string;

beforeAll(async () => {
  club = await openClubOfCallers();
  await club.server.app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(club.server.app.server.address() as AddressInfo).port}`;
});
afterAll(() => club.server.close());

/** A browser: keeps its cookies, and sends them with everything. */
interface Browser {
  cookies: Record<string, string>;
}
const newBrowser = (): Browser => ({ cookies: {} });

type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';

async function call(
  by: Browser,
  method: Method,
  path: string,
  { headers = {}, payload }: { headers?: Record<string, string>; payload?: Buffer | object } = {},
) {
  const reply = await club.server.app.inject({
    method,
    url: path,
    headers,
    cookies: by.cookies,
    ...(payload === undefined ? {} : { payload }),
  });
  for (const { name, value } of reply.cookies) by.cookies[name] = value;
  return reply;
}

const tus = { 'tus-resumable': '1.0.0' };

async function begin(by: Browser, length: number): Promise<string> {
  const reply = await call(by, 'POST', '/api/uploads', {
    headers: { ...tus, 'upload-length': String(length) },
  });
  expect(reply.statusCode).toBe(201);
  return String(reply.headers.location);
}

const send = (by: Browser, path: string, offset: number, payload: Buffer) =>
  call(by, 'PATCH', path, {
    headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    payload,
  });

const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const exchange = (by: Browser, uploadId: string) =>
  call(by, 'POST', '/api/photos', { payload: { uploadId } });

/** Uploads a file whole and asks for its photo. */
async function upload(by: Browser, file: Buffer) {
  const path = await begin(by, file.length);
  expect((await send(by, path, 0, file)).statusCode).toBe(204);
  return exchange(by, idOf(path));
}

const jpeg = (width = 1200, height = 900, colour = '#47617b') =>
  sharp({ create: { width, height, channels: 3, background: colour } })
    .jpeg()
    .toBuffer();

/** A picture that does not become small when it is compressed. */
const noise = (width: number, height: number) =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  });

const filesOf = (folder: 'uploads' | 'photos'): string[] => {
  const path = join(club.server.deps.config.dataFolder, folder);
  if (!existsSync(path)) return [];
  return (readdirSync(path, { recursive: true }) as string[]).filter((name) =>
    statSync(join(path, name)).isFile(),
  );
};

async function run(name: string): Promise<void> {
  const task = photoTasks(club.server.deps).find((one): one is Task => one.name === name);
  if (!task) throw new Error(`no task ${name}`);
  await task.run(task.payload.parse({}), {
    jobId: '1',
    attempt: 1,
    isLastAttempt: false,
    log: club.server.deps.log,
    signal: new AbortController().signal,
  });
}

describe('201: an upload begins', () => {
  test('its address has no host, so that it is right behind any proxy', async () => {
    expect(await begin(newBrowser(), 10)).toMatch(/^\/api\/uploads\/[0-9a-f]{64}$/);
  });

  test('the server says what it can, and says it to its own pages only', async () => {
    const reply = await call(newBrowser(), 'OPTIONS', '/api/uploads', { headers: tus });
    expect(reply.statusCode).toBe(204);
    expect(reply.headers['tus-max-size']).toBe(String(20 * 1024 * 1024));
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('a visitor gets a device by it, which owns the photo', async () => {
    const visitor = newBrowser();
    const { photoId } = (await upload(visitor, await jpeg())).json<{ photoId: string }>();
    expect(Object.keys(visitor.cookies)).toContain('linli_device');
    const { rows } = await club.server.db.superuser.query('SELECT sender FROM photos WHERE photo_id = $1', [
      photoId,
    ]);
    expect(rows[0].sender).toMatch(/^device:/);
  });
});

describe('413: more than 20 MB', () => {
  test('is refused before anything is sent, with what to do', async () => {
    const before = filesOf('uploads').length;
    const reply = await call(newBrowser(), 'POST', '/api/uploads', {
      headers: { ...tus, 'upload-length': String(20 * 1024 * 1024 + 1), 'accept-language': 'en' },
    });
    expect(reply.statusCode).toBe(413);
    expect(reply.json()).toMatchObject({ code: 'body-too-large', detail: expect.stringContaining('20 MB') });
    expect(filesOf('uploads')).toHaveLength(before);
  });

  test('an upload cannot grow beyond the length it began with', async () => {
    const by = newBrowser();
    const path = await begin(by, 100);
    expect((await send(by, path, 0, Buffer.alloc(101))).statusCode).toBe(413);
    const { headers } = await call(by, 'HEAD', path, { headers: tus });
    expect(headers['upload-offset']).toBe('0');
  });

  test('a length left open is refused: it could become anything', async () => {
    const reply = await call(newBrowser(), 'POST', '/api/uploads', {
      headers: { ...tus, 'upload-defer-length': '1' },
    });
    expect(reply.statusCode).toBe(400);
    expect(reply.json()).toMatchObject({ code: 'bad-request' });
  });
});

describe('412: another protocol', () => {
  test('is told which one this is', async () => {
    const reply = await call(newBrowser(), 'POST', '/api/uploads', { headers: { 'upload-length': '5' } });
    expect(reply.statusCode).toBe(412);
    expect(reply.headers['tus-version']).toBe('1.0.0');
    expect(reply.json()).toMatchObject({ code: 'upload-protocol' });
  });
});

describe('a broken connection', () => {
  test('goes on at what had arrived, and the picture is whole', async () => {
    const by = newBrowser();
    const file = await noise(1500, 1000).jpeg({ quality: 95 }).toBuffer();
    const half = file.length >> 1;
    const path = await begin(by, file.length);
    // A request that promises all of it, sends half and breaks off when that has arrived.
    const broken = httpRequest(`${url}${path}`, {
      method: 'PATCH',
      headers: {
        ...tus,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': file.length,
        cookie: cookieHeader(by),
      },
    });
    const isBroken = new Promise<void>((resolve) => broken.on('error', () => resolve()));
    broken.write(file.subarray(0, half));
    await vi.waitUntil(() => readUpload(idOf(path)).length === half);
    broken.destroy();
    await isBroken;
    const head = await call(by, 'HEAD', path, { headers: tus });
    const arrived = Number(head.headers['upload-offset']);
    expect(head.headers['upload-length']).toBe(String(file.length));
    expect(arrived).toBe(half);
    expect((await exchange(by, idOf(path))).json()).toMatchObject({ code: 'upload-incomplete' });
    expect((await send(by, path, arrived, file.subarray(arrived))).statusCode).toBe(204);
    expect((await exchange(by, idOf(path))).json()).toMatchObject({ width: 1500, height: 1000 });
  });

  test('the client of the web does it by itself: half sent, page closed, gone on with the kept address', async () => {
    const by = newBrowser();
    const file = await noise(1200, 900).jpeg({ quality: 95 }).toBuffer();
    const cookies = () => ({ cookie: cookieHeader(by) });
    by.cookies.linli_device = 'a-device-of-a-test-0123456789';
    const kept = await new Promise<string>((resolve, reject) => {
      const sending = new Upload(file, {
        endpoint: `${url}/api/uploads`,
        chunkSize: file.length >> 1,
        headers: cookies(),
        metadata: { filetype: 'image/jpeg' },
        onChunkComplete: () => {
          void sending.abort();
          resolve(sending.url ?? '');
        },
        onError: reject,
      });
      sending.start();
    });
    const sent: number[] = [];
    await new Promise<void>((resolve, reject) => {
      const goingOn = new Upload(file, {
        endpoint: `${url}/api/uploads`,
        uploadUrl: kept,
        chunkSize: 512 * 1024,
        headers: cookies(),
        onProgress: (bytes) => sent.push(bytes),
        onSuccess: () => resolve(),
        onError: reject,
      });
      goingOn.start();
    });
    expect(sent[0]).toBeGreaterThanOrEqual(file.length >> 1);
    expect((await exchange(by, idOf(kept))).statusCode).toBe(200);
  });

  test('a connection that died unnoticed does not keep its phone from going on', async () => {
    const by = newBrowser();
    const path = await begin(by, 1000);
    const silent = httpRequest(`${url}${path}`, {
      method: 'PATCH',
      headers: {
        ...tus,
        'upload-offset': '0',
        'content-type': 'application/offset+octet-stream',
        'content-length': 1000,
        cookie: cookieHeader(by),
      },
    });
    silent.on('error', () => {});
    silent.on('response', (response) => response.resume());
    silent.write(Buffer.alloc(300));
    await vi.waitUntil(() => readUpload(idOf(path)).length === 300);
    // The other end is still open, and says nothing more.
    const { headers } = await call(by, 'HEAD', path, { headers: tus });
    expect(headers['upload-offset']).toBe('300');
    expect((await send(by, path, 300, Buffer.alloc(700))).statusCode).toBe(204);
    silent.destroy();
  });

  test('what is refused does not block its connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const statuses: (number | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      statuses.push(
        await new Promise((resolve, reject) => {
          const request = httpRequest(`${url}/api/uploads/${'0'.repeat(64)}`, {
            agent,
            method: 'PATCH',
            headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
          });
          request.on('error', reject);
          request.on('response', (response) => {
            response.resume();
            response.on('end', () => resolve(response.statusCode));
          });
          request.end(Buffer.alloc(512 * 1024));
        }),
      );
    }
    agent.destroy();
    expect(statuses).toEqual([404, 404, 404]);
  });

  test('409 when the offset is not where it stands, and nothing is written', async () => {
    const by = newBrowser();
    const path = await begin(by, 100);
    await send(by, path, 0, Buffer.alloc(40));
    expect((await send(by, path, 0, Buffer.alloc(60))).statusCode).toBe(409);
    const { headers } = await call(by, 'HEAD', path, { headers: tus });
    expect(headers['upload-offset']).toBe('40');
  });

  test('an upload that is given up is gone', async () => {
    const by = newBrowser();
    const path = await begin(by, 100);
    expect((await call(by, 'DELETE', path, { headers: tus })).statusCode).toBe(204);
    expect((await call(by, 'HEAD', path, { headers: tus })).statusCode).toBe(404);
    expect(filesOf('uploads').filter((name) => name.startsWith(idOf(path)))).toEqual([]);
  });
});

describe('404: an upload of somebody else is no upload', () => {
  test('to look at, to go on with, to give up, to exchange; and it cannot be read back at all', async () => {
    const [owner, other] = [newBrowser(), newBrowser()];
    await upload(other, await jpeg(50, 50));
    const file = await jpeg();
    const path = await begin(owner, file.length);
    expect((await call(other, 'HEAD', path, { headers: tus })).statusCode).toBe(404);
    expect((await send(other, path, 0, file)).statusCode).toBe(404);
    expect((await call(other, 'DELETE', path, { headers: tus })).statusCode).toBe(404);
    expect((await send(owner, path, 0, file)).statusCode).toBe(204);
    expect((await exchange(other, idOf(path))).statusCode).toBe(404);
    expect((await exchange(newBrowser(), idOf(path))).statusCode).toBe(404);
    expect((await call(owner, 'GET', path)).statusCode).toBe(404);
    expect((await exchange(owner, idOf(path))).statusCode).toBe(200);
  });

  test('made-up ids, and ways out of the folder, are nothing', async () => {
    const by = newBrowser();
    await begin(by, 5);
    for (const id of ['0'.repeat(64), 'x', '..%2f..%2fsecret', '../secret', '%00']) {
      expect((await call(by, 'HEAD', `/api/uploads/${id}`, { headers: tus })).statusCode).toBe(404);
      expect((await exchange(by, id)).statusCode).toBe(404);
    }
  });

  test('another site cannot upload with its reader’s cookies', async () => {
    const reply = await call(newBrowser(), 'POST', '/api/uploads', {
      headers: { ...tus, 'upload-length': '5', 'sec-fetch-site': 'cross-site' },
    });
    expect(reply.json()).toMatchObject({ code: 'cross-site', status: 403 });
  });
});

describe('200: a photo', () => {
  test('position and time are offered once, and are nowhere afterwards', async () => {
    const by = newBrowser();
    const original = await withExif('+08:00');
    const reply = await upload(by, original);
    expect(reply.statusCode).toBe(200);
    const photo = PhotoReply.parse(reply.json());
    expect(photo.takenAt).toBe('2026-11-20T00:30:00.000Z');
    expect(photo.position?.map((one) => one.toFixed(4))).toEqual(['110.2500', '34.5000']);
    for (const address of [`/api/photos/${photo.photoId}`, `/api/photos/${photo.photoId}/thumbnail`]) {
      const stored = (await call(by, 'GET', address)).rawPayload;
      expect(await exifr.gps(stored)).toBeUndefined();
      const metadata = await sharp(stored).metadata();
      expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.icc]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect(stored.includes('Exif')).toBe(false);
      expect(stored.includes('A camera that tells')).toBe(false);
    }
    expect(filesOf('uploads').some((name) => readUpload(name).includes('A camera that tells'))).toBe(false);
    const { rows } = await club.server.db.superuser.query<{ text: string }>(
      'SELECT photos::text AS text FROM photos WHERE photo_id = $1',
      [photo.photoId],
    );
    expect(rows[0]?.text).not.toMatch(/110\.25|34\.5/);
  });

  test('a time without a zone is the wall clock of the city', async () => {
    const photo = (await upload(newBrowser(), await withExif(undefined))).json<{ takenAt: string }>();
    const wall = new Intl.DateTimeFormat('sv-SE', {
      timeZone: club.model.timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    }).format(new Date(photo.takenAt));
    expect(wall).toBe('2026-11-20 08:30:00');
  });

  test('lies the way it was taken, no larger than needed, with a small one for lists', async () => {
    const by = newBrowser();
    // 4000 × 1000 turned by a quarter: the camera was held upright.
    const file = await sharp(await jpeg(4000, 1000))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    const photo = (await upload(by, file)).json<{ photoId: string; width: number; height: number }>();
    expect([photo.width, photo.height]).toEqual([640, 2560]);
    const full = await sharp((await call(by, 'GET', `/api/photos/${photo.photoId}`)).rawPayload).metadata();
    expect([full.width, full.height, full.orientation, full.format]).toEqual([640, 2560, undefined, 'jpeg']);
    const thumbnail = await sharp(
      (await call(by, 'GET', `/api/photos/${photo.photoId}/thumbnail`)).rawPayload,
    ).metadata();
    expect([thumbnail.width, thumbnail.height]).toEqual([120, 480]);
  });

  test('colours are those of its profile', async () => {
    const by = newBrowser();
    const wide = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#c81e1e' } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    expect((await sharp(wide).metadata()).hasProfile).toBe(true);
    const { photoId } = (await upload(by, wide)).json<{ photoId: string }>();
    const stored = (await call(by, 'GET', `/api/photos/${photoId}`)).rawPayload;
    const [red = 0, green = 0] = await sharp(stored).raw().toBuffer();
    expect(red).toBeGreaterThan(190);
    expect(Math.abs(green - 30)).toBeLessThan(12);
  });

  test.each(['png', 'webp'] as const)('a %s is taken; what was transparent is white', async (format) => {
    const by = newBrowser();
    const file = await sharp({
      create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .toFormat(format)
      .toBuffer();
    const { photoId } = (await upload(by, file)).json<{ photoId: string }>();
    const stored = await sharp((await call(by, 'GET', `/api/photos/${photoId}`)).rawPayload)
      .raw()
      .toBuffer();
    expect(stored[0]).toBeGreaterThan(250);
  });

  test('a film or anything else behind the picture, as some phones put it there, is left away', async () => {
    const by = newBrowser();
    // Full of what looks like the beginnings of scans.
    const film = Buffer.alloc(2_000_000, Buffer.from([0xff, 0xda, 0x12, 0x34]));
    const reply = await upload(by, Buffer.concat([await withExif('+08:00'), film]));
    expect(reply.statusCode).toBe(200);
    const stored = (await call(by, 'GET', `/api/photos/${reply.json<{ photoId: string }>().photoId}`))
      .rawPayload;
    expect(stored.length).toBeLessThan(100_000);
  });

  test.each([
    ['longer than a camera writes', Buffer.concat([Buffer.from('II*\0'), Buffer.alloc(60_000, 0xff)])],
    [
      'pointing at itself',
      Buffer.from('II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0', 'latin1'),
    ],
    ['cut off', Buffer.from('MM\0*\0\0')],
  ])('EXIF that is %s is no reason to refuse a photo', async (_what, block) => {
    const reply = await upload(newBrowser(), withBlock(await jpeg(80, 60), block));
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({ takenAt: null, position: null });
  });

  test('asked again it is the same photo, also when both ask at once', async () => {
    const by = newBrowser();
    const file = await withExif('+08:00');
    const path = await begin(by, file.length);
    await send(by, path, 0, file);
    const [one, two] = await Promise.all([exchange(by, idOf(path)), exchange(by, idOf(path))]);
    expect(one.json()).toEqual(two.json());
    const later = await exchange(by, idOf(path));
    expect(later.json()).toEqual({ ...one.json<object>(), position: null });
    const { rows } = await club.server.db.superuser.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM photos WHERE photo_id = $1',
      [one.json<{ photoId: string }>().photoId],
    );
    expect(rows[0]?.count).toBe(1);
  });

  test('nine at once from a phone that had no device yet: nine photos, all of them this phone’s', async () => {
    const by = newBrowser();
    const files = await Promise.all(
      Array.from({ length: 9 }, (_, index) => jpeg(900 + index, 700, `#${index}${index}5577`)),
    );
    // All begin before the first is answered, as a page does that sends several side by side.
    const begun = await Promise.all(files.map((file) => begin(newBrowserWith(by), file.length)));
    expect(new Set(begun).size).toBe(9);
    await Promise.all(files.map((file, index) => send(by, begun[index] ?? '', 0, file)));
    const replies = await Promise.all(begun.map((path) => exchange(by, idOf(path))));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(9).fill(200));
    const photoIds = replies.map((reply) => reply.json<{ photoId: string }>().photoId);
    const { rows } = await club.server.db.superuser.query<{ sender: string; count: number }>(
      'SELECT sender, count(*)::int AS count FROM photos WHERE photo_id = ANY ($1) GROUP BY sender',
      [photoIds],
    );
    expect(rows).toEqual([{ sender: expect.stringMatching(/^device:/), count: 9 }]);
  });

  test('other requests are answered while pictures are made', async () => {
    const by = newBrowser();
    const file = await noise(3600, 2700).jpeg({ quality: 80 }).toBuffer();
    const path = await begin(by, file.length);
    await send(by, path, 0, file);
    let isDone = false;
    const work = exchange(by, idOf(path)).finally(() => {
      isDone = true;
    });
    let answered = 0;
    while (!isDone) {
      const { ok } = await fetch(`${url}/healthz`);
      if (ok && !isDone) answered += 1;
    }
    expect((await work).statusCode).toBe(200);
    expect(answered).toBeGreaterThan(10);
  });
});

describe('422: not a photo', () => {
  /** Refused with words in both languages, and nothing is left of it. */
  async function refused(file: Buffer, code: string): Promise<void> {
    const by = newBrowser();
    const photosBefore = filesOf('photos').length;
    const path = await begin(by, file.length);
    await send(by, path, 0, file);
    const reply = await exchange(by, idOf(path));
    expect(reply.json()).toMatchObject({ code, status: 422 });
    expect(reply.headers['content-type']).toContain('application/problem+json');
    expect(reply.json<{ detail: string }>().detail).toMatch(/[一-龥]/);
    expect(filesOf('uploads').filter((name) => name.startsWith(idOf(path)))).toEqual([]);
    expect(filesOf('photos')).toHaveLength(photosBefore);
  }

  test('words, nothing at all, a web page', async () => {
    await refused(Buffer.from('这不是照片，这是一句话。'.repeat(20)), 'not-an-image');
    await refused(Buffer.from('<!doctype html><script>alert(1)</script>'), 'not-an-image');
    const by = newBrowser();
    const reply = await exchange(by, idOf(await begin(by, 0)));
    expect(reply.json()).toMatchObject({ code: 'not-an-image' });
  });

  test('SVG, GIF, TIFF and AVIF: decoders that no camera needs are not reached', async () => {
    await refused(
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
      ),
      'not-an-image',
    );
    const picture = sharp({ create: { width: 32, height: 32, channels: 3, background: '#123' } });
    for (const format of ['gif', 'tiff', 'avif'] as const) {
      await refused(await picture.clone().toFormat(format).toBuffer(), 'not-an-image');
    }
  });

  test('a picture that is cut off', async () => {
    const file = await noise(800, 600).jpeg().toBuffer();
    await refused(file.subarray(0, file.length >> 1), 'not-an-image');
    const png = await noise(300, 200).png().toBuffer();
    await refused(png.subarray(0, png.length - 4000), 'not-an-image');
    await refused(file.subarray(0, 200), 'not-an-image');
  });

  test('HEIC: says how the phone can be set', async () => {
    await refused(heic('heic'), 'heic-unsupported');
    await refused(heic('mif1'), 'heic-unsupported');
  });

  test('a small PNG that claims to be a huge picture is refused before it is unpacked', async () => {
    const bomb = pngBomb(30_000, 30_000);
    expect(bomb.length).toBeLessThan(200_000);
    const before = process.memoryUsage.rss();
    await refused(bomb, 'image-too-large');
    expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 1024 * 1024);
  });

  test('a picture that moves', async () => {
    const frames = await sharp(
      await Promise.all(['#900', '#090', '#009'].map((colour) => jpeg(60, 60, colour))),
      { join: { animated: true } },
    )
      .webp()
      .toBuffer();
    expect((await sharp(frames).metadata()).pages).toBe(3);
    await refused(frames, 'not-an-image');
  });

  test('a JPEG that goes over the same picture thousands of times', async () => {
    const file = await sharp(await jpeg(200, 200))
      .jpeg({ progressive: true })
      .toBuffer();
    const at = file.lastIndexOf(Buffer.from([0xff, 0xda]));
    const scan = file.subarray(at, file.length - 2);
    await refused(
      Buffer.concat([file.subarray(0, at), ...Array<Buffer>(5000).fill(scan), Buffer.from([0xff, 0xd9])]),
      'not-an-image',
    );
  });
});

describe('looking at a photo', () => {
  test('its sender may, before a case has it; nobody else, by the same 404 as for none', async () => {
    const [owner, other] = [newBrowser(), newBrowser()];
    const { photoId } = (await upload(owner, await jpeg())).json<{ photoId: string }>();
    await upload(other, await jpeg(50, 50));
    for (const size of ['', '/thumbnail']) {
      const reply = await call(owner, 'GET', `/api/photos/${photoId}${size}`);
      expect(reply.statusCode).toBe(200);
      expect(reply.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'cache-control': 'private, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-length': String(reply.rawPayload.length),
      });
      expect(String(reply.headers.vary)).toContain('cookie');
      const refusal = await call(other, 'GET', `/api/photos/${photoId}${size}`);
      const none = await call(other, 'GET', `/api/photos/${randomUUID()}${size}`);
      expect([refusal.statusCode, none.statusCode]).toEqual([404, 404]);
      expect({ ...refusal.json<object>(), instance: '' }).toEqual({ ...none.json<object>(), instance: '' });
      expect(refusal.headers['cache-control']).toBe('no-store');
    }
    expect((await call(owner, 'GET', '/api/photos/none')).statusCode).toBe(404);
  });

  test('a page of a visitor names the city in the address, as an image can send no header', async () => {
    const owner = newBrowser();
    const { photoId } = (await upload(owner, await jpeg(20, 20))).json<{ photoId: string }>();
    const named = await call(owner, 'GET', `/api/photos/${photoId}?city=${club.model.key}`);
    expect(named.statusCode).toBe(200);
    expect((await call(owner, 'GET', `/api/photos/${photoId}?city=atlantis`)).statusCode).toBe(404);
  });

  test('304 when the browser has it, and only for who may see it', async () => {
    const owner = newBrowser();
    const { photoId } = (await upload(owner, await jpeg())).json<{ photoId: string }>();
    const etag = String((await call(owner, 'GET', `/api/photos/${photoId}`)).headers.etag);
    const headers = { 'if-none-match': etag };
    expect((await call(owner, 'GET', `/api/photos/${photoId}`, { headers })).statusCode).toBe(304);
    expect((await call(newBrowser(), 'GET', `/api/photos/${photoId}`, { headers })).statusCode).toBe(404);
    const thumbnail = await call(owner, 'GET', `/api/photos/${photoId}/thumbnail`, { headers });
    expect(thumbnail.statusCode).toBe(200);
  });

  test('in a case, whoever may see it there: the public the first, its people all', async () => {
    const by = newBrowser();
    const [first, second] = [
      (await upload(by, await jpeg(60, 60, '#111111'))).json<{ photoId: string }>().photoId,
      (await upload(by, await jpeg(60, 60, '#222222'))).json<{ photoId: string }>().photoId,
    ];
    const opened = await call(by, 'POST', '/api/cases', { payload: report({ photoIds: [first, second] }) });
    expect(opened.statusCode).toBe(201);
    const seen = async (caller: Pick<Caller, 'call'>) => [
      (await caller.call('GET', `/api/photos/${first}`)).statusCode,
      (await caller.call('GET', `/api/photos/${second}/thumbnail`)).statusCode,
    ];
    expect(await seen({ call: (method, path) => call(by, method, path) })).toEqual([200, 200]);
    expect(await seen(await club.as(club.arbiter))).toEqual([200, 200]);
    expect(await seen(await club.as(club.resident))).toEqual([200, 404]);
    expect(await seen(club.device())).toEqual([200, 404]);
    await club.server.db.superuser.query(`UPDATE photos SET created_at = '2020-01-01' WHERE photo_id = $1`, [
      first,
    ]);
    await run('photos.remove-unused');
    expect(await seen(await club.as(club.arbiter))).toEqual([200, 200]);
  });

  test('one picture serves several photos, and goes only with the last of them', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const picture = await readPicture(() => jpeg(700, 500), {
      timeZone: 'Asia/Shanghai',
      now: club.server.clock.now(),
    });
    await club.inClub((tx) =>
      storePhoto(
        club.server.deps,
        tx,
        picture,
        [first, second].map((photoId) => ({ photoId, sender: 'demo', createdAt: club.server.clock.now() })),
      ),
    );
    const places = filesOf('photos').filter((name) => name.includes(first) || name.includes(second));
    expect(places).toHaveLength(4);
    const inodes = places.map(
      (name) => statSync(join(club.server.deps.config.dataFolder, 'photos', name)).ino,
    );
    expect(new Set(inodes).size).toBe(2);
  });
});

describe('cleaning', () => {
  test('a photo that no case named is gone after a day, row and files; a younger one and a named one stay', async () => {
    const by = newBrowser();
    const take = async () => (await upload(by, await jpeg(300, 200))).json<{ photoId: string }>().photoId;
    const [unused, named] = [await take(), await take()];
    await club.server.db.superuser.query('UPDATE photos SET case_id = $2 WHERE photo_id = $1', [
      named,
      randomUUID(),
    ]);
    club.server.clock.advance(23 * 3_600_000);
    const younger = await take();
    club.server.clock.advance(2 * 3_600_000);
    await run('photos.remove-unused');
    const { rows } = await club.server.db.superuser.query<{ photoId: string }>(
      'SELECT photo_id AS "photoId" FROM photos WHERE photo_id = ANY ($1)',
      [[unused, named, younger]],
    );
    expect(rows.map(({ photoId }) => photoId).sort()).toEqual([named, younger].sort());
    const left = filesOf('photos');
    expect(left.some((name) => name.includes(unused))).toBe(false);
    expect(left.filter((name) => name.includes(named) || name.includes(younger))).toHaveLength(4);
  });

  test('an upload nobody went on with is gone after a day, and is a 404 from then on', async () => {
    const by = newBrowser();
    const old = await begin(by, 1000);
    await send(by, old, 0, Buffer.alloc(500));
    club.server.clock.advance(23 * 3_600_000);
    const young = await begin(by, 1000);
    club.server.clock.advance(2 * 3_600_000);
    expect((await call(by, 'HEAD', old, { headers: tus })).statusCode).toBe(404);
    await run('uploads.remove-expired');
    const left = filesOf('uploads');
    expect(left.some((name) => name.includes(idOf(old)))).toBe(false);
    expect(left.filter((name) => name.includes(idOf(young)))).toHaveLength(2);
    expect((await call(by, 'HEAD', young, { headers: tus })).statusCode).toBe(200);
  });

  test('a picture whose row never came is gone after a day; one with a row stays', async () => {
    const by = newBrowser();
    const { photoId } = (await upload(by, await jpeg(200, 200))).json<{ photoId: string }>();
    const folder = join(club.server.deps.config.dataFolder, 'photos');
    const kept = filesOf('photos').filter((name) => name.includes(photoId));
    const stray = kept.map((name) =>
      name.replaceAll(photoId, `${randomUUID().slice(0, -2)}${photoId.slice(-2)}`),
    );
    for (const name of stray) writeFileSync(join(folder, name), 'x');
    writeFileSync(join(folder, `${kept[0]?.replace(/[^/]*$/, '')}.of-the-file-system`), 'x');
    const young = `${kept[0]?.replace(/[^/]*$/, '')}${randomUUID()}.jpg`;
    writeFileSync(join(folder, young), 'x');
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const name of [...kept, ...stray]) utimesSync(join(folder, name), longAgo, longAgo);
    await run('photos.remove-stray');
    const left = filesOf('photos');
    for (const name of stray) expect(left).not.toContain(name);
    for (const name of [...kept, young]) expect(left).toContain(name);
  });
});

describe('429: too many from one address', () => {
  // The last of all, because the others come from the same address.
  test('says how long to wait; somebody signed in is not stopped', async () => {
    const most = club.server.deps.config.reportsPerMinute * 9;
    const nothing = '0'.repeat(64);
    let asked = 0;
    let reply = await exchange(newBrowser(), nothing);
    for (; asked <= most && reply.statusCode === 404; asked += 1)
      reply = await exchange(newBrowser(), nothing);
    expect(asked).toBeGreaterThan(most / 2);
    expect(reply.json()).toMatchObject({ code: 'too-many-requests', status: 429 });
    expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0);
    const arbiter = await club.as(club.arbiter);
    expect((await arbiter.call('POST', '/api/photos', { uploadId: nothing })).statusCode).toBe(404);
  });
});

function cookieHeader({ cookies }: Browser): string {
  return Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}

/** A request that goes out without any cookie, but whose answer's cookies come to the same browser. */
function newBrowserWith(by: Browser): Browser {
  return {
    cookies: new Proxy(
      {},
      {
        set: (_none, name, value) => Reflect.set(by.cookies, name, value),
      },
    ),
  };
}

function readUpload(name: string): Buffer {
  return readFileSync(join(club.server.deps.config.dataFolder, 'uploads', name));
}

/** A JPEG as a phone takes it: with the camera's name, time and position. */
async function withExif(offset: string | undefined): Promise<Buffer> {
  return sharp(await jpeg())
    .withExif({
      IFD0: { Make: 'A camera that tells' },
      IFD2: {
        DateTimeOriginal: '2026:11:20 08:30:00',
        ...(offset === undefined ? {} : { OffsetTimeOriginal: offset }),
      },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '34/1 30/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '110/1 15/1 0/1',
      },
    })
    .toBuffer();
}

/** A JPEG with this as its EXIF. */
function withBlock(file: Buffer, block: Buffer): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(block.length + 8);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1]), size, Buffer.from('Exif\0\0'), block]);
  return Buffer.concat([file.subarray(0, 2), segment, file.subarray(2)]);
}

/** The beginning of a file as iPhones write it; what follows does not matter, no decoder is asked. */
function heic(brand: string): Buffer {
  const type = Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from(`ftyp${brand}`),
    Buffer.alloc(4),
    Buffer.from('mif1heic'),
  ]);
  return Buffer.concat([type, Buffer.alloc(4096, 7)]);
}

/** Valid in every part: one grey row after another, which pack to almost nothing. */
function pngBomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit a pixel, grey.
  header.writeUInt8(1, 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
