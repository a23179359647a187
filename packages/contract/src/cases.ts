import { z } from 'zod';
import { AreaCode, CommandId, Instant, Label } from './text.ts';

export const stationKeys = [
  'open',
  'accepted',
  'assigned',
  'handling',
  'resolved',
  'verified',
  'closed',
  'withdrawn',
  'merged',
  'returned',
  'reopened',
] as const;
export const StationKey = z.enum(stationKeys);
export const AnswerValue = z.union([
  z.string().max(20_000),
  z.number(),
  z.boolean(),
  z.array(z.string().max(200)).max(50),
  z.null(),
]);
export const Answers = z.record(z.string().max(80), AnswerValue);

export const Position = z.object({
  longitude: z.number().min(-180).max(180),
  latitude: z.number().min(-90).max(90),
});

/** POST /api/cases */
export const OpenCase = z.object({
  commandId: CommandId,
  kind: z.string().max(60),
  areaCode: AreaCode.optional().describe('Place as picked; else found from `position`'),
  spotCode: z.string().max(40).optional().describe('QR code at the spot'),
  spot: z.string().trim().max(120).optional().describe('The place in the reporter’s words'),
  position: Position.optional(),
  category: z.string().max(60).optional(),
  photoIds: z.array(z.uuid()).max(9).default([]),
  answers: Answers.default({}).describe(
    'By the kind’s `asks`; photos, place and category may also come in the fields above',
  ),
});
export type OpenCase = z.input<typeof OpenCase>;

export const HolderInput = z.object({
  postId: z.uuid().nullable().optional(),
  orgId: z.uuid(),
  role: z.string().max(60),
});
/** POST /api/cases/:caseId/verbs/:verb */
export const VerbRequest = z.object({
  commandId: CommandId,
  seq: z.number().int().min(1).describe('Version the sender saw; stale: 409 with the present state'),
  reason: z.string().trim().max(2000).optional(),
  to: HolderInput.optional(),
  answers: Answers.optional(),
  photoIds: z.array(z.uuid()).max(9).optional(),
  pause: z.string().max(60).optional(),
  rating: z
    .object({ answer: z.enum(['solved', 'partly', 'not']), comment: z.string().trim().max(2000).optional() })
    .optional(),
  into: z.uuid().optional(),
  severity: z.enum(['urgent', 'ordinary', 'hard']).optional(),
  category: z.string().max(60).optional(),
  part: z
    .object({
      partId: z.uuid().optional(),
      holder: HolderInput.optional(),
      task: z.string().trim().max(500).optional(),
      result: z.string().trim().max(2000).optional(),
    })
    .optional(),
  resolution: z.string().trim().max(4000).optional(),
  dueOn: z.iso.date().optional().describe('decide: day by which the duty is due'),
});
export type VerbRequest = z.infer<typeof VerbRequest>;

/** POST /api/cases/bulk: the same deed on many; each has its own outcome. */
export const BulkRequest = z.object({
  verb: z.string().max(40),
  items: z
    .array(z.object({ caseId: z.uuid(), seq: z.number().int().min(1), commandId: CommandId }))
    .min(1)
    .max(100),
  with: VerbRequest.omit({ commandId: true, seq: true }),
});
export const BulkReply = z.object({
  results: z.array(
    z.object({
      caseId: z.uuid(),
      ok: z.boolean(),
      status: z.number().int(),
      title: z.string().optional(),
      detail: z.string().optional(),
    }),
  ),
});

export const HolderView = z.object({
  postId: z.uuid().nullable(),
  role: z.string(),
  roleTitle: Label,
  orgId: z.uuid(),
  orgName: z.string(),
  personId: z.uuid().nullable(),
  name: z.string().nullable().describe('Null: vacant, or not for this viewer'),
});
export type HolderView = z.infer<typeof HolderView>;

export const VerbView = z.object({
  verb: z.string(),
  title: Label,
  primary: z.boolean(),
  reason: z.enum(['required', 'optional', 'none']),
  /** Fields to ask, as in the model view; keys `station.field` in answers. */
  asks: z.array(
    z.object({
      key: z.string(),
      title: Label,
      hint: Label.nullable(),
      kind: z.string(),
      required: z.boolean(),
      max: z.number().nullable(),
      choices: z.array(z.object({ key: z.string(), title: Label })),
    }),
  ),
  /** Roles that may be named; the holders come from GET /api/cases/:id/holders?verb=. */
  to: z.array(z.string()),
  choices: z
    .array(z.object({ key: z.string(), title: Label }))
    .describe('pause: its kinds · rate: the answers'),
});
export type VerbView = z.infer<typeof VerbView>;

export const ClockView = z.object({
  key: z.string(),
  title: Label,
  startedAt: Instant,
  dueAt: Instant,
  stoppedAt: Instant.nullable(),
  overAt: Instant.nullable(),
  pausedSince: Instant.nullable(),
  /** Share of the time used now, in percent, 100 at most. */
  usedPercent: z.number(),
});
export type ClockView = z.infer<typeof ClockView>;

