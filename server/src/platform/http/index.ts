/** The HTTP side of the house: one Fastify with everything that every route relies on. Modules add their routes to it. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import { type Locale, Problem } from '@linli/contract';
import fastify, {
  type FastifyBaseLogger,
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
} from 'fastify';
import { jsonSchemaTransform, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { answerError } from './error-handler.ts';
import { keepAliveTimeoutMs, requestTimeoutMs } from './front-door.ts';
import { readJsonBodies } from './json-body.ts';
import { localeOf } from './locale.ts';
import { servePages } from './pages.ts';
import { problem } from './problem-error.ts';
import { checkSameOrigin } from './same-origin.ts';
import { securityHeaders } from './security-headers.ts';
import { serializerCompiler, validatorCompiler } from './validation.ts';

export { localeOf } from './locale.ts';
export { type ProblemDetails, ProblemError, problem, problemDocument } from './problem-error.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Language of the reply: from Accept-Language, until a session says otherwise. */
    locale: Locale;
  }
}

/** A Fastify whose routes are typed by their Zod schemas. */
export type App = FastifyInstance<
  Server,
  RawRequestDefaultExpression<Server>,
  RawReplyDefaultExpression<Server>,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface HttpOptions {
  log: FastifyBaseLogger;
  publicUrl?: string | undefined;
  trustedProxies?: number;
  /** Folder of the built pages; undefined: API only. */
  pagesFolder?: string | undefined;
  /** False: GET /healthz answers 503. */
  isReady?: () => boolean;
  /** An own server that hands its requests over (see front-door.ts). */
  serverFactory?: (
    handler: (request: RawRequestDefaultExpression<Server>, reply: RawReplyDefaultExpression<Server>) => void,
  ) => Server;
}

/** JSON only; photos come through the upload routes, which have their own limit. */
const bodyLimitBytes = 512 * 1024;

export async function createHttp(options: HttpOptions): Promise<App> {
  const trustedProxies = options.trustedProxies ?? 0;
  const settings: FastifyHttpOptions<Server> = {
    loggerInstance: options.log,
    // Addresses and bodies may be personal; see the hook below for what is written.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Only the proxies that stand before us may say who the caller is.
    trustProxy: trustedProxies === 0 ? false : (_address, hop) => hop < trustedProxies,
    bodyLimit: bodyLimitBytes,
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => {
      answerError(error, asRequest(request), reply as unknown as FastifyReply);
    },
    ...(options.serverFactory === undefined ? {} : { serverFactory: options.serverFactory }),
  };
  const app: App = fastify(settings).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  if (options.pagesFolder === undefined) {
    app.setNotFoundHandler(() => {
      throw problem('not-found');
    });
  }
  readJsonBodies(app as unknown as FastifyInstance);

  const headers = securityHeaders(options.publicUrl);
  app.decorateRequest('locale', 'zh-CN');
  app.addHook('onRequest', async (request, reply) => {
    request.locale = localeOf(request.headers['accept-language']);
    reply.headers(headers).header('x-request-id', request.id);
    if (request.url.startsWith('/api/')) {
      // Replies depend on who asks and in which language; nothing in between may keep them.
      reply.header('cache-control', 'no-store').header('vary', 'accept-language, cookie, linli-city');
      checkSameOrigin(request, options.publicUrl);
    }
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug(
      {
        method: request.method,
        route: request.routeOptions.url ?? '(none)',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
  describeProblems(app);

  await app.register(cookie);
  await app.register(compress, {
    threshold: 2048,
    encodings: ['gzip', 'identity'],
    zlibOptions: { level: 4 },
  });
  await app.register(rateLimit, {
    // Each route that needs a limit says so in its config: { rateLimit: { max, timeWindow } }.
    global: false,
    errorResponseBuilder: (_request, { ttl }) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1000));
      return problem('too-many-requests', { data: { seconds }, retryAfterSeconds: seconds });
    },
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Linli 邻里',
        version: '0.1.0',
        description:
          'Reports, orders and wishes of residential compounds, from sending to rating. ' +
          'A write carries a command id made by the client: a retry with the same id gets the first answer back. ' +
          'Refusals are RFC 9457 problem documents in the reader’s language (Accept-Language: zh-CN or en).',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'linli_session' } },
      },
    },
    transform: jsonSchemaTransform,
  });
  app.route({
    method: 'GET',
    url: '/api/openapi.json',
    schema: { hide: true },
    handler: async (_request, reply) => reply.type('application/json').send(JSON.stringify(app.swagger())),
  });
  app.route({
    method: 'GET',
    url: '/healthz',
    schema: { hide: true },
    handler: async (_request, reply) => {
      const ready = options.isReady?.() ?? true;
      return reply
        .code(ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .type('application/json')
        .send(JSON.stringify({ status: ready ? 'ready' : 'starting' }));
    },
  });
  if (options.pagesFolder !== undefined) {
    await servePages(app as unknown as FastifyInstance, options.pagesFolder);
  }
  return app;
}

/** Every operation may answer with a problem document; the description says so once, here. */
function describeProblems(app: App): void {
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/') || route.schema === undefined || route.schema.hide === true) return;
    const response = (route.schema.response ?? {}) as Record<string, unknown>;
    route.schema.response = {
      ...response,
      default: {
        description: 'Refused: a problem document',
        content: { 'application/problem+json': { schema: Problem } },
      },
    };
  });
}

/** Errors before routing (a malformed address) come with a request that no hook has seen. */
function asRequest(request: unknown): FastifyRequest {
  const seen = request as FastifyRequest;
  seen.locale = localeOf(seen.headers['accept-language']);
  return seen;
}
