/**
 * Two ledgers of hours: of duty, entered for those who reported in, and of what was given freely. No query here reads both
 * into one sum; nobody enters their own, and a wrong entry is struck and stays.
 */
import { randomUUID } from 'node:crypto';
import type {
  EnterDutyHours,
  EnterVolunteerHours,
  HoursEntry,
  HoursReply,
  MyHours,
  ReportInHours,
  StrikeHours,
  VolunteerCertificate,
} from '@linli/contract';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { modelsOf } from '../models/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { hasDuty, requirePost, today } from './policy.ts';
import { titleOf } from './present.ts';
import {
  findLastDeclined,
  findReportIns,
  presentReportIn,
  reachReportIn,
  toBeConfirmed,
} from './report-ins.ts';
import { findOrg } from './store.ts';

type Entry = z.output<typeof HoursEntry>;

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
    if (row.confirmedAt === null) throw toBeConfirmed('/doneOn');
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
    return { entry: await getEntry(dutyEntries(tx, model, { entryId }, 'staff')) };
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
    return { entry: await getEntry(volunteerEntries(tx, model, { entryId }, 'staff')) };
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
        ? 'UPDATE duty_hours SET struck_at = $3, struck_reason = $4, struck_by_person_id = $5 WHERE tenant_id = $1 AND entry_id = $2'
        : 'UPDATE volunteer_hours SET struck_at = $3, struck_reason = $4, struck_by_person_id = $5 WHERE tenant_id = $1 AND entry_id = $2',
      [tx.tenantId, entryId, at, reason, viewer.personId],
    );
    return {
      entry: await getEntry(
        isDuty
          ? dutyEntries(tx, model, { entryId }, 'staff')
          : volunteerEntries(tx, model, { entryId }, 'staff'),
      ),
    };
  });
}

/** What the community entered of one person, each ledger by itself; its posts may strike what is wrong. */
export function showReportInHours(
  deps: Deps,
  viewer: Viewer,
  reportInId: string,
): Promise<z.output<typeof ReportInHours>> {
  const model = modelsOf(deps).ofTenant(viewer.tenantId);
  const day = today(model, deps.clock.now());
  return inTenant(deps.db, viewer.tenantId, async (tx) => {
    const { row } = await reachReportIn(tx, model, viewer, reportInId, day, 'community');
    const [duty, volunteer] = await Promise.all([
      dutyEntries(tx, model, { reportInId }, 'staff'),
      volunteerEntries(tx, model, { personId: row.personId, orgId: row.communityOrgId }, 'staff'),
    ]);
    return { duty, volunteer };
  });
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
      const [running, last, duty, volunteer] = await Promise.all([
        findReportIns(tx, { personId }),
        findLastDeclined(tx, personId),
        dutyEntries(tx, model, { personId }, 'person'),
        volunteerEntries(tx, model, { personId }, 'person'),
      ]);
      return {
        reportIn: running[0] ? presentReportIn(running[0], viewer, false) : null,
        declined: running[0] || !last ? null : presentReportIn(last, viewer, false),
        verbs: running[0] || model.reportIn === null ? [] : ['report-in'],
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
        volunteerEntries(tx, model, { personId }, 'person'),
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

/** To staff it says who struck it, and what they may strike. */
type Reader = 'staff' | 'person';

interface EntryRow extends Omit<Entry, 'whatTitle' | 'verbs'> {}

function presentEntry(row: EntryRow, whatTitle: Entry['whatTitle'], reader: Reader): Entry {
  const isStaff = reader === 'staff';
  return {
    ...row,
    whatTitle,
    struckBy: isStaff ? row.struckBy : null,
    verbs: isStaff && row.struck === null ? ['strike'] : [],
  };
}

async function dutyEntries(
  tx: Tx,
  model: Model,
  which: { entryId: string } | { personId: string } | { reportInId: string },
  reader: Reader,
): Promise<Entry[]> {
  const { rows } = await tx.query<EntryRow>(
    `SELECT duty_hours.entry_id AS "entryId", duty_hours.done_on AS "doneOn", duty_hours.minutes,
            duty_hours.service AS what, duty_hours.note, orgs.name AS "orgName", duty_hours.struck_reason AS struck,
            (duty_hours.struck_at AT TIME ZONE $5)::date AS "struckOn", striker.name AS "struckBy"
       FROM duty_hours
       JOIN report_ins ON report_ins.tenant_id = $1 AND report_ins.report_in_id = duty_hours.report_in_id
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = report_ins.community_org_id
       LEFT JOIN people AS striker ON striker.tenant_id = $1 AND striker.person_id = duty_hours.struck_by_person_id
      WHERE duty_hours.tenant_id = $1 AND ($2::uuid IS NULL OR duty_hours.entry_id = $2)
        AND ($3::uuid IS NULL OR report_ins.person_id = $3) AND ($4::uuid IS NULL OR duty_hours.report_in_id = $4)
      ORDER BY duty_hours.done_on, duty_hours.entry_id LIMIT 5000`,
    [
      tx.tenantId,
      'entryId' in which ? which.entryId : null,
      'personId' in which ? which.personId : null,
      'reportInId' in which ? which.reportInId : null,
      model.timeZone,
    ],
  );
  return rows.map((row) => presentEntry(row, titleOf(model.reportIn?.services ?? {}, row.what), reader));
}

/** `orgId`: only what was done with this organisation. */
async function volunteerEntries(
  tx: Tx,
  model: Model,
  which: { entryId: string } | { personId: string; orgId?: string },
  reader: Reader,
): Promise<Entry[]> {
  const { rows } = await tx.query<EntryRow>(
    `SELECT volunteer_hours.entry_id AS "entryId", volunteer_hours.done_on AS "doneOn", volunteer_hours.minutes,
            volunteer_hours.deed AS what, NULL::text AS note, orgs.name AS "orgName", volunteer_hours.struck_reason AS struck,
            (volunteer_hours.struck_at AT TIME ZONE $5)::date AS "struckOn", striker.name AS "struckBy"
       FROM volunteer_hours
       JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = volunteer_hours.org_id
       LEFT JOIN people AS striker ON striker.tenant_id = $1 AND striker.person_id = volunteer_hours.struck_by_person_id
      WHERE volunteer_hours.tenant_id = $1 AND ($2::uuid IS NULL OR volunteer_hours.entry_id = $2)
        AND ($3::uuid IS NULL OR volunteer_hours.person_id = $3) AND ($4::uuid IS NULL OR volunteer_hours.org_id = $4)
      ORDER BY volunteer_hours.done_on, volunteer_hours.entry_id LIMIT 5000`,
    [
      tx.tenantId,
      'entryId' in which ? which.entryId : null,
      'personId' in which ? which.personId : null,
      'personId' in which ? (which.orgId ?? null) : null,
      model.timeZone,
    ],
  );
  return rows.map((row) => presentEntry(row, { zh: row.what, en: row.what }, reader));
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
