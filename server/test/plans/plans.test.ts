import { randomUUID } from 'node:crypto';
import { PlanChanges, PlanCompounds, PlanList, PlanMembers, PresentGrids, WhoIsThere } from '@linli/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findRoute } from '../../src/modules/orgs/index.ts';
import { putDueInForce } from '../../src/modules/plans/index.ts';
import { planRule } from '../../src/modules/plans/plan-rule.ts';
import { readCompound } from '../../src/modules/plans/read-compound.ts';
import { type Caller, faultsOf, type Halls, openHalls, presentGrids, today, tomorrow } from './halls.ts';

let halls: Halls;
let warden: Caller;
beforeEach(async () => {
  halls = await openHalls();
  warden = await halls.as(halls.warden);
});
afterEach(() => halls.close());

const rule = () => {
  const found = planRule(halls.model);
  if (!found) throw new Error('the halls have no rule of planning');
  return found;
};
const compoundOn = async (day: string) => {
  const found = await halls.inHalls((tx) => readCompound(tx, rule(), '7901', day));
  if (!found) throw new Error('the hall is not there');
  return found;
};
const routeOf = async (areaCode: string) =>
  halls.inHalls((tx) =>
    findRoute(tx, halls.model, ['head-arbiter', 'warden'], areaCode, halls.server.clock.now()),
  );
const whoOf = async (areaCode: string) => {
  const reply = await halls.server.app.inject({
    url: `/api/areas/${areaCode}/who`,
    headers: { 'linli-city': 'chess-halls' },
  });
  return WhoIsThere.parse(reply.json()).posts;
};
const accept = (who: Caller, planId: string, from: string, commandId = randomUUID()) =>
  who.call('POST', `/api/plans/${planId}/accept`, { commandId, from });
const nextDay = () => halls.server.clock.moveTo('2026-11-24T09:00:00.000Z');

const faultsOn = async (day: string) => faultsOf(await compoundOn(day));

describe('a hall whose office is shared with others', () => {
  test('is divided as that way of forming it asks, from which a plan is made and accepted', async () => {
    await halls.inHalls((tx) =>
      tx.query(
        `UPDATE orgs SET formation = 'shared-office' WHERE tenant_id = $1 AND org_id IN
           (SELECT org_id FROM org_areas WHERE tenant_id = $1 AND area_code = '7901')`,
        [tx.tenantId],
      ),
    );
    const { present } = PresentGrids.parse(
      (await warden.call('GET', '/api/plans/present?compound=7901')).json(),
    );
    expect(present.bounds[0]).toMatchObject({
      bound: 'grids',
      min: 1,
      max: 1,
      source: 'rules of the halls § 4',
      least: 2,
      holds: false,
    });
    await halls.work();
    const plan = await warden.plan();
    expect(plan.proposal?.after.grids.map(({ homes, members }) => [homes, members <= 6])).toEqual([
      [24, true],
    ]);
    expect((await accept(warden, plan.planId, today)).statusCode).toBe(200);
    expect((await compoundOn(today)).grids.map(({ buildingCodes }) => buildingCodes.length)).toEqual([6]);
    expect(await faultsOn(today)).toEqual([]);
  });
});

describe('what stands today', () => {
  test('is measured against every bound of the model, with where the bound comes from', async () => {
    const reply = await warden.call('GET', '/api/plans/present?compound=7901');
    const { present, obstacles, mayPlan } = PresentGrids.parse(reply.json());
    expect({ obstacles, mayPlan }).toEqual({ obstacles: [], mayPlan: true });
    expect(present).toMatchObject({ homes: 24, servedHomes: 24, members: 10, serving: 8 });
    expect(
      present.bounds.map(({ bound, min, max, least, most, holds }) => [bound, min, max, least, most, holds]),
    ).toEqual([
      ['grids', 2, 3, 2, 2, true],
      ['members', 3, 6, 4, 4, true],
      ['homes', 2, 4, 3, 3, true],
      ['available', null, 0, 0, 0, true],
      // Room 06 lies apart from rooms 01 and 02.
      ['whole', null, 0, 1, 1, false],
      ['served', null, 0, 0, 0, true],
    ]);
    expect(present.bounds[0]?.source).toBe('rules of the halls § 1');
    expect(present.bounds[1]?.title.zh).toBe('每个网格的裁判');
  });

  test('compounds are listed as far as the viewer’s posts reach', async () => {
    const list = async (personId: string) =>
      PlanCompounds.parse(
        (await (await halls.as(personId)).call('GET', '/api/plans/compounds')).json(),
      ).compounds.map(({ code, buildings, grids }) => [code, buildings, grids]);
    expect(await list(halls.warden)).toEqual([['7901', 6, 2]]);
    expect(await list(halls.president)).toEqual([
      ['7901', 6, 2],
      ['7902', 6, 0],
    ]);
  });
});

