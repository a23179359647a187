/** Names of what cases mention: places, organisations and persons, in one look-up. */
import type { CaseState, Holder } from '@linli/engine';
import type { Tx } from '../../platform/db/index.ts';

export interface Directory {
  areaName(code: string): string | undefined;
  areaFullName(code: string): string | undefined;
  orgName(orgId: string): string | undefined;
  personName(personId: string): string | undefined;
  caseNumber(caseId: string): string | undefined;
}

export interface Mentioned {
  areas: Set<string>;
  orgs: Set<string>;
  people: Set<string>;
  cases: Set<string>;
}

export function nothingMentioned(): Mentioned {
  return { areas: new Set(), orgs: new Set(), people: new Set(), cases: new Set() };
}

/** Whom and what a state names. */
export function mention(mentioned: Mentioned, state: CaseState): void {
  mentioned.areas.add(state.areaCode);
  mentionHolder(mentioned, state.responsible);
  mentionHolder(mentioned, state.assignee);
  for (const part of state.parts) {
    mentioned.orgs.add(part.orgId);
    if (part.personId !== null) mentioned.people.add(part.personId);
  }
  if (state.rung?.hostOrgId != null) mentioned.orgs.add(state.rung.hostOrgId);
  for (const { to } of state.resolutions) mentionHolder(mentioned, to);
  if (state.reporterId !== null) mentioned.people.add(state.reporterId);
  if (state.mergedInto !== null) mentioned.cases.add(state.mergedInto);
}

export function mentionHolder(mentioned: Mentioned, holder: Holder | null): void {
  if (holder === null) return;
  mentioned.orgs.add(holder.orgId);
  if (holder.personId !== null) mentioned.people.add(holder.personId);
}

const directorySql = `
  SELECT 'a' AS sort, code AS id, name, full_name AS more FROM areas WHERE tenant_id = $1 AND code = ANY ($2::text[])
  UNION ALL
  SELECT 'o', org_id::text, name, NULL FROM orgs WHERE tenant_id = $1 AND org_id = ANY ($3::uuid[])
  UNION ALL
  SELECT 'p', person_id::text, name, NULL FROM people WHERE tenant_id = $1 AND person_id = ANY ($4::uuid[])
  UNION ALL
  SELECT 'c', case_id::text, number, NULL FROM cases WHERE tenant_id = $1 AND case_id = ANY ($5::uuid[])`;

export async function findDirectory(tx: Tx, mentioned: Mentioned): Promise<Directory> {
  const { rows } = await tx.query<{ sort: string; id: string; name: string; more: string | null }>(
    directorySql,
    [tx.tenantId, [...mentioned.areas], [...mentioned.orgs], [...mentioned.people], [...mentioned.cases]],
  );
  const found = new Map(rows.map((row) => [`${row.sort}${row.id}`, row]));
  return {
    areaName: (code) => found.get(`a${code}`)?.name,
    areaFullName: (code) => found.get(`a${code}`)?.more ?? undefined,
    orgName: (id) => found.get(`o${id}`)?.name,
    personName: (id) => found.get(`p${id}`)?.name,
    caseNumber: (id) => found.get(`c${id}`)?.name,
  };
}
