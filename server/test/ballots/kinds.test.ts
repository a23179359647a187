/** Places are named by their names, also where a post reaches no further than a part of them. */
import { randomUUID } from 'node:crypto';
import { BallotKinds } from '@linli/contract';
import { expect, test } from 'vitest';
import { hall, openQuarter } from './quarter.ts';

test('whoever convenes in one room alone reads the name of its hall, not its code', async () => {
  const quarter = await openQuarter({ owned: false });
  const { tenantId } = quarter;
  const chair = await quarter.person('一室会长');
  await quarter.inQuarter(async (tx) => {
    const orgId = randomUUID();
    await tx.query(
      `INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, 'owners-board', '一室业主会', '2020-01-01')`,
      [tenantId, orgId],
    );
    await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
      tenantId,
      orgId,
      '780101',
    ]);
    await tx.query(
      `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, 'chair', $4, '2026-01-01')`,
      [tenantId, randomUUID(), orgId, chair.personId],
    );
  });
  const { kinds } = BallotKinds.parse((await chair.call('GET', '/api/ballots/kinds')).json());
  const { convene } = kinds.find(({ key }) => key === 'owners-vote') ?? { convene: [] };
  expect(convene).toEqual([
    { code: hall, name: '东厅东厅', parts: [{ code: '780101', name: '东厅01一室' }] },
  ]);
});
