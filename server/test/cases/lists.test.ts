/** Lists: who finds which cases where, page by page; and what is offered before a report is sent. */
import { randomUUID } from 'node:crypto';
import type { CaseSummary, CaseView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type ClubOfCallers, openClubOfCallers } from './callers.ts';

let club: ClubOfCallers;
let arbiter: Caller;
let clockmaker: Caller;
let president: Caller;
let resident: Caller;
const opened: CaseView[] = [];

interface Page {
  cases: CaseSummary[];
  nextCursor: string | null;
}

async function list(by: Caller, query: string): Promise<Page> {
  const reply = await by.call('GET', `/api/cases?${query}`);
  if (reply.statusCode !== 200) throw new Error(reply.body);
  return reply.json<Page>();
}

beforeAll(async () => {
  club = await openClubOfCallers();
  arbiter = await club.as(club.arbiter);
  clockmaker = await club.as(club.clockmaker);
  president = await club.as(club.president);
  resident = await club.as(club.resident);
  for (let each = 0; each < 7; each += 1) {
    club.server.clock.advance(60_000);
    opened.push(
      await resident.open({
        areaCode: each < 5 ? '770101' : '770201',
        category: each === 1 ? 'piece-missing' : 'stopped',
        answers: { description: each === 1 ? '黑方少了一个车' : `第${each}次停走` },
      }),
    );
  }
});
afterAll(() => club.server.close());

