export { actOnBallot } from './commands/act-on-ballot.ts';
export { registerBallots } from './routes.ts';
export { sweepBallots } from './sweep.ts';
export { ballotTasks } from './tasks.ts';
