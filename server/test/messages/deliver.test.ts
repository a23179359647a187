/** What leaves the building: once, in WeCom's format, without personal data; and what fails is seen and sent again. */
import { randomUUID } from 'node:crypto';
import type { CaseView } from '@linli/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { carry, messageTasks } from '../../src/modules/messages/index.ts';
import { type JobContext, startJobs } from '../../src/platform/jobs/index.ts';
import { openLog } from '../../src/platform/log.ts';
import { type Caller, type ClubOfCallers, openClubOfCallers } from '../cases/callers.ts';
import { fine, openRobot, type Robot } from './robot.ts';

interface OutboxPage {
  messages: {
    messageId: string;
    channel: string;
    to: string;
    text: string;
    status: string;
    attempts: number;
    lastError: string | null;
    sentAt: string | null;
  }[];
  counts: { waiting: number; sent: number; failed: number };
  nextCursor: string | null;
}

let robot: Robot;
let club: ClubOfCallers;
let president: Caller;
let arbiter: Caller;
let workGroupId: string;
beforeEach(async () => {
  robot = await openRobot();
  club = await openClubOfCallers({ robotHosts: ['127.0.0.1'], publicUrl: 'https://club.example.org' });
  president = await club.as(club.president);
  arbiter = await club.as(club.arbiter);
  const saved = await president.call('POST', '/api/work-groups', {
    commandId: randomUUID(),
    orgId: club.crew,
    name: '东厅工作群',
    webhook: robot.address,
  });
  expect(saved.statusCode, saved.body).toBe(200);
  workGroupId = saved.json<{ workGroup: { workGroupId: string } }>().workGroup.workGroupId;
});
afterEach(async () => {
  await robot.close();
  await club.server.close();
});

/** Somebody is in danger: the work group of whoever answers for the place is told at once. */
const alarm = (): Promise<CaseView> =>
  club.device().open({ answers: { description: '孙惊蛰家的棋钟冒火花', sparks: true } });

async function outbox(by: Caller, query = ''): Promise<OutboxPage> {
  const reply = await by.call('GET', `/api/outbox${query}`);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.json<OutboxPage>();
}

async function onlyMessage(): Promise<OutboxPage['messages'][number]> {
  const { messages } = await outbox(president);
  expect(messages).toHaveLength(1);
  return messages[0]!;
}

/** One try of the job, as the runner makes it. */
function deliver(messageId: string, attempt: Partial<JobContext> = {}): Promise<void> {
  const [task] = messageTasks(club.server.deps);
  return task!.run(
    { tenantId: club.tenantId, messageId },
    {
      jobId: '1',
      attempt: 1,
      isLastAttempt: false,
      log: openLog('silent'),
      signal: new AbortController().signal,
      ...attempt,
    },
  );
}

const jobs = async (): Promise<
  { key: string; queue: string | null; attempts: number; delayMs: number }[]
> => {
  const { rows } = await club.server.db.superuser.query<{
    key: string;
    queue: string | null;
    attempts: number;
    delayMs: number;
  }>(
    `SELECT key, queue_name AS queue, max_attempts AS attempts,
            extract(epoch FROM run_at - now())::float8 * 1000 AS "delayMs"
       FROM graphile_worker.jobs WHERE task_identifier = 'messages.deliver' ORDER BY id`,
  );
  return rows;
};

