export { type Building, setBuilding } from './building.ts';
export { keptLabelIn } from './kept-label.ts';
export { loadModels, ModelsRefused } from './load.ts';
export { atTime, type CityModel, type Models, modelsOf, openModels } from './models.ts';
export { presentCity } from './present.ts';
export { registerModels } from './routes.ts';
export { ensureTenants, isBuilt, keepVersion } from './store.ts';
