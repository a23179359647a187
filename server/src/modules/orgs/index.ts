export {
  findRoute,
  type Holding,
  holdersAt,
  holdersFor,
  hostOrg,
  type Route,
  supervisorsOf,
} from './coverage.ts';
