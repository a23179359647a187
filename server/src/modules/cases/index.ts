export { registerCases } from './routes.ts';
export { type CaseSight, findCaseSight } from './sight.ts';
