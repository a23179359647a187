/** Who may be given a duty by a gathering: posts of organisations at its place, around it and within it. */
import { type HolderView, postWords } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { containing, prefixesOf } from '../orgs/index.ts';
import type { GatheringRow } from './store.ts';

export interface Owner {
  postId: string | null;
  role: string;
  orgId: string;
  orgName: string;
  personId: string | null;
  personName: string | null;
}

/** As many as somebody looks through; who is not among them is searched for. */
const most = 50;

const around = `EXISTS (SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
  AND (org_areas.area_code = ANY ($3) OR (org_areas.area_code >= $4 AND org_areas.area_code < $4 || '~')))`;

/**
 * The host's own first, then whoever is nearest to the place: every level between, up or down, is further away. Each of the
 * words must stand in the name, the post or the organisation. `isWhole` false: there are more, and words find them.
 */
export async function ownersFor(
  tx: Tx,
  model: Model,
  { areaCode, hostOrgId }: Pick<GatheringRow, 'areaCode' | 'hostOrgId'>,
  words: readonly string[],
  now: string,
): Promise<{ owners: Owner[]; isWhole: boolean }> {
  const wanted = words.map((word) => ({
    pattern: containing(word),
    roles: Object.entries(model.roles).flatMap(([role, { title }]) => (isIn(word, title) ? [role] : [])),
  }));
  const { rows } = await tx.query<Owner>(
    `SELECT posts.post_id AS "postId", posts.role, orgs.org_id AS "orgId", orgs.name AS "orgName",
            posts.person_id AS "personId", people.name AS "personName"
       FROM posts
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id
       JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
      WHERE posts.tenant_id = $1 AND posts.held_from <= $2::date AND coalesce(posts.held_to, 'infinity') >= $2::date
        AND orgs.valid_from <= $2::date AND coalesce(orgs.valid_to, 'infinity') >= $2::date
        AND (orgs.org_id = $5 OR ${around})
        AND NOT EXISTS (SELECT FROM jsonb_to_recordset($6::jsonb) AS wanted (pattern text, roles text[])
                         WHERE NOT (people.name ILIKE wanted.pattern OR orgs.name ILIKE wanted.pattern
                                 OR posts.role = ANY (wanted.roles)))
      ORDER BY orgs.org_id <> $5,
               (SELECT min(abs(length(org_areas.area_code) - length($4))) FROM org_areas
                 WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
                   AND (org_areas.area_code = ANY ($3) OR starts_with(org_areas.area_code, $4))),
               orgs.kind, orgs.name, posts.role, posts.held_from, posts.post_id
      LIMIT ${most + 1}`,
    [
      tx.tenantId,
      localDateOf(now, model.timeZone),
      prefixesOf(model, areaCode),
      areaCode,
      hostOrgId,
      JSON.stringify(wanted),
    ],
  );
  return { owners: rows.slice(0, most), isWhole: rows.length <= most };
}

/** `张三 物业` are two words, and both must be found. */
export function wordsOf(search: string | undefined): string[] {
  return (search ?? '').split(/\s+/).filter((word) => word !== '');
}

export function isIn(word: string, { zh, en }: { zh: string; en: string }): boolean {
  return [zh, en].some((text) => text.toLowerCase().includes(word.toLowerCase()));
}

/** The post somebody named: held today, or an office that nobody holds. Undefined: there is none there. */
export async function findOwner(
  tx: Tx,
  model: Model,
  { areaCode, hostOrgId }: Pick<GatheringRow, 'areaCode' | 'hostOrgId'>,
  named: { postId?: string | null | undefined; orgId: string; role: string },
  now: string,
): Promise<Owner | undefined> {
  const { rows } = await tx.query<Owner>(
    `SELECT posts.post_id AS "postId", $7::text AS role, orgs.org_id AS "orgId", orgs.name AS "orgName",
            posts.person_id AS "personId", people.name AS "personName"
       FROM orgs
       LEFT JOIN posts ON posts.tenant_id = $1 AND posts.org_id = orgs.org_id AND posts.role = $7
        AND ($8::uuid IS NULL OR posts.post_id = $8)
        AND posts.held_from <= $2::date AND coalesce(posts.held_to, 'infinity') >= $2::date
       LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = posts.person_id
      WHERE orgs.tenant_id = $1 AND orgs.org_id = $6 AND orgs.kind = $9
        AND orgs.valid_from <= $2::date AND coalesce(orgs.valid_to, 'infinity') >= $2::date
        AND (orgs.org_id = $5 OR ${around})
      ORDER BY posts.held_from, posts.post_id LIMIT 1`,
    [
      tx.tenantId,
      localDateOf(now, model.timeZone),
      prefixesOf(model, areaCode),
      areaCode,
      hostOrgId,
      named.orgId,
      named.role,
      named.postId ?? null,
      model.roles[named.role]?.orgKind ?? '',
    ],
  );
  const [found] = rows;
  return found === undefined || (named.postId != null && found.postId === null) ? undefined : found;
}

export function presentOwner(model: Model, owner: Owner): HolderView {
  return {
    postId: owner.postId,
    role: owner.role,
    roleTitle: model.roles[owner.role]?.title ?? { zh: owner.role, en: owner.role },
    orgId: owner.orgId,
    orgName: owner.orgName,
    personId: owner.personId,
    name: owner.personName,
  };
}

/** As it is kept for reading years later. */
export function labelOf(model: Model, owner: Owner): string {
  const title = model.roles[owner.role]?.title ?? { zh: owner.role, en: owner.role };
  return [owner.personName, postWords(owner.orgName, title).zh].filter(Boolean).join(' · ');
}
