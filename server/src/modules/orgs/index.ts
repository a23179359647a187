export { membersOf } from './check-formations.ts';
export { appointWithin } from './commands/appoint.ts';
export { endPostWithin } from './commands/end-post.ts';
export { type FirstAdministrator, setUpCity } from './commands/set-up-city.ts';
export {
  committeeFrom,
  committeeOf,
  committeeRoles,
  memberRolesOf,
  membersSql,
} from './committees.ts';
export {
  findRoute,
  type Holding,
  holdersAt,
  holdersFor,
  hostOrg,
  prefixesOf,
  type Route,
  supervisorsOf,
  vacanciesFor,
} from './coverage.ts';
export { type Slate, type SlateNorm, slateNorm } from './norms/slate-norm.ts';
export { reaches as reachesAreas } from './policy.ts';
export { ensureCounted, markStale, recountAfterChange } from './proof/index.ts';
export { passedReason, routeReasonIn } from './route-reason.ts';
export { registerOrgs } from './routes.ts';
export { containing, findOrg } from './store.ts';
export { orgTasks } from './tasks.ts';
