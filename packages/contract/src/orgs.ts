import { z } from 'zod';
import { Phone } from './session.ts';
import { AreaCode, CommandId, Instant, Label } from './text.ts';

/** A day in the city's own calendar. */
export const Day = z.iso.date();

export const PostView = z.object({
  postId: z.uuid(),
  role: z.string(),
  roleTitle: Label,
  personId: z.uuid(),
  name: z.string().describe('Masked where the viewer has no duty for the organisation'),
  heldFrom: Day,
  heldTo: Day.nullable().describe('Last day of the post; null: no end is set'),
  pledge: z.string().nullable(),
  /** The opinion asked for before the appointment, where there was one; for viewers with a duty here. */
  opinion: z
    .object({
      caseId: z.uuid(),
      number: z.string(),
      state: z.enum(['asked', 'given', 'expired', 'withdrawn']),
      choice: Label.nullable(),
      endedAt: Instant.nullable(),
    })
    .nullable()
    .optional(),
  /** Roads and the like the holder answers for; of an organisation on a day. */
  segments: z.array(z.object({ segmentId: z.uuid(), name: z.string() })).optional(),
  /** Other posts of the same person that the model lets stand beside this one; for viewers with a duty here. */
  also: z
    .array(
      z.object({
        postId: z.uuid(),
        role: z.string(),
        roleTitle: Label,
        orgId: z.uuid(),
        orgName: z.string(),
      }),
    )
    .optional(),
});
export const OrgView = z.object({
  orgId: z.uuid(),
  kind: z.string(),
  kindTitle: Label,
  name: z.string(),
  parentOrgId: z.uuid().nullable(),
  formation: z.string().nullable(),
  validFrom: Day,
  validTo: Day.nullable(),
  covers: z.array(z.object({ areaCode: AreaCode, name: z.string() })),
  posts: z.array(PostView),
  /** Roles of this kind of organisation that nobody holds today. */
  vacancies: z.array(z.object({ role: z.string(), roleTitle: Label })),
  hasChildren: z.boolean(),
  mayAdminister: z.boolean(),
});
export type OrgView = z.infer<typeof OrgView>;
/** GET /api/orgs?under=ORG | area=CODE | q=words and kind=KEY | (nothing: organisations without a parent). Staff only. */
export const OrgQuery = z.object({
  under: z.uuid().optional(),
  area: AreaCode.optional().describe('Organisations that cover this place, the nearest first'),
  q: z.string().trim().max(50).optional(),
  kind: z
    .string()
    .max(60)
    .optional()
    .describe('By name: only of this kind, and without words the first of it'),
  after: z.uuid().optional().describe('`next` of the page before'),
});
export const OrgList = z.object({
  orgs: z.array(OrgView),
  /** Pages under one, and at the top, go on with `after`; those for a place and by name are cut. */
  next: z.uuid().nullable(),
  verbs: z.array(z.enum(['make'])),
  /** What the model knows, for the forms: kinds and the roles in each. */
  kinds: z.array(
    z.object({
      key: z.string(),
      title: Label,
      level: z.string().nullable(),
      levelTitle: Label.nullable().describe('What it covers'),
      under: z.string().nullable(),
      sentBy: z.string().nullable().describe('Kind of the organisation a dispatched team is sent by'),
      formations: z
        .array(
          z.object({ key: z.string(), title: Label, covers: z.enum(['one-area', 'several-areas', 'grid']) }),
        )
        .describe('Ways in which it may be formed'),
      isSized: z.boolean().describe('Does a rule ask how many members it has?'),
      roles: z.array(
        z.object({
          key: z.string(),
          title: Label,
          seats: z.number().int().nullable(),
          opinion: z
            .object({ kind: z.string(), title: Label })
            .nullable()
            .describe('Kind of cases in which an opinion is asked for before somebody is appointed'),
          establishment: z
            .string()
            .nullable()
            .describe('Kind of posts of the establishment that its holders fill'),
          serves: z
            .object({ level: z.string(), title: Label, isHome: z.boolean() })
            .nullable()
            .describe('Level of the places its holders answer for in person; `isHome`: single homes'),
          segment: z
            .object({ kind: z.string(), title: Label })
            .nullable()
            .describe('Kind of segments, such as roads, of which each has holders of this role'),
        }),
      ),
    }),
  ),
});

