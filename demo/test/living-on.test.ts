/** A city whose server stood still for weeks, and then for a year: ballots and gatherings have gone on as its cases have. */
import { randomUUID } from 'node:crypto';
import type { BallotList, BallotReply, Calendar, TopicsPage } from '@linli/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealCities, verify } from '../../server/src/modules/cases/index.ts';
import { makeAhead } from '../../server/src/modules/gatherings/sweep.ts';
import { ensureDemo } from '../src/index.ts';
import { ballotsHold } from './ballots.ts';
import { gatheringsHold } from './gatherings.ts';
import { type MadeUpCity, openMadeUpCity } from './made-up-city.ts';
import { type DemoSession, signIn } from './sign-in.ts';

const dayMs = 86_400_000;
/** Of what is to come, rows are made for so many days: a story that goes on finds them, and no more than these. */
const madeAheadDays = 90;
const toldDays = 95;

let city: MadeUpCity;
let resident: DemoSession;
/** As the sign-in page names them. */
let residentId: string;
let ownTopic: { topicId: string };
let ownClass: string;

beforeAll(async () => {
  city = await openMadeUpCity('panzhihua');
  await makeAhead(city.server.deps, city.tenantId, city.model);
  const { people } = (await city.server.app.inject('/api/demo/people')).json<{
    people: { id: string; role: string | null }[];
  }>();
  residentId = people.find(({ role }) => role === null)?.id ?? '';
  resident = await signIn(city.server, residentId);
  const [hall] = await city.rows<{ orgId: string }>(
    `SELECT host_org_id AS "orgId" FROM gathering_topics WHERE tenant_id = $1 AND kind = 'friday-meeting' AND state = 'waiting'
      ORDER BY brought_at DESC LIMIT 1`,
  );
  const brought = await resident.post<{ topic: { topicId: string } }>('/api/topics', {
    commandId: randomUUID(),
    orgId: hall?.orgId,
    kind: 'friday-meeting',
    title: '门口的长椅晚上能不能留一盏灯',
  });
  ownTopic = brought.topic;
  ownClass = (await classToCome(1))?.id ?? '';
  await resident.post(`/api/gatherings/${ownClass}/sign-up`, { commandId: randomUUID() });
}, 300_000);
afterAll(() => city?.close());

/** A class with a place left in which the resident may take part. */
async function classToCome(fewerThan: number): Promise<{ id: string; signed: number } | undefined> {
  const rows = await city.rows<{ id: string; signed: number }>(
    `SELECT one.gathering_id AS id, count(places.person_id)::int AS signed FROM gatherings AS one
       LEFT JOIN gathering_sign_ups AS places
         ON places.tenant_id = $1 AND places.gathering_id = one.gathering_id AND places.state = 'placed'
      WHERE one.tenant_id = $1 AND one.kind IN ('welfare-class', 'half-past-four') AND one.starts_at > $2
        AND one.host_org_id IN (SELECT host_org_id FROM gathering_topics WHERE tenant_id = $1 AND topic_id = $3)
      GROUP BY one.gathering_id, one.capacity, one.starts_at HAVING count(places.person_id) < least(one.capacity, $4)
      ORDER BY one.starts_at LIMIT 1`,
    [city.tenantId, city.server.clock.now(), ownTopic.topicId, fewerThan],
  );
  return rows[0];
}

async function passAndStart(days: number): Promise<{ remark: string | undefined }> {
  city.server.clock.advance(days * dayMs);
  city.now = city.server.clock.now();
  return { remark: await ensureDemo(city.server.deps, () => {}) };
}

