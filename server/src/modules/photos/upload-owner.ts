/** Whose an upload is: the person's, the device's, or a browser's that had no device yet when it began. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { ensureDevice, senderOf, type Viewer } from '../people/index.ts';
import { uploadHours, uploadIdPattern, uploadKeys } from './uploads.ts';

/** Keys under which a viewer may have sent something: before signing in and after. */
export function senderKeys(viewer: Viewer): string[] {
  return [
    ...(viewer.personId === null ? [] : [`person:${viewer.personId}`]),
    ...(viewer.deviceHash === null ? [] : [`device:${viewer.deviceHash.toString('hex')}`]),
  ];
}

/**
 * The id of a new upload. A visitor's first photos start side by side, each with no device yet, and of the device
 * cookies they get only the last stays. So each of those uploads also gets a cookie of its own that proves whose it is.
 */
export function beginUpload(deps: Deps, request: FastifyRequest, reply: FastifyReply): string {
  const { viewer } = request;
  const keys = uploadKeys(deps, viewer.tenantId);
  const isNew = senderKeys(viewer).length === 0;
  ensureDevice(deps, request, reply);
  const uploadId = keys.newId(senderOf(viewer));
  if (isNew) {
    reply.setCookie(proofCookie(uploadId), proofOf(deps, viewer.tenantId, uploadId), {
      path: '/api',
      httpOnly: true,
      sameSite: 'lax',
      secure: deps.config.publicUrl?.startsWith('https:') ?? false,
      maxAge: uploadHours * 3600,
    });
  }
  return uploadId;
}

/** The key its photo will belong to. Throws the same 404 for an upload of somebody else and for none at all. */
export function ownerOf(deps: Deps, request: FastifyRequest, uploadId: string): string {
  const { viewer } = request;
  if (uploadIdPattern.test(uploadId)) {
    const keys = uploadKeys(deps, viewer.tenantId);
    const owner = senderKeys(viewer).find((key) => keys.isOf(uploadId, key));
    if (owner !== undefined) return owner;
    const proof = request.cookies[proofCookie(uploadId)];
    if (proof === proofOf(deps, viewer.tenantId, uploadId)) return senderOf(viewer);
  }
  throw problem('not-found');
}

function proofCookie(uploadId: string): string {
  return `linli_upload_${uploadId.slice(0, 12)}`;
}

function proofOf(deps: Deps, tenantId: number, uploadId: string): string {
  return deps.secrets.hashToken(`proof of ${tenantId}`, uploadId).toString('base64url');
}
