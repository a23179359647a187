/** Models for tests of every package: the shipped ones and the made-up ones. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatFault, type LoadFile, type Model, readModel } from '../src/index.ts';

export const shippedFolder = fileURLToPath(new URL('../../../models/', import.meta.url));
export const fixtureFolder = fileURLToPath(new URL('./', import.meta.url));

export const loadFile: LoadFile = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

function load(path: string): Model {
  const { model, faults } = readModel(path, loadFile);
  if (faults) throw new Error(faults.map(formatFault).join('\n'));
  return model;
}

/** A made-up model of the tests, such as `chess-club`. */
export function loadFixture(key: string): Model {
  return load(`${fixtureFolder}${key}.yaml`);
}

/** A model that ships, such as `tongguan`. */
export function loadShipped(key: string): Model {
  return load(`${shippedFolder}${key}.yaml`);
}
