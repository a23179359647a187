/**
 * How long 10,000 owners take to be counted and their evidence to be verified, open and secret, in one process without a
 * database. Beside it what the hashing and the checking of signatures alone would take, on the same bytes in the same run.
 */
import { randomBytes } from 'node:crypto';
import {
  type BallotBundle,
  type BallotHistoryEntry,
  type BallotQuestion,
  type BallotTerms,
  type Cast,
  type Choices,
  type CountedVote,
  chainBallot,
  isRefusal,
  type MadeRoll,
  type Measure,
  makeRoll,
  type RollHome,
  resultOf,
  ruleOf,
  type Slip,
  slipMessage,
  slipsOf,
  slipValues,
  tallyOf,
  termsHash,
  verifyBundle,
  votesRootOf,
} from '@linli/engine';
import { canonicalJson } from '@linli/model';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { loadShipped } from '../packages/model/test/fixtures.ts';
import { checkSlips } from '../server/src/commands-line/check-slips.ts';
import { sha256 as hash } from '../server/src/platform/sha256.ts';

const owners = 10_000;
const rounds = 5;
const goalMs = 2_000;
const ballotId = '0193a5b0-0000-7000-8000-00000000beef';

export async function ballot(): Promise<Record<string, unknown>> {
  const made = makeOwners();
  const open = await measure(openBundle(made), 'votes', hashingAlone);
  const secret = await measure(await secretBundle(made), 'slips', hashingAndSignaturesAlone);
  const byHeads = await measure(await secretBundle(made, ['heads']), 'slips', hashingAndSignaturesAlone);
  return {
    bench: 'ballot',
    owners,
    goalMs,
    isWithinGoal: [open, secret, byHeads].every(({ totalMs }) => totalMs < goalMs),
    open,
    secret,
    byHeads,
  };
}

async function measure(
  bundle: BallotBundle,
  what: 'votes' | 'slips',
  alone: (bundle: BallotBundle) => Promise<void>,
) {
  const tallying: number[] = [];
  const verifying: number[] = [];
  const bare: number[] = [];
  const cpu: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    tallying.push(
      await timed(() => {
        const tally = tallyOf(bundle.ballot, bundle.roll.entries, bundle);
        if (canonicalJson(resultOf(bundle.ballot, tally)) !== canonicalJson(bundle.result)) {
          throw new Error('the count gives another result');
        }
      }),
    );
    const before = process.cpuUsage();
    verifying.push(
      await timed(async () => {
        const { findings } = await verifyBundle(bundle, { checkSlips, hash });
        if (findings.length > 0)
          throw new Error(`what holds together is found wrong: ${findings[0]?.message.en}`);
      }),
    );
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1_000);
    bare.push(await timed(() => alone(bundle)));
  }
  await mustBeFound(bundle, what);
  const tallyMs = median(tallying);
  const verifyMs = median(verifying);
  return {
    [what]: bundle[what].length,
    tallyMs: rounded(tallyMs),
    verifyMs: rounded(verifyMs),
    // Of all threads together: what it takes whatever else the machine does.
    verifyCpuMs: rounded(median(cpu)),
    totalMs: rounded(tallyMs + verifyMs),
    aloneMs: rounded(median(bare)),
    ratio: rounded((tallyMs + verifyMs) / median(bare)),
    megabytes: rounded(JSON.stringify(bundle).length / 1e6),
  };
}

/** A quick answer that would find nothing is no answer. */
async function mustBeFound(bundle: BallotBundle, what: 'votes' | 'slips'): Promise<void> {
  const middle = Math.floor(bundle[what].length / 2);
  const { findings } = await verifyBundle(
    { ...bundle, [what]: bundle[what].toSpliced(middle, 1) },
    { checkSlips, hash },
  );
  if (findings.length === 0) throw new Error(`one of the ${what} was taken out and nothing was found`);
}

function makeOwners(): MadeRoll {
  const homes = Array.from(
    { length: owners },
    (_, index): RollHome => ({
      code: String(index).padStart(24, '0'),
      areaDm2: 5_000 + ((index * 7_919) % 11_000),
      source: 'register',
      buyer: `buyer ${index}`,
      developer: null,
      voterId: null,
    }),
  );
  const made = makeRoll('2026-03-01', homes, () => randomBytes(32).toString('hex'));
  if (isRefusal(made)) throw new Error('the roll is refused');
  return made as MadeRoll;
}

function termsFor(made: MadeRoll, slipKeys: BallotTerms['slipKeys'], measures?: Measure[]): BallotTerms {
  const kind = loadShipped('tongguan').ballots['owners-vote'];
  if (!kind) throw new Error('the model has no owners’ vote');
  const question = (key: string, matter: BallotQuestion['matter']): BallotTerms['questions'][number] => {
    const asked: BallotQuestion = {
      key,
      title: key,
      form: 'motion',
      matter,
      options: [],
      choose: { min: 0, max: 1 },
      picks: null,
      budgetFen: null,
    };
    const rule = ruleOf(kind, asked);
    return {
      ...asked,
      rule: measures ? { ...rule, key: 'shares', measures } : rule,
    };
  };
  return {
    ballotId,
    kind: 'owners-vote',
    form: measures ? 'choice' : 'owners-vote',
    title: '加装电梯',
    areaCode: '340705001001001',
    part: null,
    secret: slipKeys !== null,
    channels: kind.channels,
    maxProxies: kind.maxProxies,
    silence: null,
    questions: [question('lift', 'rebuild'), question('fund', 'use-repair-fund')],
    votingFrom: '2026-03-25T00:00:00.000Z',
    votingUntil: '2026-04-05T00:00:00.000Z',
    roll: { onDate: made.roll.onDate, root: made.roll.root, total: made.roll.total },
    slipKeys,
  };
}

