/**
 * One hash over many things, so that none of them can change or vanish and each can be proved to be among them.
 * Leaves and nodes begin with different bytes, so that no node can pass for a leaf (RFC 6962, section 2.1); a node
 * without a neighbour goes up unchanged, as in the seals of the city. Hashes are hex.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export type MerklePath = { side: 'left' | 'right'; hash: string }[];

/** SHA-256 of bytes, or of a text in UTF-8, as hex. Where there is a quicker one than that in JavaScript, it is handed in. */
export type Sha256 = (said: Uint8Array | string) => string;

export const sha256Hex: Sha256 = (said) =>
  bytesToHex(sha256(typeof said === 'string' ? utf8ToBytes(said) : said));

/** The byte 0, as a character that UTF-8 writes in one byte. */
const leafMark = '\0';
const nodeMark = 1;

/** Hash of a leaf that says `text`. */
export function leafOf(text: string, hash: Sha256 = sha256Hex): string {
  return hash(`${leafMark}${text}`);
}

/** Root over leaves in their order; of nothing: the hash of nothing. */
export function merkleRoot(leaves: readonly string[], hash: Sha256 = sha256Hex): string {
  let row = leaves;
  while (row.length > 1) row = above(row, hash);
  return row[0] ?? hash('');
}

/** Path from the leaf at `index` to the root. */
export function merklePath(leaves: readonly string[], index: number): MerklePath {
  const path: MerklePath = [];
  let row = leaves;
  let at = index;
  while (row.length > 1) {
    const sibling = at % 2 === 0 ? at + 1 : at - 1;
    const hash = row[sibling];
    if (hash !== undefined) path.push({ side: sibling < at ? 'left' : 'right', hash });
    row = above(row, sha256Hex);
    at = Math.floor(at / 2);
  }
  return path;
}

/** The root a leaf and its path lead to. */
export function rootFrom(leaf: string, path: MerklePath): string {
  return path.reduce(
    (hash, step) =>
      step.side === 'left' ? nodeOf(step.hash, hash, sha256Hex) : nodeOf(hash, step.hash, sha256Hex),
    leaf,
  );
}

function above(row: readonly string[], hash: Sha256): string[] {
  const next: string[] = [];
  for (let index = 0; index < row.length; index += 2) {
    const left = row[index]!;
    const right = row[index + 1];
    next.push(right === undefined ? left : nodeOf(left, right, hash));
  }
  return next;
}

function nodeOf(left: string, right: string, hash: Sha256): string {
  const node = new Uint8Array(65);
  node[0] = nodeMark;
  node.set(hexToBytes(left), 1);
  node.set(hexToBytes(right), 33);
  return hash(node);
}
