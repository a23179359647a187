import 'fake-indexeddb/auto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a page asked for, as it came over the wire. */
export interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

export type Answer = { status: number; body: unknown } | 'hang-up';

/** A server that answers as told, and a `fetch` that takes addresses without a host, as a page does. */
export async function startServer(answer: (asked: Asked) => Answer | Promise<Answer>) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const text = Buffer.concat(parts).toString();
      const one: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: text === '' ? {} : JSON.parse(text),
      };
      asked.push(one);
      const said = await answer(one);
      if (said === 'hang-up') {
        request.socket.destroy();
        return;
      }
      response.writeHead(said.status, {
        'content-type': said.status < 400 ? 'application/json' : 'application/problem+json',
      });
      response.end(JSON.stringify(said.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const networkFetch = globalThis.fetch;
  globalThis.fetch = (path, init) =>
    networkFetch(typeof path === 'string' ? new URL(path, origin) : path, init);
  return {
    asked,
    async stop() {
      globalThis.fetch = networkFetch;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function problem(status: number, code: string, more: object = {}): Answer {
  return { status, body: { type: `/problems/${code}`, code, status, title: code, detail: code, ...more } };
}

export function signedInAs(personId: string | null): Answer {
  return { status: 200, body: { person: personId === null ? null : { personId } } };
}
