import {
  CommandId,
  Inbox,
  InboxQuery,
  LiveInbox,
  MarkRead,
  Outbox,
  OutboxQuery,
  OutboxReply,
  SaveWorkGroup,
  WorkGroupReply,
  WorkGroups,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { markRead, readInbox } from './inbox.ts';
import { openLiveUpdates, publishInbox } from './live.ts';
import { readOutbox, retryMessage } from './outbox.ts';
import { listWorkGroups, saveWorkGroup } from './work-groups.ts';

export function registerMessages(app: App, deps: Deps): void {
  app.get(
    '/api/messages',
    { schema: { summary: 'What I was told', querystring: InboxQuery, response: { 200: Inbox } } },
    (request) => readInbox(deps, request.city.model, request.viewer, request.query),
  );

  app.post(
    '/api/messages/read',
    { schema: { summary: 'Mark as read', body: MarkRead, response: { 200: LiveInbox } } },
    async (request) => {
      const { viewer } = request;
      const { unread, changed } = await markRead(deps, viewer, request.body.messageIds);
      // One's other pages count again.
      if (changed > 0) publishInbox(deps, viewer.tenantId, [{ ...viewer, channel: 'in-app' }]);
      return { unread };
    },
  );

  app.get(
    '/api/outbox',
    {
      schema: {
        summary: 'Messages leaving the building, of the areas watched',
        querystring: OutboxQuery,
        response: { 200: Outbox },
      },
    },
    (request) => readOutbox(deps, request.city.model, request.viewer, request.query),
  );

  app.post(
    '/api/outbox/:messageId/retry',
    {
      schema: {
        summary: 'Send a message again',
        params: z.object({ messageId: z.uuid() }),
        body: z.object({ commandId: CommandId }),
        response: { 200: OutboxReply },
      },
    },
    async (request) => ({
      message: await retryMessage(deps, request.city.model, request.viewer, {
        ...request.params,
        ...request.body,
      }),
    }),
  );

  app.get(
    '/api/work-groups',
    { schema: { summary: 'Chat groups told through a robot', response: { 200: WorkGroups } } },
    (request) => listWorkGroups(deps, request.city.model, request.viewer),
  );

  app.post(
    '/api/work-groups',
    {
      schema: {
        summary: 'Make or change a work group',
        body: SaveWorkGroup,
        response: { 200: WorkGroupReply },
      },
    },
    async (request) => ({
      workGroup: await saveWorkGroup(deps, request.city.model, request.viewer, request.body),
    }),
  );

  const live = openLiveUpdates(deps);
  app.addHook('onClose', async () => live.close());
  app.get(
    '/api/live',
    {
      schema: {
        summary: 'Server-sent events `case`, `inbox` and `resync`: what to look at again',
        querystring: z.object({
          city: z
            .string()
            .max(100)
            .optional()
            .describe('As header Linli-City, which an EventSource cannot send'),
        }),
      },
      // Many people share one address; a page opens one stream.
      config: { rateLimit: { max: 600, timeWindow: 60_000 } },
      preValidation: async (request) => {
        const { city } = request.query as { city?: unknown };
        if (typeof city === 'string' && city !== '') request.headers['linli-city'] ??= city;
      },
    },
    (request, reply) => live.listen(request, reply),
  );
}