describe('a list', () => {
  test('pages without gaps or repeats, newest first', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await list(president, `limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.cases.map(({ number }) => number));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(opened.map(({ number }) => number).reverse());
  });
  test('holds what one’s posts cover and nothing else', async () => {
    expect((await list(arbiter, 'limit=50')).cases).toHaveLength(5);
    expect((await list(resident, 'limit=50')).cases).toEqual([]);
    expect((await list(club.device(), 'limit=50')).cases).toEqual([]);
  });
  test('shows neighbours what is open near a place, and not what is open anywhere', async () => {
    const near = await list(club.device(), 'area=770101');
    expect(near.cases).toHaveLength(5);
    expect(JSON.stringify(near)).not.toContain('孙');
    expect((await list(resident, 'area=77')).cases).toEqual([]);
  });
  test('is narrowed by station, area, severity, and by words or number', async () => {
    expect((await list(president, 'area=7702')).cases).toHaveLength(2);
    expect((await list(president, 'severity=ordinary')).cases.map(({ title }) => title)).toEqual([
      '黑方少了一个车',
    ]);
    expect((await list(president, `q=${encodeURIComponent('少了一个车')}`)).cases).toHaveLength(1);
    expect((await list(president, `q=${encodeURIComponent('方少')}`)).cases).toHaveLength(1);
    expect((await list(president, `q=${opened[3]!.number.toLowerCase()}`)).cases).toHaveLength(1);
    expect((await list(president, 'station=closed')).cases).toEqual([]);
    expect((await list(president, 'q=%25')).cases).toEqual([]);
  });
  test('mine: what I reported or follow', async () => {
    const neighbour = club.device();
    await neighbour.call('POST', `/api/cases/${opened[0]!.caseId}/follow`, {
      commandId: randomUUID(),
      follow: true,
    });
    expect((await list(neighbour, 'mine=true')).cases.map(({ caseId }) => caseId)).toEqual([
      opened[0]!.caseId,
    ]);
    expect((await list(resident, 'mine=true')).cases).toHaveLength(7);
    expect((await list(resident, 'mine=false')).cases).toEqual([]);
  });
  test('a queue is for its roles; an unknown one names one’s own', async () => {
    const reply = await arbiter.call('GET', '/api/cases?queue=treasure');
    expect(reply.statusCode).toBe(404);
    expect(reply.json<{ detail: string }>().detail).toContain('noted');
    expect((await list(arbiter, 'queue=noted')).cases).toHaveLength(5);
    expect((await list(clockmaker, 'queue=overdue')).cases).toEqual([]);
    // The organisation that answers for the other room is the office.
    expect((await list(president, 'queue=noted')).cases).toHaveLength(2);
  });
  test('a damaged cursor is refused', async () => {
    expect((await arbiter.call('GET', '/api/cases?cursor=abc')).statusCode).toBe(422);
  });
});

describe('the workbench', () => {
  test('is what waits for one’s own deed, due first, with the deed; queues are counted', async () => {
    const accepted = await arbiter.did(opened[2]!, 'accept');
    await clockmaker.did(accepted, 'claim');
    const reply = await clockmaker.call('GET', '/api/workbench');
    const { mine, queues } = reply.json<{
      mine: CaseSummary[];
      queues: { key: string; count: number; overCount: number }[];
    }>();
    expect(mine.map(({ caseId, next }) => [caseId, next?.verb])).toEqual([[opened[2]!.caseId, 'resolve']]);
    expect(queues.find(({ key }) => key === 'bench')).toMatchObject({ count: 1, overCount: 0 });
    club.server.clock.advance(31 * 60_000);
    const late = (await clockmaker.call('GET', '/api/workbench')).json<{
      queues: { key: string; overCount: number }[];
    }>();
    expect(late.queues.find(({ key }) => key === 'bench')).toMatchObject({ overCount: 1 });
  });
  test('is for people with a post', async () => {
    expect((await club.device().call('GET', '/api/workbench')).statusCode).toBe(401);
    expect((await resident.call('GET', '/api/workbench')).statusCode).toBe(404);
  });
});

describe('before sending', () => {
  test('the category is suggested from the words, with the words that speak for it', async () => {
    const reply = await club
      .device()
      .call('POST', '/api/cases/suggest', { kind: 'broken-clock', text: '三号桌缺棋子，少了两枚' });
    const { categories } = reply.json<{ categories: { key: string; share: number; words: string[] }[] }>();
    expect(categories[0]).toMatchObject({ key: 'piece-missing' });
    expect(categories[0]!.words).toContain('缺');
    expect(categories.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1.01);
  });
  test('words that say nothing suggest nothing', async () => {
    const reply = await club
      .device()
      .call('POST', '/api/cases/suggest', { kind: 'broken-clock', text: '你好，谢谢' });
    expect(reply.json()).toEqual({ categories: [], danger: false });
  });
  test('open cases nearby that say the same are offered, without a word of who reported them', async () => {
    const ask = (words: object) =>
      club.device().call('POST', '/api/cases/similar', { kind: 'broken-clock', ...words });
    const near = (await ask({ areaCode: '770101', category: 'piece-missing', text: '少了一个车' })).json<{
      cases: { caseId: string; title: string }[];
    }>();
    expect(near.cases.map(({ caseId }) => caseId)).toEqual([opened[1]!.caseId]);
    expect(JSON.stringify(near)).not.toContain('孙');
    const far = await ask({ areaCode: '7702', category: 'piece-missing', text: '少了一个车' });
    expect(far.json()).toEqual({ cases: [] });
  });
  test('what is long ago is not offered', async () => {
    club.server.clock.advance(8 * 86_400_000);
    const reply = await club
      .device()
      .call('POST', '/api/cases/similar', { kind: 'broken-clock', areaCode: '770101', category: 'stopped' });
    expect(reply.json()).toEqual({ cases: [] });
  });
});

describe('following', () => {
  test('counts each follower once; the same command again changes nothing', async () => {
    const one = await resident.open();
    const phone = club.device();
    const words = { commandId: randomUUID(), follow: true };
    const url = `/api/cases/${one.caseId}/follow`;
    const first = await phone.call('POST', url, words);
    expect(first.json()).toEqual({ following: true, followerCount: 1 });
    expect((await phone.call('POST', url, words)).json()).toEqual(first.json());
    const again = await phone.call('POST', url, { commandId: randomUUID(), follow: true });
    expect(again.json()).toEqual({ following: true, followerCount: 1 });
    const ended = await phone.call('POST', url, { commandId: randomUUID(), follow: false });
    expect(ended.json()).toEqual({ following: false, followerCount: 0 });
    // A late retry of the first command answers as it did and follows nothing.
    expect((await phone.call('POST', url, words)).json()).toEqual(first.json());
    expect((await phone.see(one.caseId)).json()).toMatchObject({
      case: { following: false, followerCount: 0 },
    });
  });
  test('a case that may not be known cannot be followed', async () => {
    const gone = await resident.did(await resident.open(), 'withdraw');
    const reply = await club
      .device()
      .call('POST', `/api/cases/${gone.caseId}/follow`, { commandId: randomUUID(), follow: true });
    expect(reply.statusCode).toBe(404);
  });
});

describe('a look behind the mask', () => {
  test('needs a post that gives it and a reason, and is logged for the person to read', async () => {
    const one = await resident.open();
    const url = `/api/cases/${one.caseId}/reveal`;
    expect((await clockmaker.call('POST', url, { reason: '想联系报告人' })).statusCode).toBe(403);
    expect((await president.call('POST', url, { reason: '嗯' })).statusCode).toBe(422);
    const reply = await president.call('POST', url, { reason: '约定上门时间' });
    expect(reply.json()).toMatchObject({ name: '孙惊蛰' });
    const logged = await club.inClub(async (tx) => {
      const { rows } = await tx.query('SELECT person_id, reason FROM reveals WHERE tenant_id = $1', [
        tx.tenantId,
      ]);
      return rows;
    });
    expect(logged).toEqual([{ person_id: club.resident, reason: '约定上门时间' }]);
  });
});

describe('cases that several do together', () => {
  test('are those running with two parts or more: all of them, page by page, however many others are newer', async () => {
    const both: string[] = [];
    for (const parts of [2, 1, 2, 2, 0]) {
      club.server.clock.advance(60_000);
      let shown = await arbiter.did(await resident.open({ areaCode: '770101' }), 'accept');
      for (let each = 0; each < parts; each += 1) {
        const { holders } = (
          await arbiter.call('GET', `/api/cases/${shown.caseId}/holders?verb=ask-part`)
        ).json<{ holders: { postId: string; orgId: string; role: string; name: string }[] }>();
        const { postId, orgId, role } = holders.find(({ name }) => name === '陈谷雨')!;
        shown = await arbiter.did(shown, 'ask-part', {
          part: { task: '开门', holder: { postId, orgId, role } },
        });
      }
      if (parts === 2) both.push(shown.caseId);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = await list(
        arbiter,
        `shared=true&area=7701&limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      seen.push(...page.cases.map(({ caseId }) => caseId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(both.toReversed());
    expect((await list(president, 'shared=true&area=7702')).cases).toEqual([]);
    expect((await list(president, 'shared=true')).cases).toHaveLength(3);
    await resident.did((await resident.see(both[0]!)).json<{ case: CaseView }>().case, 'withdraw');
    expect((await list(arbiter, 'shared=true')).cases, 'what has ended is nobody’s to do').toHaveLength(2);
  });
});
