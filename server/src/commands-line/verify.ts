/** Checks that history still says what it said when it was written. */
import { verify as verifyHistory } from '../modules/cases/index.ts';
import { readConfig } from '../platform/config.ts';
import { openLog } from '../platform/log.ts';
import { openData } from '../platform/open-data.ts';
import { type Command, UsageError } from './command.ts';

/** Damage of one sort can be everywhere: so many lines say enough. */
const linesAtMost = 1_000;

export const verify: Command = {
  name: 'verify',
  summary:
    'check the history of every case, ballot and gathering and the seals over them; exit code 1 when anything is wrong',
  options: {
    city: { type: 'string', description: 'only this city (key of its model)' },
    case: { type: 'string', description: 'only the case with this number' },
    ballot: { type: 'string', description: 'only the ballot with this number' },
  },
  async run({ options }) {
    const city = typeof options.city === 'string' ? options.city : undefined;
    const caseNumber = typeof options.case === 'string' ? options.case : undefined;
    const ballotNumber = typeof options.ballot === 'string' ? options.ballot : undefined;
    if (caseNumber !== undefined && ballotNumber !== undefined) {
      throw new UsageError('one of --case and --ballot');
    }
    const config = readConfig();
    const data = await openData({ config, log: openLog(config.logLevel), joinRunning: true });
    try {
      const result = await verifyHistory(data.db, {
        city,
        caseNumber,
        ballotNumber,
        found: lineByLine(),
      });
      if (city !== undefined && result.cities === 0) throw new UsageError(`there is no city "${city}" here`);
      const only = caseNumber === undefined ? 'ballot' : 'case';
      const number = caseNumber ?? ballotNumber;
      if (number !== undefined && result.entries === 0 && result.findings === 0) {
        console.log(
          `there is no ${only} ${number}; whether one vanished, only the seals know: leave --${only} out`,
        );
        return 1;
      }
      for (const line of summaryOf(result)) console.log(line);
      return result.findings === 0 ? 0 : 1;
    } finally {
      await data.close();
    }
  },
};

type Result = Awaited<ReturnType<typeof verifyHistory>>;
type Finding = Parameters<Parameters<typeof verifyHistory>[1]['found']>[0];

function lineByLine(): (finding: Finding) => void {
  let lines = 0;
  return (finding) => {
    lines += 1;
    if (lines <= linesAtMost) console.log(lineOf(finding));
    else if (lines === linesAtMost + 1) console.log('… and more, which is only counted');
  };
}

function lineOf({ city, case: number, entry, what }: Finding): string {
  const place = [number, entry === null ? null : `entry ${entry}`].filter((word) => word !== null).join(' ');
  return `${city}  ${place === '' ? '' : `${place}: `}${what}`;
}

function summaryOf({ cases, entries, seals, leaves, seconds, findings, lastSeals }: Result): string[] {
  const rate = Math.round(entries / Math.max(seconds, 0.001));
  return [
    `${cases} cases, ${entries} entries, ${seals} seals with ${leaves} leaves checked in ${seconds.toFixed(1)} s (${rate} entries/s)`,
    ...lastSeals.map(
      ({ city, sealedOn, root }) =>
        `${city}  sealed to the end of ${sealedOn}: ${root}  (kept elsewhere, it proves all before it)`,
    ),
    findings === 0
      ? 'nothing is wrong'
      : findings === 1
        ? '1 thing is wrong'
        : `${findings} things are wrong`,
  ];
}
