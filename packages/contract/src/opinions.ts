import { z } from 'zod';
import { CaseSummary } from './cases.ts';
import { Day } from './orgs.ts';
import { AreaCode, Instant, Label } from './text.ts';

export const OpinionState = z.enum(['asked', 'given', 'expired', 'withdrawn']);
export type OpinionState = z.infer<typeof OpinionState>;

/** What became of an opinion that was asked for: an opinion in law, not a veto, also where it was not given in time. */
export const OpinionView = z.object({
  state: OpinionState,
  choice: z
    .object({ key: z.string(), title: Label })
    .nullable()
    .describe('What was answered; null: nothing, or nothing yet'),
  ground: z.string().nullable().describe('The reason, in their words'),
  dueAt: Instant.nullable(),
  endedAt: Instant.nullable(),
});
export type OpinionView = z.infer<typeof OpinionView>;

/** GET /api/opinions: opinions the viewer may know of, the newest first. Staff only. */
export const OpinionsQuery = z.object({
  kind: z.string().max(60).optional().describe('Kind of cases; default: all in which an opinion is asked'),
  state: OpinionState.optional(),
  area: AreaCode.optional().describe('Asked of somebody in this area'),
  after: z.uuid().optional().describe('`next` of the page before'),
});
export const OpinionsPage = z.object({
  /** Powers over teams that others sent, with the kinds of cases in which they are exercised, as the model declares them. */
  powers: z.array(
    z.object({
      key: z.string(),
      title: Label,
      over: Label.describe('Whom it is over'),
      state: z.enum(['in-force', 'taken-back', 'not-in-force']),
      since: Day.nullable().describe('First day on which it is so'),
      kinds: z.array(
        z.object({
          key: z.string(),
          title: Label,
          description: Label.nullable(),
          isOpinion: z.boolean().describe('Whoever closes such a case gives an answer; others are commands'),
          mayAsk: z.boolean().describe('May this viewer open one?'),
          counts: z.object({
            asked: z.number().int(),
            late: z.number().int().describe('Of those asked: past their time'),
            given: z.number().int(),
            expired: z.number().int(),
            withdrawn: z.number().int(),
          }),
        }),
      ),
    }),
  ),
  opinions: z.array(
    z.object({
      case: CaseSummary,
      opinion: OpinionView,
      askedBy: z.string().nullable().describe('Name and post as they were; masked without a duty'),
      givenBy: z.string().nullable(),
      usedBy: z
        .object({
          postId: z.uuid(),
          orgId: z.uuid(),
          orgName: z.string(),
          roleTitle: Label,
          heldFrom: Day,
        })
        .nullable()
        .describe('The appointment that was made on it'),
    }),
  ),
  next: z.uuid().nullable(),
});
export type OpinionsPage = z.infer<typeof OpinionsPage>;
