/** The bytes are those of docs/reference/history.md: what an outsider writes from that page alone gives the same hashes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalJson,
  chainEntries,
  type Entry,
  entryHash,
  type Leaf,
  nothingBefore,
  sealRoot,
} from '../../src/modules/cases/chain.ts';

const page = readFileSync(new URL('../../../docs/reference/history.md', import.meta.url), 'utf8');

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const entry: Entry = {
  tenantId: 1,
  caseId: '019ab2c4-7c00-7d3e-8f10-5a6b7c8d9e0f',
  seq: 1,
  at: '2026-11-23T01:00:00.000Z',
  verb: 'open',
  fromStation: 'open',
  toStation: 'open',
  actorPersonId: null,
  actorPostId: null,
  actorLabel: null,
  reason: null,
  changes: { station: 'open' },
  modelVersion: '1',
  commandId: null,
};

describe('the page’s examples', () => {
  const texts = [...page.matchAll(/```json entry\n(.*)\n```/g)].map((match) => match[1] ?? '');
  const hashes = [...page.matchAll(/Its hash is `([0-9a-f]{64})`/g)].map((match) => match[1] ?? '');

  test('entries hash as the page says, by its recipe and by ours', () => {
    expect(texts).toHaveLength(2);
    for (const [index, text] of texts.entries()) {
      const { previousHash, ...said } = JSON.parse(text);
      expect(sha256(text).toString('hex')).toBe(hashes[index]);
      expect(entryHash(said, Buffer.from(previousHash, 'hex')).toString('hex')).toBe(hashes[index]);
    }
  });

  test('its seal has the root the page says', () => {
    const [first] = texts.map((text) => JSON.parse(text));
    const leaves: Leaf[] = [
      { caseId: first.caseId, seq: 2, hash: Buffer.from(hashes[1] ?? '', 'hex') },
      { caseId: '019ab2c4-9000-7aaa-8bbb-0c0c0c0c0c0c', seq: 4, hash: Buffer.alloc(32, 0xab) },
    ];
    expect(page).toContain(
      `Its root is \`${sealRoot(nothingBefore, '2026-11-23', leaves).toString('hex')}\``,
    );
  });
});

describe('canonical JSON', () => {
  test('is that of RFC 8785: its own example of numbers, strings and order', () => {
    // RFC 8785, section 3.2.2 and 3.2.3.
    const value = {
      // biome-ignore lint/correctness/noPrecisionLoss: the example of the RFC
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.values(JSON.parse(canonicalJson(names)))).toHaveLength(7);
    expect(canonicalJson(names)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    );
  });

  test('says the same whatever the order of writing, and gives back the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe('an entry’s hash', () => {
  test('changes with everything it says, and with the entry before it', () => {
    const changed: Partial<Entry>[] = [
      { tenantId: 2 },
      { caseId: '019ab2c4-7c00-7d3e-8f10-5a6b7c8d9e00' },
      { seq: 2 },
      { at: '2026-11-23T01:00:00.001Z' },
      { verb: 'note' },
      { fromStation: 'accepted' },
      { toStation: 'accepted' },
      { actorPersonId: entry.caseId },
      { actorPostId: entry.caseId },
      { actorLabel: '某人' },
      { reason: '' },
      { changes: { station: 'open', paused: null } },
      { modelVersion: '2' },
      { commandId: entry.caseId },
    ];
    // Every member once: one that is added to an entry must be added to its hash, and here.
    expect(changed.map((change) => Object.keys(change)[0]).sort()).toEqual(Object.keys(entry).sort());
    const hashes = changed.map((change) => entryHash({ ...entry, ...change }, nothingBefore).toString('hex'));
    hashes.push(
      entryHash(entry, sha256('x')).toString('hex'),
      entryHash(entry, nothingBefore).toString('hex'),
    );
    expect(new Set(hashes).size).toBe(changed.length + 2);
  });

  test('binds each entry to the one before', () => {
    const [one, two] = chainEntries([entry, { ...entry, seq: 2 }]);
    expect(one?.previousHash).toEqual(nothingBefore);
    expect(two?.previousHash).toEqual(one?.hash);
  });
});

describe('a seal’s root', () => {
  const leavesOf = (count: number): Leaf[] =>
    Array.from({ length: count }, (_, index) => ({
      caseId: `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`,
      seq: index + 1,
      hash: sha256(`head ${index}`),
    }));

  /** As RFC 6962 defines it, by halves: ours goes row by row. */
  function treeHash(hashes: Buffer[]): Buffer {
    if (hashes.length === 0) return sha256('');
    const [only] = hashes;
    if (hashes.length === 1 && only) return only;
    let half = 1;
    while (half * 2 < hashes.length) half *= 2;
    return sha256(Buffer.of(1), treeHash(hashes.slice(0, half)), treeHash(hashes.slice(half)));
  }
  const number = (value: number): Buffer =>
    Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);

  test('is what the page defines, for any number of leaves', () => {
    for (const count of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 32, 33, 100, 257]) {
      const leaves = leavesOf(count);
      const top = treeHash(
        leaves.map(({ caseId, seq, hash }) =>
          sha256(Buffer.of(0), Buffer.from(caseId.replaceAll('-', ''), 'hex'), number(seq), hash),
        ),
      );
      const before = sha256('before');
      expect(sealRoot(before, '2026-11-23', leaves)).toEqual(
        sha256(Buffer.of(2), before, '2026-11-23', number(count), top),
      );
    }
  });

  test('changes with every leaf, their number, the day and the seal before', () => {
    const leaves = leavesOf(5);
    const [first, ...rest] = leaves;
    if (!first) throw new Error('no leaf');
    const roots = [
      sealRoot(nothingBefore, '2026-11-23', leaves),
      sealRoot(sha256('x'), '2026-11-23', leaves),
      sealRoot(nothingBefore, '2026-11-24', leaves),
      sealRoot(nothingBefore, '2026-11-23', rest),
      sealRoot(nothingBefore, '2026-11-23', [...rest, first]),
      sealRoot(nothingBefore, '2026-11-23', [{ ...first, seq: 9 }, ...rest]),
      sealRoot(nothingBefore, '2026-11-23', [{ ...first, hash: sha256('x') }, ...rest]),
      sealRoot(nothingBefore, '2026-11-23', [...leaves, leaves[4] ?? first]),
    ];
    expect(new Set(roots.map((root) => root.toString('hex'))).size).toBe(roots.length);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
