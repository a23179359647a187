import {
  AppointElected,
  AskReceipt,
  BallotDesk,
  BallotDeskQuery,
  BallotEntryProof,
  BallotEntryReply,
  BallotHistory,
  BallotKinds,
  BallotList,
  BallotListQuery,
  BallotReply,
  BallotVerbKey,
  BallotVerbRequest,
  CastBallot,
  CastSlip,
  CastSlipReply,
  CatalogueAnswers,
  CatalogueAnswersQuery,
  CatalogueQuery,
  CatalogueView,
  ConveneBallot,
  EditCatalogue,
  EnterBirthDate,
  EntryCommand,
  GiveBallotProxy,
  HandPapers,
  IssueSlips,
  IssueSlipsReply,
  LookAtRoll,
  Nominate,
  NominationDeed,
  NominationRequest,
  Nominations,
  ReadPapers,
  ReadPapersReply,
  RollLook,
  SlipReceipt,
  SupportPetition,
  VoidPaper,
} from '@linli/contract';
import { type EntryStep, proveEntry, termsOf } from '@linli/engine';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTenant, type Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type App, problem } from '../../platform/http/index.ts';
import type { Viewer } from '../people/index.ts';
import { bundleOf, historyOf } from './bundle.ts';
import { editCatalogue, readAnswers, readCatalogue } from './catalogue.ts';
import { actOnBallot } from './commands/act-on-ballot.ts';
import { actOnEntry } from './commands/act-on-entry.ts';
import { appointElected } from './commands/appoint-elected.ts';
import { conveneBallot } from './commands/convene-ballot.ts';
import { enterBirthDate } from './commands/enter-birth-date.ts';
import { giveBallotProxy } from './commands/give-ballot-proxy.ts';
import { issueSlips } from './commands/issue-slips.ts';
import { handPapers, readPapers, voidPaper } from './commands/read-papers.ts';
import { readDesk } from './desk.ts';
import { fileLimitBytes, keepFile, readFile } from './files.ts';
import { type Found, seeBallot } from './find-ballot.ts';
import { listBallots } from './list-ballots.ts';
import { listKinds } from './list-kinds.ts';
import { lookAtRoll } from './look-at-roll.ts';
import { decideNomination, listNominations, nominate } from './nominations.ts';
import { registerOwnerships } from './ownership/routes.ts';
import { supportPetition } from './petition.ts';
import { presentBallot } from './present.ts';
import { presentEntries } from './present-entry.ts';
import { presentHistory } from './present-history.ts';
import { castSlip, findReceipt } from './slips.ts';
import { findIdentity, rollEntries } from './store.ts';

/** Slips of a developer's hundreds of homes are many. */
const slipsLimitBytes = 2 * 1024 * 1024;

