import type { Readable } from 'node:stream';
import { FinishPhoto, PhotoReply } from '@linli/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inTenant } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type App, problem } from '../../platform/http/index.ts';
import { photographField, seesPhotographs } from '../ballots/index.ts';
import { findCaseSight } from '../cases/index.ts';
import { finishPhoto } from './commands/finish-photo.ts';
import type { PhotoSize } from './photo-files.ts';
import { uploadLimitBytes } from './read-picture.ts';
import { findPhoto, photoFilesOf } from './store.ts';
import { beginUpload, ownerOf, senderKeys } from './upload-owner.ts';
import { openUploads, type UploadReply, uploadsPath } from './uploads.ts';

/** As many as the reports of one address could bring along. */
const photosPerReport = 9;
const tusVersion = '1.0.0';

export function registerPhotos(app: App, deps: Deps): void {
  const uploads = openUploads(deps);
  const limits = {
    rateLimit: {
      max: deps.config.reportsPerMinute * photosPerReport,
      timeWindow: 60_000,
      allowList: (request: { viewer: { personId: string | null } }) => request.viewer.personId !== null,
      hook: 'preHandler' as const,
    },
  };

  // A room of its own, because only here a body is left alone: the protocol reads it as it comes.
  app.register(async (scope) => {
    scope.addContentTypeParser('application/offset+octet-stream', (_request, body, done) => done(null, body));
    // On refusals too: a client then knows whom it is talking to.
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('tus-resumable', tusVersion).header('tus-version', tusVersion);
    });

    scope.route({
      method: 'OPTIONS',
      url: uploadsPath,
      schema: { hide: true },
      handler: async (request, reply) =>
        answer(reply, await uploads.answer({ ...protocolPart(request), uploadId: undefined })),
    });

    scope.route({
      method: 'POST',
      url: uploadsPath,
      bodyLimit: uploadLimitBytes,
      config: limits,
      schema: { summary: 'Begin an upload (tus 1.0)' },
      handler: async (request, reply) =>
        answer(
          reply,
          await uploads.answer({
            ...protocolPart(request),
            uploadId: undefined,
            newUploadId: beginUpload(deps, request, reply),
          }),
        ),
    });

    scope.route({
      method: ['HEAD', 'PATCH', 'DELETE'],
      url: `${uploadsPath}/:uploadId`,
      bodyLimit: uploadLimitBytes,
      schema: {
        summary: 'How far an upload has come; go on with it; give it up (tus 1.0)',
        params: z.object({ uploadId: z.string() }),
      },
      handler: async (request, reply) => {
        const { uploadId } = request.params as { uploadId: string };
        ownerOf(deps, request, uploadId);
        return answer(reply, await uploads.answer({ ...protocolPart(request), uploadId }));
      },
    });
  });

  // Asked twice at the same time (a second try before the first was answered): one and the same work.
  const finishing = new Map<string, Promise<z.infer<typeof PhotoReply>>>();

  app.post(
    '/api/photos',
    {
      config: limits,
      schema: {
        summary: 'A complete upload becomes a photo',
        body: FinishPhoto,
        response: { 200: PhotoReply },
      },
    },
    (request) => {
      const { uploadId } = request.body;
      const sender = ownerOf(deps, request, uploadId);
      const { tenantId, model } = request.city;
      const key = `${tenantId}/${uploadId}`;
      let work = finishing.get(key);
      if (!work) {
        work = finishPhoto(deps, uploads, { tenantId, timeZone: model.timeZone, uploadId, sender }).finally(
          () => finishing.delete(key),
        );
        finishing.set(key, work);
      }
      return work;
    },
  );

  const picture = (path: string, size: PhotoSize, summary: string) =>
    app.get(
      path,
      {
        schema: {
          summary,
          params: z.object({ photoId: z.uuid() }),
          querystring: z.object({
            city: z.string().max(100).optional().describe('As header Linli-City, which an <img> cannot send'),
          }),
        },
        preValidation: async (request) => {
          const { city } = request.query as { city?: unknown };
          if (typeof city === 'string' && city !== '') request.headers['linli-city'] ??= city;
        },
      },
      (request, reply) => sendPicture(deps, request, reply, request.params.photoId, size),
    );
  picture('/api/photos/:photoId', 'full', 'A photo');
  picture('/api/photos/:photoId/thumbnail', 'thumbnail', 'A photo, small');
}

function protocolPart(request: FastifyRequest) {
  const { method, headers } = request;
  return { method, headers, body: isStream(request.body) ? request.body : undefined };
}

function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function answer(reply: FastifyReply, { status, headers }: UploadReply): FastifyReply {
  for (const [name, value] of headers) reply.header(name, value);
  return reply.code(status).send();
}

/** A photo never changes, so a browser may keep it; nothing on the way may. */
async function sendPicture(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  photoId: string,
  size: PhotoSize,
): Promise<FastifyReply> {
  const { viewer } = request;
  const { tenantId } = viewer;
  const photo = await inTenant(
    deps.db,
    tenantId,
    async (tx) => {
      const found = await findPhoto(tx, photoId);
      if (!found) return undefined;
      if (found.caseId === null) return senderKeys(viewer).includes(found.sender) ? found : undefined;
      if (found.field === photographField) {
        return (await seesPhotographs(deps, tx, viewer, found.caseId)) ? found : undefined;
      }
      const { photoIds } = await findCaseSight(deps, tx, viewer, found.caseId);
      return photoIds.includes(found.photoId) ? found : undefined;
    },
    { readOnly: true },
  );
  if (!photo) throw problem('not-found');
  const etag = `"${photo.sha256.toString('hex').slice(0, 32)}-${size}"`;
  reply.header('cache-control', 'private, max-age=31536000, immutable').header('etag', etag);
  if (namesTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  const file = await photoFilesOf(deps).read({ tenantId, photoId: photo.photoId }, size);
  if (!file) throw problem('not-found');
  return reply.type('image/jpeg').header('content-length', file.sizeBytes).send(file.content);
}

function namesTag(header: string | undefined, etag: string): boolean {
  return (header ?? '').split(',').some((one) => {
    const tag = one.trim().replace(/^W\//, '');
    return tag === etag || tag === '*';
  });
}
