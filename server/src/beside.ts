/**
 * What a process beside a running server works with: connections of its own to the same database. It shares the server's
 * settings, and nothing else: what it does can neither hold the server up nor take it down.
 */
import { shiftedClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { openDatabase } from './platform/db/index.ts';
import type { Deps } from './platform/deps.ts';
import { openEventStreams, openLiveHub } from './platform/live/index.ts';
import { openLog } from './platform/log.ts';
import { openSecrets } from './platform/secrets/index.ts';

export interface Beside {
  config: Config;
  /** Connection string of the owner of the database. */
  url: string;
  /** The server's present time. */
  now: string;
}

export async function openBeside({
  config,
  url,
  now,
}: Beside): Promise<{ deps: Deps; close(): Promise<void> }> {
  const log = openLog(config.logLevel);
  const db = openDatabase({ url, poolSize: 2 });
  const live = await openLiveHub(db, log);
  const clock = shiftedClock();
  // Both clocks run on the same machine's, so that only what it was moved on has to be made up.
  if (now > clock.now()) clock.moveTo(now);
  return {
    deps: {
      config,
      db,
      clock,
      secrets: openSecrets(config.secret),
      live,
      streams: openEventStreams(),
      log,
      isDemo: true,
    },
    async close() {
      await live.close();
      await db.close();
    },
  };
}
