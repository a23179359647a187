/**
 * The part of the language that declares norms: what a city writes (`AuthoredNorm`), what engine, server and faces read
 * (`Norm`), and the way from one to the other. A norm is a named figure with bounds and words of warning. It never stops
 * anything and enters no count of votes; the language has no word for that.
 */
import { z } from 'zod';
import { Key, label, oneOrMany, source } from './authored-forms.ts';
import type { Bounds, Label } from './parsed.ts';

/** Figures the engine knows, with what each counts. A model chooses among them and says of whom. */
export const normFigures = {
  'member-share':
    'Of each organisation of the kinds `of`: of those who sit on its committee the share who are members of an organisation of `members-of`, in percent.',
  grids: 'Of each area of the level `per`: into how many grids it is divided.',
  'members-per-grid':
    'Of each organisation of the kinds `of` that has grids: its members for each of its grids.',
  'homes-per-member': 'Of each holder of `roles`: the homes the holder answers for.',
  'branch-coverage':
    'Of each area of the level `per`: the share of its areas (`coverage.rate-of`) with an organisation that counts as cover, in percent.',
} as const;
export type NormFigure = keyof typeof normFigures;

/** A norm as engine, server and faces read it. */
export interface Norm {
  title: Label;
  figure: NormFigure;
  /** Kinds of the organisations it is asked of: `member-share`, `members-per-grid`. */
  orgKinds: string[];
  /** Level of the areas it is asked of: `grids`, `branch-coverage`. */
  per: string | null;
  /** `member-share`: roles that sit on the committee · `homes-per-member`: whose holders are asked. */
  roles: string[];
  /** `member-share`: kinds of organisations whose members are counted. */
  membersOf: string[];
  /** For whatever has no class below; neither end: nothing is asked there. Shares in percent. */
  bounds: Bounds;
  /** By class of the area (a compound) it lies in. */
  byClass: Record<string, Bounds>;
  /** It holds for what was formed on `from` or later; what was there before goes by steps. null: for all alike. */
  newFrom: { from: string; existing: NormStep[] } | null;
  /** Said where it is not kept. */
  warning: Label;
  /** What would mend it. */
  nextStep: Label;
  source: string | null;
}

/** What must be reached by a day by that which was there before. */
export interface NormStep {
  /** Day, `YYYY-MM-DD`. */
  by: string;
  bounds: Bounds;
}

/** Is the figure a share in percent, or a plain number? */
export function isShareFigure(figure: NormFigure): boolean {
  return figure === 'member-share' || figure === 'branch-coverage';
}

/** Where a model declares the bounds of a figure already, a norm need not repeat them. */
export function declaredBoundsPath(norm: {
  figure: string;
  per: string | undefined;
  of: readonly string[];
  roles: readonly string[];
}): [string, ...string[]] | null {
  const { figure, per, of, roles } = norm;
  if (figure === 'grids' && per !== undefined) return ['grids', per];
  if (figure === 'members-per-grid' && of.length === 1) return ['org-kinds', of[0]!, 'members'];
  if (figure === 'homes-per-member' && roles.length === 1) return ['roles', roles[0]!, 'serves'];
  return null;
}

const min = z.number().int().min(0).optional().describe('At least; of shares in percent.');
const max = z.number().int().min(0).optional().describe('At most; of shares in percent.');
const day = (what: string) =>
  z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a day as "2024-01-31", in quotes')
    .describe(what);

export const AuthoredNorm = z
  .strictObject({
    title: label('What is asked, in words.'),
    figure: z.enum(Object.keys(normFigures) as [NormFigure, ...NormFigure[]]).describe(
      Object.entries(normFigures)
        .map(([key, what]) => `\`${key}\`: ${what}`)
        .join(' · '),
    ),
    of: oneOrMany(z.string()).optional().describe('Kinds of organisations it is asked of.'),
    per: z.string().optional().describe('Level of the areas it is asked of.'),
    roles: oneOrMany(z.string())
      .optional()
      .describe(
        '`member-share`: roles that sit on the committee; left out: those of `org-kinds.….committee.roles` · `homes-per-member`: roles whose holders are asked.',
      ),
    'members-of': oneOrMany(z.string())
      .optional()
      .describe(
        'Only `member-share`: kinds of organisations whose members are counted, as posts with `member: true` record them.',
      ),
    min,
    max,
    'by-class': z
      .record(Key, z.strictObject({ min, max, source }))
      .optional()
      .describe(
        'Other bounds by class of the area it lies in: keys of `area-classes`. An empty entry, `{ }`, asks nothing of that class.',
      ),
    'new-from': z
      .strictObject({
        day: day('It holds for what was formed on this day or later.'),
        existing: z
          .array(z.strictObject({ by: day('Reached by this day.'), min, max, source }))
          .optional()
          .describe('Steps of what was there before; left out: nothing is asked of that.'),
        source,
      })
      .optional()
      .describe('For what is newly formed, with a path for what was there before. Left out: for all alike.'),
    warning: label('Said where it is not kept. It warns and stops nothing.'),
    'next-step': label('What would mend it.'),
    source,
  })
  .meta({
    id: 'norm',
    description:
      'A figure with bounds. Without `min`, `max` and `by-class` it takes the bounds the model declares of that figure elsewhere (`grids`, `org-kinds.….members`, `roles.….serves`).',
  });
type AuthoredNorm = z.infer<typeof AuthoredNorm>;

/** The norm a faultless entry says. `declared`: bounds and source said elsewhere; `seated`: roles on the committee of a kind. */
export function toNorm(
  norm: AuthoredNorm,
  declared: (path: readonly string[]) => { bounds: Bounds; source: string | null },
  seated: (orgKind: string) => string[],
): Norm {
  const of = many(norm.of);
  const roles = many(norm.roles);
  const own = norm.min !== undefined || norm.max !== undefined || norm['by-class'] !== undefined;
  const path = own ? null : declaredBoundsPath({ figure: norm.figure, per: norm.per, of, roles });
  const elsewhere = path === null ? null : declared(path);
  const newFrom = norm['new-from'];
  return {
    title: norm.title,
    figure: norm.figure,
    orgKinds: of,
    per: norm.per ?? null,
    roles: norm.figure === 'member-share' && norm.roles === undefined ? of.flatMap(seated) : roles,
    membersOf: many(norm['members-of']),
    bounds: elsewhere?.bounds ?? toBounds(norm),
    byClass: Object.fromEntries(
      Object.entries(norm['by-class'] ?? {}).map(([key, bounds]) => [key, toBounds(bounds)]),
    ),
    newFrom: newFrom
      ? {
          from: newFrom.day,
          existing: (newFrom.existing ?? []).map((step) => ({ by: step.by, bounds: toBounds(step) })),
        }
      : null,
    warning: norm.warning,
    nextStep: norm['next-step'],
    source: norm.source ?? elsewhere?.source ?? null,
  };
}

function toBounds(bounds: { min?: number | undefined; max?: number | undefined }): Bounds {
  return { min: bounds.min ?? null, max: bounds.max ?? null };
}

function many<T>(value: T | T[] | undefined): T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
