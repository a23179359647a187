/**
 * Counting coverage. One row of `coverage_cells` stands for a building with all its homes; whoever changes a post, an
 * organisation or a grid counts the buildings concerned anew in the same transaction (`recountCells`). What passes with
 * time alone is seen by the last day a row holds; what is written in bulk is marked (`markStale`) and counted before it
 * is read (`ensureCounted`). Decision 0030.
 */
import { randomUUID } from 'node:crypto';
import type { Model } from '@linli/model';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { type Rule, ruleOf } from './rule.ts';

/** Above every letter and digit of a code, so that `>= code AND < code || '~'` is the area and all that lies in it. */
export const past = '~';
/** Cells of one statement. */
const mostAtOnce = 2_000;
/** An area with more cells is counted by scanning instead. */
const mostOneByOne = 500;

/** When a duty begins and ends: the post's days within those of its organisation. */
const dutyDays = `greatest(posts.held_from, orgs.valid_from) AS first_on,
  least(coalesce(posts.held_to, 'infinity'::date), coalesce(orgs.valid_to, 'infinity'::date)) AS last_on`;
/** An organisation answers only where it covers: authority and coverage never part. */
const isCovered = `EXISTS (SELECT FROM org_areas
   WHERE org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
     AND starts_with(served.area_code, org_areas.area_code))`;
const joins = `JOIN posts ON posts.tenant_id = $1 AND posts.post_id = served.post_id AND posts.role = ANY ($4)
  JOIN orgs ON orgs.tenant_id = $1 AND orgs.org_id = posts.org_id`;
/** Last day on which nothing begins or ends, of spans that have not ended; null: no end in sight. */
const holdsUntil = (day: string): string =>
  `min(CASE WHEN first_on > ${day} THEN first_on - 1 ELSE nullif(last_on, 'infinity'::date) END)`;
const isNow = (day: string): string => `first_on <= ${day} AND last_on >= ${day}`;

/** Homes of cells with how many answer for each; $2 cells, $3 level of homes, $4 roles, $5 lengths served outside cells, $6 day. */
export const homesOfCell = `
  duty AS MATERIALIZED (
    SELECT served.area_code, ${dutyDays}
      FROM post_areas AS served ${joins}
     WHERE served.tenant_id = $1 AND served.area_code >= cell.code AND served.area_code < cell.code || '${past}'
       AND ${isCovered}
    UNION ALL
    SELECT served.area_code, ${dutyDays}
      FROM unnest($5::integer[]) AS outside (length)
      JOIN post_areas AS served ON served.tenant_id = $1 AND served.area_code = left(cell.code, outside.length)
      ${joins}
     WHERE ${isCovered}
  ),
  home AS MATERIALIZED (
    SELECT areas.code, (SELECT count(*) FROM duty
                         WHERE starts_with(areas.code, duty.area_code) AND ${isNow('$6::date')}) AS answers
      FROM areas
     WHERE areas.tenant_id = $1 AND areas.code >= cell.code AND areas.code < cell.code || '${past}'
       AND areas.level = $3
  )`;
export const gridsOfCell = `
  SELECT grids.valid_from AS first_on, coalesce(grids.valid_to, 'infinity'::date) AS last_on
    FROM grid_buildings JOIN grids ON grids.tenant_id = $1 AND grids.grid_id = grid_buildings.grid_id
   WHERE grid_buildings.tenant_id = $1 AND grid_buildings.building_code = cell.code`;

export function cellValues(tx: Tx, rule: Rule, cells: readonly string[], day: string): unknown[] {
  const outside = rule.servedLengths.filter((length) => length < rule.cellLength);
  return [tx.tenantId, cells, rule.homesLevel, rule.roles, outside, day];
}

/**
 * Counts these cells anew and keeps them. Call it after the change and in its transaction: two changes of one cell wait
 * here for one another, and the second sees what the first did.
 */
