/** Rows of plans. Lists leave what is large where it is. */
import { randomUUID } from 'node:crypto';
import type { PlanAim, PlanChangedSince, PlanImpossible, PlanProposal, PlanState } from '@linli/contract';
import type { Progress } from '@linli/planner';
import type { Tx } from '../../platform/db/index.ts';
import type { PlanResult } from './summarize.ts';
import type { PlanInput } from './what-changed.ts';

export interface PlanRow {
  planId: string;
  compoundCode: string;
  compoundName: string;
  aim: PlanAim;
  state: PlanState;
  createdAt: string;
  createdBy: string;
  endedAt: string | null;
  cancelAskedAt: string | null;
  progress: Progress | null;
  failure: string | null;
  inForceFrom: string | null;
  acceptedAt: string | null;
  acceptedBy: string | null;
  changedSince: PlanChangedSince | null;
}

export interface PlanRecord extends PlanRow {
  summary: { proposal?: PlanProposal; impossible?: PlanImpossible } | null;
}

const columns = `plans.plan_id AS "planId", plans.compound_code AS "compoundCode", areas.full_name AS "compoundName", plans.aim,
  plans.state, plans.created_at AS "createdAt", people.name AS "createdBy", plans.ended_at AS "endedAt",
  plans.cancel_asked_at AS "cancelAskedAt", plans.progress, plans.failure, plans.in_force_from AS "inForceFrom",
  plans.accepted_at AS "acceptedAt", acceptor.name AS "acceptedBy", plans.changed_since AS "changedSince"`;
const source = `plans
  JOIN areas ON areas.tenant_id = $1 AND areas.code = plans.compound_code
  JOIN people ON people.tenant_id = $1 AND people.person_id = plans.person_id
  LEFT JOIN people AS acceptor ON acceptor.tenant_id = $1 AND acceptor.person_id = plans.accepted_by_person_id`;

export async function insertPlan(
  tx: Tx,
  one: { compoundCode: string; aim: PlanAim; personId: string | null; at: string },
): Promise<string> {
  const planId = randomUUID();
  await tx.query(
    `INSERT INTO plans (tenant_id, plan_id, compound_code, aim, state, person_id, created_at)
     VALUES ($1, $2, $3, $4, 'waiting', $5, $6)`,
    [tx.tenantId, planId, one.compoundCode, one.aim, one.personId, one.at],
  );
  return planId;
}

/** `lock`: nobody else changes its state until this transaction ends. */
export async function findPlan(
  tx: Tx,
  planId: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<PlanRecord | undefined> {
  const { rows } = await tx.query<PlanRecord & Record<string, unknown>>(
    `SELECT ${columns}, plans.summary FROM ${source}
      WHERE plans.tenant_id = $1 AND plans.plan_id = $2${lock ? ' FOR UPDATE OF plans' : ''}`,
    [tx.tenantId, planId],
  );
  return rows[0];
}

export async function findResult(
  tx: Tx,
  planId: string,
): Promise<{ input: PlanInput; result: PlanResult } | undefined> {
  const { rows } = await tx.query<{ input: PlanInput; result: PlanResult }>(
    'SELECT input, result FROM plans WHERE tenant_id = $1 AND plan_id = $2 AND result IS NOT NULL',
    [tx.tenantId, planId],
  );
  return rows[0];
}

/** The latest first; of one compound, or of all in these areas. */
export async function listPlans(
  tx: Tx,
  { compound, reach, most }: { compound: string | null; reach: readonly string[]; most: number },
): Promise<PlanRow[]> {
  const { rows } = await tx.query<PlanRow & Record<string, unknown>>(
    `SELECT ${columns} FROM ${source}
      WHERE plans.tenant_id = $1 AND ($2::text IS NULL OR plans.compound_code = $2)
        AND EXISTS (SELECT FROM unnest($3::text[]) AS reach (code) WHERE starts_with(plans.compound_code, reach.code))
      ORDER BY plans.created_at DESC, plans.plan_id LIMIT $4`,
    [tx.tenantId, compound, reach, most],
  );
  return rows;
}

/** From one of these states only; false when it is in another one by now. */
export async function movePlan(
  tx: Tx,
  planId: string,
  from: readonly PlanState[],
  to: PlanState,
  { endedAt = null, failure = null }: { endedAt?: string | null; failure?: string | null } = {},
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE plans SET state = $4, ended_at = $5, failure = $6, progress = NULL
      WHERE tenant_id = $1 AND plan_id = $2 AND state = ANY ($3)`,
    [tx.tenantId, planId, from, to, endedAt, failure],
  );
  return rowCount === 1;
}

export async function askToCancel(tx: Tx, planId: string, at: string): Promise<void> {
  await tx.query('UPDATE plans SET cancel_asked_at = $3 WHERE tenant_id = $1 AND plan_id = $2', [
    tx.tenantId,
    planId,
    at,
  ]);
}

/** Whether somebody has asked to cancel it comes back. */
export async function noteProgress(tx: Tx, planId: string, progress: Progress): Promise<boolean> {
  const { rows } = await tx.query<{ isCancelled: boolean }>(
    `UPDATE plans SET progress = $3 WHERE tenant_id = $1 AND plan_id = $2 AND state = 'planning'
     RETURNING cancel_asked_at IS NOT NULL AS "isCancelled"`,
    [tx.tenantId, planId, JSON.stringify(progress)],
  );
  return rows[0]?.isCancelled ?? true;
}

/** Ends the planning with what it found; false when it was cancelled meanwhile. */
export async function keepAnswer(
  tx: Tx,
  planId: string,
  state: 'proposed' | 'impossible',
  {
    input,
    summary,
    result,
    at,
  }: { input: PlanInput; summary: object; result: PlanResult | null; at: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE plans SET state = $3, input = $4, summary = $5, result = $6, ended_at = $7, progress = NULL
      WHERE tenant_id = $1 AND plan_id = $2 AND state = 'planning' AND cancel_asked_at IS NULL`,
    [
      tx.tenantId,
      planId,
      state,
      JSON.stringify(input),
      JSON.stringify(summary),
      result === null ? null : JSON.stringify(result),
      at,
    ],
  );
  return rowCount === 1;
}

/** Accepted plans whose day has come. */
export async function duePlans(tx: Tx, day: string): Promise<string[]> {
  const { rows } = await tx.query<{ planId: string }>(
    `SELECT plan_id AS "planId" FROM plans
      WHERE tenant_id = $1 AND state = 'accepted' AND in_force_from <= $2::date ORDER BY in_force_from, plan_id`,
    [tx.tenantId, day],
  );
  return rows.map(({ planId }) => planId);
}

export async function hasAccepted(tx: Tx, compoundCode: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `SELECT FROM plans WHERE tenant_id = $1 AND compound_code = $2 AND state = 'accepted'`,
    [tx.tenantId, compoundCode],
  );
  return rowCount !== 0;
}
