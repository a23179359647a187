import { z } from 'zod';
import { HolderInput, HolderView } from './cases.ts';
import { Day } from './orgs.ts';
import { AreaCode, CommandId, Instant, Label } from './text.ts';

const words = (most: number) => z.string().trim().min(1).max(most);
const Named = z.object({ key: z.string(), title: Label });
const Command = z.object({ commandId: CommandId });

/** meeting: agenda, minutes, resolutions · lesson: lecturers, feedback · class: places · shift: seats of a roster · event: neither. */
export const GatheringForm = z.enum(['meeting', 'lesson', 'class', 'shift', 'event']);
export type GatheringForm = z.infer<typeof GatheringForm>;

/**
 * planned → announced (time and agenda are told) → open → ended; cancelled before it began; not-held: its time went by
 * and nobody opened it. Of the last two, what stood on the agenda waits for the next one.
 */
export const GatheringState = z.enum(['planned', 'announced', 'open', 'ended', 'cancelled', 'not-held']);
export type GatheringState = z.infer<typeof GatheringState>;

/** Verbs of a gathering as a whole. Faces draw their buttons from what a view lists, and from nothing else. */
export const GatheringVerb = z.enum([
  'announce',
  'move',
  'cancel',
  'open',
  'end',
  'adjourn',
  'not-held',
  'post-minutes',
  'add-item',
  'order-items',
  'discuss',
  'write-minutes',
  'show-code',
  'check-in',
  'enter-attendance',
  'ask-to-speak',
  'lead-speakers',
  'sign-up',
  'sign-off',
  'set-lecturers',
  'give-feedback',
  'assign-seats',
]);
export type GatheringVerb = z.infer<typeof GatheringVerb>;

/** resolve: decided, perhaps with a duty · answer: a duty of last time, kept or not · become-case: what was raised becomes a case. */
export const ItemVerb = z.enum([
  'put-motion',
  'resolve',
  'carry-over',
  'send-down',
  'send-up',
  'note',
  'answer',
  'become-case',
  'withdraw',
]);
export type ItemVerb = z.infer<typeof ItemVerb>;

/** A line in the calendar. */
export const GatheringSummary = z.object({
  gatheringId: z.uuid(),
  kind: z.string(),
  kindTitle: Label,
  form: GatheringForm,
  title: Label.describe('Its own, else that of its series, else that of its kind'),
  host: z.object({ orgId: z.uuid(), name: z.string() }),
  area: z.object({ areaCode: AreaCode, name: z.string() }),
  place: z.string().nullable(),
  startsAt: Instant,
  endsAt: Instant,
  state: GatheringState,
  reason: z.string().nullable().describe('Why it was called, moved, cancelled or not held'),
  seriesId: z.uuid().nullable().describe('Null: called by itself'),
  wasAt: Instant.nullable().describe('When its series meant it to start, where it was moved'),
  itemCount: z.number().int().describe('On its agenda'),
  places: z
    .object({ capacity: z.number().int().nullable(), taken: z.number().int(), waiting: z.number().int() })
    .nullable()
    .describe('Where one signs up'),
  seats: z.object({ of: z.number().int(), taken: z.number().int() }).nullable().describe('Of a shift'),
  mine: z.object({
    place: z.enum(['placed', 'waiting']).nullable(),
    turn: z.number().int().nullable().describe('On the waiting list, 1: the next'),
    seat: z.number().int().nullable(),
    wasThere: z.boolean(),
  }),
});
export type GatheringSummary = z.infer<typeof GatheringSummary>;

