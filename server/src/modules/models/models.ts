/** The cities of this server: which model each runs under, and every version running cases were opened under. */
import type { Model } from '@linli/model';
import type { Clock } from '../../platform/clock.ts';
import type { Deps } from '../../platform/deps.ts';
import { Refused } from '../../platform/refused.ts';
import { loadModels } from './load.ts';
import { ensureTenants, findVersion, isPeopled, keepVersion, type TenantRow } from './store.ts';

export interface CityModel {
  tenantId: number;
  model: Model;
  /** Made up by the demo: persons can be tried out at a tap. */
  isDemo: boolean;
}

export interface Models {
  /**
   * In the order in which they came to this database, in a demo in that of LINLI_DEMO_CITIES; the first is where a visitor
   * without a choice lands.
   */
  cities(): readonly CityModel[];
  /**
   * Those that people may come to: of a demo all; else those in which somebody holds a post, for many models come along and
   * an operator sets up one. The only one there is, is open from the start.
   */
  opened(): Promise<readonly CityModel[]>;
  findCity(key: string): CityModel | undefined;
  /** Present model of a city. Throws for a tenant that is not served: an id never comes from outside unchecked. */
  ofTenant(tenantId: number): Model;
  /** The model as it was in a version; the present one needs no look-up. Throws when it was never kept. */
  version(tenantId: number, version: string): Promise<Model>;
}

/** What models are read with; a command beside a running server has no more. */
export type ModelDeps = Pick<Deps, 'config' | 'db' | 'clock' | 'log' | 'isDemo'>;

const opened = new WeakMap<ModelDeps, Models>();
const lookAgainMs = 2_000;

/** Reads the models, gives each a city and keeps its version. Throws ModelsRefused with every fault there is. */
export async function openModels(deps: ModelDeps): Promise<Models> {
  const found = loadModels(deps.config.modelFolders);
  const models = deps.isDemo ? chosen(found, deps.config.demoCities ?? ['*']) : found;
  const at = deps.clock.now();
  const rows = await ensureTenants(deps.db, models, { madeByDemo: deps.isDemo, at });
  const cities: CityModel[] = [];
  const place = ({ modelKey }: TenantRow): number => models.findIndex(({ key }) => key === modelKey);
  // A demo's order is what it is told to be, also where a city came to it later.
  if (deps.isDemo) rows.sort((left, right) => place(left) - place(right));
  for (const { tenantId, modelKey, madeByDemo } of rows) {
    const model = models.find(({ key }) => key === modelKey);
    if (!model) {
      // Left out of this demo on purpose.
      if (found.some(({ key }) => key === modelKey)) continue;
      deps.log.warn({ modelKey }, 'a city of this database has no model in the folders and is not served');
      continue;
    }
    await keepVersion(deps.db, tenantId, model, at);
    cities.push({ tenantId, model, isDemo: madeByDemo });
  }
  const result = modelsFrom(deps, cities);
  opened.set(deps, result);
  return result;
}

/** The models a demo is to have, in the order in which they are named; `*` stands for all that are not. */
function chosen(models: readonly Model[], wanted: readonly string[]): Model[] {
  const named = wanted.filter((key) => key !== '*');
  const missing = named.filter((key) => !models.some((model) => model.key === key));
  if (missing.length > 0) {
    throw new Refused(
      `LINLI_DEMO_CITIES names ${missing.join(', ')}, but there are only: ${models.map(({ key }) => key).join(', ')}`,
    );
  }
  const others = models.filter(({ key }) => !named.includes(key));
  return wanted.flatMap((key) => (key === '*' ? others : models.filter((model) => model.key === key)));
}

/** The models of a server that was prepared. */
export function modelsOf(deps: Deps): Models {
  const models = opened.get(deps);
  if (!models) throw new Error('the models are not open yet: prepareModules comes first');
  return models;
}

/** The same server at another time, with the models it has read already. */
export function atTime(deps: Deps, clock: Clock): Deps {
  const other = { ...deps, clock };
  opened.set(other, modelsOf(deps));
  return other;
}

function modelsFrom(deps: ModelDeps, cities: readonly CityModel[]): Models {
  const byTenant = new Map(cities.map((city) => [city.tenantId, city]));
  // A version never changes, so it is read once; the promise is kept so that many cases ask the database once.
  const versions = new Map<string, Promise<Model>>();
  const ofTenant = (tenantId: number): Model => {
    const city = byTenant.get(tenantId);
    if (!city) throw new Error(`tenant ${tenantId} is not served here`);
    return city.model;
  };
  const open = new Set(cities.filter(({ isDemo }) => isDemo).map(({ tenantId }) => tenantId));
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    cities: () => cities,
    async opened() {
      if (cities.length < 2) return cities;
      // A city that is open stays so; the others are set up beside the running server.
      if (open.size < cities.length && performance.now() - lookedAt > lookAgainMs) {
        lookedAt = performance.now();
        for (const { tenantId } of cities) {
          if (!open.has(tenantId) && (await isPeopled(deps.db, tenantId))) open.add(tenantId);
        }
      }
      return cities.filter(({ tenantId }) => open.has(tenantId));
    },
    findCity: (key) => cities.find((city) => city.model.key === key),
    ofTenant,
    version(tenantId, version) {
      const present = ofTenant(tenantId);
      if (present.version === version) return Promise.resolve(present);
      const key = `${tenantId}/${version}`;
      let found = versions.get(key);
      if (!found) {
        found = findVersion(deps.db, tenantId, version).then((model) => {
          if (model) return model;
          throw new Error(
            `tenant ${tenantId} has cases under model version ${version}, which was never kept`,
          );
        });
        versions.set(key, found);
        found.catch(() => versions.delete(key));
      }
      return found;
    },
  };
}
