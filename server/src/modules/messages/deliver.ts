/** Carries messages to work groups, whose robots say them. What is for persons goes by carry.ts. */
import type { Model } from '@linli/model';
import { z } from 'zod';
import { addJobs, inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { defineTask, type JobContext, type Task } from '../../platform/jobs/index.ts';
import { modelsOf } from '../models/index.ts';
import { isAllowedAddress } from './allowed-address.ts';
import { carry } from './carry.ts';
import { deliverJob, deliverTask } from './deliver-job.ts';
import { pathOf } from './links.ts';
import { renderMessage } from './render.ts';
import { postToRobot, robotLimit } from './robot.ts';
import {
  claimMessage,
  findWaitingMessage,
  recordFailure,
  recordSent,
  robotField,
  type WaitingMessage,
} from './store.ts';

/** How long something that is due may lie, at most, while nothing else is due. */
const carryEveryMs = 2_000;

const payload = z.object({ tenantId: z.number().int(), messageId: z.uuid() });

export function messageTasks(deps: Deps): Task[] {
  return [
    defineTask({
      name: deliverTask,
      payload,
      run: ({ tenantId, messageId }, job) => deliver(deps, tenantId, messageId, job),
    }),
    defineTask({
      name: 'messages.carry',
      payload: z.object({}),
      everyMs: carryEveryMs,
      async run(_payload, { log, signal }) {
        const { sent, failed } = await carry(deps, signal);
        if (sent + failed > 0) log.debug({ sent, failed }, 'messages were carried');
      },
    }),
  ];
}

/**
 * Sends one message. Claiming, sending and recording are one transaction, so two jobs never send the same message. A
 * process killed after the robot took it and before that is recorded leaves the message waiting, and it is sent once
 * more: at most one repetition for each such death, and never a message lost. (A transaction is run again only as a
 * deadlock's victim, which this one could be only while it waits for its claim, before anything is sent.)
 */
async function deliver(deps: Deps, tenantId: number, messageId: string, job: JobContext): Promise<void> {
  const nowMs = Date.parse(deps.clock.now());
  const sinceAt = new Date(nowMs - robotLimit.withinMs).toISOString();
  const message = await inTenant(deps.db, tenantId, (tx) => findWaitingMessage(tx, messageId, sinceAt));
  // What is for a person is no job's. A paused work group's messages wait: whoever lets it go on queues them again.
  if (message === undefined || message.workGroupId === null || message.isPaused) return;
  if (message.recentlySentAt.length >= robotLimit.messages) {
    const freeAtMs =
      Date.parse(message.recentlySentAt.at(-robotLimit.messages) ?? sinceAt) + robotLimit.withinMs;
    // The queue counts by the machine's own clock, which a demo city's may be ahead of.
    const runAt = new Date(Date.now() + Math.max(1_000, freeAtMs - nowMs)).toISOString();
    const later = deliverJob(tenantId, { messageId, workGroupId: message.workGroupId }, runAt);
    await inTenant(deps.db, tenantId, (tx) => addJobs(tx, [later]));
    return;
  }
  const failure = await inTenant(deps.db, tenantId, async (tx) => {
    if (!(await claimMessage(tx, messageId))) return null;
    try {
      await sendToGroup(deps, tenantId, modelsOf(deps).ofTenant(tenantId), message);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await recordFailure(tx, messageId, { error: text.slice(0, 500), isFinal: job.isLastAttempt });
      return text;
    }
    await recordSent(tx, messageId, deps.clock.now());
    return null;
  });
  if (failure === null) return;
  job.log.warn(
    { messageId, channel: message.channel, attempt: job.attempt, failure },
    'a message was not sent',
  );
  // The runner tries again after a pause. After the last try it stands in the outbox as failed, where it can be sent again.
  if (!job.isLastAttempt) throw new Error(failure);
}

async function sendToGroup(
  deps: Deps,
  tenantId: number,
  model: Model,
  message: WaitingMessage,
): Promise<void> {
  if (message.webhookCipher === null) throw new Error('the work group is gone');
  const address = deps.secrets.decrypt({ tenantId, field: robotField }, message.webhookCipher);
  // The setting may have become narrower since it was entered.
  if (!isAllowedAddress(address, deps.config.robotHosts))
    throw new Error('the robot’s host is not allowed here');
  const { title, text } = renderMessage(model, message.template, message.data, 'zh-CN');
  const { publicUrl } = deps.config;
  const words = message.caseId === null ? '查看' : '查看事项';
  // Only a server that knows its own address can be linked to; without one the number must do.
  const link =
    publicUrl === undefined
      ? ''
      : `\n[${words}](${publicUrl}${pathOf(message.template, message.data, message)})`;
  await postToRobot(address, `**${title}**\n${text}${link}`);
}
