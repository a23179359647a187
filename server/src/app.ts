/** The server's modules, wired together: their routes on one Fastify, their tasks for one job runner. */

import { areaTasks, registerAreas } from './modules/areas/index.ts';
import { ballotTasks, registerBallots } from './modules/ballots/index.ts';
import { caseTasks, registerCases } from './modules/cases/index.ts';
import { gatheringTasks, registerGatherings } from './modules/gatherings/index.ts';
import { messageTasks, registerMessages } from './modules/messages/index.ts';
import { openModels, registerModels } from './modules/models/index.ts';
import { orgTasks, registerOrgs } from './modules/orgs/index.ts';
import { registerPeople } from './modules/people/index.ts';
import { photoTasks, registerPhotos } from './modules/photos/index.ts';
import { planTasks, registerPlans } from './modules/plans/index.ts';
import { registerPowers, seedPowers } from './modules/powers/index.ts';
import type { Deps } from './platform/deps.ts';
import { type App, createHttp, type HttpOptions } from './platform/http/index.ts';
import type { Task } from './platform/jobs/index.ts';

export type AppOptions = Pick<HttpOptions, 'pagesFolder' | 'isReady' | 'serverFactory'>;

/** Ready for `inject`, or for the server of `serverFactory`. */
export async function buildApp(deps: Deps, options: AppOptions = {}): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    publicUrl: deps.config.publicUrl,
    trustedProxies: deps.config.trustedProxies,
    ...options,
  });
  app.addHook('preClose', async () => deps.streams.endAll());
  registerPeople(app, deps);
  registerModels(app, deps);
  registerAreas(app, deps);
  registerOrgs(app, deps);
  registerPlans(app, deps);
  registerPowers(app, deps);
  registerCases(app, deps);
  registerGatherings(app, deps);
  registerPhotos(app, deps);
  registerBallots(app, deps);
  registerMessages(app, deps);
  await app.ready();
  return app;
}

/** What must be there before the first request: cities for the models found. Returns a remark for the terminal. */
export async function prepareModules(deps: Deps): Promise<string | undefined> {
  const models = await openModels(deps);
  await seedPowers(deps, models);
  return models
    .cities()
    .map((city) => city.model.key)
    .join(', ');
}

/** Background tasks of all modules. */
export function collectTasks(deps: Deps): Task[] {
  return [
    ...areaTasks(deps),
    ...ballotTasks(deps),
    ...caseTasks(deps),
    ...gatheringTasks(deps),
    ...photoTasks(deps),
    ...planTasks(deps),
    ...messageTasks(deps),
    ...orgTasks(deps),
  ];
}
