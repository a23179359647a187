/** Models from their folders: every `*.yaml` that is a city of its own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { formatFault, type Model, readModel } from '@linli/model';
import { Refused } from '../../platform/refused.ts';

/** Models with faults stop the start: a city half understood would treat its people wrongly. */
export class ModelsRefused extends Refused {
  override name = 'ModelsRefused';
}

/** Reads all folders. A later folder's file replaces an earlier one's of the same name, and may extend any earlier file. */
export function loadModels(folders: readonly string[]): Model[] {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith('.yaml')) files.set(name, join(folder, name));
    }
  }
  // What a file extends stands beside it, or in another of the folders under the same name.
  const load = (path: string): string | undefined => {
    const found = existsSync(path) ? path : files.get(basename(path));
    return found === undefined || !existsSync(dirname(found)) ? undefined : readFileSync(found, 'utf8');
  };
  const models: Model[] = [];
  const faults: string[] = [];
  for (const path of files.values()) {
    if (isFoundation(path)) continue;
    const reading = readModel(path, load);
    if (reading.faults) faults.push(...reading.faults.map(formatFault));
    else models.push(reading.model);
  }
  if (faults.length > 0) {
    throw new ModelsRefused(
      `the models cannot be used until this is mended:\n${[...new Set(faults)].join('\n')}`,
    );
  }
  if (models.length === 0) {
    throw new ModelsRefused(`there is no model in ${folders.join(', ')}: put a city's .yaml file there`);
  }
  return models;
}

/** Material for others to extend; it is read with each city that extends it. */
function isFoundation(path: string): boolean {
  return /^foundation:\s*true\s*$/m.test(readFileSync(path, 'utf8'));
}
