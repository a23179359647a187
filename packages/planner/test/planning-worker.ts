/** Plans one problem in a worker thread and posts the answer. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadSolver, type Problem, planGrids } from '../src/index.ts';

const problem: Problem = workerData;
parentPort?.postMessage(planGrids(problem, await loadSolver()));
