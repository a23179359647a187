/**
 * The part of the language that declares kinds of ballots: what a city writes (`AuthoredBallot`), what engine, server and
 * faces read (`BallotKind`), and the way from one to the other. What the Civil Code fixes stands in the engine and cannot be written here.
 */
import { z } from 'zod';
import {
  AuthoredBounds,
  AuthoredLabel,
  AuthoredLimit,
  type AuthoredLimitValue,
  label,
  oneOrMany,
  source,
} from './authored-forms.ts';
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

const shareText = z
  .string()
  .regex(
    /^(more than )?[1-9]\d{0,2}\/[1-9]\d{0,2}$/,
    'write a share as `2/3` (at least two thirds) or `more than 1/2`',
  );
const percentText = z.string().regex(/^([1-9]\d?|100) ?%$/, 'write a share such as `20 %`');
const roles = (what: string) => oneOrMany(z.string()).describe(what);

const AuthoredPriorStudy = z
  .strictObject({
    title: label('What the city calls it.'),
    by: roles('Roles that record the opinion.'),
    limit: AuthoredLimit.describe(
      'How long it may take. When it is over, that is recorded and the ballot goes on.',
    ),
    'passed-by': oneOrMany(z.enum(['petition', 'order']))
      .optional()
      .describe('What passes it by: a `petition` of those entitled to vote, an `order` from above.'),
    petition: percentText.optional().describe('Share of heads whose petition passes it by, such as `20 %`.'),
    'ordered-by': roles('Roles whose order passes it by.').optional(),
    source,
  })
  .meta({
    id: 'prior-study',
    description:
      'A step with a clock before a ballot is posted. It gives an opinion and cannot stop the ballot.',
  });

const AuthoredDecision = z
  .union([
    z.enum(['residents-meeting', 'most-votes']),
    z.strictObject({
      by: z
        .enum(['most-votes', 'shares'])
        .describe('Those with most votes, or each that reaches `majority`.'),
      turnout: shareText.optional().describe('Share of the roll that must take part; left out: any.'),
      majority: shareText.optional().describe('Only `shares`: share of those taking part who must agree.'),
      source,
    }),
  ])
  .meta({
    id: 'ballot-decision',
    description:
      'How it is decided where no law says: `residents-meeting` (more than half present, more than half of those present agree), `most-votes`, or shares such as `more than 1/2`.',
  });

export const AuthoredBallot = z
  .strictObject({
    title: label('What the city calls it.'),
    description: AuthoredLabel.optional().describe('One sentence for those who convene it.'),
    prefix: z
      .string()
      .regex(/^[A-Z]{1,4}$/, 'one to four capital letters')
      .describe('First letters of the number; shared with no other kind of ballots or cases.'),
    form: z
      .enum(['owners-vote', 'election', 'choice', 'survey', 'assent'])
      .describe(
        '`owners-vote`: motions under Civil Code art. 278 · `assent`: all interested owners must agree (art. 279) · `election`: seats · `choice`: some of several options · `survey`: questions without a decision.',
      ),
    electorate: z
      .enum(['owners', 'residents', 'members', 'posts'])
      .describe('Who votes. Owners vote with their heads and their area, all others with their heads.'),
    'of-orgs': oneOrMany(z.string())
      .optional()
      .describe('Only `members`: kinds of organisations whose members vote.'),
    'of-roles': oneOrMany(z.string()).optional().describe('Only `posts`: roles whose holders vote.'),
    'age-from': z
      .number()
      .int()
      .min(1)
      .max(120)
      .optional()
      .describe('Full years of age on the day the roll is frozen.'),
    level: z.string().describe('Level of the area in which it is held.'),
    'also-at': oneOrMany(z.string())
      .optional()
      .describe('Levels inside it that may hold one of their own, such as a single building.'),
    secret: z
      .union([z.boolean(), z.literal('as-convened')])
      .describe('May nobody link a vote to its voter? `as-convened`: said anew each time, before posting.'),
    'convened-by': roles('Roles that convene it.'),
    'counted-by': roles(
      'Roles that read papers and record the count. A paper counts when two persons read the same.',
    ),
    'vetted-by': roles(
      'Roles that vet candidates or options before posting; left out: nobody has to.',
    ).optional(),
    'annulled-by': roles('Roles that may annul an unlawful one by a reasoned order.').optional(),
    matters: z
      .array(z.enum(jointMatters))
      .optional()
      .describe(
        'Matters of Civil Code art. 278 that may be put. What majority each needs is law and not said here.',
      ),
    decision: AuthoredDecision.optional().describe(
      'How it is decided, where the Civil Code does not say. `choice`: `most-votes` unless said otherwise.',
    ),
    notice: AuthoredLimit.describe('Time from posting to the opening of voting, at least.'),
    posting: AuthoredLimit.optional().describe(
      'From posting: how long the roll may be corrected when somebody objects; left out: it may not.',
    ),
    voting: z
      .strictObject({
        min: AuthoredLimit.describe('At least so long.'),
        max: AuthoredLimit.describe('At most so long.'),
        source,
      })
      .describe('How long one may vote. Once voting is open nobody can prolong it.'),
    counting: AuthoredLimit.describe('From the end of voting to the count, at most.'),
    announcing: AuthoredLimit.describe('From the count to the posting of its result, at most.'),
    objections: AuthoredLimit.optional().describe(
      'From the posting of the result: how long objections are taken; left out: none are.',
    ),
    channels: z.array(z.enum(['online', 'paper', 'proxy'])).describe('Ways of voting, all on one roll.'),
    proxies: z
      .strictObject({
        max: z.number().int().min(1).max(50).describe('How many others one person may vote for.'),
        source,
      })
      .optional()
      .describe('Only with the channel `proxy`.'),
    silence: z
      .enum(['not-taking-part', 'with-majority-where-rules-say-so'])
      .optional()
      .describe(
        'What silence means: nothing (default), or a voice with the majority, but only where the assembly’s own rules say so and the convener quotes them.',
      ),
    'prior-study': AuthoredPriorStudy.optional().describe('A study before it is posted.'),
    choose: AuthoredBounds.optional().describe(
      '`election`, `choice`: how many options one may choose; left out: as many as win.',
    ),
    picks: z
      .number()
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('Only `choice`: how many win; left out: the convener says.'),
    photographs: z.boolean().optional().describe('Only `choice`: do options have photographs? Default: no.'),
    nominate: oneOrMany(z.string())
      .optional()
      .describe('`election`, `choice`: keys of `nomination-channels` through which candidates come.'),
    seats: z
      .strictObject({
        min: z.number().int().min(1).optional().describe('At least.'),
        max: z.number().int().min(1).optional().describe('At most.'),
        odd: z.boolean().optional().describe('Must the number be odd? Default: no.'),
        of: z.string().optional().describe('Role the elected are appointed to.'),
        source,
      })
      .optional()
      .describe('Only `election`: how many seats there are.'),
    'slate-norm': z
      .strictObject({
        title: label('What is wished for, in words.'),
        'at-least': percentText.describe('Share of the candidates, such as `50 %`.'),
        source,
      })
      .optional()
      .describe('Only `election`: a wish about the slate. It warns the convener and never enters a count.'),
    basis: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Law or ordinance that allows owners to vote electronically here; needed for `online` votes of owners.',
      ),
    'municipal-system': z
      .enum(['required', 'allowed'])
      .optional()
      .describe(
        '`required`: the vote is held in the municipal system; only its result is recorded here, with its evidence.',
      ),
    source: z
      .string()
      .min(1)
      .describe('Law, ordinance or practice the quantities come from, or `assumption`.'),
  })
  .meta({ id: 'ballot', description: 'A kind of ballots: a question put to an electorate.' });
