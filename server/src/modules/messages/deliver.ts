/** Carries messages out of the building: text messages, and what robots say in work groups. */
import type { Model } from '@linli/model';
import { z } from 'zod';
import { addJobs, inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { defineTask, type JobContext, type Task } from '../../platform/jobs/index.ts';
import { modelsOf } from '../models/index.ts';
import { consoleSms } from '../people/index.ts';
import { deliverJob, deliverTask } from './deliver-job.ts';
import { renderMessage } from './render.ts';
import { isRobotAddress, postToRobot, robotLimit } from './robot.ts';
import {
  claimMessage,
  findWaitingMessage,
  recordFailure,
  recordSent,
  robotField,
  type WaitingMessage,
} from './store.ts';

const payload = z.object({ tenantId: z.number().int(), messageId: z.uuid() });

export function messageTasks(deps: Deps): Task[] {
  return [
    defineTask({
      name: deliverTask,
      payload,
      run: ({ tenantId, messageId }, job) => deliver(deps, tenantId, messageId, job),
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
  // A paused work group's messages wait: whoever lets it go on queues them again.
  if (message === undefined || message.isPaused) return;
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
      await send(deps, tenantId, message);
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

async function send(deps: Deps, tenantId: number, message: WaitingMessage): Promise<void> {
  const model = modelsOf(deps).ofTenant(tenantId);
  if (message.channel === 'sms') return sendText(deps, tenantId, model, message);
  if (message.channel === 'work-group') return sendToGroup(deps, tenantId, model, message);
  throw new Error(`nothing is sent over ${message.channel}`);
}

async function sendText(deps: Deps, tenantId: number, model: Model, message: WaitingMessage): Promise<void> {
  const phone =
    message.phoneCipher !== null
      ? deps.secrets.decrypt({ tenantId, field: 'phone' }, message.phoneCipher)
      : message.contactCipher !== null
        ? deps.secrets.decrypt({ tenantId, field: 'contact' }, message.contactCipher)
        : null;
  if (phone === null) throw new Error('there is no number any more');
  const link = linkTo(deps, 'resident', message.caseId);
  const words = (locale: 'zh-CN' | 'en'): string =>
    renderMessage(model, message.template, message.data, locale).text;
  await consoleSms(deps).send(phone, {
    zh: `【邻里】${words('zh-CN')}${link ?? ''}`,
    en: `[Linli] ${words('en')} ${link ?? ''}`.trimEnd(),
  });
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
  if (!isRobotAddress(address, deps.config.robotHosts))
    throw new Error('the robot’s host is not allowed here');
  const { title, text } = renderMessage(model, message.template, message.data, 'zh-CN');
  const link = linkTo(deps, 'console', message.caseId);
  await postToRobot(address, `**${title}**\n${text}${link === null ? '' : `\n[查看事项](${link})`}`);
}

/** Only a server that knows its own address can be linked to; without one the number must do. */
function linkTo(deps: Deps, face: 'resident' | 'console', caseId: string | null): string | null {
  const { publicUrl } = deps.config;
  if (publicUrl === undefined || caseId === null) return null;
  return `${publicUrl}${face === 'console' ? '/console' : ''}/cases/${caseId}`;
}
