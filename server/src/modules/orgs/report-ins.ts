/**
 * People in work report in where they live, with a sign-in of their own; where the employer does not know them by a post,
 * the community confirms it. Nothing has a least amount, and an employer sees names in their order, never by amount.
 */
import { randomUUID } from 'node:crypto';
import type {
  ConfirmReportIn,
  DeclineReportIn,
  EndReportIn,
  FeedbackQuery,
  FeedbackView,
  ReportIn,
  ReportInChoices,
  ReportInChoicesQuery,
  ReportInReply,
  ReportInsPage,
  ReportInsQuery,
  ReportInView,
} from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { maskName } from '../../platform/secrets/index.ts';
import { modelsOf } from '../models/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { hasDuty, requirePost, today } from './policy.ts';
import { titleOf } from './present.ts';
import { containing, findOrg, type OrgFound } from './store.ts';

export function reportIn(
  deps: Deps,
  viewer: Viewer,
  words: z.output<typeof ReportIn>,
): Promise<z.output<typeof ReportInReply>> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const { personId } = viewer;
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  return once(
    deps,
    viewer,
    { commandId: words.commandId, verb: 'report-in', target: words.communityOrgId },
    async (tx) => {
      await requireKind(
        tx,
        model,
        words.communityOrgId,
        model.reportIn?.receivedBy ?? [],
        '/communityOrgId',
        day,
      );
      await requireKind(
        tx,
        model,
        words.employerOrgId,
        model.reportIn?.employedBy ?? [],
        '/employerOrgId',
        day,
      );
      const reportInId = randomUUID();
      // The employer knows who holds a post there; of others the community says that it is so.
      const isKnown = viewer.posts.some(({ orgId }) => orgId === words.employerOrgId);
      const { rowCount } = await tx.query(
        `INSERT INTO report_ins (tenant_id, report_in_id, person_id, employer_org_id, community_org_id, reported_from, confirmed_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (tenant_id, person_id) WHERE reported_to IS NULL DO NOTHING`,
        [
          tx.tenantId,
          reportInId,
          personId,
          words.employerOrgId,
          words.communityOrgId,
          words.reportedFrom ?? day,
          isKnown ? deps.clock.now() : null,
        ],
      );
      if (rowCount === 0) {
        const [running] = await findReportIns(tx, { personId });
        throw problem('reported-in-already', { data: { community: running?.communityName ?? '' } });
      }
      tellCommunity(deps, tx, words.communityOrgId);
      return { reportIn: await getReportIn(tx, model, viewer, reportInId, day) };
    },
  );
}

export function endReportIn(
  deps: Deps,
  viewer: Viewer,
  reportInId: string,
  words: z.output<typeof EndReportIn>,
): Promise<z.output<typeof ReportInReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  return once(
    deps,
    viewer,
    { commandId: words.commandId, verb: 'end-report-in', target: reportInId },
    async (tx) => {
      const { row } = await reachReportIn(tx, model, viewer, reportInId, day, 'person or community');
      if (row.confirmedAt === null && row.personId !== viewer.personId) throw toBeConfirmed('/reportedTo');
      const reportedTo = words.reportedTo ?? (row.reportedFrom > day ? row.reportedFrom : day);
      if (reportedTo < row.reportedFrom || row.reportedTo !== null) {
        throw fieldProblem('/reportedTo', {
          zh: row.reportedTo === null ? '早于报到日期' : '报到已经结束',
          en: row.reportedTo === null ? 'Before it began' : 'It has ended already',
        });
      }
      await tx.query('UPDATE report_ins SET reported_to = $3 WHERE tenant_id = $1 AND report_in_id = $2', [
        tx.tenantId,
        reportInId,
        reportedTo,
      ]);
      tellCommunity(deps, tx, row.communityOrgId);
      return { reportIn: await getReportIn(tx, model, viewer, reportInId, day) };
    },
  );
}

/** Who reported in at a community: for its own posts and those over it. */
export function listReportIns(
  deps: Deps,
  viewer: Viewer,
  { community, state, after }: z.output<typeof ReportInsQuery>,
): Promise<z.output<typeof ReportInsPage>> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const org = await findOrg(tx, community, day, 'to show');
      if (!org || !hasDuty(model, viewer, org)) throw problem('not-found');
      const rows = await findReportIns(tx, { communityOrgId: community, state, after });
      const shown = rows.slice(0, pageSize);
      return {
        reportIns: shown.map((row) => presentReportIn(row, viewer, true)),
        next: rows.length > pageSize ? (shown.at(-1)?.reportInId ?? null) : null,
        services: Object.entries(model.reportIn?.services ?? {}).map(([key, { title }]) => ({ key, title })),
      };
    },
    { readOnly: true },
  );
}

