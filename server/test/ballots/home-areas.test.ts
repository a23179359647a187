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
  // What is known already is neither entered nor refused.
  expect((await enter(chair, [measured])).json()).toEqual({ entered: 0, kept: 0 });
  const register = (await chair.call('GET', `/api/ownerships?compound=${hall}`)).json();
  expect(register.homes[0]).toMatchObject({ areaDm2: boardAreaDm2, source: 'register' });
  expect(register.homes[1]).toMatchObject({ areaDm2: 7_512, source: 'survey', owners: [] });
  const posted = await post();
  expect(posted.statusCode, posted.body).toBe(200);
  expect(posted.json().ballot.roll.total).toEqual({ heads: 6, areaDm2: 5 * boardAreaDm2 + 7_512 });
});

test('a home is found by its door as people write it, and by no longer number', async () => {
  const quarter = await openQuarter();
  await quarter.inQuarter(async (tx) => {
    const doors: [string, string][] = [
      ['78010204', '东厅7棋社 2号楼 1单元 301室'],
      ['78010205', '东厅7棋社 2号楼 1单元 1301室'],
      ['78010206', '东厅7棋社 12号楼 1单元 301室'],
    ];
    for (const [code, name] of doors) {
      await tx.query(
        `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name) VALUES ($1, $2, '780102', 'board', $3, $3)`,
        [quarter.tenantId, code, name],
      );
    }
  });
  const found = async (q: string) => {
    const reply = await quarter.chair.call(
      'GET',
      `/api/ownerships?compound=${hall}&q=${encodeURIComponent(q)}`,
    );
    return reply.json().homes.map(({ homeCode }: { homeCode: string }) => homeCode);
  };
  expect(await found('2-1-301')).toEqual(['78010204']);
  expect(await found('1-301')).toEqual(['78010204', '78010206']);
  expect(await found('12号楼')).toEqual(['78010206']);
  expect(await found('780102')).toHaveLength(6);
});
