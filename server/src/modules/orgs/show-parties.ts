/** The parties of a place side by side, and the axis and nets of the city: views of one graph. */
import type { NetsQuery, NetsView, PartiesView } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { modelsOf } from '../models/index.ts';
import type { Viewer } from '../people/index.ts';
import { prefixesOf } from './coverage.ts';
import { requirePost, today } from './policy.ts';
import { titleOf } from './present.ts';

const listed = 20;

export async function showParties(
  deps: Deps,
  viewer: Viewer,
  areaCode: string,
): Promise<z.output<typeof PartiesView>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const names = await areaNames(tx, prefixesOf(model, areaCode));
      if (!names.has(areaCode)) throw problem('not-found');
      const groups: z.output<typeof PartiesView>['groups'] = [];
      for (const [key, group] of Object.entries(model.parties)) {
        const length = model.levels.find((level) => level.key === group.level)?.codeLength ?? 0;
        const place = areaCode.slice(0, length);
        // Asked for a place around such areas, there is no one area in which they stand side by side.
        if (areaCode.length < length) continue;
        const parties = Object.entries(group.parties);
        const found = await Promise.all(
          parties.map(([, { orgKinds, roles }]) => partyOf(tx, model, place, orgKinds, roles, day)),
        );
        groups.push({
          key,
          title: group.title,
          area: { code: place, name: names.get(place) ?? place },
          parties: parties.map(([partyKey, party], at) => {
            const { orgs, holders, holderCount } = found[at] ?? { orgs: [], holders: [], holderCount: 0 };
            return {
              key: partyKey,
              title: party.title,
              owes: party.owes,
              residents: party.residents,
              orgs,
              holders,
              holderCount,
              isPresent: party.residents || orgs.length > 0 || holderCount > 0,
            };
          }),
        });
      }
      return { groups };
    },
    { readOnly: true },
  );
}

/** Organisations of a party cover the place or something in it; its holders are those of its roles there. */
async function partyOf(
  tx: Tx,
  model: Model,
  place: string,
  kinds: readonly string[],
  roles: readonly string[],
  day: string,
): Promise<
  Pick<z.output<typeof PartiesView>['groups'][number]['parties'][number], 'orgs' | 'holders' | 'holderCount'>
> {
  const values = [tx.tenantId, prefixesOf(model, place), place, day];
  const there = `orgs.org_id IN (SELECT org_areas.org_id FROM org_areas WHERE org_areas.tenant_id = $1
      AND (org_areas.area_code = ANY ($2) OR org_areas.area_code >= $3 AND org_areas.area_code < $3 || '~'))
    AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date`;
  const [orgs, holders] = await Promise.all([
    tx.query<{ orgId: string; name: string; kind: string }>(
      `SELECT orgs.org_id AS "orgId", orgs.name, orgs.kind FROM orgs
        WHERE orgs.tenant_id = $1 AND orgs.kind = ANY ($5) AND ${there}
        ORDER BY array_position($5, orgs.kind), orgs.name, orgs.org_id LIMIT 50`,
      [...values, kinds],
    ),
    tx.query<{ postId: string; role: string; orgName: string; name: string; total: number }>(
      `SELECT posts.post_id AS "postId", posts.role, orgs.name AS "orgName", people.name,
              count(*) OVER ()::integer AS total
         FROM posts JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
         JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
        WHERE posts.tenant_id = $1 AND posts.held_from <= $4::date AND coalesce(posts.held_to, 'infinity') >= $4::date
          AND (posts.role = ANY ($6) OR orgs.kind = ANY ($5)) AND ${there}
        ORDER BY array_position($6, posts.role), posts.held_from, posts.role, posts.post_id LIMIT ${listed}`,
      [...values, kinds, roles],
    ),
  ]);
  return {
    orgs: orgs.rows.map(({ kind, ...org }) => ({ ...org, kindTitle: titleOf(model.orgKinds, kind) })),
    holders: holders.rows.map(({ postId, role, orgName, name }) => ({
      postId,
      roleTitle: titleOf(model.roles, role),
      orgName,
      name: model.roles[role]?.shown.includes('name') ? name : null,
    })),
    holderCount: holders.rows[0]?.total ?? 0,
  };
}