/** What those sent by one employer did, for posts of that employer. */
export function showFeedback(
  deps: Deps,
  viewer: Viewer,
  { employer, from, to }: z.output<typeof FeedbackQuery>,
): Promise<z.output<typeof FeedbackView>> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  const span = { from: from ?? `${day.slice(0, 4)}-01-01`, to: to ?? day };
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const org = await findOrg(tx, employer, day, 'to show');
      if (!org || !viewer.posts.some(({ orgId }) => orgId === employer)) throw problem('not-found');
      const values = [tx.tenantId, employer, span.from, span.to];
      const [services, people] = await Promise.all([
        tx.query<{ service: string; minutes: number }>(
          `SELECT duty_hours.service, sum(duty_hours.minutes)::integer AS minutes
             FROM report_ins JOIN duty_hours ON duty_hours.tenant_id = $1 AND duty_hours.report_in_id = report_ins.report_in_id
            WHERE report_ins.tenant_id = $1 AND report_ins.employer_org_id = $2 AND duty_hours.struck_at IS NULL
              AND duty_hours.done_on BETWEEN $3 AND $4
            GROUP BY duty_hours.service ORDER BY duty_hours.service`,
          values,
        ),
        tx.query<{
          personId: string;
          name: string;
          communityName: string;
          reportedFrom: string;
          days: number;
          minutes: number;
        }>(
          `SELECT report_ins.person_id AS "personId", people.name, orgs.name AS "communityName",
                  report_ins.reported_from AS "reportedFrom", count(DISTINCT duty_hours.done_on)::integer AS days,
                  coalesce(sum(duty_hours.minutes), 0)::integer AS minutes
             FROM report_ins
             JOIN people ON people.tenant_id = $1 AND people.person_id = report_ins.person_id
             JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = report_ins.community_org_id
             LEFT JOIN duty_hours ON duty_hours.tenant_id = $1 AND duty_hours.report_in_id = report_ins.report_in_id
              AND duty_hours.struck_at IS NULL AND duty_hours.done_on BETWEEN $3 AND $4
            WHERE report_ins.tenant_id = $1 AND report_ins.employer_org_id = $2 AND report_ins.confirmed_at IS NOT NULL
              AND report_ins.reported_from <= $4::date AND coalesce(report_ins.reported_to, 'infinity') >= $3::date
            GROUP BY report_ins.report_in_id, report_ins.person_id, people.name, orgs.name, report_ins.reported_from
            ORDER BY people.name, report_ins.person_id LIMIT 1000`,
          values,
        ),
      ]);
      return {
        employer: { orgId: org.orgId, name: org.name },
        ...span,
        services: services.rows.map((row) => ({
          ...row,
          title: titleOf(model.reportIn?.services ?? {}, row.service),
        })),
        people: people.rows,
      };
    },
    { readOnly: true },
  );
}

interface ReportInRow {
  reportInId: string;
  personId: string;
  name: string;
  employerOrgId: string;
  employerName: string;
  communityOrgId: string;
  communityName: string;
  reportedFrom: string;
  reportedTo: string | null;
  confirmedAt: string | null;
  declined: string | null;
}

const pageSize = 100;

/** Of one id, the running one of a person, or a page of a community. */
export async function findReportIns(
  tx: Tx,
  which:
    | { reportInId: string }
    | { personId: string }
    | {
        communityOrgId: string;
        state: 'to-confirm' | 'confirmed' | undefined;
        after: string | undefined;
      },
): Promise<ReportInRow[]> {
  const { rows } = await tx.query<ReportInRow>(
    `SELECT report_ins.report_in_id AS "reportInId", report_ins.person_id AS "personId", people.name,
            employer.org_id AS "employerOrgId", employer.name AS "employerName",
            community.org_id AS "communityOrgId", community.name AS "communityName",
            report_ins.reported_from AS "reportedFrom", report_ins.reported_to AS "reportedTo",
            report_ins.confirmed_at AS "confirmedAt", report_ins.declined_reason AS declined
       FROM report_ins
       JOIN people ON people.tenant_id = $1 AND people.person_id = report_ins.person_id
       JOIN orgs AS employer ON employer.tenant_id = $1 AND employer.org_id = report_ins.employer_org_id
       JOIN orgs AS community ON community.tenant_id = $1 AND community.org_id = report_ins.community_org_id
      WHERE report_ins.tenant_id = $1 AND ($2::uuid IS NULL OR report_ins.report_in_id = $2)
        AND ($3::uuid IS NULL OR report_ins.person_id = $3 AND report_ins.reported_to IS NULL)
        AND ($4::uuid IS NULL OR report_ins.community_org_id = $4)
        AND ($5::uuid IS NULL OR report_ins.report_in_id > $5)
        AND CASE $6 WHEN 'to-confirm' THEN report_ins.confirmed_at IS NULL AND report_ins.reported_to IS NULL
                    WHEN 'confirmed' THEN report_ins.confirmed_at IS NOT NULL ELSE true END
      ORDER BY report_ins.report_in_id LIMIT ${pageSize + 1}`,
    [
      tx.tenantId,
      'reportInId' in which ? which.reportInId : null,
      'personId' in which ? which.personId : null,
      'communityOrgId' in which ? which.communityOrgId : null,
      'communityOrgId' in which ? (which.after ?? null) : null,
      'communityOrgId' in which ? (which.state ?? 'all') : 'all',
    ],
  );
  return rows;
}

