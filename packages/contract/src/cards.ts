import { z } from 'zod';
import { Day } from './orgs.ts';
import { CommandId, Instant, Label } from './text.ts';

export const CardField = z.enum(['identity', 'pledge', 'contact-by-relay', 'standard', 'result']);
export type CardField = z.infer<typeof CardField>;

/**
 * GET /api/cards/:postId: the duty card as everybody sees it. A field is there only while its consent holds; the phone
 * number never is. The holder also sees what may be consented to.
 */
export const CardView = z.object({
  postId: z.uuid(),
  /** The page a QR code leads to. */
  address: z.string(),
  roleTitle: Label,
  orgName: z.string(),
  name: z.string().nullable().describe('null: the role does not show names'),
  identity: Label.nullable(),
  pledge: z.string().nullable(),
  contact: z
    .object({ by: z.literal('relay') })
    .nullable()
    .describe('A message reaches the holder through the platform; the number is not shown'),
  standard: Label.nullable(),
  result: z.object({ assessedOn: Day, text: z.string(), basis: z.string() }).nullable(),
  serves: z.number().int().describe('How many areas the holder answers for in person'),
  /** Only for the holder: every field of the role’s card with its consent. */
  mine: z
    .array(z.object({ field: CardField, givenAt: Instant.nullable(), expiresAt: Instant.nullable() }))
    .nullable(),
});
export type CardView = z.infer<typeof CardView>;
/** POST /api/cards/:postId/consents: the holder alone lets fields be seen. */
export const GiveConsent = z.object({ commandId: CommandId, fields: z.array(CardField).min(1).max(5) });
/** POST /api/cards/:postId/withdraw: from this moment they are not shown. */
export const WithdrawConsent = z.object({ commandId: CommandId, fields: z.array(CardField).min(1).max(5) });
/** POST /api/cards/:postId/results: what an assessment of the office holder said, by who administers the organisation. */
export const EnterCardResult = z.object({
  commandId: CommandId,
  assessedOn: Day,
  result: z.string().trim().min(1).max(100),
  basis: z.string().trim().min(4).max(500).describe('What it was assessed from'),
});
export const CardReply = z.object({ card: CardView });