/** GET /api/gatherings: what lies between two days, both included; at most 100 days. */
export const CalendarQuery = z.object({
  from: Day.optional().describe('Default: today'),
  to: Day.optional().describe('Default: 30 days later'),
  org: z.uuid().optional(),
  area: AreaCode.optional().describe('Of organisations that cover this place, or lie in it'),
  kind: z.string().max(60).optional(),
  mine: z
    .stringbool()
    .optional()
    .describe('Hosted by my organisations, or with my place, my seat, or my name on the list'),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export const Calendar = z.object({
  from: Day,
  to: Day,
  gatherings: z.array(GatheringSummary),
  nextCursor: z.string().nullable(),
  kinds: z.array(Named.extend({ form: GatheringForm, mayCall: z.boolean() })),
});
export type Calendar = z.infer<typeof Calendar>;

export const DutyState = z.enum(['no-duty', 'running', 'kept', 'not-kept']);
export type DutyState = z.infer<typeof DutyState>;

/** What was decided, and who does it by when. */
export const ResolutionView = z.object({
  resolutionId: z.uuid(),
  gathering: z.object({ gatheringId: z.uuid(), title: Label, startsAt: Instant, hostName: z.string() }),
  itemId: z.uuid(),
  text: z.string(),
  decidedAt: Instant,
  owner: HolderView.nullable().describe('Null: nothing to do'),
  ownerLabel: z
    .string()
    .nullable()
    .describe('Name and post as they were; masked where the viewer has no duty'),
  dueOn: Day.nullable(),
  dueAt: Instant.nullable(),
  state: DutyState,
  isLate: z.boolean(),
  answer: z.string().nullable(),
  answeredAt: Instant.nullable(),
  answeredBy: z.string().nullable(),
  case: z
    .object({ caseId: z.uuid(), number: z.string(), stationTitle: Label, isOver: z.boolean() })
    .nullable()
    .describe('Its own clocks say what becomes of it'),
  verbs: z.array(z.enum(['answer'])),
});
export type ResolutionView = z.infer<typeof ResolutionView>;

export const MotionView = z.object({
  motionId: z.uuid(),
  text: z.string(),
  putAt: Instant,
  hands: z
    .object({
      for: z.number().int(),
      against: z.number().int(),
      abstained: z.number().int(),
      present: z.number().int(),
      isPassed: z.boolean(),
    })
    .nullable()
    .describe('Show of hands; null: not counted yet'),
  mayCount: z.boolean(),
});

/** One text of the minutes. `version` goes back with the next write: a stale one is refused with both texts. */
export const MinutesPart = z.object({
  part: z.string().describe('An item’s id, or `general`'),
  text: z.string(),
  version: z.number().int().describe('0: nothing is written yet'),
  writtenAt: Instant.nullable(),
  writtenBy: z.string().nullable(),
});
export type MinutesPart = z.infer<typeof MinutesPart>;

export const ItemEnd = z.enum([
  'resolved',
  'carried-over',
  'sent-down',
  'sent-up',
  'noted',
  'answered',
  'became-case',
  'withdrawn',
  'moved-on',
]);
export type ItemEnd = z.infer<typeof ItemEnd>;

export const AgendaItem = z.object({
  itemId: z.uuid(),
  about: z.enum(['case', 'topic', 'duty', 'motion']),
  position: z.number().int(),
  title: z.string(),
  body: z.string().nullable(),
  case: z
    .object({
      caseId: z.uuid(),
      number: z.string(),
      kindTitle: Label,
      stationTitle: Label,
      areaName: z.string(),
      rungTitle: Label.nullable(),
      dueAt: Instant.nullable().describe('Until then a decision is due on this rung'),
      mayOpen: z.boolean().describe('May this viewer open its page?'),
    })
    .nullable(),
  topic: z
    .object({ topicId: z.uuid(), supporterCount: z.number().int(), broughtBy: z.string().nullable() })
    .nullable(),
  duty: ResolutionView.nullable().describe('A duty of an earlier gathering, to be answered for'),
  carriedTimes: z.number().int().describe('How often it was carried over'),
  minutes: MinutesPart,
  motions: z.array(MotionView),
  resolutions: z.array(ResolutionView),
  ended: z.object({ as: ItemEnd, at: Instant, reason: z.string().nullable() }).nullable(),
  hindrance: Label.nullable().describe(
    'Why it cannot be resolved now, and what to do; null: it can, or not by this viewer',
  ),
  verbs: z.array(ItemVerb),
});
export type AgendaItem = z.infer<typeof AgendaItem>;

export const Attendee = z.object({
  attendanceId: z.uuid(),
  name: z.string().describe('Masked where the viewer has no duty'),
  how: z
    .enum(['code', 'code-kept', 'paper', 'later'])
    .describe('code-kept: scanned there without signal, and sent later'),
  cameAt: Instant,
  isMe: z.boolean(),
});
/** Somebody who belongs to a meeting that asks how many of them are there. */
export const EntitledView = z.object({
  personId: z.uuid(),
  name: z.string(),
  roleTitle: Label,
  isHere: z.boolean(),
});
export type EntitledView = z.infer<typeof EntitledView>;
export const SpeakerView = z.object({
  speakerId: z.uuid(),
  name: z.string(),
  askedAt: Instant,
  beganAt: Instant.nullable(),
  isMe: z.boolean(),
});
export const SeatView = z.object({
  seat: z.number().int(),
  name: z.string().nullable().describe('Null: free; masked where the viewer has no duty'),
  isMine: z.boolean(),
  offered: z
    .object({
      isToMe: z.boolean(),
      isToAnybody: z.boolean(),
      forGathering: z.object({ gatheringId: z.uuid(), startsAt: Instant }).nullable(),
    })
    .nullable(),
  verbs: z
    .array(z.enum(['take', 'give-up', 'offer', 'take-back', 'swap', 'refuse', 'assign']))
    .describe(
      'take: a free seat · offer: to be taken over or swapped · swap: say yes to an offer · refuse: say no · take-back: an offer',
    ),
});
export const LecturerView = z.object({
  personId: z.uuid().nullable(),
  name: z.string(),
  subject: z.string().nullable(),
});
export const GatheringStep = z.object({
  seq: z.number().int(),
  at: Instant,
  verb: z.string(),
  actor: z.string().nullable().describe('Name and post as they were; null: time'),
  itemId: z.uuid().nullable(),
  reason: z.string().nullable(),
  hash: z.string(),
});

/** GET /api/gatherings/:id: the meeting room. What the viewer may not see is absent (null). */
export const GatheringView = GatheringSummary.extend({
  seq: z.number().int(),
  openTo: Label.describe('For whom it is, in words'),
  decidedBy: z.array(Named),
  decision: z
    .object({ title: Label, needed: z.number().int().nullable() })
    .nullable()
    .describe('By how many hands a motion is carried; null: more for it than against it'),
  noticeAt: Instant.nullable(),
  announcedAt: Instant.nullable(),
  shortNotice: z
    .object({ dueAt: Instant.describe('When it should have been told at the latest') })
    .nullable()
    .describe(
      'It was told later than the model’s notice period asks, or is not told although that has passed',
    ),
  openedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  minutesPostedAt: Instant.nullable(),
  currentItemId: z.uuid().nullable(),
  items: z.array(AgendaItem),
  general: MinutesPart.nullable().describe(
    'Minutes of the whole; null: not for this viewer, or not posted yet',
  ),
  attendance: z.object({
    count: z.number().int(),
    quorum: z
      .object({
        needed: z.number().int().nullable().describe('Null: nobody has counted who may take part'),
        of: z.number().int().nullable(),
        present: z.number().int().describe('Of those who may take part; guests are not among them'),
        isMet: z.boolean(),
        title: Label.describe('The rule in words'),
      })
      .nullable()
      .describe('While it is not met nothing is voted on or resolved'),
    entitled: z
      .array(EntitledView)
      .nullable()
      .describe('Who may take part, one by one; null: not for this viewer, or known as a number only'),
    people: z.array(Attendee).nullable().describe('Null: not for this viewer'),
  }),
  speakers: z.array(SpeakerView).describe('In order; who speaks now has `beganAt`'),
  signUps: z
    .array(
      z.object({
        personId: z.uuid(),
        name: z.string(),
        state: z.enum(['placed', 'waiting']),
        signedUpAt: Instant,
      }),
    )
    .nullable()
    .describe('For those who hold it; null: not for this viewer'),
  signUpFrom: Instant.nullable(),
  signUpUntil: Instant.nullable(),
  roster: z.array(SeatView),
  lecturers: z.array(LecturerView),
  feedback: z
    .object({
      count: z.number().int(),
      mean: z.number().nullable(),
      words: z.array(z.string()).describe('Without names; for those who hold it and those who teach'),
      mine: z.object({ score: z.number().int(), words: z.string().nullable() }).nullable(),
    })
    .nullable(),
  continues: z
    .object({ gatheringId: z.uuid(), startsAt: Instant })
    .nullable()
    .describe('The one that was broken off and goes on with this one'),
  goesOn: z
    .object({ gatheringId: z.uuid(), startsAt: Instant })
    .nullable()
    .describe('Broken off, it goes on with that one'),
  previous: z.object({ gatheringId: z.uuid(), startsAt: Instant }).nullable(),
  next: z.object({ gatheringId: z.uuid(), startsAt: Instant }).nullable(),
  history: z.array(GatheringStep).nullable(),
  verbs: z.array(GatheringVerb),
});
export type GatheringView = z.infer<typeof GatheringView>;
/** Reply to every verb; a retry gets the gathering as it is by then. */
export const GatheringReply = z.object({ gathering: GatheringView });

/** POST /api/gatherings: one that no series meant. */
export const CallGathering = Command.extend({
  orgId: z.uuid(),
  kind: z.string().max(60),
  startsAt: Instant,
  lastsMinutes: z.number().int().min(5).max(1440).optional().describe('Default: what the model says'),
  title: z.object({ zh: words(120), en: z.string().trim().max(200).optional() }).optional(),
  areaCode: AreaCode.optional().describe('Default: where its organisation is'),
  place: z.string().trim().max(120).optional(),
  capacity: z.number().int().min(1).max(5000).optional(),
  seats: z.number().int().min(1).max(200).optional(),
  reason: words(500).optional(),
});
export type CallGathering = z.infer<typeof CallGathering>;
/** POST /api/gatherings/:id/move */
export const MoveGathering = Command.extend({
  startsAt: Instant,
  lastsMinutes: z.number().int().min(5).max(1440).optional(),
  place: z.string().trim().max(120).nullable().optional(),
  reason: words(500),
});
/** POST /api/gatherings/:id/adjourn: broken off, it goes on another day with what is left on its agenda. */
export const AdjournGathering = Command.extend({
  startsAt: Instant,
  lastsMinutes: z.number().int().min(5).max(1440).optional().describe('Default: what the model says'),
  place: z.string().trim().max(120).nullable().optional().describe('Default: the same place'),
  reason: words(500),
});
/** POST /api/gatherings/:id/cancel, /not-held */
export const WithReason = Command.extend({ reason: words(500) });
/** POST /api/gatherings/:id/announce, /open, /end, /post-minutes */
export const Plainly = Command;

/** POST /api/gatherings/:id/items */
export const AddItem = Command.extend({
  motion: z.object({ title: words(200), body: z.string().trim().max(4000).optional() }).optional(),
  topicId: z.uuid().optional(),
  caseId: z.uuid().optional().describe('A case that its decision roles may read and that stands on no rung'),
}).refine(
  ({ motion, topicId, caseId }) => [motion, topicId, caseId].filter((one) => one !== undefined).length === 1,
  {
    message: 'one of motion, topicId, caseId',
  },
);
/** POST /api/gatherings/:id/order */
export const OrderItems = Command.extend({ itemIds: z.array(z.uuid()).min(1).max(200) });
/** POST /api/gatherings/:id/discuss: what everybody sees as under discussion. */
export const DiscussItem = Command.extend({ itemId: z.uuid().nullable() });

/** POST /api/gatherings/:id/items/:itemId/resolve. About a case: the spine’s `decide`, in the same moment. */
export const ResolveItem = Command.extend({
  text: words(4000),
  owner: HolderInput.optional().describe('Who does it; with a day, this is a duty'),
  dueOn: Day.optional().describe('Default for a case: what the model’s limit says'),
});
export type ResolveItem = z.infer<typeof ResolveItem>;
/** POST …/items/:itemId/carry-over, /send-down, /send-up, /withdraw */
export const EndItem = WithReason;
/** POST …/items/:itemId/note: heard, and nothing to decide. */
export const NoteItem = Command.extend({ words: z.string().trim().max(1000).optional() });
/** POST …/items/:itemId/become-case: what a resident raised goes its way as a case. */
export const ItemBecomesCase = Command.extend({
  kind: z.string().max(60),
  areaCode: AreaCode.optional(),
  category: z.string().max(60).optional(),
  text: words(2000).optional().describe('Default: the topic’s own words'),
});
/** GET /api/gatherings/:id/items/:itemId/holders: who may be given a duty there. */
export const ItemHoldersQuery = z.object({
  q: z
    .string()
    .trim()
    .max(100)
    .optional()
    .describe('Words of name, post or organisation; each must be found'),
});
export const ItemHolders = z.object({
  holders: z.array(HolderView).describe('The host’s own first, then the nearest'),
  isWhole: z.boolean().describe('False: there are more than these, and words find them'),
  caseKinds: z.array(Named).describe('Kinds of case a topic may become, opened by this viewer'),
});

/** POST …/items/:itemId/motions */
export const PutMotion = Command.extend({ text: words(1000) });
/** POST /api/gatherings/:id/motions/:motionId/count */
export const CountHands = Command.extend({
  for: z.number().int().min(0).max(100_000),
  against: z.number().int().min(0).max(100_000),
  abstained: z.number().int().min(0).max(100_000),
});

/**
 * PUT /api/gatherings/:id/minutes/:part. 409 `minutes-stale` carries in `current` the text that stands now (`MinutesPart`)
 * and the one that was sent, so that the page can merge them.
 */
export const WriteMinutes = Command.extend({
  version: z.number().int().min(0).describe('The one that was changed'),
  text: z.string().max(40_000),
});
export const MinutesReply = z.object({ minutes: MinutesPart });
export const StaleMinutes = z.object({
  theirs: MinutesPart,
  yours: z.string(),
  yourVersion: z.number().int(),
});
export type StaleMinutes = z.infer<typeof StaleMinutes>;

/** GET /api/gatherings/:id/code: for the wall. Each is taken for a minute at most. */
export const AttendanceCode = z.object({
  code: z.string(),
  address: z.string().describe('What the QR code says'),
  changesAt: Instant,
});
/** POST /api/gatherings/:id/check-in */
export const CheckIn = Command.extend({
  code: z.string().trim().min(4).max(40),
  scannedAt: Instant.optional().describe(
    'The phone had no signal and kept the code: any that stood there is taken, until a day after the end, and told apart on the list',
  ),
});
export const CheckedIn = z.object({ gatheringId: z.uuid(), title: Label, cameAt: Instant });
/** POST /api/gatherings/:id/attendance: names from the paper list, or entered later. */
export const EnterAttendance = Command.extend({
  how: z.enum(['paper', 'later']),
  people: z
    .array(
      z.object({
        attendanceId: z.uuid().describe('Made by the client, so that a list sent twice counts once'),
        personId: z.uuid().optional(),
        name: words(40).optional(),
        cameAt: Instant.optional(),
      }),
    )
    .min(1)
    .max(500),
});
/** POST /api/gatherings/:id/attendance/strike: entered by mistake. */
export const StrikeAttendance = WithReason.extend({ attendanceId: z.uuid() });

/** POST /api/gatherings/:id/speakers: I want to speak; with a name: somebody without a phone does. */
export const AskToSpeak = Command.extend({ name: words(40).optional() });
/** POST /api/gatherings/:id/speakers/:speakerId/begin, /done: has the floor; has spoken, or gave up. */

/** POST /api/gatherings/:id/sign-up, /sign-off */
/** POST /api/gatherings/:id/lecturers */
export const SetLecturers = Command.extend({
  lecturers: z
    .array(z.object({ personId: z.uuid().optional(), name: words(40), subject: words(120).optional() }))
    .max(20),
});
/** POST /api/gatherings/:id/feedback, by those who were there; a second one replaces the first. */
export const GiveFeedback = Command.extend({
  score: z.number().int().min(1).max(5),
  words: z.string().trim().max(500).optional(),
});

/** POST /api/gatherings/:id/seats/:seat/take, /give-up, /take-back, /swap, /refuse */
/** POST /api/gatherings/:id/seats/:seat/offer: to somebody, or to anybody; perhaps for a shift of theirs. */
export const OfferSeat = Command.extend({
  toPersonId: z.uuid().optional(),
  forGatheringId: z.uuid().optional().describe('I would take this shift of theirs instead'),
});
/** POST /api/gatherings/:id/seats/:seat/assign; null: free again. */
export const AssignSeat = Command.extend({ personId: z.uuid().nullable() });
/** GET /api/gatherings/:id/colleagues: who may be offered or given a seat. */
export const Colleagues = z.object({
  people: z.array(
    z.object({
      personId: z.uuid(),
      name: z.string(),
      roleTitle: Label,
      shifts: z.array(z.object({ gatheringId: z.uuid(), seat: z.number().int(), startsAt: Instant })),
    }),
  ),
});

/** How a series recurs. */
export const SeriesView = z.object({
  seriesId: z.uuid(),
  orgId: z.uuid(),
  kind: z.string(),
  kindTitle: Label,
  form: GatheringForm,
  title: Label,
  number: z.number().int(),
  rule: z.string().describe('RFC 5545'),
  isModelsRule: z.boolean(),
  ruleInWords: Label,
  at: z.string().describe('Local time of the start, `19:30`'),
  lastsMinutes: z.number().int(),
  place: z.string().nullable(),
  capacity: z.number().int().nullable(),
  startsOn: Day,
  endsOn: Day.nullable(),
  coming: z.array(GatheringSummary).describe('The next three'),
  waiting: z.number().int().describe('Items that wait for the next one'),
  cadence: z
    .object({
      atLeast: z.number().int(),
      per: z.enum(['month', 'quarter', 'half-year', 'year']),
      held: z.number().int(),
      from: Day,
      to: Day,
      state: z.enum(['held', 'due', 'missed']),
    })
    .nullable(),
  verbs: z.array(z.enum(['set', 'end'])),
});
export type SeriesView = z.infer<typeof SeriesView>;
/** GET /api/orgs/:orgId/series */
export const SeriesList = z.object({
  org: z.object({ orgId: z.uuid(), name: z.string(), kind: z.string() }),
  series: z.array(SeriesView),
  mayAdd: z.array(Named.extend({ form: GatheringForm, at: z.string(), lastsMinutes: z.number().int() })),
  mayCall: z.array(Named.extend({ form: GatheringForm, at: z.string(), lastsMinutes: z.number().int() })),
});
const SeriesWords = z.object({
  rule: z.string().trim().max(300).nullable().optional().describe('Null: the model’s'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  lastsMinutes: z.number().int().min(5).max(1440).optional(),
  place: z.string().trim().max(120).nullable().optional(),
  capacity: z.number().int().min(1).max(5000).nullable().optional(),
  title: z
    .object({ zh: words(120), en: z.string().trim().max(200).optional() })
    .nullable()
    .optional(),
});
/** POST /api/series/:id: how it recurs from a day on. What was moved or cancelled by itself stays as it is. */
export const SetSeries = Command.extend({ from: Day.optional() }).extend(SeriesWords.shape);
/** POST /api/orgs/:orgId/series: one more, such as a second class. */
export const AddSeries = Command.extend({ kind: z.string().max(60), startsOn: Day.optional() }).extend(
  SeriesWords.shape,
);
/** POST /api/series/:id/end */
export const EndSeries = WithReason.extend({ lastDay: Day.optional().describe('Default: yesterday') });
export const SeriesReply = z.object({ series: SeriesView });

/** What residents bring. */
export const TopicView = z.object({
  topicId: z.uuid(),
  kind: z.string(),
  kindTitle: Label,
  host: z.object({ orgId: z.uuid(), name: z.string() }),
  title: z.string(),
  body: z.string().nullable(),
  areaName: z.string(),
  broughtAt: Instant,
  broughtBy: z.string().nullable().describe('Masked where the viewer has no duty'),
  isMine: z.boolean(),
  supporterCount: z.number().int(),
  isSupportedByMe: z.boolean(),
  state: z.enum(['waiting', 'on-agenda', 'decided', 'noted', 'became-case', 'withdrawn']),
  gathering: z
    .object({ gatheringId: z.uuid(), title: Label, startsAt: Instant })
    .nullable()
    .describe('On whose agenda it stands, or stood last'),
  resolutions: z.array(ResolutionView),
  outcome: z.string().nullable(),
  case: z.object({ caseId: z.uuid(), number: z.string() }).nullable(),
  verbs: z.array(z.enum(['support', 'withdraw-support', 'withdraw'])),
});
export type TopicView = z.infer<typeof TopicView>;
/** GET /api/topics */
export const TopicQuery = z.object({
  area: AreaCode.optional(),
  org: z.uuid().optional(),
  kind: z.string().max(60).optional(),
  mine: z.stringbool().optional(),
  state: z.enum(['open', 'ended']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const TopicsPage = z.object({
  topics: z.array(TopicView),
  nextCursor: z.string().nullable(),
  mayBringTo: z
    .array(
      Named.extend({
        orgId: z.uuid(),
        orgName: z.string(),
        next: z
          .object({ gatheringId: z.uuid(), startsAt: Instant, agendaClosesAt: Instant.nullable() })
          .nullable(),
      }),
    )
    .describe('Gatherings of the place that take topics, for the form'),
});
export type TopicsPage = z.infer<typeof TopicsPage>;
/** POST /api/topics */
export const BringTopic = Command.extend({
  orgId: z.uuid(),
  kind: z.string().max(60),
  title: words(120),
  body: z.string().trim().max(4000).optional(),
  areaCode: AreaCode.optional().describe('What it is about; default: where the organisation is'),
  forName: words(40).optional().describe('Staff write it down for somebody who came by'),
});
/** POST /api/topics/:id/support */
export const SupportTopic = Command.extend({ support: z.boolean() });
/** GET /api/topics/:id · POST /api/topics/:id/withdraw */
export const TopicReply = z.object({ topic: TopicView });

/** GET /api/duties: mine, or those an organisation’s gatherings gave. */
export const DutyQuery = z.object({
  org: z.uuid().optional().describe('Given by its gatherings or owed by it; default: mine'),
  state: z.enum(['running', 'late', 'ended']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const DutiesPage = z.object({
  duties: z.array(ResolutionView),
  nextCursor: z.string().nullable(),
  counts: z.object({
    running: z.number().int(),
    late: z.number().int(),
    kept: z.number().int(),
    'not-kept': z.number().int(),
  }),
});
export type DutiesPage = z.infer<typeof DutiesPage>;
/** POST /api/duties/:resolutionId/answer */
export const AnswerDuty = Command.extend({ isKept: z.boolean(), words: words(2000) });
export const DutyReply = z.object({ duty: ResolutionView });

export const CadenceRow = z.object({
  orgId: z.uuid(),
  orgName: z.string(),
  kind: z.string(),
  kindTitle: Label,
  atLeast: z.number().int(),
  per: z.enum(['month', 'quarter', 'half-year', 'year']),
  from: Day,
  to: Day,
  held: z.number().int(),
  gatheringIds: z.array(z.uuid()).describe('Those that count'),
  next: z.object({ gatheringId: z.uuid(), startsAt: Instant }).nullable(),
  state: z
    .enum(['held', 'due', 'missed'])
    .describe('held: often enough · due: the period runs · missed: it is over'),
});
export type CadenceRow = z.infer<typeof CadenceRow>;
/** GET /api/cadence: of an organisation and those below it, in the period that a day falls in. */
export const CadenceQuery = z.object({
  org: z.uuid(),
  on: Day.optional().describe('Default: today'),
  state: z.enum(['held', 'due', 'missed']).optional(),
});
export const CadencePage = z.object({
  on: Day,
  rows: z.array(CadenceRow),
  counts: z.object({ held: z.number().int(), due: z.number().int(), missed: z.number().int() }),
});
export type CadencePage = z.infer<typeof CadencePage>;

/** GET /api/gathering-counts: what took place between two days, kind by kind; in the places of an organisation, or everywhere. */
export const GatheringCountQuery = z.object({
  org: z.uuid().optional().describe('Default: the whole city'),
  from: Day.optional().describe('Default: a year before `to`'),
  to: Day.optional().describe('Default: today'),
});
export const GatheringGoal = z.object({
  title: Label,
  of: z.enum(['held', 'attendances', 'people', 'lecturers', 'hosts']),
  reached: z.number().int(),
  atLeast: z.number().int(),
});
export const GatheringCount = Named.extend({
  form: GatheringForm,
  held: z.number().int(),
  notHeld: z.number().int(),
  hosts: z.number().int().describe('Organisations that held one'),
  attendances: z.number().int().describe('Names on lists: who comes twice counts twice'),
  people: z.number().int().describe('Persons with an account who came'),
  lecturers: z.number().int(),
  serviceMinutes: z.number().int().describe('Of shifts: seats that were taken, times their length'),
  resolutions: z.number().int(),
  duties: z.object({ kept: z.number().int(), 'not-kept': z.number().int(), running: z.number().int() }),
  goals: z.array(GatheringGoal).describe('What the model asks for, and how far it is'),
});
export type GatheringCount = z.infer<typeof GatheringCount>;
export const GatheringCounts = z.object({
  from: Day,
  to: Day,
  kinds: z.array(GatheringCount).describe('Those of which something was planned or held'),
});
export type GatheringCounts = z.infer<typeof GatheringCounts>;

/** GET /api/week: what is due in the week of a day, for the organisations I hold posts in. */
export const WeekQuery = z.object({ on: Day.optional() });
export const SecretaryWeek = z.object({
  from: Day,
  to: Day,
  orgs: z.array(z.object({ orgId: z.uuid(), name: z.string() })),
  gatherings: z.array(GatheringSummary),
  agendas: z.array(
    z.object({
      gatheringId: z.uuid(),
      title: Label,
      startsAt: Instant,
      closesAt: Instant,
      onAgenda: z.number().int(),
      waiting: z.number().int(),
    }),
  ),
  waiting: z
    .array(
      z.object({
        orgId: z.uuid(),
        orgName: z.string(),
        kind: z.string(),
        kindTitle: Label,
        items: z.number().int(),
        oldestAt: Instant,
        next: z.object({ gatheringId: z.uuid(), startsAt: Instant }).nullable(),
      }),
    )
    .describe('What no gathering has taken up yet'),
  minutesOwed: z.array(z.object({ gatheringId: z.uuid(), title: Label, endedAt: Instant })),
  duties: z.array(ResolutionView),
  cadence: z.array(CadenceRow).describe('Not yet held'),
});
export type SecretaryWeek = z.infer<typeof SecretaryWeek>;

/** A secret address for a calendar program. */
export const CalendarFeed = z.object({
  feedId: z.uuid(),
  scope: z.enum(['mine', 'org', 'area']),
  name: z.string(),
  madeAt: Instant,
  withdrawnAt: Instant.nullable(),
});
export type CalendarFeed = z.infer<typeof CalendarFeed>;
/** GET /api/calendar-feeds */
export const CalendarFeeds = z.object({ feeds: z.array(CalendarFeed) });
/** POST /api/calendar-feeds */
export const MakeFeed = Command.extend({
  scope: z.enum(['mine', 'org', 'area']),
  orgId: z.uuid().optional(),
  areaCode: AreaCode.optional(),
});
export const FeedMade = z.object({
  feed: CalendarFeed,
  address: z.string().describe('Shown this once: afterwards only its hash is known'),
});
/** POST /api/calendar-feeds/:id/withdraw · GET /api/calendar/:secret.ics answers text/calendar, or 404 */
