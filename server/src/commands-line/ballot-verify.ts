/** Checks a ballot from its evidence alone: for whoever doubts it, on any machine, without database or network. */
import { readFile } from 'node:fs/promises';
import { verifyBundle } from '@linli/engine';
import { sha256 } from '../platform/sha256.ts';
import { checkSlips } from './check-slips.ts';
import { type Command, UsageError } from './command.ts';

/** Damage of one sort can be everywhere: so many lines say enough. */
const linesAtMost = 200;

export const ballotVerify: Command = {
  name: 'ballot verify',
  summary:
    'check a ballot’s evidence bundle, without database or network; exit code 1 when anything is wrong',
  parameters: ['FILE'],
  options: {
    head: {
      type: 'string',
      description: 'the fingerprint posted beside the result, which the bundle must end with',
    },
    seal: {
      type: 'string',
      description: 'the root of a day’s seal that was kept elsewhere, which must cover the history',
    },
  },
  async run({ parameters, options, path }) {
    const [file = ''] = parameters;
    const value = parse(await readText(path(file)));
    const { findings, head, counted, sealed } = await verifyBundle(value, { checkSlips, hash: sha256 });
    for (const { at, message } of findings.slice(0, linesAtMost)) {
      console.log(`${file}: ${at}: ${message.zh} ${message.en}`);
    }
    if (findings.length > linesAtMost) console.log(`… and ${findings.length - linesAtMost} more`);
    const { entries, votes, slips, papers, history, seals } = counted;
    console.log(
      `${entries} entries of the roll, ${votes} votes, ${slips} slips, ${papers} papers, ${history} steps, ${seals} seals checked`,
    );
    const expected = hexOf(options.head);
    const isOther = expected !== null && head !== expected;
    if (isOther) {
      console.log(
        '指纹与公示的不符：这是另一份证据。 The fingerprint is not the one posted: this is another bundle.',
      );
    }
    if (head !== null && expected === null) {
      console.log(`fingerprint ${head}  (compare it with the one posted beside the result)`);
    }
    const kept = hexOf(options.seal);
    const isUnsealed = kept !== null && !sealed.some(({ root }) => root === kept);
    if (isUnsealed) {
      console.log(
        '证据包中没有这个封存值。 No seal of the bundle has this root: it is of another day, or of another history.',
      );
    }
    for (const { sealedOn, root, seq } of sealed) {
      console.log(`sealed on ${sealedOn} up to step ${seq} of ${history}: ${root}`);
    }
    const wrong = findings.length + (isOther ? 1 : 0) + (isUnsealed ? 1 : 0);
    console.log(
      wrong === 0
        ? '没有发现问题。 Nothing is wrong.'
        : `发现${wrong}处问题。 ${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong.`,
    );
    return wrong === 0 ? 0 : 1;
  },
};

function hexOf(said: unknown): string | null {
  return typeof said === 'string' ? said.replaceAll(/\s/g, '').toLowerCase() : null;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
}

/** Text that is no JSON is no bundle, which `verifyBundle` says. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
