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
});
export type ReportInView = z.infer<typeof ReportInView>;
/** POST /api/report-ins: for oneself. A person reports in at one community at a time. */
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
export const ReportInReply = z.object({ reportIn: ReportInView });
/** GET /api/report-ins?community=ORG: who reported in there; for posts of that organisation or over it. */
export const ReportInsQuery = z.object({
  community: z.uuid(),
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
