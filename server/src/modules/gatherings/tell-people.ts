/** Who is told of a gathering: those who run it, and those whose matter stands on its agenda or who have a place there. */
import type { GatheringKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Addressee, type TemplateData, type TemplateName, tell } from '../messages/index.ts';
import { committeeRoles } from '../orgs/index.ts';
import { holdingRoles, takesResidents } from './policy.ts';
import { titleOf } from './rules.ts';
import type { GatheringRow } from './store.ts';

export async function concerned(
  tx: Tx,
  model: Model,
  rule: GatheringKind,
  row: GatheringRow,
): Promise<Addressee[]> {
  const { rows } = await tx.query<{ personId: string }>(
    `SELECT topics.brought_by_person_id AS "personId"
       FROM gathering_items AS items
       JOIN gathering_topics AS topics ON topics.tenant_id = $1 AND topics.topic_id = items.topic_id
      WHERE items.tenant_id = $1 AND items.gathering_id = $2 AND items.ended_at IS NULL
     UNION
     SELECT supporters.person_id
       FROM gathering_items AS items
       JOIN gathering_topic_supporters AS supporters ON supporters.tenant_id = $1 AND supporters.topic_id = items.topic_id
      WHERE items.tenant_id = $1 AND items.gathering_id = $2 AND items.ended_at IS NULL
     UNION
     SELECT cases.reporter_id
       FROM gathering_items AS items
       JOIN cases ON cases.tenant_id = $1 AND cases.case_id = items.case_id
      WHERE $3 AND items.tenant_id = $1 AND items.gathering_id = $2 AND items.ended_at IS NULL
     UNION
     SELECT person_id FROM gathering_sign_ups WHERE tenant_id = $1 AND gathering_id = $2 AND state <> 'cancelled'
     UNION
     SELECT person_id FROM gathering_shifts WHERE tenant_id = $1 AND gathering_id = $2
     UNION
     SELECT person_id FROM gathering_lecturers WHERE tenant_id = $1 AND gathering_id = $2`,
    // Who reported a case is invited where residents are; elsewhere they read the decision.
    [tx.tenantId, row.gatheringId, rule.openTo.of === 'residents' || rule.openTo.of === 'owners'],
  );
  const people = rows.flatMap(({ personId }): Addressee[] => (personId === null ? [] : [{ personId }]));
  return [...holders(model, rule, row), ...people];
}

/** Those it is for by their post, as far as the model names them. */
function holders(model: Model, rule: GatheringKind, row: GatheringRow): Addressee[] {
  const { openTo } = rule;
  if (openTo.of === 'committee') {
    const seats = new Set([...holdingRoles(rule), ...committeeRoles(model)]);
    return [...seats].map((role) => ({ role, orgId: row.hostOrgId }));
  }
  if (openTo.of === 'members' || openTo.of === 'posts') return [{ role: null, orgId: row.hostOrgId }];
  const roles = openTo.of === 'roles' ? [...holdingRoles(rule), ...openTo.roles] : holdingRoles(rule);
  return [...new Set(roles)].flatMap((role) => [
    { role, orgId: row.hostOrgId },
    { role, areaCode: row.areaCode },
  ]);
}

/** About one gathering, in the transaction that makes it true. */
export async function tellOf<Name extends TemplateName>(
  deps: Deps,
  tx: Tx,
  row: GatheringRow,
  told: {
    template: Name;
    data: TemplateData[Name];
    to: readonly Addressee[];
    /** Beside the gathering's id and its revision: what makes it this and no other telling. */
    key?: string;
    exceptPersonId?: string | null;
  },
): Promise<void> {
  await tell(deps, tx, {
    template: told.template,
    data: told.data,
    dedupeKey: `${row.gatheringId}:${row.revision}${told.key === undefined ? '' : `:${told.key}`}`,
    to: told.to,
    about: { noun: 'gathering', id: row.gatheringId },
    areaCode: row.areaCode,
    exceptPersonId: told.exceptPersonId ?? null,
  });
}

/**
 * An organisation's own work groups hear of it too, the host's where nobody else is named; no group above, which would hear
 * of everything below it. What is not for everybody is called by its kind there: what somebody called it may be about persons.
 */
export async function tellGroups<Name extends TemplateName>(
  deps: Deps,
  tx: Tx,
  rule: GatheringKind,
  row: GatheringRow,
  told: { template: Name; data: TemplateData[Name] & { gathering: unknown }; key?: string },
  orgId: string = row.hostOrgId,
): Promise<void> {
  const data = takesResidents(rule) ? told.data : { ...told.data, gathering: rule.title };
  await tellOf(deps, tx, row, { ...told, data, to: [{ workGroupsOf: orgId }] });
}

export function dataOf(model: Model, row: GatheringRow) {
  return { gathering: titleOf(model, row.kind, row), startsAt: row.startsAt, place: row.place };
}
