/**
 * What ballots take and give. Pure as the rest of the engine: `now`, salts and holders of posts are arguments.
 * Areas are whole dm² (0.01 m²), as areas of homes are kept. Instants as everywhere: UTC with milliseconds. Hashes are lower-case hex.
 */
import type { BallotChannel, BallotForm, JointMatter, Label, Share } from '@linli/model';
import type { Holder } from '../types.ts';

// ── The roll ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Where the area of a home comes from, best first: property register, survey, contract (法释〔2009〕7号 art. 8). */
export type AreaSource = 'register' | 'survey' | 'contract';

/** A home on the day the roll is frozen. */
export interface RollHome {
  /** Code of the home. */
  code: string;
  areaDm2: number;
  source: AreaSource;
  /** Key of the buyer: of co-owners together (`mergeKeyOf`). */
  buyer: string;
  /** Key of the developer where the home is unsold, or sold and not yet delivered; null: delivered to its buyer. */
  developer: string | null;
  /** Person who votes for it: of co-owners the one they named. Null: not known yet; then only paper. */
  voterId: string | null;
}

/** Somebody who votes as one head and without area. */
export interface RollPerson {
  /** Unique in the roll. */
  key: string;
  personId: string | null;
}

/** One head, as everybody may read it: nothing in it names anybody. */
export interface RollEntry {
  /** `1` … `n`: place in the roll. */
  id: string;
  areaDm2: number;
  /** How many homes are merged in it; 0: a person who votes without a home. */
  homes: number;
  isDeveloper: boolean;
  /** SHA-256 over salt and identity: the owner can prove that this entry is theirs, nobody else learns from it. */
  identity: string;
}

/** What opens `identity`. Kept apart, given to the owner alone. */
export interface RollIdentity {
  id: string;
  /** 32 random bytes, hex. */
  salt: string;
  /** Merge key of the buyer, developer or person. */
  key: string;
  homes: { code: string; areaDm2: number; source: AreaSource }[];
  voterId: string | null;
}

export interface Roll {
  /** Day it was frozen, `2026-11-25`. */
  onDate: string;
  /** Merkle root over the entries. */
  root: string;
  total: BallotCount;
  entries: RollEntry[];
}

/** Proof that an entry belongs to a root: hashes from the leaf upwards. */
export interface RollProof {
  id: string;
  path: { side: 'left' | 'right'; hash: string }[];
}

// ── Terms: what is frozen when voting opens ──────────────────────────────────────────────────────────────────────

export type Measure = 'heads' | 'area';

/** How one question is decided. */
export interface BallotRule {
  key: 'civil-code-278' | 'civil-code-279' | 'residents-meeting' | 'most-votes' | 'shares' | 'none';
  /** Every measure must be satisfied by itself. */
  measures: Measure[];
  /** Share of the roll that must take part. */
  quorum: Share | null;
  /** Share that must agree: of those taking part, or of the whole roll. */
  majority: { share: Share; of: 'taking-part' | 'roll' } | null;
  /** The article. */
  source: string;
}

export interface BallotQuestion {
  /** Unique in the ballot: `lift`. */
  key: string;
  title: string;
  /** `motion`: `for`, `against` or neither · `options`: some of `options` · `text`: free answers. */
  form: 'motion' | 'options' | 'text';
  /** Matter of Civil Code art. 278 it falls under; null: none. */
  matter: JointMatter | null;
  options: BallotOption[];
  /** How many options, or free answers, one may give. */
  choose: { min: number; max: number };
  /** `options`: how many win (seats of an election). */
  picks: number | null;
  /** `options` with costs: the winners together must not cost more. */
  budgetFen: number | null;
}

export interface BallotOption {
  key: string;
  title: string;
  description: string | null;
  /** Id of a photograph. */
  photoId: string | null;
  costFen: number | null;
  /** Candidates, and other options that were nominated: how they came. */
  candidate: {
    personId: string | null;
    channel: string;
    nominatedAt: string;
    /** Counts towards the norm on the slate; the norm only warns. */
    countsForNorm: boolean;
  } | null;
  /** Who vetted it, when, with what outcome and reason; null: not vetted. Only accepted ones come to the vote. */
  vetted: { by: Holder; at: string; accepted: boolean; reason: string } | null;
}

