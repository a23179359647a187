/** The register of powers asked about one case: to whom it can no longer be given, and who has it all the same. */
import type { CaseState, Holder } from '@linli/engine';
import { isFinal } from '@linli/engine';
import type { CaseKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import { type ProblemError, problem } from '../../platform/http/index.ts';
import { type Holding, passedReason } from '../orgs/index.ts';
import type { PowersTaken, Standing, TakenBack } from '../powers/index.ts';

export interface RefusedOrg {
  orgName: string;
  item: TakenBack;
}

/** Where a route may not lead, and why it passed on. */
export interface Detour {
  passOver(holding: Holding): string | undefined;
  /** Organisations passed over so far. */
  readonly passed: readonly RefusedOrg[];
}

export function detourOf(
  taken: PowersTaken,
  model: Model,
  { category, areaCode }: { category: string | null; areaCode: string },
  now: string,
): Detour {
  const passed: RefusedOrg[] = [];
  return {
    passed,
    passOver({ role, areaCode: through, orgName }) {
      const item = taken.refuses(model, { category, areaCode, role, through }, now);
      if (item === undefined) return undefined;
      passed.push({ orgName, item });
      return passedReason(orgName, { title: item.title.zh, basis: item.basis, from: item.from });
    },
  };
}

/** The item by which a holder can no longer be asked to act on the case. */
export async function findTakenBack(
  tx: Tx,
  taken: PowersTaken,
  model: Model,
  { category, areaCode }: Pick<CaseState, 'category' | 'areaCode'>,
  { orgId, role }: Pick<Holder, 'orgId' | 'role'>,
  now: string,
): Promise<TakenBack | undefined> {
  if (!taken.concerns(model, category)) return undefined;
  const kind = model.orgKinds[model.roles[role]?.orgKind ?? ''];
  // The level of such an organisation is that of the area it covers.
  const through = kind?.level === null ? await findCover(tx, orgId, areaCode) : areaCode;
  return taken.refuses(model, { category, areaCode, role, through }, now);
}

/**
 * Somebody new to whom the step gives the case, or a part of it, although it was taken back from them. Whoever had it
 * before keeps it: a running case is not moved by a list.
 */
export async function findNewlyRefused(
  tx: Tx,
  taken: PowersTaken,
  model: Model,
  before: CaseState,
  next: CaseState,
  now: string,
): Promise<{ at: string | null; refused: RefusedOrg } | undefined> {
  const isSame = (left: Holder | null, right: Holder) =>
    left !== null && left.orgId === right.orgId && left.role === right.role;
  const partIds = new Set(before.parts.map(({ partId }) => partId));
  const given = [
    ...[next.responsible, next.assignee].flatMap((holder, place) =>
      holder === null || isSame(place === 0 ? before.responsible : before.assignee, holder)
        ? []
        : [{ at: '/to', holder }],
    ),
    ...next.parts
      .filter(({ partId }) => !partIds.has(partId))
      .map((part) => ({ at: '/part/holder', holder: part })),
  ];
  for (const { at, holder } of given) {
    const item = await findTakenBack(tx, taken, model, next, holder, now);
    if (item !== undefined) {
      return { at, refused: { orgName: await findOrgName(tx, holder.orgId), item } };
    }
  }
  return undefined;
}

/** What a case page warns of: it runs, and is with somebody from whom it was taken back since. */
export async function findHint(
  tx: Tx,
  taken: PowersTaken,
  model: Model,
  state: CaseState,
  now: string,
): Promise<TakenBack | null> {
  if (isFinal(state.station)) return null;
  for (const holder of [state.assignee, state.responsible]) {
    if (holder === null) continue;
    const item = await findTakenBack(tx, taken, model, state, holder, now);
    if (item !== undefined) return item;
  }
  return null;
}

/** `at`: JSON pointer of the field that named them; null: nobody was named. */
export function takenBackProblem(
  model: Model,
  { orgName, item }: RefusedOrg,
  at: string | null,
): ProblemError {
  const { title, basis, from, lead, declaredAs } = item;
  const leadTitle = model.orgKinds[lead]?.title ?? { zh: lead, en: lead };
  const detail = {
    zh: `“${title.zh}”自 ${from} 起列入“上级收回”清单（依据：${basis}），不能再交给${orgName}。现由${leadTitle.zh}办理。`,
    en: `“${title.en}” has been in the list “taken back” since ${from} (${basis}) and cannot be given to ${orgName}. It is now done by: ${leadTitle.en}.`,
  };
  return problem('power-taken-back', {
    detail,
    data: { powerId: item.powerId, list: 'taken-back', item: title.zh, basis, from, lead, org: orgName },
    ...(declaredAs === null ? {} : { rule: `powers.${declaredAs}` }),
    ...(at === null ? {} : { errors: [{ at, message: detail }] }),
  });
}

/** A case by which a power is exercised, where that power is held no longer. */
export function notExercisedProblem(
  model: Model,
  kind: CaseKind,
  { key, state, row, since, powerId }: Standing,
) {
  const title = model.powers[key]?.title ?? { zh: key, en: key };
  const basis = row?.basis ?? '';
  const lead = model.orgKinds[row?.lead ?? '']?.title ?? { zh: row?.lead ?? '', en: row?.lead ?? '' };
  const detail =
    state === 'taken-back'
      ? {
          zh: `“${title.zh}”自 ${since} 起列入“上级收回”清单（依据：${basis}），不能再办理“${kind.title.zh}”。现由${lead.zh}办理。`,
          en: `“${title.en}” has been in the list “taken back” since ${since} (${basis}): “${kind.title.en}” cannot be opened any more. It is now done by: ${lead.en}.`,
        }
      : {
          zh: `这里今天没有“${title.zh}”，不能办理“${kind.title.zh}”。`,
          en: `“${title.en}” is not held here today: “${kind.title.en}” cannot be opened.`,
        };
  return problem('power-taken-back', {
    detail,
    data: {
      powerId: powerId ?? '',
      list: 'taken-back',
      item: title.zh,
      basis,
      from: since ?? '',
      lead: lead.zh,
      org: '',
    },
    rule: `powers.${key}`,
  });
}

async function findCover(tx: Tx, orgId: string, areaCode: string): Promise<string> {
  const { rows } = await tx.query<{ code: string }>(
    `SELECT area_code AS code FROM org_areas WHERE tenant_id = $1 AND org_id = $2 AND starts_with($3, area_code)
      ORDER BY length(area_code) DESC LIMIT 1`,
    [tx.tenantId, orgId, areaCode],
  );
  return rows[0]?.code ?? '';
}

async function findOrgName(tx: Tx, orgId: string): Promise<string> {
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM orgs WHERE tenant_id = $1 AND org_id = $2',
    [tx.tenantId, orgId],
  );
  return rows[0]?.name ?? '';
}
