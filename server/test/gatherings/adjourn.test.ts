/** What is promised of a meeting that is broken off, and of agendas that close. */
import { randomUUID } from 'node:crypto';
import type { CadencePage, GatheringView, TopicView } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, type ClubOfGatherings, openClubOfGatherings } from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
let resident: Caller;
let other: Caller;
beforeAll(async () => {
  club = await openClubOfGatherings();
  president = await club.caller(club.president);
  arbiter = await club.caller(club.arbiter);
  resident = await club.caller(club.resident);
  other = await club.caller(club.otherResident);
  await club.timePasses();
});
afterAll(() => club.server.close());

const day = 86_400_000;
const inDays = (days: number): string =>
  new Date(Date.parse(club.server.clock.now()) + days * day).toISOString();
const bring = async (by: Caller, title: string): Promise<TopicView> =>
  (await by.did<{ topic: TopicView }>('/api/topics', { orgId: club.office, kind: 'club-council', title }))
    .topic;
const told = async (template: string, personId: string, aboutId: string): Promise<number> => {
  const { rows } = await club.server.db.superuser.query(
    'SELECT FROM messages WHERE template = $1 AND person_id = $2 AND about_id = $3',
    [template, personId, aboutId],
  );
  return rows.length;
};
const titles = ({ items }: GatheringView): string[] => items.map(({ title }) => title);

describe('a meeting that is broken off', () => {
  test('goes on another day with what was left, and with nothing that came since; what was said stays where it was said', async () => {
    const waiting = await club.climbed();
    await bring(resident, '说完的事');
    const left = await bring(other, '没说完的事');
    const council = await club.next(president, 'club-council');
    const open = await club.hold(president, council);
    const talked = open.items.find(({ title }) => title === '说完的事');
    const unfinished = open.items.find(({ title }) => title === left.title);
    await president.does(council.gatheringId, `items/${talked?.itemId}/note`, {});
    await arbiter.did(
      `/api/gatherings/${council.gatheringId}/minutes/${unfinished?.itemId}`,
      { version: 0, text: '说到一半' },
      'PUT',
    );
    await arbiter.does(council.gatheringId, 'attendance', {
      how: 'paper',
      people: [{ attendanceId: randomUUID(), personId: club.arbiter }],
    });
    const commandId = randomUUID();
    const words = { commandId, startsAt: inDays(3), reason: '太晚了' };
    await resident.fails(403, `/api/gatherings/${council.gatheringId}/adjourn`, words);
    await president.fails(422, `/api/gatherings/${council.gatheringId}/adjourn`, {
      ...words,
      commandId: randomUUID(),
      startsAt: inDays(-1),
    });
    const broken = await president.does(council.gatheringId, 'adjourn', words);
    expect(broken).toMatchObject({ state: 'ended', goesOn: { startsAt: words.startsAt } });
    expect(broken.items.find(({ title }) => title === left.title)).toMatchObject({
      ended: { as: 'carried-over', reason: '太晚了' },
      minutes: { text: '说到一半' },
    });
    const again = await president.does(council.gatheringId, 'adjourn', words);
    expect(again.goesOn, 'a retry breaks nothing off twice').toEqual(broken.goesOn);
    await president.fails(409, `/api/gatherings/${council.gatheringId}/adjourn`, {
      ...words,
      commandId: randomUUID(),
    });

    const secondId = broken.goesOn?.gatheringId ?? '';
    const second = await president.see(secondId);
    expect(second).toMatchObject({
      state: 'announced',
      title: { zh: '棋社理事会（续会）' },
      continues: { gatheringId: council.gatheringId },
      seriesId: null,
    });
    expect(second.items.map(({ case: one }) => one?.caseId ?? null)).toContain(waiting.caseId);
    expect(titles(second)).toEqual(titles(open).filter((title) => title !== '说完的事'));
    expect((await other.call('GET', `/api/topics/${left.topicId}`)).json()).toMatchObject({
      topic: { state: 'on-agenda', gathering: { gatheringId: secondId } },
    });
    expect(await told('gathering.goes-on', club.otherResident, secondId)).toBe(1);
    expect(await told('gathering.goes-on', club.arbiter, secondId)).toBe(1);

    await bring(resident, '后来的事');
    const held = await club.hold(president, second);
    expect(titles(held)).not.toContain('后来的事');
    const last = await president.does(secondId, 'end');
    expect(last.items, 'not reached, it waits as ever').toEqual([]);
    const third = await club.next(president, 'club-council');
    const after = await club.hold(president, third);
    expect(titles(after)).toEqual(expect.arrayContaining([left.title, '后来的事']));
    expect(after.items.map(({ case: one }) => one?.caseId ?? null)).toContain(waiting.caseId);
    await president.does(third.gatheringId, 'end');
  });

  test('is one meeting, not two, where what must be held is counted; with nothing left it cannot be broken off', async () => {
    const heldNow = async (): Promise<number> => {
      const reply = await president.call('GET', `/api/cadence?org=${club.office}`);
      const row = reply.json<CadencePage>().rows.find(({ kind }) => kind === 'crew-meeting');
      return row?.held ?? -1;
    };
    const before = await heldNow();
    const meeting = await club.next(arbiter, 'crew-meeting');
    await club.hold(arbiter, meeting);
    const url = `/api/gatherings/${meeting.gatheringId}`;
    await arbiter.fails(409, `${url}/adjourn`, { startsAt: inDays(1), reason: '无事' });
    await arbiter.does(meeting.gatheringId, 'items', { motion: { title: '买棋钟' } });
    const broken = await arbiter.does(meeting.gatheringId, 'adjourn', {
      startsAt: inDays(1),
      reason: '停电',
    });
    const second = await arbiter.see(broken.goesOn?.gatheringId ?? '');
    await club.hold(arbiter, second);
    await arbiter.does(second.gatheringId, 'end');
    expect(await heldNow()).toBe(before + 1);
  });
});

describe('an agenda that closes', () => {
  test('is told once, to those who are called and to who brought something before, and to nobody else', async () => {
    await bring(other, '常来的人');
    club.server.clock.advance(8 * day);
    await club.timePasses();
    const council = await club.next(president, 'club-council');
    const { noticeAt } = await president.see(council.gatheringId);
    club.server.clock.moveTo(new Date(Date.parse(noticeAt ?? '') - day).toISOString());
    await club.timePasses();
    club.server.clock.advance(3_600_000);
    await club.timePasses();
    const counts = await Promise.all(
      [club.president, club.otherResident, club.thirdResident].map((personId) =>
        told('gathering.agenda-closes', personId, council.gatheringId),
      ),
    );
    expect(counts).toEqual([1, 1, 0]);
  });
});
