/** The city's seal once more, from docs/reference/history.md and not from the engine: what the engine proves is checked by it. */
import { createHash } from 'node:crypto';

interface Leaf {
  id: string;
  seq: number;
  hash: string;
}

const sha256 = (...parts: Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function leafHash({ id, seq, hash }: Leaf): Buffer {
  return sha256(
    Buffer.of(0),
    Buffer.from(id.replaceAll('-', ''), 'hex'),
    uint32(seq),
    Buffer.from(hash, 'hex'),
  );
}

export function merkleLeafHash(leaf: Leaf): string {
  return leafHash(leaf).toString('hex');
}

/** Of three leaves, which is enough to have both sides and one that goes up alone. */
export function sealRoot(previousRoot: string, sealedOn: string, leaves: Leaf[]): string {
  const [first, second, third] = leaves.map(leafHash) as [Buffer, Buffer, Buffer];
  const pair = sha256(Buffer.of(1), first, second);
  const root = sha256(Buffer.of(1), pair, third);
  return sha256(
    Buffer.of(2),
    Buffer.from(previousRoot, 'hex'),
    Buffer.from(sealedOn),
    uint32(leaves.length),
    root,
  ).toString('hex');
}
