/** The solver: HiGHS as WebAssembly, loaded when it is first wanted. */
import type { Highs, InitOptions, ModelData } from 'highs';

/** A loaded HiGHS. Not to be used by two plannings at once: its calls are synchronous and share one memory. */
export type Solver = Highs;

/**
 * Loads HiGHS. Without options Node finds `highs.wasm` beside the package, in the main thread as well as in a worker;
 * elsewhere give `locateFile`, `wasmBinary` or a compiled `wasmModule` (a module can be posted to many workers and is
 * compiled once). Each call makes an instance with a memory of its own; WebAssembly memory grows and is never given
 * back, so a long-lived worker should be replaced from time to time. Every model the planner makes in it is disposed.
 *
 * @throws what the WebAssembly loader throws when the file is not found or cannot be compiled
 * @example const solver = await loadSolver();
 */
export async function loadSolver(options?: InitOptions): Promise<Solver> {
  const { default: load } = await import('highs');
  return load(options);
}

/** A linear model under construction, column by column. */
export class LinearModel {
  readonly colCost: number[] = [];
  readonly colUpper: number[] = [];
  readonly integrality: number[] = [];
  readonly rowLower: number[] = [];
  readonly rowUpper: number[] = [];
  private readonly starts: number[] = [0];
  private readonly indices: number[] = [];
  private readonly values: number[] = [];

  addRow(lower: number, upper: number): number {
    this.rowLower.push(lower);
    this.rowUpper.push(upper);
    return this.rowLower.length - 1;
  }

  /** A variable from 0 to `upper`, with its coefficients by row. */
  addColumn(
    cost: number,
    upper: number,
    isWhole: boolean,
    entries: readonly (readonly [row: number, value: number])[],
  ): number {
    this.colCost.push(cost);
    this.colUpper.push(upper);
    this.integrality.push(isWhole ? 1 : 0);
    for (const [row, value] of entries) {
      if (value === 0) continue;
      this.indices.push(row);
      this.values.push(value);
    }
    this.starts.push(this.indices.length);
    return this.colCost.length - 1;
  }

  data(isRelaxed: boolean): ModelData {
    const numCols = this.colCost.length;
    const numRows = this.rowLower.length;
    return {
      numCols,
      numRows,
      colCost: this.colCost,
      colLower: new Float64Array(numCols),
      colUpper: this.colUpper,
      rowLower: this.rowLower,
      rowUpper: this.rowUpper,
      matrix: {
        format: 'csc',
        numRows,
        numCols,
        starts: this.starts,
        indices: this.indices,
        values: this.values,
      },
      ...(isRelaxed ? {} : { integrality: Int32Array.from(this.integrality) }),
    };
  }
}

export interface Solution {
  objective: number;
  values: Float64Array;
  /** Change of the objective per unit of a row's bound; of a linear solve only. */
  rowPrices: Float64Array;
  /** What a mixed-integer solve has proven: no value is below. Of a linear solve the objective itself. */
  bound: number;
}

/**
 * The best values, or undefined when there are none. A mixed-integer solve ends at `optimalityGap`, or after `nodes`
 * nodes with the best found so far: counted in nodes and not in seconds, so that a slow machine plans the same.
 */
export function solveModel(
  solver: Solver,
  model: LinearModel,
  kind:
    | { isRelaxed: true }
    | { isRelaxed: false; optimalityGap: number; nodes: number; start?: Float64Array },
): Solution | undefined {
  return solver.withModel(model.data(kind.isRelaxed), (running) => {
    running.options.set({ output_flag: false, random_seed: 1 });
    if (!kind.isRelaxed) {
      running.options.set({
        mip_rel_gap: kind.optimalityGap,
        mip_max_nodes: kind.nodes,
        // Both took most of the time of large assignments and found less than a thousandth.
        mip_allow_restart: false,
        mip_heuristic_run_root_reduced_cost: false,
      });
      if (kind.start) running.setSolution({ colValue: kind.start });
    }
    running.run();
    const { modelStatus } = solver.constants;
    const status = running.getModelStatus();
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) return undefined;
    const isFound = running.info.get('primal_solution_status') === 2;
    if (!isFound) return undefined;
    const { colValue, rowDual } = running.getSolution();
    if (status !== modelStatus.optimal && kind.isRelaxed)
      throw new Error(`HiGHS ended with status ${status}`);
    return {
      objective: running.getObjectiveValue(),
      values: Float64Array.from(colValue),
      rowPrices: Float64Array.from(rowDual),
      bound: kind.isRelaxed ? running.getObjectiveValue() : Number(running.info.get('mip_dual_bound')),
    };
  });
}
