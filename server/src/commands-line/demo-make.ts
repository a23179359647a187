/** Gives a model file a small made-up city with somebody in every post, so that it can be tried at once. */
import { dirname } from 'node:path';
import { formatFault, type Model, readModel } from '@linli/model';
import { loadModels, ModelsRefused } from '../modules/models/index.ts';
import { systemClock } from '../platform/clock.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { isDataFolderInUse } from '../platform/data-lock.ts';
import { DatabaseRefused } from '../platform/db/index.ts';
import type { Deps } from '../platform/deps.ts';
import { openEventStreams, openLiveHub } from '../platform/live/index.ts';
import { openLog } from '../platform/log.ts';
import { type OpenData, openData } from '../platform/open-data.ts';
import type { Command } from './command.ts';
import { loadFor } from './model-file.ts';

export const demoMake: Command = {
  name: 'demo make',
  summary: 'give a model file a small made-up city with somebody in every post',
  parameters: ['FILE'],
  options: { anew: { type: 'boolean', description: 'take the made-up city away first, and make it again' } },
  async run({ parameters: [file = ''], options, path }) {
    const model = readOrName(file, path);
    if (model === undefined) return 1;
    const config = readConfig();
    const isRunning = config.databaseUrl === undefined && (await isDataFolderInUse(config.dataFolder));
    const log = openLog(config.logLevel);
    const data = await openData({ config, log, report: say, joinRunning: true });
    try {
      await refuseRealCities(config, data);
      const live = await openLiveHub(data.db, log);
      const deps: Deps = {
        config,
        db: data.db,
        clock: systemClock,
        secrets: data.secrets,
        live,
        streams: openEventStreams(),
        log,
        isDemo: true,
      };
      try {
        // Asked for here, so that the other commands do not load the demo.
        const { makeDemo } = await import('@linli/demo');
        const made = await makeDemo(deps, model, say, { anew: options.anew === true });
        if (made.state === 'there') {
          console.log(
            made.isPresent
              ? `${model.key}: the made-up city is there already, nothing was changed`
              : `${model.key}: the made-up city is there already, made for another version of this file. --anew makes it again (what was done in it is lost)`,
          );
        } else {
          console.log(`${model.key}: ${made.cases} cases, and these persons to try it as:`);
          for (const { name, script } of made.offered)
            console.log(`  ${name}  ${script?.zh ?? ''}  ${script?.en ?? ''}`);
        }
      } finally {
        await live.close();
      }
      console.log(howToStart(config, path(file), isRunning));
      return 0;
    } finally {
      await data.close();
    }
  },
};

function say(line: string): void {
  console.log(`· ${line}`);
}

/** The model, or undefined after its faults were named as `model check` names them. */
function readOrName(file: string, path: (name: string) => string): Model | undefined {
  const reading = readModel(file, loadFor(file, path));
  for (const fault of reading.faults ?? []) console.log(formatFault(fault));
  return reading.model;
}

/** Made-up people never stand beside real ones. */
async function refuseRealCities(config: Config, { db }: OpenData): Promise<void> {
  if (config.demo === 'off' || (config.demo === 'auto' && config.databaseUrl !== undefined)) {
    throw new DatabaseRefused(
      'A made-up city is only made where the demo is on: set LINLI_DEMO=on, here and for the start.',
    );
  }
  const { rows } = await db.owner.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM tenants WHERE NOT made_by_demo',
  );
  if ((rows[0]?.count ?? 0) === 0) return;
  throw new DatabaseRefused(
    'This database holds a real city; made-up cities never mix with one. Give the demo a folder of its own: ' +
      'LINLI_DATA=./demo-data npm run linli -- demo make FILE',
  );
}

function howToStart(config: Config, path: string, isRunning: boolean): string {
  const folder = dirname(path);
  const isKnown = config.modelFolders.includes(folder);
  const start = `${isKnown ? '' : `LINLI_MODELS=${folder} `}npm start`;
  const lines = [
    isRunning
      ? `The running server read its models when it started: stop it (Ctrl-C), then  ${start}`
      : `Start it with  ${start}`,
  ];
  try {
    loadModels(isKnown ? config.modelFolders : [...config.modelFolders, folder]);
  } catch (error) {
    if (!(error instanceof ModelsRefused)) throw error;
    lines.push(`But first: in ${folder} other files would stop the start. ${error.message}`);
  }
  return lines.join('\n');
}
