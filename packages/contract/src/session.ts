import { z } from 'zod';
import { AreaCode, Instant, Label, Locale } from './text.ts';

export const City = z.object({
  key: z.string().describe('Model key; sent as header `Linli-City` by visitors without a session'),
  areaCode: AreaCode,
  title: Label,
  name: z.string().describe('Name of the jurisdiction'),
  isDemo: z.boolean(),
  building: z
    .object({
      told: z.number().int().min(0).describe('Cases told so far'),
      of: z.number().int().min(0).describe('About how many there will be; 0: not known yet'),
    })
    .nullable()
    .describe('How far a made-up city is that is not complete yet; null: complete'),
  /** Middle of what the city covers and its box, for maps: [west, south, east, north]. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
});
export type City = z.infer<typeof City>;

/** GET /api/cities: what a visitor may choose from. */
export const Cities = z.object({
  cities: z.array(City),
  /** Where nobody is in any city yet: those the operator may set up. */
  unopened: z.array(z.object({ key: z.string(), title: Label })),
});

export const SessionPost = z.object({
  postId: z.uuid(),
  role: z.string(),
  roleTitle: Label,
  orgId: z.uuid(),
  orgName: z.string(),
  abilities: z.array(z.string()),
  covers: z.array(z.object({ areaCode: AreaCode, name: z.string() })),
});

export const Session = z.object({
  city: City,
  person: z
    .object({
      personId: z.uuid(),
      name: z.string(),
      homeCode: AreaCode.nullable(),
      phoneMasked: z.string().nullable(),
    })
    .nullable(),
  posts: z.array(SessionPost),
  locale: Locale,
  largeType: z.boolean(),
  unread: z.number().int(),
  demo: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** Mainland mobile number. */
export const Phone = z.string().regex(/^1[3-9]\d{9}$/);
export const AskPhoneCode = z.object({ phone: Phone });
export const PhoneCodeSent = z.object({
  expiresAt: Instant,
  /** Demo only: the code itself, since no message is sent. */
  code: z.string().optional(),
});
export const PhoneSignIn = z.object({
  phone: Phone,
  code: z.string().regex(/^\d{6}$/),
  name: z.string().trim().min(1).max(40).optional(),
});
export const PasswordSignIn = z.object({
  login: z.string().min(1).max(64),
  password: z.string().min(1).max(200),
});
export const Preferences = z.object({
  locale: Locale.optional(),
  largeType: z.boolean().optional(),
  homeCode: AreaCode.nullable().optional(),
  name: z.string().trim().min(1).max(40).optional(),
});

export const DemoPerson = z.object({
  id: z.string().describe('Sent back to sign in'),
  name: z.string(),
  city: z.string(),
  cityTitle: Label,
  role: z.string().nullable().describe('Null: a resident'),
  roleTitle: Label,
  orgName: z.string().nullable(),
  areaName: z.string().nullable(),
  script: Label.describe('One line: what to try'),
  face: z.enum(['resident', 'console']),
});
export type DemoPerson = z.infer<typeof DemoPerson>;
export const DemoPeople = z.object({ people: z.array(DemoPerson) });
export const DemoSignIn = z.object({ person: z.string() });

/** GET /api/reveals/mine: who looked at my masked data, when and why. The newest 200. */
export const Reveal = z.object({
  revealId: z.uuid(),
  field: z.string(),
  byName: z.string(),
  byRoleTitle: Label.nullable(),
  byOrgName: z.string().nullable(),
  reason: z.string(),
  caseId: z.uuid().nullable(),
  caseNumber: z.string().nullable(),
  at: Instant,
});
export const Reveals = z.object({ reveals: z.array(Reveal) });
