/**
 * Some roles are given only after somebody's opinion was asked for (征得同意). In law it is an opinion: agreed, objected or not
 * given in time, the appointment goes on, and the case in which it was asked stands with the post for good.
 */
import type { PostView } from '@linli/contract';
import { type CaseState, opinionOf } from '@linli/engine';
import type { Model, Role } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { findNotExercised } from '../powers/index.ts';
import { fieldProblem } from './field-problem.ts';
import type { OrgFound } from './store.ts';

interface CaseAsked {
  number: string;
  state: CaseState;
  /** Another appointment was made on it. */
  isUsed: boolean;
}

/** Refuses an appointment without the opinion that the role asks for; returns the case to keep with the post. */
export async function checkOpinion(
  deps: Deps,
  tx: Tx,
  model: Model,
  { role, org, caseId, day }: { role: Role; org: OrgFound; caseId: string | undefined; day: string },
): Promise<string | null> {
  if (role.opinion === null) {
    if (caseId === undefined) return null;
    throw fieldProblem('/opinionCaseId', {
      zh: `“${role.title.zh}”任用前不需征求意见`,
      en: `No opinion is asked for before somebody becomes “${role.title.en}”`,
    });
  }
  const kind = model.caseKinds[role.opinion];
  if (kind === undefined) throw new Error(`no kind of cases ${role.opinion}`);
  if (caseId === undefined) {
    // Whoever gave up, or lost, the power to be asked is asked no more.
    const places = org.covers.map(({ areaCode }) => areaCode);
    const lost = await Promise.all(
      (places.length === 0 ? [model.jurisdiction] : places).map((code) =>
        findNotExercised(tx, model, role.opinion ?? '', code, day),
      ),
    );
    if (lost.every((standing) => standing !== undefined)) return null;
    throw problem('opinion-needed', {
      labels: { role: role.title, kind: kind.title },
      detail: {
        zh: `“${role.title.zh}”任用前应先办理“${kind.title.zh}”；出具意见或逾期后，附上该事项再任命。`,
        en: `Before anybody becomes “${role.title.en}”, “${kind.title.en}” is opened; once the opinion is given or its time is over, the appointment names that case.`,
      },
      rule: `cases.${role.opinion}`,
    });
  }
  const asked = await findCaseAsked(tx, caseId);
  const isHere = org.covers.some(
    ({ areaCode }) =>
      asked?.state.areaCode.startsWith(areaCode) || areaCode.startsWith(asked?.state.areaCode ?? '-'),
  );
  if (asked === undefined || asked.state.kind !== role.opinion || !isHere) {
    throw fieldProblem('/opinionCaseId', {
      zh: `请选择在这里办理的“${kind.title.zh}”`,
      en: `Choose a case of “${kind.title.en}” that was opened here`,
    });
  }
  if (asked.isUsed) {
    throw fieldProblem('/opinionCaseId', {
      zh: `${asked.number} 已用于另一次任命，请另行征求意见`,
      en: `${asked.number} was for another appointment. Ask for an opinion anew`,
    });
  }
  const ofThen = await modelsOf(deps).version(tx.tenantId, asked.state.modelVersion);
  const { state } = opinionOf(ofThen.caseKinds[role.opinion] ?? kind, asked.state);
  if (state === 'asked') throw problem('opinion-not-ended', { data: { number: asked.number } });
  if (state === 'withdrawn') {
    throw fieldProblem('/opinionCaseId', {
      zh: `${asked.number} 已撤回，请另行征求意见`,
      en: `${asked.number} was withdrawn. Ask for an opinion anew`,
    });
  }
  return caseId;
}

async function findCaseAsked(tx: Tx, caseId: string): Promise<CaseAsked | undefined> {
  const { rows } = await tx.query<CaseAsked>(
    `SELECT number, state,
            EXISTS (SELECT FROM posts WHERE posts.tenant_id = $1 AND posts.opinion_case_id = cases.case_id) AS "isUsed"
       FROM cases WHERE cases.tenant_id = $1 AND cases.case_id = $2`,
    [tx.tenantId, caseId],
  );
  return rows[0];
}

type PostOpinion = NonNullable<z.output<typeof PostView>['opinion']>;

/** By post, the opinion that was asked for before it was given. */
export async function opinionsOfPosts(
  deps: Deps,
  tx: Tx,
  postIds: readonly string[],
): Promise<Map<string, PostOpinion>> {
  const { rows } = await tx.query<{ postId: string; caseId: string; number: string; state: CaseState }>(
    `SELECT posts.post_id AS "postId", cases.case_id AS "caseId", cases.number, cases.state
       FROM posts JOIN cases ON cases.tenant_id = $1 AND cases.case_id = posts.opinion_case_id
      WHERE posts.tenant_id = $1 AND posts.post_id = ANY ($2::uuid[]) AND posts.opinion_case_id IS NOT NULL`,
    [tx.tenantId, postIds],
  );
  const found = new Map<string, PostOpinion>();
  for (const { postId, caseId, number, state } of rows) {
    const model = await modelsOf(deps).version(tx.tenantId, state.modelVersion);
    const kind = model.caseKinds[state.kind];
    if (kind === undefined) continue;
    const opinion = opinionOf(kind, state);
    found.set(postId, {
      caseId,
      number,
      state: opinion.state,
      choice: opinion.choice?.title ?? null,
      endedAt: opinion.endedAt,
    });
  }
  return found;
}
