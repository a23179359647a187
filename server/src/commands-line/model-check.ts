/** Checks a model file as the server would read it, and names every fault at once. */
import { checkFoundation, formatFault, isFoundation, readModel } from '@linli/model';
import type { Command } from './command.ts';
import { loadFor } from './model-file.ts';

export const modelCheck: Command = {
  name: 'model check',
  summary: 'name every fault of a model: file:line:column: path: what is wrong, allowed: …',
  parameters: ['FILE'],
  takesMore: true,
  async run({ parameters, path }) {
    let faultCount = 0;
    for (const file of parameters) {
      const load = loadFor(file, path);
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
