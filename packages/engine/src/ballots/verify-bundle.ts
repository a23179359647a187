/**
 * Checks a whole ballot from its evidence alone: no database, no network, no trust in whoever hands it over. Every finding
 * says what is wrong in words. What it cannot know is whether somebody wrote the whole bundle anew, history included;
 * for that, compare `head` with the one posted beside the result, or a seal with the one kept elsewhere.
 */
import { canonicalJson, type JointMatter, jointMatters, type Label } from '@linli/model';
import { isRefusal } from '../refusals.ts';
import { readBundle } from './bundle-shape.ts';
import { checkChoices } from './choices.ts';
import { ballotEntryHash, nothingBefore, sealRootFrom, votesRootOf } from './history.ts';
import { assentRule, jointDecisionRule, residentsMeetingRule } from './law.ts';
import { type Sha256, sha256Hex } from './merkle.ts';
import { resultOf } from './result.ts';
import { rollRoot, totalOf } from './roll.ts';
import { countsArea, termsHash } from './rules.ts';
import { badSlips, slipKeysOf, slipsOf, slipValues } from './slips.ts';
import { tallyOf } from './tally.ts';
import type {
  BallotBundle,
  BallotFinding,
  BallotTerms,
  BallotVerification,
  Choices,
  RollEntry,
  Slip,
} from './types.ts';

/** Quicker ways to do what every platform can do. */
export interface VerifyWith {
  /** Places of slips whose signature does not hold; begun at once, and awaited when everything else is done. */
  checkSlips?: (terms: BallotTerms, slips: readonly Slip[]) => Promise<number[]>;
  hash?: Sha256;
}

/** Everything that is wrong with a bundle; an empty list of findings means that all of it holds together. */
export async function verifyBundle(
  value: unknown,
  { checkSlips, hash = sha256Hex }: VerifyWith = {},
): Promise<BallotVerification> {
  const read = readBundle(value);
  if ('wrongAt' in read || read.bundle.format !== 'linli-ballot/1') {
    const at = ('wrongAt' in read ? read.wrongAt : 'format') || 'bundle';
    return {
      findings: [
        {
          at,
          code: 'not-a-bundle',
          message: {
            zh: `这不是完整的 linli-ballot/1 证据包：${at} 缺失或格式不对。`,
            en: `This is no complete linli-ballot/1 bundle: ${at} is missing or of another shape.`,
          },
        },
      ],
      head: null,
      counted: { entries: 0, votes: 0, slips: 0, papers: 0, history: 0, seals: 0 },
      sealed: [],
    };
  }
  const { bundle } = read;
  const findings: BallotFinding[] = [];
  const found: Found = (at, code, message) => findings.push({ at, code, message });
  const state = stateOf(bundle);
  const isHere = state.external === undefined || state.external === null;
  // Begun first: other threads check signatures while this one does the rest.
  const forged =
    !isHere || !bundle.ballot.secret
      ? []
      : checkSlips
        ? checkSlips(bundle.ballot, bundle.slips)
        : badSlips(bundle.ballot, bundle.slips, await slipKeysOf(bundle.ballot));
  verifyRoll(bundle, hash, found);
  verifyTerms(bundle, found);
  if (isHere) {
    const isCountable = bundle.ballot.secret ? verifyBox(bundle, found) : verifyVotes(bundle, found);
    if (isCountable) verifyCount(bundle, found);
  } else verifyExternal(bundle, found);
  verifyHistory(bundle, found);
  verifyFixed(bundle, state, hash, found);
  verifySeals(bundle, found);
  for (const index of await forged) {
    found(`slips[${index}]`, 'slip-forged', {
      zh: '选票的签名无效：它不是发出的选票，或内容被改过。',
      en: 'The signature of the slip does not hold: it was not given out, or it was changed.',
    });
  }
  return {
    findings,
    head: bundle.history.at(-1)?.hash ?? null,
    counted: {
      entries: bundle.roll.entries.length,
      votes: bundle.votes.length,
      slips: bundle.slips.length,
      papers: bundle.papers.length,
      history: bundle.history.length,
      seals: bundle.seals.length,
    },
    sealed: bundle.seals.map(({ sealedOn, root, seq }) => ({ sealedOn, root, seq })),
  };
}

type Found = (at: string, code: string, message: Label) => void;