describe('a plan', () => {
  test('keeps every bound, says how far it is from the proven least and names each change', async () => {
    await halls.work();
    const plan = await warden.plan();
    expect(plan).toMatchObject({ state: 'proposed', failure: null, verbs: ['accept'], createdBy: '沈立夏' });
    const { proposal } = plan;
    expect(proposal?.after.bounds.every(({ holds }) => holds)).toBe(true);
    expect(proposal?.before.bounds.every(({ holds }) => holds)).toBe(false);
    expect(proposal?.gapShare).toBeGreaterThanOrEqual(0);
    const gridOf = (view: 'before' | 'after') =>
      new Map(
        proposal?.[view].grids.flatMap(({ gridId, buildings }) =>
          buildings.map(({ code }) => [code, gridId]),
        ),
      );
    const [before, after] = [gridOf('before'), gridOf('after')];
    const moved = [...before].filter(([code, gridId]) => after.get(code) !== gridId);
    expect(proposal?.homesMoved).toBe(moved.length * 4);
    const reply = await warden.call('GET', `/api/plans/${plan.planId}/changes`);
    const { total, changes } = PlanChanges.parse(reply.json());
    expect(total).toBe(proposal?.changes);
    expect(changes.length).toBe(total);
    expect(total).toBeGreaterThan(0);
    for (const change of changes) expect(change.from).not.toBe(change.to);
    const list = PlanList.parse((await warden.call('GET', '/api/plans?compound=7901')).json());
    expect(list.plans.map(({ planId, state }) => [planId, state])).toEqual([[plan.planId, 'proposed']]);
  });

  test('asked for twice with one command is one plan', async () => {
    const commandId = randomUUID();
    const [one, other] = [await warden.begin({ commandId }), await warden.begin({ commandId })];
    expect(other.planId).toBe(one.planId);
  });

  test('with the shortest ways walks no further than the one with the fewest changes', async () => {
    await halls.work();
    const fewest = await warden.plan();
    const shortest = await warden.plan({ aim: 'shortest-ways' });
    expect(shortest.proposal?.after.metres ?? Infinity).toBeLessThanOrEqual(
      fewest.proposal?.after.metres ?? 0,
    );
    expect(fewest.proposal?.changes ?? Infinity).toBeLessThanOrEqual(shortest.proposal?.changes ?? 0);
  });

  test('that cannot be done names the bounds that conflict and what would mend it', async () => {
    await halls.work();
    for (const personId of halls.arbiters.slice(0, 6)) {
      const reply = await warden.call('POST', '/api/plans/availability', {
        commandId: randomUUID(),
        compound: '7901',
        personId,
        mostHomes: 0,
      });
      expect(reply.statusCode, reply.body).toBe(200);
    }
    const plan = await warden.plan();
    expect(plan).toMatchObject({ state: 'impossible', verbs: [] });
    expect([plan.impossible?.isProven, plan.impossible?.isSmallest]).toEqual([true, true]);
    expect(plan.impossible?.conflict.map(({ bound }) => bound)).toContain('availability');
    expect(plan.impossible?.mends.length).toBeGreaterThan(0);
    expect(plan.impossible?.before.homes).toBe(24);
  });

  test('whoever is not available serves nobody in it', async () => {
    await halls.work();
    const [away = ''] = halls.arbiters;
    await warden.call('POST', '/api/plans/availability', {
      commandId: randomUUID(),
      compound: '7901',
      personId: away,
      mostHomes: 0,
    });
    const members = PlanMembers.parse(
      (await warden.call('GET', '/api/plans/members?compound=7901')).json(),
    ).members;
    expect(members.find(({ personId }) => personId === away)).toMatchObject({ mostHomes: 0, homes: 3 });
    const { present } = PresentGrids.parse(
      (await warden.call('GET', '/api/plans/present?compound=7901')).json(),
    );
    expect(present.bounds.find(({ bound }) => bound === 'available')).toMatchObject({
      most: 1,
      holds: false,
    });
    const plan = await warden.plan();
    expect(plan.state).toBe('proposed');
    await accept(warden, plan.planId, today);
    expect((await compoundOn(today)).present.duties.some(({ memberId }) => memberId === away)).toBe(false);
  });
});

