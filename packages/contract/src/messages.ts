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

/** GET /api/outbox?status=failed: for posts that may watch messages. */
export const OutboxMessage = z.object({
  messageId: z.uuid(),
  channel: z.string(),
  to: z.string(),
  template: z.string(),
  text: z.string(),
  status: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  caseId: z.uuid().nullable(),
});
export const OutboxQuery = z.object({
  status: z.enum(['waiting', 'sent', 'failed']).optional(),
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

/** GET /api/live: server-sent events `case`, `inbox` and `changed`; data carries no personal data, only what to look at again. */
export const LiveCase = z.object({ caseId: z.uuid(), seq: z.number().int(), station: z.string() });
export const LiveInbox = z.object({ unread: z.number().int() });
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
