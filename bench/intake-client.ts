/** Sends reports at a number of connections and tells its parent how many a second were accepted. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

const { url, boards, count, connections } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string;
  boards: string[];
  count: number;
  connections: number;
};
const agent = new Agent({ keepAlive: true, maxSockets: connections });

function send(index: number): Promise<void> {
  const body = JSON.stringify({
    commandId: randomUUID(),
    kind: 'broken-clock',
    areaCode: boards[index % boards.length],
    category: 'stopped',
    answers: { description: `第${index}次：棋钟停走了，请来看看` },
  });
  return new Promise((resolve, reject) => {
    const sending = request(
      `${url}/api/cases`,
      {
        method: 'POST',
        agent,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          // One device: a new one for each report would only measure the making of cookies.
          cookie: 'linli_device=bench-device-of-the-chess-club',
        },
      },
      (reply) => {
        reply.resume();
        reply.on('end', () => {
          if (reply.statusCode === 201) resolve();
          else reject(new Error(`answered ${reply.statusCode}`));
        });
      },
    );
    sending.on('error', reject);
    sending.end(body);
  });
}

let next = 0;
const from = performance.now();
Promise.all(
  Array.from({ length: connections }, async () => {
    while (next < count) {
      next += 1;
      await send(next);
    }
  }),
).then(
  () => {
    process.send?.({ perSecond: count / ((performance.now() - from) / 1_000) });
    agent.destroy();
  },
  (error: unknown) => {
    process.send?.({ error: String(error) });
    process.exitCode = 1;
  },
);
