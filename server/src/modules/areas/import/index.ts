export { registerImports } from './routes.ts';
export { importTasks } from './tasks.ts';
