/** What was taken back is asked of nobody who lost it: by routing, or by hand. One group per promised outcome. */
import { randomUUID } from 'node:crypto';
import type { CaseView, HoldersReply as HoldersReplySchema } from '@linli/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { openModels } from '../../src/modules/models/index.ts';
import { seedPowers } from '../../src/modules/powers/index.ts';
import { type Caller, type ClubOfCallers, openClubOfCallers } from '../cases/callers.ts';
import { clubFolder, declaredPowers } from './club-powers.ts';

type HoldersReply = z.infer<typeof HoldersReplySchema>;

let club: ClubOfCallers;
let president: Caller;
let arbiter: Caller;

beforeEach(async () => {
  club = await openClubOfCallers({ modelFolders: [clubFolder(declaredPowers)] });
  await seedPowers(club.server.deps, await openModels(club.server.deps));
  president = await club.as(club.president);
  arbiter = await club.as(club.arbiter);
});

const enter = async (more: object = {}): Promise<string> => {
  const reply = await president.call('POST', '/api/powers', {
    commandId: randomUUID(),
    list: 'basic',
    title: { zh: '修钟', en: 'Mending clocks' },
    level: 'room',
    basis: '社务会第 1 号',
    validFrom: '2026-01-01',
    categories: ['stopped'],
    ...more,
  });
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<{ powerId: string }>().powerId;
};
const takeBack = async (powerId: string, from?: string): Promise<void> => {
  const reply = await president.call('POST', `/api/powers/${powerId}/reclaim`, {
    commandId: randomUUID(),
    lead: 'club-office',
    basis: '社务会第 2 号',
    reason: '力量不足',
    ...(from === undefined ? {} : { from }),
  });
  expect(reply.statusCode, reply.body).toBe(200);
};
const shown = async (by: Caller, { caseId }: CaseView): Promise<CaseView> =>
  (await by.see(caseId)).json<{ case: CaseView }>().case;
const toClockmaker = () => ({ to: { orgId: club.crew, role: 'clockmaker', postId: null } });

describe('opening', () => {
  test('goes on to the next role of the route, and the reason names the item and its basis', async () => {
    const opened = await club.device().open({ category: 'piece-missing' });
    expect(opened.responsible).toMatchObject({ role: 'president', orgName: '社务处' });
    expect(opened.routeReason).toBe(
      '社务处负责“棋社”，由社长受理（东厅组已收回：“添置棋子”，依据章程第四条，自 2025-01-01 起）',
    );
  });

  test('is not touched by an item that is not taken back, has not begun, or concerns another problem', async () => {
    const powerId = await enter();
    expect((await club.device().open()).responsible).toMatchObject({ role: 'arbiter' });
    await takeBack(powerId, '2026-11-24');
    expect((await club.device().open()).responsible).toMatchObject({ role: 'arbiter' });
    club.server.clock.moveTo('2026-11-24T12:00:00.000Z');
    expect((await club.device().open()).responsible).toMatchObject({ role: 'president' });
    expect((await club.device().open({ category: undefined })).responsible).toMatchObject({
      role: 'arbiter',
    });
  });

  test('asks the group a problem is in, the area, and the kind', async () => {
    await enter({ list: 'taken-back', lead: 'club-office', categories: ['hardware'], areaCode: '7702' });
    expect((await club.device().open()).responsible, 'another room').toMatchObject({ role: 'arbiter' });
    await enter({ list: 'taken-back', lead: 'room-crew', categories: ['hardware'] });
    expect((await club.device().open()).responsible, 'who does it now').toMatchObject({ role: 'arbiter' });
    await enter({ list: 'taken-back', lead: 'club-office', categories: ['hardware'], orgKind: 'room-crew' });
    expect((await club.device().open()).responsible).toMatchObject({ role: 'president' });
  });

  test('422 when it was taken back from everybody who would answer, naming the item in both languages', async () => {
    await enter({
      list: 'taken-back',
      title: { zh: '采购', en: 'Purchases' },
      level: 'club',
      lead: 'room-crew',
      categories: ['piece-missing'],
    });
    const words = {
      commandId: randomUUID(),
      kind: 'broken-clock',
      areaCode: '770101',
      category: 'piece-missing',
      answers: { description: '少了一个卒' },
    };
    const refused = await club.device().call('POST', '/api/cases', words);
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({
      code: 'power-taken-back',
      rule: 'powers.new-pieces',
      data: { list: 'taken-back', item: '添置棋子', basis: '章程第四条', from: '2025-01-01' },
      detail:
        '“添置棋子”自 2025-01-01 起列入“上级收回”清单（依据：章程第四条），不能再交给东厅组。现由社务处办理。',
    });
    const english = await club.server.app.inject({
      method: 'POST',
      url: '/api/cases',
      headers: { 'accept-language': 'en' },
      payload: words,
    });
    expect(english.json<{ detail: string }>().detail).toBe(
      '“Buying pieces” has been in the list “taken back” since 2025-01-01 (章程第四条) and cannot be given to 东厅组. It is now done by: Club office.',
    );
  });
});