/** GET /api/orgs/:orgId?on=DAY: one organisation as it was on a day. Staff. */
export const OrgOnDayQuery = z.object({
  on: Day.optional().describe('Default: today, or the first day of one that is still to begin'),
});
export const OrgOnDay = z.object({
  on: Day,
  org: OrgView.extend({
    sentBy: z
      .object({ orgId: z.uuid(), name: z.string() })
      .nullable()
      .describe('Who sends a dispatched team'),
    members: z.number().int().nullable().describe('Members as last counted by that day; null: not known'),
    committee: z.boolean().nullable().describe('Should a committee lead it at this size? null: not known'),
    verbs: z.array(z.enum(['change', 'appoint'])).describe('Of today; of another day there are none'),
  }),
  duties: z.array(
    z.object({ key: z.string(), owes: Label, limit: z.string().nullable(), series: z.string().nullable() }),
  ),
});

/** GET /api/posts?on=DAY&area=&org=&role=&after=: who held what on that day. Staff, for the areas their organisations cover. */
export const PostsQuery = z.object({
  on: Day.optional().describe('Default: today'),
  area: AreaCode.optional().describe(
    'Posts of organisations covering something in this area; default: the whole city',
  ),
  org: z.uuid().optional(),
  role: z.string().max(60).optional(),
  after: z.uuid().optional().describe('`next` of the page before'),
});
export const PostsPage = z.object({
  on: Day,
  posts: z.array(
    PostView.extend({
      orgId: z.uuid(),
      orgName: z.string(),
      serves: z.number().int().describe('Areas the holder answers for in person'),
      segments: z.array(z.object({ segmentId: z.uuid(), name: z.string() })),
      trail: z.array(
        z.object({ step: z.string(), channel: Label.nullable(), doneOn: Day, note: z.string().nullable() }),
      ),
    }),
  ),
  next: z.uuid().nullable(),
});

/** GET /api/parties?area=CODE: who stands side by side for a compound. Public; names as far as roles are shown. */
export const PartiesQuery = z.object({ area: AreaCode });
export const PartiesView = z.object({
  groups: z.array(
    z.object({
      key: z.string(),
      title: Label,
      area: z.object({ code: AreaCode, name: z.string() }),
      parties: z.array(
        z.object({
          key: z.string(),
          title: Label,
          owes: Label.nullable(),
          residents: z.boolean(),
          orgs: z.array(z.object({ orgId: z.uuid(), name: z.string(), kindTitle: Label })),
          holders: z.array(
            z.object({
              postId: z.uuid(),
              roleTitle: Label,
              orgName: z.string(),
              name: z.string().nullable(),
            }),
          ),
          holderCount: z.number().int().describe('All holders; at most 20 are listed'),
          isPresent: z.boolean().describe('Is there anybody? A party that is missing is a gap'),
        }),
      ),
    }),
  ),
});

/** GET /api/nets: the axis and nets of the model. GET /api/nets?net=KEY&under=ORG | area=CODE: one step into one. Staff. */
export const NetsQuery = z.object({
  net: z.string().max(60).optional(),
  under: z.uuid().optional().describe('Organisations of the net under this one'),
  area: AreaCode.optional().describe('Areas and grids of the net inside this one'),
});
export const NetsView = z.object({
  nets: z.array(
    z.object({
      key: z.string(),
      title: Label,
      isAxis: z.boolean(),
      orgKinds: z.array(z.object({ key: z.string(), title: Label, orgs: z.number().int() })),
      levels: z.array(z.object({ key: z.string(), title: Label, areas: z.number().int() })),
      grids: z.number().int().nullable(),
    }),
  ),
  /** With `net`: what lies one step further in. At most 500 of each. */
  orgs: z.array(
    z.object({ orgId: z.uuid(), kind: z.string(), name: z.string(), children: z.number().int() }),
  ),
  areas: z.array(z.object({ code: AreaCode, level: z.string(), name: z.string() })),
  gridsInside: z.array(
    z.object({
      gridId: z.uuid(),
      name: z.string(),
      orgId: z.uuid(),
      orgName: z.string(),
      buildings: z.number().int(),
    }),
  ),
});

