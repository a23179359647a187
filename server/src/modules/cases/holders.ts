/** Whom a case may be given to, or asked for a part: everybody in the roles the verb names, with how much they have in hand. */
import type { HoldersReply } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { holdersFor, vacanciesFor } from '../orgs/index.ts';
import type { Viewer } from '../people/index.ts';
import { powersTaken, type TakenBack } from '../powers/index.ts';
import { findCase } from './find-case.ts';
import { followerKeys, relationTo } from './policy.ts';
import { verbsFor } from './present.ts';
import { findNames } from './show.ts';
import { isRunningSql } from './store.ts';
import { findTakenBack } from './taken-back.ts';

export async function findHolders(
  deps: Deps,
  viewer: Viewer,
  caseId: string,
  verb: string,
): Promise<z.output<typeof HoldersReply>> {
  const now = deps.clock.now();
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const found = await findCase(tx, caseId, { followerKeys: followerKeys(viewer) }, 'to show');
    if (!found) throw problem('not-found');
    const model = await modelsOf(deps).version(tx.tenantId, found.state.modelVersion);
    const relation = relationTo(model, viewer, found, found.follows);
    if (relation.sight !== 'full' || !relation.hasDuty) throw problem('not-found');
    const directory = await findNames(tx, model, found);
    const offer = verbsFor({ model, row: found, relation, viewer, directory, now }).find(
      (one) => one.verb === verb,
    );
    if (!offer) {
      throw problem('forbidden', {
        detail: {
          zh: '您的岗位现在不能办理这一步，请刷新页面查看可办理的操作。',
          en: 'Your posts do not allow this step now. Reload the page to see what they allow.',
        },
      });
    }
    const { areaCode, assignee, responsible } = found.state;
    const [people, vacancies, taken] = await Promise.all([
      holdersFor(tx, model, offer.to, areaCode, now),
      vacanciesFor(tx, model, offer.to, areaCode, now),
      powersTaken(tx),
    ]);
    const [running, serving] = await Promise.all([
      countRunning(
        tx,
        people.map(({ personId }) => personId),
      ),
      findServing(
        tx,
        model,
        people.map(({ postId }) => postId),
        areaCode,
      ),
    ]);
    const nearestLength = new Map<string, number>();
    for (const { role, areaCode: through } of people) {
      nearestLength.set(role, Math.max(nearestLength.get(role) ?? 0, through.length));
    }
    const rolesServing = new Set(people.filter(({ postId }) => serving.has(postId)).map(({ role }) => role));
    // Whoever has it keeps it: only to somebody new it could not be given.
    const current = verb === 'reroute' ? responsible : assignee;
    const refusals = new Map<string, TakenBack>();
    for (const { orgId, role } of [...people, ...vacancies]) {
      if (verb !== 'ask-part' && current?.orgId === orgId && current.role === role) continue;
      const item = await findTakenBack(tx, taken, model, found.state, { orgId, role }, now);
      if (item !== undefined) refusals.set(`${orgId}/${role}`, item);
    }
    const takenBackOf = (orgId: string, role: string) => {
      const item = refusals.get(`${orgId}/${role}`);
      return item === undefined ? null : { title: item.title, basis: item.basis, from: item.from };
    };
    const titleOf = (role: string) => model.roles[role]?.title ?? { zh: role, en: role };
    return {
      holders: [
        ...people
          // Giving it to whoever has it would change nothing.
          .filter(({ postId }) => postId !== assignee?.postId)
          .map(({ postId, role, orgId, orgName, personId, personName, areaCode: through }) => ({
            postId,
            role,
            roleTitle: titleOf(role),
            orgId,
            orgName,
            personId,
            name: personName,
            running: running.get(personId) ?? 0,
            nearest: rolesServing.has(role)
              ? serving.has(postId)
              : through.length === nearestLength.get(role),
            takenBack: takenBackOf(orgId, role),
          })),
        ...vacancies.map(({ role, orgId, orgName }) => ({
          postId: null,
          role,
          roleTitle: titleOf(role),
          orgId,
          orgName,
          personId: null,
          name: null,
          running: 0,
          nearest: false,
          takenBack: takenBackOf(orgId, role),
        })),
      ],
    };
  });
}

async function countRunning(tx: Tx, personIds: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ personId: string; running: number }>(
    `SELECT assignee_person_id AS "personId", count(*)::int AS running FROM cases
      WHERE tenant_id = $1 AND assignee_person_id = ANY ($2::uuid[]) AND ${isRunningSql}
      GROUP BY assignee_person_id`,
    [tx.tenantId, personIds],
  );
  return new Map(rows.map(({ personId, running }) => [personId, running]));
}

/** Posts that answer for the very place. */
async function findServing(
  tx: Tx,
  model: Model,
  postIds: readonly string[],
  areaCode: string,
): Promise<Set<string>> {
  const prefixes = model.levels.map(({ codeLength }) => areaCode.slice(0, codeLength));
  const { rows } = await tx.query<{ postId: string }>(
    `SELECT DISTINCT post_id AS "postId" FROM post_areas
      WHERE tenant_id = $1 AND post_id = ANY ($2::uuid[]) AND area_code = ANY ($3)`,
    [tx.tenantId, postIds, prefixes],
  );
  return new Set(rows.map(({ postId }) => postId));
}
