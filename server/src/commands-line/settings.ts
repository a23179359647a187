/** Lists what can be set from outside, with what is allowed. */
import { settingNotes } from '../platform/config.ts';
import type { Command } from './command.ts';

export const settings: Command = {
  name: 'settings',
  summary: 'list the settings (environment variables) and what each allows',
  async run() {
    for (const { name, allowed, example } of settingNotes)
      console.log(`${name}\n    ${allowed}\n    e.g. ${example}`);
    return 0;
  },
};
