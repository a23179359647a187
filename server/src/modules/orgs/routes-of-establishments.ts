import {
  EndEstablishmentPost,
  EnterEstablishmentPosts,
  EstablishmentPostHistory,
  EstablishmentPostsPage,
  EstablishmentPostsQuery,
  EstablishmentReply,
  EstablishmentsQuery,
  EstablishmentsView,
  MoveEstablishmentPosts,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { endEstablishmentPost } from './establishments/end-establishment-post.ts';
import { enterPosts } from './establishments/enter-posts.ts';
import { movePosts } from './establishments/move-posts.ts';
import {
  listEstablishmentPosts,
  showEstablishmentPost,
  showEstablishments,
} from './establishments/show-establishments.ts';

export function registerEstablishments(app: App, deps: Deps): void {
  const params = z.object({ establishmentPostId: z.uuid() });

  app.get(
    '/api/establishments',
    {
      schema: {
        summary: 'How many posts of the establishment are where on a day (staff)',
        querystring: EstablishmentsQuery,
        response: { 200: EstablishmentsView },
      },
    },
    (request) => showEstablishments(deps, request.viewer, request.query),
  );

  app.get(
    '/api/establishments/posts',
    {
      schema: {
        summary: 'Posts of the establishment one by one (staff)',
        querystring: EstablishmentPostsQuery,
        response: { 200: EstablishmentPostsPage },
      },
    },
    (request) => listEstablishmentPosts(deps, request.viewer, request.query),
  );

  app.get(
    '/api/establishments/posts/:establishmentPostId',
    {
      schema: {
        summary: 'Where a post of the establishment was, and who held it (staff)',
        params,
        response: { 200: EstablishmentPostHistory },
      },
    },
    (request) => showEstablishmentPost(deps, request.viewer, request.params.establishmentPostId),
  );

  app.post(
    '/api/establishments',
    {
      schema: {
        summary: 'Enter posts of the establishment at an organisation',
        body: EnterEstablishmentPosts,
        response: { 200: EstablishmentReply },
      },
    },
    (request) => enterPosts(deps, request.viewer, request.body),
  );

  app.post(
    '/api/establishments/move',
    {
      schema: {
        summary: 'Move posts of the establishment, with whoever holds them, as of a day',
        body: MoveEstablishmentPosts,
        response: { 200: EstablishmentReply },
      },
    },
    (request) => movePosts(deps, request.viewer, request.body),
  );

  app.post(
    '/api/establishments/posts/:establishmentPostId/end',
    {
      schema: {
        summary: 'End a post of the establishment that nobody holds',
        params,
        body: EndEstablishmentPost,
        response: { 200: EstablishmentReply },
      },
    },
    (request) => endEstablishmentPost(deps, request.viewer, request.params.establishmentPostId, request.body),
  );
}
