import { z } from 'zod';
import { Day } from './orgs.ts';
import { CommandId, Label } from './text.ts';

/** Somebody in work who reported to the community where they live. */
export const ReportInView = z.object({
  reportInId: z.uuid(),
  personId: z.uuid(),
  name: z
    .string()
    .describe('Masked where the viewer is neither the person nor of one of the two organisations'),
  employer: z.object({ orgId: z.uuid(), name: z.string() }),
  community: z.object({ orgId: z.uuid(), name: z.string() }),
  reportedFrom: Day,
  reportedTo: Day.nullable(),
  isConfirmed: z.boolean().describe('false: the community has still to say that it is so, or has declined'),
  declined: z.string().nullable().describe('Why the community did not confirm it; it has ended then'),
  verbs: z.array(
    z.enum(['confirm', 'decline', 'end', 'enter-duty-hours', 'enter-volunteer-hours', 'see-hours']),
  ),
});
export type ReportInView = z.infer<typeof ReportInView>;
/**
 * POST /api/report-ins: for oneself, also without a post. A person reports in at one community at a time. Who holds a post
 * at the employer is known there; of others the community confirms it.
 */
export const ReportIn = z.object({
  commandId: CommandId,
  employerOrgId: z.uuid(),
  communityOrgId: z.uuid(),
  reportedFrom: Day.optional().describe('Default: today'),
});
/** POST /api/report-ins/:reportInId/end, by the person or by the community. */
export const EndReportIn = z.object({
  commandId: CommandId,
  reportedTo: Day.optional().describe('Last day; default: today'),
});
/** GET /api/report-ins/choices?of=community|employer&q=: where one may report in, and who may have sent one; signed in. */
export const ReportInChoicesQuery = z.object({
  of: z.enum(['community', 'employer']),
  q: z
    .string()
    .trim()
    .max(50)
    .optional()
    .describe('Part of the name; without: those of one’s home, else the first'),
});
export const ReportInChoices = z.object({
  orgs: z.array(z.object({ orgId: z.uuid(), name: z.string() })).describe('At most 20'),
});
/** POST /api/report-ins/:reportInId/confirm, by a post of the community. */
export const ConfirmReportIn = z.object({ commandId: CommandId });
/** POST /api/report-ins/:reportInId/decline, by a post of the community: it ends, and the person reads why. */
export const DeclineReportIn = z.object({ commandId: CommandId, reason: z.string().trim().min(2).max(200) });
export const ReportInReply = z.object({ reportIn: ReportInView });
/** GET /api/report-ins?community=ORG: who reported in there; for posts of that organisation or over it. */
export const ReportInsQuery = z.object({
  community: z.uuid(),
  state: z.enum(['to-confirm', 'confirmed']).optional().describe('Default: all'),
  after: z.uuid().optional().describe('`next` of the page before'),
});
export const ReportInsPage = z.object({
  reportIns: z.array(ReportInView),
  next: z.uuid().nullable(),
  /** What the model knows, for the form of duty hours. */
  services: z.array(z.object({ key: z.string(), title: Label })),
});

/** One entry of a ledger. Duty hours and volunteers’ hours are two ledgers and are never added up. */
export const HoursEntry = z.object({
  entryId: z.uuid(),
  doneOn: Day,
  minutes: z.number().int(),
  what: z.string().describe('Duty: key of a service · volunteering: the deed in words'),
  whatTitle: Label,
  note: z.string().nullable(),
  orgName: z.string(),
  struck: z.string().nullable().describe('Why it was struck; null: it stands'),
  struckOn: Day.nullable(),
  struckBy: z.string().nullable().describe('Who struck it, for staff who see the ledger'),
  verbs: z.array(z.enum(['strike'])),
});
/** GET /api/report-ins/:reportInId/hours: what the community entered of one person, in two ledgers; for its posts. */
export const ReportInHours = z.object({
  duty: z.array(HoursEntry),
  volunteer: z.array(HoursEntry).describe('Only what was done with this community'),
});
/** POST /api/report-ins/:reportInId/hours: entered in the duty ledger by a post of the community. */
export const EnterDutyHours = z.object({
  commandId: CommandId,
  doneOn: Day,
  minutes: z.number().int().min(1).max(1440),
  service: z.string().max(60).describe('A key of the model’s `report-in.services`'),
  note: z.string().trim().max(300).nullable().optional(),
});
/** POST /api/volunteer-hours: entered in the volunteers’ ledger by a post of the organisation it was done with. */
export const EnterVolunteerHours = z.object({
  commandId: CommandId,
  personId: z.uuid(),
  orgId: z.uuid(),
  doneOn: Day,
  minutes: z.number().int().min(1).max(1440),
  deed: z.string().trim().min(2).max(200),
});
/** POST /api/duty-hours/:entryId/strike and /api/volunteer-hours/:entryId/strike: an entry that is wrong is struck, not changed. */
export const StrikeHours = z.object({ commandId: CommandId, reason: z.string().trim().min(2).max(200) });
export const HoursReply = z.object({ entry: HoursEntry });
/** GET /api/hours/mine: both ledgers of the person who asks, side by side and each with its own sum. */
export const MyHours = z.object({
  reportIn: ReportInView.nullable(),
  /** The last one, where the community did not confirm it and none runs since. */
  declined: ReportInView.nullable(),
  verbs: z.array(z.enum(['report-in'])),
  duty: z.object({ minutes: z.number().int(), entries: z.array(HoursEntry) }),
  volunteer: z.object({ minutes: z.number().int(), entries: z.array(HoursEntry) }),
});
/** GET /api/hours/certificate: true, free, and only for the person: what stands in the volunteers’ ledger. */
export const VolunteerCertificate = z.object({
  name: z.string(),
  issuedOn: Day,
  city: Label,
  minutes: z.number().int(),
  entries: z.array(HoursEntry),
});
/**
 * GET /api/report-ins/feedback?employer=ORG&from=&to=: what those sent by one employer did, for that employer. By name,
 * never by amount; there is no least amount and nothing to compare with.
 */
export const FeedbackQuery = z.object({ employer: z.uuid(), from: Day.optional(), to: Day.optional() });
export const FeedbackView = z.object({
  employer: z.object({ orgId: z.uuid(), name: z.string() }),
  from: Day,
  to: Day,
  services: z.array(z.object({ service: z.string(), title: Label, minutes: z.number().int() })),
  people: z.array(
    z.object({
      personId: z.uuid(),
      name: z.string(),
      communityName: z.string(),
      reportedFrom: Day,
      days: z.number().int().describe('Days with an entry'),
      minutes: z.number().int(),
    }),
  ),
});
