import { z } from 'zod';
import { Day } from './orgs.ts';
import { AreaCode, CommandId, Instant, Label } from './text.ts';

/** Basic duties, duties of assisting another, and what was taken back by a level above. */
export const PowerListKey = z.enum(['basic', 'assisting', 'taken-back']);
export type PowerListKey = z.infer<typeof PowerListKey>;

const Named = z.object({ key: z.string(), title: Label });

/** What an item says from a day on. */
export const PowerRowView = z.object({
  rowNumber: z.number().int(),
  list: PowerListKey,
  title: Label,
  level: Named.describe('Whose organisations it concerns'),
  orgKind: Named.nullable().describe('The one kind that exercises it; null: every kind of the level'),
  lead: Named.nullable().describe('Kind of organisation that leads (assisting) or does it now (taken-back)'),
  area: z.object({ areaCode: AreaCode, name: z.string() }),
  categories: z.array(Named),
  basis: z.string(),
  handedDown: z.string().nullable().describe('Posts, people, money handed down with it'),
  validFrom: Day,
  validTo: Day.nullable().describe('Last day on which it is so; null: no end is known'),
  isDeclared: z.boolean().describe('Said by the city’s model, not entered here'),
});
export type PowerRowView = z.infer<typeof PowerRowView>;

export const PowerEvaluation = z.object({
  evaluatedOn: Day.nullable(),
  evaluateBy: Day.nullable(),
  finding: z.string().nullable(),
});

/** An item as it is on the day asked for. */
export const PowerView = PowerRowView.extend({
  powerId: z.uuid(),
  declaredAs: z.string().nullable().describe('Key in the city’s model; null: entered here'),
  over: Named.nullable().describe('Kind of teams over which it is a power'),
  exercisedBy: z.array(Named).describe('Kinds of cases in which it is exercised'),
  evaluatedOn: Day.nullable(),
  evaluateBy: Day.nullable().describe('Null: no day is set'),
  isOverdue: z.boolean().describe('The day of the next evaluation has passed'),
  next: z.object({ list: PowerListKey, validFrom: Day }).nullable().describe('What it becomes, and when'),
  verbs: z.array(z.enum(['reclaim', 'evaluate', 'end'])).describe('What this viewer may do with it now'),
});
export type PowerView = z.infer<typeof PowerView>;

/** GET /api/powers. Staff only. Nothing about a day means today. */
export const PowerQuery = z.object({
  list: PowerListKey.optional(),
  on: Day.optional(),
  category: z
    .string()
    .max(60)
    .optional()
    .describe('Items that concern this problem, its group, or what is in it'),
});
export const PowerRegister = z.object({
  on: Day,
  powers: z.array(PowerView).describe('Evaluations that are overdue first, then by title'),
  counts: z.object({ basic: z.number().int(), assisting: z.number().int(), 'taken-back': z.number().int() }),
  overdue: z.number().int(),
  mayEnter: z.boolean(),
  /** What the model knows, for the form. */
  choices: z.object({
    levels: z.array(Named),
    orgKinds: z.array(Named.extend({ level: z.string().nullable() })),
    categories: z.array(Named.extend({ parent: z.string().nullable() })),
    areas: z
      .array(z.object({ areaCode: AreaCode, name: z.string() }))
      .describe('Where this viewer may enter items'),
  }),
});
export type PowerRegister = z.infer<typeof PowerRegister>;

const Signed = z.object({
  recordedAt: Instant,
  recordedBy: z.string().nullable().describe('Name and post; null: the city’s model'),
});
/** GET /api/powers/:id: everything that was ever said of an item, the newest first. */
export const PowerHistory = z.object({
  power: PowerView.nullable().describe('As it is today; null: not in force today'),
  rows: z.array(
    PowerRowView.extend(Signed.shape).extend({
      state: z
        .enum(['past', 'in-force', 'coming', 'corrected'])
        .describe('corrected: put right by a later row'),
      reason: z.string().nullable(),
    }),
  ),
  evaluations: z.array(PowerEvaluation.extend(Signed.shape)),
});
export type PowerHistory = z.infer<typeof PowerHistory>;

const words = (most: number) => z.string().trim().min(1).max(most);

/** POST /api/powers */
export const EnterPower = z.object({
  commandId: CommandId,
  list: PowerListKey,
  title: z.object({ zh: words(120), en: z.string().trim().max(200).optional() }),
  level: z.string().max(60),
  orgKind: z.string().max(60).nullable().optional(),
  lead: z.string().max(60).nullable().optional().describe('Needed for `taken-back`'),
  areaCode: AreaCode.optional().describe('Default: the whole city'),
  categories: z.array(z.string().max(60)).max(200).optional(),
  basis: words(300),
  handedDown: z.string().trim().max(300).nullable().optional(),
  validFrom: Day.optional().describe('Default: today'),
  validTo: Day.nullable().optional(),
  evaluateBy: Day.nullable().optional(),
});
export type EnterPower = z.infer<typeof EnterPower>;
/** POST /api/powers/:id/reclaim: from a day on, today at the earliest, it is no longer theirs. */
export const ReclaimPower = z.object({
  commandId: CommandId,
  from: Day.optional().describe('First day on which it is taken back; default: today'),
  lead: z.string().max(60).describe('Kind of organisation that does it from then on'),
  basis: words(300).describe('Decision that takes it back'),
  reason: words(500),
});
export type ReclaimPower = z.infer<typeof ReclaimPower>;
/** POST /api/powers/:id/evaluate */
export const EvaluatePower = z.object({
  commandId: CommandId,
  evaluatedOn: Day.optional().describe('Default: today'),
  evaluateBy: Day.describe('Day by which it is evaluated again'),
  finding: words(500),
});
export type EvaluatePower = z.infer<typeof EvaluatePower>;
/** POST /api/powers/:id/end: it is in no list any more. */
export const EndPower = z.object({
  commandId: CommandId,
  lastDay: Day.optional().describe('Default: yesterday, so that it ends now'),
  reason: words(500),
});
export type EndPower = z.infer<typeof EndPower>;
export const PowerReply = z.object({ powerId: z.uuid(), power: PowerView.nullable() });
export type PowerReply = z.infer<typeof PowerReply>;
