/** What nobody will ask for any more goes: from the disk as well as from the tables. */
import { z } from 'zod';
import { systemClock } from '../../platform/clock.ts';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { defineTask, type Task } from '../../platform/jobs/index.ts';
import { modelsOf } from '../models/index.ts';
import { deleteUnused, photoFilesOf, withoutRow } from './store.ts';
import { openUploads } from './uploads.ts';

/** A report waits on a phone without signal for a day; photos sent ahead of it wait as long. */
const unusedHours = 24;
const atOnce = 200;

const hoursBefore = (instant: string, hours: number): Date =>
  new Date(Date.parse(instant) - hours * 3_600_000);

export function photoTasks(deps: Deps): Task[] {
  const files = photoFilesOf(deps);
  return [
    defineTask({
      name: 'photos.remove-unused',
      payload: z.object({}),
      cron: '23 * * * *',
      async run(_payload, { signal }) {
        const before = hoursBefore(deps.clock.now(), unusedHours).toISOString();
        for (const { tenantId } of modelsOf(deps).cities()) {
          let removed: string[];
          do {
            removed = await inTenant(deps.db, tenantId, (tx) => deleteUnused(tx, before, atOnce));
            // The rows first: a picture without a row is found below, a row without a picture would be shown broken.
            for (const photoId of removed) await files.remove({ tenantId, photoId });
          } while (removed.length === atOnce && !signal.aborted);
        }
      },
    }),

    defineTask({
      name: 'photos.remove-stray',
      payload: z.object({}),
      cron: '41 19 * * *',
      async run(_payload, { signal }) {
        // The age of a file goes by the clock of the machine, also in a city whose days pass at a tap.
        const before = hoursBefore(systemClock.now(), unusedHours);
        for (const { tenantId } of modelsOf(deps).cities()) {
          for await (const photoIds of files.keptBefore(tenantId, before)) {
            if (signal.aborted) return;
            const stray = await inTenant(deps.db, tenantId, (tx) => withoutRow(tx, photoIds), {
              readOnly: true,
            });
            for (const photoId of stray) await files.remove({ tenantId, photoId });
          }
        }
      },
    }),

    defineTask({
      name: 'uploads.remove-expired',
      payload: z.object({}),
      cron: '53 * * * *',
      async run(_payload, { log }) {
        const removed = await openUploads(deps).removeExpired();
        if (removed > 0) log.debug({ removed }, 'uploads that were given up are gone');
      },
    }),
  ];
}
