/** Makes an organisation, or changes its name, its time, what it stands under, or the areas it covers. */
import { randomUUID } from 'node:crypto';
import type { OrgReply, SaveOrg } from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { fieldProblem } from '../field-problem.ts';
import { requireAdministrator, requireReach, today } from '../policy.ts';
import { presentOrg } from '../present.ts';
import { recountAfterChange } from '../proof/index.ts';
import { findOrg, type OrgFound, servedAt } from '../store.ts';
import { writeSize } from './save-size.ts';

type Words = z.output<typeof SaveOrg>;

export async function saveOrg(deps: Deps, viewer: Viewer, words: Words): Promise<z.output<typeof OrgReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  requireAdministrator(model, viewer);
  const day = today(model, deps.clock.now());
  const command = { commandId: words.commandId, verb: 'save-org', target: words.orgId ?? null } as const;
  return once(deps, viewer, command, async (tx) => {
    const orgId =
      words.orgId === undefined
        ? await makeOrg(tx, model, viewer, words, day)
        : await changeOrg(tx, model, viewer, words.orgId, words, day);
    // Its time and its areas decide whether its posts answer for anybody.
    const isOfCoverage =
      words.covers !== undefined || words.validFrom !== undefined || words.validTo !== undefined;
    if (isOfCoverage) await recountAfterChange(tx, model, await servedAt(tx, orgId, day), day);
    const saved = await findOrg(tx, orgId, day, 'to show');
    if (!saved) throw new Error('an organisation that was just saved is not there');
    if (words.members !== undefined) {
      const covered = saved.covers.map(({ areaCode }) => areaCode);
      await writeSize(tx, { orgId, covered }, words.members, day);
    }
    tx.afterCommit(() => deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId } }));
    return { org: presentOrg(model, viewer, saved, day) };
  });
}

async function makeOrg(tx: Tx, model: Model, viewer: Viewer, words: Words, day: string): Promise<string> {
  const { kind, name, covers = [], validFrom = day, validTo = null } = words;
  if (kind === undefined) throw missing('/kind', { zh: '组织类别', en: 'kind' });
  if (name === undefined) throw missing('/name', { zh: '名称', en: 'name' });
  if (!Object.hasOwn(model.orgKinds, kind)) {
    const allowed = Object.keys(model.orgKinds).join(', ');
    throw fieldProblem('/kind', {
      zh: `没有这类组织，可选：${allowed}`,
      en: `No such kind of organisation. Choose one of: ${allowed}`,
    });
  }
  const orgId = randomUUID();
  const parentOrgId = words.parentOrgId ?? null;
  requireReach(model, viewer, covers);
  checkFormation(model, kind, words.formation);
  checkSpan(validFrom, validTo);
  await checkAreas(tx, model, kind, covers);
  await checkParent(tx, model, viewer, { kind, parentOrgId, covers }, day);
  const sentByOrgId = words.sentByOrgId ?? null;
  await checkSender(tx, model, kind, sentByOrgId, day);
  await tx.query(
    `INSERT INTO orgs (tenant_id, org_id, kind, name, parent_org_id, formation, sent_by_org_id, valid_from, valid_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [tx.tenantId, orgId, kind, name, parentOrgId, words.formation ?? null, sentByOrgId, validFrom, validTo],
  );
  await cover(tx, orgId, covers, null);
  return orgId;
}

async function changeOrg(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  orgId: string,
  words: Words,
  day: string,
): Promise<string> {
  const org = await findOrg(tx, orgId, day, 'to change');
  if (!org) throw problem('not-found');
  const covered = org.covers.map(({ areaCode }) => areaCode);
  requireReach(model, viewer, covered);
  if (words.kind !== undefined && words.kind !== org.kind) {
    throw fieldProblem('/kind', {
      zh: '组织类别不能更改，请结束这个组织，另建一个',
      en: 'The kind cannot be changed: end this organisation and make another',
    });
  }
  const next = {
    name: words.name ?? org.name,
    parentOrgId: words.parentOrgId === undefined ? org.parentOrgId : words.parentOrgId,
    formation: words.formation === undefined ? org.formation : words.formation,
    validFrom: words.validFrom ?? org.validFrom,
    validTo: words.validTo === undefined ? org.validTo : words.validTo,
  };
  checkSpan(next.validFrom, next.validTo);
  if (words.formation !== undefined) checkFormation(model, org.kind, words.formation);
  if (words.covers !== undefined) {
    requireReach(model, viewer, words.covers);
    await checkAreas(tx, model, org.kind, words.covers);
  }
  if (next.parentOrgId !== org.parentOrgId) {
    const covers = words.covers ?? covered;
    await checkParent(tx, model, viewer, { kind: org.kind, parentOrgId: next.parentOrgId, covers }, day);
  }
  if (words.sentByOrgId !== undefined) {
    await checkSender(tx, model, org.kind, words.sentByOrgId, day);
    await tx.query('UPDATE orgs SET sent_by_org_id = $3 WHERE tenant_id = $1 AND org_id = $2', [
      tx.tenantId,
      orgId,
      words.sentByOrgId,
    ]);
  }
  await keepPast(tx, org, next, day);
  await tx.query(
    `UPDATE orgs SET name = $3, parent_org_id = $4, formation = $5, valid_from = $6, valid_to = $7
      WHERE tenant_id = $1 AND org_id = $2`,
    [tx.tenantId, orgId, next.name, next.parentOrgId, next.formation, next.validFrom, next.validTo],
  );
  if (words.covers !== undefined) await coverInstead(tx, org, words.covers, day);
  return orgId;
}

/** `from`: first day; null: since the organisation exists. */
async function cover(
  tx: Tx,
  orgId: string,
  areaCodes: readonly string[],
  from: string | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO org_areas (tenant_id, org_id, area_code, covered_from)
     SELECT $1, $2, code, $4::date FROM unnest($3::text[]) AS code`,
    [tx.tenantId, orgId, [...new Set(areaCodes)], from],
  );
}