export async function showNets(
  deps: Deps,
  viewer: Viewer,
  { net, under, area }: z.output<typeof NetsQuery>,
): Promise<z.output<typeof NetsView>> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  const chosen = net === undefined ? undefined : model.nets[net];
  if (net !== undefined && !chosen) throw problem('not-found');
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [counts, inside] = await Promise.all([
        countNodes(tx, day),
        chosen
          ? stepInto(
              tx,
              model,
              chosen,
              { under, area: area ?? (under === undefined ? model.jurisdiction : undefined) },
              day,
            )
          : { orgs: [], areas: [], gridsInside: [] },
      ]);
      return {
        nets: Object.entries(model.nets).map(([key, { title, isAxis, orgKinds, levels, grids }]) => ({
          key,
          title,
          isAxis,
          orgKinds: orgKinds.map((kind) => ({
            key: kind,
            title: titleOf(model.orgKinds, kind),
            orgs: counts.orgs.get(kind) ?? 0,
          })),
          levels: levels.map((level) => ({
            key: level,
            title: model.levels.find((one) => one.key === level)?.title ?? { zh: level, en: level },
            areas: counts.areas.get(level) ?? 0,
          })),
          grids: grids ? counts.grids : null,
        })),
        ...inside,
      };
    },
    { readOnly: true },
  );
}

async function countNodes(tx: Tx, day: string) {
  const [orgs, areas, grids] = await Promise.all([
    tx.query<{ key: string; number: number }>(
      `SELECT kind AS key, count(*)::integer AS number FROM orgs
        WHERE tenant_id = $1 AND valid_from <= $2::date AND coalesce(valid_to, 'infinity') >= $2::date GROUP BY kind`,
      [tx.tenantId, day],
    ),
    tx.query<{ key: string; number: number }>(
      'SELECT level AS key, count(*)::integer AS number FROM areas WHERE tenant_id = $1 GROUP BY level',
      [tx.tenantId],
    ),
    tx.query<{ number: number }>(
      `SELECT count(*)::integer AS number FROM grids
        WHERE tenant_id = $1 AND valid_from <= $2::date AND coalesce(valid_to, 'infinity') >= $2::date`,
      [tx.tenantId, day],
    ),
  ]);
  const byKey = (rows: { key: string; number: number }[]) =>
    new Map(rows.map(({ key, number }) => [key, number]));
  return { orgs: byKey(orgs.rows), areas: byKey(areas.rows), grids: grids.rows[0]?.number ?? 0 };
}

async function stepInto(
  tx: Tx,
  model: Model,
  net: Model['nets'][string],
  { under, area }: { under: string | undefined; area: string | undefined },
  day: string,
): Promise<Pick<z.output<typeof NetsView>, 'orgs' | 'areas' | 'gridsInside'>> {
  const level = model.levels.find(
    ({ key, codeLength }) => net.levels.includes(key) && codeLength > (area ?? '').length,
  );
  const [orgs, areas, grids] = await Promise.all([
    tx.query<{ orgId: string; kind: string; name: string; children: number }>(
      `SELECT orgs.org_id AS "orgId", orgs.kind, orgs.name,
              (SELECT count(*)::integer FROM orgs AS child
                WHERE child.tenant_id = $1 AND child.parent_org_id = orgs.org_id AND child.kind = ANY ($2)
                  AND child.valid_from <= $3::date AND coalesce(child.valid_to, 'infinity') >= $3::date) AS children
         FROM orgs
        WHERE orgs.tenant_id = $1 AND orgs.kind = ANY ($2)
          AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
          AND CASE WHEN $4::uuid IS NOT NULL THEN orgs.parent_org_id = $4
                   -- At the top of the net: those with nobody of the net above.
                   ELSE NOT EXISTS (SELECT FROM orgs AS parent WHERE parent.tenant_id = $1
                                       AND parent.org_id = orgs.parent_org_id AND parent.kind = ANY ($2)) END
        ORDER BY array_position($2, orgs.kind), orgs.name, orgs.org_id LIMIT 500`,
      [tx.tenantId, net.orgKinds, day, under ?? null],
    ),
    tx.query<{ code: string; level: string; name: string }>(
      `SELECT code, level, name FROM areas
        WHERE tenant_id = $1 AND level = $2 AND code >= $3 AND code < $3 || '~' ORDER BY code LIMIT 500`,
      [tx.tenantId, level?.key ?? '', area ?? ''],
    ),
    tx.query<{ gridId: string; name: string; orgId: string; orgName: string; buildings: number }>(
      `SELECT grids.grid_id AS "gridId", grids.name, orgs.org_id AS "orgId", orgs.name AS "orgName",
              (SELECT count(*)::integer FROM grid_buildings
                WHERE grid_buildings.tenant_id = $1 AND grid_buildings.grid_id = grids.grid_id) AS buildings
         FROM grids JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = grids.org_id
        WHERE grids.tenant_id = $1 AND $4 AND grids.compound_code >= $3 AND grids.compound_code < $3 || '~'
          AND grids.valid_from <= $2::date AND coalesce(grids.valid_to, 'infinity') >= $2::date
        ORDER BY grids.compound_code, grids.name, grids.grid_id LIMIT 500`,
      [tx.tenantId, day, area ?? '', net.grids && area !== undefined],
    ),
  ]);
  return { orgs: orgs.rows, areas: area === undefined ? [] : areas.rows, gridsInside: grids.rows };
}
