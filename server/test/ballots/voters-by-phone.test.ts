/**
 * An owner of whom the register knows a telephone alone signs in when the roll is frozen already: the vote is theirs online too,
 * it is theirs alone, and the roll that was posted stays what it was.
 */
import { randomUUID } from 'node:crypto';
import { verifyBundle } from '@linli/engine';
import { expect, test } from 'vitest';
import {
  boards,
  type Caller,
  duringVoting,
  enterOwner,
  finish,
  openQuarter,
  type Quarter,
  votingFrom,
  votingUntil,
} from './quarter.ts';
import { vote } from './voter-device.ts';

const phone = '13800000017';

/** Owners of all boards but the first, which somebody owns who is known by telephone only. */
async function postVote(
  words: object = {},
): Promise<{ quarter: Quarter; ballotId: string; others: Caller[] }> {
  const quarter = await openQuarter({ owned: false });
  const others: Caller[] = [];
  await enterOwner(quarter.chair, boards[0] ?? '', '王芳', { phone });
  for (const [index, board] of boards.slice(1).entries()) {
    const owner = await quarter.person(`业主${index + 2}`, board);
    others.push(owner);
    await enterOwner(quarter.chair, board, `业主${index + 2}`, { personId: owner.personId });
  }
  const { ballotId } = await quarter.chair.convene({
    kind: 'owners-vote',
    votingFrom,
    votingUntil,
    ...words,
  });
  await quarter.chair.act(ballotId, 'post');
  return { quarter, ballotId, others };
}

test('whoever proves the telephone votes, is counted once, and the root that was posted holds', async () => {
  const { quarter, ballotId, others } = await postVote();
  await quarter.goTo(duringVoting);
  const root = (await quarter.chair.see(ballotId)).roll?.root;
  const owner = await quarter.signInByPhone(phone);
  const { entryId, homes } = await owner.entry(ballotId);
  expect(homes.map(({ code }) => code)).toEqual([boards[0]]);
  const listed = await owner.call('GET', '/api/ballots?mine=true');
  expect(listed.json().ballots.map((one: { ballotId: string }) => one.ballotId)).toEqual([ballotId]);
  // Nobody else has that entry.
  expect((await others[0]?.cast(ballotId, { lift: ['against'] }, entryId))?.statusCode).toBe(404);

  expect((await owner.cast(ballotId, { lift: ['against'] })).statusCode).toBe(200);
  expect((await owner.cast(ballotId, { lift: ['for'] })).statusCode).toBe(200);
  for (const other of others.slice(0, 3)) await other.cast(ballotId, { lift: ['for'] });
  const proof = (await owner.call('GET', `/api/ballots/${ballotId}/entries/${entryId}/proof`)).json();
  expect(proof.root).toBe(root);

  const done = await finish(quarter, ballotId);
  expect(done.roll?.root).toBe(root);
  expect(done.result?.questions[0]).toMatchObject({ options: { for: { heads: 4, areaDm2: 40_000 } } });
  const bundle = (await owner.call('GET', `/api/ballots/${ballotId}/bundle`)).json();
  expect((await verifyBundle(bundle)).findings).toEqual([]);
  // Their own objection is answered to them, who is found by the entry.
  const objected = await owner.act(ballotId, 'object', { objection: { text: '票数有误' } });
  expect(objected.objections).toHaveLength(1);
});

