/**
 * Moves posts of the establishment to another organisation as of a day. What moves is the post, whoever holds it: its holder's
 * term above ends the day before and one below begins, with every check an appointment has; a vacant one moves vacant.
 */
import {
  type EstablishmentReply,
  inSentence,
  type MoveEstablishmentPosts,
  withArticle,
} from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { givePost } from '../commands/appoint.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { titleOf } from '../present.ts';
import { recountAfterChange } from '../proof/index.ts';
import { findOrg, type OrgFound, servedBy } from '../store.ts';
import { signatureOf } from './signature.ts';
import { addMoves, findPlaces, lastMovedOn, lockPlaces, type Place, rolesOf } from './store.ts';

export async function movePosts(
  deps: Deps,
  viewer: Viewer,
  words: z.output<typeof MoveEstablishmentPosts>,
): Promise<z.output<typeof EstablishmentReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const now = deps.clock.now();
  const day = today(model, now);
  const movedOn = words.movedOn ?? day;
  const command = { commandId: words.commandId, verb: 'move-establishment', target: words.toOrgId } as const;
  return once(deps, viewer, command, async (tx) => {
    const ids = [...new Set(words.establishmentPostIds)];
    const before = await findPlaces(tx, ids, movedOn);
    const orgs = await lockOrgs(tx, [words.toOrgId, ...before.map(({ orgId }) => orgId)], day);
    const to = orgs.get(words.toOrgId);
    if (!to) throw problem('not-found');
    for (const org of orgs.values()) requireReach(model, viewer, codesOf(org));
    // Looked at again: somebody may have moved one while the locks were waited for.
    const places = (await lockPlaces(tx, ids, movedOn)).filter(({ orgId }) => orgs.has(orgId));
    await checkPlaces(tx, model, places, { ids, to, movedOn });
    for (const place of places) {
      if (place.holderPostId !== null) await moveHolder(deps, tx, model, place, to, movedOn, day);
    }
    await addMoves(
      tx,
      places.map(({ establishmentPostId, moveNumber }) => ({
        establishmentPostId,
        moveNumber: moveNumber + 1,
        orgId: to.orgId,
      })),
      movedOn,
      await signatureOf(tx, viewer, words.basis, now),
    );
    const concerned = new Set([to.orgId, ...places.map(({ orgId }) => orgId)]);
    tx.afterCommit(() => {
      for (const orgId of concerned)
        deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } });
    });
    return { establishmentPostIds: ids };
  });
}

/** Always in the same order, so that two who move posts between the same organisations do not wait for one another. */
async function lockOrgs(tx: Tx, orgIds: readonly string[], day: string): Promise<Map<string, OrgFound>> {
  const found = new Map<string, OrgFound>();
  for (const orgId of [...new Set(orgIds)].sort()) {
    const org = await findOrg(tx, orgId, day, 'to change');
    if (org) found.set(orgId, org);
  }
  return found;
}

async function checkPlaces(
  tx: Tx,
  model: Model,
  places: readonly Place[],
  { ids, to, movedOn }: { ids: string[]; to: OrgFound; movedOn: string },
): Promise<void> {
  if (places.length < ids.length) {
    throw fieldProblem('/establishmentPostIds', {
      zh: '其中有届时已不存在的编制',
      en: 'Among them are posts that are not there by then',
    });
  }
  const last = await lastMovedOn(tx, ids);
  for (const place of places) {
    const title = titleOf(model.establishments, place.key);
    const name = { zh: `${title.zh}第 ${place.number} 号`, en: `${title.en} no. ${place.number}` };
    if (place.orgId === to.orgId) {
      throw fieldProblem('/toOrgId', {
        zh: `${name.zh}已经在${to.name}`,
        en: `${name.en} is at ${to.name} already`,
      });
    }
    if (rolesOf(model, place.key, to.kind).length === 0) {
      const kind = titleOf(model.orgKinds, to.kind);
      throw fieldProblem('/toOrgId', {
        zh: `${kind.zh}没有${title.zh}`,
        en: `There is no ${inSentence(title.en)} at ${withArticle(kind.en)}`,
      });
    }
    const moved = last.get(place.establishmentPostId) ?? '';
    if (movedOn <= moved) {
      throw fieldProblem('/movedOn', {
        zh: `${name.zh}在 ${moved} 已有变动，须在其后`,
        en: `${name.en} came to where it is on ${moved}; say a later day`,
      });
    }
    if (place.heldFrom !== null && place.heldFrom >= movedOn) {
      throw fieldProblem('/movedOn', {
        zh: `${name.zh}的任职从 ${place.heldFrom} 开始，须在其后`,
        en: `${name.en} is held from ${place.heldFrom} on; say a later day`,
      });
    }
  }
}

/** The term at one organisation ends the day before, and one at the other begins, with the end it had. */
async function moveHolder(
  deps: Deps,
  tx: Tx,
  model: Model,
  place: Place,
  to: OrgFound,
  movedOn: string,
  day: string,
): Promise<void> {
  const { rows } = await tx.query<{ heldTo: string | null; personId: string }>(
    `SELECT held_to AS "heldTo", person_id AS "personId" FROM posts WHERE tenant_id = $1 AND post_id = $2`,
    [tx.tenantId, place.holderPostId],
  );
  const [held] = rows;
  const [role] = rolesOf(model, place.key, to.kind);
  if (held === undefined || role === undefined) throw new Error('checked before');
  await tx.query('UPDATE posts SET held_to = $3 WHERE tenant_id = $1 AND post_id = $2', [
    tx.tenantId,
    place.holderPostId,
    dayBefore(movedOn),
  ]);
  await recountAfterChange(tx, model, await servedBy(tx, [place.holderPostId ?? '']), day);
  const postId = await givePost(
    deps,
    tx,
    model,
    to,
    { role, personId: held.personId, heldFrom: movedOn, heldTo: held.heldTo },
    day,
  );
  // Set here: for a check of the appointment the move is not there yet.
  await tx.query('UPDATE posts SET establishment_post_id = $3 WHERE tenant_id = $1 AND post_id = $2', [
    tx.tenantId,
    postId,
    place.establishmentPostId,
  ]);
}

function codesOf({ covers }: OrgFound): string[] {
  return covers.map(({ areaCode }) => areaCode);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
