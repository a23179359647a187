import {
  Appoint,
  AreaCode,
  CompoundGrids,
  CoverageMap,
  CoverageMapQuery,
  CoverageQuery,
  CoverageView,
  EndGrid,
  EndPost,
  FindingsPage,
  FindingsQuery,
  FormationQuery,
  FormationReply,
  GridReply,
  GridsQuery,
  NetsQuery,
  NetsView,
  OrgList,
  OrgOnDay,
  OrgOnDayQuery,
  OrgQuery,
  OrgReply,
  PartiesQuery,
  PartiesView,
  PeopleFound,
  PeopleQuery,
  PlaceAnswers,
  PlaceQuery,
  PostReply,
  PostsPage,
  PostsQuery,
  SaveGrid,
  SaveOrg,
  SaveSize,
  SizeReply,
  WhoIsThere,
} from '@linli/contract';
import { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type App, problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { findPeople } from '../people/index.ts';
import { checkFormations } from './check-formations.ts';
import { appoint } from './commands/appoint.ts';
import { endGrid } from './commands/end-grid.ts';
import { endPost } from './commands/end-post.ts';
import { saveGrid } from './commands/save-grid.ts';
import { saveOrg } from './commands/save-org.ts';
import { saveSize } from './commands/save-size.ts';
import { listGrids } from './list-grids.ts';
import { listOrgs } from './list-orgs.ts';
import { listPosts, showOrg } from './on-day.ts';
import { requireAdministrator, today } from './policy.ts';
import { titleOf } from './present.ts';
import { registerDuties } from './routes-of-duty.ts';
import { registerEstablishments } from './routes-of-establishments.ts';
import { registerNorms } from './routes-of-norms.ts';
import { registerSegments } from './routes-of-segments.ts';
import { showCoverage, showFindings } from './show-coverage.ts';
import { showCoverageMap } from './show-coverage-map.ts';
import { showNets, showParties } from './show-parties.ts';
import { showPlace } from './show-place.ts';
import { whoIsThere } from './who.ts';

const OfOrg = z.object({ orgId: z.uuid() });

export function registerOrgs(app: App, deps: Deps): void {
  registerDuties(app, deps);
  registerEstablishments(app, deps);
  registerNorms(app, deps);
  registerSegments(app, deps);

  app.get(
    '/api/coverage',
    {
      schema: {
        summary: 'Does every home have exactly one grid and one answering post (staff)',
        querystring: CoverageQuery,
        response: { 200: CoverageView },
      },
    },
    (request) => showCoverage(deps, request.viewer, request.query),
  );

  app.get(
    '/api/coverage/findings',
    {
      schema: {
        summary: 'Gaps, overlaps, vacancies and expired terms, with what would mend them (staff)',
        querystring: FindingsQuery,
        response: { 200: FindingsPage },
      },
    },
    (request) => showFindings(deps, request.viewer, request.query),
  );

  app.get(
    '/api/coverage/place',
    {
      schema: {
        summary: 'Who answered for a place on a day, and why (staff)',
        querystring: PlaceQuery,
        response: { 200: PlaceAnswers },
      },
    },
    (request) => showPlace(deps, request.viewer, request.query),
  );

  app.get(
    '/api/coverage/map',
    {
      schema: {
        summary: 'Grids, organisations and gaps of an area, for the map (staff)',
        querystring: CoverageMapQuery,
        response: { 200: CoverageMap },
      },
    },
    (request) => showCoverageMap(deps, request.viewer, request.query.area),
  );

  app.get(
    '/api/formations/check',
    {
      schema: {
        summary: 'Which organisations break the rules of size, and why (staff)',
        querystring: FormationQuery,
        response: { 200: FormationReply },
      },
    },
    (request) => checkFormations(deps, request.viewer, request.query),
  );

  app.get(
    '/api/parties',
    {
      schema: {
        summary: 'The parties of a place side by side',
        querystring: PartiesQuery,
        response: { 200: PartiesView },
      },
    },
    (request) => showParties(deps, request.viewer, request.query.area),
  );

  app.get(
    '/api/nets',
    { schema: { summary: 'Axis and nets (staff)', querystring: NetsQuery, response: { 200: NetsView } } },
    (request) => showNets(deps, request.viewer, request.query),
  );

  app.get(
    '/api/grids',
    {
      schema: {
        summary: 'Grids of a compound, and what they can be drawn from (staff)',
        querystring: GridsQuery,
        response: { 200: CompoundGrids },
      },
    },
    (request) => listGrids(deps, request.viewer, request.query),
  );

  app.post(
    '/api/grids',
    { schema: { summary: 'Draw a grid as of today', body: SaveGrid, response: { 200: GridReply } } },
    (request) => saveGrid(deps, request.viewer, request.body),
  );

  app.post(
    '/api/grids/:gridId/end',
    {
      schema: {
        summary: 'End a grid',
        params: z.object({ gridId: z.uuid() }),
        body: EndGrid,
        response: { 200: GridReply },
      },
    },
    (request) => endGrid(deps, request.viewer, request.params.gridId, request.body),
  );

  app.get(
    '/api/orgs/:orgId',
    {
      schema: {
        summary: 'An organisation as it was on a day (staff)',
        params: OfOrg,
        querystring: OrgOnDayQuery,
        response: { 200: OrgOnDay },
      },
    },
    (request) => showOrg(deps, request.viewer, request.params.orgId, request.query),
  );

  app.post(
    '/api/orgs/:orgId/size',
    {
      schema: {
        summary: 'Enter how many members an organisation has',
        params: OfOrg,
        body: SaveSize,
        response: { 200: SizeReply },
      },
    },
    (request) => saveSize(deps, request.viewer, request.params.orgId, request.body),
  );

  app.get(
    '/api/posts',
    {
      schema: {
        summary: 'Who held what on a day (staff)',
        querystring: PostsQuery,
        response: { 200: PostsPage },
      },
    },
    (request) => listPosts(deps, request.viewer, request.query),
  );

  app.get(
    '/api/areas/:code/who',
    {
      schema: {
        summary: 'Who is there for a place',
        params: z.object({ code: AreaCode }),
        response: { 200: WhoIsThere },
      },
    },
    (request) =>
      inTenant(
        deps.db,
        request.city.tenantId,
        async (tx) => {
          const { code } = request.params;
          const [names, who] = await Promise.all([
            areaNames(tx, [code]),
            whoIsThere(tx, request.city.model, code, deps.clock.now()),
          ]);
          if (!names.has(code)) throw problem('not-found');
          return who;
        },
        { readOnly: true },
      ),
  );

  app.get(
    '/api/orgs',
    {
      schema: {
        summary: 'Organisations and the posts in them (staff)',
        querystring: OrgQuery,
        response: { 200: OrgList },
      },
    },
    (request) => listOrgs(deps, request.viewer, request.query),
  );

  app.post(
    '/api/orgs',
    { schema: { summary: 'Make or change an organisation', body: SaveOrg, response: { 200: OrgReply } } },
    (request) => saveOrg(deps, request.viewer, request.body),
  );

  app.post(
    '/api/posts',
    { schema: { summary: 'Give somebody a role', body: Appoint, response: { 200: PostReply } } },
    (request) => appoint(deps, request.viewer, request.body),
  );

  app.post(
    '/api/posts/:postId/end',
    {
      schema: {
        summary: 'End a post',
        params: z.object({ postId: z.uuid() }),
        body: EndPost,
        response: { 200: PostReply },
      },
    },
    (request) => endPost(deps, request.viewer, request.params.postId, request.body),
  );

  app.get(
    '/api/people',
    {
      schema: {
        summary: 'Somebody to give a post to',
        querystring: PeopleQuery,
        response: { 200: PeopleFound },
      },
    },
    async (request) => {
      const { model, tenantId } = request.city;
      requireAdministrator(model, request.viewer);
      const day = today(model, deps.clock.now());
      const people = await inTenant(deps.db, tenantId, (tx) => findPeople(deps, tx, request.query.q, day), {
        readOnly: true,
      });
      return {
        people: people.map(({ posts, ...person }) => ({
          ...person,
          posts: posts.map(({ role, orgName }) => ({ roleTitle: titleOf(model.roles, role), orgName })),
        })),
      };
    },
  );
}
