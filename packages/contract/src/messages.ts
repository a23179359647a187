import { z } from 'zod';
import { CommandId, Instant } from './text.ts';

/** Groups of messages among which a person chooses: what I reported, what I owe, gatherings, votes. */
export const messageGroups = ['reports', 'duties', 'meetings', 'votes'] as const;
export const MessageGroup = z.enum(messageGroups);
export type MessageGroup = z.infer<typeof MessageGroup>;

/** What a message is about, for the link that opens it. */
export const MessageAbout = z.object({ noun: z.enum(['case', 'gathering', 'ballot']), id: z.uuid() });

/** GET /api/messages: my inbox. Text is made in the reader's language from template and data. */
export const InboxMessage = z.object({
  messageId: z.uuid(),
  template: z.string(),
  title: z.string(),
  text: z.string(),
  caseId: z.uuid().nullable(),
  about: MessageAbout.nullable(),
  createdAt: Instant,
  readAt: Instant.nullable(),
});
export const InboxQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export const Inbox = z.object({
  messages: z.array(InboxMessage),
  unread: z.number().int(),
  nextCursor: z.string().nullable(),
});
export const MarkRead = z.object({
  messageIds: z.array(z.uuid()).max(200).optional().describe('Absent: all'),
});

/** Ways outside the application that a person chooses; in-app there is always everything. */
export const messageChannels = ['push', 'email', 'sms'] as const;
export const MessageChannel = z.enum(messageChannels);
export type MessageChannel = z.infer<typeof MessageChannel>;

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** On the city's clock; the night may lie between. */
export const QuietHours = z.object({ from: TimeOfDay, to: TimeOfDay });
/** A group of messages that is not wanted over a channel. */
export const Muted = z.object({ channel: MessageChannel, group: MessageGroup });

/** A browser or an address of one's own. */
export const ChannelView = z.object({
  channelId: z.uuid(),
  channel: z.enum(['push', 'email']),
  address: z.string().describe('An address, masked; what a browser calls itself'),
  isConfirmed: z.boolean().describe('False: nothing is sent there until its code was entered'),
  endpointDigest: z
    .string()
    .nullable()
    .describe('Of a push subscription: SHA-256 of its endpoint in hex, by which a browser knows its own'),
  createdAt: Instant,
});
/** GET /api/messages/settings: how messages reach me. */
export const MessageSettings = z.object({
  channels: z.array(ChannelView),
  phoneMasked: z.string().nullable(),
  available: z.object({
    push: z.boolean(),
    email: z.boolean().describe('False: no mail server is set'),
    sms: z.boolean().describe('False: no gateway is set; texts go to the log of the server'),
  }),
  pushKey: z.string().describe('applicationServerKey of PushManager.subscribe, base64url'),
  muted: z.array(Muted),
  quiet: QuietHours.nullable().describe('Null: no quiet hours'),
  /** Where nobody changes them. */
  usualQuiet: QuietHours,
});
export const MessageSettingsReply = z.object({ settings: MessageSettings });
/** POST /api/messages/settings: all of them, as they are to be. */
export const SaveMessageSettings = z.object({
  commandId: CommandId,
  muted: z.array(Muted).max(messageChannels.length * messageGroups.length),
  quiet: QuietHours.nullable(),
});
/** POST /api/messages/channels/push: this browser, as `PushSubscription.toJSON()` gives it. */
export const ConnectPush = z.object({
  commandId: CommandId,
  endpoint: z.url().max(1000),
  keys: z.object({
    p256dh: z.string().regex(/^[\w-]{86,88}=*$/),
    auth: z.string().regex(/^[\w-]{22,24}=*$/),
  }),
  device: z.string().trim().min(1).max(60).describe('What the browser calls itself, to tell it from others'),
});
/** POST /api/messages/channels/email: sends a code there; nothing else until it was entered. */
export const ConnectEmail = z.object({
  commandId: CommandId,
  address: z
    .email()
    .max(200)
    .transform((address) => address.trim()),
});
/** POST /api/messages/channels/:channelId/confirm */
export const ConfirmEmail = z.object({ code: z.string().regex(/^\d{6}$/) });

/** GET /api/outbox?status=failed: for posts that may watch messages. */
export const OutboxMessage = z.object({
  messageId: z.uuid(),
  channel: z.string(),
  to: z.string(),
  template: z.string(),
  text: z.string(),
  status: z.enum(['waiting', 'sent', 'failed', 'withdrawn']),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  caseId: z.uuid().nullable(),
  about: MessageAbout.nullable(),
  dueAt: Instant.nullable().describe('When it leaves, or is tried again'),
});
export const OutboxQuery = z.object({
  status: z.enum(['waiting', 'sent', 'failed', 'withdrawn']).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const Outbox = z.object({
  messages: z.array(OutboxMessage),
  nextCursor: z.string().nullable(),
  counts: z
    .object({ waiting: z.number(), sent: z.number(), failed: z.number() })
    .describe('Of the last 30 days; waiting and failed: of all time'),
});

/** POST /api/outbox/:messageId/retry */
export const OutboxReply = z.object({ message: OutboxMessage });

export const WorkGroup = z.object({
  workGroupId: z.uuid(),
  orgId: z.uuid(),
  orgName: z.string(),
  name: z.string(),
  webhookMasked: z.string(),
  paused: z.boolean(),
  lastSentAt: Instant.nullable(),
  failedCount: z.number().int(),
});
export const WorkGroups = z.object({
  workGroups: z.array(WorkGroup),
  orgs: z.array(z.object({ orgId: z.uuid(), name: z.string() })),
});
/** POST /api/work-groups */
export const SaveWorkGroup = z.object({
  commandId: CommandId,
  workGroupId: z
    .uuid()
    .optional()
    .describe('A work group to change; absent: a new one, which needs `webhook`'),
  orgId: z.uuid(),
  name: z.string().trim().min(1).max(60),
  webhook: z.url().max(500).optional(),
  paused: z.boolean().optional(),
});

export const WorkGroupReply = z.object({ workGroup: WorkGroup });

/** GET /api/live: server-sent events `case`, `gathering`, `inbox` and `changed`; data carries no personal data, only what to look at again. */
export const LiveCase = z.object({ caseId: z.uuid(), seq: z.number().int(), station: z.string() });
export const LiveInbox = z.object({ unread: z.number().int() });
/** Event `gathering`: for whoever may see it. */
export const LiveGathering = z.object({ gatheringId: z.uuid() });
/** Event `changed`, for staff: what else to look at again. */
export const LiveChange = z.object({ topic: z.enum(['orgs', 'areas', 'imports', 'plans']) });

/** Photos: resumable upload by tus 1.0 at /api/uploads; when it is complete, its id is exchanged here. */
export const FinishPhoto = z.object({ uploadId: z.string().max(80) });
export const PhotoReply = z.object({
  photoId: z.uuid(),
  width: z.number().int(),
  height: z.number().int(),
  takenAt: Instant.nullable(),
  /** Position found in the file: offered once, then forgotten. */
  position: z.tuple([z.number(), z.number()]).nullable(),
});
