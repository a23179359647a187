/** What the house gives to every module. A module takes what it needs from here and from nowhere else. */
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { Database } from './db/index.ts';
import type { EventStreams, LiveHub } from './live/index.ts';
import type { Log } from './log.ts';
import type { Secrets } from './secrets/index.ts';

export interface Deps {
  config: Config;
  db: Database;
  clock: Clock;
  secrets: Secrets;
  live: LiveHub;
  /** Replies that stay open (server-sent events). */
  streams: EventStreams;
  log: Log;
  /** Every city here was made up: persons can be tried out at a tap. */
  isDemo: boolean;
}
