import {
  ConvertedLine,
  ConvertLine,
  EndSegment,
  SaveSegment,
  SegmentHistory,
  SegmentList,
  SegmentReply,
  SegmentsQuery,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { requirePost } from './policy.ts';
import { endSegment } from './segments/end-segment.ts';
import { lengthMetresOf, readLine } from './segments/line.ts';
import { saveSegment } from './segments/save-segment.ts';
import { listSegments, showSegment } from './segments/show-segments.ts';

const OfSegment = z.object({ segmentId: z.uuid() });

export function registerSegments(app: App, deps: Deps): void {
  app.get(
    '/api/segments',
    {
      schema: {
        summary: 'Roads on a day, with who answers for each (staff)',
        querystring: SegmentsQuery,
        response: { 200: SegmentList },
      },
    },
    (request) => listSegments(deps, request.viewer, request.query),
  );

  app.get(
    '/api/segments/:segmentId',
    {
      schema: {
        summary: 'A road with all it was and all its chiefs (staff)',
        params: OfSegment,
        response: { 200: SegmentHistory },
      },
    },
    (request) => showSegment(deps, request.viewer, request.params.segmentId),
  );

  app.post(
    '/api/segments',
    {
      schema: {
        summary: 'Enter a road, or change one as of a day',
        body: SaveSegment,
        response: { 200: SegmentReply },
      },
    },
    (request) => saveSegment(deps, request.viewer, request.body),
  );

  app.post(
    '/api/segments/:segmentId/end',
    {
      schema: {
        summary: 'End a road, and the posts for nothing else',
        params: OfSegment,
        body: EndSegment,
        response: { 200: SegmentReply },
      },
    },
    (request) => endSegment(deps, request.viewer, request.params.segmentId, request.body),
  );

  app.post(
    '/api/segments/line',
    {
      schema: {
        summary: 'A line of another map as it is here, and its length; nothing is kept (staff)',
        body: ConvertLine,
        response: { 200: ConvertedLine },
      },
    },
    async (request) => {
      requirePost(request.viewer);
      const geometry = readLine(request.body.geometry, request.body.coordinates);
      return { geometry, lengthMetres: lengthMetresOf(geometry) };
    },
  );
}
