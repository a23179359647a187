/**
 * Who votes, with how many heads and how much area, frozen on a day. Homes of one buyer are one head, and so is all a
 * developer has not sold or not delivered: 法释〔2009〕7号（2020年修正）art. 9.
 */

import { canonicalJson } from '@linli/model';
import { refuse } from '../refusals.ts';
import type { Refusal } from '../types.ts';
import { leafOf, merklePath, merkleRoot, rootFrom, type Sha256, sha256Hex } from './merkle.ts';
import type { BallotCount, Roll, RollEntry, RollHome, RollIdentity, RollPerson, RollProof } from './types.ts';

/** A roll for everybody to read, and what opens each entry for its owner alone. */
export interface MadeRoll {
  roll: Roll;
  identities: RollIdentity[];
}

/** Key of those who own a home together: the same people buying twice are the same buyer, in whatever order. */
export function mergeKeyOf(ownerKeys: readonly string[]): string {
  return [...new Set(ownerKeys)].sort().join('+');
}

/**
 * Freeze a roll of owners. `saltOf` gives 32 random bytes as hex for each key, another each time. Entries stand in the
 * order of the salted identities, so that a place in the roll says nothing.
 * Refuses: no home, a home twice, an area that is not a whole positive number of dm².
 */
export function makeRoll(
  onDate: string,
  homes: readonly RollHome[],
  saltOf: (key: string) => string,
): MadeRoll | Refusal {
  const codes = new Set<string>();
  const heads = new Map<string, { isDeveloper: boolean; homes: RollHome[] }>();
  for (const home of homes) {
    if (codes.has(home.code)) {
      return badHome(home.code, { zh: '出现了两次', en: 'stands there twice' });
    }
    codes.add(home.code);
    if (!Number.isSafeInteger(home.areaDm2) || home.areaDm2 <= 0) {
      return badHome(home.code, { zh: '没有专有部分面积', en: 'has no exclusive area' });
    }
    // One key space each, so that a buyer whose key reads like a developer's is not merged with it.
    const key = home.developer === null ? `buyer:${home.buyer}` : `developer:${home.developer}`;
    const head = heads.get(key);
    if (head) head.homes.push(home);
    else heads.set(key, { isDeveloper: home.developer !== null, homes: [home] });
  }
  return freeze(
    onDate,
    [...heads].map(([key, head]) => ({
      key,
      isDeveloper: head.isDeveloper,
      homes: head.homes
        .map(({ code, areaDm2, source }) => ({ code, areaDm2, source }))
        .sort((a, b) => (a.code < b.code ? -1 : 1)),
      voterId: head.homes.find(({ voterId }) => voterId !== null)?.voterId ?? null,
    })),
    saltOf,
  );
}

/** Freeze a roll of persons who vote with one head each. Refuses: nobody, somebody twice. */
export function makePersonRoll(
  onDate: string,
  persons: readonly RollPerson[],
  saltOf: (key: string) => string,
): MadeRoll | Refusal {
  const keys = new Set(persons.map(({ key }) => key));
  if (keys.size !== persons.length) {
    return refuse(
      'input',
      'field-invalid',
      { zh: '名册中有人出现了两次。', en: 'Somebody stands on the roll twice.' },
      'roll',
      { field: '名册', problem: '有人出现了两次' },
    );
  }
  return freeze(
    onDate,
    persons.map(({ key, personId }) => ({
      key: `person:${key}`,
      isDeveloper: false,
      homes: [],
      voterId: personId,
    })),
    saltOf,
  );
}

interface Head {
  key: string;
  isDeveloper: boolean;
  homes: RollIdentity['homes'];
  voterId: string | null;
}

function freeze(onDate: string, heads: Head[], saltOf: (key: string) => string): MadeRoll | Refusal {
  if (heads.length === 0) {
    return refuse(
      'input',
      'field-required',
      { zh: '名册是空的，没有人可以参加表决。', en: 'The roll is empty: nobody could vote.' },
      'roll',
      { field: '名册' },
    );
  }
  const salted = heads.map((head) => {
    const salt = saltOf(head.key);
    const opened = { salt, key: head.key, homes: head.homes, voterId: head.voterId };
    return { head, salt, identity: identityHash(opened) };
  });
  salted.sort((a, b) => (a.identity < b.identity ? -1 : 1));
  const entries = salted.map(
    ({ head, identity }, index): RollEntry => ({
      id: String(index + 1),
      areaDm2: sum(head.homes.map(({ areaDm2 }) => areaDm2)),
      homes: head.homes.length,
      isDeveloper: head.isDeveloper,
      identity,
    }),
  );
  return {
    roll: { onDate, root: rollRoot(entries), total: totalOf(entries), entries },
    identities: salted.map(({ head, salt }, index) => ({
      id: String(index + 1),
      salt,
      key: head.key,
      homes: head.homes,
      voterId: head.voterId,
    })),
  };
}

/** Root over the entries in their order. */
export function rollRoot(entries: readonly RollEntry[], hash: Sha256 = sha256Hex): string {
  return merkleRoot(
    entries.map((entry) => entryLeaf(entry, hash)),
    hash,
  );
}

export function totalOf(entries: readonly Pick<RollEntry, 'areaDm2'>[]): BallotCount {
  return { heads: entries.length, areaDm2: sum(entries.map(({ areaDm2 }) => areaDm2)) };
}

/** That an entry is on the roll. Throws when there is no such entry. */
export function proveEntry(roll: Roll, id: string): RollProof {
  const index = roll.entries.findIndex((entry) => entry.id === id);
  if (index < 0) throw new RangeError(`no entry ${id} on the roll`);
  return {
    id,
    path: merklePath(
      roll.entries.map((entry) => entryLeaf(entry)),
      index,
    ),
  };
}

/**
 * Is this entry on the roll with this root, and, where an identity is given, is it that owner's? An owner checks their own
 * entry with the root posted, the entry, its proof and what only they were given.
 */
export function verifyEntry(
  root: string,
  entry: RollEntry,
  proof: RollProof,
  identity?: Omit<RollIdentity, 'id'>,
): boolean {
  if (proof.id !== entry.id || rootFrom(entryLeaf(entry), proof.path) !== root) return false;
  return identity === undefined || identityHash(identity) === entry.identity;
}

function entryLeaf(entry: RollEntry, hash: Sha256 = sha256Hex): string {
  return leafOf(canonicalJson(entry), hash);
}

function identityHash({ salt, key, homes, voterId }: Omit<RollIdentity, 'id'>): string {
  return sha256Hex(canonicalJson({ salt, key, homes, voterId }));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function badHome(code: string, problem: { zh: string; en: string }): Refusal {
  return refuse(
    'input',
    'field-invalid',
    { zh: `名册中的房屋 ${code} ${problem.zh}。`, en: `Home ${code} of the roll ${problem.en}.` },
    'roll',
    { field: code, problem: problem.zh },
  );
}
