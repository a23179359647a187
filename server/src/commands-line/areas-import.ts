/** Brings a file of areas into a city: says what it would change and what is wrong with it, and writes it when told to. */
import { existsSync } from 'node:fs';
import type { ImportFault, ImportView } from '@linli/contract';
import { importHere } from '../modules/areas/index.ts';
import { systemClock } from '../platform/clock.ts';
import { withCity } from './city-of-data.ts';
import { type Command, UsageError } from './command.ts';

/** Whoever has more goes by the marked file in the console. */
const mostFaults = 500;
const lineEveryMs = 2_000;

export const areasImport: Command = {
  name: 'areas import',
  summary:
    'check a file of areas (.xlsx, .csv, .geojson), and with --apply write it; exit code 1 when it has faults',
  parameters: ['FILE'],
  options: {
    city: { type: 'string', description: 'key of the city: the file name of its model' },
    apply: { type: 'boolean', description: 'write what the file changes, when nothing is wrong with it' },
  },
  run(call) {
    const path = call.path(call.parameters[0] ?? '');
    if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
    return withCity(call, async ({ city, config, db, live }) => {
      const apply = call.options.apply === true;
      let last = performance.now();
      const { one, faults } = await importHere({ db, config, live, clock: systemClock }, city, {
        path,
        apply,
        mostFaults,
        progress({ step, done, of }) {
          if (performance.now() - last < lineEveryMs) return;
          last = performance.now();
          console.log(
            `· ${stepWords[step]}: ${done.toLocaleString('en')}${of > done ? `/${of.toLocaleString('en')}` : ''}`,
          );
        },
      });
      for (const line of faults.map(lineOf)) console.log(line);
      if (one.faultCount > faults.length) console.log(`… and ${one.faultCount - faults.length} more`);
      for (const line of summaryOf(one, apply)) console.log(line);
      return one.faultCount === 0 ? 0 : 1;
    });
  },
};

const stepWords = {
  read: 'rows read',
  place: 'rows checked',
  keep: 'changes kept',
  write: 'changes written',
};

function lineOf({ sheet, row, column, heading, what, mend }: ImportFault): string {
  const place = [sheet, row === null ? null : `row ${row}`, column, heading].filter((word) => word !== null);
  return `${place.join(' ')}${place.length > 0 ? ': ' : ''}${what}. ${mend}`;
}

function summaryOf(
  { rows, levels, leftOut, sheetsNotRead, faultCount, state }: ImportView,
  apply: boolean,
): string[] {
  return [
    `${rows ?? 0} rows`,
    ...levels.map(
      ({ levelTitle, counts }) =>
        `  ${levelTitle.en}: ${counts.new} new, ${counts.changed} changed, ${counts.same} as they are, ${counts.missing} not in the file (they stay)`,
    ),
    ...(leftOut > 0 ? [`${leftOut} rows lie in other places and were left out`] : []),
    ...(sheetsNotRead.length > 0
      ? [`sheets without a heading of ours, not read: ${sheetsNotRead.join(', ')}`]
      : []),
    faultCount > 0
      ? `${faultCount} ${faultCount === 1 ? 'fault' : 'faults'}, nothing was written`
      : state === 'applied'
        ? 'written'
        : apply
          ? state
          : 'nothing is wrong, and nothing was written: add --apply, or apply it in the console',
  ];
}
