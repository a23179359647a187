/** What the gatherings of every made-up city must hold: nothing in them could not have happened. */
import type { GatheringCounts } from '@linli/contract';
import { expect, it } from 'vitest';
import { brokenStep, findSteps } from '../../server/src/modules/gatherings/history.ts';
import { inTenant } from '../../server/src/platform/db/index.ts';
import type { MadeUpCity } from './made-up-city.ts';
import { signIn } from './sign-in.ts';

/** What took place between two days, as the served API counts it for somebody in office. */
export async function countsOf(city: MadeUpCity, from?: string): Promise<GatheringCounts['kinds']> {
  const { people } = (await city.server.app.inject({ url: '/api/demo/people' })).json<{
    people: { id: string; role: string | null }[];
  }>();
  const staff = await signIn(city.server, people.find(({ role }) => role !== null)?.id ?? '');
  const query = from === undefined ? '' : `?from=${from}`;
  return (await staff.get<GatheringCounts>(`/api/gathering-counts${query}`)).kinds;
}

export async function countOfKind(city: MadeUpCity, key: string): Promise<GatheringCounts['kinds'][number]> {
  const found = (await countsOf(city)).find((one) => one.key === key);
  if (found === undefined) throw new Error(`no ${key} was planned or held`);
  return found;
}

