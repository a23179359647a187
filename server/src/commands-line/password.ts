/** Gives somebody who signs in with a login a new password, where the old one is lost. */
import { openModels } from '../modules/models/index.ts';
import { setPassword } from '../modules/people/index.ts';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { openLog } from '../platform/log.ts';
import { openData } from '../platform/open-data.ts';
import { Refused } from '../platform/refused.ts';
import { askPassword } from './ask.ts';
import { type Command, UsageError } from './command.ts';

export const password: Command = {
  name: 'password',
  summary: 'give a login a new password and end its sessions; asks for it, it never shows',
  options: {
    city: { type: 'string', description: 'key of the city: the file name of its model' },
    login: { type: 'string', description: 'login of the person' },
    'password-file': {
      type: 'string',
      description:
        'a file whose first line is the password; without it, it is asked for or read from the input',
    },
  },
  async run({ options, path }) {
    const { city, login, 'password-file': file } = options;
    if (typeof city !== 'string') throw new UsageError('--city is missing: the file name of its model');
    if (typeof login !== 'string') throw new UsageError('--login is missing');
    const config = readConfig();
    const log = openLog(config.logLevel);
    const data = await openData({ config, log, joinRunning: true });
    try {
      const models = await openModels({ config, db: data.db, clock: systemClock, log, isDemo: false });
      const found = models.findCity(city);
      if (!found) {
        const allowed = models.cities().map(({ model }) => model.key);
        throw new UsageError(`there is no city "${city}" here, allowed: ${allowed.join(', ')}`);
      }
      const word = await askPassword(typeof file === 'string' ? path(file) : undefined);
      if (word.length < 10 || word.length > 200) throw new UsageError('password: 10 to 200 characters');
      const name = await setPassword(data.db, found.tenantId, login, word);
      if (name === undefined) throw new Refused(`nobody in ${city} signs in as ${login}`);
      console.log(`${name} signs in as ${login} with the new password; earlier sessions have ended.`);
      return 0;
    } finally {
      await data.close();
    }
  },
};
