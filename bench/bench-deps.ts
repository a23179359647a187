/** What the server's modules need, for benches that call them or start an app of their own. */
import type { Clock } from '../server/src/platform/clock.ts';
import type { Config } from '../server/src/platform/config.ts';
import type { Database } from '../server/src/platform/db/index.ts';
import type { Deps } from '../server/src/platform/deps.ts';
import { openEventStreams, openLiveHub } from '../server/src/platform/live/index.ts';
import { openLog } from '../server/src/platform/log.ts';
import { openSecrets } from '../server/src/platform/secrets/index.ts';

export async function openDeps(config: Config, db: Database, clock: Clock): Promise<Deps> {
  const log = openLog('silent');
  return {
    config,
    db,
    clock,
    secrets: openSecrets(config.secret),
    live: await openLiveHub(db, log),
    streams: openEventStreams(),
    log,
    isDemo: false,
  };
}
