import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { setSessionCookie } from '../cookies.ts';
import { insertSignIn } from '../store.ts';
import { recogniseViewer } from '../viewer.ts';

const days = 90;

/** A new session for a person: its token goes to the browser, only its keyed hash stays here. */
export async function beginSession(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  signIn: { tenantId: number; personId: string },
): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  const at = deps.clock.now();
  const expiresAt = new Date(Date.parse(at) + days * 86_400_000).toISOString();
  await inTenant(deps.db, signIn.tenantId, (tx) =>
    insertSignIn(tx, {
      tokenHash: deps.secrets.hashToken('session', token),
      personId: signIn.personId,
      at,
      expiresAt,
    }),
  );
  const value = `${signIn.tenantId}.${token}`;
  setSessionCookie(deps, reply, value, expiresAt);
  request.cookies.linli_session = value;
  await recogniseViewer(deps, request);
}
