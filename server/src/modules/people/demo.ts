/** Persons of made-up cities that anybody may be at a tap. A city with real people has none. */
import type { DemoPerson, Label } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import { readInTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { type CityModel, modelsOf } from '../models/index.ts';

const resident: Label = { zh: '居民', en: 'Resident' };

interface DemoRow {
  personId: string;
  name: string;
  script: Label;
  homeName: string | null;
  role: string | null;
  orgName: string | null;
  areaName: string | null;
}

/** Everybody on offer, city by city; 404 where there is no made-up city. */
export async function demoPeople(deps: Deps): Promise<DemoPerson[]> {
  const cities = modelsOf(deps)
    .cities()
    .filter((city) => city.isDemo);
  if (cities.length === 0) throw problem('not-demo');
  const people = await Promise.all(cities.map((city) => peopleOf(deps, city)));
  return people.flat();
}

async function peopleOf(deps: Deps, { tenantId, model }: CityModel): Promise<DemoPerson[]> {
  const rows = await readInTenant<DemoRow>(
    deps.db,
    tenantId,
    `SELECT people.person_id AS "personId", people.name, people.demo_script AS script,
            home.full_name AS "homeName", post.role, post.org_name AS "orgName", post.area_name AS "areaName"
       FROM people
       LEFT JOIN areas AS home ON home.tenant_id = people.tenant_id AND home.code = people.home_code
       LEFT JOIN LATERAL (
         SELECT posts.role, orgs.name AS org_name,
                (SELECT areas.full_name FROM org_areas
                   JOIN areas ON areas.tenant_id = org_areas.tenant_id AND areas.code = org_areas.area_code
                  WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
                  ORDER BY org_areas.area_code LIMIT 1) AS area_name
           FROM posts JOIN orgs ON orgs.tenant_id = posts.tenant_id AND orgs.org_id = posts.org_id
          WHERE posts.tenant_id = $1 AND posts.person_id = people.person_id
            AND posts.held_from <= $2::date AND coalesce(posts.held_to, 'infinity') >= $2::date
          ORDER BY posts.held_from, posts.post_id LIMIT 1
       ) AS post ON true
      WHERE people.tenant_id = $1 AND people.demo_script IS NOT NULL
      ORDER BY post.role IS NOT NULL, people.created_at, people.person_id`,
    [tenantId, localDateOf(deps.clock.now(), model.timeZone)],
  );
  return rows.map((row) => ({
    id: `${model.key}.${row.personId}`,
    name: row.name,
    city: model.key,
    cityTitle: model.title,
    role: row.role,
    roleTitle: row.role === null ? resident : (model.roles[row.role]?.title ?? resident),
    orgName: row.orgName,
    areaName: row.areaName ?? row.homeName,
    script: row.script,
    face: row.role === null ? 'resident' : 'console',
  }));
}

/** The person behind an id of `demoPeople`. */
export async function demoPerson(deps: Deps, id: string): Promise<{ tenantId: number; personId: string }> {
  const people = await demoPeople(deps);
  const person = people.find((one) => one.id === id);
  const city = person && modelsOf(deps).findCity(person.city);
  if (!person || !city) throw problem('not-found');
  return { tenantId: city.tenantId, personId: person.id.slice(person.city.length + 1) };
}
