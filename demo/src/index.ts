export { ensureDemo } from './ensure-demo.ts';
