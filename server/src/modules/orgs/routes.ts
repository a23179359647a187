import {
  Appoint,
  AreaCode,
  EndPost,
  OrgList,
  OrgQuery,
  OrgReply,
  PeopleFound,
  PeopleQuery,
  PostReply,
  SaveOrg,
  WhoIsThere,
} from '@linli/contract';
import { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type App, problem } from '../../platform/http/index.ts';
import { areaNames } from '../areas/index.ts';
import { findPeople } from '../people/index.ts';
import { appoint } from './commands/appoint.ts';
import { endPost } from './commands/end-post.ts';
import { saveOrg } from './commands/save-org.ts';
import { listOrgs } from './list-orgs.ts';
import { requireAdministrator, today } from './policy.ts';
import { titleOf } from './present.ts';
import { whoIsThere } from './who.ts';

export function registerOrgs(app: App, deps: Deps): void {
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
