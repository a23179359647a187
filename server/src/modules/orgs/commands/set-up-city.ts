/**
 * The first administrator of a city, entered at the machine it runs on: every later post is given by somebody who holds
 * one, and the first one has to come from somewhere. Which organisation and role that is, the model says.
 */
import { randomUUID } from 'node:crypto';
import type { Label, Model, Role } from '@linli/model';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { Refused } from '../../../platform/refused.ts';
import type { CityModel } from '../../models/index.ts';
import { enterPerson, hashPassword } from '../../people/index.ts';
import { today } from '../policy.ts';
import { titleOf } from '../present.ts';

export interface FirstAdministrator {
  name: string;
  login: string;
  password: string;
  /** Kind of the organisation, where the model leaves a choice. */
  orgKind?: string | undefined;
  /** Name of the organisation; left out: what the model calls its kind. */
  orgName?: string | undefined;
}

/** Throws Refused, saying what to do, when there is nothing to set up. */
export async function setUpCity(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  { tenantId, model, isDemo }: CityModel,
  words: FirstAdministrator,
): Promise<{ orgName: string; roleTitle: Label }> {
  if (isDemo) {
    throw new Refused(
      `${model.key} is a made-up city here: its administrators can be tried at a tap. ` +
        'A real city needs a data folder of its own (LINLI_DATA=./city-data) or its own DATABASE_URL.',
    );
  }
  const office = officeOf(model, words.orgKind);
  const passwordHash = await hashPassword(words.password);
  const at = deps.clock.now();
  const day = today(model, at);
  return inTenant(deps.db, tenantId, async (tx) => {
    // Two people setting up at once: the second waits here, and is told of the first.
    await tx.query(`SELECT pg_advisory_xact_lock(hashtext('linli setup'), $1)`, [tenantId]);
    await refuseSecondSetup(tx, model, day);
    const org = await ensureOffice(tx, model, office.orgKind, words.orgName, day);
    const { name, login } = words;
    const personId = await enterPerson(deps, tx, { name, login, passwordHash }, at);
    await tx.query(
      'INSERT INTO posts (tenant_id, post_id, org_id, role, person_id, held_from) VALUES ($1, $2, $3, $4, $5, $6)',
      [tenantId, randomUUID(), org.orgId, office.role, personId, day],
    );
    return { orgName: org.name, roleTitle: titleOf(model.roles, office.role) };
  });
}

interface Office {
  orgKind: string;
  role: string;
}

/** Where the whole city is administered: kinds of organisation that can cover it, those under no other first. */
function officeOf(model: Model, wanted: string | undefined): Office {
  const lengths = new Map(model.levels.map(({ key, codeLength }) => [key, codeLength]));
  const coversCity = ({ orgKind }: Role): boolean => {
    const level = model.orgKinds[orgKind]?.level ?? null;
    return level === null || lengths.get(level) === model.jurisdiction.length;
  };
  const offices = Object.entries(model.roles)
    .filter(([, role]) => role.can.includes('administer') && coversCity(role))
    .map(([role, { orgKind }]): Office => ({ orgKind, role }));
  if (offices.length === 0) {
    throw new Refused(
      `${model.key} has no role that can administer in an organisation of the whole city: add one to its model (roles: … can: [administer]).`,
    );
  }
  const kinds = [...new Set(offices.map(({ orgKind }) => orgKind))];
  if (wanted !== undefined) {
    const office = offices.find(({ orgKind }) => orgKind === wanted);
    if (!office) {
      throw new Refused(
        `"${wanted}" administers no whole city in ${model.key}, allowed: ${kinds.join(', ')}`,
      );
    }
    return office;
  }
  const top = kinds.filter((kind) => (model.orgKinds[kind]?.under ?? null) === null);
  const [only, ...others] = top.length > 0 ? top : kinds;
  const office = offices.find(({ orgKind }) => orgKind === only);
  if (!office || others.length > 0) {
    throw new Refused(`${model.key} leaves a choice: say --org-kind, allowed: ${kinds.join(', ')}`);
  }
  return office;
}

/** Once somebody administers the whole city, posts are given by them and no longer from outside. */
async function refuseSecondSetup(tx: Tx, model: Model, day: string): Promise<void> {
  const roles = Object.entries(model.roles)
    .filter(([, { can }]) => can.includes('administer'))
    .map(([role]) => role);
  const { rows } = await tx.query<{ name: string; role: string; orgName: string }>(
    `SELECT people.name, posts.role, orgs.name AS "orgName"
       FROM posts
       JOIN people ON people.tenant_id = posts.tenant_id AND people.person_id = posts.person_id
       JOIN orgs ON orgs.tenant_id = posts.tenant_id AND orgs.org_id = posts.org_id
       JOIN org_areas ON org_areas.tenant_id = orgs.tenant_id AND org_areas.org_id = orgs.org_id
      WHERE posts.tenant_id = $1 AND posts.role = ANY ($2) AND $3 LIKE org_areas.area_code || '%'
        AND coalesce(posts.held_to, 'infinity') >= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
      ORDER BY posts.held_from, posts.post_id`,
    [tx.tenantId, roles, model.jurisdiction, day],
  );
  if (rows.length === 0) return;
  const holders = rows.map(
    ({ name, role, orgName }) => `${name} (${titleOf(model.roles, role).zh}, ${orgName})`,
  );
  throw new Refused(
    `${model.key} is set up already. Further posts are given in the console, under 组织与岗位, by: ${holders.join('; ')}`,
  );
}

/** The organisation of this kind that covers the city; made when there is none. */
async function ensureOffice(
  tx: Tx,
  model: Model,
  kind: string,
  wantedName: string | undefined,
  day: string,
): Promise<{ orgId: string; name: string }> {
  const { rows } = await tx.query<{ orgId: string; name: string }>(
    `SELECT orgs.org_id AS "orgId", orgs.name FROM orgs
       JOIN org_areas ON org_areas.tenant_id = orgs.tenant_id AND org_areas.org_id = orgs.org_id
      WHERE orgs.tenant_id = $1 AND orgs.kind = $2 AND org_areas.area_code = $3
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
      ORDER BY orgs.valid_from, orgs.org_id LIMIT 1`,
    [tx.tenantId, kind, model.jurisdiction, day],
  );
  if (rows[0]) return rows[0];
  const office = { orgId: randomUUID(), name: wantedName ?? titleOf(model.orgKinds, kind).zh };
  await tx.query('INSERT INTO orgs (tenant_id, org_id, kind, name, valid_from) VALUES ($1, $2, $3, $4, $5)', [
    tx.tenantId,
    office.orgId,
    kind,
    office.name,
    day,
  ]);
  await tx.query('INSERT INTO org_areas (tenant_id, org_id, area_code) VALUES ($1, $2, $3)', [
    tx.tenantId,
    office.orgId,
    model.jurisdiction,
  ]);
  return office;
}
