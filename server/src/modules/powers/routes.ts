import {
  EndPower,
  EnterPower,
  EvaluatePower,
  PowerHistory,
  PowerQuery,
  PowerRegister,
  PowerReply,
  ReclaimPower,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { endPower } from './commands/end-power.ts';
import { enterPower } from './commands/enter-power.ts';
import { evaluatePower } from './commands/evaluate-power.ts';
import { reclaimPower } from './commands/reclaim-power.ts';
import { listPowers, showPower } from './list-powers.ts';

export function registerPowers(app: App, deps: Deps): void {
  const params = z.object({ powerId: z.uuid() });

  app.get(
    '/api/powers',
    {
      schema: {
        summary: 'The register of powers on a day (staff)',
        querystring: PowerQuery,
        response: { 200: PowerRegister },
      },
    },
    (request) => listPowers(deps, request.viewer, request.query),
  );

  app.get(
    '/api/powers/:powerId',
    {
      schema: {
        summary: 'What an item was, is and will be (staff)',
        params,
        response: { 200: PowerHistory },
      },
    },
    (request) => showPower(deps, request.viewer, request.params.powerId),
  );

  app.post(
    '/api/powers',
    {
      schema: {
        summary: 'Enter an item in the register of powers',
        body: EnterPower,
        response: { 200: PowerReply },
      },
    },
    (request) => enterPower(deps, request.viewer, request.body),
  );

  app.post(
    '/api/powers/:powerId/reclaim',
    {
      schema: {
        summary: 'Take an item back from a day on',
        params,
        body: ReclaimPower,
        response: { 200: PowerReply },
      },
    },
    (request) => reclaimPower(deps, request.viewer, request.params.powerId, request.body),
  );

  app.post(
    '/api/powers/:powerId/evaluate',
    {
      schema: {
        summary: 'Record an evaluation of an item',
        params,
        body: EvaluatePower,
        response: { 200: PowerReply },
      },
    },
    (request) => evaluatePower(deps, request.viewer, request.params.powerId, request.body),
  );

  app.post(
    '/api/powers/:powerId/end',
    {
      schema: { summary: 'End an item', params, body: EndPower, response: { 200: PowerReply } },
    },
    (request) => endPower(deps, request.viewer, request.params.powerId, request.body),
  );
}
