/**
 * One hash over many things, so that none of them can change or vanish and each can be proved to be among them.
 * Leaves and nodes begin with different bytes, so that no node can pass for a leaf (RFC 6962, section 2.1); a node
 * without a neighbour goes up unchanged, as in the seals of the city.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export type MerklePath = { side: 'left' | 'right'; hash: string }[];

/** The byte 0, as a character that UTF-8 writes in one byte. */
const leafMark = '\0';
const nodeMark = 1;

/** Hash of a leaf that says `text`. */
export function leafOf(text: string): Uint8Array {
  return sha256(utf8ToBytes(`${leafMark}${text}`));
}

/** Root over leaves in their order, hex; of nothing: the hash of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[]): string {
  let row = leaves;
  while (row.length > 1) row = above(row);
  return bytesToHex(row[0] ?? sha256(new Uint8Array()));
}

/** Path from the leaf at `index` to the root. */
export function merklePath(leaves: readonly Uint8Array[], index: number): MerklePath {
  const path: MerklePath = [];
  let row = leaves;
  let at = index;
  while (row.length > 1) {
    const sibling = at % 2 === 0 ? at + 1 : at - 1;
    const hash = row[sibling];
    if (hash) path.push({ side: sibling < at ? 'left' : 'right', hash: bytesToHex(hash) });
    row = above(row);
    at = Math.floor(at / 2);
  }
  return path;
}

/** The root a leaf and its path lead to. */
export function rootFrom(leaf: Uint8Array, path: MerklePath): string {
  const root = path.reduce((hash, step) => {
    const sibling = hexToBytes(step.hash);
    return step.side === 'left' ? nodeOf(sibling, hash) : nodeOf(hash, sibling);
  }, leaf);
  return bytesToHex(root);
}

function above(row: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let index = 0; index < row.length; index += 2) {
    const left = row[index]!;
    const right = row[index + 1];
    next.push(right ? nodeOf(left, right) : left);
  }
  return next;
}

function nodeOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  const node = new Uint8Array(1 + left.length + right.length);
  node[0] = nodeMark;
  node.set(left, 1);
  node.set(right, 1 + left.length);
  return sha256(node);
}
