import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keptLabelIn } from '../../src/modules/models/index.ts';
import {
  findRoute,
  holdersFor,
  hostOrg,
  routeReasonIn,
  supervisorsOf,
} from '../../src/modules/orgs/index.ts';
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

  test('says why in English to who reads it, and leaves what people wrote alone', async () => {
    const { reason } = (await routeTo('770101')) ?? { reason: '' };
    const said = (words: string) => routeReasonIn('en', club.model, words);
    expect(said(reason)).toBe('东厅组 covers “东厅”; its arbiter takes such cases');
    expect(
      said('社务处负责“棋社”，由社长受理（东厅组已收回：“添置棋子”，依据章程第四条，自 2025-01-01 起）'),
    ).toBe(
      '社务处 covers “棋社”; its president takes such cases (not 东厅组: “添置棋子” was taken back on 2025-01-01, basis: 章程第四条)',
    );
    expect(said('地点在相邻网格，转给那边负责。')).toBe('地点在相邻网格，转给那边负责。');
    expect(routeReasonIn('zh-CN', club.model, reason)).toBe(reason);
  });

  test('and who acted there is read in English too', () => {
    expect(keptLabelIn('en', club.model, '林小满 · 东厅组裁判')).toBe('林小满 · Arbiter, 东厅组');
    expect(keptLabelIn('en', club.model, '林* · 东厅组裁判')).toBe('林* · Arbiter, 东厅组');
    expect(keptLabelIn('zh-CN', club.model, '林小满 · 东厅组裁判')).toBe('林小满 · 东厅组裁判');
    expect(keptLabelIn('en', club.model, '林小满')).toBe('林小满');
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