/** A line in queues and lists. */
export const CaseSummary = z.object({
  caseId: z.uuid(),
  number: z.string(),
  kind: z.string(),
  kindTitle: Label,
  title: z.string(),
  station: StationKey,
  stationTitle: Label,
  severity: z.enum(['urgent', 'ordinary', 'hard']),
  category: z.string().nullable(),
  categoryTitle: Label.nullable(),
  areaCode: AreaCode,
  areaName: z.string(),
  spot: z.string().nullable(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  openedAt: Instant,
  changedAt: Instant,
  dueAt: Instant.nullable(),
  dueClockTitle: Label.nullable(),
  isOver: z.boolean(),
  paused: Label.nullable(),
  rung: z.object({ index: z.number().int(), of: z.number().int(), title: Label }).nullable(),
  danger: z.boolean(),
  responsible: HolderView.nullable(),
  assignee: HolderView.nullable(),
  followerCount: z.number().int(),
  photoId: z.uuid().nullable().describe('First photo'),
  seq: z.number().int(),
  /** Next main verb for this viewer, when there is one. */
  next: VerbView.nullable(),
  verbs: z.array(VerbView),
});
export type CaseSummary = z.infer<typeof CaseSummary>;

export const HistoryView = z.object({
  seq: z.number().int(),
  at: Instant,
  verb: z.string(),
  verbTitle: Label,
  fromStation: StationKey,
  toStation: StationKey,
  toStationTitle: Label,
  actor: z
    .string()
    .nullable()
    .describe(
      'Name (masked where the viewer has no duty) and post; null: the system or a person without account',
    ),
  actorKind: z.enum(['reporter', 'staff', 'resident', 'system']),
  reason: z.string().nullable(),
  /** In words, what changed, made for reading. */
  details: z.array(Label),
  photoIds: z.array(z.uuid()),
  hash: z.string().describe('Hex; staff only, else empty'),
});
export type HistoryView = z.infer<typeof HistoryView>;

/** A meeting of a rung that had the case on its agenda, and what it made of it. */
export const RungMeeting = z.object({
  gathering: z
    .object({ gatheringId: z.uuid(), title: Label, startsAt: Instant, state: z.string() })
    .nullable()
    .describe('Null: it waits for the next one'),
  ended: z
    .object({
      as: z.enum(['resolved', 'carried-over', 'sent-down', 'sent-up', 'noted', 'withdrawn', 'moved-on']),
      at: Instant,
      reason: z.string().nullable(),
    })
    .nullable(),
  decided: z
    .object({
      text: z.string(),
      by: z.string().nullable().describe('Name and post as they were; masked where the viewer has no duty'),
      ownerLabel: z.string().nullable().describe('Who does it'),
      dueOn: z.iso.date().nullable(),
      state: z.enum(['no-duty', 'running', 'kept', 'not-kept']),
      isLate: z.boolean(),
      answer: z.string().nullable(),
    })
    .nullable(),
});
export type RungMeeting = z.infer<typeof RungMeeting>;

/** A case page. What the viewer may not see is absent (null). */
export const CaseView = CaseSummary.extend({
  description: z.string().nullable(),
  answers: z.array(
    z.object({ key: z.string(), title: Label, kind: z.string(), value: AnswerValue, text: z.string() }),
  ),
  areaPath: z.array(z.object({ code: AreaCode, name: z.string() })),
  photoIds: z.array(z.uuid()),
  clocks: z.array(ClockView),
  pausedReason: z.string().nullable(),
  pausedUntil: Instant.nullable(),
  routeReason: z.string().nullable(),
  powerTakenBack: z
    .object({
      powerId: z.uuid(),
      title: Label,
      basis: z.string(),
      from: z.iso.date(),
      leadTitle: Label.describe('Kind of organisation that does it now'),
    })
    .nullable()
    .describe('It is with somebody from whom it was taken back since; staff only'),
  reporter: z.object({
    name: z.string().nullable(),
    phoneMasked: z.string().nullable(),
    isMe: z.boolean(),
    anonymous: z.boolean(),
    canReveal: z.boolean(),
  }),
  parts: z.array(
    z.object({
      partId: z.uuid(),
      holder: HolderView,
      task: z.string(),
      dueAt: Instant,
      signedAt: Instant.nullable(),
      result: z.string().nullable(),
      isOver: z.boolean(),
    }),
  ),
  ladder: z
    .object({
      title: Label,
      rungs: z.array(
        z.object({
          key: z.string(),
          title: Label,
          hostName: z.string().nullable(),
          state: z.enum(['below', 'here', 'above', 'passed']),
          since: Instant.nullable(),
          dueAt: Instant.nullable(),
          meetings: z
            .array(RungMeeting)
            .optional()
            .describe('Meetings of this rung that had it, the latest last'),
        }),
      ),
    })
    .nullable(),
  rating: z
    .object({
      answer: z.enum(['solved', 'partly', 'not']),
      answerTitle: Label,
      at: Instant,
      comment: z.string().nullable(),
    })
    .nullable(),
  mergedInto: z.object({ caseId: z.uuid(), number: z.string() }).nullable(),
  mergedFrom: z.number().int(),
  /** Whole spine as this kind uses it, for the progress line. */
  stations: z.array(
    z.object({ key: StationKey, title: Label, state: z.enum(['done', 'here', 'ahead', 'skipped']) }),
  ),
  history: z.array(HistoryView),
  following: z.boolean(),
});
export type CaseView = z.infer<typeof CaseView>;

/** Reply to opening and to every verb. */
export const CaseReply = z.object({ case: CaseView });

export const CaseListQuery = z.object({
  queue: z.string().max(60).optional(),
  mine: z.stringbool().optional().describe('Reported or followed by me (or this device)'),
  station: StationKey.optional(),
  kind: z.string().max(60).optional(),
  severity: z.enum(['urgent', 'ordinary', 'hard']).optional(),
  area: AreaCode.optional().describe('What lies in it; where one has no post: what neighbours may know of'),
  q: z.string().max(100).optional().describe('Number or words of the title'),
  over: z.stringbool().optional(),
  shared: z.stringbool().optional().describe('Running, and two or more have parts in it'),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const CaseList = z.object({ cases: z.array(CaseSummary), nextCursor: z.string().nullable() });

export const QueueView = z.object({
  key: z.string(),
  title: Label,
  count: z.number().int().describe('Exact up to 999, then 1000'),
  overCount: z.number().int(),
});
/** GET /api/workbench: what is mine, sorted by what is due first. */
export const Workbench = z.object({ mine: z.array(CaseSummary), queues: z.array(QueueView), now: Instant });

/** POST /api/cases/suggest */
export const SuggestRequest = z.object({ kind: z.string().max(60), text: z.string().max(2000) });
export const SuggestReply = z.object({
  categories: z.array(
    z.object({ key: z.string(), title: Label, share: z.number(), words: z.array(z.string()) }),
  ),
  danger: z.boolean(),
});
/** POST /api/cases/similar: open cases nearby that say the same. Nothing of who reported them. */
export const SimilarRequest = z.object({
  kind: z.string().max(60),
  areaCode: AreaCode.optional(),
  position: Position.optional(),
  category: z.string().max(60).optional(),
  text: z.string().max(2000).optional(),
});
export const SimilarReply = z.object({
  cases: z.array(
    z.object({
      caseId: z.uuid(),
      number: z.string(),
      title: z.string(),
      areaName: z.string(),
      spot: z.string().nullable(),
      stationTitle: Label,
      openedAt: Instant,
      photoId: z.uuid().nullable(),
      followerCount: z.number().int(),
      distanceMetres: z.number().nullable(),
      following: z.boolean(),
    }),
  ),
});
export const FollowRequest = z.object({ commandId: CommandId, follow: z.boolean() });
export const FollowReply = z.object({ following: z.boolean(), followerCount: z.number().int() });
/** GET /api/cases/:caseId/holders?verb=assign */
export const HoldersReply = z.object({
  holders: z.array(
    HolderView.extend({
      running: z.number().int().describe('Running cases in hand, to balance the work; not a score'),
      nearest: z.boolean(),
      takenBack: z
        .object({ title: Label, basis: z.string(), from: z.iso.date() })
        .nullable()
        .describe('Cannot be named: an item of the register of powers took it back from them'),
    }),
  ),
});

export const RevealRequest = z.object({ reason: z.string().trim().min(4).max(500) });
export const RevealReply = z.object({ name: z.string().nullable(), phone: z.string().nullable() });

export const AskView = z.object({
  key: z.string(),
  title: Label,
  hint: Label.nullable(),
  kind: z.string(),
  required: z.boolean(),
  max: z.number().nullable(),
  min: z.number().nullable(),
  choices: z.array(z.object({ key: z.string(), title: Label })),
  onYes: z.object({ stop: Label, call: z.string().nullable() }).nullable(),
});
/** GET /api/model: what this viewer may open, and the words of the city. */
export const ModelView = z.object({
  key: z.string(),
  version: z.string(),
  title: Label,
  kinds: z.array(
    z.object({
      key: z.string(),
      title: Label,
      description: Label.nullable(),
      account: z.enum(['none', 'when-answered', 'required']),
      mayOpen: z.boolean(),
      asks: z.array(AskView),
      stations: z.array(z.object({ key: StationKey, title: Label })),
      ladder: z
        .object({ title: Label, rungs: z.array(z.object({ key: z.string(), title: Label })) })
        .nullable(),
    }),
  ),
  problems: z.array(
    z.object({
      key: z.string(),
      title: Label,
      parent: z.string().nullable(),
      severity: z.enum(['urgent', 'ordinary', 'hard']),
    }),
  ),
  levels: z.array(z.object({ key: z.string(), title: Label })),
  roles: z.array(z.object({ key: z.string(), title: Label })),
  registers: z
    .array(z.enum(['opinions', 'establishments', 'segments']))
    .describe('Which of these the city has'),
});
export type ModelView = z.infer<typeof ModelView>;
