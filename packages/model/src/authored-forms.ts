/** The short forms every part of the language uses: keys, labels, sources, limits, bounds, actors. */
import { z } from 'zod';

export const oneOrMany = <T extends z.ZodType>(item: T) => z.union([item, z.array(item)]);

export const Key = z
  .string()
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'a key is lower-case words joined by hyphens, such as grid-secretary',
  );
export const source = z
  .string()
  .min(1)
  .optional()
  .describe(
    'Where the quantities here come from: a law with its article, a report, a practice, or `assumption`.',
  );

export const AuthoredLabel = z
  .strictObject({
    zh: z.string().trim().min(1).describe('Chinese, shown by default.'),
    en: z.string().trim().min(1).describe('English.'),
  })
  .meta({ id: 'label', description: 'A text in both languages. Neither may be empty.' });
export const label = (what: string) => AuthoredLabel.describe(what);

export const limitText = z
  .string()
  .describe(
    'An amount of time: `30 minutes`, `2 hours`, `7 days`, `5 working days`, or ISO 8601 such as `PT2H`; with ` of CALENDAR` behind it where the default calendar does not fit: `2 hours of office`.',
  );
export const AuthoredLimitWithSource = z
  .strictObject({ in: limitText, source })
  .meta({ id: 'limit-with-source', description: 'A limit that names where it comes from.' });
export const AuthoredLimit = z
  .union([limitText, AuthoredLimitWithSource])
  .meta({ id: 'limit', description: 'A time limit.' });
export const AuthoredLimits = z
  .union([
    limitText,
    AuthoredLimitWithSource,
    z.strictObject({
      urgent: AuthoredLimit.optional().describe('For urgent cases; without it, as `ordinary`.'),
      ordinary: AuthoredLimit.describe('For every case that is neither urgent nor hard.'),
      hard: AuthoredLimit.optional().describe('For hard cases; without it, as `ordinary`.'),
      source,
    }),
  ])
  .meta({ id: 'limits', description: 'One limit for all, or one for each severity.' });

export const actors = (what: string) => oneOrMany(z.string()).describe(what);
export const actorWords =
  'Keys of roles (their organisation must cover the place of the case), or `anyone`, `resident`, `reporter`, `assignee`, `any-post`, `party`.';

export const AuthoredBounds = z
  .strictObject({
    min: z.number().int().min(0).optional().describe('At least.'),
    max: z.number().int().min(0).optional().describe('At most.'),
    source,
  })
  .meta({ id: 'bounds', description: 'From at least to at most; either may be left out.' });

export type AuthoredLimitValue = z.infer<typeof AuthoredLimit>;
export type AuthoredLimitsValue = z.infer<typeof AuthoredLimits>;
