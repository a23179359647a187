import {
  CommandId,
  ConfirmEmail,
  ConnectEmail,
  ConnectPush,
  Inbox,
  InboxQuery,
  LiveInbox,
  MarkRead,
  MessageSettingsReply,
  Outbox,
  OutboxQuery,
  OutboxReply,
  SaveMessageSettings,
  SaveWorkGroup,
  WorkGroupReply,
  WorkGroups,
} from '@linli/contract';
import { z } from 'zod';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { confirmEmail } from './confirm-email.ts';
import { connectEmail } from './connect-email.ts';
import { connectPush } from './connect-push.ts';
import { disconnect } from './disconnect.ts';
import { markRead, readInbox } from './inbox.ts';
import { openLiveUpdates, publishInbox } from './live.ts';
import { readOutbox, retryMessage } from './outbox.ts';
import { readSettings, saveSettings } from './settings.ts';
import { registerUnsubscribePage } from './unsubscribe-page.ts';
import { listWorkGroups, saveWorkGroup } from './work-groups.ts';

const ofChannel = z.object({ channelId: z.uuid() });

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
    '/api/messages/settings',
    { schema: { summary: 'How messages reach me', response: { 200: MessageSettingsReply } } },
    async (request) => ({ settings: await readSettings(deps, request.viewer) }),
  );

  app.post(
    '/api/messages/settings',
    {
      schema: {
        summary: 'What I want over which channel, and when not',
        body: SaveMessageSettings,
        response: { 200: MessageSettingsReply },
      },
    },
    async (request) => ({ settings: await saveSettings(deps, request.viewer, request.body) }),
  );

  app.post(
    '/api/messages/channels/push',
    {
      schema: {
        summary: 'Tell me in this browser',
        body: ConnectPush,
        response: { 200: MessageSettingsReply },
      },
    },
    async (request) => ({ settings: await connectPush(deps, request.viewer, request.body) }),
  );

  app.post(
    '/api/messages/channels/email',
    {
      schema: {
        summary: 'Tell me by e-mail: sends a code to the address',
        body: ConnectEmail,
        response: { 200: MessageSettingsReply },
      },
    },
    async (request) => ({ settings: await connectEmail(deps, request.viewer, request.body) }),
  );

  app.post(
    '/api/messages/channels/:channelId/confirm',
    {
      schema: {
        summary: 'The address is mine',
        params: ofChannel,
        body: ConfirmEmail,
        response: { 200: MessageSettingsReply },
      },
    },
    async (request) => ({
      settings: await confirmEmail(deps, request.viewer, { ...request.params, ...request.body }),
    }),
  );

  app.post(
    '/api/messages/channels/:channelId/disconnect',
    {
      schema: {
        summary: 'No more messages there, at once',
        params: ofChannel,
        body: z.object({ commandId: CommandId }),
        response: { 200: MessageSettingsReply },
      },
    },
    async (request) => ({
      settings: await disconnect(deps, request.viewer, { ...request.params, ...request.body }),
    }),
  );

  void registerUnsubscribePage(app, deps);

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
