/** What every city founded on official divisions must hold: asked of its tables and of the served API. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { verify } from '../../server/src/modules/cases/index.ts';
import type { MadeUpCity } from './made-up-city.ts';
import { signIn } from './sign-in.ts';

/** How many rows meet it. */
export async function countOf(city: MadeUpCity, text: string, values: unknown[] = []): Promise<number> {
  const [row] = await city.rows<{ count: number }>(`SELECT count(*)::int AS count ${text}`, [
    city.tenantId,
    ...values,
  ]);
  return row?.count ?? -1;
}

export function officesHold(city: () => MadeUpCity, { without = [] }: { without?: string[] } = {}): void {
  it('its divisions are the official ones, letter by letter', async () => {
    const { model, rows } = city();
    const official = readFileSync(new URL('../data/divisions.csv', import.meta.url), 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.startsWith(model.jurisdiction))
      .filter((line) => !without.some((code) => line.startsWith(code)));
    const found = await rows<{ line: string }>(
      `SELECT code || ',' || name || ',' || level AS line FROM areas
        WHERE tenant_id = $1 AND level IN ('county', 'street', 'community')`,
    );
    expect(official.length).toBeGreaterThan(300);
    expect(found.map(({ line }) => line).sort()).toEqual(official.sort());
  });

  it('every post is of a role in the kind of organisation that has it, and serves what its organisation covers', async () => {
    const { model, rows } = city();
    const posts = await rows<{ role: string; kind: string; astray: number }>(
      `SELECT role, orgs.kind, count(*) FILTER (WHERE NOT EXISTS (
                SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
                   AND starts_with(served.area_code, org_areas.area_code)) AND served.area_code IS NOT NULL)::int AS astray
         FROM posts JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
         LEFT JOIN post_areas AS served ON served.tenant_id = $1 AND served.post_id = posts.post_id
        WHERE posts.tenant_id = $1 GROUP BY role, orgs.kind`,
    );
    expect(posts.length).toBeGreaterThan(10);
    for (const { role, kind, astray } of posts) {
      expect(model.roles[role]?.orgKind, role).toBe(kind);
      expect(astray, role).toBe(0);
    }
  });

  it('no home lies in two grids, and nobody holds an office twice at the same time', async () => {
    expect(
      await countOf(
        city(),
        `FROM (SELECT building_code FROM grid_buildings WHERE tenant_id = $1
                GROUP BY building_code HAVING count(*) > 1) AS twice`,
      ),
    ).toBe(0);
    expect(
      await countOf(
        city(),
        `FROM (SELECT person_id FROM posts WHERE tenant_id = $1 AND held_to IS NULL
                GROUP BY person_id, org_id, role HAVING count(*) > 1) AS twice`,
      ),
    ).toBe(0);
  });

  it('nearly every home has exactly one grid and one who answers, by the proof of coverage', async () => {
    const { server } = city();
    const { people } = (await server.app.inject('/api/demo/people')).json() as {
      people: { id: string; role: string | null }[];
    };
    const administrator = people.find(({ role }) => role === 'administrator');
    const session = await signIn(server, administrator?.id ?? '');
    const { figures } = await session.get<{
      figures: { homes: number; proven: number; overanswered: number };
    }>('/api/coverage');
    expect(figures.homes).toBeGreaterThan(10_000);
    expect(figures.proven / figures.homes).toBeGreaterThan(0.9);
    expect(figures.overanswered).toBe(0);
  });

  it('only invented people: every phone number is of a block that was given to nobody', async () => {
    const { rows, server, tenantId } = city();
    const people = await rows<{ cipher: Buffer }>(
      'SELECT phone_cipher AS cipher FROM people WHERE tenant_id = $1 AND phone_cipher IS NOT NULL',
    );
    expect(people.length).toBeGreaterThan(500);
    for (const { cipher } of people) {
      expect(server.deps.secrets.decrypt({ tenantId, field: 'phone' }, cipher)).toMatch(/^154\d{8}$/);
    }
  });

  it('a few hundred cases went through the engine, and verify finds nothing wrong', async () => {
    const findings: unknown[] = [];
    const verified = await verify(city().server.db, { found: (finding) => findings.push(finding) });
    expect(findings).toEqual([]);
    expect(verified.cases).toBeGreaterThan(250);
  });

  it('offers somebody for each role with a line to try; who acts on cases finds some', async () => {
    const { model, server } = city();
    const { people } = (await server.app.inject('/api/demo/people')).json() as {
      people: { id: string; role: string | null }[];
    };
    const wanted = Object.entries(model.roles).flatMap(([key, { script }]) => (script === null ? [] : [key]));
    expect(new Set(people.flatMap(({ role }) => role ?? []))).toEqual(new Set(wanted));
    const acting = new Set<string>(
      Object.values(model.caseKinds).flatMap(({ stations }) =>
        Object.values(stations).flatMap((station) => [...station.by, ...station.to]),
      ),
    );
    for (const { id, role } of people) {
      const session = await signIn(server, id);
      if (role === null) {
        const { cases } = await session.get<{ cases: unknown[] }>('/api/cases?mine=true');
        expect(cases.length).toBeGreaterThan(0);
      } else if (acting.has(`role:${role}`) || acting.has(role)) {
        const { mine, queues } = await session.get<{ mine: unknown[]; queues: { count: number }[] }>(
          '/api/workbench',
        );
        expect(mine.length + queues.reduce((sum, { count }) => sum + count, 0), role).toBeGreaterThan(0);
      }
    }
  });
}
