/** Enters posts of the establishment where they are; who holds such a role there and fills none yet fills one. */
import { randomUUID } from 'node:crypto';
import { type EnterEstablishmentPosts, type EstablishmentReply, withArticle } from '@linli/contract';
import type { z } from 'zod';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { titleOf } from '../present.ts';
import { findOrg } from '../store.ts';
import { signatureOf } from './signature.ts';
import { addMoves, rolesOf } from './store.ts';

export async function enterPosts(
  deps: Deps,
  viewer: Viewer,
  words: z.output<typeof EnterEstablishmentPosts>,
): Promise<z.output<typeof EstablishmentReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const now = deps.clock.now();
  const day = today(model, now);
  const command = { commandId: words.commandId, verb: 'enter-establishment', target: words.orgId } as const;
  return once(deps, viewer, command, async (tx) => {
    const org = await findOrg(tx, words.orgId, day, 'to change');
    if (!org) throw problem('not-found');
    requireReach(
      model,
      viewer,
      org.covers.map(({ areaCode }) => areaCode),
    );
    const roles = rolesOf(model, words.key, org.kind);
    if (roles.length === 0) {
      const allowed = Object.entries(model.establishments)
        .filter(([key]) => rolesOf(model, key, org.kind).length > 0)
        .map(([, { title }]) => title);
      const orgKind = titleOf(model.orgKinds, org.kind);
      throw fieldProblem('/key', {
        zh: `${orgKind.zh}没有这类编制，可选：${allowed.map(({ zh }) => zh).join('、') || '无'}`,
        en: `There are no such posts at ${withArticle(orgKind.en)}. Choose one of: ${allowed.map(({ en }) => en).join(', ') || 'none'}`,
      });
    }
    const from = words.from ?? day;
    // Numbers are given in order: whoever enters at the same moment waits here.
    await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, $2))', [
      `establishment ${words.key}`,
      tx.tenantId,
    ]);
    const { rows: last } = await tx.query<{ number: number }>(
      `SELECT coalesce(max(number), 0)::integer AS number FROM establishment_posts WHERE tenant_id = $1 AND establishment = $2`,
      [tx.tenantId, words.key],
    );
    const ids = Array.from({ length: words.count }, () => randomUUID());
    await tx.query(
      `INSERT INTO establishment_posts (tenant_id, establishment_post_id, establishment, number)
       SELECT $1, id, $3, $4::integer + place FROM unnest($2::uuid[]) WITH ORDINALITY AS entered (id, place)`,
      [tx.tenantId, ids, words.key, last[0]?.number ?? 0],
    );
    await addMoves(
      tx,
      ids.map((establishmentPostId) => ({ establishmentPostId, moveNumber: 1, orgId: org.orgId })),
      from,
      await signatureOf(tx, viewer, words.basis, now),
    );
    await tx.query(
      `UPDATE posts SET establishment_post_id = entered.id
         FROM (SELECT post_id, row_number() OVER (ORDER BY held_from, post_id) AS place FROM posts
                WHERE tenant_id = $1 AND org_id = $2 AND role = ANY ($3) AND establishment_post_id IS NULL
                  AND held_from <= greatest($4::date, $5::date)
                  AND coalesce(held_to, 'infinity') >= greatest($4::date, $5::date)) AS holders
         JOIN unnest($6::uuid[]) WITH ORDINALITY AS entered (id, place) ON entered.place = holders.place
        WHERE posts.tenant_id = $1 AND posts.post_id = holders.post_id`,
      [tx.tenantId, org.orgId, roles, from, day, ids],
    );
    const { orgId } = org;
    tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } }));
    return { establishmentPostIds: ids };
  });
}