export async function recountCells(
  tx: Tx,
  rule: Rule,
  cellCodes: readonly string[],
  day: string,
): Promise<void> {
  const cells = [...new Set(cellCodes)].sort();
  if (cells.length === 0) return;
  await tx.query(`SELECT pg_advisory_xact_lock_shared(hashtext('linli coverage'), $1)`, [tx.tenantId]);
  for (let from = 0; from < cells.length; from += mostAtOnce) {
    const some = cells.slice(from, from + mostAtOnce);
    // First the rows, in order and locked: a statement that began before the lock was had would count too old a state.
    await tx.query(
      `INSERT INTO coverage_cells (tenant_id, cell_code, homes, grids, unanswered, overanswered)
       SELECT $1, code, 0, 0, 0, 0 FROM unnest($2::text[]) WITH ORDINALITY AS cell (code, place) ORDER BY place
       ON CONFLICT (tenant_id, cell_code) DO UPDATE SET homes = coverage_cells.homes`,
      [tx.tenantId, some],
    );
    await tx.query(
      `UPDATE coverage_cells SET homes = counted.homes, grids = counted.grids, unanswered = counted.unanswered,
              overanswered = counted.overanswered, holds_until = counted.holds_until
         FROM (SELECT cell.code, inside.*
                 FROM (SELECT code COLLATE "C" AS code FROM unnest($2::text[]) AS code) AS cell
                CROSS JOIN LATERAL (
                  WITH ${homesOfCell},
                  grid AS MATERIALIZED (${gridsOfCell})
                  SELECT count(*)::integer AS homes,
                         CASE WHEN $7 THEN (SELECT count(*) FROM grid WHERE ${isNow('$6::date')})::integer ELSE 1 END AS grids,
                         (count(*) FILTER (WHERE answers = 0))::integer AS unanswered,
                         (count(*) FILTER (WHERE answers > 1))::integer AS overanswered,
                         least((SELECT ${holdsUntil('$6::date')} FROM duty WHERE last_on >= $6::date AND last_on >= first_on),
                               (SELECT ${holdsUntil('$6::date')} FROM grid WHERE last_on >= $6::date AND last_on >= first_on)) AS holds_until
                    FROM home
                ) AS inside) AS counted
        WHERE coverage_cells.tenant_id = $1 AND coverage_cells.cell_code = counted.code`,
      [...cellValues(tx, rule, some, day), rule.asksForGrids],
    );
  }
}