describe('cancelled or killed', () => {
  test('what waits ends at once', async () => {
    const { planId } = await warden.begin();
    const reply = await warden.call('POST', `/api/plans/${planId}/cancel`, { commandId: randomUUID() });
    expect(reply.json().plan).toMatchObject({ state: 'cancelled', verbs: [] });
    await halls.work();
    expect(await warden.rest(planId)).toMatchObject({ state: 'cancelled', proposal: null });
    const again = await warden.call('POST', `/api/plans/${planId}/cancel`, { commandId: randomUUID() });
    expect([again.statusCode, again.json().code]).toEqual([409, 'plan-state']);
  });

  test('what is being planned keeps nothing once it was asked to end', async () => {
    const { planId } = await warden.begin();
    // As it stands while a thread plans.
    await halls.inHalls((tx) =>
      tx.query(`UPDATE plans SET state = 'planning' WHERE tenant_id = $1 AND plan_id = $2`, [
        tx.tenantId,
        planId,
      ]),
    );
    const reply = await warden.call('POST', `/api/plans/${planId}/cancel`, { commandId: randomUUID() });
    expect(reply.json().plan).toMatchObject({ state: 'planning', verbs: [] });
    await halls.work();
    expect(await warden.rest(planId)).toMatchObject({ state: 'cancelled', proposal: null, verbs: [] });
  });

  test('a plan that a killed process had begun is made at the next start', async () => {
    const { planId } = await warden.begin();
    await halls.inHalls((tx) =>
      tx.query(`UPDATE plans SET state = 'planning' WHERE tenant_id = $1 AND plan_id = $2`, [
        tx.tenantId,
        planId,
      ]),
    );
    // As a worker leaves it that was killed in the middle.
    await halls.server.db.owner.query(
      `UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'killed', attempts = 1`,
    );
    await halls.server.db.owner.query(
      `UPDATE graphile_worker._private_job_queues SET locked_at = now(), locked_by = 'killed'`,
    );
    await halls.work();
    expect(await warden.rest(planId)).toMatchObject({ state: 'proposed' });
  });
});

