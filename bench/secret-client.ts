/**
 * The devices of many voters in a secret ballot: each has its slips signed, one in ten asking twice at once, and puts them into
 * the box without a cookie, one in ten of the slips twice at once. What a device calculates by itself is left out: messages are
 * encoded beforehand and sent as they are, which the server cannot tell from blinded ones.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Slip, SlipValue } from '@linli/engine';
import { slipMessage } from '@linli/engine';

export interface SecretTask {
  url: string;
  city: string;
  ballotId: string;
  connections: number;
  voters: { session: string; entryId: string; slips: string[] }[];
}

export interface SecretTimes {
  slips: number;
  signSeconds: number;
  castSeconds: number;
  signMs: number[];
  castMs: number[];
}

interface Device {
  session: string;
  entryId: string;
  slips: Omit<Slip, 'signature'>[];
  messages: string[];
}

const sentTwiceEvery = 10;
const modulusBytes = 256;
const hashBytes = 48;

process.once('message', async (task: SecretTask) => {
  const agent = new Agent({ keepAlive: true, maxSockets: task.connections });
  const post = (path: string, body: string, headers: Record<string, string>): Promise<string> =>
    new Promise((resolve, reject) => {
      const sending = request(
        `${task.url}/api/ballots/${task.ballotId}${path}`,
        {
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            ...headers,
          },
        },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          reply.on('end', () =>
            reply.statusCode === 200 || reply.statusCode === 204
              ? resolve(text)
              : reject(new Error(`${path} ${reply.statusCode} ${text}`)),
          );
        },
      );
      sending.on('error', reject);
      sending.end(body);
    });
  /** All of them at a number of connections; how long each waited. */
  const all = async <One>(some: readonly One[], send: (one: One) => Promise<unknown>): Promise<number[]> => {
    const milliseconds: number[] = [];
    let next = 0;
    await Promise.all(
      Array.from({ length: task.connections }, async () => {
        while (next < some.length) {
          const place = next;
          next += 1;
          const one = some[place] as One;
          const began = performance.now();
          await Promise.all(Array.from({ length: place % sentTwiceEvery === 0 ? 2 : 1 }, () => send(one)));
          milliseconds.push(performance.now() - began);
        }
      }),
    );
    return milliseconds;
  };
  try {
    const devices = task.voters.map(({ session, entryId, slips: values }, place): Device => {
      const slips = values.map((value) => ({
        value: value as SlipValue,
        token: randomBytes(32).toString('hex'),
        choices: { lift: [place % 3 === 0 ? 'against' : 'for'] },
      }));
      const messages = slips.map((slip) => encoded(slipMessage(task.ballotId, slip)).toString('base64'));
      return { session, entryId, slips, messages };
    });
    const signed: Slip[] = [];
    const began = performance.now();
    const signMs = await all(devices, async ({ session, entryId, slips, messages }) => {
      const blinded = slips.map(({ value }, at) => ({ value, message: messages[at] }));
      const text = await post(
        `/entries/${entryId}/slips`,
        JSON.stringify({ commandId: randomUUID(), blinded }),
        { cookie: `linli_session=${session}` },
      );
      const { signatures } = JSON.parse(text) as { signatures: { signature: string }[] };
      for (const [at, slip] of slips.entries())
        signed.push({ ...slip, signature: signatures[at]?.signature ?? '' });
    });
    const signSeconds = (performance.now() - began) / 1_000;
    // Who asked twice was told the same twice.
    const slips = [...new Map(signed.map((slip) => [slip.token, slip])).values()].sort((one, other) =>
      one.token < other.token ? -1 : 1,
    );
    const castFrom = performance.now();
    const castMs = await all(slips, (slip) =>
      post('/slips', JSON.stringify(slip).padEnd(2_048), { 'linli-city': task.city }),
    );
    process.send?.({
      slips: slips.length,
      signSeconds,
      castSeconds: (performance.now() - castFrom) / 1_000,
      signMs,
      castMs,
    } satisfies SecretTimes);
  } catch (error) {
    process.send?.({ error: String(error) });
    process.exitCode = 1;
  }
  agent.destroy();
});

/** EMSA-PSS of RFC 8017, section 9.1.1, with SHA-384 and a salt of its length, for a key of 2,048 bits. */
function encoded(message: Uint8Array): Buffer {
  const salt = randomBytes(hashBytes);
  const hash = sha384(Buffer.alloc(8), sha384(message), salt);
  const masked = Buffer.concat([Buffer.alloc(modulusBytes - 2 * hashBytes - 2), Buffer.of(1), salt]);
  for (let block = 0; block * hashBytes < masked.length; block += 1) {
    const mask = sha384(hash, Buffer.of(0, 0, 0, block));
    for (let at = 0; at < hashBytes && block * hashBytes + at < masked.length; at += 1) {
      masked[block * hashBytes + at]! ^= mask[at]!;
    }
  }
  masked[0]! &= 0x7f;
  return Buffer.concat([masked, hash, Buffer.of(0xbc)]);
}

function sha384(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha384');
  for (const part of parts) hash.update(part);
  return hash.digest();
}
