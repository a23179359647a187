/** Whoever is appointed to a post of the establishment fills one that is there, of that kind, and vacant all the while. */
import type { Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import { fieldProblem } from '../field-problem.ts';
import type { OrgFound } from '../store.ts';
import { lockPlaces, rolesOf } from './store.ts';

export async function checkFills(
  tx: Tx,
  model: Model,
  org: OrgFound,
  { role, establishmentPostId }: { role: string; establishmentPostId?: string | undefined },
  { from, to }: { from: string; to: string | null },
): Promise<void> {
  if (establishmentPostId === undefined) return;
  const [place] = await lockPlaces(tx, [establishmentPostId], from);
  if (
    place === undefined ||
    place.orgId !== org.orgId ||
    !rolesOf(model, place.key, org.kind).includes(role)
  ) {
    throw fieldProblem('/establishmentPostId', {
      zh: '这个编制届时不在这个组织，或不是这个职务的编制',
      en: 'That post of the establishment is not here by then, or not of this role',
    });
  }
  const { rows } = await tx.query<{ heldFrom: string }>(
    `SELECT held_from AS "heldFrom" FROM posts
      WHERE tenant_id = $1 AND establishment_post_id = $2
        AND held_from <= coalesce($4::date, 'infinity') AND coalesce(held_to, 'infinity') >= $3::date LIMIT 1`,
    [tx.tenantId, establishmentPostId, from, to],
  );
  if (rows.length === 0) return;
  throw fieldProblem('/establishmentPostId', {
    zh: '这个编制在此期间已有人，请先结束其任期',
    en: 'It is held in that time. End that term first',
  });
}
