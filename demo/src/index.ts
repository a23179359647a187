export { buildRest, type Rest } from './build-rest.ts';
export { cityOrder, ensureDemo } from './ensure-demo.ts';
export { type Made, makeDemo } from './make-demo.ts';
