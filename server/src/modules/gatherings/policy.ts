/** Who may know of a gathering, and what they are to it. All authority comes from posts: a role, where its organisation is. */
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { problem } from '../../platform/http/index.ts';
import { committeeRoles } from '../orgs/index.ts';
import { hasAbility, type Viewer, type ViewerPost } from '../people/index.ts';
import type { GatheringRow } from './store.ts';

type Where = Pick<GatheringRow, 'hostOrgId' | 'areaCode'>;

export interface Relation {
  /** By which post they may call, move and call off; null: not at all. */
  calls: ViewerPost | null;
  /** By which post they may decide there. */
  decides: ViewerPost | null;
  /** By which post they may keep minutes, attendance and the list of speakers. */
  minutes: ViewerPost | null;
  /** Runs it: any of the three. */
  holds: ViewerPost | null;
  /** May read names: runs it, or has it under their eyes by duty. */
  hasDuty: boolean;
  /** May come, or has to do with it. */
  sees: boolean;
}

/** What a person has to do with one gathering already. */
export interface Part {
  isPlaced: boolean;
  hasSeat: boolean;
  wasThere: boolean;
  teaches: boolean;
}

export const noPart: Part = { isPlaced: false, hasSeat: false, wasThere: false, teaches: false };

export function relationTo(
  model: Model,
  rule: GatheringKind,
  viewer: Viewer,
  where: Where,
  part: Part,
): Relation {
  const calls = postAmong(viewer, rule.calledBy, where);
  const decides = postAmong(viewer, rule.decidedBy, where);
  // Whoever writes may come from one of the organisations within the place; who decides is of the host or above it.
  const minutes = postAmong(viewer, writersOf(rule), where, 'or within');
  const holds = calls ?? decides ?? minutes;
  const oversees =
    hasAbility(viewer, 'oversee', where.areaCode) || hasAbility(viewer, 'administer', where.areaCode);
  const isOfHost = viewer.posts.some(({ orgId }) => orgId === where.hostOrgId);
  return {
    calls,
    decides,
    minutes,
    holds,
    hasDuty: holds !== null || oversees || isOfHost,
    sees:
      holds !== null ||
      oversees ||
      isOfHost ||
      part.isPlaced ||
      part.hasSeat ||
      part.wasThere ||
      part.teaches ||
      isOpenTo(model, rule, viewer, where),
  };
}

/** The post by which somebody holds one of the roles there: at the host itself, or covering the place. */
export function postAmong(
  viewer: Viewer,
  roles: readonly string[],
  where: Where,
  reach: 'covering' | 'or within' = 'covering',
): ViewerPost | null {
  const may = viewer.posts.filter(
    ({ role, orgId, areas }) =>
      roles.includes(role) &&
      (orgId === where.hostOrgId ||
        areas.some(
          (area) =>
            where.areaCode.startsWith(area) || (reach === 'or within' && area.startsWith(where.areaCode)),
        )),
  );
  return may.find(({ orgId }) => orgId === where.hostOrgId) ?? may[0] ?? null;
}

/** By which post somebody may serve on a shift: whoever looks after a part of the place serves there too. */
export function serverPost(viewer: Viewer, roles: readonly string[], where: Where): ViewerPost | null {
  return postAmong(viewer, roles, where, 'or within');
}

/** May this person come? What is open to residents is announced in public, and so everybody may know of it. */
export function isOpenTo(
  model: Model,
  { openTo }: Pick<GatheringKind, 'openTo'>,
  viewer: Viewer,
  where: Where,
): boolean {
  if (openTo.of === 'residents' || openTo.of === 'owners') return true;
  const roles = openTo.of === 'roles' ? openTo.roles : [];
  return viewer.posts.some(({ orgId, role, areas }) => {
    const isOfHost = orgId === where.hostOrgId;
    const isWithin = areas.some((area) => area.startsWith(where.areaCode));
    switch (openTo.of) {
      case 'posts':
        return isOfHost;
      case 'committee':
        return isOfHost && committeeRoles(model).includes(role);
      case 'members':
        return isOfHost || (isWithin && model.roles[role]?.isMember === true);
      default:
        return (
          roles.includes(role) &&
          (isOfHost || isWithin || areas.some((area) => where.areaCode.startsWith(area)))
        );
    }
  });
}

/** May somebody with none of the posts come and take part (sign up, bring topics)? */
export function takesResidents({ openTo }: GatheringKind): boolean {
  return openTo.of === 'residents' || openTo.of === 'owners';
}

/** Somebody may know of it and yet not do this: by whom it is done is said. */
export function mayNot(model: Model, roles: readonly string[]) {
  const titles = roles.flatMap((role) => model.roles[role]?.title ?? []);
  return problem('forbidden', {
    detail: {
      zh: `可以办理的人：${titles.map(({ zh }) => zh).join('、') || '参加者本人'}。`,
      en: `Who may do this: ${titles.map(({ en }) => en).join(', ') || 'those who take part'}.`,
    },
  });
}

/** Where the model names nobody for minutes, whoever calls it keeps the list of who was there. */
export function writersOf({ minutedBy, calledBy }: GatheringKind): string[] {
  return minutedBy.length > 0 ? minutedBy : calledBy;
}

/** Everybody who runs a kind of gathering in some way. */
export function holdingRoles(rule: GatheringKind): string[] {
  return [...new Set([...rule.calledBy, ...rule.decidedBy, ...rule.minutedBy])];
}

/** What the viewer has to do with some gatherings, by their ids. */
export async function findParts(
  tx: Tx,
  viewer: Viewer,
  gatheringIds: readonly string[],
): Promise<Map<string, Part>> {
  if (viewer.personId === null || gatheringIds.length === 0) return new Map();
  const { rows } = await tx.query<{ gatheringId: string; part: keyof Part }>(
    `SELECT gathering_id AS "gatheringId", 'isPlaced' AS part FROM gathering_sign_ups
      WHERE tenant_id = $1 AND person_id = $2 AND gathering_id = ANY ($3::uuid[]) AND state <> 'cancelled'
     UNION ALL
     SELECT gathering_id, 'hasSeat' FROM gathering_shifts
      WHERE tenant_id = $1 AND (person_id = $2 OR offered_to_person_id = $2) AND gathering_id = ANY ($3::uuid[])
     UNION ALL
     SELECT gathering_id, 'wasThere' FROM gathering_attendance
      WHERE tenant_id = $1 AND person_id = $2 AND gathering_id = ANY ($3::uuid[])
     UNION ALL
     SELECT gathering_id, 'teaches' FROM gathering_lecturers
      WHERE tenant_id = $1 AND person_id = $2 AND gathering_id = ANY ($3::uuid[])`,
    [tx.tenantId, viewer.personId, gatheringIds],
  );
  const parts = new Map<string, Part>();
  for (const { gatheringId, part } of rows) {
    parts.set(gatheringId, { ...(parts.get(gatheringId) ?? noPart), [part]: true });
  }
  return parts;
}
