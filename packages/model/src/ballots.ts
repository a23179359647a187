/**
 * The part of the language that declares kinds of ballots: what a city writes (`AuthoredBallot`), what engine, server and
 * faces read (`BallotKind`), and the way from one to the other. What the Civil Code fixes stands in the engine and cannot be written here.
 */
import type { Bounds, Label, Limit } from './parsed.ts';

/**
 * Matters owners decide jointly, in the order of Civil Code art. 278. A model says which of them a kind of ballot may put;
 * what majority each needs is law and stands in the engine.
 */
export const jointMatters = [
  'rules-of-procedure',
  'covenant',
  'committee',
  'property-service',
  'use-repair-fund',
  'raise-repair-fund',
  'rebuild',
  'common-parts',
  'other-major',
] as const;
export type JointMatter = (typeof jointMatters)[number];

export type BallotForm = 'owners-vote' | 'election' | 'choice' | 'survey' | 'assent';
export type BallotChannel = 'online' | 'paper' | 'proxy';

/** A kind of ballots as the engine reads it. */
export interface BallotKind {
  title: Label;
  description: Label | null;
  /** First letters of the ballot's number, e.g. `V`. */
  numberPrefix: string;
  /**
   * `owners-vote`: motions under Civil Code art. 278 · `assent`: one motion all interested owners must agree to (art. 279) ·
   * `election`: seats · `choice`: some of several options · `survey`: questions without a decision.
   */
  form: BallotForm;
  electorate: Electorate;
  /** Level of the area in which it is held. */
  level: string;
  /** Levels inside it that may hold one of their own, such as one building. */
  alsoAt: string[];
  /** May votes not be linked to voters? `as-convened`: the convener says so before posting. */
  secret: 'always' | 'never' | 'as-convened';
  /** Keys of roles. */
  convenedBy: string[];
  countedBy: string[];
  /** Who vets candidates and options before posting; empty: nobody has to. */
  vettedBy: string[];
  /** Who may annul an unlawful ballot by a reasoned order. */
  annulledBy: string[];
  /** `owners-vote` and elections by owners: matters that may be put. */
  matters: JointMatter[];
  /** How it is decided where the Civil Code does not say; null: by the Civil Code, or nothing is decided (survey). */
  decision: BallotDecisionRule | null;
  /** From posting to the opening of voting, at least. */
  notice: Limit;
  /** From posting: how long the roll may be corrected on objection; null: it may not. */
  posting: Limit | null;
  voting: { min: Limit; max: Limit };
  /** From the end of voting to the count, at most. */
  counting: Limit;
  /** From the count to the posting of its result, at most. */
  announcing: Limit;
  /** From the posting of the result: how long objections are taken; null: none are. */
  objections: Limit | null;
  channels: BallotChannel[];
  /** How many owners one person may vote for besides themself; null: no proxies. */
  maxProxies: number | null;
  silence: 'not-taking-part' | 'with-majority-where-rules-say-so';
  priorStudy: PriorStudy | null;
  /** How many options one may choose. */
  choose: Bounds;
  /** `choice`: how many options win; null: the convener says. */
  picks: number | null;
  photographs: boolean;
  /** Keys of `nominationChannels`. */
  nominate: string[];
  /** `election`: role the elected are appointed to; null: none. */
  seatsOf: string | null;
  seats: Bounds;
  seatsOdd: boolean;
  /** A wish about the slate of candidates. It warns and never enters a count. */
  slateNorm: { title: Label; percent: number } | null;
  /** Where the law or ordinance allows an electronic vote of one's own. */
  basis: string | null;
  /** `required`: the vote is held in the municipal system and only its result is recorded here, with evidence. */
  municipalSystem: 'required' | 'allowed' | null;
}

export interface Electorate {
  of: 'owners' | 'residents' | 'members' | 'posts';
  /** `members`: kinds of organisations whose members vote. */
  orgKinds: string[];
  /** `posts`: roles whose holders vote. */
  roles: string[];
  /** Full years of age on the day the roll is frozen; null: no limit of its own. */
  ageFrom: number | null;
}

/** A share such as two thirds. `strict`: more than it (过半数); otherwise at least it (以上, Civil Code art. 1259). */
export interface Share {
  numerator: number;
  denominator: number;
  strict: boolean;
}

export type BallotDecisionRule =
  /** Organic Law of Residents' Committees art. 9: more than half present, more than half of those present. */
  | { by: 'residents-meeting' }
  /** Those with most votes; `turnout` null: however few take part. */
  | { by: 'most-votes'; turnout: Share | null }
  /** Each needs a share of those taking part. */
  | { by: 'shares'; turnout: Share | null; majority: Share };

/** A step with a clock before a ballot is posted. It cannot stop the ballot. */
export interface PriorStudy {
  title: Label;
  /** Roles that record the opinion. */
  by: string[];
  limit: Limit;
  passedBy: ('petition' | 'order')[];
  /** Share of heads whose petition passes it by. */
  petition: Share | null;
  /** Roles whose order passes it by. */
  orderedBy: string[];
}
