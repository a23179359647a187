export { ensureDemo } from './ensure-demo.ts';
export { type Made, makeDemo } from './make-demo.ts';
