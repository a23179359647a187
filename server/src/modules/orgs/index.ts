export { type FirstAdministrator, setUpCity } from './commands/set-up-city.ts';
export {
  findRoute,
  type Holding,
  holdersAt,
  holdersFor,
  hostOrg,
  type Route,
  supervisorsOf,
  vacanciesFor,
} from './coverage.ts';
export { registerOrgs } from './routes.ts';
