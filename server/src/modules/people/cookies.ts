/** The two cookies there are: the session, and the device a visitor reports from. Pages cannot read either. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../platform/deps.ts';

export const sessionCookie = 'linli_session';
export const deviceCookie = 'linli_device';

const deviceDays = 400;

export function readCookie(request: FastifyRequest, name: string): string | undefined {
  const value = request.cookies[name];
  return value === undefined || value === '' || value.length > 200 ? undefined : value;
}

function attributes(deps: Deps) {
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'lax' as const,
    // Behind plain http (a first try on one's own machine) a secure cookie would never come back.
    secure: deps.config.publicUrl?.startsWith('https:') ?? false,
  };
}

export function setSessionCookie(deps: Deps, reply: FastifyReply, value: string, expiresAt: string): void {
  reply.setCookie(sessionCookie, value, { ...attributes(deps), expires: new Date(expiresAt) });
}

export function clearSessionCookie(deps: Deps, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, attributes(deps));
}

export function setDeviceCookie(deps: Deps, reply: FastifyReply, token: string): void {
  reply.setCookie(deviceCookie, token, { ...attributes(deps), maxAge: deviceDays * 86_400 });
}
