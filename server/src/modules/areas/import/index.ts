export { exportGeoJson, exportWorkbook } from './export-areas.ts';
export { type ImportHereDeps, importHere } from './import-here.ts';
export { registerImports } from './routes.ts';
export { importTasks } from './tasks.ts';
