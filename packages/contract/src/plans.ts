import { z } from 'zod';
import { Day } from './orgs.ts';
import { AreaCode, CommandId, Instant, Label } from './text.ts';

/** What a plan tries for first; every bound of the model holds in both. */
export const PlanAim = z
  .enum(['fewest-changes', 'shortest-ways'])
  .describe(
    '`fewest-changes`: as few homes as can be get somebody else, ways may be a little longer · `shortest-ways`: ways are as short as can be',
  );
export type PlanAim = z.infer<typeof PlanAim>;

/**
 * waiting → planning → proposed or impossible; proposed → accepted → in-force on its day, or lapsed when something had
 * changed by then. cancelled and failed end it before.
 */
export const PlanState = z.enum([
  'waiting',
  'planning',
  'proposed',
  'impossible',
  'accepted',
  'in-force',
  'lapsed',
  'cancelled',
  'failed',
]);
export type PlanState = z.infer<typeof PlanState>;

/** One bound of the model and how grids and duties stand against it. */
export const PlanBound = z.object({
  bound: z.enum(['grids', 'members', 'homes', 'available', 'whole', 'served']),
  title: Label,
  min: z.number().int().nullable(),
  max: z.number().int().nullable(),
  source: z.string().nullable().describe('Where the bound comes from'),
  least: z.number().int().nullable().describe('Smallest figure there is'),
  most: z.number().int().nullable().describe('Largest figure there is'),
  holds: z.boolean(),
});
export type PlanBound = z.infer<typeof PlanBound>;

export const PlanGrid = z.object({
  gridId: z.string().describe('Of a present grid, or a key of the plan where it would be new'),
  number: z.number().int().describe('For maps and tables: the same before and after where a grid stays'),
  name: z.string(),
  orgId: z.uuid().nullable().describe('null: its organisation would be new'),
  orgName: z.string(),
  buildings: z.array(z.object({ code: AreaCode, name: z.string(), homes: z.number().int() })),
  homes: z.number().int(),
  members: z.number().int().describe('Members who serve a home there'),
  homesPerMember: z.object({ least: z.number().int(), most: z.number().int() }).nullable(),
});
export type PlanGrid = z.infer<typeof PlanGrid>;

/** Grids and duties of one compound, today's or planned ones. */
export const GridsView = z.object({
  grids: z.array(PlanGrid),
  homes: z.number().int(),
  servedHomes: z.number().int(),
  members: z.number().int().describe('Members there are'),
  serving: z.number().int().describe('Members who serve a home'),
  metres: z
    .number()
    .nullable()
    .describe('Ways from members to their homes, one way, all together; null: nobody serves'),
  bounds: z.array(PlanBound),
});
export type GridsView = z.infer<typeof GridsView>;

export const PlanProposal = z.object({
  before: GridsView,
  after: GridsView,
  gapShare: z.number().describe('The ways are longer than the proven least by this share at most'),
  balance: z.number().describe('Largest distance of a grid’s homes from the mean, as a share of the mean'),
  changes: z.number().int().describe('Duties that change'),
  homesToOthers: z.number().int().describe('Homes that get somebody else, or somebody for the first time'),
  homesMoved: z.number().int().describe('Homes whose building changes its grid'),
  leastChanges: z
    .number()
    .int()
    .nullable()
    .describe('No plan within the bounds changes fewer; null: planned for the first time'),
  reserve: z.number().int().describe('Members available and not needed'),
});
export type PlanProposal = z.infer<typeof PlanProposal>;

export const PlanImpossible = z.object({
  isProven: z.boolean().describe('false: none was found, but none is excluded either'),
  message: Label,
  conflict: z
    .array(z.object({ bound: z.string(), title: Label }))
    .describe('A set that cannot hold together'),
  isSmallest: z
    .boolean()
    .optional()
    .describe('true: no fewer bounds conflict, which is proven; missing in plans made before it was told'),
  mends: z.array(
    z.object({
      message: Label,
      isEnough: z.boolean().describe('true: with this change alone all counts agree'),
    }),
  ),
  before: GridsView,
});
export type PlanImpossible = z.infer<typeof PlanImpossible>;

/** What is no longer as it was when the plan was made. */
export const PlanChangedSince = z.array(
  z.object({
    what: z.enum(['buildings', 'homes', 'members', 'duties', 'grids', 'bounds']),
    message: Label,
  }),
);
export type PlanChangedSince = z.infer<typeof PlanChangedSince>;

