/** What a norm would say of a committee if these candidates were elected: a hint for whoever convenes, and no part of any count. */
import { judgeNorm, type NormState } from '@linli/engine';
import type { Bounds, Label, Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import { memberRoles } from './figures.ts';

export interface Slate {
  /** Role the elected would hold. */
  role: string;
  /** Area (a compound) in which the election is held. */
  areaCode: string;
  /** Candidates, by person; a candidate without an account is given as null and counts as not recorded. */
  personIds: readonly (string | null)[];
  /** Day, `YYYY-MM-DD`. */
  on: string;
}

export interface SlateNorm {
  /** Key of the norm. */
  key: string;
  title: Label;
  /** Candidates who are recorded as members, and all candidates. */
  members: number;
  candidates: number;
  state: NormState;
  /** What is asked of a committee formed now, in percent. */
  target: Bounds | null;
  warning: Label;
  nextStep: Label;
  source: string | null;
}

/** null: no norm of the model is asked of the committee this role sits on. */
export async function slateNorm(
  tx: Tx,
  model: Model,
  { role, areaCode, personIds, on }: Slate,
): Promise<SlateNorm | null> {
  const found = Object.entries(model.norms).find(
    ([, norm]) => norm.figure === 'member-share' && norm.roles.includes(role),
  );
  if (!found) return null;
  const [key, norm] = found;
  const levels = new Set(Object.values(model.areaClasses).map(({ level }) => level));
  const around = model.levels
    .filter(({ key: level }) => levels.has(level))
    .map(({ codeLength }) => areaCode.slice(0, codeLength));
  const [people, classes] = await Promise.all([
    tx.query<{ members: number }>(
      `SELECT count(DISTINCT person_id)::integer AS members FROM posts
        WHERE tenant_id = $1 AND person_id = ANY ($2::uuid[]) AND role = ANY ($3)
          AND held_from <= $4::date AND coalesce(held_to, 'infinity') >= $4::date`,
      [
        tx.tenantId,
        personIds.filter((personId) => personId !== null),
        memberRoles(model, norm.membersOf),
        on,
      ],
    ),
    tx.query<{ class: string }>(
      `SELECT class FROM areas WHERE tenant_id = $1 AND code = ANY ($2) AND class IS NOT NULL
        ORDER BY length(code) DESC LIMIT 1`,
      [tx.tenantId, around],
    ),
  ]);
  const members = people.rows[0]?.members ?? 0;
  const judged = judgeNorm(
    norm,
    {
      numerator: members,
      denominator: personIds.length,
      areaClass: classes.rows[0]?.class ?? null,
      // Those who are elected now form a committee now, whatever there was before.
      formedOn: on,
    },
    on,
  );
  return {
    key,
    title: norm.title,
    members,
    candidates: personIds.length,
    state: judged.state,
    target: judged.target,
    warning: norm.warning,
    nextStep: norm.nextStep,
    source: norm.source,
  };
}
