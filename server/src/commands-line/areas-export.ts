/** Writes the areas of a city into a file that `areas import` takes. */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exportGeoJson, exportWorkbook } from '../modules/areas/index.ts';
import { withCity } from './city-of-data.ts';
import { type Command, UsageError } from './command.ts';

export const areasExport: Command = {
  name: 'areas export',
  summary: 'write the areas of a city into a file (.xlsx or .geojson) that an import takes',
  parameters: ['FILE'],
  options: {
    city: { type: 'string', description: 'key of the city: the file name of its model' },
    under: { type: 'string', description: 'only the area with this code, and what lies in it' },
  },
  run(call) {
    const path = call.path(call.parameters[0] ?? '');
    const isWorkbook = /\.xlsx$/i.test(path);
    if (!isWorkbook && !/\.(geo)?json$/i.test(path)) throw new UsageError('FILE ends in .xlsx or .geojson');
    return withCity(call, async ({ city: { model, tenantId }, db }) => {
      const under = typeof call.options.under === 'string' ? call.options.under : model.jurisdiction;
      const scope = { model, tenantId, codes: [under] };
      const content = isWorkbook ? await exportWorkbook(db, scope) : exportGeoJson(db, scope);
      await pipeline(content, createWriteStream(path));
      console.log(path);
      return 0;
    });
  },
};
