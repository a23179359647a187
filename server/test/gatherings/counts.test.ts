/** What took place, kind by kind: sums from rows, for whoever may know of such gatherings. */
import { randomUUID } from 'node:crypto';
import type { GatheringCounts } from '@linli/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, type ClubOfGatherings, openClubOfGatherings } from './club-gatherings.ts';

let club: ClubOfGatherings;
let president: Caller;
let arbiter: Caller;
let resident: Caller;
beforeAll(async () => {
  club = await openClubOfGatherings();
  [president, arbiter, resident] = (await Promise.all(
    [club.president, club.arbiter, club.resident].map((personId) => club.caller(personId)),
  )) as [Caller, Caller, Caller];
  await club.timePasses();
});
afterAll(() => club.server.close());

const countOf = async (by: Caller, kind: string, query = '') =>
  (await by.call('GET', `/api/gathering-counts${query}`))
    .json<GatheringCounts>()
    .kinds.find(({ key }) => key === kind);

test('what was held counts once, with the names on its list; what is planned is there and counts nothing', async () => {
  expect(await countOf(arbiter, 'crew-meeting', '?to=2027-01-31')).toMatchObject({ held: 0, attendances: 0 });
  const meeting = await club.next(arbiter, 'crew-meeting');
  await club.hold(arbiter, meeting);
  await arbiter.does(meeting.gatheringId, 'attendance', {
    how: 'paper',
    people: [
      { attendanceId: randomUUID(), personId: club.arbiter },
      { attendanceId: randomUUID(), personId: club.clockmaker },
      { attendanceId: randomUUID(), name: '老周' },
    ],
  });
  expect(await countOf(arbiter, 'crew-meeting'), 'not over yet').toMatchObject({ held: 0, attendances: 0 });
  await arbiter.does(meeting.gatheringId, 'end');
  expect(await countOf(arbiter, 'crew-meeting')).toMatchObject({
    held: 1,
    hosts: 1,
    attendances: 3,
    people: 2,
    resolutions: 0,
    goals: [],
  });
  const before = new Date(Date.parse(meeting.startsAt) - 3 * 86_400_000).toISOString().slice(0, 10);
  expect(await countOf(arbiter, 'crew-meeting', `?to=${before}`), 'in a span before it').toBeUndefined();
});

test('residents read the kinds that are open to them; of an organisation only who watches over it', async () => {
  const all = (await resident.call('GET', '/api/gathering-counts?to=2027-01-31')).json<GatheringCounts>();
  const keys = all.kinds.map(({ key }) => key);
  expect(keys).toContain('club-council');
  expect(keys, 'for the crew alone').not.toContain('crew-meeting');
  await resident.fails(404, `/api/gathering-counts?org=${club.office}`, {}, 'GET');
  expect(await countOf(president, 'crew-meeting', `?org=${club.office}`)).toMatchObject({ held: 1 });
});
