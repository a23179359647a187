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
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  // Written straight into one text: a large ballot has hundreds of thousands of small values.
  let text = '';
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      text += index === 0 ? canonicalJson(value[index]) : `,${canonicalJson(value[index])}`;
    }
    return `[${text}]`;
  }
  const members = value as Record<string, unknown>;
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
