/** Coverage of an area in figures: how many homes are proven to have exactly one grid and one answering post. */
import type { Model } from '@linli/model';
import type { Tx } from '../../../platform/db/index.ts';
import { cellValues, gridsOfCell, homesOfCell, past } from './recount.ts';
import type { Rule } from './rule.ts';

export interface Figures {
  homes: number;
  /** Exactly one grid and exactly one answering post. */
  proven: number;
  withoutGrid: number;
  inSeveralGrids: number;
  unanswered: number;
  overanswered: number;
}

const sums = `coalesce(sum(homes), 0)::integer AS homes,
  coalesce(sum(homes - unanswered - overanswered) FILTER (WHERE grids = 1), 0)::integer AS proven,
  coalesce(sum(homes) FILTER (WHERE grids = 0), 0)::integer AS "withoutGrid",
  coalesce(sum(homes) FILTER (WHERE grids > 1), 0)::integer AS "inSeveralGrids",
  coalesce(sum(unanswered), 0)::integer AS unanswered, coalesce(sum(overanswered), 0)::integer AS overanswered`;

export async function figuresOf(tx: Tx, rule: Rule, areaCode: string, day: string): Promise<Figures> {
  if (areaCode.length > rule.cellLength) {
    const homes = await homesIn(tx, rule, [areaCode.slice(0, rule.cellLength)], day);
    return sumUp(homes.filter(({ code }) => code.startsWith(areaCode)));
  }
  const { rows } = await tx.query<Figures>(
    `SELECT ${sums} FROM coverage_cells WHERE tenant_id = $1 AND cell_code >= $2 AND cell_code < $2 || '${past}'`,
    [tx.tenantId, areaCode],
  );
  return rows[0] ?? sumUp([]);
}

/** Figures of the areas of the next level that has any, for drill-down; none below the level of cells. */
export async function figuresInside(
  tx: Tx,
  model: Model,
  rule: Rule,
  areaCode: string,
): Promise<{ level: string | null; children: ({ code: string; name: string } & Figures)[] }> {
  for (const level of model.levels) {
    if (level.codeLength <= areaCode.length || level.codeLength > rule.cellLength) continue;
    const { rows } = await tx.query<{ code: string; name: string } & Figures>(
      `SELECT areas.code, areas.name, figures.* FROM (
         SELECT left(cell_code, $3) COLLATE "C" AS inside, ${sums} FROM coverage_cells
          WHERE tenant_id = $1 AND cell_code >= $2 AND cell_code < $2 || '${past}' AND homes > 0
          GROUP BY 1
       ) AS figures
       JOIN areas ON areas.tenant_id = $1 AND areas.code = figures.inside
       ORDER BY areas.code LIMIT 2000`,
      [tx.tenantId, areaCode, level.codeLength],
    );
    if (rows.length > 0) return { level: level.key, children: rows };
  }
  return { level: null, children: [] };
}

export interface HomeState {
  code: string;
  cell: string;
  answers: number;
  grids: number;
}

/** Every home of these cells with how many answer for it and how many grids it is in: what the counts were counted from. */
export async function homesIn(
  tx: Tx,
  rule: Rule,
  cells: readonly string[],
  day: string,
): Promise<HomeState[]> {
  const { rows } = await tx.query<HomeState>(
    `SELECT inside.code, cell.code AS cell, inside.answers::integer, inside.grids
       FROM (SELECT code COLLATE "C" AS code FROM unnest($2::text[]) AS code) AS cell
      CROSS JOIN LATERAL (
        WITH ${homesOfCell}
        SELECT home.code, home.answers,
               CASE WHEN $7 THEN (SELECT count(*)::integer FROM (${gridsOfCell}) AS grid
                                   WHERE first_on <= $6::date AND last_on >= $6::date) ELSE 1 END AS grids
          FROM home
      ) AS inside
      ORDER BY inside.code`,
    [...cellValues(tx, rule, cells, day), rule.asksForGrids],
  );
  return rows;
}

function sumUp(homes: readonly HomeState[]): Figures {
  const count = (holds: (home: HomeState) => boolean): number => homes.filter(holds).length;
  return {
    homes: homes.length,
    proven: count(({ answers, grids }) => answers === 1 && grids === 1),
    withoutGrid: count(({ grids }) => grids === 0),
    inSeveralGrids: count(({ grids }) => grids > 1),
    unanswered: count(({ answers }) => answers === 0),
    overanswered: count(({ answers }) => answers > 1),
  };
}