function verifyRoll({ roll, ballot }: BallotBundle, hash: Sha256, found: Found): void {
  roll.entries.forEach(({ id }, index) => {
    if (id !== String(index + 1)) {
      found(`roll.entries[${index}]`, 'roll-order', {
        zh: `名册第${index + 1}条的编号是“${id}”，名册不完整。`,
        en: `Entry ${index + 1} of the roll is numbered “${id}”: the roll is not complete.`,
      });
    }
  });
  if (rollRoot(roll.entries, hash) !== roll.root) {
    found('roll.root', 'roll-changed', {
      zh: '名册与公示时锁定的名册不一致：有条目被增加、删除或修改。',
      en: 'The roll is not the one that was frozen: entries were added, removed or changed.',
    });
  }
  if (roll.root !== ballot.roll.root || roll.onDate !== ballot.roll.onDate) {
    found('ballot.roll', 'roll-other', {
      zh: '表决规则指向另一份名册。',
      en: 'The terms of the ballot name another roll.',
    });
  }
  const total = totalOf(roll.entries);
  for (const [at, said] of [
    ['roll.total', roll.total],
    ['ballot.roll.total', ballot.roll.total],
  ] as const) {
    if (!isEqual(said, total)) {
      found(at, 'roll-total', {
        zh: `名册合计应为${total.heads}人、${total.areaDm2}（0.01平方米）。`,
        en: `The roll adds up to ${total.heads} heads and ${total.areaDm2} dm².`,
      });
    }
  }
}

/** What the law fixes is what the terms say. */
function verifyTerms({ ballot, roll }: BallotBundle, found: Found): void {
  // Who votes with homes is an owner, and owners elect by art. 278, item 3.
  const isOfOwners = roll.entries.some(({ homes }) => homes > 0);
  ballot.questions.forEach(({ key, matter, rule }, index) => {
    const law =
      rule.key === 'civil-code-278'
        ? jointDecisionRule(ballot.form === 'election' ? 'committee' : matterOf(matter))
        : rule.key === 'civil-code-279'
          ? assentRule
          : rule.key === 'residents-meeting'
            ? residentsMeetingRule
            : null;
    const isOwnersVote =
      (ballot.form === 'owners-vote' || (ballot.form === 'election' && isOfOwners)) &&
      rule.key !== 'civil-code-278';
    const isAssent = ballot.form === 'assent' && rule.key !== 'civil-code-279';
    if ((law && !isEqual(law, rule)) || isOwnersVote || isAssent) {
      found(`ballot.questions[${index}].rule`, 'rule-not-law', {
        zh: `事项“${key}”的计票规则与法律规定不符。`,
        en: `The rule of “${key}” is not what the law says.`,
      });
    }
  });
}

function matterOf(matter: string | null): JointMatter {
  // An unknown matter gets the stricter rule, and is then found to differ from what was written.
  return jointMatters.find((known) => known === matter) ?? 'raise-repair-fund';
}

/** Open ballots. Returns whether what is there can be added up. */
function verifyVotes(bundle: BallotBundle, found: Found): boolean {
  const { ballot, votes, marks, slips, papers } = bundle;
  const doFit = choicesCheck(ballot, found);
  let isCountable = true;
  if (slips.length > 0 || papers.length > 0) {
    isCountable = false;
    found('slips', 'slips-in-open', {
      zh: '记名表决中出现了无记名选票。',
      en: 'There are slips in an open ballot.',
    });
  }
  const seen = new Set<string>();
  const known = new Set(bundle.roll.entries.map(({ id }) => id));
  const isOne = (at: string, entryId: string): boolean => {
    if (known.has(entryId) && !seen.has(entryId)) {
      seen.add(entryId);
      return true;
    }
    found(at, seen.has(entryId) ? 'counted-twice' : 'not-on-roll', {
      zh: seen.has(entryId) ? `名册第${entryId}条出现了两次。` : `名册上没有第${entryId}条。`,
      en: seen.has(entryId) ? `Entry ${entryId} is there twice.` : `Entry ${entryId} is not on the roll.`,
    });
    return false;
  };
  votes.forEach(({ entryId, channel, choices }, index) => {
    const at = `votes[${index}]`;
    if (!isOne(at, entryId)) isCountable = false;
    if (!ballot.channels.includes(channel)) {
      isCountable = false;
      found(at, 'channel-closed', {
        zh: `第${entryId}条的表决方式“${channel}”没有开通。`,
        en: `Entry ${entryId} voted in a way that was not open: ${channel}.`,
      });
    }
    if (!doFit(at, choices, channel === 'paper')) isCountable = false;
  });
  marks.forEach(({ entryId, mark }, index) => {
    if (!isOne(`marks[${index}]`, entryId) || mark !== 'served') {
      isCountable = false;
      if (mark !== 'served') badMark(`marks[${index}]`, entryId, found);
    }
  });
  return isCountable;
}

