/** Roads and the like, entered and changed as of a day, and who answers for each. */
import { z } from 'zod';
import { coordinateSystems } from './imports.ts';
import { Day } from './orgs.ts';
import { AreaCode, CommandId, Label } from './text.ts';

const Point = z.tuple([z.number(), z.number()]);
const System = z.enum(coordinateSystems).describe('What positions are sent in; default: WGS-84');
const Line = z.object({
  type: z.literal('LineString'),
  coordinates: z.array(Point).min(2).max(2000),
});

/** An office of a segment: a role of which each segment of this kind has holders. */
export const SegmentOffice = z.object({
  role: z.string(),
  roleTitle: Label,
  org: z
    .object({ orgId: z.uuid(), name: z.string() })
    .nullable()
    .describe('The organisation where it is held; null: none of that kind covers the segment'),
  missing: z.number().int().describe('Seats nobody holds on that day; 0 also where the office may be empty'),
  mayAppoint: z.boolean().describe('There is a seat, and the viewer may give it'),
});
export const SegmentView = z.object({
  segmentId: z.uuid(),
  kind: z.string(),
  kindTitle: Label,
  name: z.string(),
  fromPlace: z.string().nullable(),
  toPlace: z.string().nullable(),
  areaCode: AreaCode,
  areaName: z.string(),
  geometry: Line.nullable().describe('GeoJSON line, WGS 84'),
  lengthMetres: z.number().int().nullable().describe('Along its line; null: it has none'),
  validFrom: Day,
  validTo: Day.nullable().describe('Its last day; null: no end is set'),
  offices: z.array(SegmentOffice),
  chiefs: z.array(
    z.object({
      postId: z.uuid(),
      role: z.string(),
      roleTitle: Label,
      orgId: z.uuid(),
      orgName: z.string(),
      name: z.string().describe('Masked where the viewer has no duty here and the role is not shown'),
      heldFrom: Day,
      heldTo: Day.nullable(),
    }),
  ),
  verbs: z.array(z.enum(['change', 'end'])).describe('Of today; of another day there are none'),
});
export type SegmentView = z.infer<typeof SegmentView>;

/** GET /api/segments?area=CODE&on=DAY: those without a chief first. Staff, for the areas their organisations cover. */
export const SegmentsQuery = z.object({
  area: AreaCode.optional().describe('Segments that lie in it; default: the whole city'),
  on: Day.optional().describe('As they were on this day; default: today'),
});
export const SegmentList = z.object({
  on: Day,
  segments: z.array(SegmentView),
  most: z.number().int().describe('No more than these are given'),
  kinds: z.array(
    z.object({
      key: z.string(),
      title: Label,
      offices: z.array(
        z.object({
          role: z.string(),
          title: Label,
          level: z.string().nullable().describe('Of the areas its organisations cover'),
        }),
      ),
    }),
  ),
  verbs: z.array(z.enum(['enter'])),
});
export type SegmentList = z.infer<typeof SegmentList>;

/** GET /api/segments/:segmentId: one of them with all it was and all its chiefs. */
export const SegmentHistory = z.object({
  segment: SegmentView,
  /** What it was, the latest first; without what it is now. */
  pasts: z.array(
    z.object({
      lastOn: Day.describe('Last day on which it was so'),
      name: z.string(),
      fromPlace: z.string().nullable(),
      toPlace: z.string().nullable(),
      areaName: z.string(),
      lengthMetres: z.number().int().nullable(),
    }),
  ),
  /** Everybody who answers, will answer or answered for it, the latest first. */
  holders: z.array(
    z.object({
      postId: z.uuid(),
      roleTitle: Label,
      orgName: z.string(),
      name: z.string(),
      heldFrom: Day,
      heldTo: Day.nullable(),
    }),
  ),
});
export type SegmentHistory = z.infer<typeof SegmentHistory>;

/** POST /api/segments: enters one, or changes one as of a day. What it was until then can be asked at any time. */
export const SaveSegment = z.object({
  commandId: CommandId,
  segmentId: z.uuid().optional().describe('The one to change; without: a new one'),
  kind: z.string().max(60).describe('Of a segment that is there it does not change: its chiefs hang on it'),
  name: z.string().trim().min(1).max(80),
  fromPlace: z.string().trim().max(80).nullable().optional(),
  toPlace: z.string().trim().max(80).nullable().optional(),
  areaCode: AreaCode.describe('The area it lies in'),
  geometry: Line.nullable().optional().describe('GeoJSON line; null: it has none'),
  coordinates: System.optional(),
  asOf: Day.optional().describe(
    'First day on which it is so; default: today. A change cannot be of a day to come',
  ),
});
export type SaveSegment = z.infer<typeof SaveSegment>;
/** POST /api/segments/:segmentId/end: also ends the posts of those who answer for nothing else. */
export const EndSegment = z.object({
  commandId: CommandId,
  lastDay: Day.optional().describe('Default: yesterday, so that it ends now'),
});
export type EndSegment = z.infer<typeof EndSegment>;
export const SegmentReply = z.object({
  segment: SegmentView,
  endedPosts: z.number().int().describe('Posts that ended with it'),
});

/** POST /api/segments/line: what positions of another map are here, and how long the line is. Nothing is kept. */
export const ConvertLine = z.object({ geometry: Line, coordinates: System });
export const ConvertedLine = z.object({ geometry: Line, lengthMetres: z.number().int() });
