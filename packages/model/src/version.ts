/** The version of a model: what it says, not how it was written down. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Model } from './parsed.ts';

/** First 16 hex digits of the SHA-256 of the canonical JSON of a model without its version. Order of keys is no part of it. */
export function versionOf(model: Omit<Model, 'version'>): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(model)))).slice(0, 16);
}

/** JSON with the keys of every object in code-unit order and nothing between tokens. `undefined` members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}