export const PlanSummary = z.object({
  planId: z.uuid(),
  compound: z.object({ code: AreaCode, name: z.string() }),
  aim: PlanAim,
  state: PlanState,
  createdAt: Instant,
  createdBy: z.string(),
  endedAt: Instant.nullable(),
  progress: z
    .object({
      step: z.enum(['count', 'bound', 'partition', 'assign', 'share-out', 'compare']),
      done: z.number().int(),
      of: z.number().int(),
    })
    .nullable(),
  failure: z.string().nullable(),
  inForceFrom: Day.nullable(),
  acceptedBy: z.string().nullable(),
  acceptedAt: Instant.nullable(),
  changedSince: PlanChangedSince.nullable(),
  verbs: z.array(z.enum(['cancel', 'accept'])),
});
export type PlanSummary = z.infer<typeof PlanSummary>;
export const PlanView = PlanSummary.extend({
  proposal: PlanProposal.nullable(),
  impossible: PlanImpossible.nullable(),
});
export type PlanView = z.infer<typeof PlanView>;

/** POST /api/plans. Whoever administers or oversees the compound. */
export const BeginPlan = z.object({
  commandId: CommandId,
  compound: AreaCode,
  aim: PlanAim.default('fewest-changes'),
});
/** POST /api/plans/:planId/cancel */
export const CancelPlan = z.object({ commandId: CommandId });
/** POST /api/plans/:planId/accept. Whoever administers the compound. */
export const AcceptPlan = z.object({
  commandId: CommandId,
  from: Day.describe('First day of the new grids and duties: today or later'),
});
export const PlanReply = z.object({ plan: PlanView });
/** GET /api/plans?compound=CODE: the latest first. */
export const PlansQuery = z.object({ compound: AreaCode.optional() });
export const PlanList = z.object({ plans: z.array(PlanSummary) });

/** GET /api/plans/compounds: those the viewer may plan. */
export const PlanCompounds = z.object({
  compounds: z.array(
    z.object({
      code: AreaCode,
      name: z.string(),
      fullName: z.string(),
      buildings: z.number().int(),
      grids: z.number().int(),
      latest: z.object({ planId: z.uuid(), state: PlanState, createdAt: Instant }).nullable(),
    }),
  ),
});
export type PlanCompounds = z.infer<typeof PlanCompounds>;

/** GET /api/plans/present?compound=CODE */
export const PresentQuery = z.object({ compound: AreaCode });
export const PresentGrids = z.object({
  compound: z.object({ code: AreaCode, name: z.string() }),
  present: GridsView,
  obstacles: z.array(Label).describe('Why nothing can be planned here yet; empty: it can'),
  unplaced: z
    .array(z.string())
    .describe('Members of whom it is not known where they live; they are left out'),
  mayPlan: z.boolean(),
});
export type PresentGrids = z.infer<typeof PresentGrids>;

/** GET /api/plans/:planId/changes */
export const PlanChangesQuery = z.object({
  from: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});
export const PlanChange = z.object({
  homeCode: AreaCode,
  home: z.string(),
  from: z.string().nullable().describe('Who serves the home; null: nobody'),
  to: z.string().nullable().describe('Who would; null: the home is gone'),
  reason: z.enum([
    'home-new',
    'home-gone',
    'member-gone',
    'member-over-most',
    'grid-changed',
    'member-under-least',
    'shorter-walk',
  ]),
});
export type PlanChange = z.infer<typeof PlanChange>;
export const PlanChanges = z.object({ total: z.number().int(), changes: z.array(PlanChange) });
export type PlanChanges = z.infer<typeof PlanChanges>;

/** GET /api/plans/members?compound=CODE: who could serve, and how many homes each can take. */
export const PlanMembers = z.object({
  members: z.array(
    z.object({
      personId: z.uuid(),
      name: z.string(),
      orgName: z.string(),
      homes: z.number().int().describe('Homes served today'),
      mostHomes: z.number().int().nullable().describe('null: as many as the model allows; 0: not available'),
      until: Day.nullable(),
      isPlaced: z.boolean(),
    }),
  ),
});
export type PlanMembers = z.infer<typeof PlanMembers>;
/** POST /api/plans/availability. Whoever administers the compound. */
export const SetAvailability = z.object({
  commandId: CommandId,
  compound: AreaCode,
  personId: z.uuid(),
  mostHomes: z.number().int().min(0).max(100).nullable().describe('null: as many as the model allows again'),
  until: Day.nullable().default(null).describe('Last day; null: no end in sight'),
});
