/** A robot of a work group on this machine: answers as WeCom's documentation says, and as it is told to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Robot {
  address: string;
  /** What it was sent, in order. */
  heard: { msgtype: string; markdown: { content: string } }[];
  /** How it answers from now on: HTTP status and JSON, or not at all. */
  answers(how: { status: number; body: object } | 'hangs up'): void;
  /** Answers only once this is fulfilled. */
  answersAfter(work: () => Promise<void>): void;
  close(): Promise<void>;
}

export const fine = { status: 200, body: { errcode: 0, errmsg: 'ok' } };

export async function openRobot(): Promise<Robot> {
  const heard: Robot['heard'] = [];
  let how: Parameters<Robot['answers']>[0] = fine;
  let before = async (): Promise<void> => {};
  const server = createServer((request, reply) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      if (how === 'hangs up') {
        request.socket.destroy();
        return;
      }
      const { status, body } = how;
      heard.push(JSON.parse(text) as Robot['heard'][number]);
      void before().then(() => {
        reply.writeHead(status, { 'content-type': 'application/json', location: 'http://127.0.0.1:1/' });
        reply.end(JSON.stringify(body));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/cgi-bin/webhook/send?key=693axxx6-7aoc-4bc4-97a0-0ec2sifa5aaa`,
    heard,
    answers(next) {
      how = next;
    },
    answersAfter(work) {
      before = work;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