/** From today on these areas; what was covered until yesterday stays on record. */
async function coverInstead(tx: Tx, org: OrgFound, areaCodes: readonly string[], day: string): Promise<void> {
  const before = org.covers.map(({ areaCode }) => areaCode);
  const gone = before.filter((code) => !areaCodes.includes(code));
  await tx.query(
    `INSERT INTO org_area_pasts (tenant_id, org_id, area_code, covered_from, covered_to)
     SELECT $1, $2, area_code, coalesce(covered_from, $4::date), $5::date - 1 FROM org_areas
      WHERE tenant_id = $1 AND org_id = $2 AND area_code = ANY ($3) AND coalesce(covered_from, $4::date) < $5::date
     ON CONFLICT (tenant_id, org_id, area_code, covered_from) DO NOTHING`,
    [tx.tenantId, org.orgId, gone, org.validFrom, day],
  );
  await tx.query('DELETE FROM org_areas WHERE tenant_id = $1 AND org_id = $2 AND area_code = ANY ($3)', [
    tx.tenantId,
    org.orgId,
    gone,
  ]);
  const fresh = areaCodes.filter((code) => !before.includes(code));
  await cover(tx, org.orgId, fresh, org.validFrom < day ? day : null);
}

/** What it was called and stood under until yesterday; a second change on one day changes nothing of the past. */
async function keepPast(
  tx: Tx,
  org: OrgFound,
  next: { name: string; parentOrgId: string | null; formation: string | null },
  day: string,
): Promise<void> {
  const { name, parentOrgId, formation } = org;
  if (org.validFrom >= day) return;
  if (name === next.name && parentOrgId === next.parentOrgId && formation === next.formation) return;
  await tx.query(
    `INSERT INTO org_pasts (tenant_id, org_id, last_on, name, parent_org_id, formation)
     VALUES ($1, $2, $3::date - 1, $4, $5, $6) ON CONFLICT (tenant_id, org_id, last_on) DO NOTHING`,
    [tx.tenantId, org.orgId, day, name, parentOrgId, formation],
  );
}

