/** Nothing is decided in an empty room: who belongs, who is here, and how many of all agree. */
import { randomUUID } from 'node:crypto';
import type { AgendaItem, CadencePage, GatheringView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Caller,
  type ClubOfGatherings,
  clubWithCommittee,
  openClubOfGatherings,
} from './club-gatherings.ts';

interface Room {
  by: Caller;
  gatheringId: string;
  item: AgendaItem;
  does(deed: string, body?: object): Promise<GatheringView>;
  fails(deed: string, body?: object): Promise<Record<string, unknown>>;
  comes(...personIds: string[]): Promise<GatheringView>;
  shown(): Promise<AgendaItem>;
}

/** The crew meets, with one motion on its agenda. */
async function meets(club: ClubOfGatherings, arbiter: Caller): Promise<Room> {
  const { gatheringId, startsAt } = await club.next(arbiter, 'crew-meeting');
  await arbiter.does(gatheringId, 'items', { motion: { title: '换一批棋钟' } });
  const open = await club.hold(arbiter, { gatheringId, startsAt });
  const item = open.items.find(({ title }) => title === '换一批棋钟');
  if (item === undefined) throw new Error('the motion does not stand on the agenda');
  return {
    by: arbiter,
    gatheringId,
    item,
    does: (deed, body) => arbiter.does(gatheringId, deed, body),
    fails: (deed, body) => arbiter.fails(409, `/api/gatherings/${gatheringId}/${deed}`, body),
    comes: (...personIds) =>
      arbiter.does(gatheringId, 'attendance', {
        how: 'paper',
        people: personIds.map((personId) => ({ attendanceId: randomUUID(), personId })),
      }),
    async shown() {
      const found = (await arbiter.see(gatheringId)).items.find(({ itemId }) => itemId === item.itemId);
      if (found === undefined) throw new Error('the item is gone');
      return found;
    },
  };
}

describe('a meeting of those who hold some roles', () => {
  let club: ClubOfGatherings;
  let arbiter: Caller;
  beforeAll(async () => {
    club = await openClubOfGatherings();
    arbiter = await club.caller(club.arbiter);
    await club.timePasses();
  });
  afterAll(() => club.server.close());

  test('is a share of those it is for, each named; a guest on the list makes it no fuller', async () => {
    const room = await meets(club, arbiter);
    const open = await arbiter.see(room.gatheringId);
    // An arbiter and two clockmakers: more than half of three.
    expect(open.attendance.quorum).toMatchObject({ needed: 2, of: 3, present: 0, isMet: false });
    expect(open.attendance.entitled?.map(({ roleTitle, isHere }) => [roleTitle.zh, isHere])).toEqual([
      ['裁判', false],
      ['钟表匠', false],
      ['钟表匠', false],
    ]);
    const guests = await room.comes(club.arbiter, club.president, club.resident);
    expect(guests.attendance).toMatchObject({ count: 3, quorum: { present: 1, isMet: false } });
    const enough = await room.comes(club.clockmaker);
    expect(enough.attendance).toMatchObject({ count: 4, quorum: { present: 2, isMet: true } });
    await room.does('end');
  });

  test('decides nothing while too few are here, and says what to do; hearing and carrying over go on', async () => {
    const room = await meets(club, arbiter);
    await room.comes(club.arbiter);
    const { itemId, hindrance, verbs } = await room.shown();
    expect(verbs).not.toContain('resolve');
    expect(hindrance?.zh).toContain('应到 3 人');
    expect(hindrance?.zh).toContain('请为到会的人签到');
    const refused = await room.fails(`items/${itemId}/resolve`, { text: '换' });
    expect(refused).toMatchObject({ code: 'gathering-no-quorum', detail: hindrance?.zh });
    const put = await room.does(`items/${itemId}/motions`, { text: '换一批棋钟' });
    const [motion] = put.items.find((one) => one.itemId === itemId)?.motions ?? [];
    expect(motion?.mayCount).toBe(false);
    const hands = { for: 1, against: 0, abstained: 0 };
    expect(await room.fails(`motions/${motion?.motionId}/count`, hands)).toMatchObject({
      code: 'gathering-no-quorum',
    });
    const carried = await room.does(`items/${itemId}/carry-over`, { reason: '人没到齐' });
    expect(carried.items.find((one) => one.itemId === itemId)?.ended).toMatchObject({ as: 'carried-over' });
    await room.does('end');
  });

  test('decides once enough are here; the history says how many, whoever holds the posts later', async () => {
    const room = await meets(club, arbiter);
    await room.comes(club.arbiter, club.otherClockmaker);
    const decided = await room.does(`items/${room.item.itemId}/resolve`, { text: '换十台' });
    expect(decided.items.find(({ itemId }) => itemId === room.item.itemId)?.resolutions).toHaveLength(1);
    const { rows } = await club.server.db.superuser.query<{ changes: Record<string, unknown> }>(
      `SELECT changes FROM gathering_history WHERE gathering_id = $1 AND verb = 'resolve'`,
      [room.gatheringId],
    );
    expect(rows[0]?.changes).toMatchObject({ entitled: 3, present: 2 });
    await room.does('end');
  });
});