/** Everything the count depends on. `termsHash` of it goes into the history when voting opens and never changes after. */
export interface BallotTerms {
  ballotId: string;
  kind: string;
  form: BallotForm;
  title: string;
  areaCode: string;
  /** Part (building) that votes by itself; null: the whole area. */
  part: string | null;
  secret: boolean;
  channels: BallotChannel[];
  maxProxies: number | null;
  /** Silence of those served counts with the majority; `basis` quotes the assembly's own rules. Null: it does not take part. */
  silence: { basis: string } | null;
  questions: (BallotQuestion & { rule: BallotRule })[];
  votingFrom: string;
  votingUntil: string;
  roll: { onDate: string; root: string; total: BallotCount };
  /** Secret ballots: public keys (SPKI, base64) by slip value: `head`, `1`, `2`, `4` … `8192`. */
  slipKeys: Record<string, string> | null;
}

// ── The book: what each entry has done ───────────────────────────────────────────────────────────────────────────

/** What is said to each question: keys of options (`for`/`against` of a motion), or free answers. Empty: abstains. `invalid`: a spoilt paper. */
export type Choices = Record<string, string[] | 'invalid'>;

/** Standing of one entry of the roll; a row each. */
export interface EntryState {
  entryId: string;
  /** The ballot reached the owner: handed over, or seen after signing in. */
  servedAt: string | null;
  proxy: { to: string; givenAt: string } | null;
  /** Open ballots: what was last said online. */
  online: { choices: Choices; channel: 'online' | 'proxy'; by: string; at: string } | null;
  /** Secret ballots: slips were signed for it. Nobody knows what they say. */
  issued: { at: string; channel: 'online' | 'proxy' } | null;
  /** Papers of an open ballot: what each of the counting persons read, the latest of each. */
  readings: { by: string; choices: Choices; at: string }[];
  /** Two persons read the same. It replaces what was said online and closes online for the entry. */
  paper: { choices: Choices; by: [string, string]; at: string } | null;
  /** Secret ballots: a paper was put into the urn for it. */
  paperHanded: { at: string; by: string } | null;
}

export type EntryStep =
  | { do: 'serve' }
  | { do: 'cast'; choices: Choices }
  | { do: 'take-back' }
  | { do: 'give-proxy'; to: string }
  | { do: 'end-proxy' }
  | { do: 'issue' }
  | { do: 'read-paper'; choices: Choices }
  | { do: 'void-paper'; reason: string }
  | { do: 'hand-paper' };

/** Who does it, and what the entry alone does not know. */
export interface EntryAround {
  now: string;
  phase: BallotPhase;
  personId: string;
  /** Voter of the entry on the roll. */
  voterId: string | null;
  /** Does the actor count papers (holds one of `countedBy` here)? */
  isCounter: boolean;
  /** give-proxy: entries of others that already gave `to` their proxy. */
  proxiesHeld: number;
  /** read-paper in a recount: the actor read this paper before the recount was ordered. */
  readBefore: boolean;
}

/** What an entry may do next, for faces. */
export type EntryOffer = EntryStep['do'];

// ── Count and result ─────────────────────────────────────────────────────────────────────────────────────────────

export interface BallotCount {
  heads: number;
  areaDm2: number;
}

export interface QuestionTally {
  /** By key of the option, `for` and `against` of a motion; of `text`: nothing. */
  options: Record<string, BallotCount>;
  abstained: BallotCount;
  invalid: BallotCount;
  /** Silence added by the assembly's own rules, and to which option; null: none. */
  silent: { to: string; count: BallotCount } | null;
}

export interface BallotTally {
  roll: BallotCount;
  /** Those who took part themselves, in whatever way. */
  tookPart: BallotCount;
  /** Secret ballots: as signed for, because the box knows no channels. Of a municipal system those it reports, if any. */
  byChannel: Partial<Record<BallotChannel, BallotCount>>;
  questions: Record<string, QuestionTally>;
  /** Secret ballots: signed for, but not found in the box. */
  notCast: BallotCount | null;
}

/** One comparison, with all its figures, so that anybody can follow it with a pencil. */
export interface ShareCheck {
  measure: Measure;
  part: number;
  whole: number;
  share: Share;
  reached: boolean;
}

