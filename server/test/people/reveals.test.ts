import { randomBytes, randomUUID } from 'node:crypto';
import { Reveals } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Club, openClub } from '../chess-club.ts';
import { signInAs } from '../sign-in.ts';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.server.close());

const mine = async (cookies: Record<string, string>) => {
  const reply = await club.server.app.inject({ url: '/api/reveals/mine', cookies });
  return reply.statusCode === 200 ? Reveals.parse(reply.json()).reveals : reply.statusCode;
};

/** One look by the arbiter; whose data it was: a person, or a device without an account. */
async function look(whose: { personId: string } | { deviceHash: Buffer }, at: string): Promise<void> {
  await club.inClub((tx) =>
    tx.query(
      `INSERT INTO reveals (tenant_id, reveal_id, person_id, device_hash, field, by_person_id, by_post_id, reason, at)
       SELECT $1, $2, $3, $4, 'reporter', person_id, post_id, '上门前先打电话', $5 FROM posts
        WHERE tenant_id = $1 AND person_id = $6`,
      [
        club.tenantId,
        randomUUID(),
        'personId' in whose ? whose.personId : null,
        'deviceHash' in whose ? whose.deviceHash : null,
        at,
        club.arbiter,
      ],
    ),
  );
}

describe('who looked at my data', () => {
  test('401 for whoever is neither a person nor a device', async () => {
    expect(await mine({})).toBe(401);
  });

  test('the person reads who, in which post, when and why; the newest first; and nobody else reads it', async () => {
    await look({ personId: club.president }, '2026-11-20T01:00:00.000Z');
    await look({ personId: club.president }, '2026-11-22T01:00:00.000Z');
    expect(await mine(await signInAs(club.server, club.tenantId, club.president))).toMatchObject([
      {
        field: 'reporter',
        byName: '林小满',
        byRoleTitle: { zh: '裁判' },
        byOrgName: '东厅组',
        reason: '上门前先打电话',
        caseId: null,
        at: '2026-11-22T01:00:00.000Z',
      },
      { at: '2026-11-20T01:00:00.000Z' },
    ]);
    expect(await mine(await signInAs(club.server, club.tenantId, club.arbiter))).toEqual([]);
  });

  test('still says which post it was when the post has ended since', async () => {
    await club.server.db.superuser.query(`UPDATE posts SET held_to = '2026-11-21' WHERE role = 'arbiter'`);
    const reveals = await mine(await signInAs(club.server, club.tenantId, club.president));
    expect(reveals).toMatchObject([{ byRoleTitle: { zh: '裁判' } }, {}]);
    await club.server.db.superuser.query(`UPDATE posts SET held_to = NULL WHERE role = 'arbiter'`);
  });

  test('whoever reported without an account reads it on the device they reported from', async () => {
    const token = randomBytes(24).toString('base64url');
    const deviceHash = club.server.deps.secrets.hashToken(`device of ${club.tenantId}`, token);
    await look({ deviceHash }, '2026-11-22T03:00:00.000Z');
    expect(await mine({ linli_device: token })).toMatchObject([{ at: '2026-11-22T03:00:00.000Z' }]);
    expect(await mine({ linli_device: randomBytes(24).toString('base64url') })).toEqual([]);
  });
});