function choicesOf(index: number): Choices {
  return { lift: index % 5 === 0 ? ['against'] : ['for'], fund: index % 7 === 0 ? [] : ['for'] };
}

function openBundle(made: MadeRoll): BallotBundle {
  const votes = made.roll.entries.map(
    ({ id }, index): CountedVote => ({
      entryId: id,
      channel: index % 10 === 0 ? 'paper' : 'online',
      choices: choicesOf(index),
    }),
  );
  return bundleOf(termsFor(made, null), made, { votes, marks: [], slips: [], papers: [] });
}

/** A blind signature, once unblinded, is an RSA-PSS signature; here it is made at once, because only its checking is measured. */
async function secretBundle(made: MadeRoll, measures?: Measure[]): Promise<BallotBundle> {
  const privateKeys = new Map<string, CryptoKey>();
  const slipKeys: Record<string, string> = {};
  for (const value of slipValues) {
    const pair = await crypto.subtle.generateKey(
      { name: 'RSA-PSS', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-384' },
      true,
      ['sign', 'verify'],
    );
    privateKeys.set(value, pair.privateKey);
    slipKeys[value] = Buffer.from(await crypto.subtle.exportKey('spki', pair.publicKey)).toString('base64');
  }
  const terms = termsFor(made, slipKeys, measures);
  const unsigned = made.roll.entries.flatMap(({ areaDm2 }, index) =>
    slipsOf(terms, areaDm2).map((value) => ({
      value,
      token: randomBytes(32).toString('hex'),
      choices: choicesOf(index),
    })),
  );
  const slips: Slip[] = [];
  for (let start = 0; start < unsigned.length; start += 1_000) {
    const portion = unsigned.slice(start, start + 1_000).map(async (slip) => {
      const key = privateKeys.get(slip.value);
      if (!key) throw new Error(`no key for ${slip.value}`);
      const message = new Uint8Array(slipMessage(ballotId, slip));
      const signature = await crypto.subtle.sign({ name: 'RSA-PSS', saltLength: 48 }, key, message);
      return { ...slip, signature: Buffer.from(signature).toString('base64') };
    });
    slips.push(...(await Promise.all(portion)));
  }
  slips.sort((a, b) => (a.token < b.token ? -1 : 1));
  const marks = made.roll.entries.map(({ id }) => ({ entryId: id, mark: 'issued' as const }));
  return bundleOf(terms, made, { votes: [], marks, slips, papers: [] });
}

function bundleOf(terms: BallotTerms, made: MadeRoll, cast: Cast): BallotBundle {
  const tally = tallyOf(terms, made.roll.entries, cast);
  const result = resultOf(terms, tally);
  const step = (
    seq: number,
    verb: string,
    from: string,
    to: string,
    at: string,
    changes: Record<string, unknown>,
  ): BallotHistoryEntry => ({
    tenantId: 1,
    ballotId,
    seq,
    at,
    verb,
    fromPhase: from,
    toPhase: to,
    actorPersonId: null,
    actorPostId: null,
    actorLabel: null,
    reason: null,
    changes,
    modelVersion: '0123456789abcdef',
    commandId: null,
  });
  const history = chainBallot([
    step(1, 'convene', 'draft', 'draft', '2026-03-02T02:00:00.000Z', { title: terms.title }),
    step(2, 'post', 'draft', 'posted', '2026-03-03T02:00:00.000Z', { roll: terms.roll }),
    step(3, 'tick', 'posted', 'voting', terms.votingFrom, { termsHash: termsHash(terms) }),
    step(4, 'tick', 'voting', 'counting', terms.votingUntil, {}),
    step(5, 'count', 'counting', 'counted', '2026-04-06T02:00:00.000Z', {
      count: { tally, result, votesRoot: votesRootOf(cast) },
    }),
    step(6, 'announce', 'counted', 'announced', '2026-04-06T03:00:00.000Z', {}),
  ]);
  const last = history.at(-1);
  if (!last) throw new Error('a history has steps');
  return {
    format: 'linli-ballot/1',
    ballot: terms,
    roll: made.roll,
    ...cast,
    tally,
    result,
    history,
    head: { seq: last.seq, hash: last.hash },
    seals: [],
  };
}

/** One hash over each entry, vote, mark and slip, and one over each pair above them. */
async function hashingAlone(bundle: BallotBundle): Promise<void> {
  const pair = new Uint8Array(65);
  for (const list of [bundle.roll.entries, [...bundle.votes, ...bundle.marks, ...bundle.slips]]) {
    for (const each of list) {
      sha256(utf8ToBytes(canonicalJson(each)));
      sha256(pair);
    }
  }
}

async function hashingAndSignaturesAlone(bundle: BallotBundle): Promise<void> {
  await hashingAlone(bundle);
  const keys = new Map<string, CryptoKey>();
  for (const [value, spki] of Object.entries(bundle.ballot.slipKeys ?? {})) {
    const bytes = new Uint8Array(Buffer.from(spki, 'base64'));
    keys.set(
      value,
      await crypto.subtle.importKey('spki', bytes, { name: 'RSA-PSS', hash: 'SHA-384' }, false, ['verify']),
    );
  }
  for (let start = 0; start < bundle.slips.length; start += 1_000) {
    await Promise.all(
      bundle.slips.slice(start, start + 1_000).map((slip) => {
        const key = keys.get(slip.value);
        if (!key) throw new Error(`no key for ${slip.value}`);
        const message = new Uint8Array(slipMessage(ballotId, slip));
        const signature = new Uint8Array(Buffer.from(slip.signature, 'base64'));
        return crypto.subtle.verify({ name: 'RSA-PSS', saltLength: 48 }, key, signature, message);
      }),
    );
  }
}

async function timed(work: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