type AuthoredBallot = z.infer<typeof AuthoredBallot>;

/** The kind a faultless entry says. `limit` reads a time limit. */
export function toBallotKind(
  ballot: AuthoredBallot,
  limit: (value: AuthoredLimitValue) => Limit,
): BallotKind {
  const study = ballot['prior-study'];
  const norm = ballot['slate-norm'];
  return {
    title: ballot.title,
    description: ballot.description ?? null,
    numberPrefix: ballot.prefix,
    form: ballot.form,
    electorate: {
      of: ballot.electorate,
      orgKinds: many(ballot['of-orgs']),
      roles: many(ballot['of-roles']),
      ageFrom: ballot['age-from'] ?? null,
    },
    level: ballot.level,
    alsoAt: many(ballot['also-at']),
    secret: ballot.secret === 'as-convened' ? 'as-convened' : ballot.secret ? 'always' : 'never',
    convenedBy: many(ballot['convened-by']),
    countedBy: many(ballot['counted-by']),
    vettedBy: many(ballot['vetted-by']),
    annulledBy: many(ballot['annulled-by']),
    matters: ballot.matters ?? [],
    decision: toDecision(ballot),
    notice: limit(ballot.notice),
    posting: ballot.posting === undefined ? null : limit(ballot.posting),
    voting: { min: limit(ballot.voting.min), max: limit(ballot.voting.max) },
    counting: limit(ballot.counting),
    announcing: limit(ballot.announcing),
    objections: ballot.objections === undefined ? null : limit(ballot.objections),
    channels: ballot.channels,
    maxProxies: ballot.proxies?.max ?? null,
    silence: ballot.silence ?? 'not-taking-part',
    priorStudy: study
      ? {
          title: study.title,
          by: many(study.by),
          limit: limit(study.limit),
          passedBy: many(study['passed-by']),
          petition: study.petition === undefined ? null : percentShare(study.petition),
          orderedBy: many(study['ordered-by']),
        }
      : null,
    choose: { min: ballot.choose?.min ?? null, max: ballot.choose?.max ?? null },
    picks: ballot.picks ?? null,
    photographs: ballot.photographs ?? false,
    nominate: many(ballot.nominate),
    seatsOf: ballot.seats?.of ?? null,
    seats: { min: ballot.seats?.min ?? null, max: ballot.seats?.max ?? null },
    seatsOdd: ballot.seats?.odd ?? false,
    slateNorm: norm ? { title: norm.title, percent: Number.parseInt(norm['at-least'], 10) } : null,
    basis: ballot.basis ?? null,
    municipalSystem: ballot['municipal-system'] ?? null,
  };
}

function toDecision({ decision, form }: AuthoredBallot): BallotDecisionRule | null {
  if (decision === undefined) return form === 'choice' ? { by: 'most-votes', turnout: null } : null;
  if (decision === 'residents-meeting') return { by: decision };
  if (decision === 'most-votes') return { by: decision, turnout: null };
  const turnout = decision.turnout === undefined ? null : readShare(decision.turnout);
  return decision.by === 'most-votes'
    ? { by: decision.by, turnout }
    : { by: decision.by, turnout, majority: readShare(decision.majority!) };
}

/** `2/3`: at least two thirds · `more than 1/2`: strictly more. */
function readShare(text: string): Share {
  const strict = text.startsWith('more than ');
  const [numerator, denominator] = text.replace('more than ', '').split('/').map(Number);
  return { numerator: numerator!, denominator: denominator!, strict };
}

function percentShare(text: string): Share {
  return { numerator: Number.parseInt(text, 10), denominator: 100, strict: false };
}

function many<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
