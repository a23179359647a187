/** The demo's Panzhihua as it is written down: the figures of the page, counted. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../server/src/modules/cases/index.ts';
import { ensureDemo } from '../src/index.ts';
import { ballotsHold, ballotsOfPanzhihua, ownersHold } from './ballots.ts';
import { committeesHold } from './committees.ts';
import { countOfKind, gatheringsHold } from './gatherings.ts';
import { type MadeUpCity, openMadeUpCity } from './made-up-city.ts';
import { countOf, officesHold } from './offices.ts';
import { signIn } from './sign-in.ts';

let city: MadeUpCity;
beforeAll(async () => {
  city = await openMadeUpCity('panzhihua');
}, 300_000);
afterAll(() => city?.close());

describe('what the page about Panzhihua says', () => {
  it('171 branches stand alone, 24 are joint, 266 stand on grids', async () => {
    const rows = await city.rows<{ formation: string; count: number }>(
      `SELECT formation, count(*)::int AS count FROM orgs
        WHERE tenant_id = $1 AND kind = 'compound-branch' GROUP BY formation`,
    );
    expect(Object.fromEntries(rows.map(({ formation, count }) => [formation, count]))).toEqual({
      standalone: 171,
      joint: 24,
      'on-grid': 266,
    });
  });

  it('70 % of the compounds have a branch, however it is formed, as the measure of coverage counts it', async () => {
    const { people } = (await city.server.app.inject('/api/demo/people')).json() as {
      people: { id: string; role: string | null }[];
    };
    const administrator = people.find(({ role }) => role === 'administrator');
    const session = await signIn(city.server, administrator?.id ?? '');
    const { rate, figures } = await session.get<{
      rate: {
        areas: number;
        covered: number;
        share: number;
        formations: { formation: string; orgs: number }[];
      };
      figures: { homes: number; proven: number; unanswered: number; withoutGrid: number };
    }>('/api/coverage');
    expect(rate.share).toBe(0.7);
    expect(rate.areas).toBe(await countOf(city, `FROM areas WHERE tenant_id = $1 AND level = 'compound'`));
    expect(Object.fromEntries(rate.formations.map(({ formation, orgs }) => [formation, orgs]))).toEqual({
      standalone: 171,
      joint: 24,
      'on-grid': 266,
    });
    // Nearly everybody has somebody, and there are gaps to be found.
    expect(figures.proven / figures.homes).toBeGreaterThan(0.9);
    expect(figures.unanswered).toBeGreaterThan(100);
    expect(figures.withoutGrid).toBeGreaterThan(0);
  });

  it('compounds are of all eight classes', async () => {
    const rows = await city.rows<{ class: string }>(
      `SELECT DISTINCT class FROM areas WHERE tenant_id = $1 AND level = 'compound'`,
    );
    expect(rows.map((row) => row.class).sort()).toEqual(Object.keys(city.model.areaClasses).sort());
    expect(rows.length).toBe(8);
  });

  it('three levels: branch, building group, member household, each under the one before', async () => {
    const rows = await city.rows<{ kind: string; parent: string; count: number }>(
      `SELECT orgs.kind, above.kind AS parent, count(*)::int AS count
         FROM orgs JOIN orgs AS above ON above.tenant_id = $1 AND above.org_id = orgs.parent_org_id
        WHERE orgs.tenant_id = $1 AND orgs.kind IN ('compound-branch', 'building-group', 'member-household')
        GROUP BY orgs.kind, above.kind`,
    );
    expect(Object.fromEntries(rows.map(({ kind, parent }) => [kind, parent]))).toEqual({
      'compound-branch': 'community-committee',
      'building-group': 'compound-branch',
      'member-household': 'building-group',
    });
    for (const { kind, count } of rows) expect(count, kind).toBeGreaterThan(400);
  });

  it('eight posts for each building of a group, with some vacant and never two in one', async () => {
    const rows = await city.rows<{ role: string; buildings: number; held: number; twice: number }>(
      `SELECT role, (SELECT count(*)::int FROM orgs WHERE tenant_id = $1 AND kind = 'building-group') AS buildings,
              count(DISTINCT area_code)::int AS held, (count(*) - count(DISTINCT area_code))::int AS twice
         FROM posts JOIN post_areas ON post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id
         JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id AND orgs.kind = 'building-group'
        WHERE posts.tenant_id = $1 GROUP BY role`,
    );
    expect(rows.map(({ role }) => role).sort()).toEqual(
      Object.keys(city.model.roles)
        .filter(
          (key) => city.model.roles[key]?.per !== null && city.model.roles[key]?.orgKind === 'building-group',
        )
        .sort(),
    );
    expect(rows.length).toBe(8);
    for (const { role, buildings, held, twice } of rows) {
      expect(twice, role).toBe(0);
      expect(held, role).toBeGreaterThan(buildings * 0.85);
      expect(held, role).toBeLessThan(buildings);
    }
  });

  it('member households have pledges, and their cards show what was agreed to and nothing else', async () => {
    const households = await countOf(
      city,
      `FROM posts WHERE tenant_id = $1 AND role = 'household-member' AND pledge IS NOT NULL`,
    );
    expect(households).toBeGreaterThan(400);
    const shown = await countOf(
      city,
      `FROM posts WHERE tenant_id = $1 AND role = 'household-member' AND EXISTS (
         SELECT FROM card_consents WHERE card_consents.tenant_id = $1 AND card_consents.post_id = posts.post_id
            AND withdrawn_at IS NULL AND expires_at > $2)`,
      [city.now],
    );
    expect(shown).toBeGreaterThan(households / 2);
    expect(shown).toBeLessThan(households);
  });

  it('a joint branch is shared by compounds with fewer than three members each, three and more together', async () => {
    const rows = await city.rows<{ areas: number; most: number; members: number }>(
      `SELECT count(*)::int AS areas, max(members)::int AS most, sum(members)::int AS members
         FROM orgs JOIN org_sizes ON org_sizes.tenant_id = $1 AND org_sizes.org_id = orgs.org_id
        WHERE orgs.tenant_id = $1 AND formation = 'joint' GROUP BY orgs.org_id`,
    );
    expect(rows.length).toBe(24);
    for (const { areas, most, members } of rows) {
      expect(areas).toBeGreaterThanOrEqual(2);
      expect(areas).toBeLessThanOrEqual(5);
      expect(most).toBeLessThan(3);
      expect(members).toBeGreaterThanOrEqual(3);
    }
  });

  it('roads and streets have chiefs, but for some', async () => {
    const segments = await countOf(city, 'FROM segments WHERE tenant_id = $1');
    const held = await countOf(city, 'FROM post_segments WHERE tenant_id = $1');
    expect(held).toBeGreaterThan(100);
    expect(held).toBeLessThan(segments);
  });

  it('some secretaries chair the owners’ committee, and some property staff belong to the branch as well', async () => {
    const both = (one: string, other: string): Promise<number> =>
      countOf(
        city,
        `FROM posts JOIN posts AS other ON other.tenant_id = $1 AND other.person_id = posts.person_id AND other.role = $3
          WHERE posts.tenant_id = $1 AND posts.role = $2`,
        [one, other],
      );
    expect(await both('branch-secretary', 'owners-chair')).toBeGreaterThan(5);
    expect(await both('property-member', 'property-manager')).toBeGreaterThan(5);
  });
});

describe('the gatherings of the page', () => {
  it('days that end in four and Fridays were held on those days, and on no others', async () => {
    const rows = await city.rows<{ kind: string; days: string[] }>(
      `SELECT kind, array_agg(DISTINCT CASE kind WHEN 'friday-meeting'
                THEN to_char(starts_at AT TIME ZONE 'Asia/Shanghai', 'FMDay')
                ELSE right(to_char(starts_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), 1) END) AS days
         FROM gatherings WHERE tenant_id = $1 AND kind IN ('days-of-four', 'friday-meeting') AND state = 'ended' GROUP BY kind`,
    );
    expect(Object.fromEntries(rows.map(({ kind, days }) => [kind, days]))).toEqual({
      'days-of-four': ['4'],
      'friday-meeting': ['Friday'],
    });
    expect((await countOfKind(city, 'days-of-four')).held).toBeGreaterThan(500);
    expect((await countOfKind(city, 'friday-meeting')).held).toBeGreaterThan(300);
  });

  it('what became a case there is a case, opened in that minute by who holds the meeting', async () => {
    const rows = await city.rows<{ became: number; same: number }>(
      `SELECT count(*)::int AS became,
              count(*) FILTER (WHERE cases.opened_at = topics.ended_at AND cases.number = topics.outcome
                AND gatherings.state IN ('ended', 'open'))::int AS same
         FROM gathering_topics AS topics
         JOIN gathering_items AS items ON items.tenant_id = $1 AND items.topic_id = topics.topic_id AND items.ended_as = 'became-case'
         JOIN gatherings ON gatherings.tenant_id = $1 AND gatherings.gathering_id = items.ended_in
         LEFT JOIN cases ON cases.tenant_id = $1 AND cases.case_id = topics.case_id
        WHERE topics.tenant_id = $1 AND topics.state = 'became-case'`,
    );
    expect(rows[0]?.became).toBeGreaterThan(100);
    expect(rows[0]?.same).toBe(rows[0]?.became);
  });

  it('the next one opens with last duties: most were kept, some not, some still run', async () => {
    const { duties, resolutions } = await countOfKind(city, 'days-of-four');
    expect(resolutions).toBeGreaterThan(50);
    expect(duties.kept).toBeGreaterThan(duties['not-kept']);
    expect(duties['not-kept']).toBeGreaterThan(0);
    const [first] = await city.rows<{ first: number; all: number }>(
      `SELECT count(*) FILTER (WHERE items.position <= duties)::int AS first, count(*)::int AS all
         FROM gathering_items AS items
         JOIN (SELECT gathering_id, count(*) AS duties FROM gathering_items
                WHERE tenant_id = $1 AND about = 'duty' AND gathering_id IS NOT NULL GROUP BY gathering_id) AS agenda
           ON agenda.gathering_id = items.gathering_id
        WHERE items.tenant_id = $1 AND items.about = 'duty' AND items.kind = 'days-of-four'`,
    );
    expect(first?.all).toBeGreaterThan(20);
    expect((first?.first ?? 0) / (first?.all ?? 1)).toBeGreaterThan(0.9);
  });

  it('classes: places were given by turn, and the next one that is full has a waiting list', async () => {
    const classes = await countOfKind(city, 'welfare-class');
    expect(classes.held).toBeGreaterThan(30);
    expect(classes.people).toBeGreaterThan(50);
    const rows = await city.rows<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM gathering_sign_ups AS waits
         JOIN gatherings ON gatherings.tenant_id = $1 AND gatherings.gathering_id = waits.gathering_id
        WHERE waits.tenant_id = $1 AND waits.state = 'waiting'`,
    );
    expect(rows[0]?.waiting).toBeGreaterThan(0);
    expect((await countOfKind(city, 'half-past-four')).held).toBeGreaterThan(10);
  });

  gatheringsHold(() => city);
  committeesHold(() => city);
});

describe('its ballots', () => {
  ballotsOfPanzhihua(() => city);
  ballotsHold(() => city);
  ownersHold(() => city, 'owners-chair');
});

describe('the city holds', () => {
  officesHold(() => city);
});

describe('a start two days later', () => {
  it('tells what went on meanwhile, and the records hold', async () => {
    const before = await countOf(city, 'FROM cases WHERE tenant_id = $1');
    city.server.clock.advance(2 * 86_400_000);
    expect(await ensureDemo(city.server.deps, () => {})).toMatch(
      /^panzhihua: [\d.]+ days on, \d+ new cases$/,
    );
    expect(await countOf(city, 'FROM cases WHERE tenant_id = $1')).toBeGreaterThan(before);
    const findings: unknown[] = [];
    await verify(city.server.db, { found: (finding) => findings.push(finding) });
    expect(findings).toEqual([]);
  });
});
