/** A home whose owner nobody knows still has an area, and without it no roll could be made: its keepers enter it alone. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { boardAreaDm2, boards, hall, openQuarter, votingFrom, votingUntil } from './quarter.ts';

test('areas are entered without owners, and a better source is not overwritten', async () => {
  const quarter = await openQuarter({ owned: false });
  const { chair, tenantId } = quarter;
  const [known, unknown] = boards;
  await quarter.inQuarter((tx) =>
    tx.query('DELETE FROM home_areas WHERE tenant_id = $1 AND area_code = $2', [tenantId, unknown]),
  );
  const { ballotId } = await chair.convene({ kind: 'owners-vote', votingFrom, votingUntil });
  const post = async () => {
    const { seq } = await chair.see(ballotId);
    return chair.call('POST', `/api/ballots/${ballotId}/verbs/post`, { commandId: randomUUID(), seq });
  };
  expect((await post()).json()).toMatchObject({ code: 'roll-incomplete' });
  const enter = (by: typeof chair, homes: object[]) =>
    by.call('POST', '/api/ownerships/areas', { commandId: randomUUID(), compound: hall, homes });
  const measured = { homeCode: unknown, areaDm2: 7_512, source: 'survey' };
  // To whoever does not keep the register there is none.
  expect((await enter(await quarter.person('邻居'), [measured])).statusCode).toBe(404);
  const elsewhere = { homeCode: '78010199', areaDm2: 9_000, source: 'survey' };
  expect((await enter(chair, [measured, elsewhere])).json()).toMatchObject({
    status: 422,
    errors: [{ at: '/homes/1/homeCode' }],
  });
  expect((await post()).json(), 'one wrong home, and none is written').toMatchObject({
    code: 'roll-incomplete',
  });
  const said = { homeCode: known, areaDm2: 1, source: 'contract' };
  expect((await enter(chair, [measured, said])).json()).toEqual({ entered: 1, kept: 1 });
  const register = (await chair.call('GET', `/api/ownerships?compound=${hall}`)).json();
  expect(register.homes[0]).toMatchObject({ areaDm2: boardAreaDm2, source: 'register' });
  expect(register.homes[1]).toMatchObject({ areaDm2: 7_512, source: 'survey', owners: [] });
  const posted = await post();
  expect(posted.statusCode, posted.body).toBe(200);
  expect(posted.json().ballot.roll.total).toEqual({ heads: 6, areaDm2: 5 * boardAreaDm2 + 7_512 });
});
