/**
 * Senders that do what the pages do with a report that waits to be sent: the same command again, with the same id, until
 * it is acknowledged. What they were answered on the way is kept for the test to judge.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CaseReply, CaseView, OpenCase } from '@linli/contract';
import type { z } from 'zod';
import { clubKey, type LargeClub, type Room } from './large-club.ts';

/** A report and the two steps its arbiter takes with it, each under a command id of its own. */
export interface Sent {
  room: Room;
  /** Cookie of the device it is sent from. */
  device: string;
  report: OpenCase;
  acceptId: string;
  assignId: string;
  /** As first acknowledged. */
  opened: CaseView | undefined;
  acknowledged: number;
}

export interface Refusal {
  status: number;
  code: string;
  contentType: string;
}

export interface Sending {
  sent: Sent[];
  refusals: Refusal[];
  /** Fulfilled when everything is acknowledged. */
  done: Promise<void>;
  /** Fulfilled when so many commands are acknowledged. */
  acknowledged(count: number): Promise<void>;
  /** Ids of the cases acknowledged so far. */
  openedSoFar(): string[];
  /** Answers that never came. */
  brokenConnections(): number;
}

const answerWithinMs = 20_000;
const againAfterMs = 100;

/** The `index`-th report: rooms take turns; it tells of a danger, so that work groups are told too. */
export function plan({ rooms }: LargeClub, index: number): Sent {
  const room = rooms[index % rooms.length]!;
  return {
    room,
    device: `linli_device=${randomBytes(24).toString('base64url')}`,
    report: {
      commandId: randomUUID(),
      kind: 'broken-clock',
      areaCode: room.boards[index % room.boards.length],
      category: 'stopped',
      answers: { description: `第${index}张棋盘的钟停走了，冒火花`, sparks: true },
    },
    acceptId: randomUUID(),
    assignId: randomUUID(),
    opened: undefined,
    acknowledged: 0,
  };
}

/** Sends all at once, each report's steps one after another; `url` may change while they are on their way. */
export function sendAll(sent: Sent[], url: () => string): Sending {
  const refusals: Refusal[] = [];
  let broken = 0;
  let acknowledged = 0;
  let waiting: { count: number; told: () => void }[] = [];
  const count = (): void => {
    acknowledged += 1;
    for (const { told } of waiting.filter((one) => acknowledged >= one.count)) told();
    waiting = waiting.filter((one) => acknowledged < one.count);
  };
  const listener = {
    acknowledged: count,
    refused: (refusal: Refusal) => refusals.push(refusal),
    broken: () => {
      broken += 1;
    },
  };
  const done = Promise.all(sent.map((one) => follow(one, url, listener))).then(() => {});
  return {
    sent,
    refusals,
    done,
    acknowledged: (wanted) =>
      Promise.race([
        // Something that is refused for good ends the waiting too.
        done,
        new Promise<void>((told) => {
          if (acknowledged >= wanted) told();
          else waiting.push({ count: wanted, told });
        }),
      ]),
    openedSoFar: () => sent.flatMap(({ opened }) => (opened === undefined ? [] : [opened.caseId])),
    brokenConnections: () => broken,
  };
}

interface Listener {
  acknowledged(): void;
  refused(refusal: Refusal): void;
  broken(): void;
}

const nobody: Listener = { acknowledged: () => {}, refused: () => {}, broken: () => {} };

/** Opens the case, accepts it, and gives it to the clockmaker. */
export async function follow(one: Sent, url: () => string, listener: Listener = nobody): Promise<void> {
  const { room } = one;
  one.opened = await report(one, url, listener);
  one.acknowledged += 1;
  listener.acknowledged();
  const to = { orgId: room.crew, role: 'clockmaker', postId: room.clockmakerPost };
  for (const [verb, body] of [
    ['accept', { commandId: one.acceptId, seq: 1 }],
    ['assign', { commandId: one.assignId, seq: 2, to }],
  ] as const) {
    const path = `/api/cases/${one.opened.caseId}/verbs/${verb}`;
    await untilAcknowledged(() => url() + path, room.arbiterSession, body, 200, listener);
    one.acknowledged += 1;
    listener.acknowledged();
  }
}

/** The report itself; sent once more it must be answered by the same case. */
export function report(one: Sent, url: () => string, listener: Listener = nobody): Promise<CaseView> {
  return untilAcknowledged(() => `${url()}/api/cases`, one.device, one.report, 201, listener);
}

async function untilAcknowledged(
  address: () => string,
  cookie: string,
  body: object,
  status: number,
  listener: Listener,
): Promise<CaseView> {
  for (;;) {
    const reply = await fetch(address(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, 'linli-city': clubKey },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(answerWithinMs),
    })
      .then(async (answer) => ({ answer, text: await answer.text() }))
      .catch(() => undefined);
    if (reply?.answer.status === status) {
      return (JSON.parse(reply.text) as z.output<typeof CaseReply>).case;
    }
    if (reply === undefined) listener.broken();
    else {
      const { code } = JSON.parse(reply.text) as { code: string };
      const contentType = reply.answer.headers.get('content-type') ?? '';
      listener.refused({ status: reply.answer.status, code, contentType });
      // Only what passes by itself is tried again.
      if (reply.answer.status !== 503) throw new Error(`answered ${reply.answer.status}: ${reply.text}`);
    }
    await pause(againAfterMs);
  }
}
