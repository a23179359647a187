import { z } from 'zod';
import { AreaCode, CommandId, Label } from './text.ts';

/** GET /api/grids?area=CODE: the grids of the compound around a place today, and what they can be drawn from. Staff. */
export const GridsQuery = z.object({ area: AreaCode });

export const GridOfCompound = z.object({
  gridId: z.uuid(),
  name: z.string(),
  org: z.object({ orgId: z.uuid(), name: z.string() }),
  validFrom: z.string(),
  buildings: z.array(AreaCode),
});
export type GridOfCompound = z.infer<typeof GridOfCompound>;

export const CompoundGrids = z.object({
  compound: z.object({ code: AreaCode, name: z.string() }),
  grids: z.array(GridOfCompound),
  buildings: z.array(z.object({ code: AreaCode, name: z.string() })),
  orgs: z
    .array(z.object({ orgId: z.uuid(), name: z.string(), kindTitle: Label }))
    .describe('Organisations that cover some or all of its buildings; the nearest first'),
  verbs: z.array(z.enum(['draw'])),
});
export type CompoundGrids = z.infer<typeof CompoundGrids>;

/** POST /api/grids: a grid as of today, new, or in place of one that ends yesterday. Whoever administers its buildings. */
export const SaveGrid = z.object({
  commandId: CommandId,
  gridId: z.uuid().optional().describe('The grid that is drawn anew; left out: a new one'),
  name: z.string().trim().min(1).max(60),
  orgId: z.uuid().describe('The organisation that looks after it; it covers its buildings'),
  buildings: z.array(AreaCode).min(1).max(500),
});
export type SaveGrid = z.infer<typeof SaveGrid>;
export const GridReply = z.object({ grid: GridOfCompound });

/** POST /api/grids/:gridId/end: yesterday was its last day. */
export const EndGrid = z.object({ commandId: CommandId });
