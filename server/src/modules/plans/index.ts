export { registerPlans } from './routes.ts';
export { planTasks, putDueInForce } from './tasks.ts';
