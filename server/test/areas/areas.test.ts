import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resolvePlace } from '../../src/modules/areas/index.ts';
import { type Club, openClub } from '../chess-club.ts';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.server.close());

const get = (url: string) => club.server.app.inject(url);
const codes = (body: string) =>
  (JSON.parse(body) as { areas: { code: string }[] }).areas.map(({ code }) => code);

describe('GET /api/areas', () => {
  test('without words: what lies directly in the city', async () => {
    const reply = await get('/api/areas');
    expect(codes(reply.body)).toEqual(['7701', '7702']);
  });

  test('under an area: its children, and the way there', async () => {
    const reply = await get('/api/areas?under=7701');
    expect(codes(reply.body)).toEqual(['770101', '770102']);
    expect(reply.json<{ path: { code: string }[] }>().path.map(({ code }) => code)).toEqual(['77', '7701']);
  });

  test('by words, also with signs that mean something to the database', async () => {
    expect(codes((await get(`/api/areas?q=${encodeURIComponent('二号')}`)).body)).toEqual(['770102']);
    expect(codes((await get(`/api/areas?q=${encodeURIComponent('%')}`)).body)).toEqual([]);
    expect(codes((await get(`/api/areas?q=${encodeURIComponent("'_\\")}`)).body)).toEqual([]);
  });

  test('under an area that is not there: 404', async () => {
    expect((await get('/api/areas?under=9999')).statusCode).toBe(404);
  });
});

describe('GET /api/areas/:code and /api/spots/:spotCode', () => {
  test('200 with the way there; 404 else', async () => {
    expect((await get('/api/areas/770101')).json()).toMatchObject({
      area: { name: '一号盘', level: 'board', levelTitle: { en: 'Board' }, hasChildren: false },
      path: [{ code: '77' }, { code: '7701' }, { code: '770101' }],
    });
    expect((await get('/api/areas/7799')).statusCode).toBe(404);
    expect((await get('/api/spots/DOOR-E')).json()).toMatchObject({
      name: '东厅门口',
      area: { code: '7701' },
    });
    expect((await get('/api/spots/NO')).statusCode).toBe(404);
  });
});

describe('a place', () => {
  const resolve = (words: Parameters<typeof resolvePlace>[1]) => club.inClub((tx) => resolvePlace(tx, words));

  test('as picked, from the QR code, or nearest to the position', async () => {
    expect(await resolve({ areaCode: '770102' })).toMatchObject({ code: '770102', position: [10.0002, 50] });
    expect(await resolve({ spotCode: 'DOOR-E' })).toMatchObject({ code: '7701', spot: '东厅门口' });
    expect(await resolve({ position: { longitude: 10.00019, latitude: 50.00001 } })).toMatchObject({
      code: '770102',
      position: [10.00019, 50.00001],
    });
  });

  test('what was picked counts before where the phone is', async () => {
    const place = await resolve({ areaCode: '770201', position: { longitude: 10, latitude: 50 } });
    expect(place).toMatchObject({ code: '770201' });
  });

  test('is refused when unknown, far away, or not said at all', async () => {
    expect(await resolve({ areaCode: '9' })).toEqual({ refused: 'unknown-area' });
    expect(await resolve({ spotCode: 'NO' })).toEqual({ refused: 'unknown-area' });
    expect(await resolve({ position: { longitude: 11, latitude: 50 } })).toEqual({ refused: 'outside-city' });
    expect(await resolve({ position: { longitude: 10, latitude: -90 } })).toEqual({
      refused: 'outside-city',
    });
    expect(await resolve({})).toEqual({ refused: 'field-required' });
  });
});

describe('GET /api/areas/nearest', () => {
  test('the nearest first, with its distance; 422 outside the city', async () => {
    const near = await get('/api/areas/nearest?longitude=10.0201&latitude=50');
    expect(codes(near.body)[0]).toBe('770201');
    expect((await get('/api/areas/nearest?longitude=0&latitude=0')).statusCode).toBe(422);
    expect((await get('/api/areas/nearest?longitude=400&latitude=0')).statusCode).toBe(422);
  });
});
