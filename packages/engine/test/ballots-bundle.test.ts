/** Evidence: a whole bundle holds together, and whatever is taken out of it or changed in it is found. */

import { randomBytes } from 'node:crypto';
import { RSABSSA } from '@cloudflare/blindrsa-ts';
import { canonicalJson } from '@linli/model';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type BallotBundle,
  type BallotTerms,
  badSlips,
  type Cast,
  type Choices,
  castOf,
  chainBallot,
  type EntryState,
  freshEntry,
  isSlipSigned,
  type MadeRoll,
  makePersonRoll,
  resultOf,
  type Slip,
  type SlipValue,
  slipKeysOf,
  slipMessage,
  slipsOf,
  slipValues,
  tallyOf,
  verifyBundle,
  votesRootOf,
} from '../src/index.ts';
import {
  ballotId,
  begin,
  choiceOf,
  draftOf,
  finish,
  given,
  homesOf,
  motion,
  open,
  rollOf,
  saltOf,
  secretary,
} from './ballots-city.ts';
import { merkleLeafHash, sealRoot } from './ballots-seal.ts';

const at = '2026-03-28T00:00:00.000Z';
const made = rollOf(homesOf([8_962, 10_050, 7_300, 12_345, 9_001, 6_650, 20_000]));

function cast(entryId: string, more: Partial<EntryState>): EntryState {
  return { ...freshEntry(entryId), servedAt: at, ...more };
}
function online(entryId: string, choices: Choices, channel: 'online' | 'proxy' = 'online'): EntryState {
  return cast(entryId, { online: { choices, channel, by: 'somebody', at } });
}
const both = (side: string): Choices => ({ lift: [side], fund: [side] });

/** Seven owners: online, proxy and paper votes, one abstains, one keeps silent. */
function openBundle(): BallotBundle {
  const run = begin(draftOf({ questions: [motion('lift', 'rebuild'), motion('fund', 'use-repair-fund')] }));
  const terms = open(run, made);
  const entries = [
    online('1', both('for')),
    online('2', both('against')),
    online('3', both('for'), 'proxy'),
    cast('4', { paper: { choices: both('for'), by: ['a', 'b'], at } }),
    online('5', { lift: [], fund: ['for'] }),
    cast('6', { paper: { choices: { lift: 'invalid', fund: ['for'] }, by: ['a', 'b'], at } }),
    cast('7', {}),
  ];
  return finish(run, terms, made, { ...castOf(terms, entries), slips: [], papers: [] });
}

const codes = async (bundle: unknown): Promise<string[]> =>
  (await verifyBundle(bundle)).findings.map(({ code }) => code);
const copy = (bundle: BallotBundle): BallotBundle => structuredClone(bundle);

