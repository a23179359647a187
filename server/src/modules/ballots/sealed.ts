/**
 * What people chose, closed until voting has ended. Filled up to the length of the longest answer there is before it is
 * encrypted: `for` and `against` differ by four letters, and a length is readable by whoever reads the table.
 */
import type { BallotQuestion, Choices } from '@linli/engine';
import type { Secrets } from '../../platform/secrets/index.ts';

const blockLength = 512;
/** Why an answer does not count, and who handed a paper in: there or not, the length is the same. */
const notesLength = 1_024;

type Asked = readonly Pick<BallotQuestion, 'key' | 'form' | 'options' | 'choose'>[];

/** The longest answer to what is asked, but for words of one's own, which have no end: they are filled up to whole blocks. */
export function longestAnswer(asked: Asked): Choices {
  return Object.fromEntries(
    asked.map(({ key, form, options, choose }) => {
      if (form === 'motion') return [key, ['against']];
      if (form === 'text') return [key, []];
      const longest = options.map((option) => option.key).sort((one, other) => other.length - one.length);
      return [key, longest.slice(0, choose.max)];
    }),
  );
}

interface Sealed {
  choices: Choices;
  /** Papers of secret ballots: the area printed on them. */
  areaDm2?: number | null;
  /** Papers: why an answer does not count, by question. */
  reasons?: Record<string, string>;
  /** Papers: who handed it in for the owner. */
  proxy?: { name: string; phone: string | null } | null;
}
export type PaperNotes = Pick<Required<Sealed>, 'reasons' | 'proxy'>;

const place = (tenantId: number) => ({ tenantId, field: 'ballot-choices' });

export function sealChoices(
  secrets: Secrets,
  tenantId: number,
  choices: Choices,
  areaDm2: number | null = null,
  notes: Partial<PaperNotes> = {},
  asked: Asked = [],
): Buffer {
  const longest = JSON.stringify({ choices: longestAnswer(asked), areaDm2 } satisfies Sealed);
  return secrets.encrypt(
    place(tenantId),
    filled(
      JSON.stringify({ choices, areaDm2, ...notes } satisfies Sealed),
      longest.length + ('reasons' in notes ? notesLength : 0),
    ),
  );
}

export function openChoices(secrets: Secrets, tenantId: number, cipher: Buffer): Choices {
  return openSealed(secrets, tenantId, cipher).choices;
}

export function openSealed(secrets: Secrets, tenantId: number, cipher: Buffer): Required<Sealed> {
  const {
    choices,
    areaDm2 = null,
    reasons = {},
    proxy = null,
  } = JSON.parse(secrets.decrypt(place(tenantId), cipher)) as Sealed;
  return { choices, areaDm2, reasons, proxy };
}

/**
 * White space at the end changes nothing for a reader of JSON. Counted in bytes: one Chinese character is three. Whole blocks,
 * at least so many bytes: with blocks alone, answers a few letters apart would now and then be a block apart.
 */
export function filled(text: string, atLeast = 0): string {
  const length = Buffer.byteLength(text);
  return text + ' '.repeat(Math.ceil(Math.max(length, atLeast) / blockLength) * blockLength - length);
}