export function gatheringsHold(city: () => MadeUpCity): void {
  it('the chained history of every gathering follows step from step, and its row stands at the last', async () => {
    const { server, tenantId, rows } = city();
    // All of what was decided and taught, and a sample of what recurs every week.
    const some = await rows<{ id: string; head: Buffer }>(
      `SELECT gathering_id AS id, head_hash AS head FROM gatherings WHERE tenant_id = $1 AND seq > 0
        ORDER BY md5(gathering_id::text) LIMIT 400`,
    );
    expect(some.length).toBeGreaterThan(50);
    const broken = await inTenant(server.db, tenantId, async (tx) => {
      const found: unknown[] = [];
      for (const { id, head } of some) {
        const step = brokenStep(tenantId, id, await findSteps(tx, id), head);
        if (step !== undefined) found.push({ id, step });
      }
      return found;
    });
    expect(broken).toEqual([]);
  });

  it('what was over by the day before yesterday stands under the seal of its day', async () => {
    const { rows, now } = city();
    const [unsealed] = await rows<{ chains: number; open: number }>(
      `SELECT count(*)::int AS chains, count(*) FILTER (WHERE leaf.seq IS DISTINCT FROM grown.seq)::int AS open
         FROM (SELECT gathering_id, max(seq) AS seq FROM gathering_history
                WHERE tenant_id = $1 GROUP BY gathering_id HAVING max(at) < $2::timestamptz - interval '2 days') AS grown
         LEFT JOIN LATERAL (SELECT max(seq) AS seq FROM seal_leaves
                             WHERE seal_leaves.tenant_id = $1 AND seal_leaves.case_id = grown.gathering_id) AS leaf ON true`,
      [city().tenantId, now],
    );
    expect(unsealed?.chains).toBeGreaterThan(50);
    expect(unsealed?.open).toBe(0);
  });

  it('steps come in the order of time, after the gathering was called and before now', async () => {
    const { rows, tenantId, now } = city();
    const astray = await rows(
      `SELECT one.gathering_id, one.seq, one.verb FROM gathering_history AS one
         LEFT JOIN gathering_history AS before ON before.tenant_id = $1 AND before.gathering_id = one.gathering_id
          AND before.seq = one.seq - 1
        WHERE one.tenant_id = $1 AND (one.at > $2 OR before.at > one.at OR (before.seq IS NULL AND one.seq > 1)) LIMIT 5`,
      [tenantId, now],
    );
    expect(astray).toEqual([]);
  });

  it('what is over was opened in its time and what is to come was not; nobody came to one that was not held', async () => {
    const { rows, tenantId, now } = city();
    const wrong = await rows(
      `SELECT kind, state, starts_at, opened_at, ended_at FROM gatherings
        WHERE tenant_id = $1 AND NOT CASE state
          WHEN 'ended' THEN ended_at <= $2 AND (opened_at IS NULL OR (opened_at < ended_at
                 AND opened_at BETWEEN starts_at - interval '2 hours' AND ends_at))
          WHEN 'open' THEN opened_at <= $2 AND ends_at > $2 - interval '12 hours'
          WHEN 'planned' THEN opened_at IS NULL AND ends_at > $2 - interval '12 hours'
          WHEN 'announced' THEN opened_at IS NULL AND announced_at <= $2 AND ends_at > $2 - interval '12 hours'
          ELSE opened_at IS NULL AND reason IS NOT NULL END LIMIT 5`,
      [tenantId, now],
    );
    expect(wrong).toEqual([]);
    const strangers = await rows(
      `SELECT gatherings.kind, gatherings.state FROM gatherings
         JOIN gathering_attendance AS list ON list.tenant_id = $1 AND list.gathering_id = gatherings.gathering_id
        WHERE gatherings.tenant_id = $1 AND (gatherings.state NOT IN ('open', 'ended') OR list.came_at > $2) LIMIT 5`,
      [tenantId, now],
    );
    expect(strangers).toEqual([]);
  });

  it('an item that ended did so at a meeting that had it, and what is open waits or stands on one that is not over', async () => {
    const { rows } = city();
    const wrong = await rows(
      `SELECT items.about, items.ended_as, gatherings.state FROM gathering_items AS items
         LEFT JOIN gatherings ON gatherings.tenant_id = $1 AND gatherings.gathering_id = items.gathering_id
        WHERE items.tenant_id = $1 AND (
          (items.ended_at IS NULL AND items.gathering_id IS NOT NULL AND gatherings.state NOT IN ('planned', 'announced', 'open'))
          OR (items.ended_as IN ('resolved', 'carried-over', 'noted', 'answered', 'became-case')
              AND (items.ended_in IS DISTINCT FROM items.gathering_id OR gatherings.opened_at > items.ended_at
                OR gatherings.ended_at < items.ended_at))) LIMIT 5`,
    );
    expect(wrong).toEqual([]);
  });

  it('a duty has somebody who held that post, a day that was not over, and an answer only once somebody gave it', async () => {
    const { rows } = city();
    const wrong = await rows(
      `SELECT duties.kind, duties.state, duties.owner_label FROM gathering_resolutions AS duties
         LEFT JOIN posts ON posts.tenant_id = $1 AND posts.post_id = duties.owner_post_id
        WHERE duties.tenant_id = $1 AND duties.state <> 'no-duty'
          AND (posts.post_id IS NULL OR posts.held_from > duties.decided_at::date OR duties.due_at <= duties.decided_at
            OR (duties.state = 'running') <> (duties.answered_at IS NULL) OR duties.answered_at < duties.decided_at) LIMIT 5`,
    );
    expect(wrong).toEqual([]);
  });

  it('a kept duty was asked for by the next meeting of its kind: nothing that was decided is forgotten', async () => {
    const { rows, model } = city();
    const asking = Object.entries(model.gatherings).flatMap(([kind, rule]) =>
      rule.agenda.some(({ from }) => from === 'last-duties') ? [kind] : [],
    );
    const forgotten = await rows(
      `SELECT duties.kind, duties.decided_at FROM gathering_resolutions AS duties
        WHERE duties.tenant_id = $1 AND duties.kind = ANY ($2) AND duties.state <> 'no-duty'
          AND EXISTS (SELECT FROM gatherings AS later
                       WHERE later.tenant_id = $1 AND later.host_org_id = duties.host_org_id AND later.kind = duties.kind
                         AND later.state = 'ended' AND later.opened_at > duties.decided_at
                         AND later.gathering_id <> duties.gathering_id)
          AND NOT EXISTS (SELECT FROM gathering_items AS items
                           WHERE items.tenant_id = $1 AND items.resolution_id = duties.resolution_id) LIMIT 5`,
      [city().tenantId, asking],
    );
    expect(forgotten).toEqual([]);
  });

  it('a class gives no more places than it has, and waits only where it is full', async () => {
    const { rows } = city();
    const wrong = await rows(
      `SELECT gatherings.kind, gatherings.capacity, placed, waiting FROM gatherings
         JOIN (SELECT gathering_id, count(*) FILTER (WHERE state = 'placed') AS placed,
                      count(*) FILTER (WHERE state = 'waiting') AS waiting
                 FROM gathering_sign_ups WHERE tenant_id = $1 GROUP BY gathering_id) AS taken
           ON taken.gathering_id = gatherings.gathering_id
        WHERE gatherings.tenant_id = $1
          AND (placed > gatherings.capacity OR (waiting > 0 AND placed IS DISTINCT FROM gatherings.capacity)) LIMIT 5`,
    );
    expect(wrong).toEqual([]);
  });
}
