/**
 * Listens from the first second, while the database starts and a demo city is built: people see a page that waits by
 * itself instead of an error, and probes a 503. When the city is ready its requests go through.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Refused } from '../refused.ts';
import { localeOf } from './locale.ts';
import { problemDocument } from './problem-error.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Longer than the pauses of proxies in front, which would otherwise send into a connection that just closed. */
export const keepAliveTimeoutMs = 72_000;
/** A slow phone may take its time with a request, but not for ever. */
export const requestTimeoutMs = 120_000;
const drainWithinMs = 10_000;

export interface FrontDoor {
  /** Port it really listens on. */
  port: number;
  /** For Fastify: takes its handler, gives this server. */
  serverFactory: (handler: Handler) => Server;
  /** From now on requests are answered by the application. */
  open(): void;
  /** Takes no new connections, and waits for the answers under way. */
  close(): Promise<void>;
}

/** Thrown with a message to print when the port cannot be had. */
export class PortRefused extends Refused {
  override name = 'PortRefused';
}

export async function openFrontDoor(port: number, host: string): Promise<FrontDoor> {
  let application: Handler | undefined;
  let isOpen = false;
  let closing: Promise<void> | undefined;
  const server = createServer((request, response) => {
    if (isOpen && application !== undefined) application(request, response);
    else answerStarting(request, response);
  });
  server.keepAliveTimeout = keepAliveTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new PortRefused(portMessage(error, port, host))),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : port,
    serverFactory(handler) {
      application = handler;
      return server;
    },
    open() {
      isOpen = true;
    },
    close() {
      closing ??= closeServer(server);
      return closing;
    },
  };
}

/** Waits for the answers under way; a reader who takes too long is cut off. */
async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that was busy just now is idle after its answer, and would be kept for the next request.
  const sweeping = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => server.closeAllConnections(), drainWithinMs);
  await closed;
  clearInterval(sweeping);
  clearTimeout(deadline);
}

function portMessage(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is already in use. Stop the other program, or choose another port: PORT=${port + 1} npm start`;
  }
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights. Choose one above 1023: PORT=3000 npm start`;
  return `Cannot listen on ${host}, port ${port}: ${error.message}. Check HOST and PORT.`;
}

function answerStarting(request: IncomingMessage, response: ServerResponse): void {
  const locale = localeOf(request.headers['accept-language']);
  const wantsPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
  response.statusCode = 503;
  response.setHeader('retry-after', '2');
  response.setHeader('cache-control', 'no-store');
  if (request.url === '/healthz') {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'starting' }));
  } else if (wantsPage) {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(startingPage(locale === 'en'));
  } else {
    response.setHeader('content-type', 'application/problem+json; charset=utf-8');
    response.end(JSON.stringify(problemDocument('starting', {}, locale, 'starting')));
  }
}

function startingPage(inEnglish: boolean): string {
  const [language, title, text] = inEnglish
    ? ['en', 'Linli is starting', 'This page opens by itself in a moment.']
    : ['zh-CN', '邻里正在启动', '稍候片刻，页面会自动打开。'];
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="2">
<title>${title}</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; text-align: center;
    font: 18px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif;
    background: #faf8f5; color: #2b2724 }
  h1 { font-size: 24px; margin: 0 0 8px }
  p { margin: 0; color: #6b645d }
  @media (prefers-color-scheme: dark) { body { background: #1b1917; color: #ece7e1 } p { color: #a49c93 } }
</style>
<main role="status"><h1>${title}</h1><p>${text}</p></main>
</html>
`;
}