describe('a message to a work group', () => {
  test('is queued with the step and carried out by the job runner, in WeCom’s format', async () => {
    const opened = await alarm();
    expect(await jobs()).toMatchObject([{ queue: `work-group:${workGroupId}`, attempts: 10 }]);
    expect(robot.heard, 'nothing leaves before a job takes it').toEqual([]);
    const runner = await startJobs({
      db: club.server.db,
      tasks: messageTasks(club.server.deps),
      concurrency: 2,
      log: openLog('silent'),
      pollMs: 100,
    });
    try {
      await expect.poll(() => robot.heard.length).toBe(1);
      await expect.poll(onlyMessage).toMatchObject({ status: 'sent', attempts: 1, to: '东厅工作群' });
    } finally {
      // Before its database goes.
      await runner.stop();
    }
    const { msgtype, markdown } = robot.heard[0]!;
    expect(msgtype).toBe('markdown');
    expect(markdown.content).toBe(
      `**新事项**\n报修棋钟 ${opened.number} 等待您受理。\n[查看事项](https://club.example.org/console/cases/${opened.caseId})`,
    );
  });

  test('holds nothing of who reported it and nothing they wrote', async () => {
    await alarm();
    await deliver((await onlyMessage()).messageId);
    expect(robot.heard[0]!.markdown.content).not.toMatch(/孙|冒火花/);
  });

  test('is sent once, although two jobs take it at the same moment and a third later', async () => {
    await alarm();
    const { messageId } = await onlyMessage();
    await Promise.all([deliver(messageId), deliver(messageId)]);
    await deliver(messageId);
    expect(robot.heard).toHaveLength(1);
    expect(await onlyMessage()).toMatchObject({ status: 'sent', attempts: 1 });
  });

  test('is never lost when the database goes away between sending and recording: it is sent once more', async () => {
    await alarm();
    const { messageId } = await onlyMessage();
    robot.answersAfter(async () => {
      await club.server.db.superuser.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'linli'`,
      );
    });
    await expect(deliver(messageId)).rejects.toThrow();
    robot.answersAfter(async () => {});
    expect(await onlyMessage()).toMatchObject({ status: 'waiting', attempts: 0 });
    await deliver(messageId, { attempt: 2 });
    await deliver(messageId, { attempt: 3 });
    expect(robot.heard).toHaveLength(2);
    expect(await onlyMessage()).toMatchObject({ status: 'sent' });
  });

  test('goes to the group of whoever answers for the place, else to the nearest above, and to no other', async () => {
    await club.device().open({ areaCode: '770201', answers: { description: '西厅冒火花', sparks: true } });
    expect((await outbox(president)).messages, 'the other room has no group').toEqual([]);
    const office = await president.call('POST', '/api/work-groups', {
      commandId: randomUUID(),
      orgId: club.office,
      name: '社务处群',
      webhook: robot.address,
    });
    expect(office.statusCode).toBe(200);
    await club.device().open({ areaCode: '770201', answers: { description: '西厅冒火花', sparks: true } });
    await alarm();
    expect((await outbox(president)).messages.map(({ to }) => to).sort()).toEqual(['东厅工作群', '社务处群']);
  });
});

describe('a robot that does not take it', () => {
  const refusals: [string, Parameters<Robot['answers']>[0], string][] = [
    ['answers 500', { status: 500, body: {} }, 'HTTP 500'],
    ['answers 404', { status: 404, body: {} }, 'HTTP 404'],
    ['sends us elsewhere', { status: 302, body: {} }, 'HTTP 302'],
    [
      'refuses in its own words',
      { status: 200, body: { errcode: 45009, errmsg: 'api freq out of limit' } },
      'errcode 45009: api freq',
    ],
    ['is no robot', { status: 200, body: { hello: 'world' } }, 'not the answer of a robot'],
    ['hangs up', 'hangs up', 'cannot be reached'],
  ];
  test.each(refusals)(
    'and %s is tried again; the error is seen, the address is not',
    async (_name, how, error) => {
      robot.answers(how);
      await alarm();
      const { messageId } = await onlyMessage();
      await expect(deliver(messageId)).rejects.toThrow(error);
      const failed = await onlyMessage();
      expect(failed).toMatchObject({ status: 'waiting', attempts: 1, sentAt: null });
      expect(failed.lastError).toContain(error);
      expect(failed.lastError).not.toContain('key=');
      robot.answers(fine);
      await deliver(messageId, { attempt: 2 });
      expect(await onlyMessage()).toMatchObject({ status: 'sent', attempts: 2, lastError: null });
    },
  );

  test('after the last try stands in the outbox as failed, and can be sent again, once for a command', async () => {
    robot.answers({ status: 500, body: {} });
    await alarm();
    const { messageId } = await onlyMessage();
    await deliver(messageId, { attempt: 10, isLastAttempt: true });
    expect(await outbox(president, '?status=failed')).toMatchObject({
      messages: [{ messageId, status: 'failed', lastError: 'the robot answered HTTP 500' }],
      counts: { waiting: 0, sent: 0, failed: 1 },
    });
    const groups = await president.call('GET', '/api/work-groups');
    expect(groups.json()).toMatchObject({ workGroups: [{ failedCount: 1, lastSentAt: null }] });

    const words = { commandId: randomUUID() };
    const url = `/api/outbox/${messageId}/retry`;
    const first = await president.call('POST', url, words);
    expect(first.statusCode, first.body).toBe(200);
    expect(first.json()).toMatchObject({ message: { messageId, status: 'waiting' } });
    robot.answers(fine);
    await deliver(messageId);
    const again = await president.call('POST', url, words);
    expect(again.json(), 'the first answer').toEqual(first.json());
    expect(await onlyMessage()).toMatchObject({ status: 'sent' });
    const other = await president.call('POST', `/api/outbox/${randomUUID()}/retry`, words);
    expect(other.statusCode).toBe(409);
    await deliver(messageId);
    expect(robot.heard.filter(({ msgtype }) => msgtype === 'markdown')).toHaveLength(2);
  });

  test('is given a fresh job by sending again, also where the last one was given up', async () => {
    robot.answers({ status: 500, body: {} });
    await alarm();
    const { messageId } = await onlyMessage();
    await deliver(messageId, { isLastAttempt: true });
    await club.server.db.superuser.query('DELETE FROM graphile_worker._private_jobs');
    await president.call('POST', `/api/outbox/${messageId}/retry`, { commandId: randomUUID() });
    expect(await jobs()).toMatchObject([{ key: `message:${messageId}` }]);
  });
});

describe('a robot’s limit', () => {
  test('of twenty a minute is kept: what is above waits until the oldest is a minute old', async () => {
    for (let each = 0; each < 21; each += 1) await alarm();
    const ids = (await outbox(president, '?limit=100')).messages.map(({ messageId }) => messageId);
    expect(ids).toHaveLength(21);
    await club.server.db.superuser.query('DELETE FROM graphile_worker._private_jobs');
    for (const messageId of ids) await deliver(messageId);
    expect(robot.heard).toHaveLength(20);
    const [later, ...rest] = await jobs();
    expect(rest).toEqual([]);
    expect(later?.key).toBe(`message:${ids[20]}`);
    expect(later?.delayMs).toBeGreaterThan(50_000);
    expect(later?.delayMs).toBeLessThanOrEqual(60_000);
    club.server.clock.advance(60_000);
    await deliver(ids[20]!);
    expect(robot.heard).toHaveLength(21);
  });
});

describe('a paused work group', () => {
  const pause = (paused: boolean) =>
    president.call('POST', '/api/work-groups', {
      commandId: randomUUID(),
      workGroupId,
      orgId: club.crew,
      name: '东厅工作群',
      paused,
    });

  test('hears nothing; what waited is queued when it goes on', async () => {
    expect((await pause(true)).json()).toMatchObject({ workGroup: { paused: true } });
    await alarm();
    const { messageId } = await onlyMessage();
    await deliver(messageId);
    expect(robot.heard).toEqual([]);
    expect(await onlyMessage()).toMatchObject({ status: 'waiting', attempts: 0 });
    await club.server.db.superuser.query('DELETE FROM graphile_worker._private_jobs');
    expect((await pause(false)).json()).toMatchObject({ workGroup: { paused: false } });
    expect(await jobs()).toMatchObject([{ key: `message:${messageId}`, queue: `work-group:${workGroupId}` }]);
    await deliver(messageId);
    expect(robot.heard).toHaveLength(1);
  });
});

describe('the outbox', () => {
  test('is for those who watch messages: 401 and 403 say so', async () => {
    expect((await club.device().call('GET', '/api/outbox')).statusCode).toBe(401);
    const refused = await arbiter.call('GET', '/api/outbox');
    expect(refused.statusCode).toBe(403);
    expect(refused.json<{ detail: string }>().detail).toContain('社长');
  });

  test('shows a watcher of another area nothing, and lets them send nothing again: the same 404', async () => {
    await alarm();
    const { messageId } = await onlyMessage();
    await deliver(messageId, { isLastAttempt: true }).catch(() => undefined);
    // The office now covers only the other room.
    await club.server.db.superuser.query(
      `UPDATE org_areas SET area_code = '7702' WHERE org_id = '${club.office}'`,
    );
    expect(await outbox(president)).toEqual({
      messages: [],
      nextCursor: null,
      counts: { waiting: 0, sent: 0, failed: 0 },
    });
    for (const id of [messageId, randomUUID()]) {
      const reply = await president.call('POST', `/api/outbox/${id}/retry`, { commandId: randomUUID() });
      expect(reply.statusCode).toBe(404);
    }
    expect((await president.call('GET', '/api/work-groups')).json()).toEqual({
      workGroups: [],
      orgs: [{ orgId: club.office, name: '社务处' }],
    });
  });

  test('pages without gaps or repeats', async () => {
    for (let each = 0; each < 5; each += 1) await alarm();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: OutboxPage = await outbox(
        president,
        `?status=waiting&limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.messages.map(({ messageId }) => messageId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
  });
});

describe('a text message', () => {
  test('goes when the case waits for the reporter’s answer and there is a number, which the outbox masks', async () => {
    const { deps, db } = club.server;
    const resident = await club.as(club.resident);
    const clockmaker = await club.as(club.clockmaker);
    const waitFor = async (): Promise<void> => {
      const accepted = await arbiter.did(await resident.open(), 'accept');
      const started = await clockmaker.did(accepted, 'claim');
      await clockmaker.did(started, 'pause', { pause: 'waiting-for-spring', reason: '请告诉我型号' });
    };
    await waitFor();
    expect((await outbox(president)).messages, 'no number, no text').toEqual([]);
    await db.superuser.query('UPDATE people SET phone_cipher = $1 WHERE person_id = $2', [
      deps.secrets.encrypt({ tenantId: club.tenantId, field: 'phone' }, '13800001234'),
      club.resident,
    ]);
    await waitFor();
    const message = await onlyMessage();
    expect(message).toMatchObject({ channel: 'sms', to: '138****1234', status: 'waiting' });
    expect(message.text).toContain('等发条');
    await deliver(message.messageId);
    expect(await onlyMessage(), 'a person’s message is no job’s').toMatchObject({ status: 'waiting' });
    // It is 01:00 in Lisbon: nobody is woken for it.
    expect(await carry(deps)).toEqual({ sent: 0, failed: 0 });
    club.server.clock.advance(8 * 3_600_000);
    expect(await carry(deps)).toEqual({ sent: 1, failed: 0 });
    expect(await onlyMessage()).toMatchObject({ status: 'sent', attempts: 1 });
  });
});
