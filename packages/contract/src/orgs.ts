import { z } from 'zod';
import { Phone } from './session.ts';
import { AreaCode, CommandId, Label } from './text.ts';

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
/** GET /api/orgs?under=ORG | area=CODE | q=words | (nothing: organisations without a parent). Staff only. */
export const OrgQuery = z.object({
  under: z.uuid().optional(),
  area: AreaCode.optional().describe('Organisations that cover this place, the nearest first'),
  q: z.string().trim().max(50).optional(),
});
export const OrgList = z.object({
  orgs: z.array(OrgView),
  /** What the model knows, for the forms: kinds and the roles in each. */
  kinds: z.array(
    z.object({
      key: z.string(),
      title: Label,
      level: z.string().nullable(),
      under: z.string().nullable(),
      roles: z.array(z.object({ key: z.string(), title: Label, seats: z.number().int().nullable() })),
    }),
  ),
});

/** POST /api/orgs: makes an organisation, or with `orgId` changes its name, end or areas. */
export const SaveOrg = z.object({
  commandId: CommandId,
  orgId: z.uuid().optional().describe('An organisation to change; absent: a new one'),
  kind: z.string().max(60).optional().describe('Needed for a new one'),
  name: z.string().trim().min(1).max(80).optional().describe('Needed for a new one'),
  parentOrgId: z.uuid().nullable().optional(),
  formation: z.string().max(60).nullable().optional(),
  validFrom: Day.optional().describe('Default: today'),
  validTo: Day.nullable().optional(),
  covers: z
    .array(AreaCode)
    .max(2000)
    .optional()
    .describe('All the areas it covers, each with what lies in it'),
});
export const OrgReply = z.object({ org: OrgView });

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