export async function findLastDeclined(tx: Tx, personId: string): Promise<ReportInRow | undefined> {
  const { rows } = await tx.query<{ reportInId: string; declined: string | null }>(
    `SELECT report_in_id AS "reportInId", declined_reason AS declined FROM report_ins
      WHERE tenant_id = $1 AND person_id = $2 ORDER BY reported_from DESC, reported_to DESC, report_in_id LIMIT 1`,
    [tx.tenantId, personId],
  );
  const [last] = rows;
  return last && last.declined !== null
    ? (await findReportIns(tx, { reportInId: last.reportInId }))[0]
    : undefined;
}

export async function getReportIn(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  reportInId: string,
  day: string,
): Promise<ReportInView> {
  const [row] = await findReportIns(tx, { reportInId });
  if (!row) throw new Error('a report-in that was just saved is not there');
  const community = await findOrg(tx, row.communityOrgId, day, 'to show');
  return presentReportIn(row, viewer, community !== undefined && hasDuty(model, viewer, community));
}

/** `isCommunity`: the viewer has a duty for the community. Nobody confirms or enters anything of their own. */
export function presentReportIn(row: ReportInRow, viewer: Viewer, isCommunity: boolean): ReportInView {
  const isOwn = row.personId === viewer.personId;
  const isOpen = isOwn || isCommunity;
  const runs = row.reportedTo === null;
  const verbs: ReportInView['verbs'] = [];
  if (isCommunity && !isOwn) {
    if (row.confirmedAt !== null) verbs.push('enter-duty-hours', 'enter-volunteer-hours', 'see-hours');
    else if (runs) verbs.push('confirm', 'decline');
  }
  if (runs && (isOwn || (isCommunity && row.confirmedAt !== null))) verbs.push('end');
  return {
    reportInId: row.reportInId,
    personId: row.personId,
    name: isOpen ? row.name : maskName(row.name),
    employer: { orgId: row.employerOrgId, name: row.employerName },
    community: { orgId: row.communityOrgId, name: row.communityName },
    reportedFrom: row.reportedFrom,
    reportedTo: row.reportedTo,
    isConfirmed: row.confirmedAt !== null,
    declined: row.declined,
    verbs,
  };
}

/** Locked; 404 for whoever it does not concern. */
export async function reachReportIn(
  tx: Tx,
  model: Model,
  viewer: Viewer,
  reportInId: string,
  day: string,
  who: 'community' | 'person or community',
): Promise<{ row: ReportInRow; org: OrgFound }> {
  if (viewer.personId === null) throw problem('sign-in-required');
  await tx.query('SELECT FROM report_ins WHERE tenant_id = $1 AND report_in_id = $2 FOR UPDATE', [
    tx.tenantId,
    reportInId,
  ]);
  const [row] = await findReportIns(tx, { reportInId });
  const org = row && (await findOrg(tx, row.communityOrgId, day, 'to show'));
  if (!org) throw problem('not-found');
  const isOwn = row.personId === viewer.personId;
  if (who === 'person or community' && isOwn) return { row, org };
  if (!hasDuty(model, viewer, org)) throw problem('not-found');
  // Nobody writes into their own ledger.
  if (isOwn)
    throw problem('forbidden', {
      detail: {
        zh: '不能登记自己的服务，请由同事登记。',
        en: 'Nobody enters their own hours: a colleague does.',
      },
    });
  return { row, org };
}

/** Open pages of the community look again; the person’s own do when they are opened. */
function tellCommunity(deps: Deps, tx: Tx, communityOrgId: string): void {
  tx.afterCommit(() =>
    deps.live.publish({ tenantId: tx.tenantId, topic: 'orgs', data: { orgId: communityOrgId } }),
  );
}

/** The community says first whether it is so. */
export function toBeConfirmed(at: string) {
  return fieldProblem(at, {
    zh: '这次报到还没有确认，请先确认或不予确认',
    en: 'This report-in is not confirmed: confirm or decline it first',
  });
}

