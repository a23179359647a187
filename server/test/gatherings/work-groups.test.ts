/** What a work group hears of meetings: those its own organisation holds, and duties that are late there. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageTasks } from '../../src/modules/messages/index.ts';
import { openLog } from '../../src/platform/log.ts';
import { openRobot, type Robot } from '../messages/robot.ts';
import { type Caller, type ClubOfGatherings, openClubOfGatherings } from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
let resident: Caller;
let ofOffice: Robot;
let ofCrew: Robot;
beforeAll(async () => {
  club = await openClubOfGatherings({ robotHosts: ['127.0.0.1'], publicUrl: 'https://club.example.org' });
  president = await club.caller(club.president);
  arbiter = await club.caller(club.arbiter);
  resident = await club.caller(club.resident);
  [ofOffice, ofCrew] = [await openRobot(), await openRobot()];
  for (const [orgId, robot] of [
    [club.office, ofOffice],
    [club.crew, ofCrew],
  ] as const) {
    await president.did('/api/work-groups', { orgId, name: '工作群', webhook: robot.address });
  }
  await club.timePasses();
});
afterAll(async () => {
  await Promise.all([ofOffice.close(), ofCrew.close()]);
  await club.server.close();
});

/** Carries what waits, as the job runner does, and gives what a robot was told by it. */
async function carried(robot: Robot): Promise<string[]> {
  const before = robot.heard.length;
  const [task] = messageTasks(club.server.deps);
  const { rows } = await club.server.db.superuser.query<{ messageId: string }>(
    `SELECT message_id AS "messageId" FROM messages WHERE channel = 'work-group' AND status = 'waiting'
      ORDER BY created_at, message_id`,
  );
  for (const { messageId } of rows) {
    await task?.run(
      { tenantId: club.tenantId, messageId },
      {
        jobId: '1',
        attempt: 1,
        isLastAttempt: false,
        log: openLog('silent'),
        signal: new AbortController().signal,
      },
    );
  }
  return robot.heard.slice(before).map(({ markdown }) => markdown.content);
}

describe('a work group', () => {
  test('hears of its own organisation’s meeting when it is told, moved and called off, once each', async () => {
    await resident.did('/api/topics', { orgId: club.office, kind: 'club-council', title: '多开一晚' });
    const council = await club.next(president, 'club-council');
    await carried(ofOffice);
    const before = ofCrew.heard.length;
    await president.does(council.gatheringId, 'announce');
    const [told, ...more] = await carried(ofOffice);
    expect(more).toEqual([]);
    expect(told).toContain('棋社理事会');
    expect(told).toContain(`https://club.example.org/gatherings/${council.gatheringId}`);
    await president.does(council.gatheringId, 'move', {
      startsAt: new Date(Date.parse(council.startsAt) + 3_600_000).toISOString(),
      reason: '大厅有比赛',
    });
    await president.does(council.gatheringId, 'cancel', { reason: '停电' });
    const titles = (await carried(ofOffice)).map((text) => text.split('\n')[0]);
    expect(titles.sort()).toEqual(['**活动取消**', '**活动改期**'].sort());
    expect(ofCrew.heard.length, 'not the groups of others').toBe(before);
  });

  test('reads of one that is not for everybody by its kind, not by what somebody called it', async () => {
    const startsAt = new Date(Date.parse(club.server.clock.now()) + 3 * 86_400_000).toISOString();
    const { gathering } = await arbiter.did('/api/gatherings', {
      orgId: club.crew,
      kind: 'crew-meeting',
      startsAt,
      title: { zh: '谈谈周立冬的事' },
    });
    await arbiter.does(gathering.gatheringId, 'announce');
    const heard = (await carried(ofCrew)).join('\n');
    expect(heard).toContain('棋室组会');
    expect(heard).not.toContain('周立冬');
  });

  test('hears of a duty of its people when it is late, and not before', async () => {
    await resident.did('/api/topics', { orgId: club.office, kind: 'club-council', title: '擦桌子' });
    const council = await club.next(president, 'club-council');
    const open = await club.hold(president, council);
    const item = open.items.find(({ title }) => title === '擦桌子');
    const now = Date.parse(club.server.clock.now());
    await president.does(council.gatheringId, `items/${item?.itemId}/resolve`, {
      text: '擦好桌子',
      owner: { orgId: club.crew, role: 'arbiter' },
      dueOn: new Date(now + 3 * 86_400_000).toISOString().slice(0, 10),
      commandId: randomUUID(),
    });
    await president.does(council.gatheringId, 'end');
    const late: string[] = [];
    for (let day = 1; day <= 6; day += 1) {
      club.server.clock.moveTo(new Date(now + day * 86_400_000).toISOString());
      await club.timePasses();
      const heard = (await carried(ofCrew)).filter((text) => text.includes('任务'));
      if (day <= 3) expect(heard, `day ${day}`).toEqual([]);
      late.push(...heard);
    }
    expect(late).toHaveLength(1);
    expect(late[0]).toContain('任务已逾期');
  });
});
