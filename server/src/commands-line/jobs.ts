/** Shows background jobs in trouble, and tries them again. */
import { readConfig } from '../platform/config.ts';
import { findFailingJobs, retryJobs } from '../platform/jobs/index.ts';
import { openLog } from '../platform/log.ts';
import { openData } from '../platform/open-data.ts';
import type { Command } from './command.ts';

export const jobs: Command = {
  name: 'jobs',
  summary: 'list background jobs that fail, with their last error; exit code 1 when there are any',
  options: { retry: { type: 'boolean', description: 'try them all again now' } },
  async run({ options }) {
    const config = readConfig();
    const data = await openData({ config, log: openLog(config.logLevel), joinRunning: true });
    try {
      const failing = await findFailingJobs(data.db);
      for (const { jobId, task, attempts, maxAttempts, lastError, nextAttemptAt } of failing) {
        const next = nextAttemptAt === null ? 'given up' : `next try ${nextAttemptAt}`;
        console.log(`${jobId}  ${task}  ${attempts}/${maxAttempts}, ${next}\n    ${lastError}`);
      }
      if (failing.length === 0) {
        console.log('no failing jobs');
        return 0;
      }
      if (options.retry !== true) return 1;
      const ids = failing.map(({ jobId }) => jobId);
      console.log(`${await retryJobs(data.db, ids, new Date().toISOString())} are tried again`);
      return 0;
    } finally {
      await data.close();
    }
  },
};