/** A post of the community says that it is so. */
export function confirmReportIn(
  deps: Deps,
  viewer: Viewer,
  reportInId: string,
  { commandId }: z.output<typeof ConfirmReportIn>,
): Promise<z.output<typeof ReportInReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const at = deps.clock.now();
  const day = today(model, at);
  return once(deps, viewer, { commandId, verb: 'confirm-report-in', target: reportInId }, async (tx) => {
    const { row } = await reachReportIn(tx, model, viewer, reportInId, day, 'community');
    requireToConfirm(row, '/commandId');
    await tx.query(
      `UPDATE report_ins SET confirmed_at = $3, confirmed_by_person_id = $4 WHERE tenant_id = $1 AND report_in_id = $2`,
      [tx.tenantId, reportInId, at, viewer.personId],
    );
    tellCommunity(deps, tx, row.communityOrgId);
    return { reportIn: await getReportIn(tx, model, viewer, reportInId, day) };
  });
}

/** It is not so: it ends, and the person reads why. They may report in again, here or elsewhere. */
export function declineReportIn(
  deps: Deps,
  viewer: Viewer,
  reportInId: string,
  { commandId, reason }: z.output<typeof DeclineReportIn>,
): Promise<z.output<typeof ReportInReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  return once(deps, viewer, { commandId, verb: 'decline-report-in', target: reportInId }, async (tx) => {
    const { row } = await reachReportIn(tx, model, viewer, reportInId, day, 'community');
    requireToConfirm(row, '/reason');
    await tx.query(
      `UPDATE report_ins SET declined_reason = $3, reported_to = greatest(reported_from, $4::date)
        WHERE tenant_id = $1 AND report_in_id = $2`,
      [tx.tenantId, reportInId, reason, day],
    );
    tellCommunity(deps, tx, row.communityOrgId);
    return { reportIn: await getReportIn(tx, model, viewer, reportInId, day) };
  });
}

function requireToConfirm(row: ReportInRow, at: string): void {
  if (row.confirmedAt === null && row.reportedTo === null) return;
  throw fieldProblem(at, {
    zh: row.confirmedAt === null ? '这次报到已经结束' : '这次报到已经确认',
    en: row.confirmedAt === null ? 'It has ended already' : 'It is confirmed already',
  });
}

const mostChoices = 20;

/** Where one may report in and who may have sent one: names of organisations, for whoever is signed in. */
export function listReportInChoices(
  deps: Deps,
  viewer: Viewer,
  { of, q = '' }: z.output<typeof ReportInChoicesQuery>,
): Promise<z.output<typeof ReportInChoices>> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const { personId } = viewer;
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  const kinds = (of === 'community' ? model.reportIn?.receivedBy : model.reportIn?.employedBy) ?? [];
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      // Those around one's own home come first, and one's own organisations as employers.
      const { rows } = await tx.query<{ orgId: string; name: string }>(
        `SELECT orgs.org_id AS "orgId", orgs.name
           FROM orgs LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = $5
          WHERE orgs.tenant_id = $1 AND orgs.kind = ANY ($2)
            AND orgs.valid_from <= $3::date AND coalesce(orgs.valid_to, 'infinity') >= $3::date
            AND orgs.name ILIKE $4
          ORDER BY EXISTS (SELECT FROM org_areas WHERE org_areas.tenant_id = $1 AND org_areas.org_id = orgs.org_id
                              AND left(people.home_code, length(org_areas.area_code)) = org_areas.area_code) DESC,
                   EXISTS (SELECT FROM posts WHERE posts.tenant_id = $1 AND posts.org_id = orgs.org_id
                              AND posts.person_id = $5 AND posts.held_from <= $3::date
                              AND coalesce(posts.held_to, 'infinity') >= $3::date) DESC,
                   length(orgs.name), orgs.name, orgs.org_id LIMIT ${mostChoices}`,
        [tx.tenantId, kinds, day, containing(q), personId],
      );
      return { orgs: rows };
    },
    { readOnly: true },
  );
}

async function requireKind(
  tx: Tx,
  model: Model,
  orgId: string,
  kinds: readonly string[],
  at: string,
  day: string,
): Promise<void> {
  const org = await findOrg(tx, orgId, day, 'to show');
  if (org && kinds.includes(org.kind) && org.validFrom <= day && (org.validTo ?? day) >= day) return;
  const titles = kinds.map((kind) => titleOf(model.orgKinds, kind));
  throw fieldProblem(at, {
    zh: `须是：${titles.map(({ zh }) => zh).join('、') || '（本市没有设定）'}`,
    en: `It must be one of: ${titles.map(({ en }) => en).join(', ') || '(not set in this city)'}`,
  });
}
