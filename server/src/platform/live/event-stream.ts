/** Server-sent events: a reply that stays open. Heartbeats keep proxies from closing it and find dead readers. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface EventStream {
  /** False once the reader is gone. */
  send(event: string, data: unknown): boolean;
  /** Ends the reply; the browser comes back by itself. */
  end(): void;
  /** Fulfilled when the reader is gone or the stream was ended. */
  closed: Promise<void>;
}

export interface EventStreams {
  open(request: FastifyRequest, reply: FastifyReply): EventStream;
  /** How many are open. */
  count(): number;
  /** Ends all: a server that stops must not wait for readers who stay. */
  endAll(): void;
}

const heartbeatMs = 25_000;
/** A reader this far behind is dropped; it comes back and looks at everything again. */
const bufferedLimitBytes = 512 * 1024;

export function openEventStreams(): EventStreams {
  const open = new Set<EventStream>();
  // Ids tell a stream of this process from one of an earlier life; any other id just means "you missed something".
  const life = randomBytes(4).toString('hex');
  let serial = 0;
  return {
    count: () => open.size,
    endAll() {
      for (const stream of open) stream.end();
    },
    open(request, reply) {
      const headers = reply.getHeaders();
      reply.hijack();
      const { raw } = reply;
      for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined) raw.setHeader(name, value);
      }
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        // nginx would otherwise hold events back.
        'x-accel-buffering': 'no',
      });
      raw.write('retry: 3000\n\n');
      const closing = Promise.withResolvers<void>();
      let isOpen = true;
      const heartbeat = setInterval(() => write(': \n\n'), heartbeatMs);
      heartbeat.unref();
      const stop = (): void => {
        if (!isOpen) return;
        isOpen = false;
        clearInterval(heartbeat);
        open.delete(stream);
        closing.resolve();
      };
      const write = (text: string): boolean => {
        if (!isOpen) return false;
        raw.write(text);
        if (raw.writableLength > bufferedLimitBytes) {
          stop();
          raw.destroy();
        }
        return isOpen;
      };
      const stream: EventStream = {
        send(event, data) {
          serial += 1;
          return write(`id: ${life}-${serial}\nevent: ${event}\ndata: ${JSON.stringify(data ?? null)}\n\n`);
        },
        end() {
          if (!isOpen) return;
          stop();
          raw.end();
        },
        closed: closing.promise,
      };
      raw.on('close', stop);
      raw.on('error', stop);
      open.add(stream);
      // What happened between two connections is not kept: whoever comes back looks at everything again.
      if (request.headers['last-event-id'] !== undefined) stream.send('resync', {});
      return stream;
    },
  };
}