describe('accepted', () => {
  test('from today on grids, duties and routing are new, and what was before keeps its last day', async () => {
    await halls.work();
    const before = await compoundOn(today);
    const plan = await warden.plan();
    const commandId = randomUUID();
    const reply = await accept(warden, plan.planId, today, commandId);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json().plan).toMatchObject({
      state: 'in-force',
      inForceFrom: today,
      acceptedBy: '沈立夏',
      verbs: [],
    });
    expect((await accept(warden, plan.planId, today, commandId)).json().plan.state, 'a retry').toBe(
      'in-force',
    );

    expect(await faultsOn(today)).toEqual([]);
    for (const { orgId, buildings } of plan.proposal?.after.grids ?? []) {
      for (const { code } of buildings) expect((await routeOf(`${code}01`))?.holder.orgId).toBe(orgId);
    }
    const after = await compoundOn(today);
    const dutyOf = new Map(after.present.duties.map(({ homeId, memberId }) => [homeId, memberId]));
    const nameOf = new Map(after.members.map(({ personId, name }) => [personId, name]));
    for (const home of ['79010101', '79010602', '79010304']) {
      const names = (await whoOf(home)).filter(({ role }) => role === 'arbiter').map(({ name }) => name);
      expect(names, 'whoever serves no home is not shown to any').toEqual([
        nameOf.get(dutyOf.get(home) ?? ''),
      ]);
    }
    const yesterday = await compoundOn('2026-11-22');
    expect(yesterday.grids.map(({ buildingCodes }) => buildingCodes)).toEqual(
      presentGrids.map((own) => own.map((room) => `7901${room}`)),
    );
    const { rows } = await halls.inHalls((tx) =>
      tx.query<{ code: string }>(
        `SELECT area_code AS code FROM org_area_pasts WHERE tenant_id = $1 AND covered_to = '2026-11-22' ORDER BY area_code`,
        [tx.tenantId],
      ),
    );
    const gridBefore = new Map(
      before.grids.flatMap((grid) => grid.buildingCodes.map((code) => [code, grid.orgId])),
    );
    const moved = after.grids.flatMap((grid) =>
      grid.buildingCodes.filter((code) => gridBefore.get(code) !== grid.orgId),
    );
    expect(rows.map(({ code }) => code)).toEqual(moved.sort());
    const past = await halls.inHalls((tx) =>
      tx.query<{ code: string }>(
        `SELECT area_code AS code FROM post_area_pasts WHERE tenant_id = $1 AND served_to = '2026-11-22'
          UNION
         SELECT post_areas.area_code FROM post_areas
           JOIN posts ON posts.tenant_id = $1 AND posts.post_id = post_areas.post_id AND posts.held_to = '2026-11-22'
          WHERE post_areas.tenant_id = $1`,
        [tx.tenantId],
      ),
    );
    const { changes } = PlanChanges.parse(
      (await warden.call('GET', `/api/plans/${plan.planId}/changes`)).json(),
    );
    const codes = past.rows.map(({ code }) => code);
    expect(codes, 'each home that changed hands has a past').toEqual(
      expect.arrayContaining(changes.map(({ homeCode }) => homeCode)),
    );
  });

  test('for a later day nothing changes before it', async () => {
    await halls.work();
    const plan = await warden.plan();
    const moved = plan.proposal?.after.grids.flatMap(({ orgId, buildings }) =>
      buildings
        .filter(
          ({ code }) =>
            !plan.proposal?.before.grids.some(
              (old) => old.orgId === orgId && old.buildings.some((one) => one.code === code),
            ),
        )
        .map(({ code }) => ({ code, orgId })),
    );
    const [room] = moved ?? [];
    if (!room) throw new Error('the plan moves no room');
    const old = (await routeOf(`${room.code}01`))?.holder.orgId;
    expect((await accept(warden, plan.planId, tomorrow)).json().plan).toMatchObject({
      state: 'accepted',
      verbs: ['cancel'],
    });
    await putDueInForce(halls.server.deps);
    expect((await routeOf(`${room.code}01`))?.holder.orgId, 'the day before').toBe(old);
    nextDay();
    await putDueInForce(halls.server.deps);
    expect((await routeOf(`${room.code}01`))?.holder.orgId, 'on the day').toBe(room.orgId);
    expect(await warden.see(plan.planId)).toMatchObject({ state: 'in-force', verbs: [] });
    expect(await faultsOn(tomorrow)).toEqual([]);
    expect((await compoundOn(today)).grids.map(({ buildingCodes }) => buildingCodes.length)).toEqual([3, 3]);
  });

  test('and taken back before its day, it never comes into force', async () => {
    await halls.work();
    const plan = await warden.plan();
    await accept(warden, plan.planId, tomorrow);
    const second = await warden.plan();
    expect((await accept(warden, second.planId, tomorrow)).json().code, 'two at once').toBe('plan-state');
    const watcher = await halls.as(halls.watcher);
    const refused = await watcher.call('POST', `/api/plans/${plan.planId}/cancel`, {
      commandId: randomUUID(),
    });
    expect(refused.statusCode).toBe(403);
    await warden.call('POST', `/api/plans/${plan.planId}/cancel`, { commandId: randomUUID() });
    nextDay();
    await putDueInForce(halls.server.deps);
    expect((await warden.see(plan.planId)).state).toBe('cancelled');
    expect((await compoundOn(tomorrow)).grids.map(({ buildingCodes }) => buildingCodes.length)).toEqual([
      3, 3,
    ]);
  });

  test('by the time of its day changed under, it lapses and says why', async () => {
    await halls.work();
    const plan = await warden.plan();
    await accept(warden, plan.planId, tomorrow);
    await halls.inHalls((tx) =>
      tx.query(`UPDATE people SET home_code = '79010604' WHERE tenant_id = $1 AND person_id = $2`, [
        tx.tenantId,
        halls.arbiters[0],
      ]),
    );
    nextDay();
    await putDueInForce(halls.server.deps);
    expect(await warden.see(plan.planId)).toMatchObject({
      state: 'lapsed',
      changedSince: [{ what: 'members' }],
    });
    expect((await compoundOn(tomorrow)).grids.map(({ buildingCodes }) => buildingCodes.length)).toEqual([
      3, 3,
    ]);
  });
});

