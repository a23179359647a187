/**
 * What people chose, closed until voting has ended. Filled up to whole blocks before it is encrypted: `for` and `against`
 * differ by four letters, and a length is readable by whoever reads the table.
 */
import type { Choices } from '@linli/engine';
import type { Secrets } from '../../platform/secrets/index.ts';

const blockLength = 512;

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
): Buffer {
  return secrets.encrypt(
    place(tenantId),
    filled(JSON.stringify({ choices, areaDm2, ...notes } satisfies Sealed)),
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

/** White space at the end changes nothing for a reader of JSON. Counted in bytes: one Chinese character is three. */
export function filled(text: string): string {
  const length = Buffer.byteLength(text);
  return text + ' '.repeat((blockLength - (length % blockLength)) % blockLength);
}
