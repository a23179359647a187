import { z } from 'zod';
import { AreaCode, Label } from './text.ts';

export const AreaSummary = z.object({
  code: AreaCode,
  level: z.string(),
  levelTitle: Label,
  name: z.string(),
  fullName: z.string(),
  hasChildren: z.boolean(),
  position: z.tuple([z.number(), z.number()]).nullable().describe('[longitude, latitude], WGS 84'),
});
export type AreaSummary = z.infer<typeof AreaSummary>;
export const AreaList = z.object({ areas: z.array(AreaSummary), path: z.array(AreaSummary) });
/** GET /api/areas?under=CODE | q=words | (nothing: the city's outermost children that people pick from) */
export const AreaQuery = z.object({
  under: AreaCode.optional(),
  q: z.string().max(50).optional(),
  level: z.string().max(40).optional(),
});
export const NearestQuery = z.object({
  longitude: z.coerce.number().min(-180).max(180),
  latitude: z.coerce.number().min(-90).max(90),
});
export const NearestAreas = z.object({ areas: z.array(AreaSummary.extend({ distanceMetres: z.number() })) });
export const Spot = z.object({
  spotCode: z.string(),
  name: z.string(),
  area: AreaSummary,
  path: z.array(AreaSummary),
});
/** GET /api/areas/:code/map: what a map of that place draws. */
export const AreaMap = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.string(),
      geometry: z.unknown(),
      properties: z.object({ code: z.string(), level: z.string(), name: z.string() }),
    }),
  ),
});
/** GET /api/areas/:code/who: who is there for this place. Only what each role's `shown` allows. */
export const WhoIsThere = z.object({
  posts: z.array(
    z.object({
      postId: z.uuid(),
      role: z.string(),
      roleTitle: Label,
      orgName: z.string(),
      name: z.string().nullable(),
      pledge: z.string().nullable(),
      segments: z.array(z.string()).describe('Roads and the like the post answers for that run by the place'),
    }),
  ),
});
