export { findRoute, type Holding, holdersFor, hostOrg, type Route, supervisorsOf } from './coverage.ts';