describe('an open ballot', () => {
  const bundle = openBundle();

  it('that holds together has nothing wrong, also after a way through JSON', async () => {
    const { findings, head, counted } = await verifyBundle(JSON.parse(JSON.stringify(bundle)));
    expect(findings).toEqual([]);
    expect(head).toBe(bundle.head.hash);
    expect(counted).toMatchObject({ entries: 7, votes: 6, history: bundle.history.length });
  });

  it('has nothing in it that names a voter', () => {
    expect(JSON.stringify([bundle.roll, bundle.votes, bundle.marks, bundle.tally])).not.toMatch(
      /voter|buyer|person|somebody/,
    );
  });

  it('whatever single value is changed, it is found', async () => {
    const missed: string[] = [];
    let tried = 0;
    for (const [path, tampered] of everyChange(bundle)) {
      tried += 1;
      if ((await codes(tampered)).length === 0) missed.push(path);
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(500);
  });

  it('whatever is taken out or put in twice, it is found', async () => {
    const missed: string[] = [];
    let tried = 0;
    for (const [path, tampered] of everyRemoval(bundle)) {
      tried += 1;
      if ((await codes(tampered)).length === 0) missed.push(path);
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(300);
  });

  it.each<[string, (tampered: BallotBundle) => void, string]>([
    ['a vote removed', (b) => b.votes.pop(), 'votes-changed'],
    [
      'a vote turned round, tally and result made to fit',
      (b) => recount(b, (votes) => (votes[1]!.choices = both('for'))),
      'votes-changed',
    ],
    ['an entry voting twice', (b) => b.votes.push(structuredClone(b.votes[0]!)), 'counted-twice'],
    ['a vote of nobody on the roll', (b) => (b.votes[0]!.entryId = '99'), 'not-on-roll'],
    ['an entry of the roll removed', (b) => b.roll.entries.splice(2, 1), 'roll-changed'],
    ['an area changed', (b) => (b.roll.entries[0]!.areaDm2 += 1), 'roll-changed'],
    [
      'a milder majority',
      (b) => (b.ballot.questions[0]!.rule.majority!.share.denominator = 5),
      'rule-not-law',
    ],
    [
      'owners who elect by most votes alone',
      (b) => {
        b.ballot.form = 'election';
        b.ballot.questions[0]!.rule = { ...b.ballot.questions[0]!.rule, key: 'most-votes', majority: null };
      },
      'rule-not-law',
    ],
    ['silence made to count', (b) => (b.ballot.silence = { basis: '后来加的' }), 'terms-changed'],
    ['a figure of the tally', (b) => (b.tally.tookPart.heads += 1), 'tally-differs'],
    ['a result that does not follow', (b) => (b.result.questions[0]!.outcome = 'passed'), 'result-differs'],
    ['a step of the history removed', (b) => b.history.splice(1, 1), 'history-broken'],
    ['a step of the history changed', (b) => (b.history[1]!.reason = '别的'), 'history-changed'],
    ['the last step of the history removed', (b) => b.history.pop(), 'history-cut'],
    [
      'a slip in an open ballot',
      (b) => b.slips.push({ value: 'head', token: 'a'.repeat(64), choices: both('for'), signature: '' }),
      'slips-in-open',
    ],
  ])('%s is named', async (_, change, code) => {
    const tampered = copy(bundle);
    change(tampered);
    const { findings } = await verifyBundle(tampered);
    expect(findings.map((each) => each.code)).toContain(code);
    for (const { message } of findings) expect([message.zh !== '', message.en !== '']).toEqual([true, true]);
  });

  it('a rule changed after the opening is found, also where the chain was made to fit', async () => {
    const tampered = copy(bundle);
    const steps = tampered.history.map((entry) => ({ ...entry }));
    steps.at(-1)!.changes = { ...steps.at(-1)!.changes, votingUntil: '2026-05-01T00:00:00.000Z' };
    tampered.history = chainBallot(steps);
    tampered.head.hash = tampered.history.at(-1)!.hash;
    expect(await codes(tampered)).toContain('rules-changed');
  });

  it('whoever writes everything anew is found by the fingerprint posted beside the result, and by nothing else', async () => {
    const forged = copy(bundle);
    recount(forged, (votes) => (votes[1]!.choices = both('for')));
    const steps = forged.history.map((entry) => ({ ...entry, changes: structuredClone(entry.changes) }));
    const counting = steps.find(({ verb }) => verb === 'count')!;
    const count = counting.changes.count as Record<string, unknown>;
    Object.assign(count, { tally: forged.tally, result: forged.result, votesRoot: votesRootOf(forged) });
    forged.history = chainBallot(steps);
    forged.head.hash = forged.history.at(-1)!.hash;
    const { findings, head } = await verifyBundle(forged);
    expect(findings).toEqual([]);
    expect(head).not.toBe(bundle.head.hash);
  });

  it.each([
    null,
    [],
    'text',
    {},
    { format: 'linli-ballot/1' },
    { ...openBundle(), votes: {} },
    { ...openBundle(), format: 'linli-ballot/2' },
  ])('what is no bundle at all is said to be none (%#)', async (value) => {
    expect(await codes(value)).toEqual(['not-a-bundle']);
  });

  it('the seal of a day is checked against its proof, in the bytes the city seals with', async () => {
    const sealed = copy(bundle);
    const entry = sealed.history[2]!;
    const leaves = [
      { id: '0193a5b0-0000-7000-8000-000000000000', seq: 4, hash: 'b'.repeat(64) },
      { id: ballotId, seq: entry.seq, hash: entry.hash },
      { id: '0193a5b0-0000-7000-8000-000000000002', seq: 1, hash: 'c'.repeat(64) },
    ];
    const previousRoot = 'd'.repeat(64);
    sealed.seals = [
      {
        sealedOn: '2026-03-26',
        previousRoot,
        root: sealRoot(previousRoot, '2026-03-26', leaves),
        leafCount: 3,
        seq: entry.seq,
        hash: entry.hash,
        path: [
          { side: 'left', hash: merkleLeafHash(leaves[0]!) },
          { side: 'right', hash: merkleLeafHash(leaves[2]!) },
        ],
      },
    ];
    expect(await codes(sealed)).toEqual([]);
    const other = copy(sealed);
    other.seals[0]!.root = 'e'.repeat(64);
    expect(await codes(other)).toEqual(['seal-broken']);
    const elsewhere = copy(sealed);
    elsewhere.seals[0]!.hash = 'f'.repeat(64);
    expect(await codes(elsewhere)).toEqual(['seal-other', 'seal-broken']);
  });
});

describe('a secret ballot', () => {
  const suite = RSABSSA.SHA384.PSS.Deterministic();
  let bundle: BallotBundle;
  let terms: BallotTerms;
  let keys: Map<SlipValue, CryptoKeyPair>;

  /** What device and server do together: the server signs without seeing, the device takes the blinding off. */
  async function signed(value: SlipValue, choices: Choices): Promise<Slip> {
    const slip = { value, token: randomBytes(32).toString('hex'), choices };
    const { publicKey, privateKey } = keys.get(value)!;
    const message = suite.prepare(slipMessage(ballotId, slip));
    const { blindedMsg, inv } = await suite.blind(publicKey, message);
    const signature = await suite.finalize(
      publicKey,
      message,
      await suite.blindSign(privateKey, blindedMsg),
      inv,
    );
    return { ...slip, signature: Buffer.from(signature).toString('base64') };
  }

  const areaOf = (id: string): number => made.roll.entries.find((entry) => entry.id === id)!.areaDm2;

  // Fifteen key pairs take a while on a busy machine.
  beforeAll(async () => {
    const pairs = await Promise.all(
      slipValues.map(
        async (value) =>
          [
            value,
            await suite.generateKey({ publicExponent: Uint8Array.of(1, 0, 1), modulusLength: 2048 }),
          ] as const,
      ),
    );
    keys = new Map(pairs);
    const spki: Record<string, string> = {};
    for (const [value, { publicKey }] of pairs) {
      spki[value] = Buffer.from(await crypto.subtle.exportKey('spki', publicKey)).toString('base64');
    }
    const run = begin(draftOf({ secret: true, questions: [motion('lift', 'covenant')] }));
    terms = open(run, made, spki);
    const slips: Slip[] = [];
    for (const [id, side] of [
      ['1', 'for'],
      ['2', 'for'],
      ['3', 'against'],
      ['4', 'for'],
    ] as const) {
      for (const value of slipsOf(terms, areaOf(id))) slips.push(await signed(value, { lift: [side] }));
    }
    slips.sort((a, b) => (a.token < b.token ? -1 : 1));
    const entries = [
      ...['1', '2', '3'].map((id) => cast(id, { issued: { at, channel: 'online' } })),
      cast('4', { issued: { at, channel: 'proxy' } }),
      cast('5', { issued: { at, channel: 'online' } }),
      cast('6', { paperHanded: { at, by: 'a' } }),
      cast('7', {}),
    ];
    const papers = [
      {
        serial: 'K7Q2',
        choices: { lift: ['for'] },
        areaDm2: areaOf('6'),
        by: ['a', 'b'] as [string, string],
      },
    ];
    bundle = finish(run, terms, made, { ...castOf(terms, entries), slips, papers });
  }, 120_000);

  it('holds together, and its slips add up to heads and areas', async () => {
    expect(await codes(bundle)).toEqual([]);
    expect(bundle.tally.tookPart).toEqual({
      heads: 5,
      areaDm2: ['1', '2', '3', '4', '6'].reduce((sum, id) => sum + areaOf(id), 0),
    });
    expect(bundle.tally.notCast).toEqual({ heads: 1, areaDm2: areaOf('5') });
    expect(bundle.tally.questions.lift?.options.against).toEqual({ heads: 1, areaDm2: areaOf('3') });
  });

  it('a voter finds the own slip by its token, and it says what was cast', () => {
    const mine = bundle.slips[0]!;
    expect(bundle.slips.filter(({ token }) => token === mine.token)).toEqual([mine]);
  });

  it('whatever is changed or taken out of it is found', async () => {
    const missed: string[] = [];
    // History, roll and terms are the same as in an open ballot, and tried there.
    const part = (path: string): boolean => /^(marks|slips|papers|tally)/.test(path);
    for (const [path, tampered] of [...everyChange(bundle, part), ...everyRemoval(bundle, part)]) {
      if ((await codes(tampered)).length === 0) missed.push(path);
    }
    expect(missed).toEqual([]);
  });

  it.each<[string, (tampered: BallotBundle) => void, string]>([
    ['a choice changed on a slip', (b) => (b.slips[0]!.choices = { lift: [] }), 'slip-forged'],
    ['a slip used twice', (b) => b.slips.push(structuredClone(b.slips[0]!)), 'slip-twice'],
    [
      'a slip passed for one of another value',
      (b) => (b.slips.find(({ value }) => value === 'head')!.value = '8192'),
      'slip-forged',
    ],
    ['a slip nobody signed', (b) => (b.slips[0]!.token = 'a'.repeat(64)), 'slip-forged'],
    ['more slips than were signed for', (b) => b.marks.shift(), 'slips-too-many'],
    ['a paper too many', (b) => b.papers.push({ ...b.papers[0]!, serial: 'ZZZZ' }), 'papers-differ'],
    ['a paper read by one person', (b) => (b.papers[0]!.by = ['a', 'a']), 'paper-readers'],
    [
      'a vote with a name',
      (b) => b.votes.push({ entryId: '7', channel: 'online', choices: { lift: ['for'] } }),
      'votes-in-secret',
    ],
  ])('%s is named', async (_, change, code) => {
    const tampered = copy(bundle);
    change(tampered);
    expect(await codes(tampered)).toContain(code);
  });

  it('the box takes a slip that was signed, and no other', async () => {
    const [slip] = bundle.slips as [Slip];
    expect(await isSlipSigned(terms, slip)).toBe(true);
    expect(await isSlipSigned(terms, { ...slip, signature: 'not base64!' })).toBe(false);
    expect(await isSlipSigned({ ...terms, ballotId: 'another' }, slip)).toBe(false);
    expect(await isSlipSigned({ ...terms, slipKeys: { [slip.value]: 'AAAA' } }, slip)).toBe(false);
    expect(
      await badSlips(terms, [slip, { ...slip, token: 'b'.repeat(64) }], await slipKeysOf(terms)),
    ).toEqual([1]);
  });

  it('what is signed is canonical JSON, whatever stands in it', () => {
    const said = { value: '8192' as const, token: 'a"\\\u2028邻', choices: { z: ['for'], a: [], 邻: ['"'] } };
    const canonical = canonicalJson({ format: 'linli-slip/1', ballotId: 'b"1', ...said });
    expect(new TextDecoder().decode(slipMessage('b"1', said))).toBe(canonical);
  });

  it('area is cut into powers of two that add up to it', () => {
    for (const area of [1, 8_191, 8_192, 8_962, 40_000]) {
      const slips = slipsOf(terms, area);
      expect(slips.slice(1).reduce((sum, value) => sum + Number(value), 0)).toBe(area);
      expect(slips.every((value) => slipValues.includes(value))).toBe(true);
    }
    expect(slipsOf(terms, 8_962)).toEqual(['head', '8192', '512', '256', '2']);
  });
});

it('a secret ballot by heads alone has one slip each', async () => {
  const people = given(
    makePersonRoll(
      '2026-03-01',
      ['a', 'b', 'c'].map((key) => ({ key, personId: key })),
      saltOf,
    ),
  ) as MadeRoll;
  const input = draftOf({
    kind: 'happiest-family',
    secret: true,
    questions: [choiceOf('family', ['x', 'y'], 1)],
  });
  const run = begin(input, secretary);
  run.state = {
    ...run.state,
    questions: run.state.questions.map((q) => ({
      ...q,
      options: q.options.map((o) => ({
        ...o,
        vetted: { by: run.state.convener, at, accepted: true, reason: '符合' },
      })),
    })),
  };
  const keys = Object.fromEntries(slipValues.map((value) => [value, 'AAAA']));
  const terms = open(run, people, keys);
  expect(slipsOf(terms, 8_962)).toEqual(['head']);
  const tally = tallyOf(terms, people.roll.entries, {
    votes: [],
    marks: [
      { entryId: '1', mark: 'issued' },
      { entryId: '2', mark: 'paper' },
    ],
    slips: [{ value: 'head', token: '', choices: { family: ['y'] }, signature: '' }],
    papers: [{ serial: 'A', choices: { family: ['y'] }, areaDm2: 0, by: ['a', 'b'] }],
  } satisfies Cast);
  expect(tally).toMatchObject({ tookPart: { heads: 2, areaDm2: 0 }, notCast: { heads: 0, areaDm2: 0 } });
  expect(resultOf(terms, tally).questions[0]).toMatchObject({ outcome: 'decided', won: ['y'] });
});

// ── Every way to tamper ──────────────────────────────────────────────────────────────────────────────────────────

function recount(bundle: BallotBundle, change: (votes: BallotBundle['votes']) => void): void {
  change(bundle.votes);
  bundle.tally = tallyOf(bundle.ballot, bundle.roll.entries, bundle);
  bundle.result = resultOf(bundle.ballot, bundle.tally);
}

type Tree = { [key: string]: unknown };

/** The bundle with one value changed, for every value in it. */
function* everyChange(
  bundle: BallotBundle,
  wanted: (path: string) => boolean = () => true,
): Generator<[string, BallotBundle]> {
  for (const { path, above, key } of places(bundle)) {
    const value = above[key];
    if (!wanted(path) || (value !== null && typeof value === 'object')) continue;
    const tampered = copy(bundle);
    const other =
      typeof value === 'number'
        ? value + 1
        : typeof value === 'boolean'
          ? !value
          : value === null
            ? 'x'
            : otherText(String(value));
    parentAt(tampered, path)[key] = other;
    yield [`${path} := ${JSON.stringify(other)}`, tampered];
  }
}

/** The bundle with one member or item missing, and with one item twice. */
function* everyRemoval(
  bundle: BallotBundle,
  wanted: (path: string) => boolean = () => true,
): Generator<[string, BallotBundle]> {
  for (const { path, above, key } of places(bundle)) {
    if (!wanted(path)) continue;
    const without = copy(bundle);
    const parent = parentAt(without, path);
    if (Array.isArray(parent)) {
      parent.splice(Number(key), 1);
      yield [`${path} removed`, without];
      const twice = copy(bundle);
      (parentAt(twice, path) as unknown as unknown[]).push(
        structuredClone((above as unknown as unknown[])[Number(key)]),
      );
      yield [`${path} twice`, twice];
    } else {
      delete parent[key];
      yield [`${path} removed`, without];
    }
  }
}

function* places(tree: unknown, at = ''): Generator<{ path: string; above: Tree; key: string }> {
  if (tree === null || typeof tree !== 'object') return;
  for (const key of Object.keys(tree)) {
    const path = at === '' ? key : `${at}/${key}`;
    yield { path, above: tree as Tree, key };
    yield* places((tree as Tree)[key], path);
  }
}

function parentAt(tree: unknown, path: string): Tree {
  return path
    .split('/')
    .slice(0, -1)
    .reduce((here, key) => here[key] as Tree, tree as Tree);
}

/** Another text of the same sort, so that it is the value that is found wrong and not its shape. */
function otherText(text: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return (text.startsWith('0') ? '1' : '0') + text.slice(1);
  if (text === 'for') return 'against';
  return text === 'against' ? 'for' : `${text}1`;
}
