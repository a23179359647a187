export * from './ballot-endpoints.ts';
export * from './command.ts';
export * from './endpoints.ts';
export * from './establishment-endpoints.ts';
export * from './live.ts';
export * from './norm-endpoints.ts';
export * from './problem.ts';
export { isReachable, onReachable, useReachable } from './reachable.ts';
export {
  configureSender,
  currentCity,
  get,
  type RequestOptions,
  request,
  requestHeaders,
} from './request.ts';
export type * from './wire.ts';
