/** Hints over a real connection: pages of those a gathering concerns look again, and no hint says what was written. */
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { signInAs } from '../sign-in.ts';
import { openClubOfGatherings } from './club-gatherings.ts';

test('who runs it and who has a place hear that it is different; whom it does not concern hears nothing', async () => {
  const club = await openClubOfGatherings();
  onTestFinished(() => club.server.close());
  await club.timePasses();
  await club.server.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = club.server.app.server.address() as AddressInfo;
  const listen = async (personId: string): Promise<string[]> => {
    const heard: string[] = [];
    const { linli_session: session } = await signInAs(club.server, club.tenantId, personId);
    await new Promise<void>((open) => {
      const request = get(
        { port, path: '/api/live', headers: { cookie: `linli_session=${session}` } },
        (reply) => {
          reply.setEncoding('utf8');
          reply.on('data', (text: string) => heard.push(text));
          reply.on('error', () => {});
          open();
        },
      );
      request.on('error', () => {});
      onTestFinished(() => void request.destroy());
    });
    return heard;
  };
  const arbiter = await club.caller(club.arbiter);
  const resident = await club.caller(club.resident);
  const [runs, comes, stranger] = [
    await listen(club.arbiter),
    await listen(club.resident),
    await listen(club.otherResident),
  ];
  const meeting = await club.next(arbiter, 'crew-meeting');
  await arbiter.does(meeting.gatheringId, 'announce');
  await expect
    .poll(() => runs.join(''))
    .toContain(`event: gathering\ndata: {"gatheringId":"${meeting.gatheringId}"}`);

  const lesson = await club.next(resident, 'beginners');
  await resident.does(lesson.gatheringId, 'sign-up');
  await expect.poll(() => comes.join('')).toContain(lesson.gatheringId);
  expect(comes.join('')).not.toContain(meeting.gatheringId);
  expect(stranger.join('')).not.toContain('event: gathering');
});
