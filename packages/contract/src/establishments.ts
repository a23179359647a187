import { z } from 'zod';
import { Day } from './orgs.ts';
import { AreaCode, CommandId, Instant, Label } from './text.ts';

const OrgNamed = z.object({ orgId: z.uuid(), name: z.string() });
const Direction = z.enum(['down', 'up', 'across']).describe('Seen by the levels of the two organisations');

/** GET /api/establishments?on=DAY: how many posts of the establishment are where. Staff. */
export const EstablishmentsQuery = z.object({ on: Day.optional().describe('Default: today') });
export const EstablishmentsView = z.object({
  on: Day,
  establishments: z.array(
    z.object({
      key: z.string(),
      title: Label,
      posts: z.number().int(),
      movedDown: z.number().int().describe('Of these: lower than where they were entered'),
      vacant: z.number().int().describe('Of these: held by nobody on that day'),
    }),
  ),
  /** Organisations that have some on that day, from the outermost level inwards. */
  orgs: z.array(
    OrgNamed.extend({
      kindTitle: Label,
      area: z.object({ areaCode: AreaCode, name: z.string() }).nullable().describe('Its first area'),
      counts: z.array(
        z.object({
          key: z.string(),
          posts: z.number().int(),
          movedDown: z.number().int(),
          vacant: z.number().int(),
        }),
      ),
    }),
  ),
  /** Decisions by which posts moved, up to that day, the newest first. */
  moves: z.array(
    z.object({
      movedOn: Day,
      basis: z.string(),
      key: z.string(),
      direction: Direction,
      posts: z.number().int(),
    }),
  ),
  mayEnter: z.boolean().describe('Does the viewer administer anything?'),
});
export type EstablishmentsView = z.infer<typeof EstablishmentsView>;

export const EstablishmentPostView = z.object({
  establishmentPostId: z.uuid(),
  key: z.string(),
  number: z.number().int(),
  org: OrgNamed,
  since: Day.describe('Day on which it came here'),
  basis: z.string(),
  from: OrgNamed.nullable().describe('Where it was before; null: it was entered here'),
  direction: Direction.nullable().describe('Of the move that brought it here'),
  holder: z
    .object({
      postId: z.uuid(),
      roleTitle: Label,
      name: z.string().describe('Masked where the viewer has no duty for the organisation'),
      heldFrom: Day,
    })
    .nullable()
    .describe('Null: vacant'),
  verbs: z.array(z.enum(['move', 'end'])).describe('What this viewer may do with it now'),
});
export type EstablishmentPostView = z.infer<typeof EstablishmentPostView>;

/** GET /api/establishments/posts: one by one, by kind and number. Staff. */
export const EstablishmentPostsQuery = z.object({
  on: Day.optional(),
  key: z.string().max(60).optional().describe('Kind: a key of the model’s `establishments`'),
  org: z.uuid().optional(),
  moved: z.enum(['down']).optional().describe('Only those lower than where they were entered'),
  movedOn: Day.optional().describe('Only those that came where they are on this day'),
  vacant: z.stringbool().optional(),
  after: z.uuid().optional().describe('`next` of the page before'),
});
export const EstablishmentPostsPage = z.object({
  on: Day,
  posts: z.array(EstablishmentPostView),
  total: z.number().int().describe('Of the whole list'),
  next: z.uuid().nullable(),
});
export type EstablishmentPostsPage = z.infer<typeof EstablishmentPostsPage>;

/** GET /api/establishments/posts/:id: everywhere it was, and everybody who held it, the newest first. */
export const EstablishmentPostHistory = z.object({
  post: EstablishmentPostView.nullable().describe('As it is today; null: it is there no more, or not yet'),
  moves: z.array(
    z.object({
      movedOn: Day,
      org: OrgNamed.nullable().describe('Null: it ended'),
      basis: z.string(),
      recordedAt: Instant,
      recordedBy: z.string().nullable(),
    }),
  ),
  holders: z.array(
    z.object({
      postId: z.uuid(),
      name: z.string(),
      roleTitle: Label,
      orgName: z.string(),
      heldFrom: Day,
      heldTo: Day.nullable(),
    }),
  ),
});
export type EstablishmentPostHistory = z.infer<typeof EstablishmentPostHistory>;

const basis = z.string().trim().min(1).max(300).describe('The decision that says so');

/** POST /api/establishments: so many posts of a kind at an organisation. Who holds such a role there fills them. */
export const EnterEstablishmentPosts = z.object({
  commandId: CommandId,
  key: z.string().max(60),
  orgId: z.uuid(),
  count: z.number().int().min(1).max(200),
  from: Day.optional().describe('First day; default: today'),
  basis,
});
export type EnterEstablishmentPosts = z.infer<typeof EnterEstablishmentPosts>;
/** POST /api/establishments/move: each with whoever holds it, who gets the post there. */
export const MoveEstablishmentPosts = z.object({
  commandId: CommandId,
  establishmentPostIds: z.array(z.uuid()).min(1).max(200),
  toOrgId: z.uuid(),
  movedOn: Day.optional().describe('First day there; default: today'),
  basis,
});
export type MoveEstablishmentPosts = z.infer<typeof MoveEstablishmentPosts>;
/** POST /api/establishments/posts/:id/end: only while nobody holds it. */
export const EndEstablishmentPost = z.object({
  commandId: CommandId,
  lastDay: Day.optional().describe('Default: yesterday, so that it ends now'),
  basis,
});
export type EndEstablishmentPost = z.infer<typeof EndEstablishmentPost>;
export const EstablishmentReply = z.object({ establishmentPostIds: z.array(z.uuid()) });
