/** Rows of the register. They are added and none is changed; the version moves with each, so that routing notices. */
import { randomUUID } from 'node:crypto';
import type { PowerListKey } from '@linli/contract';
import type { Tx } from '../../platform/db/index.ts';
import type { DatedRow } from './in-force.ts';

/** What an item says, without when and by whom. */
export interface PowerWords {
  list: PowerListKey;
  titleZh: string;
  titleEn: string;
  level: string;
  orgKind: string | null;
  lead: string | null;
  areaCode: string;
  categories: string[];
  basis: string;
  handedDown: string | null;
}

export interface Signature {
  /** Null: entered here. */
  modelVersion: string | null;
  recordedAt: string;
  personId: string | null;
  postId: string | null;
  label: string | null;
}

export interface PowerRow extends PowerWords, DatedRow {
  reason: string | null;
  modelVersion: string | null;
  recordedAt: string;
  byLabel: string | null;
}

export interface EvaluationRow {
  evaluatedOn: string | null;
  evaluateBy: string | null;
  finding: string | null;
  modelVersion: string | null;
  recordedAt: string;
  byLabel: string | null;
}

export interface Power {
  powerId: string;
  declaredAs: string | null;
  /** In the order in which they were recorded. */
  rows: PowerRow[];
  evaluations: EvaluationRow[];
}

export const powerRowColumns = `power_id AS "powerId", row_number AS "rowNumber", list, valid_from AS "validFrom",
  valid_to AS "validTo", replaces, title_zh AS "titleZh", title_en AS "titleEn", level, org_kind AS "orgKind", lead,
  area_code AS "areaCode", categories, basis, handed_down AS "handedDown", reason, model_version AS "modelVersion",
  recorded_at AS "recordedAt", by_label AS "byLabel"`;

/** One item, or all of them (null). */
export async function findPowers(tx: Tx, powerId: string | null): Promise<Power[]> {
  const [powers, rows, evaluations] = await Promise.all([
    tx.query<{ powerId: string; declaredAs: string | null }>(
      `SELECT power_id AS "powerId", declared_as AS "declaredAs" FROM powers
        WHERE tenant_id = $1 AND ($2::uuid IS NULL OR power_id = $2) ORDER BY power_id`,
      [tx.tenantId, powerId],
    ),
    tx.query<PowerRow & { powerId: string }>(
      `SELECT ${powerRowColumns} FROM power_rows
        WHERE tenant_id = $1 AND ($2::uuid IS NULL OR power_id = $2) ORDER BY row_number`,
      [tx.tenantId, powerId],
    ),
    tx.query<EvaluationRow & { powerId: string }>(
      `SELECT power_id AS "powerId", evaluated_on AS "evaluatedOn", evaluate_by AS "evaluateBy", finding,
              model_version AS "modelVersion", recorded_at AS "recordedAt", by_label AS "byLabel"
         FROM power_evaluations
        WHERE tenant_id = $1 AND ($2::uuid IS NULL OR power_id = $2) ORDER BY evaluation_number`,
      [tx.tenantId, powerId],
    ),
  ]);
  const rowsOf = Map.groupBy(rows.rows, (row) => row.powerId);
  const evaluationsOf = Map.groupBy(evaluations.rows, (evaluation) => evaluation.powerId);
  return powers.rows.map((power) => ({
    ...power,
    rows: rowsOf.get(power.powerId) ?? [],
    evaluations: evaluationsOf.get(power.powerId) ?? [],
  }));
}

/** Nobody else writes to the register until the transaction ends; routing reads on. */
export async function lockPowers(tx: Tx): Promise<void> {
  await tx.query(
    `INSERT INTO snapshot_versions AS held (tenant_id, topic, version) VALUES ($1, 'powers', 0)
     ON CONFLICT (tenant_id, topic) DO UPDATE SET version = held.version`,
    [tx.tenantId],
  );
}

export async function movePowersVersion(tx: Tx): Promise<void> {
  await tx.query(
    `UPDATE snapshot_versions SET version = version + 1 WHERE tenant_id = $1 AND topic = 'powers'`,
    [tx.tenantId],
  );
}

export async function addPower(tx: Tx, declaredAs: string | null, at: string): Promise<string> {
  const powerId = randomUUID();
  await tx.query(
    'INSERT INTO powers (tenant_id, power_id, declared_as, entered_at) VALUES ($1, $2, $3, $4)',
    [tx.tenantId, powerId, declaredAs, at],
  );
  return powerId;
}

export interface RowToAdd extends PowerWords {
  validFrom: string;
  validTo: string | null;
  replaces: number | null;
  reason: string | null;
}

export async function addPowerRow(tx: Tx, powerId: string, row: RowToAdd, by: Signature): Promise<void> {
  await tx.query(
    `INSERT INTO power_rows (tenant_id, power_id, row_number, list, valid_from, valid_to, replaces, title_zh, title_en,
                             level, org_kind, lead, area_code, categories, basis, handed_down, reason, model_version,
                             recorded_at, by_person_id, by_post_id, by_label)
     SELECT $1, $2, 1 + coalesce(max(row_number), 0), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
            $18, $19, $20, $21
       FROM power_rows WHERE tenant_id = $1 AND power_id = $2`,
    [
      tx.tenantId,
      powerId,
      row.list,
      row.validFrom,
      row.validTo,
      row.replaces,
      row.titleZh,
      row.titleEn,
      row.level,
      row.orgKind,
      row.lead,
      row.areaCode,
      row.categories,
      row.basis,
      row.handedDown,
      row.reason,
      by.modelVersion,
      by.recordedAt,
      by.personId,
      by.postId,
      by.label,
    ],
  );
}

export async function addEvaluation(
  tx: Tx,
  powerId: string,
  { evaluatedOn, evaluateBy, finding }: Pick<EvaluationRow, 'evaluatedOn' | 'evaluateBy' | 'finding'>,
  by: Signature,
): Promise<void> {
  await tx.query(
    `INSERT INTO power_evaluations (tenant_id, power_id, evaluation_number, evaluated_on, evaluate_by, finding,
                                    model_version, recorded_at, by_person_id, by_post_id, by_label)
     SELECT $1, $2, 1 + coalesce(max(evaluation_number), 0), $3, $4, $5, $6, $7, $8, $9, $10
       FROM power_evaluations WHERE tenant_id = $1 AND power_id = $2`,
    [
      tx.tenantId,
      powerId,
      evaluatedOn,
      evaluateBy,
      finding,
      by.modelVersion,
      by.recordedAt,
      by.personId,
      by.postId,
      by.label,
    ],
  );
}

/** What a row says, to say it again. */
export function wordsOf(row: PowerWords): PowerWords {
  const { list, titleZh, titleEn, level, orgKind, lead, areaCode, categories, basis, handedDown } = row;
  return { list, titleZh, titleEn, level, orgKind, lead, areaCode, categories, basis, handedDown };
}