function goesOn(days: number): void {
  let started: Awaited<ReturnType<typeof passAndStart>>;
  let before: { gatherings: number };
  const counted = 'SELECT count(*)::int AS gatherings FROM gatherings WHERE tenant_id = $1';

  beforeAll(async () => {
    [before = { gatherings: 0 }] = await city.rows<{ gatherings: number }>(counted);
    started = await passAndStart(days);
    // As the server's jobs do, once it is told.
    await sealCities(city.server.deps);
    // Nobody stays signed in for a year.
    resident = await signIn(city.server, residentId);
  }, 300_000);

  it('is told on, and no more of it than anybody looks for', async () => {
    expect(started.remark).toMatch(/^panzhihua: [\d.]+ days on, \d+ new cases$/);

    const [after] = await city.rows<{ gatherings: number }>(counted);
    const hosts = await city.rows<{ count: number }>(
      'SELECT count(*)::int AS count FROM gathering_series WHERE tenant_id = $1',
    );
    // A series meets at most every working day, and most of them once a month.
    const most = (hosts[0]?.count ?? 0) * (Math.min(days, toldDays) / 7 + 2);
    expect((after?.gatherings ?? 0) - before.gatherings).toBeLessThan(most);
  });

  it('has a vote that is open, which the residents of the sign-in page have not cast yet', async () => {
    const { ballots } = await resident.get<BallotList>('/api/ballots?state=running');
    const open = ballots.filter(({ phase }) => phase === 'voting');
    expect(open.length).toBeGreaterThan(0);
    const { ballot } = await resident.get<BallotReply>(`/api/ballots/${open.at(-1)?.ballotId}`);
    expect(Date.parse(ballot.votingUntil ?? '') - Date.parse(city.now)).toBeGreaterThan(2 * dayMs);
    expect(ballot.mine[0]?.offers).toContain('cast');
  });

  it('leaves no ballot of its story waiting for somebody', async () => {
    const waiting = await city.rows(
      `SELECT title, phase FROM ballots WHERE tenant_id = $1 AND (phase IN ('counting', 'counted')
          OR (phase = 'voting' AND voting_until < $2))`,
      [city.tenantId, city.now],
    );
    expect(waiting).toEqual([]);
  });

  it('has a Friday meeting ahead, with what residents brought for it', async () => {
    await makeAhead(city.server.deps, city.tenantId, city.model);
    const until = new Date(Date.parse(city.now) + 15 * dayMs).toISOString();
    const { gatherings } = await resident.get<Calendar>(
      `/api/gatherings?kind=friday-meeting&from=${city.now.slice(0, 10)}&to=${until.slice(0, 10)}`,
    );
    expect(gatherings.some(({ startsAt }) => startsAt > city.now)).toBe(true);
    const { topics } = await resident.get<TopicsPage>('/api/topics?kind=friday-meeting&state=open&limit=100');
    const recent = topics.filter(
      ({ broughtAt, topicId }) =>
        topicId !== ownTopic.topicId && Date.parse(city.now) - Date.parse(broughtAt) < 7 * dayMs,
    );
    expect(recent.length).toBeGreaterThan(1);
  });

  it('has classes ahead for which people have asked for a place', async () => {
    const [row] = await city.rows<{ classes: number }>(
      `SELECT count(DISTINCT one.gathering_id)::int AS classes FROM gatherings AS one
         JOIN gathering_sign_ups AS places ON places.tenant_id = $1 AND places.gathering_id = one.gathering_id
        WHERE one.tenant_id = $1 AND one.starts_at > $2 AND one.kind IN ('welfare-class', 'half-past-four')`,
      [city.tenantId, city.now],
    );
    expect(row?.classes).toBeGreaterThan(2);
  });

  it('leaves no heap of what is overdue', async () => {
    const [row] = await city.rows<{ past: number; late: number; done: number }>(
      `SELECT (SELECT count(*)::int FROM gatherings WHERE tenant_id = $1 AND state IN ('planned', 'announced', 'open')
                  AND ends_at < $2::timestamptz - interval '12 hours') AS past,
              count(*) FILTER (WHERE state = 'running' AND due_at < $2)::int AS late,
              count(*) FILTER (WHERE state = 'kept')::int AS done
         FROM gathering_resolutions WHERE tenant_id = $1`,
      [city.tenantId, city.now],
    );
    expect(row?.past).toBe(0);
    expect(row?.late).toBeLessThan((row?.done ?? 0) / 20);
  });

  it('leaves what somebody of flesh and blood brought and asked for', async () => {
    const { topics } = await resident.get<TopicsPage>('/api/topics?mine=true&state=open');
    expect(topics.map(({ topicId }) => topicId)).toContain(ownTopic.topicId);
    const places = await city.rows<{ state: string }>(
      'SELECT state FROM gathering_sign_ups WHERE tenant_id = $1 AND gathering_id = $2 AND person_id = $3',
      [city.tenantId, ownClass, residentId.split('.')[1]],
    );
    expect(places).toEqual([{ state: 'placed' }]);
  });

  it('once more at once tells nothing', async () => {
    expect(await ensureDemo(city.server.deps, () => {})).toBeUndefined();
  });

  describe('its gatherings hold', () => gatheringsHold(() => city));
  describe('its ballots hold', () => ballotsHold(() => city));

  it('and verify finds nothing wrong', async () => {
    const findings: unknown[] = [];
    await verify(city.server.db, { found: (finding) => findings.push(finding) });
    expect(findings).toEqual([]);
  }, 120_000);
}

describe('a start 25 days later', () => goesOn(25));
describe('and another one a year after that', () => goesOn(365 + (madeAheadDays - toldDays)));