export interface QuestionResult {
  key: string;
  /**
   * `passed`, `rejected`: motions · `decided`: options won · `tied`: equal votes left seats open, a new ballot decides ·
   * `none`: quorum reached, but no option won · `no-quorum` · `answered`: a survey.
   */
  outcome: 'passed' | 'rejected' | 'decided' | 'tied' | 'none' | 'no-quorum' | 'answered';
  rule: BallotRule;
  quorum: ShareCheck[];
  /** By option; of a motion only `for`. */
  majority: Record<string, ShareCheck[]>;
  /** Options from most to fewest votes. */
  ranking: string[];
  won: string[];
  /** Options with equal votes for the last seats; none of them has won. */
  tied: string[];
  seatsOpen: number;
}

export interface BallotResult {
  questions: QuestionResult[];
  /** No question reached its quorum: the ballot failed and may be put again. */
  failed: boolean;
}

// ── Secret ballots ───────────────────────────────────────────────────────────────────────────────────────────────

/** Value of a slip: one head, or so many dm². */
export type SlipValue = 'head' | `${number}`;

/** A slip in the box. Nothing in it leads to a person, an entry or a moment. */
export interface Slip {
  value: SlipValue;
  /** 32 random bytes, hex, made by the voter's device: the receipt. */
  token: string;
  choices: Choices;
  /** RSABSSA-SHA384-PSS (RFC 9474) over `slipMessage`, base64. */
  signature: string;
}

/** A paper of a secret ballot, read by two. `serial` stands on the paper and leads to nobody. */
export interface PaperSlip {
  serial: string;
  choices: Choices;
  areaDm2: number;
  by: [string, string];
}

// ── Phases ───────────────────────────────────────────────────────────────────────────────────────────────────────

export const ballotPhases = [
  'draft',
  'study',
  'posted',
  'voting',
  'counting',
  'counted',
  'announced',
  'final',
  'failed',
  'annulled',
  'withdrawn',
] as const;
export type BallotPhase = (typeof ballotPhases)[number];

/** The standing of one ballot: everything decisions depend on. */
export interface BallotState {
  kind: string;
  modelVersion: string;
  phase: BallotPhase;
  title: string;
  /** Text that explains it. */
  text: string;
  areaCode: string;
  part: string | null;
  secret: boolean;
  silence: { basis: string } | null;
  questions: BallotQuestion[];
  /** Instants; null: not said yet. From posting on nobody can move them. */
  votingFrom: string | null;
  votingUntil: string | null;
  /** Office that convened it. */
  convener: Holder;
  study: StudyState | null;
  roll: { onDate: string; root: string; total: BallotCount } | null;
  slipKeys: Record<string, string> | null;
  createdAt: string;
  postedAt: string | null;
  /** Until when the roll may be corrected. */
  rollUntil: string | null;
  /** Set when voting opens. */
  termsHash: string | null;
  countDueAt: string | null;
  /** The count was late: set when its time ran out. */
  countOverAt: string | null;
  count: CountRecord | null;
  announceDueAt: string | null;
  announceOverAt: string | null;
  announcedAt: string | null;
  objectionsUntil: string | null;
  objections: BallotObjection[];
  /** Who was struck from the roll of residents while it stood posted; left out: nobody. */
  strikes?: RollStrike[];
  /** When it was last taken back to be counted again; left out: never. Papers read anew from then on are read by others. */
  recountedAt?: string;
  finalAt: string | null;
  /** Recorded from a municipal system instead of being held here. */
  external: ExternalResult | null;
  /** Id of the failed or annulled ballot it puts again. */
  repeats: string | null;
  changedAt: string;
}

export interface StudyState {
  askedAt: string;
  dueAt: string;
  /** How it ended; null: still running. `expired` is no objection: the ballot goes on and that is recorded. */
  ended: 'opinion' | 'expired' | 'petition' | 'order' | null;
  endedAt: string | null;
  /** Attached to the motion for all owners to read. */
  opinion: { text: string; by: Holder; minutesId: string | null } | null;
  /** Heads who signed, out of so many. */
  petition: { heads: number; of: number } | null;
  order: { number: string; text: string; by: Holder } | null;
}

/** What the count fixed. The history entry of `count` holds the same. */
export interface CountRecord {
  countedAt: string;
  by: Holder;
  tally: BallotTally;
  result: BallotResult;
  /** Root over all votes, marks, slips and papers (`votesRootOf`). */
  votesRoot: string;
}

