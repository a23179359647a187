import { z } from 'zod';
import { Day } from './orgs.ts';
import { AreaCode, Label } from './text.ts';

export const NormStateKey = z
  .enum(['within', 'outside', 'on-path', 'behind', 'unknown', 'not-asked'])
  .describe(
    'within the bounds · outside them · on-path: it was there before and has reached the step of the day · behind: short of that step · unknown: nothing to count · not-asked: nothing is asked of its class, or of what was there before',
  );
export type NormStateKey = z.infer<typeof NormStateKey>;

const NormBounds = z.object({
  min: z.number().int().nullable().describe('At least; of shares in percent'),
  max: z.number().int().nullable(),
});
export type NormBounds = z.infer<typeof NormBounds>;
const Step = z.object({ by: Day, bounds: NormBounds });
const Named = z.object({ key: z.string(), title: Label });
const count = z.number().int();
const StateCounts = z.object({
  within: count,
  outside: count,
  'on-path': count,
  behind: count,
  unknown: count,
  'not-asked': count,
});
/** Sums over what was counted: of a share both parts, of a number the sum and how many it is divided among. */
const Sums = z.object({ numerator: count, denominator: count });

/** A norm of the city’s model with what is counted on a day. It warns; nothing is refused for it. */
export const NormView = z.object({
  key: z.string(),
  title: Label,
  figure: z.string(),
  isShare: z.boolean().describe('A share in percent; else a plain number'),
  /** Of whom it is asked: kinds of organisations, a level, or roles. */
  askedOf: z.array(Label),
  bounds: NormBounds,
  byClass: z
    .array(Named.extend({ bounds: NormBounds, counts: StateCounts, overall: Sums }))
    .describe('Classes of compounds of which something else is asked'),
  rest: z
    .object({ counts: StateCounts, overall: Sums })
    .nullable()
    .describe('What lies in none of these classes; null where no class has bounds of its own'),
  newFrom: z
    .object({ from: Day, existing: z.array(Step) })
    .nullable()
    .describe('It holds for what was formed from that day on; what was there before goes by steps'),
  warning: Label,
  nextStep: Label,
  source: z.string().nullable(),
  counts: StateCounts,
  overall: Sums,
  trend: z
    .array(Sums.extend({ on: Day, kept: count, asked: count }))
    .describe('Ends of the last months and the day itself; kept: within or on their path, of those asked'),
});
export type NormView = z.infer<typeof NormView>;

/** GET /api/norms?area=CODE&on=DAY. Staff, for the areas their organisations cover. */
export const NormsQuery = z.object({
  area: AreaCode.optional().describe('Default: the whole city'),
  on: Day.optional().describe('Default: today'),
});
export const NormsView = z.object({
  area: z.object({ code: AreaCode, name: z.string() }),
  on: Day,
  norms: z.array(NormView),
});
export type NormsView = z.infer<typeof NormsView>;

/** GET /api/norms/:norm/units?area=&on=&state=&after=: what one figure was counted from, each with its own count. */
export const NormUnitsQuery = NormsQuery.extend({
  state: NormStateKey.optional(),
  areaClass: z.string().max(60).optional().describe('Key of a class in `byClass`, or `rest`'),
  after: z.string().max(80).optional().describe('`next` of the page before'),
});
export const NormUnit = z.object({
  unit: z.string().describe('Organisation, area, or post'),
  name: z.string().describe('Masked where it is a person’s and the viewer has no duty there'),
  detail: z.string().nullable(),
  area: z.object({ code: AreaCode, name: z.string() }),
  areaClass: Named.nullable(),
  formedOn: Day.nullable(),
  isExisting: z.boolean().describe('It was there before the norm began to hold'),
  numerator: count,
  denominator: count,
  state: NormStateKey,
  asked: NormBounds.nullable().describe('What is asked on the day; null: nothing yet'),
  target: NormBounds.nullable().describe('What is asked in the end'),
  next: Step.nullable(),
  orgId: z.uuid().nullable(),
  position: z.tuple([z.number(), z.number()]).nullable(),
});
export type NormUnit = z.infer<typeof NormUnit>;
export const NormUnitsPage = z.object({ on: Day, units: z.array(NormUnit), next: z.string().nullable() });
export type NormUnitsPage = z.infer<typeof NormUnitsPage>;

/** GET /api/norms/:norm/units/:unit?on=DAY: the rows one count was made of. At most 500. */
export const NormRowsQuery = z.object({ on: Day.optional() });
export const NormRows = z.object({
  on: Day,
  rows: z.array(
    z.object({
      name: z.string().describe('Masked where it is a person’s and the viewer has no duty there'),
      what: Label.nullable().describe('Role or kind'),
      isCounted: z.boolean().describe('Of a share: is it in the part counted?'),
      because: z.string().nullable().describe('The record that says so'),
      since: Day.nullable(),
      orgId: z.uuid().nullable(),
    }),
  ),
});
export type NormRows = z.infer<typeof NormRows>;
