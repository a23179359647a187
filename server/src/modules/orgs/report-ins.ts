/**
 * People in work report in where they live. Duty hours and volunteers' hours are two ledgers: no query here reads both
 * into one sum, nothing has a least amount, and an employer sees names in their order, never by amount.
 */
import { randomUUID } from 'node:crypto';
import type {
  EndReportIn,
  EnterDutyHours,
  EnterVolunteerHours,
  FeedbackQuery,
  FeedbackView,
  HoursEntry,
  HoursReply,
  MyHours,
  ReportIn,
  ReportInReply,
  ReportInsPage,
  ReportInsQuery,
  ReportInView,
  StrikeHours,
  VolunteerCertificate,
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
import { findOrg, type OrgFound } from './store.ts';

type Entry = z.output<typeof HoursEntry>;

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
      const { rowCount } = await tx.query(
        `INSERT INTO report_ins (tenant_id, report_in_id, person_id, employer_org_id, community_org_id, reported_from)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, person_id) WHERE reported_to IS NULL DO NOTHING`,
        [
          tx.tenantId,
          reportInId,
          personId,
          words.employerOrgId,
          words.communityOrgId,
          words.reportedFrom ?? day,
        ],
      );
      if (rowCount === 0) {
        const [running] = await findReportIns(tx, { personId });
        throw problem('reported-in-already', { data: { community: running?.communityName ?? '' } });
      }
      return { reportIn: await getReportIn(tx, viewer, reportInId) };
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
      return { reportIn: await getReportIn(tx, viewer, reportInId) };
    },
  );
}

export function enterDutyHours(
  deps: Deps,
  viewer: Viewer,
  reportInId: string,
  { commandId, doneOn, minutes, service, note }: z.output<typeof EnterDutyHours>,
): Promise<z.output<typeof HoursReply>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const at = deps.clock.now();
  const day = today(model, at);
  return once(deps, viewer, { commandId, verb: 'enter-duty-hours', target: reportInId }, async (tx) => {
    const { row } = await reachReportIn(tx, model, viewer, reportInId, day, 'community');
    const services = model.reportIn?.services ?? {};
    if (!Object.hasOwn(services, service)) {
      const titles = Object.values(services).map(({ title }) => title);
      throw fieldProblem('/service', {
        zh: `没有这类服务，可选：${titles.map(({ zh }) => zh).join('、')}`,
        en: `No such service. Choose one of: ${titles.map(({ en }) => en).join(', ')}`,
      });
    }
    if (doneOn > day || doneOn < row.reportedFrom || (row.reportedTo !== null && doneOn > row.reportedTo)) {
      throw fieldProblem('/doneOn', {
        zh: '日期须在报到期间，且不晚于今天',
        en: 'A day within the time of the report-in, and not ahead',
      });
    }
    const entryId = randomUUID();
    await tx.query(
      `INSERT INTO duty_hours (tenant_id, entry_id, report_in_id, done_on, minutes, service, note, entered_by_person_id, entered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [tx.tenantId, entryId, reportInId, doneOn, minutes, service, note ?? null, viewer.personId, at],
    );
    return { entry: await getEntry(dutyEntries(tx, model, { entryId })) };
  });
}

export function enterVolunteerHours(
  deps: Deps,
  viewer: Viewer,
  { commandId, personId, orgId, doneOn, minutes, deed }: z.output<typeof EnterVolunteerHours>,
): Promise<z.output<typeof HoursReply>> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const at = deps.clock.now();
  const day = today(model, at);
  return once(deps, viewer, { commandId, verb: 'enter-volunteer-hours', target: personId }, async (tx) => {
    const org = await findOrg(tx, orgId, day, 'to show');
    if (!org || !hasDuty(model, viewer, org)) throw problem('not-found');
    const { rowCount } = await tx.query('SELECT FROM people WHERE tenant_id = $1 AND person_id = $2', [
      tx.tenantId,
      personId,
    ]);
    if (rowCount === 0)
      throw fieldProblem('/personId', { zh: '没有这位人员', en: 'There is no such person' });
    // True records only: nobody writes their own certificate.
    if (personId === viewer.personId) {
      throw fieldProblem('/personId', { zh: '不能登记自己的志愿时长', en: 'Nobody enters their own hours' });
    }
    if (doneOn > day) throw fieldProblem('/doneOn', { zh: '日期不能晚于今天', en: 'The day lies ahead' });
    const entryId = randomUUID();
    await tx.query(
      `INSERT INTO volunteer_hours (tenant_id, entry_id, person_id, org_id, done_on, minutes, deed, entered_by_person_id, entered_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [tx.tenantId, entryId, personId, orgId, doneOn, minutes, deed, viewer.personId, at],
    );
    return { entry: await getEntry(volunteerEntries(tx, { entryId })) };
  });
}