export interface BallotObjection {
  id: string;
  entryId: string | null;
  at: string;
  text: string;
  answer: { text: string; at: string; by: Holder; upheld: boolean } | null;
}

/** Why somebody is struck from a roll that rests on what people say of themselves. */
export const strikeReasons = ['not-living-here', 'twice', 'too-young', 'own-wish'] as const;
export type StrikeReason = (typeof strikeReasons)[number];

/**
 * An entry struck from the roll, for everybody to read: it names nobody. Whoever was struck may object until voting opens, which
 * puts them back at once; somebody else than who struck decides. What nobody has decided by then stays on the roll.
 */
export interface RollStrike {
  id: string;
  /** Its place on the roll that held until then. */
  entryId: string;
  reason: StrikeReason;
  at: string;
  by: Holder;
  objection: { at: string } | null;
  /** `upheld`: the objection is right, and the entry stays on the roll. */
  decision: { at: string; by: Holder; upheld: boolean } | null;
}

export interface ExternalResult {
  system: string;
  /** Number under which it is found there. */
  number: string;
  /** Files of evidence with their SHA-256. */
  evidence: { name: string; sha256: string }[];
}

export const ballotVerbs = [
  'convene',
  'amend',
  'ask-study',
  'give-opinion',
  'pass-by-petition',
  'pass-by-order',
  'vet',
  'post',
  'correct-roll',
  'strike',
  'object-strike',
  'decide-strike',
  'count',
  'record-result',
  'announce',
  'object',
  'answer-objection',
  'recount',
  'withdraw',
  'annul',
  'tick',
] as const;
export type BallotVerb = (typeof ballotVerbs)[number];

/** What a ballot is convened with, and what `amend` may change while it is a draft. */
export interface BallotDraft {
  title: string;
  text: string;
  questions: BallotQuestion[];
  votingFrom: string | null;
  votingUntil: string | null;
  secret: boolean;
  silence: { basis: string } | null;
}

export interface ConveneInput extends BallotDraft {
  kind: string;
  areaCode: string;
  part: string | null;
  repeats: string | null;
}

/** What a verb carries. Fields not named by a verb are refused. */
export interface BallotInput {
  reason?: string;
  /** amend */
  draft?: Partial<BallotDraft>;
  /** give-opinion */
  opinion?: { text: string; minutesId: string | null };
  /** pass-by-petition */
  petition?: { heads: number; of: number };
  /** pass-by-order */
  order?: { number: string; text: string };
  /** vet: of one option of one question. */
  vetting?: { question: string; option: string; accepted: boolean };
  /** strike: `id` is given by the server */
  strike?: { id: string; entryId: string; reason: StrikeReason };
  /** decide-strike */
  strikeDecision?: { id: string; upheld: boolean };
  /** post, correct-roll; strike and object-strike; decide-strike where the objection is not upheld and they stand there */
  roll?: { onDate: string; root: string; total: BallotCount };
  /** post of a secret ballot */
  slipKeys?: Record<string, string>;
  /** count, record-result: the engine works out the result itself */
  count?: { tally: BallotTally; votesRoot: string };
  /** record-result */
  external?: ExternalResult;
  /** object: `id` is given by the server */
  objection?: { id: string; text: string };
  /** answer-objection */
  answer?: { id: string; text: string; upheld: boolean };
  /** tick: key of the timer that is due */
  timer?: string;
}

/** What decisions need to know from outside. */
export interface BallotAround {
  now: string;
  ballotId: string;
  /** Entry of the roll the actor votes for; null: none. */
  entryId: string | null;
  /** count: papers that only one person has read, or two differently. */
  openPapers: number;
  /** record-result: entries that voted here. */
  votesHere: number;
  /** The strike by which the actor came off the roll; left out: none. */
  strikeId?: string;
  /** strike: the entry was struck before, and put back. */
  wasStruck?: boolean;
}

/** A step that was taken: exactly one history entry. */
export interface BallotDecision {
  verb: BallotVerb;
  from: BallotPhase;
  to: BallotPhase;
  next: BallotState;
  /** Whole new values of the fields of `next` that differ. */
  changes: Partial<BallotState>;
  reason: string | null;
  /** All timers the ballot now wants; replaces those it had. */
  timers: BallotTimer[];
  notices: BallotNotice[];
}

