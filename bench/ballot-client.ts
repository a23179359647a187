/** Votes for many at a number of connections, one in ten of them sent twice at once, and tells its parent how long each took. */
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

interface Task {
  url: string;
  ballotId: string;
  connections: number;
  voters: { session: string; entryId: string }[];
}

const sentTwiceEvery = 10;

process.once('message', async (task: Task) => {
  const agent = new Agent({ keepAlive: true, maxSockets: task.connections });
  const milliseconds: number[] = [];
  let next = 0;
  const cast = (
    { session, entryId }: Task['voters'][number],
    commandId: string,
    body: string,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const sending = request(
        `${task.url}/api/ballots/${task.ballotId}/entries/${entryId}/cast`,
        {
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            cookie: `linli_session=${session}`,
          },
        },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          reply.on('end', () =>
            reply.statusCode === 200
              ? resolve()
              : reject(new Error(`${commandId} ${reply.statusCode} ${text}`)),
          );
        },
      );
      sending.on('error', reject);
      sending.end(body);
    });
  const from = performance.now();
  try {
    await Promise.all(
      Array.from({ length: task.connections }, async () => {
        while (next < task.voters.length) {
          const place = next;
          next += 1;
          const voter = task.voters[place];
          if (!voter) return;
          const commandId = randomUUID();
          const body = JSON.stringify({
            commandId,
            choices: { lift: [place % 3 === 0 ? 'against' : 'for'] },
          });
          const began = performance.now();
          await Promise.all([
            cast(voter, commandId, body),
            ...(place % sentTwiceEvery === 0 ? [cast(voter, commandId, body)] : []),
          ]);
          milliseconds.push(performance.now() - began);
        }
      }),
    );
    process.send?.({ seconds: (performance.now() - from) / 1_000, milliseconds });
  } catch (error) {
    process.send?.({ error: String(error) });
    process.exitCode = 1;
  }
  agent.destroy();
});