/** Counts everything in an area by scanning, for whole cities: quicker than cell by cell, and equal to it. */
export async function recountArea(tx: Tx, rule: Rule, areaCode: string, day: string): Promise<void> {
  // Alone: changes under way are waited for, later ones wait and then count their own cells.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('linli coverage'), $1)`, [tx.tenantId]);
  const within = (column: string): string => `${column} >= $2 AND ${column} < $2 || '${past}'`;
  await tx.query(`DELETE FROM coverage_cells WHERE tenant_id = $1 AND ${within('cell_code')}`, [
    tx.tenantId,
    areaCode,
  ]);
  // Everything is read once; loops that look small by the statistics of an empty city would take for ever.
  await tx.query('SET LOCAL enable_nestloop = off');
  await tx.query(
    `INSERT INTO coverage_cells (tenant_id, cell_code, homes, grids, unanswered, overanswered, holds_until)
     WITH covered AS (
       SELECT served.area_code, served.post_id
         FROM post_areas AS served
         JOIN posts ON posts.tenant_id = $1 AND posts.post_id = served.post_id AND posts.role = ANY ($4)
         JOIN org_areas ON org_areas.tenant_id = $1 AND org_areas.org_id = posts.org_id
          AND starts_with(served.area_code, org_areas.area_code)
        WHERE served.tenant_id = $1 AND (${within('served.area_code')} OR starts_with($2, served.area_code))
        GROUP BY served.area_code, served.post_id
     ),
     answers AS MATERIALIZED (
       SELECT area_code, count(*) FILTER (WHERE ${isNow('$6::date')}) AS number, ${holdsUntil('$6::date')} AS holds_until
         FROM (SELECT served.area_code, ${dutyDays} FROM covered AS served ${joins}) AS duty
        WHERE last_on >= $6::date AND last_on >= first_on
        GROUP BY area_code
     ),
     home AS (
       SELECT areas.code, coalesce(sum(answers.number), 0) AS answers, min(answers.holds_until) AS holds_until
         FROM areas
         LEFT JOIN unnest($5::integer[]) AS served (length) ON true
         LEFT JOIN answers ON answers.area_code = left(areas.code, served.length)
        WHERE areas.tenant_id = $1 AND areas.level = $3 AND ${within('areas.code')}
        GROUP BY areas.code
     ),
     grid AS (
       SELECT building_code, count(*) FILTER (WHERE ${isNow('$6::date')}) AS number, ${holdsUntil('$6::date')} AS holds_until
         FROM (SELECT grid_buildings.building_code, grids.valid_from AS first_on,
                      coalesce(grids.valid_to, 'infinity'::date) AS last_on
                 FROM grid_buildings JOIN grids ON grids.tenant_id = $1 AND grids.grid_id = grid_buildings.grid_id
                WHERE grid_buildings.tenant_id = $1 AND ${within('grid_buildings.building_code')}) AS one
        WHERE last_on >= $6::date AND last_on >= first_on
        GROUP BY building_code
     ),
     cell AS (
       SELECT left(code, $8) COLLATE "C" AS code, count(*) AS homes, count(*) FILTER (WHERE answers = 0) AS unanswered,
              count(*) FILTER (WHERE answers > 1) AS overanswered, min(holds_until) AS holds_until
         FROM home GROUP BY 1
     )
     SELECT $1, cell.code, cell.homes, CASE WHEN $7 THEN coalesce(grid.number, 0) ELSE 1 END,
            cell.unanswered, cell.overanswered, least(cell.holds_until, grid.holds_until)
       FROM cell LEFT JOIN grid ON grid.building_code = cell.code`,
    [
      tx.tenantId,
      areaCode,
      rule.homesLevel,
      rule.roles,
      rule.servedLengths,
      day,
      rule.asksForGrids,
      rule.cellLength,
    ],
  );
  await tx.query('SET LOCAL enable_nestloop = on');
}

/** Of a small area its cells one by one, so that a compound brought into a large city is no matter of the whole city. */
async function recountInside(tx: Tx, rule: Rule, areaCode: string, day: string): Promise<void> {
  const { rows } = await tx.query<{ code: string }>(
    `SELECT DISTINCT left(code, $4) AS code FROM areas
      WHERE tenant_id = $1 AND level = $3 AND code >= $2 AND code < $2 || '${past}'
     UNION SELECT cell_code FROM coverage_cells
      WHERE tenant_id = $1 AND cell_code >= $2 AND cell_code < $2 || '${past}'
      LIMIT ${mostOneByOne + 1}`,
    [tx.tenantId, areaCode, rule.homesLevel, rule.cellLength],
  );
  const cells = rows.map(({ code }) => code);
  await (rows.length > mostOneByOne
    ? recountArea(tx, rule, areaCode, day)
    : recountCells(tx, rule, cells, day));
}

/** The cells these areas are, lie in, or (of areas around cells) contain. */
export async function cellsOf(tx: Tx, rule: Rule, areaCodes: readonly string[]): Promise<string[]> {
  const inside = areaCodes
    .filter(({ length }) => length >= rule.cellLength)
    .map((code) => code.slice(0, rule.cellLength));
  const around = areaCodes.filter(({ length }) => length < rule.cellLength);
  if (around.length === 0) return inside;
  const { rows } = await tx.query<{ code: string }>(
    `SELECT coverage_cells.cell_code AS code
       FROM (SELECT code COLLATE "C" AS code FROM unnest($2::text[]) AS code) AS area
       JOIN coverage_cells ON coverage_cells.tenant_id = $1 AND coverage_cells.cell_code >= area.code
        AND coverage_cells.cell_code < area.code || '${past}'`,
    [tx.tenantId, around],
  );
  return [...inside, ...rows.map(({ code }) => code)];
}

