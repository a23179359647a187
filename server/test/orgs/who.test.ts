import { randomUUID } from 'node:crypto';
import { WhoIsThere } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Club, openClub } from '../chess-club.ts';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.server.close());

const who = async (code: string) => {
  const reply = await club.server.app.inject({ url: `/api/areas/${code}/who` });
  return reply.statusCode === 200 ? WhoIsThere.parse(reply.json()).posts : reply.statusCode;
};

async function appoint(role: string, orgId: string, name: string, serves: string[] = []): Promise<string> {
  const [personId, postId] = [randomUUID(), randomUUID()];
  await club.inClub(async (tx) => {
    await tx.query(
      `INSERT INTO people (tenant_id, person_id, name, created_at) VALUES ($1, $2, $3, '2026-01-01')`,
      [club.tenantId, personId, name],
    );
    await tx.query(
      `INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from, pledge) VALUES ($1, $2, $3, $4, $5, '2026-02-01', '有问必答')`,
      [club.tenantId, postId, orgId, role, personId],
    );
    for (const area of serves) {
      await tx.query('INSERT INTO post_areas (tenant_id, post_id, area_code) VALUES ($1, $2, $3)', [
        club.tenantId,
        postId,
        area,
      ]);
    }
  });
  return postId;
}

describe('who is there', () => {
  test('anybody learns it, the nearest organisation first', async () => {
    expect(await who('770101')).toMatchObject([
      { role: 'arbiter', roleTitle: { zh: '裁判' }, orgName: '东厅组', name: '林小满' },
      { role: 'president', orgName: '社务处', name: '陈谷雨' },
    ]);
    expect(await who('770201'), 'the crew of the first room is not there for the second').toMatchObject([
      { role: 'president' },
    ]);
  });

  test('a role the model does not show stays unseen, and a pledge is told only where it says so', async () => {
    await appoint('clockmaker', club.crew, '钱小钟');
    const posts = await who('770101');
    expect(JSON.stringify(posts)).not.toContain('钱小钟');
    expect(JSON.stringify(posts)).not.toContain('有问必答');
  });

  test('who answers for the very place comes first, and who answers for another one is not named', async () => {
    await appoint('arbiter', club.crew, '孙一盘', ['770101']);
    await appoint('arbiter', club.crew, '李二盘', ['770102']);
    const names = async (code: string) => ((await who(code)) as { name: string }[]).map(({ name }) => name);
    expect(await names('770101')).toEqual(['孙一盘', '林小满', '陈谷雨']);
    expect(await names('770102')).toEqual(['李二盘', '林小满', '陈谷雨']);
    const inRoom = await names('7701');
    expect(inRoom.toSorted(), 'the room holds both boards').toEqual(
      ['林小满', '孙一盘', '李二盘', '陈谷雨'].toSorted(),
    );
  });

  test('a post that has ended is not there any more', async () => {
    await club.server.db.superuser.query(`UPDATE posts SET held_to = '2026-11-22' WHERE role = 'president'`);
    expect(await who('770201')).toEqual([]);
    await club.server.db.superuser.query(`UPDATE posts SET held_to = NULL WHERE role = 'president'`);
  });

  test('a place that is none: 404', async () => {
    expect(await who('7799')).toBe(404);
  });
});
