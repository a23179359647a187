/** From a series to a decided case: the whole way once. */
import type { CaseView } from '@linli/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type ClubOfGatherings, openClubOfGatherings } from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let resident: Caller;
beforeAll(async () => {
  club = await openClubOfGatherings();
  president = await club.caller(club.president);
  resident = await club.caller(club.resident);
  await club.timePasses();
});
afterAll(() => club.server.close());

test('a case that nobody decided below stands on the agenda of the next council, is decided there, and its reporter reads it', async () => {
  const waiting = await club.climbed();
  expect(waiting.rung?.index).toBe(1);
  const council = await club.next(president, 'club-council');
  const open = await club.hold(president, council);
  expect(open.state).toBe('open');
  const [item] = open.items;
  expect(item).toMatchObject({ about: 'case', case: { caseId: waiting.caseId, number: waiting.number } });
  expect(item?.verbs).toEqual(expect.arrayContaining(['resolve', 'send-down', 'carry-over']));

  const dueOn = new Date(Date.parse(club.server.clock.now()) + 3 * 86_400_000).toISOString().slice(0, 10);
  const decided = await president.does(council.gatheringId, `items/${item?.itemId}/resolve`, {
    text: '换一只新棋钟',
    owner: { orgId: club.crew, role: 'clockmaker', postId: null },
    dueOn,
  });
  expect(decided.items[0]).toMatchObject({
    ended: { as: 'resolved' },
    resolutions: [{ text: '换一只新棋钟', state: 'running', dueOn, owner: { role: 'clockmaker' } }],
  });
  const { case: after } = (await resident.cases.see(waiting.caseId)).json<{ case: CaseView }>();
  expect(after.rung).toBeNull();
  expect(after.assignee?.role).toBe('clockmaker');
  expect(after.history.at(-1)?.verb).toBe('decide');
  expect(JSON.stringify(after.history.at(-1)?.details)).toContain('换一只新棋钟');
  const inbox = await resident.call('GET', '/api/messages');
  expect(JSON.stringify(inbox.json())).toContain(waiting.number);
});
