import type { Job } from '../../platform/db/index.ts';

/** The task that carries a message to a work group. */
export const deliverTask = 'messages.deliver';
const deliverAttempts = 10;

/** The job that sends one message; messages of one work group go one after another, because its robot counts them. */
export function deliverJob(
  tenantId: number,
  message: { messageId: string; workGroupId: string | null },
  runAt?: string,
): Job {
  return {
    task: deliverTask,
    payload: { tenantId, messageId: message.messageId },
    key: `message:${message.messageId}`,
    maxAttempts: deliverAttempts,
    ...(message.workGroupId === null ? {} : { queue: `work-group:${message.workGroupId}` }),
    ...(runAt === undefined ? {} : { runAt }),
  };
}