/** An entry is struck by a post of the organisation that entered it, with the reason; it stays to be seen. */
export function strikeHours(
  deps: Deps,
  viewer: Viewer,
  ledger: 'duty' | 'volunteer',
  entryId: string,
  { commandId, reason }: z.output<typeof StrikeHours>,
): Promise<z.output<typeof HoursReply>> {
  requirePost(viewer);
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const at = deps.clock.now();
  const day = today(model, at);
  const isDuty = ledger === 'duty';
  const verb = isDuty ? 'strike-duty-hours' : 'strike-volunteer-hours';
  return once(deps, viewer, { commandId, verb, target: entryId }, async (tx) => {
    const { rows } = await tx.query<{ orgId: string; struckAt: string | null }>(
      isDuty
        ? `SELECT report_ins.community_org_id AS "orgId", duty_hours.struck_at AS "struckAt"
             FROM duty_hours JOIN report_ins ON report_ins.tenant_id = $1 AND report_ins.report_in_id = duty_hours.report_in_id
            WHERE duty_hours.tenant_id = $1 AND duty_hours.entry_id = $2 FOR UPDATE OF duty_hours`
        : `SELECT org_id AS "orgId", struck_at AS "struckAt" FROM volunteer_hours
            WHERE tenant_id = $1 AND entry_id = $2 FOR UPDATE`,
      [tx.tenantId, entryId],
    );
    const [row] = rows;
    const org = row && (await findOrg(tx, row.orgId, day, 'to show'));
    if (!org || !hasDuty(model, viewer, org)) throw problem('not-found');
    if (row.struckAt !== null) {
      throw fieldProblem('/reason', { zh: '这条记录已经划去', en: 'This entry is struck already' });
    }
    await tx.query(
      isDuty
        ? 'UPDATE duty_hours SET struck_at = $3, struck_reason = $4 WHERE tenant_id = $1 AND entry_id = $2'
        : 'UPDATE volunteer_hours SET struck_at = $3, struck_reason = $4 WHERE tenant_id = $1 AND entry_id = $2',
      [tx.tenantId, entryId, at, reason],
    );
    return {
      entry: await getEntry(isDuty ? dutyEntries(tx, model, { entryId }) : volunteerEntries(tx, { entryId })),
    };
  });
}

/** Who reported in at a community: for its own posts and those over it. */
export function listReportIns(
  deps: Deps,
  viewer: Viewer,
  { community, after }: z.output<typeof ReportInsQuery>,
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
      const rows = await findReportIns(tx, { communityOrgId: community, after });
      const shown = rows.slice(0, pageSize);
      return {
        reportIns: shown.map((row) => presentReportIn(row, true)),
        next: rows.length > pageSize ? (shown.at(-1)?.reportInId ?? null) : null,
        services: Object.entries(model.reportIn?.services ?? {}).map(([key, { title }]) => ({ key, title })),
      };
    },
    { readOnly: true },
  );
}

/** Both ledgers of whoever asks, each with its own sum. */
export function myHours(deps: Deps, viewer: Viewer): Promise<z.output<typeof MyHours>> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const { personId } = viewer;
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [running, duty, volunteer] = await Promise.all([
        findReportIns(tx, { personId }),
        dutyEntries(tx, model, { personId }),
        volunteerEntries(tx, { personId }),
      ]);
      return {
        reportIn: running[0] ? presentReportIn(running[0], true) : null,
        duty: { minutes: minutesOf(duty), entries: duty },
        volunteer: { minutes: minutesOf(volunteer), entries: volunteer },
      };
    },
    { readOnly: true },
  );
}

