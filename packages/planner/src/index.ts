export { boundOf, type Confines, jointConfines } from './bound.ts';
export { type Checkable, checkPlan, type Fault } from './check.ts';
export { gabrielNeighbours, partsOf, toMetres } from './geometry.ts';
export { type GreedyPlan, greedyPlan } from './greedy.ts';
export { boundTitle } from './messages.ts';
export {
  defaultAttempts,
  defaultBalanceTolerance,
  defaultOptimalityGap,
  planGrids,
  planGridsInSteps,
  type Watch,
} from './plan.ts';
export { defaultNeighbourMetres, defaultSameBuildingMetres, loadOf, prepare } from './prepare.ts';
export { seededRandom } from './random.ts';
export { defaultDistanceTolerance, replanGrids, replanGridsInSteps } from './replan.ts';
export { loadSolver, type Solver } from './solver.ts';
export * from './types.ts';
