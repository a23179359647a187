/** A corrected roll numbers its entries anew; what an owner did before must stay with that owner and reach no other. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  boards,
  duringVoting,
  enterOwner,
  openQuarter,
  readTwice,
  votingFrom,
  votingUntil,
} from './quarter.ts';

test('proxies and being served go with the head, whatever number it has on the corrected roll', async () => {
  const quarter = await openQuarter();
  const { chair, owners } = quarter;
  const { ballotId } = await chair.convene({ kind: 'owners-vote', votingFrom, votingUntil });
  await chair.act(ballotId, 'post');
  const [one, two, three, four] = owners;
  if (!one || !two || !three || !four) throw new Error('owners are missing');
  const speaker = await quarter.person('受托人');
  for (const owner of [one, two]) {
    const { entryId } = await owner.entry(ballotId);
    const given = await owner.call('POST', `/api/ballots/${ballotId}/entries/${entryId}/proxy`, {
      commandId: randomUUID(),
      to: { personId: speaker.personId },
    });
    expect(given.statusCode, given.body).toBe(200);
  }
  const served = await three.entry(ballotId);
  await three.call('POST', `/api/ballots/${ballotId}/entries/${served.entryId}/serve`, {
    commandId: randomUUID(),
  });

  // The second owner has sold since: that head is another one now, and asked nobody.
  const [sold] = (await two.call('GET', '/api/ownerships/mine')).json().homes;
  const ended = await chair.call('POST', `/api/ownerships/${sold.ownershipId}/end`, {
    commandId: randomUUID(),
    reason: '已转让',
  });
  expect(ended.statusCode, ended.body).toBe(200);
  const buyer = await quarter.person('新业主', boards[1]);
  await enterOwner(chair, boards[1] ?? '', '新业主', {
    documentNumber: 'N 77',
    personId: buyer.personId,
  });
  // Salts are fresh each time: among several corrections places surely move.
  for (let times = 1; times <= 4; times += 1) {
    const corrected = await chair.act(ballotId, 'correct-roll', { reason: '一户已转让' });
    expect(corrected.roll).toMatchObject({ total: { heads: 6, areaDm2: 60_000 }, corrections: times });
    const held = (await speaker.see(ballotId)).mine;
    expect(held).toMatchObject([{ as: 'proxy', entryId: (await one.entry(ballotId)).entryId }]);
    expect((await one.entry(ballotId)).proxy?.to).toBe('受托人');
    expect((await buyer.entry(ballotId)).proxy).toBeNull();
    expect((await four.entry(ballotId)).proxy).toBeNull();
    const reached = await Promise.all([one, three, four, buyer].map((owner) => owner.entry(ballotId)));
    expect(reached.map(({ servedAt }) => servedAt !== null)).toEqual([true, true, false, false]);
  }
  expect((await two.call('GET', `/api/ballots/${ballotId}`)).statusCode).toBe(200);
  expect((await two.see(ballotId)).mine).toEqual([]);

  await quarter.goTo(duringVoting);
  const { entryId } = await one.entry(ballotId);
  expect((await speaker.cast(ballotId, { lift: ['for'] }, entryId)).statusCode).toBe(200);
  await readTwice(quarter, ballotId, boards[1] ?? '', { lift: ['against'] });
  expect((await buyer.entry(ballotId)).hasVoted).toBe(true);
});