export function registerBallots(app: App, deps: Deps): void {
  const withId = z.object({ ballotId: z.uuid() });
  const reading = <Result>(viewer: Viewer, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    inTenant(deps.db, viewer.tenantId, work, { readOnly: true });
  const seen = <Result>(
    viewer: Viewer,
    ballotId: string,
    work: (tx: Tx, found: Found) => Promise<Result>,
  ): Promise<Result> =>
    reading(viewer, async (tx) => work(tx, await seeBallot(deps, tx, viewer, ballotId, 'to show')));
  const reply = async (viewer: Viewer, ballotId: string): Promise<z.output<typeof BallotReply>> => ({
    ballot: await seen(viewer, ballotId, (tx, found) => presentBallot(deps, tx, viewer, found)),
  });
  const entryReply = (
    viewer: Viewer,
    ballotId: string,
    entryId: string,
  ): Promise<z.output<typeof BallotEntryReply>> =>
    seen(viewer, ballotId, async (tx, { row, model, entries }) => {
      const own = entries.filter((entry) => entry.entryId === entryId);
      const [entry] = await presentEntries(deps, tx, viewer, row, termsOf(model, row.state, ballotId), own);
      if (!entry) throw problem('not-found');
      return { entry };
    });

  registerOwnerships(app, deps);

  app.get(
    '/api/ballots',
    {
      schema: {
        summary: 'Ballots that concern the viewer, the newest first',
        querystring: BallotListQuery,
        response: { 200: BallotList },
      },
    },
    ({ viewer, query }) => reading(viewer, (tx) => listBallots(deps, tx, viewer, query)),
  );

  app.get(
    '/api/ballots/kinds',
    {
      schema: {
        summary: 'Kinds of ballots, and where the viewer may convene them',
        response: { 200: BallotKinds },
      },
    },
    async ({ viewer, city }) => {
      if (viewer.personId === null) throw problem('sign-in-required');
      return reading(viewer, (tx) => listKinds(tx, city.model, viewer));
    },
  );

  app.post(
    '/api/ballots',
    { schema: { summary: 'Convene a ballot', body: ConveneBallot, response: { 200: BallotReply } } },
    async ({ viewer, body }) => reply(viewer, await conveneBallot(deps, viewer, body)),
  );

  app.post(
    '/api/ballots/birth-date',
    {
      schema: {
        summary: 'A date of birth, for ballots with an age limit',
        body: EnterBirthDate,
        response: { 200: z.object({ isKnown: z.literal(true) }) },
      },
    },
    async ({ viewer, body }) => {
      await enterBirthDate(deps, viewer, body);
      return { isKnown: true as const };
    },
  );

  app.get(
    '/api/ballots/:ballotId',
    { schema: { summary: 'One ballot', params: withId, response: { 200: BallotReply } } },
    ({ viewer, params }) => reply(viewer, params.ballotId),
  );

  app.post(
    '/api/ballots/:ballotId/verbs/:verb',
    {
      schema: {
        summary: 'Take a step of a ballot',
        params: withId.extend({ verb: BallotVerbKey }),
        body: BallotVerbRequest,
        response: { 200: BallotReply },
      },
    },
    async ({ viewer, params, body }) =>
      reply(viewer, await actOnBallot(deps, viewer, params.ballotId, params.verb, body)),
  );

  app.get(
    '/api/ballots/:ballotId/history',
    { schema: { summary: 'What happened to a ballot', params: withId, response: { 200: BallotHistory } } },
    ({ viewer, params }) =>
      seen(viewer, params.ballotId, async (tx, found) =>
        presentHistory(found, viewer.locale, await historyOf(tx, params.ballotId)),
      ),
  );

  app.post(
    '/api/ballots/:ballotId/roll/look',
    {
      schema: {
        summary: 'A roll of residents with names and homes, for striking wrong entries; each look is logged',
        params: withId,
        body: LookAtRoll,
        response: { 200: RollLook },
      },
    },
    ({ viewer, params, body }) =>
      inTenant(deps.db, viewer.tenantId, async (tx) =>
        lookAtRoll(deps, tx, viewer, await seeBallot(deps, tx, viewer, params.ballotId, 'to show'), body),
      ),
  );

  app.get(
    '/api/ballots/:ballotId/bundle',
    {
      schema: {
        summary: 'Evidence for outsiders, linli-ballot/1: `npm run linli -- ballot verify FILE`',
        params: withId,
      },
    },
    async ({ viewer, params }, answer) => {
      const { bundle, number } = await seen(viewer, params.ballotId, async (tx, found) => ({
        bundle: await bundleOf(tx, found),
        number: found.row.number,
      }));
      return answer
        .header('content-disposition', `attachment; filename="${number}.json"`)
        .type('application/json')
        .send(JSON.stringify(bundle));
    },
  );

  app.post(
    '/api/ballots/:ballotId/petition',
    {
      schema: {
        summary: 'Support the petition',
        params: withId,
        body: SupportPetition,
        response: { 200: BallotReply },
      },
    },
    async ({ viewer, params, body }) =>
      reply(viewer, await supportPetition(deps, viewer, params.ballotId, body)),
  );

  app.post(
    '/api/ballots/:ballotId/appoint-elected',
    {
      schema: {
        summary: 'Give the post to somebody who was elected',
        params: withId,
        body: AppointElected,
        response: { 200: BallotReply },
      },
    },
    async ({ viewer, params, body }) =>
      reply(viewer, await appointElected(deps, viewer, params.ballotId, body)),
  );

  registerEntries(app, deps, entryReply, seen);

  app.get(
    '/api/ballots/:ballotId/desk',
    {
      schema: {
        summary: 'Papers at the counting desk',
        params: withId,
        querystring: BallotDeskQuery,
        response: { 200: BallotDesk },
      },
    },
    ({ viewer, params, query }) =>
      seen(viewer, params.ballotId, (tx, found) => readDesk(deps, tx, viewer, found, query)),
  );
  app.post(
    '/api/ballots/:ballotId/papers',
    {
      schema: {
        summary: 'Papers as one person reads them',
        params: withId,
        body: ReadPapers,
        response: { 200: ReadPapersReply },
      },
    },
    ({ viewer, params, body }) => readPapers(deps, viewer, params.ballotId, body),
  );
  app.post(
    '/api/ballots/:ballotId/papers/void',
    {
      schema: {
        summary: 'Read a paper anew',
        params: withId,
        body: VoidPaper,
        response: { 200: z.object({ ref: z.string() }) },
      },
    },
    async ({ viewer, params, body }) => ({ ref: await voidPaper(deps, viewer, params.ballotId, body) }),
  );
  app.post(
    '/api/ballots/:ballotId/papers/hand',
    {
      schema: {
        summary: 'Secret ballots: papers were put into the urn',
        params: withId,
        body: HandPapers,
        response: { 200: z.object({ handed: z.number().int() }) },
      },
    },
    async ({ viewer, params, body }) => ({ handed: await handPapers(deps, viewer, params.ballotId, body) }),
  );

  // A room of its own, because only here a body is taken as it comes.
  app.register(async (scope) => {
    scope.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    scope.route({
      method: 'PUT',
      url: '/api/ballots/:ballotId/files/:name',
      bodyLimit: fileLimitBytes,
      config: { rateLimit: { max: 60, timeWindow: 60_000 } },
      schema: {
        summary: 'A file of evidence (application/octet-stream)',
        params: withId.extend({ name: z.string().min(1).max(120) }),
      },
      handler: (request) => {
        const { ballotId, name } = request.params as { ballotId: string; name: string };
        if (!Buffer.isBuffer(request.body)) throw problem('unsupported-media-type');
        return keepFile(deps, request.viewer, ballotId, name, request.body);
      },
    });
  });
  app.get(
    '/api/ballots/:ballotId/files/:fileId',
    { schema: { summary: 'Read a file of evidence', params: withId.extend({ fileId: z.uuid() }) } },
    async ({ viewer, params }, answer) => {
      const { name, content } = await readFile(deps, viewer, params.ballotId, params.fileId);
      // Never shown in the page's own room: a file may be anything.
      return answer
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
        .type('application/octet-stream')
        .send(content);
    },
  );

  app.get(
    '/api/ballots/:ballotId/nominations',
    {
      schema: {
        summary: 'Who was nominated, and the trail of each',
        params: withId,
        response: { 200: Nominations },
      },
    },
    ({ viewer, params }) => seen(viewer, params.ballotId, (tx, found) => listNominations(tx, viewer, found)),
  );
  const nominations = (viewer: Viewer, ballotId: string) =>
    seen(viewer, ballotId, (tx, found) => listNominations(tx, viewer, found));
  app.post(
    '/api/ballots/:ballotId/nominations',
    {
      schema: {
        summary: 'Nominate a candidate',
        params: withId,
        body: Nominate,
        response: { 200: Nominations },
      },
    },
    async ({ viewer, params, body }) => {
      await nominate(deps, viewer, params.ballotId, body);
      return nominations(viewer, params.ballotId);
    },
  );
  app.post(
    '/api/ballots/:ballotId/nominations/:nominationId/:deed',
    {
      schema: {
        summary: 'Vet a nomination, or withdraw one’s own',
        params: withId.extend({ nominationId: z.uuid(), deed: NominationDeed }),
        body: NominationRequest,
        response: { 200: Nominations },
      },
    },
    async ({ viewer, params, body }) => {
      await decideNomination(deps, viewer, params, body);
      return nominations(viewer, params.ballotId);
    },
  );

  app.get(
    '/api/ballots/:ballotId/catalogue',
    {
      schema: {
        summary: 'Free answers of a survey as a ranked catalogue of problems',
        params: withId,
        querystring: CatalogueQuery,
        response: { 200: CatalogueView },
      },
    },
    ({ viewer, params, query }) =>
      seen(viewer, params.ballotId, (tx, found) => readCatalogue(tx, found, query.question)),
  );
  app.get(
    '/api/ballots/:ballotId/catalogue/:group',
    {
      schema: {
        summary: 'The answers of one group',
        params: withId.extend({ group: z.string().max(100) }),
        querystring: CatalogueAnswersQuery,
        response: { 200: CatalogueAnswers },
      },
    },
    ({ viewer, params, query }) =>
      seen(viewer, params.ballotId, (tx, found) => readAnswers(tx, found, params.group, query)),
  );
  app.post(
    '/api/ballots/:ballotId/catalogue',
    {
      schema: {
        summary: 'Edit or confirm the catalogue',
        params: withId,
        body: EditCatalogue,
        response: { 200: CatalogueView },
      },
    },
    async ({ viewer, params, body }) => {
      await editCatalogue(deps, viewer, params.ballotId, body);
      return seen(viewer, params.ballotId, (tx, found) => readCatalogue(tx, found, body.question));
    },
  );
}

type Seen = <Result>(
  viewer: Viewer,
  ballotId: string,
  work: (tx: Tx, found: Found) => Promise<Result>,
) => Promise<Result>;

/** Voting: what is done with an entry of the roll, and the box of secret ballots. */
function registerEntries(
  app: App,
  deps: Deps,
  entryReply: (
    viewer: Viewer,
    ballotId: string,
    entryId: string,
  ) => Promise<z.output<typeof BallotEntryReply>>,
  seen: Seen,
): void {
  const withId = z.object({ ballotId: z.uuid() });
  const withEntry = withId.extend({ entryId: z.string().regex(/^\d{1,7}$/) });

  app.post(
    '/api/ballots/:ballotId/entries/:entryId/cast',
    {
      schema: {
        summary: 'Vote in an open ballot',
        params: withEntry,
        body: CastBallot,
        response: { 200: BallotEntryReply },
      },
    },
    async ({ viewer, params: { ballotId, entryId }, body: { commandId, choices } }) => {
      await actOnEntry(deps, viewer, ballotId, entryId, commandId, { do: 'cast', choices });
      return entryReply(viewer, ballotId, entryId);
    },
  );
  const plain: [string, string, EntryStep][] = [
    ['take-back', 'Take one’s vote back', { do: 'take-back' }],
    ['serve', 'It was seen after signing in, or handed over', { do: 'serve' }],
    ['proxy/end', 'End a proxy', { do: 'end-proxy' }],
  ];
  for (const [path, summary, step] of plain) {
    app.post(
      `/api/ballots/:ballotId/entries/:entryId/${path}`,
      {
        schema: {
          summary,
          params: withEntry,
          body: EntryCommand,
          response: { 200: z.object({ done: z.literal(true) }) },
        },
      },
      async ({ viewer, params: { ballotId, entryId }, body: { commandId } }) => {
        await actOnEntry(deps, viewer, ballotId, entryId, commandId, step);
        return { done: true as const };
      },
    );
  }
  app.post(
    '/api/ballots/:ballotId/entries/:entryId/proxy',
    {
      config: { rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: {
        summary: 'Ask somebody to vote for one',
        params: withEntry,
        body: GiveBallotProxy,
        response: { 200: BallotEntryReply },
      },
    },
    async ({ viewer, params: { ballotId, entryId }, body }) => {
      await giveBallotProxy(deps, viewer, ballotId, entryId, body);
      return entryReply(viewer, ballotId, entryId);
    },
  );
  app.route({
    method: 'POST',
    url: '/api/ballots/:ballotId/entries/:entryId/slips',
    bodyLimit: slipsLimitBytes,
    schema: {
      summary: 'Secret ballots, step one: slips are signed blindly',
      params: withEntry,
      body: IssueSlips,
      response: { 200: IssueSlipsReply },
    },
    handler: ({ viewer, params: { ballotId, entryId }, body }) =>
      issueSlips(deps, viewer, ballotId, entryId, body),
  });
  app.get(
    '/api/ballots/:ballotId/entries/:entryId/proof',
    {
      schema: {
        summary: 'That one’s entry stands in the roll',
        params: withEntry,
        response: { 200: BallotEntryProof },
      },
    },
    ({ viewer, params: { ballotId, entryId } }) =>
      seen(viewer, ballotId, async (tx, { row, entries }) => {
        const isOwn = entries.some((entry) => entry.entryId === entryId && entry.voterId === viewer.personId);
        const { roll } = row.state;
        if (!isOwn || row.rollNumber === null || roll === null) throw problem('not-found');
        const identity = await findIdentity(deps, tx, ballotId, row.rollNumber, entryId);
        if (!identity) throw problem('not-found');
        const all = await rollEntries(tx, ballotId, row.rollNumber);
        const { salt, key, voterId, homes } = identity;
        return {
          root: roll.root,
          entryId,
          identity: { salt, key, voterId, homes },
          path: proveEntry({ ...roll, entries: all }, entryId).path,
        };
      }),
  );

  // Step two, without a session: whoever the viewer might be is neither asked nor looked at.
  app.post(
    '/api/ballots/:ballotId/slips',
    {
      schema: {
        summary: 'Secret ballots, step two: a slip goes into the box, without any cookie',
        params: withId,
        body: CastSlip,
        response: { 200: CastSlipReply },
      },
    },
    async (request) => {
      refuseCookies(request);
      await castSlip(deps, request.viewer.tenantId, request.params.ballotId, request.body);
      return { isInBox: true as const };
    },
  );
  app.post(
    '/api/ballots/:ballotId/slips/receipt',
    {
      schema: {
        summary: '“My vote was counted”: a slip by its receipt',
        params: withId,
        body: AskReceipt,
        response: { 200: SlipReceipt },
      },
    },
    async (request) => {
      refuseCookies(request);
      return findReceipt(deps, request.viewer.tenantId, request.params.ballotId, request.body.token);
    },
  );
}

function refuseCookies({ headers }: Pick<FastifyRequest, 'headers'>): void {
  if (headers.cookie !== undefined) throw problem('slip-with-session');
}
