/** A case climbs three rungs, each of them a meeting, and comes back decided; its reporter reads by whom. */
import type { CaseView, DutiesPage } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Caller,
  type ClubOfGatherings,
  clubOfThreeRungs,
  openClubOfGatherings,
} from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
let resident: Caller;
beforeAll(async () => {
  club = await openClubOfGatherings({ modelFolders: [clubOfThreeRungs()] });
  president = await club.caller(club.president);
  arbiter = await club.caller(club.arbiter);
  resident = await club.caller(club.resident);
  await club.timePasses();
});
afterAll(() => club.server.close());

describe('from rung to rung', () => {
  test('sent up by the first, passed over by the second, decided by the third', async () => {
    const reported = await resident.cases.open();
    const accepted = await arbiter.cases.did(reported, 'accept');
    await arbiter.cases.did(accepted, 'assign', { to: { orgId: club.crew, role: 'clockmaker' } });
    club.server.clock.advance(60 * 60_000);
    await club.timePasses();
    const see = async (): Promise<CaseView> =>
      (await resident.cases.see(reported.caseId)).json<{ case: CaseView }>().case;
    expect((await see()).rung?.index).toBe(0);
    // Nobody decides on the case's own page what a meeting decides once enough are there.
    const own = (await arbiter.cases.see(reported.caseId)).json<{ case: CaseView }>().case;
    expect(own.verbs.map(({ verb }) => verb)).toContain('climb');
    expect(own.verbs.map(({ verb }) => verb)).not.toContain('decide');
    expect(
      await arbiter.fails(409, `/api/cases/${reported.caseId}/verbs/decide`, {
        seq: own.seq,
        resolution: '换',
      }),
    ).toMatchObject({ code: 'gathering-no-quorum' });

    // The crew meets on Thursday and cannot settle it.
    const meeting = await club.next(arbiter, 'crew-meeting');
    const crew = await club.hold(arbiter, meeting);
    const first = crew.items.find(({ case: one }) => one?.caseId === reported.caseId);
    // One of three is here: it may be handed up, and not be decided.
    expect(first).toMatchObject({ about: 'case', verbs: expect.arrayContaining(['send-up']) });
    expect(first?.verbs).not.toContain('resolve');
    const sent = await arbiter.does(meeting.gatheringId, `items/${first?.itemId}/send-up`, {
      reason: '要花钱，组里定不了',
    });
    expect(sent.items.find(({ itemId }) => itemId === first?.itemId)?.ended).toMatchObject({ as: 'sent-up' });
    await arbiter.does(meeting.gatheringId, 'end');
    expect((await see()).rung?.index).toBe(1);

    // The council never meets: time lifts the case on, and nothing of it is left behind.
    club.server.clock.advance(7 * 86_400_000);
    await club.timePasses();
    expect((await see()).rung?.index).toBe(2);
    const { rows: open } = await club.server.db.superuser.query(
      'SELECT kind FROM gathering_items WHERE case_id = $1 AND ended_at IS NULL',
      [reported.caseId],
    );
    expect(open).toEqual([{ kind: 'congress' }]);

    // No congress is due before May: one is called in time.
    await club.timePasses();
    const congress = await club.next(president, 'congress');
    expect(congress.seriesId).toBeNull();
    expect(Date.parse(congress.startsAt) - Date.parse(club.server.clock.now())).toBeLessThan(10 * 86_400_000);
    const third = await club.hold(president, congress);
    const item = third.items.find(({ case: one }) => one?.caseId === reported.caseId);
    await president.does(congress.gatheringId, `items/${item?.itemId}/resolve`, {
      text: '拨款换新钟',
      owner: { orgId: club.crew, role: 'clockmaker' },
    });
    const decided = await see();
    expect(decided).toMatchObject({ rung: null, assignee: { role: 'clockmaker' } });
    const words = JSON.stringify(decided.history.at(-1));
    expect(decided.history.at(-1)?.verb).toBe('decide');
    expect(words).toContain('拨款换新钟');
    expect(decided.history.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(['climb', 'tick', 'decide']),
    );
    const inbox = (await resident.call('GET', '/api/messages')).json<{ messages: { template: string }[] }>();
    expect(inbox.messages.map(({ template }) => template)).toContain('case.decided');

    // What the congress gave to do is owed with a day, and every rung left a decision or a reason.
    const duties = (await president.call('GET', `/api/duties?org=${club.office}`)).json<DutiesPage>();
    expect(duties.duties.map(({ text, case: one }) => [text, one?.caseId])).toContainEqual([
      '拨款换新钟',
      reported.caseId,
    ]);
    const { rows: passed } = await club.server.db.superuser.query<{ kind: string; as: string }>(
      `SELECT kind, ended_as AS as FROM gathering_items WHERE case_id = $1 ORDER BY entered_at, ended_at`,
      [reported.caseId],
    );
    expect(passed).toEqual([
      { kind: 'crew-meeting', as: 'sent-up' },
      { kind: 'club-council', as: 'moved-on' },
      { kind: 'congress', as: 'resolved' },
    ]);
  });

  test('a meeting that is put off for longer than its case may wait does not keep it: another is called', async () => {
    const reported = await resident.cases.open();
    const accepted = await arbiter.cases.did(reported, 'accept');
    await arbiter.cases.did(accepted, 'assign', { to: { orgId: club.crew, role: 'clockmaker' } });
    club.server.clock.advance(60 * 60_000);
    await club.timePasses();
    for (const days of [16, 7]) {
      club.server.clock.advance(days * 86_400_000);
      await club.timePasses();
    }
    const agendas = async (): Promise<(string | null)[]> => {
      const { rows } = await club.server.db.superuser.query<{ id: string | null }>(
        'SELECT gathering_id AS id FROM gathering_items WHERE case_id = $1 AND ended_at IS NULL',
        [reported.caseId],
      );
      return rows.map(({ id }) => id);
    };
    await club.timePasses();
    const congress = await club.next(president, 'congress');
    if (congress.state === 'planned') await president.does(congress.gatheringId, 'announce');
    expect(await agendas()).toEqual([congress.gatheringId]);
    const late = new Date(Date.parse(congress.startsAt) + 40 * 86_400_000).toISOString();
    await president.does(congress.gatheringId, 'move', { startsAt: late, reason: '会场修缮' });
    expect(await agendas()).toEqual([null]);
    await club.timePasses();
    const called = await club.next(president, 'congress');
    expect(called.gatheringId).not.toBe(congress.gatheringId);
    expect(called.startsAt < late).toBe(true);
    const held = await club.hold(president, called);
    const item = held.items.find(({ case: one }) => one?.caseId === reported.caseId);
    expect(item, 'it stands on the agenda of the one that was called for it').toBeDefined();
    await president.does(called.gatheringId, `items/${item?.itemId}/resolve`, {
      text: '换新钟',
      owner: { orgId: club.crew, role: 'clockmaker' },
    });
    await president.does(called.gatheringId, 'end');
    await president.does(congress.gatheringId, 'cancel', { reason: '已另行召开' });
  });

  test('sent back down with a reason, it waits for the rung below again', async () => {
    const reported = await resident.cases.open();
    const accepted = await arbiter.cases.did(reported, 'accept');
    await arbiter.cases.did(accepted, 'assign', { to: { orgId: club.crew, role: 'clockmaker' } });
    club.server.clock.advance(60 * 60_000);
    await club.timePasses();
    const meeting = await club.next(arbiter, 'crew-meeting');
    const crew = await club.hold(arbiter, meeting);
    const first = crew.items.find(({ case: one }) => one?.caseId === reported.caseId);
    await arbiter.does(meeting.gatheringId, `items/${first?.itemId}/send-up`, { reason: '上面定' });
    await arbiter.does(meeting.gatheringId, 'end');
    await club.timePasses();
    const council = await club.next(president, 'club-council');
    const above = await club.hold(president, council);
    const item = above.items.find(({ case: one }) => one?.caseId === reported.caseId);
    await president.does(council.gatheringId, `items/${item?.itemId}/send-down`, { reason: '组里可以办' });
    const { rows } = await club.server.db.superuser.query<{ kind: string; reason: string | null }>(
      `SELECT kind, end_reason AS reason FROM gathering_items WHERE case_id = $1 ORDER BY entered_at, ended_at NULLS LAST`,
      [reported.caseId],
    );
    expect(rows).toEqual([
      { kind: 'crew-meeting', reason: '上面定' },
      { kind: 'club-council', reason: '组里可以办' },
      { kind: 'crew-meeting', reason: null },
    ]);
    await president.does(council.gatheringId, 'end');
  });

  test('carried over, it goes on at the next meeting as a new item that says how often', async () => {
    const meeting = await club.next(arbiter, 'crew-meeting');
    const open = await club.hold(arbiter, meeting);
    const item = open.items.find(({ about }) => about === 'case');
    expect(item).toBeDefined();
    await arbiter.does(meeting.gatheringId, `items/${item?.itemId}/carry-over`, { reason: '等报价' });
    await arbiter.does(meeting.gatheringId, 'end');
    club.server.clock.advance(60_000);
    const next = await club.next(arbiter, 'crew-meeting');
    const again = (await club.hold(arbiter, next)).items.find(
      ({ case: one }) => one?.caseId === item?.case?.caseId,
    );
    expect(again).toMatchObject({ carriedTimes: 1, ended: null });
    await arbiter.does(next.gatheringId, 'end');
  });
});
