import type { FastifyReply, FastifyRequest } from 'fastify';
import { inTenant } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { clearSessionCookie, readCookie, sessionCookie } from '../cookies.ts';

/** Ends the session on the server too: a copied cookie is of no use afterwards. */
export async function endSession(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = readCookie(request, sessionCookie)?.split('.')[1];
  clearSessionCookie(deps, reply);
  if (token === undefined) return;
  const { tenantId } = request.viewer;
  await inTenant(deps.db, tenantId, (tx) =>
    tx.query('DELETE FROM sign_ins WHERE tenant_id = $1 AND token_hash = $2', [
      tenantId,
      deps.secrets.hashToken('session', token),
    ]),
  );
}
