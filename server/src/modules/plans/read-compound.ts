/** A compound as the planner needs it: buildings, homes, members, bounds, and the grids and duties of a day. */
import type { Label } from '@linli/model';
import type { Bounds, PresentPlan, Problem } from '@linli/planner';
import type { Tx } from '../../platform/db/index.ts';
import type { PlanRule } from './plan-rule.ts';

export interface PresentGrid {
  gridId: string;
  name: string;
  orgId: string;
  orgName: string;
  validFrom: string;
  buildingCodes: string[];
}

export interface PresentMember {
  personId: string;
  name: string;
  /** Posts by which this person may serve here, the oldest first. */
  posts: { postId: string; orgId: string; orgName: string }[];
  mostHomes: number | null;
  until: string | null;
  /** null: it is not known where this person lives, nor does anything tell. */
  buildingCode: string | null;
}

export interface Compound {
  code: string;
  name: string;
  /** What the planner gets. */
  problem: Problem;
  present: PresentPlan;
  buildings: { code: string; name: string }[];
  grids: PresentGrid[];
  members: PresentMember[];
  /** Into how many grids it is divided. */
  gridBounds: PlanRule['grids'];
  /** Organisation the branches stand under. */
  parentOrgId: string | null;
  /** Why nothing can be planned here yet. */
  obstacles: Label[];
  /** Grids that begin only after the day. */
  laterGrids: number;
}

/** Everything as of one day; undefined: there is no such compound. */
export async function readCompound(
  tx: Tx,
  rule: PlanRule,
  compoundCode: string,
  day: string,
): Promise<Compound | undefined> {
  const area = await tx.query<{ name: string }>(
    'SELECT name FROM areas WHERE tenant_id = $1 AND code = $2 AND level = $3',
    [tx.tenantId, compoundCode, rule.whole.key],
  );
  const [found] = area.rows;
  if (!found) return undefined;
  const [places, homes, grids, branches, parent] = await Promise.all([
    tx.query<{ code: string; name: string; longitude: number | null; latitude: number | null }>(
      `SELECT code, name, longitude, latitude FROM areas
        WHERE tenant_id = $1 AND level = $3 AND code >= $2 AND code < $2 || '~' ORDER BY code`,
      [tx.tenantId, compoundCode, rule.gridsOf.key],
    ),
    tx.query<{ code: string }>(
      `SELECT code FROM areas WHERE tenant_id = $1 AND level = $3 AND code >= $2 AND code < $2 || '~' ORDER BY code`,
      [tx.tenantId, compoundCode, rule.homes.key],
    ),
    tx.query<PresentGrid>(
      `SELECT grids.grid_id AS "gridId", grids.name, grids.org_id AS "orgId", orgs.name AS "orgName",
              grids.valid_from AS "validFrom",
              ARRAY(SELECT building_code FROM grid_buildings
                     WHERE grid_buildings.tenant_id = $1 AND grid_buildings.grid_id = grids.grid_id
                     ORDER BY building_code) AS "buildingCodes"
         FROM grids JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = grids.org_id
        WHERE grids.tenant_id = $1 AND grids.compound_code = $2 AND coalesce(grids.valid_to, 'infinity') >= $3::date
          AND coalesce(grids.valid_to, 'infinity') >= grids.valid_from
        ORDER BY grids.name, grids.grid_id`,
      [tx.tenantId, compoundCode, day],
    ),
    tx.query<{ orgId: string; name: string; parentOrgId: string | null; areas: string[] }>(
      `SELECT orgs.org_id AS "orgId", orgs.name, orgs.parent_org_id AS "parentOrgId",
              ARRAY(SELECT area_code FROM org_areas
                     WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id ORDER BY area_code) AS areas
         FROM orgs
        WHERE orgs.tenant_id = $1 AND orgs.kind = $3
          AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
          AND EXISTS (SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
                         AND org_areas.area_code >= $2 AND org_areas.area_code < $2 || '~')
        ORDER BY orgs.name, orgs.org_id`,
      [tx.tenantId, compoundCode, rule.orgKind, day],
    ),
    tx.query<{ orgId: string; formation: string | null }>(
      `SELECT orgs.org_id AS "orgId", orgs.formation FROM orgs
         JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id AND org_areas.area_code = $2
        WHERE orgs.tenant_id = $1 AND orgs.kind = $3
          AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
        ORDER BY orgs.valid_from, orgs.org_id LIMIT 1`,
      [tx.tenantId, compoundCode, rule.under ?? '', day],
    ),
  ]);
  const orgIds = branches.rows.map(({ orgId }) => orgId);
  const [posts, duties] = await Promise.all([
    tx.query<{
      postId: string;
      orgId: string;
      orgName: string;
      personId: string;
      name: string;
      homeCode: string | null;
      mostHomes: number | null;
      until: string | null;
    }>(
      `SELECT posts.post_id AS "postId", posts.org_id AS "orgId", orgs.name AS "orgName", posts.person_id AS "personId",
              people.name, people.home_code AS "homeCode", free.most_homes AS "mostHomes", free.until
         FROM posts
         JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
         JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
         LEFT JOIN availabilities AS free ON free.tenant_id = $1 AND free.person_id = posts.person_id
          AND coalesce(free.until, 'infinity') >= $4::date
        WHERE posts.tenant_id = $1 AND posts.org_id = ANY ($2::uuid[]) AND posts.role = $3
          AND posts.held_from <= $4::date AND coalesce(posts.held_to, 'infinity') >= $4::date
        ORDER BY posts.held_from, posts.post_id`,
      [tx.tenantId, orgIds, rule.role, day],
    ),
    tx.query<{ personId: string; areaCode: string }>(
      `SELECT posts.person_id AS "personId", post_areas.area_code AS "areaCode"
         FROM posts JOIN post_areas ON post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id
          AND post_areas.area_code >= $5 AND post_areas.area_code < $5 || '~'
        WHERE posts.tenant_id = $1 AND posts.org_id = ANY ($2::uuid[]) AND posts.role = $3
          AND posts.held_from <= $4::date AND coalesce(posts.held_to, 'infinity') >= $4::date
        ORDER BY post_areas.area_code, posts.held_from, posts.post_id`,
      [tx.tenantId, orgIds, rule.role, day, compoundCode],
    ),
  ]);
  const formation = parent.rows[0]?.formation ?? null;
  const gridBounds = (formation === null ? undefined : rule.gridsJointly[formation]) ?? rule.grids;
  const cut = rule.gridsOf.codeLength;
  const homesOf = Map.groupBy(homes.rows, ({ code }) => code.slice(0, cut));
  const buildings = places.rows;
  const known = new Set(buildings.map(({ code }) => code));
  const inForce = grids.rows.filter(({ validFrom }) => validFrom <= day);
  const members = membersOf(posts.rows, duties.rows, inForce, known, cut);
  const shared = branches.rows.filter(({ areas }) => areas.some((code) => !code.startsWith(compoundCode)));
  const unplaced = buildings.filter(({ longitude, latitude }) => longitude === null || latitude === null);
  return {
    code: compoundCode,
    name: found.name,
    problem: {
      buildings: buildings.map(({ code, longitude, latitude }) => ({
        id: code,
        at: { lon: longitude ?? 0, lat: latitude ?? 0 },
        homes: (homesOf.get(code) ?? []).map((home) => ({ id: home.code })),
      })),
      members: members.flatMap(({ personId, buildingCode, mostHomes }) =>
        buildingCode === null
          ? []
          : [
              {
                id: personId,
                buildingId: buildingCode,
                isAvailable: mostHomes !== 0,
                ...(mostHomes === null ? {} : { mostHomes }),
              },
            ],
      ),
      bounds: boundsOf(rule, gridBounds, buildings.length, members.length, homes.rows.length),
    },
    present: {
      grids: inForce.map(({ gridId, buildingCodes }) => ({ id: gridId, buildingIds: buildingCodes })),
      duties: duties.rows.map(({ personId, areaCode }) => ({ homeId: areaCode, memberId: personId })),
    },
    buildings: buildings.map(({ code, name }) => ({ code, name })),
    grids: inForce,
    members,
    gridBounds,
    parentOrgId:
      branches.rows.find(({ parentOrgId }) => parentOrgId !== null)?.parentOrgId ??
      parent.rows[0]?.orgId ??
      null,
    obstacles: [
      ...(unplaced.length === 0
        ? []
        : [
            {
              zh: `${unplaced.length} 处${rule.gridsOf.title.zh}没有位置：${listed(unplaced)}。请先导入经纬度。`,
              en: `${unplaced.length} have no position: ${listed(unplaced)}. Import longitude and latitude first.`,
            },
          ]),
      ...(shared.length === 0
        ? []
        : [
            {
              zh: `这里与别处共用${rule.orgKindTitle.zh}：${listed(shared)}。请先把它们分开。`,
              en: `It shares an organisation with other places: ${listed(shared)}. Divide them first.`,
            },
          ]),
    ],
    laterGrids: grids.rows.length - inForce.length,
  };
}

