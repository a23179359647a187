/** The demo's Yichun as it is written down: its axis, its nets, its six parties, counted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ballotsGoOn, ballotsHold, ownersHold } from './ballots.ts';
import { committeesHold } from './committees.ts';
import { countOfKind, gatheringsHold } from './gatherings.ts';
import { type MadeUpCity, openMadeUpCity } from './made-up-city.ts';
import { countOf, officesHold } from './offices.ts';

let city: MadeUpCity;
beforeAll(async () => {
  city = await openMadeUpCity('yichun');
}, 300_000);
afterAll(() => city?.close());

describe('what the page about Yichun says', () => {
  it('one axis: each branch stands under a community and each community under a street', async () => {
    const { nets } = city.model;
    const axes = Object.values(nets).filter(({ isAxis }) => isAxis);
    expect(axes.length).toBe(1);
    expect(Object.keys(nets).length - axes.length).toBe(3);
    const kinds = axes[0]?.orgKinds ?? [];
    expect(kinds.length).toBe(3);
    for (const [index, kind] of kinds.entries()) {
      const above = kinds[index - 1];
      if (above === undefined) continue;
      const all = await countOf(city, 'FROM orgs WHERE tenant_id = $1 AND kind = $2', [kind]);
      const under = await countOf(
        city,
        `FROM orgs JOIN orgs AS above ON above.tenant_id = $1 AND above.org_id = orgs.parent_org_id AND above.kind = $3
          WHERE orgs.tenant_id = $1 AND orgs.kind = $2`,
        [kind, above],
      );
      expect(all, kind).toBeGreaterThan(100);
      expect(under, kind).toBe(all);
    }
  });

  it('three nets: each has organisations of every kind it names, and the third has grids', async () => {
    for (const [key, net] of Object.entries(city.model.nets)) {
      for (const kind of net.orgKinds) {
        const count = await countOf(city, 'FROM orgs WHERE tenant_id = $1 AND kind = $2', [kind]);
        expect(count, `${key}: ${kind}`).toBeGreaterThan(0);
      }
    }
    expect(await countOf(city, 'FROM grids WHERE tenant_id = $1')).toBeGreaterThan(300);
  });

  it('in every compound of the pilot all six parties are there', async () => {
    const parties = Object.entries(city.model.parties['six-parties']?.parties ?? {});
    expect(parties.length).toBe(6);
    const compounds = await city.rows<{ code: string }>(
      `SELECT code FROM areas WHERE tenant_id = $1 AND level = 'compound' AND starts_with(code, '230717') ORDER BY code`,
    );
    expect(compounds.length).toBeGreaterThan(50);
    for (const [key, { orgKinds }] of parties) {
      const there = await countOf(
        city,
        `FROM unnest($2::text[]) AS compound (code) WHERE EXISTS (
           SELECT FROM org_areas JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = org_areas.org_id
            WHERE org_areas.tenant_id = $1 AND orgs.kind = ANY ($3)
              AND (starts_with(compound.code, area_code) OR starts_with(area_code, compound.code)))`,
        [compounds.map(({ code }) => code), orgKinds],
      );
      expect(there, key).toBe(compounds.length);
    }
  });

  it('teams of three kinds, each with a leader and members', async () => {
    const kinds = Object.keys(city.model.orgKinds).filter(
      (key) => city.model.orgKinds[key]?.team === 'service',
    );
    expect(kinds.length).toBe(3);
    for (const kind of kinds) {
      const teams = await city.rows<{ holders: number }>(
        `SELECT count(*)::int AS holders FROM orgs JOIN posts ON posts.tenant_id = $1 AND posts.org_id = orgs.org_id
          WHERE orgs.tenant_id = $1 AND kind = $2 GROUP BY orgs.org_id`,
        [city.tenantId, kind],
      );
      expect(teams.length, kind).toBeGreaterThan(20);
      for (const { holders } of teams) expect(holders, kind).toBeGreaterThanOrEqual(4);
    }
  });

  it('duty cards show five things, each only where its holder agreed', async () => {
    const rows = await city.rows<{ field: string; count: number }>(
      'SELECT field, count(*)::int AS count FROM card_consents WHERE tenant_id = $1 GROUP BY field',
    );
    const holders = await countOf(city, 'FROM posts WHERE tenant_id = $1 AND role = ANY ($2)', [
      Object.keys(city.model.roles).filter((key) => city.model.roles[key]?.card !== null),
    ]);
    expect(rows.map(({ field }) => field).sort()).toEqual([
      'contact-by-relay',
      'identity',
      'pledge',
      'result',
      'standard',
    ]);
    for (const { field, count } of rows) {
      expect(count, field).toBeGreaterThan(holders * 0.4);
      expect(count, field).toBeLessThan(holders);
    }
    expect(await countOf(city, 'FROM card_results WHERE tenant_id = $1')).toBeGreaterThan(100);
  });

  it('members of alliance units have reported in at their community', async () => {
    const members = await countOf(
      city,
      `FROM posts WHERE tenant_id = $1 AND role = 'alliance-member' AND held_to IS NULL`,
    );
    expect(members).toBeGreaterThan(500);
    expect(
      await countOf(
        city,
        `FROM report_ins JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = employer_org_id AND orgs.kind = 'alliance-unit'
          WHERE report_ins.tenant_id = $1`,
      ),
    ).toBe(members);
  });
});

describe('its ballots', () => {
  ballotsHold(() => city);
  ownersHold(() => city, 'owners-chair');
});

describe('the gatherings of the page', () => {
  it('communities and alliance units meet and give one another duties, most of which are answered', async () => {
    const joint = await countOfKind(city, 'joint-meeting');
    const talks = await countOfKind(city, 'alliance-talk');
    expect(joint.held).toBeGreaterThan(100);
    expect(talks.held).toBeGreaterThan(100);
    const owed = await city.rows<{ role: string; answered: number; all: number }>(
      `SELECT owner_role AS role, count(*) FILTER (WHERE answered_at IS NOT NULL)::int AS answered, count(*)::int AS all
         FROM gathering_resolutions WHERE tenant_id = $1 AND kind IN ('joint-meeting', 'alliance-talk')
          AND owner_role IS NOT NULL GROUP BY 1`,
    );
    const of = (role: string) => owed.find((one) => one.role === role);
    // Mutual: the units owe, and those of the community owe too.
    expect(of('alliance-contact')?.all).toBeGreaterThan(30);
    expect((of('community-worker')?.all ?? 0) + (of('branch-secretary')?.all ?? 0)).toBeGreaterThan(5);
    for (const { answered, all } of owed) expect(answered / all).toBeGreaterThan(0.5);
  });

  it('for nine days of heavy snow shifts stood at the gates, two together, three times a day', async () => {
    const rows = await city.rows<{ day: string; shifts: number; seats: number }>(
      `SELECT (starts_at AT TIME ZONE 'Asia/Shanghai')::date::text AS day, count(DISTINCT shifts.gathering_id)::int AS shifts,
              count(seats.person_id)::int AS seats
         FROM gatherings AS shifts JOIN gathering_shifts AS seats
           ON seats.tenant_id = $1 AND seats.gathering_id = shifts.gathering_id
        WHERE shifts.tenant_id = $1 AND shifts.kind = 'gate-shift' AND shifts.state = 'ended' GROUP BY 1`,
    );
    expect(rows.length).toBe(9);
    for (const { shifts, seats } of rows) {
      expect(shifts % 3).toBe(0);
      expect(seats).toBeGreaterThan(shifts);
      expect(seats).toBeLessThanOrEqual(2 * shifts);
    }
    expect((await countOfKind(city, 'gate-shift')).serviceMinutes).toBeGreaterThan(9 * 3 * 4 * 60);
  });

  it('on Mondays the week is looked over, with what was late on that day', async () => {
    expect((await countOfKind(city, 'week-review')).held).toBeGreaterThan(100);
    const strangers = await city.rows(
      `SELECT items.item_id FROM gathering_items AS items
         JOIN cases ON cases.tenant_id = $1 AND cases.case_id = items.case_id
        WHERE items.tenant_id = $1 AND items.kind = 'week-review' AND items.about = 'case'
          AND (cases.opened_at > items.entered_at OR NOT starts_with(cases.area_code, items.area_code)) LIMIT 5`,
    );
    expect(strangers).toEqual([]);
  });

  gatheringsHold(() => city);
  committeesHold(() => city);
});

describe('the city holds', () => {
  officesHold(() => city);
});

describe('days later', () => ballotsGoOn(() => city));