describe('naming a holder by hand', () => {
  test('is 422 at the field, and the case stays where it is', async () => {
    const opened = await club.device().open({ category: 'piece-missing' });
    const accepted = await president.did(opened, 'accept');
    const refused = await president.act(accepted, 'assign', toClockmaker());
    expect(refused.statusCode).toBe(422);
    expect(refused.json()).toMatchObject({ code: 'power-taken-back', errors: [{ at: '/to' }] });
    expect(await shown(president, accepted)).toMatchObject({ station: 'accepted', seq: accepted.seq });
  });

  test('is not offered: the list of holders says which item is in the way', async () => {
    const accepted = await president.did(await club.device().open({ category: 'piece-missing' }), 'accept');
    const holdersOf = async (verb: string) =>
      (await president.call('GET', `/api/cases/${accepted.caseId}/holders?verb=${verb}`)).json<HoldersReply>()
        .holders;
    const given = await holdersOf('assign');
    expect(given.length).toBeGreaterThan(0);
    expect(given.map(({ takenBack }) => takenBack?.title.zh)).toEqual(given.map(() => '添置棋子'));
    const open = await club.device().open();
    const free = await arbiter.did(open, 'accept');
    const others = (
      await arbiter.call('GET', `/api/cases/${free.caseId}/holders?verb=assign`)
    ).json<HoldersReply>().holders;
    expect(others.map(({ takenBack }) => takenBack)).toEqual(others.map(() => null));
  });

  test('is refused for a claim, a part and a reroute as well', async () => {
    const accepted = await president.did(await club.device().open({ category: 'piece-missing' }), 'accept');
    const claimed = await (await club.as(club.clockmaker)).act(accepted, 'claim');
    expect(claimed.json()).toMatchObject({ code: 'power-taken-back' });
    const rerouted = await president.act(accepted, 'reroute', {
      reason: '东厅的事',
      to: { orgId: club.crew, role: 'arbiter', postId: null },
    });
    expect(rerouted.json()).toMatchObject({ code: 'power-taken-back', errors: [{ at: '/to' }] });

    await enter({ list: 'taken-back', level: 'club', lead: 'room-crew' });
    const theirs = await arbiter.did(await club.device().open(), 'accept');
    const asked = await arbiter.act(theirs, 'ask-part', {
      part: { task: '付钱', holder: { orgId: club.office, role: 'president', postId: null } },
    });
    expect(asked.json()).toMatchObject({ code: 'power-taken-back', errors: [{ at: '/part/holder' }] });
  });

  test('a reroute that names nobody and finds nobody left says which item is in the way', async () => {
    const accepted = await arbiter.did(await club.device().open(), 'accept');
    await enter({ list: 'taken-back', level: 'room', lead: 'club-office' });
    await enter({ list: 'taken-back', level: 'club', lead: 'room-crew' });
    const rerouted = await arbiter.act(accepted, 'reroute', { reason: '不归我们管' });
    expect(rerouted.json()).toMatchObject({ code: 'power-taken-back', data: { item: '修钟' } });
  });

  test('is allowed again once the item has ended', async () => {
    const powerId = await enter();
    await takeBack(powerId);
    const opened = await club.device().open();
    expect(opened.responsible).toMatchObject({ role: 'president' });
    const accepted = await president.did(opened, 'accept');
    expect((await president.act(accepted, 'assign', toClockmaker())).statusCode).toBe(422);
    const ended = await president.call('POST', `/api/powers/${powerId}/end`, {
      commandId: randomUUID(),
      reason: '决定已撤销',
    });
    expect(ended.statusCode).toBe(200);
    expect((await president.did(accepted, 'assign', toClockmaker())).assignee).toMatchObject({
      role: 'clockmaker',
    });
  });
});

