import { z } from 'zod';
import { Day, PostView } from './orgs.ts';
import { AreaCode, Label } from './text.ts';

/** Homes counted by what is there for them today. */
export const CoverageFigures = z.object({
  homes: z.number().int(),
  proven: z.number().int().describe('Homes with exactly one grid and exactly one answering post'),
  withoutGrid: z.number().int(),
  inSeveralGrids: z.number().int(),
  unanswered: z.number().int().describe('Homes for which nobody answers'),
  overanswered: z.number().int().describe('Homes for which more than one answers'),
});
export type CoverageFigures = z.infer<typeof CoverageFigures>;
export const CoverageRate = z.object({
  level: z.string(),
  levelTitle: Label,
  areas: z.number().int(),
  covered: z.number().int().describe('Areas with an organisation that counts as cover, however it is formed'),
  share: z.number().nullable().describe('covered / areas; null: there are none'),
  formations: z.array(
    z.object({
      formation: z.string().nullable(),
      title: Label.nullable(),
      orgs: z.number().int(),
      areas: z.number().int().describe('Areas covered by these; an area may be covered in two ways'),
    }),
  ),
});
const AreaNamed = z.object({ code: AreaCode, name: z.string() });

/** GET /api/coverage?area=CODE. Staff, for the areas their organisations cover. */
export const CoverageQuery = z.object({
  area: AreaCode.optional().describe('Default: the whole city'),
});
export const CoverageView = z.object({
  area: AreaNamed,
  countedFor: Day.describe('The day the figures are true for'),
  /** null: the model promises nothing for every home. */
  rule: z
    .object({
      homes: Label,
      grids: z.boolean().describe('Is exactly one grid asked for?'),
      answeredBy: z.array(z.object({ role: z.string(), title: Label })),
    })
    .nullable(),
  figures: CoverageFigures,
  vacancies: z.number().int().describe('Offices in this area that fewer hold than there are seats'),
  expiredTerms: z.number().int().describe('Posts held past their term'),
  rate: CoverageRate.nullable(),
  /** Figures of the areas inside, of the next level that has homes. */
  childLevel: z.object({ key: z.string(), title: Label }).nullable(),
  children: z.array(AreaNamed.extend({ figures: CoverageFigures })),
});

