import { z } from 'zod';
import { HolderView } from './cases.ts';
import { Day, PostTrailStep } from './orgs.ts';
import { Phone } from './session.ts';
import { AreaCode, CommandId, Instant, Label } from './text.ts';

/*
 * Ballots 表决: owners' votes, elections, choices, surveys. Residents and staff read and write through the same addresses;
 * what differs is in the verbs and in what is null. Areas are whole dm² (0.01 m²).
 */

export const BallotForm = z.enum(['owners-vote', 'election', 'choice', 'survey', 'assent']);
export type BallotForm = z.infer<typeof BallotForm>;
export const BallotChannel = z.enum(['online', 'paper', 'proxy']);
export type BallotChannel = z.infer<typeof BallotChannel>;
/** draft → study (where one is due) → posted → voting → counting → counted → announced → final; or failed, annulled, withdrawn. */
export const BallotPhase = z.enum([
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
]);
export type BallotPhase = z.infer<typeof BallotPhase>;

export const BallotCount = z.object({ heads: z.number().int(), areaDm2: z.number().int() });
export type BallotCount = z.infer<typeof BallotCount>;
export const BallotShare = z
  .object({ numerator: z.number().int(), denominator: z.number().int(), strict: z.boolean() })
  .describe('`strict`: more than it (过半数); else at least it (以上, Civil Code art. 1259)');
/** One comparison with all its figures, so that anybody can follow it with a pencil. */
export const BallotCheck = z.object({
  measure: z.enum(['heads', 'area']),
  part: z.number().int(),
  whole: z.number().int(),
  share: BallotShare,
  reached: z.boolean(),
});
export type BallotCheck = z.infer<typeof BallotCheck>;

/** By question: keys of options (`for`, `against` of a motion), or free answers; empty: abstains; `invalid`: a spoilt paper. */
export const BallotChoices = z.record(
  z.string().max(60),
  z.union([z.array(z.string().trim().min(1).max(1000)).max(60), z.literal('invalid')]),
);
export type BallotChoices = z.infer<typeof BallotChoices>;

// ── What is put ──────────────────────────────────────────────────────────────────────────────────────────────────

const BallotKey = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

/** A question as the convener writes it. */
export const BallotQuestionInput = z.object({
  key: BallotKey,
  title: z.string().trim().min(1).max(200),
  form: z.enum(['motion', 'options', 'text']),
  matter: z.string().max(60).nullable().default(null).describe('Matter of Civil Code art. 278; null: none'),
  options: z
    .array(
      z.object({
        key: BallotKey,
        title: z.string().trim().min(1).max(120),
        description: z.string().trim().max(2000).nullable().default(null),
        photoId: z.uuid().nullable().default(null),
        costFen: z.number().int().min(0).nullable().default(null),
      }),
    )
    .max(100)
    .default([])
    .describe('`options` only. Candidates come by nominations instead'),
  choose: z
    .object({ min: z.number().int().min(0).max(60), max: z.number().int().min(1).max(60) })
    .default({ min: 1, max: 1 })
    .describe('How many options, or free answers, one may give'),
  picks: z
    .number()
    .int()
    .min(1)
    .max(60)
    .nullable()
    .default(null)
    .describe('How many win: seats of an election'),
  budgetFen: z.number().int().min(0).nullable().default(null),
});
export type BallotQuestionInput = z.input<typeof BallotQuestionInput>;

const draft = {
  title: z.string().trim().min(1).max(120),
  text: z.string().trim().max(20_000),
  questions: z.array(BallotQuestionInput).max(20),
  votingFrom: Instant.nullable(),
  votingUntil: Instant.nullable().describe('From posting on nobody can move them'),
  secret: z.boolean(),
  silence: z
    .object({ basis: z.string().trim().min(1).max(500) })
    .nullable()
    .describe(
      'Silence counts with the majority: quotes the assembly’s own rules. Null: it does not take part',
    ),
};
/** POST /api/ballots */
export const ConveneBallot = z.object({
  commandId: CommandId,
  kind: z.string().max(60),
  areaCode: AreaCode,
  part: AreaCode.nullable().default(null).describe('Code of one building that votes by itself'),
  repeats: z.uuid().nullable().default(null).describe('The failed or annulled ballot it puts again'),
  title: draft.title,
  text: draft.text.default(''),
  questions: draft.questions.min(1),
  votingFrom: draft.votingFrom.default(null),
  votingUntil: draft.votingUntil.default(null),
  secret: draft.secret.default(false),
  silence: draft.silence.default(null),
});
export type ConveneBallot = z.input<typeof ConveneBallot>;

export const ballotVerbKeys = [
  'amend',
  'ask-study',
  'give-opinion',
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
] as const;
export const BallotVerbKey = z.enum(ballotVerbKeys);
export type BallotVerbKey = z.infer<typeof BallotVerbKey>;

/** Why somebody is struck from a roll of residents. */
export const StrikeReason = z.enum(['not-living-here', 'twice', 'too-young', 'own-wish']);
export type StrikeReason = z.infer<typeof StrikeReason>;