describe('a case that was given before', () => {
  test('stays with whoever has it, moves on there, and its page says what was taken back', async () => {
    const powerId = await enter();
    let given = await arbiter.did(await club.device().open(), 'accept');
    given = await arbiter.did(given, 'assign', toClockmaker());
    expect(given.powerTakenBack).toBeNull();
    await takeBack(powerId);
    expect((await shown(arbiter, given)).powerTakenBack).toEqual({
      powerId,
      title: { zh: '修钟', en: 'Mending clocks' },
      basis: '社务会第 2 号',
      from: '2026-11-23',
      leadTitle: { zh: '社务处', en: 'Club office' },
    });
    const clockmaker = await club.as(club.clockmaker);
    const started = await clockmaker.did(given, 'start');
    expect(started).toMatchObject({ station: 'handling', powerTakenBack: { powerId } });
    const done = await clockmaker.did(started, 'resolve', { answers: { outcome: '上了油' } });
    expect(done.responsible).toMatchObject({ role: 'arbiter' });
  });

  test('is not told to who reported it, and no longer once it has ended', async () => {
    const powerId = await enter();
    const phone = club.device();
    const opened = await phone.open();
    await takeBack(powerId);
    expect((await shown(phone, opened)).powerTakenBack).toBeNull();
    const withdrawn = await phone.did(opened, 'withdraw', { reason: '又走了' });
    expect((await shown(arbiter, withdrawn)).powerTakenBack).toBeNull();
  });

  test('a reclaim today says nothing about yesterday: the first answer is given again as it was', async () => {
    const powerId = await enter();
    const phone = club.device();
    const words = {
      commandId: randomUUID(),
      kind: 'broken-clock',
      areaCode: '770101',
      category: 'stopped',
      answers: { description: '钟停了' },
    };
    const first = await phone.call('POST', '/api/cases', words);
    club.server.clock.moveTo('2026-11-24T12:00:00.000Z');
    await takeBack(powerId);
    expect((await phone.call('POST', '/api/cases', words)).json()).toEqual(first.json());
    const yesterday = (await president.call('GET', '/api/powers?on=2026-11-23')).json<{
      powers: { powerId: string; list: string }[];
    }>();
    expect(yesterday.powers.find((power) => power.powerId === powerId)?.list).toBe('basic');
  });
});

test('another process that changes the register is heeded with the next case', async () => {
  expect((await club.device().open()).responsible).toMatchObject({ role: 'arbiter' });
  await club.server.db.superuser.query(
    `INSERT INTO powers (tenant_id, power_id, entered_at) VALUES (${club.tenantId}, '00000000-0000-4000-8000-000000000001', now());
     INSERT INTO power_rows (tenant_id, power_id, row_number, list, valid_from, title_zh, title_en, level, lead, area_code, categories, basis, recorded_at)
     VALUES (${club.tenantId}, '00000000-0000-4000-8000-000000000001', 1, 'taken-back', '2026-01-01', '修钟', 'x', 'room', 'club-office', '77', '{stopped}', '令', now());
     UPDATE snapshot_versions SET version = version + 1 WHERE topic = 'powers'`,
  );
  expect((await club.device().open()).responsible).toMatchObject({ role: 'president' });
});
