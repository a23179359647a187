import {
  NormRows,
  NormRowsQuery,
  NormsQuery,
  NormsView,
  NormUnitsPage,
  NormUnitsQuery,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { listNormUnits, showNormRows, showNorms } from './norms/show-norms.ts';

export function registerNorms(app: App, deps: Deps): void {
  const norm = z.string().max(60);

  app.get(
    '/api/norms',
    {
      schema: {
        summary: 'Norms, with what is counted and the months before (staff)',
        querystring: NormsQuery,
        response: { 200: NormsView },
      },
    },
    (request) => showNorms(deps, request.viewer, request.query),
  );

  app.get(
    '/api/norms/:norm/units',
    {
      schema: {
        summary: 'What a norm was counted from, each with its own count (staff)',
        params: z.object({ norm }),
        querystring: NormUnitsQuery,
        response: { 200: NormUnitsPage },
      },
    },
    (request) => listNormUnits(deps, request.viewer, request.params.norm, request.query),
  );

  app.get(
    '/api/norms/:norm/units/:unit',
    {
      schema: {
        summary: 'The rows behind one count (staff)',
        params: z.object({ norm, unit: z.string().max(80) }),
        querystring: NormRowsQuery,
        response: { 200: NormRows },
      },
    },
    (request) => showNormRows(deps, request.viewer, request.params.norm, request.params.unit, request.query),
  );
}
