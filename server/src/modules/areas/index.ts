export { type Position, toWgs84 } from './import/coordinates.ts';
export {
  exportGeoJson,
  exportWorkbook,
  type ImportHereDeps,
  importHere,
  importTasks as areaTasks,
} from './import/index.ts';
export { areaNames, classAt, type Place, type PlaceWords, resolvePlace } from './place.ts';
export { codesAround, presentArea } from './present.ts';
export { registerAreas } from './routes.ts';
export { nearestAreas } from './store.ts';