const Size = z
  .array(z.object({ areaCode: AreaCode.nullable(), members: z.number().int().min(0).max(100_000) }))
  .min(1)
  .max(20)
  .describe('By area it covers, or one entry with null for the whole');
/** POST /api/orgs/:orgId/size: how many members were counted, a number and no names. */
export const SaveSize = z.object({
  commandId: CommandId,
  countedOn: Day.optional().describe('Default: today'),
  members: Size,
});
export const SizeReply = z.object({ members: z.number().int() });

/** POST /api/orgs: makes an organisation, or with `orgId` changes its name, end or areas. */
export const SaveOrg = z.object({
  commandId: CommandId,
  orgId: z.uuid().optional().describe('An organisation to change; absent: a new one'),
  kind: z.string().max(60).optional().describe('Needed for a new one'),
  name: z.string().trim().min(1).max(80).optional().describe('Needed for a new one'),
  parentOrgId: z.uuid().nullable().optional(),
  formation: z.string().max(60).nullable().optional(),
  sentByOrgId: z.uuid().nullable().optional().describe('Who sends a dispatched team'),
  validFrom: Day.optional().describe('Default: today'),
  validTo: Day.nullable().optional(),
  covers: z
    .array(AreaCode)
    .max(2000)
    .optional()
    .describe('All the areas it covers, each with what lies in it'),
  members: Size.optional().describe('How many members it has, counted today'),
});
export const OrgReply = z.object({ org: OrgView });

/** How the holder of a post came to it. `posted`: the result stood posted for objections 公示. */
export const PostTrailStep = z.enum(['nominated', 'vetted', 'voted', 'posted', 'appointed']);

/** POST /api/posts: gives somebody a role at an organisation. A person not known yet is entered with name and phone. */
export const Appoint = z.object({
  commandId: CommandId,
  orgId: z.uuid(),
  role: z.string().max(60),
  personId: z.uuid().optional(),
  person: z
    .object({
      name: z.string().trim().min(1).max(40),
      phone: Phone.optional(),
      login: z
        .string()
        .trim()
        .regex(/^[\w.@-]{3,64}$/)
        .optional(),
      password: z.string().min(10).max(200).optional(),
    })
    .optional(),
  heldFrom: Day.optional().describe('Default: today'),
  heldTo: Day.nullable().optional(),
  pledge: z.string().trim().max(300).nullable().optional(),
  serves: z.array(AreaCode).max(200).optional().describe('Homes or buildings this holder answers for'),
  segments: z.array(z.uuid()).max(50).optional().describe('Roads this holder answers for'),
  trail: z
    .array(
      z.object({
        step: PostTrailStep,
        channel: z.string().max(60).optional().describe('Only `nominated`: a nomination channel of the role'),
        doneOn: Day,
        note: z.string().trim().max(300).optional(),
      }),
    )
    .max(8)
    .optional()
    .describe('How the holder came to the post, in order'),
  establishmentPostId: z
    .uuid()
    .optional()
    .describe('The post of the establishment that the holder fills; it is at this organisation and vacant'),
  opinionCaseId: z
    .uuid()
    .optional()
    .describe('Where the role asks for an opinion first: the case in which it was asked for, ended'),
});
/** POST /api/posts/:postId/end */
export const EndPost = z.object({
  commandId: CommandId,
  heldTo: Day.optional().describe('Last day of the post; default: yesterday, so that it ends now'),
});
export const PostReply = z.object({ post: PostView });

/** GET /api/people?q=: for posts that administer; finds by a part of the name, by login, or by the whole phone number. */
export const PeopleQuery = z.object({ q: z.string().trim().min(2).max(40) });
export const PersonFound = z.object({
  personId: z.uuid(),
  name: z.string(),
  phoneMasked: z.string().nullable(),
  posts: z.array(z.object({ roleTitle: Label, orgName: z.string() })),
});
export const PeopleFound = z.object({ people: z.array(PersonFound) });