export const FindingKind = z.enum([
  'nobody-answers',
  'several-answer',
  'without-grid',
  'in-several-grids',
  'vacancy',
  'expired-term',
  'uncovered',
]);
export type FindingKind = z.infer<typeof FindingKind>;
/** GET /api/coverage/findings?area=CODE&kind=KIND&after=CURSOR&limit=N. Staff, for the areas their organisations cover. */
export const FindingsQuery = z.object({
  area: AreaCode.optional().describe('Default: the whole city'),
  kind: FindingKind,
  after: z.string().max(200).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const Finding = z.object({
  kind: FindingKind,
  area: AreaNamed.nullable().describe('null: an office of the whole city'),
  homes: z.number().int().describe('How many homes it concerns'),
  org: z.object({ orgId: z.uuid(), name: z.string(), kind: z.string() }).nullable(),
  role: z.object({ key: z.string(), title: Label }).nullable(),
  post: z.object({ postId: z.uuid(), heldFrom: Day, termEndedOn: Day }).nullable(),
  missing: z.number().int().nullable().describe('vacancy: seats nobody holds'),
  segmentId: z.uuid().nullable().describe('vacancy: the road or the like it is for, where it is for one'),
  reason: Label,
  nextStep: Label.describe('What would mend it'),
  mendedBy: z
    .object({
      postId: z.uuid(),
      role: z.string(),
      roleTitle: Label,
      orgId: z.uuid(),
      orgName: z.string(),
    })
    .nullable()
    .describe('The nearest post that can do it; null: nobody administers there'),
});
export type Finding = z.infer<typeof Finding>;
export const FindingsPage = z.object({ findings: z.array(Finding), next: z.string().nullable() });

/**
 * GET /api/coverage/place?area=CODE&on=DAY, or with `longitude` and `latitude` instead of `area`: who answered for a place
 * on a day, and why. Staff, for the areas their organisations cover.
 */
export const PlaceQuery = z.object({
  area: AreaCode.optional().describe('One of `area` and a position'),
  longitude: z.coerce.number().min(-180).max(180).optional().describe('WGS 84'),
  latitude: z.coerce.number().min(-90).max(90).optional(),
  on: Day.optional().describe('Default: today'),
});
export const PlaceAnswers = z.object({
  on: Day,
  area: AreaNamed,
  /** null: the model promises nothing for a place as small as this. */
  asked: z
    .object({ grids: z.boolean(), answeredBy: z.array(z.object({ role: z.string(), title: Label })) })
    .nullable(),
  grids: z
    .array(z.object({ gridId: z.uuid(), name: z.string(), orgId: z.uuid(), orgName: z.string() }))
    .describe('Grids the place lay in on that day'),
  /** Those who answer for the very place come first, then the nearest organisation’s. */
  posts: z.array(
    PostView.extend({
      orgId: z.uuid(),
      orgName: z.string(),
      isAnswering: z.boolean().describe('One of the posts of which there has to be exactly one'),
      reason: Label,
    }),
  ),
  /** Roads and the like that run by the place, the nearest first; their chiefs are among the posts. */
  segments: z.array(
    z.object({
      segmentId: z.uuid(),
      kindTitle: Label,
      name: z.string(),
      distanceMetres: z.number().int(),
      chiefs: z.number().int(),
    }),
  ),
  broken: z.array(FindingKind).describe('What is wrong with this place on that day'),
});
export type PlaceAnswers = z.infer<typeof PlaceAnswers>;

/** GET /api/coverage/map?area=CODE: grids, organisations and gaps of today. Staff, for the areas their organisations cover. */
export const CoverageMapQuery = z.object({
  area: AreaCode.optional().describe('Default: the whole city'),
});
export const CoverageMap = z.object({
  area: AreaNamed,
  grids: z.array(
    z.object({
      gridId: z.uuid(),
      name: z.string(),
      orgId: z.uuid(),
      orgName: z.string(),
      compound: AreaNamed,
      buildings: z.array(AreaCode),
      position: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
  orgs: z.array(
    z.object({
      orgId: z.uuid(),
      name: z.string(),
      kind: z.string(),
      kindTitle: Label,
      area: AreaNamed,
      position: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
  gaps: z.array(
    AreaNamed.extend({
      homes: z.number().int(),
      unanswered: z.number().int(),
      overanswered: z.number().int(),
      grids: z.number().int(),
      position: z.tuple([z.number(), z.number()]).nullable(),
    }),
  ),
  most: z.number().int().describe('No list is longer than this; a longer one is cut off'),
});
export type CoverageMap = z.infer<typeof CoverageMap>;

/**
 * GET /api/formations/check?area=CODE | org=ID | kind=…&formation=…&members=3,2: do organisations (or one that is only
 * thought of) keep the rules of size? Staff.
 */
export const FormationQuery = z.object({
  area: AreaCode.optional().describe(
    'Organisations that cover something in this area; only those that break a rule',
  ),
  org: z
    .uuid()
    .optional()
    .describe('One organisation, also when it breaks none; with `kind`: as it would be after a change'),
  kind: z.string().max(60).optional().describe('With `formation` and `members`: one that is only thought of'),
  formation: z.string().max(60).optional(),
  areas: z.coerce
    .number()
    .int()
    .min(0)
    .max(2000)
    .optional()
    .describe('How many areas it would cover; default: as many as there are numbers in `members`'),
  members: z
    .string()
    .regex(/^\d{1,6}(,\d{1,6}){0,19}$/)
    .optional()
    .describe('Members of each area it would cover: `3` or `2,1`'),
  after: z.uuid().optional().describe('`next` of the page before'),
});
export const BrokenRule = z.object({
  rule: z.enum([
    'formation-missing',
    'formation-unknown',
    'too-few-members',
    'too-many-members',
    'too-few-for-formation',
    'too-many-for-formation',
    'too-many-of-one-area',
    'too-few-areas',
    'too-many-areas',
    'no-grid',
    'committee-missing',
    'committee-size',
    'size-unknown',
  ]),
  reason: Label,
  nextStep: Label,
  source: z.string().nullable().describe('Where the rule comes from'),
});
export type BrokenRule = z.infer<typeof BrokenRule>;
export const FormationCheck = z.object({
  org: z.object({ orgId: z.uuid(), name: z.string() }).nullable(),
  kind: z.string(),
  kindTitle: Label,
  formation: z.string().nullable(),
  members: z.number().int().nullable().describe('null: not known'),
  areas: z.number().int(),
  broken: z.array(BrokenRule),
});
export type FormationCheck = z.infer<typeof FormationCheck>;
export const FormationReply = z.object({ checks: z.array(FormationCheck), next: z.uuid().nullable() });
