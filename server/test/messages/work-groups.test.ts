/** Work groups: whose, where their robots may be, and that the address is a secret. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type ClubOfCallers, openClubOfCallers } from '../cases/callers.ts';

const key = '693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa';
const address = `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`;

let club: ClubOfCallers;
let president: Caller;
beforeAll(async () => {
  club = await openClubOfCallers();
  president = await club.as(club.president);
});
afterAll(() => club.server.close());

const save = (words: Record<string, unknown> = {}, by: Caller = president) =>
  by.call('POST', '/api/work-groups', {
    commandId: randomUUID(),
    orgId: club.crew,
    name: '东厅工作群',
    webhook: address,
    ...words,
  });

interface Saved {
  workGroup: { workGroupId: string; webhookMasked: string; name: string; paused: boolean };
}

describe('200', () => {
  test('the address is kept encrypted and shown masked', async () => {
    const reply = await save();
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json<Saved>().workGroup).toMatchObject({
      name: '东厅工作群',
      webhookMasked: 'qyapi.weixin.qq.com/****5aaa',
      paused: false,
    });
    expect(reply.body).not.toContain(key);
    const listed = await president.call('GET', '/api/work-groups');
    expect(listed.body).not.toContain(key);
    expect(listed.json()).toMatchObject({
      orgs: [
        { orgId: club.crew, name: '东厅组' },
        { orgId: club.office, name: '社务处' },
      ],
    });
    const { rows } = await club.server.db.superuser.query<{ all: string }>(
      `SELECT string_agg(work_groups::text, '') || (SELECT string_agg(commands::text, '') FROM commands) AS all FROM work_groups`,
    );
    expect(rows[0]?.all).not.toContain(key);
    expect(rows[0]?.all).not.toContain(Buffer.from(key).toString('hex'));
  });

  test('the same command again gets the first answer, also ten at once: one work group', async () => {
    const count = async (): Promise<number> =>
      (await president.call('GET', '/api/work-groups')).json<{ workGroups: unknown[] }>().workGroups.length;
    const before = await count();
    const words = { commandId: randomUUID() };
    const replies = await Promise.all(Array.from({ length: 10 }, () => save(words)));
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1);
    expect(replies[0]!.statusCode, replies[0]!.body).toBe(200);
    expect(await count()).toBe(before + 1);
    const arbiter = await club.as(club.arbiter);
    expect((await save(words, arbiter)).statusCode, 'not another person’s answer').toBe(403);
  });

  test('a change keeps the address that is not sent again', async () => {
    const { workGroup } = (await save()).json<Saved>();
    const { workGroupId } = workGroup;
    const renamed = await save({ workGroupId, name: '东厅值班群', webhook: undefined });
    expect(renamed.json<Saved>().workGroup).toMatchObject({
      workGroupId,
      name: '东厅值班群',
      webhookMasked: workGroup.webhookMasked,
    });
    const paused = await save({ workGroupId, webhook: undefined, paused: true });
    expect(paused.json<Saved>().workGroup.paused).toBe(true);
    const stays = await save({ workGroupId, webhook: undefined });
    expect(stays.json<Saved>().workGroup.paused, 'not named, not changed').toBe(true);
  });
});

describe('422: an address that is not a robot’s', () => {
  test.each([
    'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x',
    'https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=x',
    'https://user:word@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x',
    'https://qyapi.weixin.qq.com.evil.example/send?key=x',
    'https://evil.example/qyapi.weixin.qq.com',
    'http://127.0.0.1:5432/',
    'http://localhost:3000/api/session',
    'http://2130706433/',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'file:///etc/passwd',
  ])('%s', async (webhook) => {
    const reply = await save({ webhook });
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({ code: 'webhook-invalid', errors: [{ at: '/webhook' }] });
  });

  test('none at all for a new one', async () => {
    const reply = await save({ webhook: undefined });
    expect(reply.json()).toMatchObject({ code: 'webhook-invalid' });
  });
});

describe('401, 403 and 404', () => {
  test('visitors sign in, others lack the ability', async () => {
    expect((await save({}, club.device())).statusCode).toBe(401);
    expect((await save({}, await club.as(club.clockmaker))).statusCode).toBe(403);
    expect((await (await club.as(club.arbiter)).call('GET', '/api/work-groups')).statusCode).toBe(403);
  });

  test('an organisation elsewhere and one that is not there are the same, and so are work groups', async () => {
    const { workGroup } = (await save()).json<Saved>();
    await club.server.db.superuser.query(
      `UPDATE org_areas SET area_code = '7702' WHERE org_id = '${club.office}'`,
    );
    expect((await save()).statusCode).toBe(404);
    expect((await save({ orgId: randomUUID() })).statusCode).toBe(404);
    const theirs = { workGroupId: workGroup.workGroupId, orgId: club.office };
    expect((await save(theirs)).statusCode).toBe(404);
    expect((await save({ ...theirs, workGroupId: randomUUID() })).statusCode).toBe(404);
    await club.server.db.superuser.query(
      `UPDATE org_areas SET area_code = '77' WHERE org_id = '${club.office}'`,
    );
  });
});