/** Regulations on volunteer service, art. 19: true, complete and free of charge. */
export async function volunteerCertificate(
  deps: Deps,
  viewer: Viewer,
): Promise<z.output<typeof VolunteerCertificate>> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const { personId } = viewer;
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  return inTenant(
    deps.db,
    viewer.tenantId,
    async (tx) => {
      const [people, all] = await Promise.all([
        tx.query<{ name: string }>('SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2', [
          tx.tenantId,
          personId,
        ]),
        volunteerEntries(tx, { personId }),
      ]);
      const entries = all.filter(({ struck }) => struck === null);
      return {
        name: people.rows[0]?.name ?? '',
        issuedOn: today(model, deps.clock.now()),
        city: model.title,
        minutes: minutesOf(entries),
        entries,
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
            WHERE report_ins.tenant_id = $1 AND report_ins.employer_org_id = $2
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
}

const pageSize = 100;

/** Of one id, the running one of a person, or a page of a community. */
async function findReportIns(
  tx: Tx,
  which:
    | { reportInId: string }
    | { personId: string }
    | { communityOrgId: string; after: string | undefined },
): Promise<ReportInRow[]> {
  const { rows } = await tx.query<ReportInRow>(
    `SELECT report_ins.report_in_id AS "reportInId", report_ins.person_id AS "personId", people.name,
            employer.org_id AS "employerOrgId", employer.name AS "employerName",
            community.org_id AS "communityOrgId", community.name AS "communityName",
            report_ins.reported_from AS "reportedFrom", report_ins.reported_to AS "reportedTo"
       FROM report_ins
       JOIN people ON people.tenant_id = $1 AND people.person_id = report_ins.person_id
       JOIN orgs AS employer ON employer.tenant_id = $1 AND employer.org_id = report_ins.employer_org_id
       JOIN orgs AS community ON community.tenant_id = $1 AND community.org_id = report_ins.community_org_id
      WHERE report_ins.tenant_id = $1 AND ($2::uuid IS NULL OR report_ins.report_in_id = $2)
        AND ($3::uuid IS NULL OR report_ins.person_id = $3 AND report_ins.reported_to IS NULL)
        AND ($4::uuid IS NULL OR report_ins.community_org_id = $4)
        AND ($5::uuid IS NULL OR report_ins.report_in_id > $5)
      ORDER BY report_ins.report_in_id LIMIT ${pageSize + 1}`,
    [
      tx.tenantId,
      'reportInId' in which ? which.reportInId : null,
      'personId' in which ? which.personId : null,
      'communityOrgId' in which ? which.communityOrgId : null,
      'communityOrgId' in which ? (which.after ?? null) : null,
    ],
  );
  return rows;
}

async function getReportIn(tx: Tx, viewer: Viewer, reportInId: string): Promise<ReportInView> {
  const [row] = await findReportIns(tx, { reportInId });
  if (!row) throw new Error('a report-in that was just saved is not there');
  const isOwn = row.personId === viewer.personId;
  return presentReportIn(row, isOwn || viewer.posts.some(({ orgId }) => orgId === row.communityOrgId));
}

function presentReportIn(row: ReportInRow, isOpen: boolean): ReportInView {
  return {
    reportInId: row.reportInId,
    personId: row.personId,
    name: isOpen ? row.name : maskName(row.name),
    employer: { orgId: row.employerOrgId, name: row.employerName },
    community: { orgId: row.communityOrgId, name: row.communityName },
    reportedFrom: row.reportedFrom,
    reportedTo: row.reportedTo,
  };
}

/** Locked; 404 for whoever it does not concern. */
async function reachReportIn(
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

async function dutyEntries(
  tx: Tx,
  model: Model,
  which: { entryId: string } | { personId: string },
): Promise<Entry[]> {
  const { rows } = await tx.query<Omit<Entry, 'whatTitle'>>(
    `SELECT duty_hours.entry_id AS "entryId", duty_hours.done_on AS "doneOn", duty_hours.minutes,
            duty_hours.service AS what, duty_hours.note, orgs.name AS "orgName", duty_hours.struck_reason AS struck
       FROM duty_hours
       JOIN report_ins ON report_ins.tenant_id = $1 AND report_ins.report_in_id = duty_hours.report_in_id
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = report_ins.community_org_id
      WHERE duty_hours.tenant_id = $1 AND ($2::uuid IS NULL OR duty_hours.entry_id = $2)
        AND ($3::uuid IS NULL OR report_ins.person_id = $3)
      ORDER BY duty_hours.done_on, duty_hours.entry_id LIMIT 5000`,
    [tx.tenantId, 'entryId' in which ? which.entryId : null, 'personId' in which ? which.personId : null],
  );
  return rows.map((row) => ({ ...row, whatTitle: titleOf(model.reportIn?.services ?? {}, row.what) }));
}

async function volunteerEntries(tx: Tx, which: { entryId: string } | { personId: string }): Promise<Entry[]> {
  const { rows } = await tx.query<Omit<Entry, 'whatTitle'>>(
    `SELECT volunteer_hours.entry_id AS "entryId", volunteer_hours.done_on AS "doneOn", volunteer_hours.minutes,
            volunteer_hours.deed AS what, NULL::text AS note, orgs.name AS "orgName", volunteer_hours.struck_reason AS struck
       FROM volunteer_hours JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = volunteer_hours.org_id
      WHERE volunteer_hours.tenant_id = $1 AND ($2::uuid IS NULL OR volunteer_hours.entry_id = $2)
        AND ($3::uuid IS NULL OR volunteer_hours.person_id = $3)
      ORDER BY volunteer_hours.done_on, volunteer_hours.entry_id LIMIT 5000`,
    [tx.tenantId, 'entryId' in which ? which.entryId : null, 'personId' in which ? which.personId : null],
  );
  return rows.map((row) => ({ ...row, whatTitle: { zh: row.what, en: row.what } }));
}

async function getEntry(found: Promise<Entry[]>): Promise<Entry> {
  const [entry] = await found;
  if (!entry) throw new Error('an entry that was just saved is not there');
  return entry;
}

/** What was struck counts for nothing. */
function minutesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { minutes, struck }) => sum + (struck === null ? minutes : 0), 0);
}