export interface BallotTimer {
  /** `study`, `open`, `close`, `count-over`, `announce-over`, `final`. */
  key: string;
  firesAt: string;
}

export const ballotNoticeTemplates = [
  'ballot.study-asked',
  'ballot.study-ended',
  'ballot.posted',
  'ballot.roll-corrected',
  'ballot.struck',
  'ballot.strike-objected',
  'ballot.strike-decided',
  'ballot.opened',
  'ballot.closed',
  'ballot.count-over',
  'ballot.announce-over',
  'ballot.announced',
  'ballot.failed',
  'ballot.objected',
  'ballot.objection-answered',
  'ballot.recounted',
  'ballot.final',
  'ballot.withdrawn',
  'ballot.annulled',
] as const;

export interface BallotNotice {
  template: (typeof ballotNoticeTemplates)[number];
  /** `electorate`: everybody on the roll (before it is frozen: in the area). */
  to: ('electorate' | 'convener' | 'counters' | 'study' | 'objector' | 'struck' | 'strike-deciders')[];
  data: Record<string, string | number>;
}

export interface BallotVerbOffer {
  verb: BallotVerb;
  title: Label;
  primary: boolean;
  reason: 'required' | 'optional' | 'none';
}

// ── Evidence ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** One step of the ballot's history, chained as histories of cases are. */
export interface BallotHistoryEntry {
  tenantId: number;
  ballotId: string;
  seq: number;
  at: string;
  verb: string;
  fromPhase: string;
  toPhase: string;
  actorPersonId: string | null;
  actorPostId: string | null;
  actorLabel: string | null;
  reason: string | null;
  changes: Record<string, unknown>;
  modelVersion: string;
  commandId: string | null;
}
export interface ChainedBallotEntry extends BallotHistoryEntry {
  previousHash: string;
  hash: string;
}

/** A vote of an open ballot, as counted. `entryId` is a place in the roll, not a name. */
export interface CountedVote {
  entryId: string;
  channel: BallotChannel;
  choices: Choices;
}

/** What is known of an entry in a secret ballot, and of silence in any. */
export interface EntryMark {
  entryId: string;
  /** `served` alone: the ballot reached it and it kept silent. */
  mark: 'issued' | 'proxy-issued' | 'paper' | 'served';
}

/** That a day's seal of the city covers the history up to `seq`. Bytes as in docs/reference/history.md. */
export interface SealProof {
  sealedOn: string;
  previousRoot: string;
  root: string;
  leafCount: number;
  seq: number;
  hash: string;
  path: { side: 'left' | 'right'; hash: string }[];
}

/** Everything an outsider needs, and nothing that names a voter. */
export interface BallotBundle {
  format: 'linli-ballot/1';
  ballot: BallotTerms;
  roll: Roll;
  /** Open ballots. */
  votes: CountedVote[];
  marks: EntryMark[];
  /** Secret ballots. */
  slips: Slip[];
  papers: PaperSlip[];
  tally: BallotTally;
  result: BallotResult;
  history: ChainedBallotEntry[];
  /** Last entry of the history when the bundle was made. */
  head: { seq: number; hash: string };
  seals: SealProof[];
}

export interface BallotFinding {
  /** Which part of the bundle: `votes[12]`, `history[3]`. */
  at: string;
  code: string;
  message: Label;
}

export interface BallotVerification {
  findings: BallotFinding[];
  /** Hash of the last history entry: compare it with the one posted beside the result. */
  head: string | null;
  counted: { entries: number; votes: number; slips: number; papers: number; history: number; seals: number };
  /** Days whose seals cover the history, and how far: compare a root with the one kept elsewhere. */
  sealed: Pick<SealProof, 'sealedOn' | 'root' | 'seq'>[];
}

// ── Surveys ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface FreeAnswer {
  id: string;
  text: string;
  /** Words of the text, cut by the caller. */
  words: string[];
  /** Code of the compound it concerns. */
  areaCode: string;
}

export interface ProblemGroup {
  /** Key of the group: id of its most typical answer. */
  key: string;
  /** Words that most tell it from the others. */
  words: string[];
  answerIds: string[];
  areaCodes: string[];
  /** `common`: of at least so many areas; otherwise `individual`. */
  reach: 'common' | 'individual';
}
