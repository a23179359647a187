import {
  BulkReply,
  BulkRequest,
  CaseList,
  CaseListQuery,
  CaseReply,
  FollowReply,
  FollowRequest,
  HoldersReply,
  OpenCase,
  OpinionsPage,
  OpinionsQuery,
  RevealReply,
  RevealRequest,
  SimilarReply,
  SimilarRequest,
  SuggestReply,
  SuggestRequest,
  VerbRequest,
  Workbench,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { ensureDevice } from '../people/index.ts';
import { act } from './commands/act.ts';
import { actOnMany } from './commands/act-on-many.ts';
import { followCase } from './commands/follow-case.ts';
import { openCase } from './commands/open-case.ts';
import { revealReporter } from './commands/reveal-reporter.ts';
import { findHolders } from './holders.ts';
import { listCases } from './lists.ts';
import { listOpinions } from './opinions.ts';
import { showCase } from './show.ts';
import { findSimilar } from './similar.ts';
import { suggestCategories } from './suggest.ts';
import { findWorkbench } from './workbench.ts';

const oneCase = z.object({ caseId: z.uuid() });

export function registerCases(app: App, deps: Deps): void {
  // Whoever has no account is limited by address; a person signs for what they send.
  const limits = {
    rateLimit: {
      max: deps.config.reportsPerMinute,
      timeWindow: 60_000,
      allowList: (request: { viewer: { personId: string | null } }) => request.viewer.personId !== null,
      hook: 'preHandler' as const,
    },
  };

  app.post(
    '/api/cases',
    {
      config: limits,
      schema: {
        summary: 'Report, order, ask: open a case',
        body: OpenCase,
        response: { 201: CaseReply },
      },
    },
    async (request, reply) => {
      ensureDevice(deps, request, reply);
      const { view } = await openCase(deps, request.viewer, request.body);
      return reply.code(201).send({ case: view });
    },
  );

  app.get(
    '/api/cases',
    {
      schema: {
        summary: 'Cases of a queue, of mine, or found',
        querystring: CaseListQuery,
        response: { 200: CaseList },
      },
    },
    (request) => listCases(deps, request.viewer, request.query),
  );

  app.get(
    '/api/opinions',
    {
      schema: {
        summary: 'Opinions asked for, given, expired, by the power they are an exercise of (staff)',
        querystring: OpinionsQuery,
        response: { 200: OpinionsPage },
      },
    },
    (request) => listOpinions(deps, request.viewer, request.query),
  );

  app.get(
    '/api/workbench',
    { schema: { summary: 'What is mine, and my queues', response: { 200: Workbench } } },
    (request) => findWorkbench(deps, request.viewer),
  );

  app.post(
    '/api/cases/bulk',
    { schema: { summary: 'One verb on many cases', body: BulkRequest, response: { 200: BulkReply } } },
    (request) => actOnMany(deps, request.viewer, request.body, request.id),
  );

  app.post(
    '/api/cases/suggest',
    {
      schema: {
        summary: 'Categories the words speak of',
        body: SuggestRequest,
        response: { 200: SuggestReply },
      },
    },
    (request) => suggestCategories(deps, request.viewer.tenantId, request.body.kind, request.body.text),
  );

  app.post(
    '/api/cases/similar',
    {
      schema: {
        summary: 'Open cases nearby that say the same',
        body: SimilarRequest,
        response: { 200: SimilarReply },
      },
    },
    (request) => findSimilar(deps, request.viewer, request.body),
  );

  app.get(
    '/api/cases/:caseId',
    { schema: { summary: 'A case', params: oneCase, response: { 200: CaseReply } } },
    async (request) => ({ case: await showCase(deps, request.viewer, request.params.caseId) }),
  );

  app.post(
    '/api/cases/:caseId/verbs/:verb',
    {
      schema: {
        summary: 'Take a step',
        params: oneCase.extend({ verb: z.string().max(40) }),
        body: VerbRequest,
        response: { 200: CaseReply },
      },
    },
    async (request) => {
      const { caseId, verb } = request.params;
      const { view } = await act(deps, request.viewer, caseId, verb, request.body);
      return { case: view };
    },
  );

  app.get(
    '/api/cases/:caseId/holders',
    {
      schema: {
        summary: 'Whom it may be given to',
        params: oneCase,
        querystring: z.object({ verb: z.string().max(40) }),
        response: { 200: HoldersReply },
      },
    },
    (request) => findHolders(deps, request.viewer, request.params.caseId, request.query.verb),
  );

  app.post(
    '/api/cases/:caseId/follow',
    {
      schema: {
        summary: 'Follow, or no longer',
        params: oneCase,
        body: FollowRequest,
        response: { 200: FollowReply },
      },
    },
    (request, reply) => {
      ensureDevice(deps, request, reply);
      return followCase(deps, request.viewer, request.params.caseId, request.body);
    },
  );

  app.post(
    '/api/cases/:caseId/reveal',
    {
      schema: {
        summary: 'Who reported it, with a reason that is logged',
        params: oneCase,
        body: RevealRequest,
        response: { 200: RevealReply },
      },
    },
    (request) => revealReporter(deps, request.viewer, request.params.caseId, request.body),
  );
}
