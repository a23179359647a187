import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRoute, holdersFor, hostOrg, supervisorsOf } from '../../src/modules/orgs/index.ts';
import { type Club, openClub } from '../chess-club.ts';

let club: Club;
beforeAll(async () => {
  club = await openClub();
});
afterAll(() => club.server.close());

const now = '2026-11-23T01:00:00.000Z';
const routeTo = (areaCode: string, at = now) =>
  club.inClub((tx) => findRoute(tx, club.model, ['arbiter', 'president'], areaCode, at));

describe('a route', () => {
  test('leads to the first role that somebody holds there, and says why', async () => {
    expect(await routeTo('770101')).toMatchObject({
      holder: { role: 'arbiter', orgId: club.crew, personId: club.arbiter },
      reason: '东厅组负责“东厅”，由裁判受理',
    });
  });

  test('passes on to the next role where the first is held by nobody', async () => {
    expect(await routeTo('770201')).toMatchObject({
      holder: { role: 'president', personId: club.president },
    });
  });

  test('never leads to a post that has not begun or has ended, or an organisation that is gone', async () => {
    expect(await routeTo('770101', '2025-12-31T12:00:00.000Z')).toBeNull();
    await club.server.db.superuser.query(
      `UPDATE posts SET held_to = '2026-11-22' WHERE role = 'arbiter'; UPDATE orgs SET valid_to = NULL`,
    );
    expect(await routeTo('770101')).toMatchObject({ holder: { role: 'president' } });
    await club.server.db.superuser.query(`UPDATE posts SET held_to = '2026-11-23' WHERE role = 'arbiter'`);
    expect(await routeTo('770101'), 'the last day still counts').toMatchObject({
      holder: { role: 'arbiter' },
    });
    await club.server.db.superuser.query(
      `UPDATE posts SET held_to = NULL; UPDATE orgs SET valid_to = '2026-11-01' WHERE kind = 'room-crew'`,
    );
    expect(await routeTo('770101')).toMatchObject({ holder: { role: 'president' } });
    await club.server.db.superuser.query('UPDATE orgs SET valid_to = NULL');
  });

  test('is none where nobody answers', async () => {
    expect(await club.inClub((tx) => findRoute(tx, club.model, ['clockmaker'], '770101', now))).toBeNull();
    expect(await club.inClub((tx) => findRoute(tx, club.model, [], '770101', now))).toBeNull();
  });
});

describe('holders', () => {
  test('come with the nearest organisation first, each post once', async () => {
    await club.inClub((tx) =>
      tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
        club.tenantId,
        club.crew,
        '770101',
      ]),
    );
    const holders = await club.inClub((tx) =>
      holdersFor(tx, club.model, ['president', 'arbiter'], '770101', now),
    );
    expect(holders.map(({ role, areaCode }) => [role, areaCode])).toEqual([
      ['arbiter', '770101'],
      ['president', '77'],
    ]);
  });

  test('of another city are never found', async () => {
    const { tenantId } = club;
    const other = tenantId + 1;
    await club.server.db.superuser.query(
      `INSERT INTO tenants (tenant_id, model_key, area_code, created_at) VALUES (${other}, 'another', '77', now());
       INSERT INTO areas (tenant_id, code, level, name, full_name) VALUES (${other}, '77', 'club', 'x', 'x');
       INSERT INTO people (tenant_id, person_id, name, created_at) VALUES (${other}, '${club.president}', 'x', now());
       INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES (${other}, '${club.office}', 'club-office', 'x', '2020-01-01');
       INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES (${other}, '${club.office}', '77');
       INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES (${other}, '${randomUUID()}', '${club.office}', 'clockmaker', '${club.president}', '2020-01-01')`,
    );
    expect(await club.inClub((tx) => holdersFor(tx, club.model, ['clockmaker'], '77', now))).toEqual([]);
  });
});

describe('gatherings and supervisors', () => {
  test('the host is the nearest organisation of the kind, and none where there is none', async () => {
    const host = (kind: string, code: string) =>
      club.inClub((tx) => hostOrg(tx, club.model, kind, code, now));
    expect(await host('room-crew', '770101')).toBe(club.crew);
    expect(await host('club-office', '770101')).toBe(club.office);
    expect(await host('room-crew', '770201')).toBeNull();
  });

  test('supervisors are those who hold posts one organisation above', async () => {
    const above = await club.inClub((tx) => supervisorsOf(tx, club.model, club.crew, now));
    expect(above.map(({ personId }) => personId)).toEqual([club.president]);
    expect(await club.inClub((tx) => supervisorsOf(tx, club.model, club.office, now))).toEqual([]);
  });
});