/** Secret ballots: not more slips than were signed for, papers as many as were handed in. */
function verifyBox(bundle: BallotBundle, found: Found): boolean {
  const { ballot, votes, marks, slips, papers, roll } = bundle;
  const doFit = choicesCheck(ballot, found);
  let isCountable = true;
  const bad = (at: string, code: string, message: Label): void => {
    isCountable = false;
    found(at, code, message);
  };
  if (votes.length > 0) {
    bad('votes', 'votes-in-secret', {
      zh: '无记名表决中出现了记名的表决。',
      en: 'There are votes with names in a secret ballot.',
    });
  }
  const entries = new Map(roll.entries.map((entry) => [entry.id, entry]));
  const seen = new Set<string>();
  const signedFor: RollEntry[] = [];
  const handedIn: RollEntry[] = [];
  marks.forEach(({ entryId, mark }, index) => {
    const at = `marks[${index}]`;
    const entry = entries.get(entryId);
    if (!entry || seen.has(entryId)) {
      bad(at, entry ? 'counted-twice' : 'not-on-roll', {
        zh: entry ? `名册第${entryId}条出现了两次。` : `名册上没有第${entryId}条。`,
        en: entry ? `Entry ${entryId} is there twice.` : `Entry ${entryId} is not on the roll.`,
      });
      return;
    }
    seen.add(entryId);
    if (mark === 'paper') handedIn.push(entry);
    else if (mark === 'issued' || mark === 'proxy-issued') signedFor.push(entry);
    else if (mark !== 'served') {
      isCountable = false;
      badMark(at, entryId, found);
    }
  });

  const allowed = new Map<string, number>();
  for (const { areaDm2 } of signedFor) {
    for (const value of slipsOf(ballot, areaDm2)) allowed.set(value, (allowed.get(value) ?? 0) + 1);
  }
  const tokens = new Set<string>();
  slips.forEach(({ value, token, choices }, index) => {
    const at = `slips[${index}]`;
    if (!slipValues.includes(value)) {
      bad(at, 'slip-value', {
        zh: `没有面额为“${value}”的选票。`,
        en: `There are no slips of value “${value}”.`,
      });
    }
    if (tokens.has(token)) {
      bad(at, 'slip-twice', { zh: '同一张选票出现了两次。', en: 'The same slip is there twice.' });
    }
    tokens.add(token);
    if (!doFit(at, choices, false)) isCountable = false;
    allowed.set(value, (allowed.get(value) ?? 0) - 1);
  });
  for (const [value, left] of allowed) {
    if (left < 0) {
      bad('slips', 'slips-too-many', {
        zh: `面额“${value}”的选票比发出的多${-left}张。`,
        en: `There are ${-left} more slips of value “${value}” than were signed for.`,
      });
    }
  }

  const serials = new Set<string>();
  papers.forEach(({ serial, by, choices }, index) => {
    const at = `papers[${index}]`;
    if (serials.has(serial)) {
      bad(at, 'paper-twice', { zh: `纸质票${serial}出现了两次。`, en: `Paper ${serial} is there twice.` });
    }
    serials.add(serial);
    if (by.length !== 2 || by[0] === by[1]) {
      bad(at, 'paper-readers', {
        zh: `纸质票${serial}不是由两人录入。`,
        en: `Paper ${serial} was not read by two persons.`,
      });
    }
    if (!doFit(at, choices, true)) isCountable = false;
  });
  const areaHandedIn = countsArea(ballot) ? totalOf(handedIn).areaDm2 : 0;
  const areaRead = papers.reduce((sum, { areaDm2 }) => sum + areaDm2, 0);
  if (papers.length !== handedIn.length || areaRead !== areaHandedIn) {
    bad('papers', 'papers-differ', {
      zh: `交来的纸质票为${handedIn.length}张（面积合计${areaHandedIn}），录入的为${papers.length}张（${areaRead}）。`,
      en: `${handedIn.length} papers were handed in (${areaHandedIn} dm²), ${papers.length} were read (${areaRead} dm²).`,
    });
  }
  return isCountable;
}

/** Says of choices whether they fit what was posted. What many said is looked at once. */
function choicesCheck(ballot: BallotTerms, found: Found) {
  const known = new Map<string, boolean>();
  return (at: string, choices: Choices, paper: boolean): boolean => {
    const said = canonicalJson(choices);
    const key = paper ? `paper ${said}` : said;
    let fits = known.get(key);
    if (fits === undefined) {
      const checked = checkChoices(ballot, choices, { paper });
      fits = !isRefusal(checked) && canonicalJson(checked) === said;
      known.set(key, fits);
    }
    if (!fits) {
      found(at, 'choices-invalid', {
        zh: '表决内容与公示的事项或选项不符。',
        en: 'What was voted does not fit the questions and options that were posted.',
      });
    }
    return fits;
  };
}

