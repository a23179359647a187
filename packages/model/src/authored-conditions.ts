/** The short forms of conditions: what gates, queues and agendas say of a case. */
import { z } from 'zod';
import { conditionFields } from './parsed.ts';

/** A value a condition compares with, in its short form. */
const word = z.union([z.string(), z.number(), z.boolean()]);
const comparison = z.union([
  word,
  z.array(z.union([z.string(), z.number()])),
  z.strictObject({
    exists: z.boolean().optional().describe('Is there a value?'),
    lt: z.number().optional().describe('Less than.'),
    lte: z.number().optional().describe('At most.'),
    gt: z.number().optional().describe('More than.'),
    gte: z.number().optional().describe('At least.'),
  }),
]);
const comparisonHints = {
  text: 'A value, or a list of values of which one must fit.',
  area: '`within CODE`: that area and all it contains; or the code of exactly one area.',
  instant: '`before now`, `after -P3D`, `before P1D`, `during this-month`.',
  number: 'A number, a list, or bounds such as `{ gte: 1 }`.',
  boolean: '`true` or `false`.',
  person: '`me`: the viewer.',
  org: '`my-orgs`: organisations in which the viewer holds a post.',
} as const;
const fieldShapes = Object.fromEntries(
  Object.entries(conditionFields).map(([field, kind]) => [
    field,
    comparison.optional().describe(`${comparisonHints[kind]} Or \`{ exists: false }\`.`),
  ]),
) as Record<keyof typeof conditionFields, z.ZodOptional<typeof comparison>>;

export interface AuthoredCondition
  extends Partial<Record<keyof typeof conditionFields, z.infer<typeof comparison>>> {
  all?: AuthoredCondition[] | undefined;
  any?: AuthoredCondition[] | undefined;
  not?: AuthoredCondition | undefined;
}
export const AuthoredCondition: z.ZodType<AuthoredCondition> = z
  .strictObject({
    ...fieldShapes,
    get all() {
      return z.array(AuthoredCondition).optional().describe('All of these hold.');
    },
    get any() {
      return z.array(AuthoredCondition).optional().describe('At least one of these holds.');
    },
    get not() {
      return AuthoredCondition.optional().describe('This does not hold.');
    },
  })
  .meta({
    id: 'condition',
    description:
      'What must hold of a case. Everything listed must hold together: `{ kind: report, station: [open, accepted], closedAt: during this-month, assigneePerson: me, not: { paused: { exists: true } } }`.',
  });