/**
 * Where each member lives: the building of the own home, else that of most of the homes served today, else the first of
 * the grid.
 */
function membersOf(
  posts: readonly {
    postId: string;
    orgId: string;
    orgName: string;
    personId: string;
    name: string;
    homeCode: string | null;
    mostHomes: number | null;
    until: string | null;
  }[],
  duties: readonly { personId: string; areaCode: string }[],
  grids: readonly PresentGrid[],
  known: ReadonlySet<string>,
  cut: number,
): PresentMember[] {
  const served = Map.groupBy(duties, ({ personId }) => personId);
  const gridOfOrg = new Map(grids.map((grid) => [grid.orgId, grid]));
  return [...Map.groupBy(posts, ({ personId }) => personId)].flatMap(([personId, own]) => {
    const [first] = own;
    if (!first) return [];
    const { name, homeCode, mostHomes, until } = first;
    const home = homeCode?.slice(0, cut);
    const candidates = [
      home,
      mostFrequent((served.get(personId) ?? []).map(({ areaCode }) => areaCode.slice(0, cut))),
      ...own.map(({ orgId }) => gridOfOrg.get(orgId)?.buildingCodes[0]),
    ];
    return [
      {
        personId,
        name,
        posts: own.map(({ postId, orgId, orgName }) => ({ postId, orgId, orgName })),
        mostHomes,
        until,
        buildingCode: candidates.find((code) => code !== undefined && known.has(code)) ?? null,
      },
    ];
  });
}

function mostFrequent(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** A bound the model does not set is set where it cannot bind. */
function boundsOf(
  rule: PlanRule,
  grids: PlanRule['grids'],
  buildings: number,
  members: number,
  homes: number,
): Bounds {
  return {
    areasMin: grids.min ?? 1,
    areasMax: grids.max ?? Math.max(1, buildings),
    membersPerAreaMin: rule.members.min ?? 1,
    membersPerAreaMax: rule.members.max ?? Math.max(1, members),
    homesPerMemberMin: rule.homesPerMember.min ?? 0,
    homesPerMemberMax: rule.homesPerMember.max ?? Math.max(1, homes),
  };
}

const named = 5;

function listed(things: readonly { name: string }[]): string {
  const names = things.slice(0, named).map(({ name }) => name);
  return `${names.join('、')}${things.length > named ? '…' : ''}`;
}