describe('refused', () => {
  test('when buildings, homes, members or duties changed since it was made: 409, and it says what', async () => {
    await halls.work();
    const plan = await warden.plan();
    const changes: [what: string, change: string, back: string][] = [
      [
        'members',
        `UPDATE posts SET held_to = '2026-11-22' WHERE tenant_id = $1 AND person_id = $2`,
        'UPDATE posts SET held_to = NULL WHERE tenant_id = $1 AND person_id = $2',
      ],
      [
        'buildings',
        `UPDATE areas SET longitude = longitude + 0.0001 FROM people
          WHERE areas.tenant_id = $1 AND areas.code = '790106' AND people.tenant_id = $1 AND person_id = $2`,
        `UPDATE areas SET longitude = 10.0007 FROM people
          WHERE areas.tenant_id = $1 AND areas.code = '790106' AND people.tenant_id = $1 AND person_id = $2`,
      ],
      [
        'homes',
        `INSERT INTO areas (tenant_id, code, parent_code, level, name, full_name)
         SELECT $1, '79010605', '790106', 'board', '05号盘', '05号盘' FROM people WHERE tenant_id = $1 AND person_id = $2`,
        `DELETE FROM areas USING people
          WHERE areas.tenant_id = $1 AND areas.code = '79010605' AND people.tenant_id = $1 AND person_id = $2`,
      ],
      [
        'duties',
        `DELETE FROM post_areas USING posts WHERE post_areas.tenant_id = $1 AND posts.tenant_id = $1
            AND posts.post_id = post_areas.post_id AND posts.person_id = $2`,
        'SELECT $1::int, $2::uuid',
      ],
    ];
    for (const [what, change, back] of changes) {
      const run = (text: string) => halls.inHalls((tx) => tx.query(text, [tx.tenantId, halls.arbiters[0]]));
      await run(change);
      const reply = await accept(warden, plan.planId, today);
      expect(reply.statusCode, reply.body).toBe(409);
      expect(reply.json().code).toBe('plan-stale');
      const changed: { what: string }[] = reply.json().current.changed;
      expect(changed.map((one) => one.what)).toContain(what);
      expect((await warden.see(plan.planId)).state).toBe('proposed');
      await run(back);
    }
    expect((await compoundOn(today)).grids.map(({ buildingCodes }) => buildingCodes.length)).toEqual([3, 3]);
  });

  test('for a day that has passed: 422; a second time: 409', async () => {
    await halls.work();
    const plan = await warden.plan();
    expect((await accept(warden, plan.planId, '2026-11-22')).statusCode).toBe(422);
    await accept(warden, plan.planId, today);
    const reply = await accept(warden, plan.planId, today);
    expect([reply.statusCode, reply.json().code]).toEqual([409, 'plan-state']);
  });

  test('without a sign-in: 401; without a post for it: 404; another hall’s warden: the same 404', async () => {
    await halls.work();
    const plan = await warden.plan();
    const { app } = halls.server;
    const visitor = await app.inject({ url: '/api/plans', headers: { 'linli-city': 'chess-halls' } });
    expect(visitor.statusCode).toBe(401);
    for (const personId of [halls.otherWarden, halls.arbiters[0] ?? '']) {
      const other = await halls.as(personId);
      const replies = [
        await other.call('GET', `/api/plans/${plan.planId}`),
        await other.call('GET', `/api/plans/${plan.planId}/changes`),
        await other.call('GET', '/api/plans/present?compound=7901'),
        await other.call('GET', '/api/plans/members?compound=7901'),
        await other.call('POST', '/api/plans', { commandId: randomUUID(), compound: '7901' }),
        await other.call('POST', `/api/plans/${plan.planId}/cancel`, { commandId: randomUUID() }),
        await accept(other, plan.planId, today),
      ];
      expect(replies.map(({ statusCode }) => statusCode)).toEqual(replies.map(() => 404));
    }
    const unknown = await warden.call('GET', `/api/plans/${randomUUID()}`);
    expect(unknown.statusCode).toBe(404);
  });

  test('who oversees may plan and may not accept: 403', async () => {
    await halls.work();
    const watcher = await halls.as(halls.watcher);
    const plan = await watcher.plan();
    expect(plan).toMatchObject({ state: 'proposed', verbs: [] });
    expect((await accept(watcher, plan.planId, today)).statusCode).toBe(403);
  });
});
