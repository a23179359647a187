/** Reading model files named on the command line: a city's file may lie anywhere and still extend `base`. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LoadFile } from '@linli/model';
import { programFolder } from '../platform/config.ts';

/** What `file` extends is looked for beside it first, then among the house's own. */
export function loadFor(file: string, path: (name: string) => string): LoadFile {
  return (name) => {
    const places = name === file ? [path(name)] : [path(name), join(programFolder, 'models', basename(name))];
    const found = places.find((place) => existsSync(place));
    return found === undefined ? undefined : readFileSync(found, 'utf8');
  };
}