function badMark(at: string, entryId: string, found: Found): void {
  found(at, 'mark-invalid', {
    zh: `名册第${entryId}条的标记在这种表决中不存在。`,
    en: `Entry ${entryId} has a mark this sort of ballot does not know.`,
  });
}

/** The tally added up anew, and the result that follows from it. */
function verifyCount(bundle: BallotBundle, found: Found): void {
  const { ballot, roll, tally, result } = bundle;
  const counted = tallyOf(ballot, roll.entries, bundle);
  if (!isEqual(counted, tally)) {
    found('tally', 'tally-differs', {
      zh: '按证据重新计票，与公布的计票不一致。',
      en: 'Counting the evidence anew gives another tally than the one published.',
    });
  }
  if (!isEqual(resultOf(ballot, counted), result)) {
    found('result', 'result-differs', {
      zh: '按计票规则得出的结果与公布的结果不一致。',
      en: 'The rules give another result than the one published.',
    });
  }
  const { notCast } = counted;
  if (notCast && (notCast.heads < 0 || notCast.areaDm2 < 0)) {
    found('slips', 'slips-too-many', {
      zh: '投出的比领取的多。',
      en: 'More was cast than was given out.',
    });
  }
}

/** What the municipal system counted cannot be counted anew; what follows from it can. */
function verifyExternal({ ballot, tally, result }: BallotBundle, found: Found): void {
  let isSame = false;
  const { roll } = ballot;
  const sums = ballot.questions.flatMap(({ key, form, choose }) => {
    const counted = tally.questions[key];
    // With several choices a head stands with several options.
    if (counted === undefined || (form !== 'motion' && choose.max > 1)) return [];
    return [[...Object.values(counted.options), counted.abstained, counted.invalid]];
  });
  const channels = Object.values(tally.byChannel);
  if (channels.length > 0) sums.push(channels);
  for (const measure of ['heads', 'areaDm2'] as const) {
    const tookPart = tally.tookPart[measure];
    const isWhole = sums.every((parts) => parts.reduce((sum, part) => sum + part[measure], 0) === tookPart);
    if (!isWhole || tookPart > roll.total[measure] || tally.roll[measure] !== roll.total[measure]) {
      found('tally', 'figures-differ', {
        zh: '市级系统的各项数字加起来与参加表决的数目、名册合计不符。',
        en: 'The figures of the municipal system do not add up to those who took part, or to the roll.',
      });
      break;
    }
  }
  try {
    isSame = isEqual(resultOf(ballot, tally), result);
  } catch {
    // A tally without the ballot's questions gives no result, which is the finding.
  }
  if (!isSame) {
    found('result', 'result-differs', {
      zh: '按计票规则得出的结果与公布的结果不一致。',
      en: 'The rules give another result than the one published.',
    });
  }
}

/** The state the history adds up to. */
function stateOf({ history }: BallotBundle): Record<string, unknown> {
  const state: Record<string, unknown> = {};
  for (const { changes } of history) Object.assign(state, changes);
  return state;
}

/** Fields nobody may change once voting is open. */
const frozen = [
  'questions',
  'secret',
  'silence',
  'votingFrom',
  'votingUntil',
  'roll',
  'slipKeys',
  'areaCode',
  'part',
  'title',
  'kind',
  'termsHash',
  'strikes',
];

