/** Who is one buyer (法释〔2009〕7号 art. 9): too few heads are as wrong as too many, and each compound says it of its own homes. */
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { boards, type Caller, enterOwner, hall, openQuarter } from './quarter.ts';

const headsOf = async (keeper: Caller): Promise<number> =>
  (await keeper.call('GET', `/api/ownerships?compound=${hall}`)).json().counts.heads;

test('one telephone is one buyer only under one name: a couple with one telephone are two heads', async () => {
  const quarter = await openQuarter({ owned: false });
  const { chair } = quarter;
  const phone = '13800000009';
  await enterOwner(chair, boards[0] ?? '', '张伟', { phone });
  await enterOwner(chair, boards[1] ?? '', '李娜', { phone });
  await enterOwner(chair, boards[2] ?? '', '张 伟', { phone });
  // Of the same name, and nothing else is known.
  await enterOwner(chair, boards[3] ?? '', '张伟');
  // Four owned homes are three heads, two more homes one each.
  expect(await headsOf(chair)).toBe(5);
});

test('whoever keeps the register of one compound merges nobody in another', async () => {
  const quarter = await openQuarter({ owned: false });
  const { chair, tenantId } = quarter;
  const { superuser } = quarter.server.db;
  await enterOwner(chair, boards[0] ?? '', '甲', { documentNumber: 'A 100' });
  await enterOwner(chair, boards[1] ?? '', '乙', { documentNumber: 'B 200' });
  // The second owner also owns a board of the west hall, whose register another board keeps.
  await superuser.query(
    `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name)
     VALUES ($1, '780201', '7802', 'room', '一室', '西厅一室'), ($1, '78020101', '780201', 'board', '1号盘', '西厅1号盘')`,
    [tenantId],
  );
  await superuser.query(
    `INSERT INTO ownerships (tenant_id, ownership_id, home_code, owner_index, name_cipher, is_voter, owned_from, entered_at)
     SELECT tenant_id, $3, '78020101', owner_index, name_cipher, true, owned_from, entered_at FROM ownerships
      WHERE tenant_id = $1 AND home_code = $2`,
    [tenantId, boards[1], randomUUID()],
  );
  const { homes } = (await chair.call('GET', `/api/ownerships?compound=${hall}`)).json();
  const [keep, merge] = homes
    .slice(0, 2)
    .map(({ owners }: { owners: { ownershipId: string }[] }) => owners[0]?.ownershipId);
  const merged = await chair.call('POST', '/api/ownerships/merge', {
    commandId: randomUUID(),
    keep,
    merge: [merge],
    reason: '同一人换了证件',
  });
  expect(merged.statusCode, merged.body).toBe(200);
  const { rows } = await superuser.query<{ keys: number; west: boolean }>(
    `SELECT count(DISTINCT owner_index) FILTER (WHERE home_code LIKE '7801%')::int AS keys,
            bool_and(owner_index NOT IN (SELECT owner_index FROM ownerships WHERE home_code LIKE '7801%'))
              FILTER (WHERE home_code LIKE '7802%') AS west
       FROM ownerships WHERE tenant_id = $1`,
    [tenantId],
  );
  expect(rows).toEqual([{ keys: 1, west: true }]);
});
