/** Checks a model file as the server would read it, and names every fault at once. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkFoundation, formatFault, isFoundation, readModel } from '@linli/model';
import { programFolder } from '../platform/config.ts';
import type { Command } from './command.ts';

export const modelCheck: Command = {
  name: 'model check',
  summary: 'name every fault of a model: file:line:column: path: what is wrong, allowed: …',
  parameters: ['FILE'],
  takesMore: true,
  async run({ parameters, path }) {
    let faultCount = 0;
    for (const file of parameters) {
      // Beside the file first, then the house's own: a city's file may lie anywhere and still extend `base`.
      const load = (name: string): string | undefined => {
        const places =
          name === file ? [path(name)] : [path(name), join(programFolder, 'models', basename(name))];
        const found = places.find((place) => existsSync(place));
        return found === undefined ? undefined : readFileSync(found, 'utf8');
      };
      const faults = isFoundation(file, load)
        ? checkFoundation(file, load)
        : (readModel(file, load).faults ?? []);
      for (const fault of faults) console.log(formatFault(fault));
      if (faults.length === 0) console.log(`${file}: no faults`);
      faultCount += faults.length;
    }
    return faultCount === 0 ? 0 : 1;
  },
};
