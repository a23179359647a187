/** The rows one count of a norm was made of. */
import { counted, type NormRows } from '@linli/contract';
import type { Model, Norm } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import { titleOf } from '../present.ts';
import { ratedAreas } from '../proof/index.ts';
import { memberRoles, type Unit } from './figures.ts';

/** `personRole`: whose name it is; null: no person's. */
type Row = NormRows['rows'][number] & { personRole: string | null };

const most = 500;
const noPerson = { personRole: null, because: null, since: null, orgId: null, what: null } as const;

export async function rowsOf(tx: Tx, model: Model, norm: Norm, unit: Unit, day: string): Promise<Row[]> {
  switch (norm.figure) {
    case 'member-share':
      return seatsOf(tx, model, norm, unit, day);
    case 'grids':
      return gridsIn(tx, 'starts_with(grids.compound_code, $2)', unit.unit, day);
    case 'members-per-grid':
      return [
        ...(await sizesOf(tx, unit.unit, day)),
        ...(await gridsIn(tx, 'grids.org_id = $2::uuid', unit.unit, day)),
      ];
    case 'homes-per-member':
      return homesOf(tx, model, unit);
    case 'branch-coverage': {
      const areas = await ratedAreas(tx, model, {
        areaCode: unit.areaCode,
        day,
        areaClass: unit.areaClass,
      });
      return areas.map(({ name, orgs }) => ({
        ...noPerson,
        name,
        isCounted: orgs.length > 0,
        because: orgs.join('、') || null,
      }));
    }
  }
}

/** Who sits there, each with the post that makes a member, where there is one. */
async function seatsOf(tx: Tx, model: Model, norm: Norm, unit: Unit, day: string): Promise<Row[]> {
  const { rows } = await tx.query<{
    name: string;
    role: string;
    since: string;
    memberRole: string | null;
    memberOrg: string | null;
  }>(
    `SELECT people.name, posts.role, posts.held_from AS since, member.role AS "memberRole", member.org AS "memberOrg"
       FROM posts JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
       LEFT JOIN LATERAL (
         SELECT other.role, orgs.name AS org FROM posts AS other
           JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = other.org_id
          WHERE other.tenant_id = $1 AND other.person_id = posts.person_id AND other.role = ANY ($4)
            AND other.held_from <= $5::date AND coalesce(other.held_to, 'infinity') >= $5::date
          ORDER BY other.held_from, other.post_id LIMIT 1
       ) AS member ON true
      WHERE posts.tenant_id = $1 AND posts.org_id = $2::uuid AND posts.role = ANY ($3)
        AND posts.held_from <= $5::date AND coalesce(posts.held_to, 'infinity') >= $5::date
      ORDER BY array_position($3, posts.role), posts.held_from, posts.post_id LIMIT ${most}`,
    [tx.tenantId, unit.unit, norm.roles, memberRoles(model, norm.membersOf), day],
  );
  return rows.map(({ name, role, since, memberRole, memberOrg }) => ({
    name,
    what: titleOf(model.roles, role),
    isCounted: memberRole !== null,
    because: memberRole === null ? null : `${memberOrg} ${titleOf(model.roles, memberRole).zh}`,
    since,
    orgId: unit.orgId,
    personRole: role,
  }));
}

async function gridsIn(tx: Tx, which: string, key: string, day: string): Promise<Row[]> {
  const { rows } = await tx.query<{ name: string; since: string; orgName: string; orgId: string }>(
    `SELECT grids.name, grids.valid_from AS since, orgs.name AS "orgName", orgs.org_id AS "orgId"
       FROM grids JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = grids.org_id
      WHERE grids.tenant_id = $1 AND ${which}
        AND grids.valid_from <= $3::date AND coalesce(grids.valid_to, 'infinity') >= $3::date
      ORDER BY grids.name, grids.grid_id LIMIT ${most}`,
    [tx.tenantId, key, day],
  );
  return rows.map(({ name, since, orgName, orgId }) => ({
    ...noPerson,
    name,
    isCounted: true,
    because: orgName,
    since,
    orgId,
  }));
}

/** Numbers as last counted by the day; no names are known of them. */
async function sizesOf(tx: Tx, orgId: string, day: string): Promise<Row[]> {
  const { rows } = await tx.query<{ members: number; since: string; areaName: string | null }>(
    `SELECT org_sizes.members, org_sizes.counted_on AS since, areas.full_name AS "areaName"
       FROM org_sizes LEFT JOIN areas ON areas.tenant_id = $1 AND areas.code = org_sizes.area_code
      WHERE org_sizes.tenant_id = $1 AND org_sizes.org_id = $2::uuid
        AND org_sizes.counted_on = (SELECT max(counted_on) FROM org_sizes AS latest
                                     WHERE latest.tenant_id = $1 AND latest.org_id = $2::uuid AND latest.counted_on <= $3::date)
      ORDER BY org_sizes.area_code LIMIT ${most}`,
    [tx.tenantId, orgId, day],
  );
  return rows.map(({ members, since, areaName }) => ({
    ...noPerson,
    name: areaName ?? '',
    what: { zh: `成员 ${members} 人`, en: counted(members, 'member') },
    isCounted: true,
    since,
    orgId,
  }));
}

async function homesOf(tx: Tx, model: Model, unit: Unit): Promise<Row[]> {
  const homes = model.coverage?.homes ?? model.levels.at(-1)?.key ?? '';
  const { rows } = await tx.query<{ name: string; homes: number }>(
    `SELECT areas.full_name AS name,
            (SELECT count(*)::integer FROM areas AS inside
              WHERE inside.tenant_id = $1 AND inside.level = $3
                AND inside.code >= areas.code AND inside.code < areas.code || '~') AS homes
       FROM post_areas JOIN areas ON areas.tenant_id = $1 AND areas.code = post_areas.area_code
      WHERE post_areas.tenant_id = $1 AND post_areas.post_id = $2::uuid ORDER BY areas.code LIMIT ${most}`,
    [tx.tenantId, unit.unit, homes],
  );
  return rows.map(({ name, homes: number }) => ({
    ...noPerson,
    name,
    what: { zh: `${number} 户`, en: counted(number, 'home') },
    isCounted: true,
  }));
}
