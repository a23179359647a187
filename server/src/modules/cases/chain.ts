/**
 * The chain of a case's history and the seal over a city's chains: pure, so that an outsider can write the same
 * again from docs/reference/history.md, which fixes the bytes.
 */
import { hash } from 'node:crypto';

/** What one history entry says, without its place in the chain. Instants as in the engine: UTC with milliseconds. */
export interface Entry {
  tenantId: number;
  caseId: string;
  /** 1 for the opening, then one by one. */
  seq: number;
  at: string;
  verb: string;
  fromStation: string;
  toStation: string;
  actorPersonId: string | null;
  actorPostId: string | null;
  actorLabel: string | null;
  reason: string | null;
  /** Whole new values of every field of the state that changed; the first entry also holds `record` (see store.ts). */
  changes: Record<string, unknown>;
  modelVersion: string;
  commandId: string | null;
}

export interface ChainedEntry extends Entry {
  previousHash: Buffer;
  hash: Buffer;
}

/** What stands before the first entry of every chain, and before the first seal of every city. */
export const nothingBefore: Buffer = Buffer.alloc(32);

/** The hash of an entry: SHA-256 over the canonical JSON of all it says, its place and the hash before it. */
export function entryHash(entry: Entry, previousHash: Buffer): Buffer {
  return sha256(
    canonicalJson({
      tenantId: entry.tenantId,
      caseId: entry.caseId,
      seq: entry.seq,
      at: entry.at,
      verb: entry.verb,
      fromStation: entry.fromStation,
      toStation: entry.toStation,
      actorPersonId: entry.actorPersonId,
      actorPostId: entry.actorPostId,
      actorLabel: entry.actorLabel,
      reason: entry.reason,
      changes: entry.changes,
      modelVersion: entry.modelVersion,
      commandId: entry.commandId,
      previousHash: previousHash.toString('hex'),
    }),
  );
}

/** Chains entries of one case in their order, starting after `previousHash`. */
export function chainEntries(
  entries: readonly Entry[],
  previousHash: Buffer = nothingBefore,
): ChainedEntry[] {
  let head = previousHash;
  return entries.map((entry) => {
    const chained = { ...entry, previousHash: head, hash: entryHash(entry, head) };
    head = chained.hash;
    return chained;
  });
}

/** Canonical JSON as RFC 8785 has it: keys in the order of their UTF-16 code units, no space, numbers as ECMAScript writes them. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as Record<string, unknown>;
  let text = '';
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += (text === '' ? '' : ',') + quoted(key) + canonicalJson(member);
  }
  return `{${text}}`;
}

/** Histories say the same few dozen keys over and over: quoting each once halves the time an entry takes. */
const quotedKeys = new Map<string, string>();
const mostQuotedKeys = 4_096;

function quoted(key: string): string {
  let known = quotedKeys.get(key);
  if (known === undefined) {
    known = `${JSON.stringify(key)}:`;
    if (quotedKeys.size < mostQuotedKeys) quotedKeys.set(key, known);
  }
  return known;
}

/** The head of one chain when a day was sealed. */
export interface Leaf {
  caseId: string;
  seq: number;
  hash: Buffer;
}

/**
 * The root over the heads of all chains that grew, bound to the seal before it: whoever kept one day's root notices
 * when any case sealed up to then has changed or is gone. `leaves` in the order of their case ids.
 */
export function sealRoot(previousRoot: Buffer, sealedOn: string, leaves: readonly Leaf[]): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(leaves.length);
  return sha256(
    Buffer.concat([
      Buffer.of(2),
      previousRoot,
      Buffer.from(sealedOn, 'utf8'),
      count,
      merkleRoot(leaves.map(leafHash)),
    ]),
  );
}

/** The way from one leaf to the top of its day's tree: with it an outsider gets from one chain to the seal's root. */
export function sealPath(leaves: readonly Leaf[], index: number): { side: 'left' | 'right'; hash: string }[] {
  const path: { side: 'left' | 'right'; hash: string }[] = [];
  let row = leaves.map(leafHash);
  let at = index;
  while (row.length > 1) {
    const sibling = at % 2 === 0 ? at + 1 : at - 1;
    const hash = row[sibling];
    if (hash !== undefined) path.push({ side: sibling < at ? 'left' : 'right', hash: hash.toString('hex') });
    row = nodesAbove(row);
    at = Math.floor(at / 2);
  }
  return path;
}

function leafHash({ caseId, seq, hash: head }: Leaf): Buffer {
  const place = Buffer.alloc(4);
  place.writeUInt32BE(seq);
  return sha256(Buffer.concat([Buffer.of(0), Buffer.from(caseId.replaceAll('-', ''), 'hex'), place, head]));
}

/** Leaves and nodes begin with different bytes, so that no node can pass for a leaf (RFC 6962, section 2.1). */
function merkleRoot(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha256(Buffer.alloc(0));
  let row = hashes;
  while (row.length > 1) row = nodesAbove(row);
  return row[0] as Buffer;
}

function nodesAbove(row: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = [];
  for (let index = 0; index < row.length; index += 2) {
    const left = row[index] as Buffer;
    const right = row[index + 1];
    above.push(right === undefined ? left : sha256(Buffer.concat([Buffer.of(1), left, right])));
  }
  return above;
}

function sha256(data: string | Buffer): Buffer {
  return hash('sha256', data, 'buffer');
}