describe('a committee', () => {
  let club: ClubOfGatherings;
  let arbiter: Caller;
  let president: Caller;
  const countMembers = (members: number, countedOn: string): Promise<unknown> =>
    club.inClub((tx) =>
      tx.query(
        `INSERT INTO org_sizes (tenant_id, org_id, area_code, counted_on, members) VALUES ($1, $2, '', $3, $4)`,
        [tx.tenantId, club.crew, countedOn, members],
      ),
    );
  const cadences = async (): Promise<string[]> => {
    const reply = await president.call('GET', `/api/cadence?org=${club.office}`);
    expect(reply.statusCode, reply.body).toBe(200);
    return reply.json<CadencePage>().rows.map(({ kind }) => kind);
  };
  beforeAll(async () => {
    club = await openClubOfGatherings({ modelFolders: [clubWithCommittee()] });
    arbiter = await club.caller(club.arbiter);
    president = await club.caller(club.president);
    await countMembers(2, '2020-01-01');
    await club.timePasses();
  });
  afterAll(() => club.server.close());

  test('is not where the members are too few: no meetings, none missed, and none can be called', async () => {
    expect(await arbiter.calendar({ kind: 'crew-meeting' })).toEqual([]);
    expect(await cadences()).not.toContain('crew-meeting');
    const asked = {
      orgId: club.crew,
      kind: 'crew-meeting',
      startsAt: new Date(Date.parse(club.server.clock.now()) + 86_400_000).toISOString(),
    };
    const refused = await arbiter.fails(409, '/api/gatherings', asked);
    expect(refused).toMatchObject({ code: 'gathering-no-committee' });
    expect(refused.detail).toContain('3');
  });

  test('meets once the members are enough, and what it decides needs more than half of all who sit on it', async () => {
    await countMembers(3, club.server.clock.now().slice(0, 10));
    await club.timePasses();
    expect(await cadences()).toContain('crew-meeting');
    const room = await meets(club, arbiter);
    const here = await room.comes(club.arbiter, club.clockmaker);
    expect(here).toMatchObject({ decision: { needed: 2 }, attendance: { quorum: { of: 3, isMet: true } } });
    expect((await room.shown()).hindrance?.zh).toContain('请先付表决');
    const { itemId } = room.item;
    expect(await room.fails(`items/${itemId}/resolve`, { text: '换' })).toMatchObject({
      code: 'gathering-no-hands',
    });
    const vote = async (text: string, hands: object): Promise<boolean | undefined> => {
      const put = await room.does(`items/${itemId}/motions`, { text });
      const motion = put.items.find((one) => one.itemId === itemId)?.motions.find((one) => one.text === text);
      const counted = await room.does(`motions/${motion?.motionId}/count`, hands);
      return counted.items.find((one) => one.itemId === itemId)?.motions.find((one) => one.text === text)
        ?.hands?.isPassed;
    };
    // More for it than against it, and still one of three.
    expect(await vote('全换', { for: 1, against: 0, abstained: 1 })).toBe(false);
    expect(await room.fails(`items/${itemId}/resolve`, { text: '换' })).toMatchObject({
      code: 'gathering-no-hands',
    });
    expect(await vote('换一半', { for: 2, against: 0, abstained: 0 })).toBe(true);
    await room.does(`items/${itemId}/resolve`, { text: '换一半' });
    await room.does('end');
  });

  test('on which one is left does not decide alone', async () => {
    await club.inClub((tx) =>
      tx.query(
        `UPDATE posts SET held_to = $3::date WHERE tenant_id = $1 AND role = 'clockmaker' AND person_id = ANY ($2)`,
        [tx.tenantId, [club.clockmaker, club.otherClockmaker], club.server.clock.now().slice(0, 10)],
      ),
    );
    const room = await meets(club, arbiter);
    const alone = await room.comes(club.arbiter);
    expect(alone.attendance.quorum).toMatchObject({ of: 3, needed: 2, present: 1, isMet: false });
    expect(alone.attendance.quorum?.title.zh).toContain('现只有 1 人在任');
    await room.fails(`items/${room.item.itemId}/resolve`, { text: '换' });
    await room.does('end');
  });
});
