export { registerCases } from './routes.ts';
export { type CaseSight, findCaseSight } from './sight.ts';
export { caseTasks } from './tasks.ts';
export { type Finding, type Verification, type Verified, type VerifyOptions, verify } from './verify.ts';
