/** Who is there for a place, as far as each role lets its holders be shown. A phone number is never among it. */
import type { WhoIsThere } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { Model, Role } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import { prefixesOf } from './coverage.ts';
import { beside, chiefsOf, positionOf, rolesOfSegments, segmentsNear } from './segments/store.ts';

interface ShownRow {
  postId: string;
  role: string;
  orgName: string;
  name: string;
  pledge: string | null;
  areaCode: string;
  /** Areas this holder answers for in person; empty: for all the organisation covers. */
  serves: string[];
  /** Does the holder consent today to the pledge being seen? */
  isPledgeOpen: boolean;
}

/**
 * Those who answer for the very home come first, then the nearest organisation's. A holder who answers for homes
 * elsewhere is not named here, although the organisation covers the place.
 */
export async function whoIsThere(
  tx: Tx,
  model: Model,
  areaCode: string,
  now: string,
): Promise<z.output<typeof WhoIsThere>> {
  const roles = Object.entries(model.roles)
    .filter(([, { shown, per }]) => shown.length > 0 && per?.of !== 'segment')
    .map(([role]) => role);
  const { rows } = await tx.query<ShownRow>(
    `SELECT posts.post_id AS "postId", posts.role, orgs.name AS "orgName", people.name, posts.pledge,
            covered.area_code AS "areaCode",
            ARRAY(SELECT post_areas.area_code FROM post_areas
                   WHERE post_areas.tenant_id = $1 AND post_areas.post_id = posts.post_id) AS serves,
            EXISTS (SELECT FROM card_consents
                     WHERE card_consents.tenant_id = $1 AND card_consents.post_id = posts.post_id
                       AND card_consents.field = 'pledge' AND card_consents.withdrawn_at IS NULL
                       AND card_consents.expires_at > $5) AS "isPledgeOpen"
       FROM org_areas AS covered
       JOIN orgs ON orgs.tenant_id = covered.tenant_id AND orgs.org_id = covered.org_id
       JOIN posts ON posts.tenant_id = covered.tenant_id AND posts.org_id = covered.org_id
       JOIN people ON people.tenant_id = posts.tenant_id AND people.person_id = posts.person_id
      WHERE covered.tenant_id = $1 AND covered.area_code = ANY ($2) AND posts.role = ANY ($3)
        AND orgs.valid_from <= $4::date AND coalesce(orgs.valid_to, 'infinity') >= $4::date
        AND posts.held_from <= $4::date AND coalesce(posts.held_to, 'infinity') >= $4::date
      ORDER BY length(covered.area_code) DESC, posts.held_from, posts.post_id`,
    [tx.tenantId, prefixesOf(model, areaCode), roles, localDateOf(now, model.timeZone), now],
  );
  const seen = new Set<string>();
  // Where exactly one has to answer for each home, whoever has been given none (yet) answers for none.
  const inPersonOnly = new Set(model.coverage?.answeredBy);
  const near = rows.filter(
    ({ postId, role, serves }) =>
      (serves.length === 0
        ? !inPersonOnly.has(role)
        : serves.some((code) => code.startsWith(areaCode) || areaCode.startsWith(code))) &&
      !seen.has(postId) &&
      seen.add(postId),
  );
  const isInPerson = ({ serves }: ShownRow): boolean => serves.some((code) => areaCode.startsWith(code));
  const chiefs = await chiefsBeside(tx, model, areaCode, now);
  return {
    posts: [...near.filter(isInPerson), ...near.filter((row) => !isInPerson(row)), ...chiefs].map((row) => {
      const role = model.roles[row.role];
      return {
        postId: row.postId,
        role: row.role,
        roleTitle: role?.title ?? { zh: row.role, en: row.role },
        orgName: row.orgName,
        name: role?.shown.includes('name') ? row.name : null,
        pledge: role !== undefined && isPledgeShown(role, row.isPledgeOpen) ? row.pledge : null,
        segments: 'segments' in row ? row.segments : [],
      };
    }),
  };
}

/** Chiefs of the roads that run by the place: they answer for a road wherever it leads, and for no home. */
async function chiefsBeside(
  tx: Tx,
  model: Model,
  areaCode: string,
  now: string,
): Promise<(Omit<ShownRow, 'areaCode' | 'serves'> & { segments: string[] })[]> {
  const shown = rolesOfSegments(model).filter((role) => (model.roles[role]?.shown.length ?? 0) > 0);
  if (shown.length === 0) return [];
  const day = localDateOf(now, model.timeZone);
  const point = await positionOf(tx, model, areaCode);
  const roads = point === null ? [] : await segmentsNear(tx, point, beside.area, day);
  const rows = await chiefsOf(
    tx,
    roads.map(({ segmentId }) => segmentId),
    day,
  );
  const names = new Map(roads.map(({ segmentId, name }) => [segmentId, name]));
  return [...Map.groupBy(rows, ({ postId }) => postId).values()].flatMap((posts) => {
    const [post] = posts;
    if (post === undefined || !shown.includes(post.role)) return [];
    // A pledge is shown with a card, and cards are of those who serve homes.
    const segments = posts.flatMap(({ segmentId }) => names.get(segmentId) ?? []);
    return [{ ...post, isPledgeOpen: false, segments }];
  });
}

/** Where a role has a duty card with the pledge on it, consent decides here as it does there. */
function isPledgeShown({ shown, card }: Role, isOpen: boolean): boolean {
  return shown.includes('pledge') && (isOpen || card?.fields.includes('pledge') !== true);
}
