import type { Deps } from '../../platform/deps.ts';
import { isAllowedAddress } from './allowed-address.ts';
import { failed, type Outcome, taken } from './outcome.ts';
import { type PushKey, type PushSubscription, pushKeyOf, pushRequest } from './web-push.ts';

/** All that leaves the building: a title and where it leads. What it is about is read behind the sign-in. */
export interface PushPayload {
  title: string;
  link: string;
  /** A second one with the same tag replaces the first on the screen. */
  tag: string;
}

const answerWithinMs = 10_000;
/** A push service keeps it this long for a phone that is off. */
const keptSeconds = 24 * 3600;

const keys = new WeakMap<object, PushKey>();

/** The server's key; made once for each server. */
export function pushKeyFor({ config, secrets }: Pick<Deps, 'config' | 'secrets'>): PushKey {
  let key = keys.get(secrets);
  if (key === undefined) {
    key = pushKeyOf(config, secrets);
    keys.set(secrets, key);
  }
  return key;
}

/** Hands a push to the browser's push service. The endpoint, which is a secret, is in no error. */
export async function postPush(
  deps: Pick<Deps, 'config' | 'secrets'>,
  subscription: PushSubscription,
  payload: PushPayload,
  isUrgent: boolean,
): Promise<Outcome> {
  const { pushHosts, publicUrl, mailFrom } = deps.config;
  // The setting may have become narrower since the browser subscribed.
  if (!isAllowedAddress(subscription.endpoint, pushHosts)) {
    return failed('the push service’s host is not allowed here', { isFinal: true });
  }
  const { headers, body } = pushRequest(pushKeyFor(deps), subscription, {
    payload,
    topic: payload.tag,
    isUrgent,
    ttlSeconds: keptSeconds,
    contact: contactOf(publicUrl, mailFrom),
  });
  let reply: Response;
  try {
    reply = await fetch(subscription.endpoint, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
      // An allowed host must not send us on to one that is not.
      redirect: 'manual',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await reply.body?.cancel();
  } catch (error) {
    const { name, cause } = error as { name?: string; cause?: { code?: string } };
    return failed(`the push service cannot be reached (${cause?.code ?? name ?? 'no reason given'})`);
  }
  if (reply.ok) return taken;
  // RFC 8030, 7.3: the subscription has ended.
  if (reply.status === 404 || reply.status === 410) {
    return { kind: 'gone', why: `the browser no longer takes pushes (HTTP ${reply.status})` };
  }
  const seconds = Number(reply.headers.get('retry-after'));
  return failed(`the push service answered HTTP ${reply.status}`, {
    ...(Number.isInteger(seconds) && seconds > 0 ? { retryAfterMs: Math.min(seconds, 3600) * 1000 } : {}),
  });
}

/** RFC 8292, 2.1: whom the push service may ask. */
function contactOf(publicUrl: string | undefined, mailFrom: string | undefined): string {
  const address = mailFrom === undefined ? undefined : /<?([^\s<>]+@[^\s<>]+)>?\s*$/.exec(mailFrom)?.[1];
  if (address !== undefined) return `mailto:${address}`;
  return publicUrl?.startsWith('https:') ? publicUrl : 'mailto:linli@localhost';
}
