/** Opens the data and one city of it, for commands that work beside a running server or without one. */
import { errorCatalogue, fill } from '@linli/contract';
import { type CityModel, openModels } from '../modules/models/index.ts';
import { systemClock } from '../platform/clock.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { ProblemError } from '../platform/http/index.ts';
import { type LiveHub, openLiveHub } from '../platform/live/index.ts';
import { openLog } from '../platform/log.ts';
import { type OpenData, openData } from '../platform/open-data.ts';
import { Refused } from '../platform/refused.ts';
import { type CommandCall, UsageError } from './command.ts';

export interface CityAtHand {
  city: CityModel;
  config: Config;
  db: OpenData['db'];
  live: LiveHub;
}

export async function withCity<Result>(
  { options }: CommandCall,
  work: (at: CityAtHand) => Promise<Result>,
): Promise<Result> {
  const key = options.city;
  if (typeof key !== 'string')
    throw new UsageError('--city is missing: the file name of its model, e.g. tongguan');
  const config = readConfig();
  const log = openLog(config.logLevel);
  const data = await openData({ config, log, joinRunning: true });
  try {
    const { rows } = await data.db.owner.query<{ isDemo: boolean }>(
      'SELECT coalesce(bool_or(made_by_demo), false) AS "isDemo" FROM tenants',
    );
    const isDemo = rows[0]?.isDemo ?? false;
    const models = await openModels({ config, db: data.db, clock: systemClock, log, isDemo });
    const city = models.findCity(key);
    if (!city) {
      const allowed = models.cities().map(({ model }) => model.key);
      throw new UsageError(`there is no city "${key}" here, allowed: ${allowed.join(', ')}`);
    }
    const live = await openLiveHub(data.db, log);
    try {
      return await work({ city, config, db: data.db, live });
    } finally {
      await live.close();
    }
  } catch (error) {
    // Refusals of the server's own rules, in the language of this terminal.
    if (error instanceof ProblemError) {
      throw new Refused(fill(errorCatalogue[error.code].detail.en, error.details.data));
    }
    throw error;
  } finally {
    await data.close();
  }
}
