import {
  EndOwnership,
  EnterHomeAreas,
  EnterHomeAreasReply,
  EnterOwnership,
  ImportOwnerships,
  ImportOwnershipsReply,
  MergeOwners,
  MyOwnerships,
  NameVoter,
  OwnershipCompounds,
  OwnershipQuery,
  OwnershipRegister,
  OwnershipReply,
  RevealOwnership,
  RevealOwnershipReply,
} from '@linli/contract';
import { z } from 'zod';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { type App, problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import type { Viewer } from '../../people/index.ts';
import { today } from '../today.ts';
import { endOwnership } from './commands/end-ownership.ts';
import { enterHomeAreas } from './commands/enter-home-areas.ts';
import { enterOwnership } from './commands/enter-ownership.ts';
import { importOwnerships } from './commands/import-ownerships.ts';
import { mergeOwners } from './commands/merge-owners.ts';
import { nameVoter } from './commands/name-voter.ts';
import { revealOwnership } from './commands/reveal-ownership.ts';
import { headCounts } from './heads.ts';
import { homeLevelOf, reachOf, requireKeeper } from './policy.ts';
import { presentHome, readRegister } from './read-register.ts';
import { findHome, homesOfHeads, ownershipsOfPerson } from './store.ts';

/** A table of 2,000 rows is larger than what other requests carry. */
const importLimitBytes = 2 * 1024 * 1024;

export function registerOwnerships(app: App, deps: Deps): void {
  const withId = z.object({ ownershipId: z.uuid() });
  const reading = <Result>(viewer: Viewer, work: (tx: Tx) => Promise<Result>): Promise<Result> =>
    inTenant(deps.db, viewer.tenantId, work, { readOnly: true });
  const reply = (viewer: Viewer, homeCode: string): Promise<z.output<typeof OwnershipReply>> =>
    reading(viewer, async (tx) => {
      const model = modelsOf(deps).ofTenant(viewer.tenantId);
      const day = today(model, deps.clock.now());
      const homeLevel = homeLevelOf(model);
      const home = await findHome(tx, { homeCode, homeLevel, day });
      if (!home) throw problem('not-found');
      const others = await homesOfHeads(tx, home, { homeLevel, day });
      return { home: presentHome(deps, tx.tenantId, home, headCounts(others)) };
    });

  app.get(
    '/api/ownerships',
    {
      schema: {
        summary: 'Who owns which home; names and telephones masked',
        querystring: OwnershipQuery,
        response: { 200: OwnershipRegister },
      },
    },
    async ({ viewer, city, query }) => {
      requireKeeper(city.model, viewer, query.compound);
      const day = today(city.model, deps.clock.now());
      return reading(viewer, (tx) => readRegister(deps, tx, city.model, day, query));
    },
  );

  app.get(
    '/api/ownerships/compounds',
    { schema: { summary: 'Whose register the viewer keeps', response: { 200: OwnershipCompounds } } },
    async ({ viewer, city }) => {
      if (viewer.personId === null) throw problem('sign-in-required');
      const levels = new Set(
        Object.values(city.model.ballots)
          .filter(({ electorate }) => electorate.of === 'owners')
          .map(({ level }) => level),
      );
      const compounds = await reading(viewer, async (tx) => {
        const { rows } = await tx.query<{ code: string; name: string }>(
          `SELECT code, full_name AS name FROM areas
            WHERE tenant_id = $1 AND level = ANY ($2::text[])
              AND EXISTS (SELECT FROM unnest($3::text[]) AS reach (code) WHERE starts_with(areas.code, reach.code))
            ORDER BY length(code), code LIMIT 2000`,
          [tx.tenantId, [...levels], reachOf(city.model, viewer)],
        );
        return rows;
      });
      return { compounds };
    },
  );

  app.get(
    '/api/ownerships/mine',
    { schema: { summary: 'What is registered of oneself', response: { 200: MyOwnerships } } },
    async ({ viewer, city }) => {
      const { personId } = viewer;
      if (personId === null) throw problem('sign-in-required');
      const day = today(city.model, deps.clock.now());
      return { homes: await reading(viewer, (tx) => ownershipsOfPerson(tx, personId, day)) };
    },
  );

  app.post(
    '/api/ownerships',
    {
      schema: {
        summary: 'Enter an owner of a home',
        body: EnterOwnership,
        response: { 200: OwnershipReply },
      },
    },
    async ({ viewer, body }) => reply(viewer, await enterOwnership(deps, viewer, body)),
  );

  app.route({
    method: 'POST',
    url: '/api/ownerships/import',
    bodyLimit: importLimitBytes,
    schema: {
      summary: 'Enter the rows of a table; with one wrong, none is written',
      body: ImportOwnerships,
      response: { 200: ImportOwnershipsReply },
    },
    handler: ({ viewer, body }) => importOwnerships(deps, viewer, body),
  });

  app.post(
    '/api/ownerships/areas',
    {
      schema: {
        summary: 'Enter exclusive areas of homes',
        body: EnterHomeAreas,
        response: { 200: EnterHomeAreasReply },
      },
    },
    ({ viewer, body }) => enterHomeAreas(deps, viewer, body),
  );

  app.post(
    '/api/ownerships/merge',
    {
      schema: { summary: 'Two entries are one buyer', body: MergeOwners, response: { 200: OwnershipReply } },
    },
    async ({ viewer, body }) => reply(viewer, await mergeOwners(deps, viewer, body)),
  );

  app.post(
    '/api/ownerships/:ownershipId/end',
    {
      schema: {
        summary: 'End an ownership',
        params: withId,
        body: EndOwnership,
        response: { 200: OwnershipReply },
      },
    },
    async ({ viewer, params, body }) =>
      reply(viewer, await endOwnership(deps, viewer, params.ownershipId, body)),
  );

  app.post(
    '/api/ownerships/:ownershipId/voter',
    {
      schema: {
        summary: 'Co-owners name who votes for the home',
        params: withId,
        body: NameVoter,
        response: { 200: OwnershipReply },
      },
    },
    async ({ viewer, params, body }) =>
      reply(viewer, await nameVoter(deps, viewer, params.ownershipId, body)),
  );

  app.post(
    '/api/ownerships/:ownershipId/reveal',
    {
      schema: {
        summary: 'Name and telephone of an owner; the look is logged',
        params: withId,
        body: RevealOwnership,
        response: { 200: RevealOwnershipReply },
      },
    },
    ({ viewer, params, body }) => revealOwnership(deps, viewer, params.ownershipId, body),
  );
}
