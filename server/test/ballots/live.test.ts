/** Hints over a real connection: pages of those a ballot concerns look again, and no hint says what anybody chose. */
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Caller, openQuarter, openVote } from './quarter.ts';

test('voters and desk hear of each step and of votes, a draft’s step only its desk, strangers nothing', async () => {
  const quarter = await openQuarter();
  await quarter.server.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = quarter.server.app.server.address() as AddressInfo;
  const listen = async ({ cookies }: Caller): Promise<string[]> => {
    const heard: string[] = [];
    await new Promise<void>((open) => {
      const request = get(
        { port, path: '/api/live', headers: { cookie: `linli_session=${cookies.linli_session}` } },
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
  const owner = await listen(quarter.owners[5] as Caller);
  const chair = await listen(quarter.chair);
  const stranger = await listen(await quarter.person('外人'));
  const ballotsIn = (heard: string[]) => heard.join('').match(/event: ballot\ndata: .*/g) ?? [];

  const draft = await quarter.chair.convene({ kind: 'owners-vote', title: '草稿' });
  await expect.poll(() => ballotsIn(chair).join()).toContain(draft.ballotId);
  const ballotId = await openVote(quarter);
  await expect.poll(() => ballotsIn(owner).join()).toContain(ballotId);
  const before = ballotsIn(owner).length;
  await quarter.owners[0]?.cast(ballotId, { lift: ['against'] });
  await expect.poll(() => ballotsIn(owner).length, { timeout: 10_000 }).toBeGreaterThan(before);
  expect(ballotsIn(owner).join()).not.toContain(draft.ballotId);
  expect(ballotsIn(owner).join()).not.toMatch(/against|choices|heads/);
  expect(ballotsIn(stranger)).toEqual([]);
});