/** POST /api/ballots/:ballotId/verbs/:verb. Convening, petitions and time have no place here. Each verb names the fields it takes. */
export const BallotVerbRequest = z.object({
  commandId: CommandId,
  seq: z.number().int().min(1).describe('Version the sender saw; stale: 409 with the present state'),
  reason: z.string().trim().max(2000).optional(),
  draft: z.object(draft).partial().optional().describe('amend'),
  opinion: z
    .object({ text: z.string().trim().min(1).max(20_000), minutesId: z.uuid().nullable().default(null) })
    .optional()
    .describe('give-opinion: minuted, attached to the motion for all owners to read'),
  order: z
    .object({ number: z.string().trim().min(1).max(80), text: z.string().trim().min(1).max(5000) })
    .optional()
    .describe('pass-by-order'),
  vetting: z
    .object({ question: z.string().max(60), option: z.string().max(60), accepted: z.boolean() })
    .optional()
    .describe('vet; `reason` is needed where it is not accepted'),
  external: z
    .object({
      system: z.string().trim().min(1).max(120),
      number: z.string().trim().min(1).max(120),
      fileIds: z.array(z.uuid()).min(1).max(30).describe('Evidence, uploaded before'),
      tally: z
        .array(
          z.object({
            question: z.string().max(60),
            options: z.record(z.string().max(60), BallotCount),
            abstained: BallotCount,
            invalid: BallotCount,
          }),
        )
        .max(20),
      tookPart: BallotCount,
      byChannel: z
        .partialRecord(BallotChannel, BallotCount)
        .optional()
        .describe('As the municipal system reports them; left out: it does not say'),
    })
    .optional()
    .describe('record-result: what a municipal system counted, with its evidence'),
  objection: z
    .object({ text: z.string().trim().min(1).max(5000) })
    .optional()
    .describe('object'),
  answer: z
    .object({ objectionId: z.uuid(), text: z.string().trim().min(1).max(5000), upheld: z.boolean() })
    .optional()
    .describe('answer-objection'),
  strike: z
    .object({
      entryId: z.string().regex(/^\d{1,7}$/),
      reason: StrikeReason,
      note: z.string().trim().min(2).max(500).describe('For whoever is struck and whoever decides'),
    })
    .optional()
    .describe('strike'),
  strikeObjection: z
    .object({ text: z.string().trim().min(2).max(2000) })
    .optional()
    .describe('object-strike: read by those who strike and decide alone'),
  strikeDecision: z
    .object({ strikeId: z.uuid(), upheld: z.boolean(), text: z.string().trim().min(2).max(2000) })
    .optional()
    .describe('decide-strike: `upheld`, and the entry stays on the roll'),
});
export type BallotVerbRequest = z.input<typeof BallotVerbRequest>;

// ── Views ────────────────────────────────────────────────────────────────────────────────────────────────────────

export const BallotVerbView = z.object({
  verb: BallotVerbKey,
  title: Label,
  primary: z.boolean(),
  reason: z.enum(['required', 'optional', 'none']),
});
export type BallotVerbView = z.infer<typeof BallotVerbView>;

export const BallotOptionView = z.object({
  key: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  photoId: z.uuid().nullable(),
  costFen: z.number().int().nullable(),
  candidate: z
    .object({
      channel: z.string(),
      channelTitle: Label,
      nominatedAt: Instant,
      countsForNorm: z.boolean(),
    })
    .nullable(),
  vetted: z
    .object({ by: z.string(), at: Instant, accepted: z.boolean(), reason: z.string().nullable() })
    .nullable()
    .describe('Null: not vetted. Only accepted ones come to the vote'),
});
export type BallotOptionView = z.infer<typeof BallotOptionView>;

export const BallotQuestionView = z.object({
  key: z.string(),
  title: z.string(),
  form: z.enum(['motion', 'options', 'text']),
  matter: z.object({ key: z.string(), title: Label }).nullable(),
  options: z.array(BallotOptionView).describe('A motion has `for` and `against`'),
  choose: z.object({ min: z.number().int(), max: z.number().int() }),
  picks: z.number().int().nullable(),
  budgetFen: z.number().int().nullable(),
  rule: z.object({
    words: Label.describe('What it takes, in plain words'),
    source: z.string().describe('The article'),
    quorum: BallotShare.nullable(),
    majority: BallotShare.nullable(),
    of: z.enum(['taking-part', 'roll']).nullable(),
    measures: z.array(z.enum(['heads', 'area'])),
  }),
});
export type BallotQuestionView = z.infer<typeof BallotQuestionView>;

/** What one entry of the roll that this viewer votes for has done and may do. */
export const MyBallotEntry = z.object({
  entryId: z.string().describe('Place in the roll; it names nobody'),
  areaDm2: z.number().int(),
  homes: z.array(z.object({ code: AreaCode, name: z.string(), areaDm2: z.number().int() })),
  as: z.enum(['voter', 'proxy']).describe('`proxy`: for somebody who gave this viewer their proxy'),
  ofWhom: z.string().nullable().describe('Masked name of who gave the proxy'),
  hasVoted: z.boolean(),
  channel: BallotChannel.nullable().describe('Through which it stands now'),
  votedAt: Instant.nullable().describe('Null as well where only the day is known'),
  choices: BallotChoices.nullable().describe(
    'Own vote of an open ballot, to look at and change; secret: null',
  ),
  slips: z.array(z.string()).describe('Secret ballots: values of the slips this entry votes with'),
  isIssued: z.boolean().describe('Secret ballots: slips were signed; nobody knows what became of them'),
  isClosedByPaper: z.boolean(),
  proxy: z.object({ to: z.string(), givenAt: Instant }).nullable(),
  servedAt: Instant.nullable(),
  offers: z.array(z.enum(['serve', 'cast', 'take-back', 'give-proxy', 'end-proxy', 'issue'])),
});
export type MyBallotEntry = z.infer<typeof MyBallotEntry>;