function verifyHistory(bundle: BallotBundle, found: Found): void {
  const { ballot, history, head } = bundle;
  let previous = nothingBefore;
  let phase: string | null = null;
  let at = '';
  let openings = 0;
  history.forEach((entry, index) => {
    const place = `history[${index}]`;
    const broken = (code: string, message: Label): void => found(place, code, message);
    if (entry.ballotId !== ballot.ballotId || entry.seq !== index + 1) {
      broken('history-order', {
        zh: `历史记录第${index + 1}条缺失、重复或属于另一次表决。`,
        en: `Entry ${index + 1} of the history is missing, doubled or of another ballot.`,
      });
    }
    if (entry.previousHash !== previous) {
      broken('history-broken', {
        zh: `历史记录第${index + 1}条与前一条接不上。`,
        en: `Entry ${index + 1} of the history does not follow the one before it.`,
      });
    }
    if (ballotEntryHash(entry, entry.previousHash) !== entry.hash) {
      broken('history-changed', {
        zh: `历史记录第${index + 1}条被改过。`,
        en: `Entry ${index + 1} of the history was changed.`,
      });
    }
    if (phase !== null && entry.fromPhase !== phase) {
      broken('history-phase', {
        zh: `历史记录第${index + 1}条的阶段与前一条不符。`,
        en: `Entry ${index + 1} begins at another phase than the one before it ended.`,
      });
    }
    if (entry.at < at) {
      broken('history-time', {
        zh: `历史记录第${index + 1}条早于前一条。`,
        en: `Entry ${index + 1} is earlier than the one before it.`,
      });
    }
    if (openings > 0 && frozen.some((field) => field in entry.changes)) {
      broken('rules-changed', {
        zh: `表决开始后规则被改动（第${index + 1}条）。`,
        en: `The rules were changed after voting had opened (entry ${index + 1}).`,
      });
    }
    if (entry.toPhase === 'voting' && entry.fromPhase !== 'voting') {
      openings += 1;
      if (openings > 1) {
        broken('opened-twice', { zh: '表决被第二次开启。', en: 'Voting was opened a second time.' });
      }
      if (entry.at < ballot.votingFrom) {
        broken('opened-early', { zh: '表决提前开始。', en: 'Voting was opened early.' });
      }
    }
    if (entry.fromPhase === 'voting' && entry.toPhase === 'counting' && entry.at < ballot.votingUntil) {
      broken('closed-early', { zh: '表决提前结束。', en: 'Voting was closed early.' });
    }
    previous = entry.hash;
    phase = entry.toPhase;
    at = entry.at;
  });
  const last = history.at(-1);
  if (!last || last.seq !== head.seq || last.hash !== head.hash) {
    found('head', 'history-cut', {
      zh: '历史记录被截短或补写：最后一条与证据包所记的不符。',
      en: 'The history was cut short or added to: its last entry is not the one the bundle names.',
    });
  }
}

/** What the history fixed when voting opened and when the votes were counted is what the bundle shows. */
function verifyFixed(bundle: BallotBundle, state: Record<string, unknown>, hash: Sha256, found: Found): void {
  const { ballot, tally, result } = bundle;
  const { termsHash: frozenHash = null } = state;
  // A vote held in the municipal system was not opened here; its terms are what the history adds up to.
  const isFrozen =
    frozenHash === null && state.external
      ? isEqual(
          [state.title, state.roll, state.votingFrom, state.votingUntil, state.secret],
          [ballot.title, ballot.roll, ballot.votingFrom, ballot.votingUntil, ballot.secret],
        )
      : frozenHash === termsHash(ballot);
  if (!isFrozen) {
    found('ballot', 'terms-changed', {
      zh: '表决规则与开始表决时锁定的规则不一致。',
      en: 'The terms are not those that were frozen when voting opened.',
    });
  }
  const count = state.count as { tally?: unknown; result?: unknown; votesRoot?: unknown } | null | undefined;
  if (!count) {
    found('history', 'not-counted', {
      zh: '历史记录中没有计票。',
      en: 'The history holds no count.',
    });
    return;
  }
  if (!isEqual(count.tally, tally) || !isEqual(count.result, result)) {
    found('history', 'count-differs', {
      zh: '公布的计票和结果与历史记录中的不一致。',
      en: 'Tally and result are not those the history holds.',
    });
  }
  if (count.votesRoot !== votesRootOf(bundle, hash)) {
    found('votes', 'votes-changed', {
      zh: '表决内容与计票时锁定的不一致：有票被增加、删除或修改。',
      en: 'The votes are not those that were counted: some were added, removed or changed.',
    });
  }
}

function verifySeals({ ballot, history, seals }: BallotBundle, found: Found): void {
  seals.forEach((seal, index) => {
    const entry = history[seal.seq - 1];
    if (entry?.hash !== seal.hash) {
      found(`seals[${index}]`, 'seal-other', {
        zh: `${seal.sealedOn}的封存记录与历史记录不一致。`,
        en: `The seal of ${seal.sealedOn} is over another history.`,
      });
    }
    if (!isRoot(() => sealRootFrom(seal, ballot.ballotId), seal.root)) {
      found(`seals[${index}]`, 'seal-broken', {
        zh: `${seal.sealedOn}的封存值与证明不符。`,
        en: `The proof for the seal of ${seal.sealedOn} leads to another root.`,
      });
    }
  });
}

/** An id that is no hexadecimal number leads to no root at all. */
function isRoot(compute: () => string, root: string): boolean {
  try {
    return compute() === root;
  } catch {
    return false;
  }
}

function isEqual(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}
