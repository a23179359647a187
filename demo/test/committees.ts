/** What the committees of branches must hold in every made-up city: who sits on them came there, and enough of them met. */
import { expect, it } from 'vitest';
import type { MadeUpCity } from './made-up-city.ts';

/** Organisations with members enough for a committee by the model's rule, with how many hold one of its offices. */
async function branchesOf({ model, rows, tenantId, now }: MadeUpCity) {
  const kinds = Object.entries(model.orgKinds).flatMap(([kind, { committee }]) =>
    committee === null || committee.roles.length === 0 ? [] : [{ kind, ...committee }],
  );
  expect(kinds.length).toBeGreaterThan(0);
  const memberRoles = Object.entries(model.roles).flatMap(([key, { isMember }]) => (isMember ? [key] : []));
  const branches = await rows<{ kind: string; members: number; seated: number; led: number }>(
    `SELECT orgs.kind,
            coalesce((SELECT sum(members)::int FROM org_sizes WHERE org_sizes.tenant_id = $1 AND org_sizes.org_id = orgs.org_id),
              (SELECT count(DISTINCT person_id)::int FROM posts WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id
                  AND role = ANY ($3) AND held_to IS NULL)) AS members,
            (SELECT count(DISTINCT person_id)::int FROM posts WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id
                AND role = ANY ($4) AND held_from <= $5::date AND coalesce(held_to, 'infinity') >= $5::date) AS seated,
            (SELECT count(*)::int FROM posts WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id
                AND role = ANY ($6) AND held_from <= $5::date AND coalesce(held_to, 'infinity') >= $5::date) AS led
       FROM orgs WHERE orgs.tenant_id = $1 AND orgs.kind = ANY ($2)`,
    [
      tenantId,
      kinds.map(({ kind }) => kind),
      memberRoles,
      kinds.flatMap(({ roles }) => roles),
      now.slice(0, 10),
      kinds.map(({ roles }) => roles[0]),
    ],
  );
  return branches.map((branch) => {
    const rule = kinds.find(({ kind }) => kind === branch.kind);
    if (rule === undefined) throw new Error(`no rule for ${branch.kind}`);
    return {
      ...branch,
      isDue: branch.members >= rule.from,
      min: rule.seats.min ?? 1,
      max: rule.seats.max ?? 99,
    };
  });
}

export function committeesHold(city: () => MadeUpCity): void {
  it('a branch has a committee from seven members on, of three to five, and below that who leads it alone', async () => {
    const branches = await branchesOf(city());
    const due = branches.filter(({ isDue }) => isDue);
    expect(due.length).toBeGreaterThan(10);
    for (const { seated, max } of due) expect(seated).toBeLessThanOrEqual(max);
    const whole = due.filter(({ seated, min }) => seated >= min);
    // Where one fell vacant, or was never filled, it shows.
    expect(whole.length / due.length).toBeGreaterThan(0.9);
    for (const { seated, led } of branches.filter(({ isDue }) => !isDue)) expect(seated).toBe(led);
  });

  it('everybody on a committee was nominated, vetted, voted for and appointed, in this order, within the term', async () => {
    const { model, rows, tenantId, now } = city();
    const offices = Object.values(model.orgKinds).flatMap(({ committee }) => committee?.roles.slice(1) ?? []);
    const posts = await rows<{ role: string; steps: string[]; ordered: boolean; months: number }>(
      `SELECT posts.role, array_agg(step ORDER BY step_number) AS steps,
              bool_and(done_on <= held_from) AS ordered,
              (extract(year FROM age($3::date, held_from)) * 12 + extract(month FROM age($3::date, held_from)))::int AS months
         FROM posts LEFT JOIN post_trails ON post_trails.tenant_id = $1 AND post_trails.post_id = posts.post_id
        WHERE posts.tenant_id = $1 AND posts.role = ANY ($2) GROUP BY posts.post_id, posts.role, posts.held_from`,
      [tenantId, offices, now.slice(0, 10)],
    );
    expect(posts.length).toBeGreaterThan(20);
    for (const { role, steps, ordered, months } of posts) {
      expect(steps, role).toEqual(['nominated', 'vetted', 'voted', 'appointed']);
      expect(ordered, role).toBe(true);
      expect(months, role).toBeLessThan((model.roles[role]?.termYears ?? 0) * 12);
    }
  });

  it('what decides only when more than half are there was held with more than half', async () => {
    const { model, rows, tenantId } = city();
    const ofCommittees = Object.entries(model.gatherings).flatMap(([kind, { openTo }]) =>
      openTo.of === 'committee' ? [kind] : [],
    );
    const seats = Object.values(model.orgKinds).flatMap(({ committee }) => committee?.roles ?? []);
    const [committees] = await rows<{ held: number; empty: number; strangers: number }>(
      `SELECT count(*)::int AS held, count(*) FILTER (WHERE here * 2 <= greatest(seated, 2))::int AS empty,
              coalesce(sum(came - here), 0)::int AS strangers
         FROM (SELECT (SELECT count(DISTINCT posts.person_id) FROM posts WHERE posts.tenant_id = $1
                          AND posts.org_id = gatherings.host_org_id AND posts.role = ANY ($3)
                          AND posts.held_from <= gatherings.starts_at::date
                          AND coalesce(posts.held_to, 'infinity') >= gatherings.starts_at::date) AS seated,
                      (SELECT count(DISTINCT came.person_id) FROM gathering_attendance AS came
                         JOIN posts ON posts.tenant_id = $1 AND posts.person_id = came.person_id
                          AND posts.org_id = gatherings.host_org_id AND posts.role = ANY ($3)
                        WHERE came.tenant_id = $1 AND came.gathering_id = gatherings.gathering_id) AS here,
                      (SELECT count(*) FROM gathering_attendance AS came
                        WHERE came.tenant_id = $1 AND came.gathering_id = gatherings.gathering_id) AS came
                 FROM gatherings WHERE gatherings.tenant_id = $1 AND gatherings.kind = ANY ($2)
                  AND gatherings.state = 'ended') AS meetings`,
      [tenantId, ofCommittees, seats],
    );
    expect(committees?.held).toBeGreaterThan(20);
    expect(committees).toMatchObject({ empty: 0, strangers: 0 });
    const [members] = await rows<{ held: number; empty: number }>(
      `SELECT count(*)::int AS held, count(*) FILTER (WHERE came * 2 <= members)::int AS empty
         FROM (SELECT (SELECT count(*) FROM gathering_attendance AS came
                        WHERE came.tenant_id = $1 AND came.gathering_id = gatherings.gathering_id) AS came,
                      (SELECT sum(members) FROM org_sizes
                        WHERE org_sizes.tenant_id = $1 AND org_sizes.org_id = gatherings.host_org_id) AS members
                 FROM gatherings WHERE gatherings.tenant_id = $1 AND gatherings.kind = 'members-meeting'
                  AND gatherings.state = 'ended') AS meetings`,
    );
    // Some cities are told for less than a quarter, in which there may have been none.
    expect(members?.empty).toBe(0);
  });
}