/** A dispatched team is sent by an organisation of the kind the model names; others are sent by nobody. */
async function checkSender(
  tx: Tx,
  model: Model,
  kind: string,
  sentByOrgId: string | null,
  day: string,
): Promise<void> {
  if (sentByOrgId === null) return;
  const wanted = model.orgKinds[kind]?.sentBy ?? null;
  const sender = await findOrg(tx, sentByOrgId, day, 'to show');
  if (sender && sender.kind === wanted) return;
  const title = wanted === null ? null : model.orgKinds[wanted]?.title;
  throw fieldProblem('/sentByOrgId', {
    zh: title ? `派出单位须是“${title.zh}”` : '这类组织没有派出单位',
    en: title ? `It is sent by a “${title.en}” only` : 'This kind of organisation is sent by none',
  });
}

function checkFormation(model: Model, kind: string, formation: string | null | undefined): void {
  const allowed = model.orgKinds[kind]?.formation ?? [];
  if (formation == null || allowed.includes(formation)) return;
  throw fieldProblem('/formation', {
    zh: `没有这种组建方式，可选：${allowed.join('、') || '无'}`,
    en: `No such formation. Choose one of: ${allowed.join(', ') || 'none'}`,
  });
}

function checkSpan(validFrom: string, validTo: string | null): void {
  if (validTo === null || validTo >= validFrom) return;
  throw fieldProblem('/validTo', { zh: '结束日期早于开始日期', en: 'The end comes before the beginning' });
}

/** They must be there, and of the level this kind of organisation covers: else no case would ever lead to it. */
async function checkAreas(tx: Tx, model: Model, kind: string, areaCodes: readonly string[]): Promise<void> {
  if (areaCodes.length === 0) return;
  const { rows } = await tx.query<{ code: string; level: string }>(
    'SELECT code, level FROM areas WHERE tenant_id = $1 AND code = ANY ($2)',
    [tx.tenantId, areaCodes],
  );
  const levels = new Map(rows.map(({ code, level }) => [code, level]));
  const unknown = areaCodes.filter((code) => !levels.has(code));
  if (unknown.length > 0) {
    throw problem('unknown-area', {
      errors: [
        {
          at: '/covers',
          message: { zh: `没有：${unknown.join('、')}`, en: `Not known: ${unknown.join(', ')}` },
        },
      ],
    });
  }
  const wanted = model.orgKinds[kind]?.level ?? null;
  if (wanted === null || areaCodes.every((code) => levels.get(code) === wanted)) return;
  const title = model.levels.find(({ key }) => key === wanted)?.title ?? { zh: wanted, en: wanted };
  throw fieldProblem('/covers', {
    zh: `这类组织只能覆盖“${title.zh}”`,
    en: `This kind of organisation covers areas of the level “${title.en}” only`,
  });
}

/** Lateness is told one organisation above: a new one may stand under those that cover its place, or that one looks after. */
async function checkParent(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  child: { kind: string; parentOrgId: string | null; covers: readonly string[] },
  day: string,
): Promise<void> {
  if (child.parentOrgId === null) return;
  const parent = await findOrg(tx, child.parentOrgId, day, 'to show');
  const wanted = model.orgKinds[child.kind]?.under ?? null;
  if (!parent || parent.kind !== wanted) {
    const title = wanted === null ? null : model.orgKinds[wanted]?.title;
    throw fieldProblem('/parentOrgId', {
      zh: title ? `上级须是“${title.zh}”` : '这类组织没有上级',
      en: title ? `It stands under a “${title.en}” only` : 'This kind of organisation stands under none',
    });
  }
  if (!coversAll(parent, child.covers)) {
    requireReach(
      model,
      viewer,
      parent.covers.map(({ areaCode }) => areaCode),
    );
  }
}

function coversAll(org: OrgFound, areaCodes: readonly string[]): boolean {
  return (
    areaCodes.length > 0 &&
    areaCodes.every((code) => org.covers.some(({ areaCode }) => code.startsWith(areaCode)))
  );
}

function missing(at: string, field: { zh: string; en: string }) {
  const message = { zh: `请填写${field.zh}`, en: `Fill in the ${field.en}` };
  return problem('field-required', { detail: message, errors: [{ at, message }] });
}