export const BallotSummary = z.object({
  ballotId: z.uuid(),
  number: z.string(),
  seq: z.number().int(),
  kind: z.string(),
  kindTitle: Label,
  form: BallotForm,
  title: z.string(),
  phase: BallotPhase,
  phaseTitle: Label,
  area: z.object({ code: AreaCode, name: z.string() }),
  part: z.object({ code: AreaCode, name: z.string() }).nullable(),
  secret: z.boolean(),
  createdAt: Instant,
  votingFrom: Instant.nullable(),
  votingUntil: Instant.nullable(),
  next: z
    .object({ timer: z.string(), title: Label, at: Instant })
    .nullable()
    .describe('What time does next by itself'),
  myEntries: z.number().int().describe('Entries this viewer may vote for'),
  myVotes: z.number().int().describe('Of them, how many have voted'),
  outcome: Label.nullable().describe('Once announced'),
  verbs: z.array(BallotVerbView),
});
export type BallotSummary = z.infer<typeof BallotSummary>;

/** GET /api/ballots: those that concern the viewer or that the viewer's posts look after; what comes to an end first. */
export const BallotListQuery = z.object({
  area: AreaCode.optional().describe('In this place, or in one around it'),
  state: z.enum(['running', 'past', 'all']).default('all'),
  kind: z.string().max(60).optional(),
  mine: z.stringbool().optional().describe('Only those this viewer has an entry in'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const BallotList = z.object({ ballots: z.array(BallotSummary), nextCursor: z.string().nullable() });
export type BallotList = z.infer<typeof BallotList>;

/** GET /api/ballots/kinds: what the city knows, and where this viewer may convene it. */
export const BallotKinds = z.object({
  kinds: z.array(
    z.object({
      key: z.string(),
      title: Label,
      description: Label.nullable(),
      form: BallotForm,
      electorate: z.enum(['owners', 'residents', 'members', 'posts']),
      ageFrom: z.number().int().nullable(),
      secret: z.enum(['always', 'never', 'as-convened']),
      channels: z.array(BallotChannel),
      maxProxies: z.number().int().nullable(),
      matters: z.array(z.object({ key: z.string(), title: Label, rule: Label, source: z.string() })),
      choose: z.object({ min: z.number().int().nullable(), max: z.number().int().nullable() }),
      picks: z.number().int().nullable(),
      seats: z.object({ min: z.number().int().nullable(), max: z.number().int().nullable() }),
      seatsOdd: z.boolean(),
      photographs: z.boolean(),
      nominate: z.array(z.object({ key: z.string(), title: Label })),
      silence: z.enum(['not-taking-part', 'with-majority-where-rules-say-so']),
      limits: z.array(
        z.object({
          key: z.string(),
          title: Label,
          words: Label,
          source: z.string().nullable(),
          minutes: z
            .object({ least: z.number().int(), most: z.number().int().nullable() })
            .nullable()
            .describe('Null: counted in working days, which only a calendar knows'),
        }),
      ),
      priorStudy: z.object({ title: Label, words: Label }).nullable(),
      basis: z.string().nullable(),
      municipalSystem: z.enum(['required', 'allowed']).nullable(),
      convene: z
        .array(
          z.object({
            code: AreaCode,
            name: z.string(),
            parts: z.array(z.object({ code: AreaCode, name: z.string() })),
          }),
        )
        .describe('Where this viewer may convene it; empty: nowhere'),
    }),
  ),
});
export type BallotKinds = z.infer<typeof BallotKinds>;

export const BallotStudyView = z.object({
  title: Label,
  by: z.array(Label).describe('Roles that record the opinion'),
  askedAt: Instant,
  dueAt: Instant,
  ended: z.enum(['opinion', 'expired', 'petition', 'order']).nullable(),
  endedAt: Instant.nullable(),
  opinion: z
    .object({ text: z.string(), by: z.string(), at: Instant, minutesId: z.uuid().nullable() })
    .nullable(),
  petition: z
    .object({ heads: z.number().int(), of: z.number().int(), share: BallotShare, mayPass: z.boolean() })
    .nullable()
    .describe('Heads who support it, out of so many; null: none can pass it by'),
  order: z.object({ number: z.string(), text: z.string(), by: z.string() }).nullable(),
});
export type BallotStudyView = z.infer<typeof BallotStudyView>;

export const QuestionResultView = z.object({
  key: z.string(),
  outcome: z.enum(['passed', 'rejected', 'decided', 'tied', 'none', 'no-quorum', 'answered']),
  words: Label,
  quorum: z.array(BallotCheck),
  majority: z.record(z.string(), z.array(BallotCheck)),
  ranking: z.array(z.string()),
  won: z.array(z.string()),
  tied: z.array(z.string()),
  seatsOpen: z.number().int(),
  options: z.record(z.string(), BallotCount),
  abstained: BallotCount,
  invalid: BallotCount,
  silent: z.object({ to: z.string(), count: BallotCount }).nullable(),
});
export const BallotResultView = z.object({
  failed: z.boolean(),
  questions: z.array(QuestionResultView),
  tookPart: BallotCount,
  byChannel: z.record(z.string(), BallotCount),
  notCast: BallotCount.nullable(),
  countedAt: Instant,
  by: HolderView.nullable(),
  votesRoot: z.string(),
});
export type BallotResultView = z.infer<typeof BallotResultView>;

export const BallotObjectionView = z.object({
  objectionId: z.uuid(),
  entryId: z.string().nullable(),
  at: Instant,
  text: z.string(),
  isMine: z.boolean(),
  answer: z.object({ text: z.string(), at: Instant, by: z.string(), upheld: z.boolean() }).nullable(),
});

/** Of an election to a post: somebody who was elected, and whether they were given it. */
export const ElectedView = z.object({
  question: z.string(),
  option: z.string(),
  name: z.string(),
  roleTitle: Label,
  org: z.object({ orgId: z.uuid(), name: z.string() }).nullable().describe('Null: there is none there'),
  trail: z
    .array(
      z.object({ step: PostTrailStep, channel: Label.nullable(), doneOn: Day, note: z.string().nullable() }),
    )
    .describe('How they came to it, as the steps of this ballot say; it stands with the post'),
  post: z
    .object({ postId: z.uuid(), heldFrom: Day, heldTo: Day.nullable() })
    .nullable()
    .describe('The post that was given on this election'),
  appoint: z
    .object({
      isRegistered: z.boolean().describe('False: whoever appoints says who it is'),
      heldTo: Day.nullable().describe('Last day of the term, where the model has one'),
      seats: z.number().int().nullable(),
      holders: z
        .array(
          z.object({
            postId: z.uuid(),
            name: z.string(),
            heldFrom: Day,
            heldTo: Day.nullable(),
            isElected: z.boolean().describe('Is the elected person: elected again'),
          }),
        )
        .describe('Who holds it now'),
    })
    .nullable()
    .describe('To those who may appoint there, once the result is final and nobody was'),
});
export type ElectedView = z.infer<typeof ElectedView>;
/** POST /api/ballots/:ballotId/appoint-elected: gives the post, with the trail of the election, to somebody who was elected. */
export const AppointElected = z.object({
  commandId: CommandId,
  question: z.string().max(60),
  option: z.string().max(60),
  personId: z.uuid().optional().describe('Where the candidate was entered by name alone: who it is'),
  phone: Phone.optional().describe('Likewise, of somebody who is not registered yet'),
  heldFrom: Day.optional().describe('Default: today'),
  heldTo: Day.nullable().optional().describe('Default: the term of the model'),
  ends: z.array(z.uuid()).max(50).default([]).describe('Posts of `holders` that end with it'),
  opinionCaseId: z.uuid().optional().describe('Where the role asks for an opinion first'),
});
export type AppointElected = z.input<typeof AppointElected>;

/** The page of one ballot. What the viewer may not know is absent (null). */
export const BallotView = BallotSummary.extend({
  text: z.string(),
  repeats: z.object({ ballotId: z.uuid(), number: z.string() }).nullable(),
  repeatedBy: z.object({ ballotId: z.uuid(), number: z.string() }).nullable(),
  convener: HolderView,
  electorate: Label.describe('Who votes, in words'),
  basis: z.string().nullable(),
  municipalSystem: z.enum(['required', 'allowed']).nullable(),
  channels: z.array(BallotChannel),
  maxProxies: z.number().int().nullable(),
  silence: z.object({ basis: z.string() }).nullable(),
  /** The way of this ballot, for the progress line. */
  steps: z.array(
    z.object({
      phase: BallotPhase,
      title: Label,
      state: z.enum(['done', 'here', 'ahead', 'skipped']),
      at: Instant.nullable().describe('When it was reached, or will be'),
    }),
  ),
  rollUntil: Instant.nullable(),
  countDueAt: Instant.nullable(),
  announceDueAt: Instant.nullable(),
  objectionsUntil: Instant.nullable(),
  questions: z.array(BallotQuestionView),
  warnings: z
    .array(Label)
    .describe(
      'Wishes not met, such as the norm on the slate, and what a secret ballot cannot hide. They stop nothing and count nothing',
    ),
  study: BallotStudyView.nullable(),
  roll: z
    .object({
      onDate: Day,
      root: z.string(),
      total: BallotCount,
      corrections: z.number().int(),
      isFrozen: z.boolean().describe('Voting has opened: it never changes any more'),
    })
    .nullable(),
  termsHash: z.string().nullable(),
  slipKeys: z.record(z.string(), z.string()).nullable(),
  participation: z
    .object({
      tookPart: BallotCount,
      byChannel: z.record(z.string(), BallotCount).describe('Empty: a municipal system did not say'),
      quorum: z.array(z.object({ question: z.string(), checks: z.array(BallotCheck) })),
      at: Instant,
    })
    .nullable()
    .describe('How many took part so far. Never what they chose'),
  mine: z.array(MyBallotEntry),
  myStrike: z
    .object({
      strikeId: z.uuid(),
      reason: Label,
      note: z.string(),
      at: Instant,
      objectUntil: Instant,
      objection: z.object({ at: Instant, text: z.string() }).nullable(),
      decision: z.object({ at: Instant, by: z.string(), upheld: z.boolean(), text: z.string() }).nullable(),
      isOffRoll: z.boolean(),
    })
    .nullable()
    .describe('The viewer was struck from this roll; null: was not'),
  rollCheck: z
    .enum(['strikes', 'decides'])
    .nullable()
    .describe('May look at the roll of residents: to strike wrong entries, or to decide objections alone'),
  mySupport: z.boolean().nullable().describe('Does the viewer support the petition? Null: may not'),
  myBirthDate: z.enum(['known', 'needed', 'not-needed']),
  desk: z
    .object({
      mayRead: z.boolean(),
      open: z.number().int().describe('Papers that only one has read, or two differently'),
    })
    .nullable()
    .describe('Those who count only'),
  mayNominate: z
    .array(z.object({ key: z.string(), title: Label }))
    .describe('Channels open to this viewer now'),
  result: BallotResultView.nullable().describe('Null before it is announced, to everybody'),
  external: z
    .object({
      system: z.string(),
      number: z.string(),
      evidence: z.array(z.object({ fileId: z.uuid().nullable(), name: z.string(), sha256: z.string() })),
    })
    .nullable(),
  elected: z.array(ElectedView).describe('Elections to a post, once announced'),
  objections: z.array(BallotObjectionView),
  catalogue: z.object({ isConfirmed: z.boolean(), groups: z.number().int() }).nullable(),
  hasBundle: z.boolean(),
  headHash: z.string().describe('Hash of the last history entry: compare it with the one in a bundle'),
});
export type BallotView = z.infer<typeof BallotView>;
/** Reply to convening, to every verb, and to what is done with an entry. */
export const BallotReply = z.object({ ballot: BallotView });
export type BallotReply = z.infer<typeof BallotReply>;

/** GET /api/ballots/:ballotId/history */
export const BallotHistory = z.object({
  entries: z.array(
    z.object({
      seq: z.number().int(),
      at: Instant,
      verb: z.string(),
      verbTitle: Label,
      fromPhase: BallotPhase,
      toPhase: BallotPhase,
      toPhaseTitle: Label,
      actor: z.string().nullable().describe('Post and name as they were; null: time itself'),
      reason: z.string().nullable(),
      details: z.array(Label),
      previousHash: z.string(),
      hash: z.string(),
    }),
  ),
});
export type BallotHistory = z.infer<typeof BallotHistory>;

// ── Voting ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** What is done with an entry answers with how it then stands: short, because thousands do it in the same minute. */
export const BallotEntryReply = z.object({ entry: MyBallotEntry });
export type BallotEntryReply = z.infer<typeof BallotEntryReply>;
/** POST /api/ballots/:ballotId/entries/:entryId/cast: open ballots. Voting again replaces what was said. */
export const CastBallot = z.object({ commandId: CommandId, choices: BallotChoices });
export type CastBallot = z.infer<typeof CastBallot>;
/** POST /api/ballots/:ballotId/entries/:entryId/take-back · …/serve (seen after signing in, or handed over) · …/proxy/end */
export const EntryCommand = z.object({ commandId: CommandId });
/** POST /api/ballots/:ballotId/entries/:entryId/proxy: to somebody registered, named by `personId`, or by phone and name together. */
export const GiveBallotProxy = z.object({
  commandId: CommandId,
  to: z.union([
    z.object({ personId: z.uuid() }),
    z.object({ phone: Phone, name: z.string().trim().min(1).max(60) }),
  ]),
});
export type GiveBallotProxy = z.infer<typeof GiveBallotProxy>;

/**
 * POST /api/ballots/:ballotId/entries/:entryId/slips: step one of a secret ballot, signed in. One blinded message for each
 * of `mine.slips`. A retry with the same messages gets the same signatures; others are refused.
 */
export const IssueSlips = z.object({
  commandId: CommandId,
  blinded: z
    .array(z.object({ value: z.string().max(10), message: z.string().max(2000).describe('Blinded, base64') }))
    .min(1)
    .max(2000),
});
export type IssueSlips = z.infer<typeof IssueSlips>;
export const IssueSlipsReply = z.object({
  signatures: z.array(z.object({ value: z.string(), signature: z.string().describe('Blind, base64') })),
});
export type IssueSlipsReply = z.infer<typeof IssueSlipsReply>;

/**
 * POST /api/ballots/:ballotId/slips: step two, without any cookie (a request with one is refused). One slip a request, so that
 * nothing ties the slips of one voter together. No command id: the token is the key, the same slip again is the same vote.
 */
export const CastSlip = z.object({
  value: z.string().max(10),
  token: z.string().regex(/^[0-9a-f]{64}$/),
  choices: BallotChoices,
  signature: z.string().max(2000),
});
export type CastSlip = z.infer<typeof CastSlip>;
export const CastSlipReply = z.object({ isInBox: z.literal(true) });
/**
 * POST /api/ballots/:ballotId/slips/receipt: “my vote was counted”. What it says is shown once the result is announced. The token
 * is in the body, because addresses are kept by proxies and browsers, and beside an address of the net it would lead to its voter.
 */
export const AskReceipt = z.object({ token: z.string().regex(/^[0-9a-f]{64}$/) });
export const SlipReceipt = z.object({
  isInBox: z.boolean(),
  values: z.array(z.string()),
  choices: BallotChoices.nullable(),
});
export type SlipReceipt = z.infer<typeof SlipReceipt>;

/** GET /api/ballots/:ballotId/entries/:entryId/proof: for its voter alone, that the entry stands in the frozen roll. */
export const BallotEntryProof = z.object({
  root: z.string(),
  entryId: z.string(),
  identity: z.object({
    salt: z.string(),
    key: z.string(),
    voterId: z.uuid().nullable(),
    homes: z.array(z.object({ code: z.string(), areaDm2: z.number().int(), source: z.string() })),
  }),
  path: z.array(z.object({ side: z.enum(['left', 'right']), hash: z.string() })),
});
export type BallotEntryProof = z.infer<typeof BallotEntryProof>;

/** POST /api/ballots/:ballotId/petition: an owner supports the petition that passes prior study by, or takes it back. */
export const SupportPetition = z.object({
  commandId: CommandId,
  support: z.boolean(),
  homes: z
    .array(AreaCode)
    .min(1)
    .max(500)
    .optional()
    .describe('Owners who signed on paper, by a home of theirs: entered by those who convene or count'),
});

/** POST /api/ballots/birth-date: one's own, for ballots with an age limit. Kept encrypted. Staff enter it for somebody. */
export const EnterBirthDate = z.object({
  commandId: CommandId,
  bornOn: Day,
  personId: z.uuid().optional().describe('Somebody else: by who administers where they live'),
});
export type EnterBirthDate = z.infer<typeof EnterBirthDate>;

// ── Counting desk ────────────────────────────────────────────────────────────────────────────────────────────────

const PaperRef = z
  .string()
  .max(40)
  .describe('Open ballots: entry of the roll, or code of a home in it. Secret ballots: serial of the paper');
/** Who handed papers in for others, as the written proxy names them. The limit counts these and those given online together. */
export const PaperProxy = z.object({
  name: z.string().trim().min(1).max(60),
  phone: Phone.nullable().default(null).describe('Tells two of one name apart; null: they count as one'),
});
export type PaperProxy = z.infer<typeof PaperProxy>;
/** By question: why what stands on the paper does not count. */
const InvalidReasons = z.record(z.string().max(60), z.string().trim().min(1).max(200));
/** POST /api/ballots/:ballotId/papers: papers as one person reads them. Two persons read each; equal readings stand. */
export const ReadPapers = z.object({
  commandId: CommandId,
  papers: z
    .array(
      z.object({
        ref: PaperRef,
        choices: BallotChoices,
        areaDm2: z.number().int().min(0).optional().describe('Secret ballots: area printed on the paper'),
        reasons: InvalidReasons.default({}).describe('Needed for each question that is `invalid`'),
        proxy: PaperProxy.nullable().default(null).describe('Open ballots only: who handed it in for them'),
      }),
    )
    .min(1)
    .max(200),
});
export type ReadPapers = z.infer<typeof ReadPapers>;
export const ReadPapersReply = z.object({
  papers: z.array(
    z.object({
      ref: z.string(),
      state: z.enum(['one-reading', 'agreed', 'differs', 'refused']),
      problem: z.string().nullable(),
    }),
  ),
  open: z.number().int(),
});
export type ReadPapersReply = z.infer<typeof ReadPapersReply>;
/** POST /api/ballots/:ballotId/papers/void */
export const VoidPaper = z.object({
  commandId: CommandId,
  ref: PaperRef,
  reason: z.string().trim().min(2).max(500),
});
/** POST /api/ballots/:ballotId/papers/hand: secret ballots, a paper was put into the urn for these entries. */
export const HandPapers = z.object({
  commandId: CommandId,
  refs: z.array(PaperRef).min(1).max(200),
  proxy: PaperProxy.pick({ name: true }).nullable().default(null).describe('Who put them in for others'),
});

/** GET /api/ballots/:ballotId/desk?q=: for those who count. */
export const BallotDeskQuery = z.object({
  q: z.string().max(60).optional().describe('Code or name of a home, or place in the roll'),
  state: z.enum(['one-reading', 'agreed', 'differs', 'none']).optional(),
  refs: z
    .string()
    .max(4_000)
    .optional()
    .describe('Only these papers, with a comma between: entries of the roll, or serials in a secret ballot'),
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const BallotDesk = z.object({
  counts: z.object({
    oneReading: z.number().int(),
    agreed: z.number().int(),
    differs: z.number().int(),
    handed: z.number().int(),
  }),
  readers: z
    .array(z.object({ name: z.string(), isMe: z.boolean(), read: z.number().int() }))
    .describe('Who has read how many papers'),
  proxies: z
    .array(z.object({ name: z.string(), papers: z.number().int() }))
    .describe('Who has handed in how many papers for others'),
  invalid: z
    .array(z.object({ reason: z.string(), answers: z.number().int() }))
    .nullable()
    .describe('Why answers on papers did not count, for the minutes; null until it is counted'),
  recount: z
    .object({
      at: Instant,
      notMine: z
        .array(z.string())
        .describe('Papers to be read that this viewer read before: two others read them'),
      isShort: z.boolean().describe('Some paper has fewer than two persons left who have not read it'),
      counters: z.array(Label).describe('Roles that count'),
      lent: z.array(Label).describe('Roles that may annul it, and read papers in a recount'),
    })
    .nullable()
    .describe('It is counted again, or was; null: never'),
  papers: z.array(
    z.object({
      ref: z.string(),
      entryId: z.string().nullable(),
      homes: z.array(z.object({ code: AreaCode, name: z.string() })),
      voter: z
        .string()
        .nullable()
        .describe('Where persons are on the roll and not homes: who it is, or nobody could be found on it'),
      areaDm2: z.number().int(),
      state: z.enum(['none', 'one-reading', 'agreed', 'differs']),
      readBy: z.array(z.object({ name: z.string(), isMe: z.boolean(), at: Instant })),
      mine: BallotChoices.nullable().describe('What this viewer read'),
      reasons: InvalidReasons.describe('Why it is invalid, as this viewer read it'),
      proxy: z.string().nullable().describe('Who handed it in for them, as this viewer read it'),
      differsIn: z
        .array(z.string())
        .describe('Keys of the questions; both read the paper again, neither is shown the other’s'),
      isOnline: z.boolean().describe('Has voted online; a paper replaces that'),
      isHanded: z.boolean(),
    }),
  ),
  total: z.number().int(),
});
export type BallotDesk = z.infer<typeof BallotDesk>;

/** POST /api/ballots/:ballotId/roll/look: a roll of residents with names and homes, while entries may be struck. Each look is logged. */
export const LookAtRoll = z.object({
  q: z.string().trim().max(60).optional().describe('Part of a name or home, or a place in the roll'),
  from: z.number().int().min(0).default(0),
});
export const RollLook = z.object({
  seq: z.number().int().describe('Version the numbers belong to'),
  until: Instant.nullable().describe('Until when entries may be struck'),
  ageFrom: z.number().int().nullable(),
  entries: z
    .array(
      z.object({
        entryId: z.string(),
        name: z.string(),
        home: z.string(),
        isTooYoung: z.boolean().describe('By the date of birth kept now, which itself is not shown'),
        isStrikable: z.boolean().describe('Not: was struck before and put back'),
      }),
    )
    .describe('Empty to those who may only decide'),
  total: z.number().int(),
  strikes: z.array(
    z.object({
      strikeId: z.uuid(),
      entryId: z.string().describe('Number on the roll that held then'),
      name: z.string(),
      home: z.string(),
      reason: Label,
      note: z.string(),
      at: Instant,
      by: z.string(),
      objection: z.object({ at: Instant, text: z.string() }).nullable(),
      decision: z.object({ at: Instant, by: z.string(), upheld: z.boolean(), text: z.string() }).nullable(),
      mayDecide: z.boolean(),
    }),
  ),
});
export type RollLook = z.infer<typeof RollLook>;

/** PUT /api/ballots/:ballotId/files/:name, the file itself as body: evidence of a municipal system. GET …/files/:fileId reads it. */
export const BallotFile = z.object({
  fileId: z.uuid(),
  name: z.string(),
  sha256: z.string(),
  sizeBytes: z.number().int(),
});
export type BallotFile = z.infer<typeof BallotFile>;

// ── Nominations ──────────────────────────────────────────────────────────────────────────────────────────────────

/** POST /api/ballots/:ballotId/nominations */
export const Nominate = z.object({
  commandId: CommandId,
  question: z.string().max(60),
  channel: z.string().max(60),
  name: z.string().trim().min(1).max(60),
  personId: z
    .uuid()
    .nullable()
    .default(null)
    .describe('Where the person is registered; the name must be theirs. Who stands themself names themself'),
  phone: Phone.optional().describe('Of somebody registered: with the name it tells who it is'),
  statement: z.string().trim().min(1).max(2000),
  supporters: z.number().int().min(1).max(10_000).default(1).describe('Joint nominations: how many signed'),
  photoId: z.uuid().nullable().default(null),
  countsForNorm: z.boolean().default(false),
});
export type Nominate = z.input<typeof Nominate>;
/** POST /api/ballots/:ballotId/nominations/:nominationId/:deed */
export const NominationDeed = z.enum(['accept', 'reject', 'withdraw']);
export const NominationRequest = z.object({
  commandId: CommandId,
  reason: z.string().trim().max(500).optional(),
});
export const NominationView = z.object({
  nominationId: z.uuid(),
  question: z.string(),
  channel: z.string(),
  channelTitle: Label,
  name: z.string(),
  statement: z.string(),
  supporters: z.number().int(),
  photoId: z.uuid().nullable(),
  countsForNorm: z.boolean(),
  state: z.enum(['nominated', 'accepted', 'rejected', 'withdrawn']),
  option: z.string().nullable().describe('Key of the option on the slate'),
  isRegistered: z.boolean().describe('Is it known which person of this city it is?'),
  trail: z.array(
    z.object({
      deed: z.enum(['nominate', 'accept', 'reject', 'withdraw']),
      at: Instant,
      by: z.string(),
      reason: z.string().nullable(),
    }),
  ),
  verbs: z.array(NominationDeed),
});
export type NominationView = z.infer<typeof NominationView>;
/** GET /api/ballots/:ballotId/nominations */
export const Nominations = z.object({
  nominations: z.array(NominationView),
  norm: z
    .object({
      title: Label,
      percent: z.number(),
      accepted: z.number().int(),
      counting: z.number().int(),
      isMet: z.boolean(),
    })
    .nullable()
    .describe('A wish about the slate. It warns and enters no count'),
});
export type Nominations = z.infer<typeof Nominations>;

// ── Surveys: catalogue of problems ───────────────────────────────────────────────────────────────────────────────

export const ProblemGroupView = z.object({
  key: z.string(),
  title: z.string(),
  words: z.array(z.string()),
  answers: z.number().int(),
  areas: z.array(z.object({ code: AreaCode, name: z.string(), answers: z.number().int() })),
  reach: z.enum(['common', 'individual']),
  examples: z.array(z.string()).max(5),
});
export type ProblemGroupView = z.infer<typeof ProblemGroupView>;
/** GET /api/ballots/:ballotId/catalogue?question=: free answers, grouped and ranked; a person edits and confirms it. */
export const CatalogueQuery = z.object({ question: z.string().max(60).optional() });
export const CatalogueView = z.object({
  question: z.string(),
  version: z.number().int().describe('0: as grouped, nobody has edited it'),
  answers: z.number().int(),
  groups: z.array(ProblemGroupView).describe('The most answers first'),
  confirmed: z.object({ at: Instant, by: z.string() }).nullable(),
  mayEdit: z.boolean(),
});
export type CatalogueView = z.infer<typeof CatalogueView>;
/** GET /api/ballots/:ballotId/catalogue/:group?question=&from= */
export const CatalogueAnswersQuery = CatalogueQuery.extend({
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CatalogueAnswers = z.object({
  total: z.number().int(),
  answers: z.array(z.object({ answerId: z.string(), text: z.string(), areaName: z.string() })),
});
export type CatalogueAnswers = z.infer<typeof CatalogueAnswers>;
/** POST /api/ballots/:ballotId/catalogue */
export const EditCatalogue = z.object({
  commandId: CommandId,
  question: z.string().max(60),
  version: z.number().int().min(0).describe('Version the sender saw; stale: 409'),
  edits: z
    .array(
      z.discriminatedUnion('do', [
        z.object({
          do: z.literal('merge'),
          groups: z.array(z.string().max(80)).min(1).max(100),
          into: z.string().max(80),
        }),
        z.object({
          do: z.literal('rename'),
          group: z.string().max(80),
          title: z.string().trim().min(1).max(80),
        }),
        z.object({
          do: z.literal('reach'),
          group: z.string().max(80),
          reach: z.enum(['common', 'individual']),
        }),
        z.object({
          do: z.literal('move'),
          answers: z.array(z.string().max(80)).min(1).max(2000),
          to: z.string().max(80).nullable().describe('Null: a group of their own'),
        }),
      ]),
    )
    .max(500)
    .default([]),
  confirm: z.boolean().default(false),
});
export type EditCatalogue = z.input<typeof EditCatalogue>;

// ── Ownership register: what rolls of owners are built from ──────────────────────────────────────────────────────

export const OwnershipView = z.object({
  ownershipId: z.uuid(),
  homeCode: AreaCode,
  nameMasked: z.string(),
  phoneMasked: z.string().nullable(),
  isDeveloper: z.boolean().describe('Unsold, or sold and not yet delivered: all such homes are one head'),
  isVoter: z.boolean().describe('Of co-owners the one they named'),
  isLinked: z.boolean().describe('Is known here as a person, so can vote online'),
  homesOfHead: z.number().int().describe('Homes merged into the same head'),
  from: Day,
  to: Day.nullable(),
});
export type OwnershipView = z.infer<typeof OwnershipView>;
export const OwnershipHome = z.object({
  homeCode: AreaCode,
  name: z.string(),
  areaDm2: z.number().int().nullable(),
  source: z.enum(['register', 'survey', 'contract']).nullable(),
  owners: z.array(OwnershipView),
});
/** GET /api/ownerships?compound=CODE */
export const OwnershipQuery = z.object({
  compound: AreaCode,
  q: z.string().trim().max(60).optional().describe('Code or name of a home'),
  lack: z.enum(['owner', 'area', 'voter']).optional(),
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const OwnershipRegister = z.object({
  compound: z.object({ code: AreaCode, name: z.string() }),
  counts: z.object({
    homes: z.number().int(),
    withOwner: z.number().int(),
    withArea: z.number().int(),
    withVoter: z.number().int(),
    heads: z.number().int(),
    areaDm2: z.number().int(),
  }),
  homes: z.array(OwnershipHome),
  total: z.number().int(),
  mayEnter: z.boolean(),
});
export type OwnershipRegister = z.infer<typeof OwnershipRegister>;
/** GET /api/ownerships/compounds: whose register this viewer keeps. GET /api/ownerships/mine: what is registered of oneself. */
export const OwnershipCompounds = z.object({
  compounds: z.array(z.object({ code: AreaCode, name: z.string() })),
});
export const MyOwnerships = z.object({
  homes: z.array(
    z.object({
      ownershipId: z.uuid(),
      homeCode: AreaCode,
      name: z.string(),
      areaDm2: z.number().int().nullable(),
      isVoter: z.boolean(),
      coOwners: z.number().int(),
      from: Day,
    }),
  ),
});
export type MyOwnerships = z.infer<typeof MyOwnerships>;

const ownershipRow = {
  homeCode: AreaCode,
  name: z.string().trim().min(1).max(80),
  documentNumber: z
    .string()
    .trim()
    .min(4)
    .max(40)
    .optional()
    .describe('Of the identity document: tells that two homes have one buyer. Only its keyed hash is kept'),
  phone: Phone.optional(),
  isDeveloper: z.boolean().default(false),
  isVoter: z.boolean().optional().describe('Default: the first owner of a home'),
  from: Day.optional().describe('Default: today'),
};
/** POST /api/ownerships */
export const EnterOwnership = z.object({
  commandId: CommandId,
  ...ownershipRow,
  personId: z.uuid().optional().describe('Default: whoever is registered with the phone'),
  area: z
    .object({ areaDm2: z.number().int().min(1), source: z.enum(['register', 'survey', 'contract']) })
    .optional()
    .describe('Exclusive area of the home, where it is not known yet or a better source is at hand'),
});
export type EnterOwnership = z.input<typeof EnterOwnership>;
/** POST /api/ownerships/:ownershipId/end · POST …/voter (co-owners name this one) · POST …/reveal */
export const EndOwnership = z.object({
  commandId: CommandId,
  lastDay: Day.optional().describe('Default: yesterday'),
  reason: z.string().trim().min(2).max(300),
});
export const NameVoter = z.object({ commandId: CommandId });
export const RevealOwnership = z.object({ reason: z.string().trim().min(4).max(500) });
export const RevealOwnershipReply = z.object({ name: z.string(), phone: z.string().nullable() });
/** POST /api/ownerships/merge: two entries of the register are one buyer (法释〔2009〕7号 art. 9). */
export const MergeOwners = z.object({
  commandId: CommandId,
  keep: z.uuid(),
  merge: z.array(z.uuid()).min(1).max(50),
  reason: z.string().trim().min(2).max(300),
});
/** POST /api/ownerships/import: rows of a table; those that are wrong are named and none is written. */
export const ImportOwnerships = z.object({
  commandId: CommandId,
  compound: AreaCode,
  rows: z
    .array(
      z.object({
        ...ownershipRow,
        areaDm2: z.number().int().min(1).optional(),
        source: z.enum(['register', 'survey', 'contract']).optional(),
      }),
    )
    .min(1)
    .max(2000),
});
export type ImportOwnerships = z.input<typeof ImportOwnerships>;
/** POST /api/ownerships/areas: exclusive areas alone, also of homes whose owner nobody knows: without one no roll can be made. */
export const EnterHomeAreas = z.object({
  commandId: CommandId,
  compound: AreaCode,
  homes: z
    .array(
      z.object({
        homeCode: AreaCode,
        areaDm2: z.number().int().min(1),
        source: z.enum(['register', 'survey', 'contract']),
      }),
    )
    .min(1)
    .max(2000),
});
export type EnterHomeAreas = z.infer<typeof EnterHomeAreas>;
export const EnterHomeAreasReply = z.object({
  entered: z.number().int(),
  kept: z.number().int().describe('Homes whose area is known from a better source, which stays'),
});
export const ImportOwnershipsReply = z.object({
  entered: z.number().int(),
  known: z.number().int().describe('Rows that say what is registered already'),
});
export const OwnershipReply = z.object({ home: OwnershipHome });

/** GET /api/live, event `ballot`: look at it again. Sent when it moves on and, at most every few seconds, while people vote; carries no count. */
export const LiveBallot = z.object({ ballotId: z.uuid(), seq: z.number().int() });