test('the entry stays with whoever acted first: who has the number later votes for nobody', async () => {
  const { quarter, ballotId } = await postVote();
  const owner = await quarter.signInByPhone(phone);
  const { entryId } = await owner.entry(ballotId);
  const speaker = await quarter.person('受托人');
  const give = await owner.call('POST', `/api/ballots/${ballotId}/entries/${entryId}/proxy`, {
    commandId: randomUUID(),
    to: { personId: speaker.personId },
  });
  expect(give.statusCode, give.body).toBe(200);
  await quarter.goTo(duringVoting);
  // The number went to somebody else, who proves it too.
  await quarter.server.db.superuser.query('UPDATE people SET phone_index = NULL WHERE person_id = $1', [
    owner.personId,
  ]);
  const later = await quarter.signInByPhone(phone);
  expect(later.personId).not.toBe(owner.personId);
  expect((await later.see(ballotId)).mine).toEqual([]);
  expect((await later.cast(ballotId, { lift: ['against'] }, entryId)).statusCode).toBe(404);
  expect((await speaker.cast(ballotId, { lift: ['for'] }, entryId)).statusCode).toBe(200);
  expect((await owner.entry(ballotId)).hasVoted).toBe(true);
  expect((await quarter.chair.see(ballotId)).participation?.tookPart.heads).toBe(1);
});

test('a telephone that somebody else entered proves nobody, until its owner signs in with a code', async () => {
  const { quarter, ballotId } = await postVote();
  await quarter.goTo(duringVoting);
  const entered = await quarter.person('代为登记的人');
  const { secrets } = quarter.server.deps;
  await quarter.server.db.superuser.query('UPDATE people SET phone_index = $2 WHERE person_id = $1', [
    entered.personId,
    secrets.blindIndex({ tenantId: quarter.tenantId, field: 'phone' }, phone),
  ]);
  expect((await entered.call('GET', `/api/ballots/${ballotId}`)).json().ballot.mine).toEqual([]);
  const owner = await quarter.signInByPhone(phone);
  expect((await owner.see(ballotId)).mine).toMatchObject([{ as: 'voter' }]);
});

test('a correction of the roll takes along what was done by telephone', async () => {
  const { quarter, ballotId } = await postVote();
  const owner = await quarter.signInByPhone(phone);
  const speaker = await quarter.person('受托人');
  const { entryId } = await owner.entry(ballotId);
  await owner.call('POST', `/api/ballots/${ballotId}/entries/${entryId}/proxy`, {
    commandId: randomUUID(),
    to: { personId: speaker.personId },
  });
  for (let times = 1; times <= 3; times += 1) {
    await quarter.chair.act(ballotId, 'correct-roll', { reason: '核对名册' });
    expect((await owner.entry(ballotId)).proxy?.to).toBe('受托人');
  }
});

test('of a secret vote no table says more about such an owner than about any other', {
  timeout: 120_000,
}, async () => {
  const { quarter, ballotId, others } = await postVote({ secret: true });
  await quarter.goTo(duringVoting);
  const owner = await quarter.signInByPhone(phone);
  const seen = await owner.entry(ballotId);
  expect(seen.offers).toContain('issue');
  await vote(quarter, owner, ballotId, { lift: ['for'] });
  for (const other of others.slice(0, 3)) await vote(quarter, other, ballotId, { lift: ['against'] });
  expect(await owner.entry(ballotId)).toMatchObject({ isIssued: true, hasVoted: true });
  const columns = async (table: string): Promise<string[]> =>
    (
      await quarter.server.db.superuser.query<{ name: string }>(
        'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 ORDER BY 1',
        [table],
      )
    ).rows.map(({ name }) => name);
  // Whose entry it is, as a roll says it of others; no time, and nothing of a vote.
  expect(await columns('ballot_roll_claims')).toEqual([
    'ballot_id',
    'entry_id',
    'roll_number',
    'tenant_id',
    'voter_id',
  ]);
  const { rows } = await quarter.server.db.superuser.query<{ voterId: string }>(
    'SELECT voter_id AS "voterId" FROM ballot_roll_claims WHERE ballot_id = $1',
    [ballotId],
  );
  expect(rows).toEqual([{ voterId: owner.personId }]);
  const done = await finish(quarter, ballotId);
  expect(done.result?.questions[0]).toMatchObject({
    options: { for: { heads: 1 }, against: { heads: 3, areaDm2: 30_000 } },
  });
});
