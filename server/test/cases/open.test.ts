/** Opening a case over HTTP: one group per promised outcome. */
import { randomUUID } from 'node:crypto';
import type { CaseView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClubOfCallers, openClubOfCallers, report } from './callers.ts';

let club: ClubOfCallers;
beforeAll(async () => {
  club = await openClubOfCallers();
});
afterAll(() => club.server.close());

const count = async (table: 'cases' | 'history' | 'commands' | 'messages' | 'case_timers'): Promise<number> =>
  club.inClub(async (tx) => {
    const { rows } = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE tenant_id = $1`,
      [tx.tenantId],
    );
    return rows[0]!.count;
  });

describe('201', () => {
  test('without an account: routed by place with the reason, numbered, and shown to the device alone', async () => {
    const phone = club.device();
    const opened = await phone.open();
    expect(opened).toMatchObject({
      station: 'open',
      title: '一号盘的棋钟停走了',
      severity: 'urgent',
      areaName: '东厅一号盘',
      reporter: { isMe: true, anonymous: true, name: null },
      seq: 1,
    });
    expect(opened.number).toMatch(/^K20261123-\d{4}$/);
    expect(opened.responsible).toMatchObject({ role: 'arbiter', orgName: '东厅组' });
    expect(opened.routeReason).toContain('东厅');
    expect((await phone.see(opened.caseId)).statusCode).toBe(200);
    const stranger = await club.device().see(opened.caseId);
    expect(stranger.json()).toMatchObject({ case: { reporter: { isMe: false, name: null } } });
  });

  test('the place may come from a QR code or a position', async () => {
    const byCode = await club.device().open({ areaCode: undefined, spotCode: 'DOOR-E' });
    expect(byCode).toMatchObject({ areaCode: '7701', spot: '东厅门口' });
    const byPosition = await club
      .device()
      .open({ areaCode: undefined, position: { longitude: 10.0001, latitude: 50.00001 } });
    expect(byPosition.areaCode).toBe('770101');
  });

  test('emoji and rare characters stay whole', async () => {
    const words = '𠮷祥里的钟👨‍👩‍👧‍👦停了，请看看：𪚥';
    const opened = await club.device().open({ answers: { description: words } });
    expect(opened.title).toBe(words);
    expect(opened.description).toBe(words);
  });

  test('the same command again gets the first answer and writes nothing', async () => {
    const phone = club.device();
    const words = report();
    const first = await phone.call('POST', '/api/cases', words);
    const before = [await count('cases'), await count('history'), await count('commands')];
    const again = await phone.call('POST', '/api/cases', words);
    expect(again.statusCode).toBe(201);
    expect(again.json()).toEqual(first.json());
    expect([await count('cases'), await count('history'), await count('commands')]).toEqual(before);
  });

  test('ten tries of one command at once make one case', async () => {
    const phone = club.device();
    await phone.open();
    const words = report();
    const before = await count('cases');
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => phone.call('POST', '/api/cases', words)),
    );
    expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(201));
    expect(new Set(replies.map((reply) => reply.json<{ case: CaseView }>().case.caseId)).size).toBe(1);
    expect(await count('cases')).toBe(before + 1);
  });

  test('numbers of a day have no gaps and none is given twice, however many come at once', async () => {
    const many = await Promise.all(Array.from({ length: 30 }, () => club.device().open()));
    const serials = many
      .map(({ number }) => Number(number.split('-')[1]))
      .sort((left, right) => left - right);
    expect(new Set(serials).size).toBe(30);
    expect(serials.at(-1)! - serials[0]!).toBe(29);
  });
});

describe('401 and 404', () => {
  test('a command id of somebody else is a conflict, not an answer', async () => {
    const words = report();
    expect((await club.device().call('POST', '/api/cases', words)).statusCode).toBe(201);
    const stranger = await club.device().call('POST', '/api/cases', words);
    expect(stranger.statusCode).toBe(409);
    expect(stranger.json()).toMatchObject({ code: 'command-conflict' });
  });

  test('a case that is not there, another city’s, and one that may not be known are the same 404', async () => {
    const own = await club.device().open();
    const arbiter = await club.as(club.arbiter);
    let closed = await arbiter.did(own, 'accept');
    closed = await (await club.as(club.clockmaker)).did(closed, 'claim');
    const unknown = await club.device().see(randomUUID());
    const notAnId = await club.device().see('..');
    expect(unknown.statusCode).toBe(404);
    expect(notAnId.statusCode).toBe(404);
    const other = await club.server.app.inject({
      method: 'GET',
      url: `/api/cases/${closed.caseId}`,
      headers: { 'linli-city': 'atlantis' },
    });
    expect(other.statusCode).toBe(404);
  });
});

describe('422: what is wrong is named, and nothing is written', () => {
  const refused = async (words: Record<string, unknown>, code: string, at?: string) => {
    const before = [await count('cases'), await count('commands')];
    const reply = await club.device().call('POST', '/api/cases', report(words));
    expect(reply.json()).toMatchObject({ code });
    expect(reply.headers['content-type']).toContain('application/problem+json');
    if (at !== undefined) {
      expect(reply.json<{ errors: { at: string }[] }>().errors.map((one) => one.at)).toContain(at);
    }
    expect([await count('cases'), await count('commands')]).toEqual(before);
    return reply;
  };

  test('wrong types', () => refused({ answers: 'a text' }, 'invalid-input', '/answers'));
  test('a missing command id', () => refused({ commandId: undefined }, 'invalid-input', '/commandId'));
  test('a text of 100 kB', () => refused({ answers: { description: '长'.repeat(34_000) } }, 'invalid-input'));
  test('a text longer than the kind allows', () =>
    refused({ answers: { description: '长'.repeat(501) } }, 'field-invalid', '/answers/description'));
  test('nothing said', () => refused({ answers: {} }, 'field-required', '/answers/description'));
  test('a field the kind does not ask', () =>
    refused({ answers: { description: '停了', colour: 'red' } }, 'field-invalid'));
  test('an unknown kind names the known ones', async () => {
    const reply = await refused({ kind: 'wish' }, 'unknown-kind');
    expect(reply.json<{ detail: string }>().detail).toContain('broken-clock');
  });
  test('an unknown category', () => refused({ category: 'dragons' }, 'field-invalid', '/answers/category'));
  test('no place', () => refused({ areaCode: undefined }, 'field-required', '/areaCode'));
  test('an area that is not there', () => refused({ areaCode: '779999' }, 'unknown-area', '/areaCode'));
  test('a position outside the city', () =>
    refused(
      { areaCode: undefined, position: { longitude: 100, latitude: 30 } },
      'outside-city',
      '/position',
    ));
  test('a photo nobody uploaded', () => refused({ photoIds: [randomUUID()] }, 'field-invalid', '/photoIds'));
  test('ten photos', () =>
    refused({ photoIds: Array.from({ length: 10 }, () => randomUUID()) }, 'invalid-input', '/photoIds'));

  test('in English for who reads English', async () => {
    const reply = await club.server.app.inject({
      method: 'POST',
      url: '/api/cases',
      headers: { 'accept-language': 'en' },
      payload: report({ answers: {} }),
    });
    expect(reply.json<{ title: string }>().title).toMatch(/^[A-Za-z ]+$/);
  });
});

describe('429', () => {
  test('reports without an account are limited by address, and the reply says how long to wait', async () => {
    const narrow = await openClubOfCallers({ reportsPerMinute: 2 });
    const statuses: number[] = [];
    for (let each = 0; each < 3; each += 1) {
      const reply = await narrow.device().call('POST', '/api/cases', report());
      statuses.push(reply.statusCode);
      if (each === 2) expect(reply.headers['retry-after']).toMatch(/^\d+$/);
    }
    expect(statuses).toEqual([201, 201, 429]);
    // Whoever is signed in answers for what they send.
    const resident = await narrow.as(narrow.resident);
    expect((await resident.call('POST', '/api/cases', report())).statusCode).toBe(201);
    await narrow.server.close();
  });
});