/**
 * After a post, an organisation or a grid of these areas was changed: counts them anew, in the same transaction. Nothing
 * happens in a city whose coverage was never counted.
 */
export async function recountAfterChange(
  tx: Tx,
  model: Model,
  areaCodes: readonly string[],
  day: string,
): Promise<void> {
  const rule = ruleOf(model);
  if (rule === null || areaCodes.length === 0) return;
  const { rows } = await tx.query<{ rule: string }>('SELECT rule FROM coverage_counts WHERE tenant_id = $1', [
    tx.tenantId,
  ]);
  if (rows[0]?.rule !== rule.key) return;
  await recountCells(tx, rule, await cellsOf(tx, rule, areaCodes), day);
}

/** After homes or grids were written in bulk: they are counted before the next reading. */
export async function markStale(tx: Tx, areaCode: string): Promise<void> {
  await tx.query('INSERT INTO coverage_stale (tenant_id, area_code, mark_id) VALUES ($1, $2, $3)', [
    tx.tenantId,
    areaCode,
    randomUUID(),
  ]);
}

/** Counts what is not counted as of this day; a glance when all is. */
export async function ensureCounted(
  deps: Pick<Deps, 'db' | 'clock'>,
  tenantId: number,
  model: Model,
  day: string,
): Promise<void> {
  const rule = ruleOf(model);
  if (rule === null) return;
  const seen = await inTenant(deps.db, tenantId, (tx) => findWork(tx, rule, day), { readOnly: true });
  if (!seen.everything && seen.stale.length === 0 && seen.ended.length === 0) return;
  await inTenant(deps.db, tenantId, async (tx) => {
    await tx.query('SET LOCAL statement_timeout = 600000');
    if (seen.everything || seen.stale.length > 0) {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtext('linli coverage'), $1)`, [tenantId]);
    }
    // Looked at again under the lock: somebody else may have counted while it was waited for.
    const work = await findWork(tx, rule, day);
    if (work.everything) {
      await recountArea(tx, rule, model.jurisdiction, day);
      await tx.query(
        `INSERT INTO coverage_counts (tenant_id, rule, counted_at) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id) DO UPDATE SET rule = excluded.rule, counted_at = excluded.counted_at`,
        [tenantId, rule.key, deps.clock.now()],
      );
    } else {
      for (const areaCode of work.stale) await recountInside(tx, rule, areaCode, day);
      await recountCells(tx, rule, work.ended, day);
    }
    await tx.query('DELETE FROM coverage_stale WHERE tenant_id = $1 AND mark_id = ANY ($2::uuid[])', [
      tenantId,
      work.marks,
    ]);
  });
}

interface Work {
  everything: boolean;
  stale: string[];
  marks: string[];
  ended: string[];
}

async function findWork(tx: Tx, rule: Rule, day: string): Promise<Work> {
  const [counts, stale, ended] = await Promise.all([
    tx.query<{ rule: string }>('SELECT rule FROM coverage_counts WHERE tenant_id = $1', [tx.tenantId]),
    tx.query<{ code: string; markId: string }>(
      'SELECT area_code AS code, mark_id AS "markId" FROM coverage_stale WHERE tenant_id = $1 ORDER BY area_code',
      [tx.tenantId],
    ),
    tx.query<{ code: string }>(
      'SELECT cell_code AS code FROM coverage_cells WHERE tenant_id = $1 AND holds_until < $2::date',
      [tx.tenantId, day],
    ),
  ]);
  return {
    everything: counts.rows[0]?.rule !== rule.key,
    stale: outermost(
      stale.rows.map(({ code }) => (code.length > rule.cellLength ? code.slice(0, rule.cellLength) : code)),
    ),
    marks: stale.rows.map(({ markId }) => markId),
    ended: ended.rows.map(({ code }) => code),
  };
}

/** Without those that lie in another of them. */
function outermost(codes: readonly string[]): string[] {
  return codes.filter(
    (code, at) => !codes.some((other, index) => code.startsWith(other) && (code !== other || index < at)),
  );
}
