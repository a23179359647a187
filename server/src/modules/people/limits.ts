/** How often something may be tried, per window of time. The subject is kept only as a keyed hash. */
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { countAttempt } from './store.ts';

export interface AttemptLimit {
  purpose: string;
  max: number;
  windowSeconds: number;
}

export const codePerMinute: AttemptLimit = { purpose: 'code-minute', max: 1, windowSeconds: 60 };
export const codePerDay: AttemptLimit = { purpose: 'code-day', max: 5, windowSeconds: 86_400 };
export const codesPerAddress: AttemptLimit = { purpose: 'code-address', max: 30, windowSeconds: 3600 };
export const passwordPerLogin: AttemptLimit = { purpose: 'password-login', max: 10, windowSeconds: 900 };
export const passwordPerAddress: AttemptLimit = { purpose: 'password-address', max: 60, windowSeconds: 900 };

/** Counts a try and refuses it when there were too many, saying how long to wait. */
export async function spendAttempt(
  deps: Deps,
  tenantId: number,
  limit: AttemptLimit,
  subject: string,
): Promise<void> {
  const nowSeconds = Math.floor(Date.parse(deps.clock.now()) / 1000);
  const startsAtSeconds = nowSeconds - (nowSeconds % limit.windowSeconds);
  const attempts = await countAttempt(deps.db, tenantId, {
    purpose: limit.purpose,
    subject: deps.secrets.hashToken(`attempt ${limit.purpose}`, subject),
    windowStartsAt: new Date(startsAtSeconds * 1000).toISOString(),
  });
  if (attempts > limit.max) {
    const seconds = Math.max(1, startsAtSeconds + limit.windowSeconds - nowSeconds);
    throw problem('too-many-requests', { data: { seconds }, retryAfterSeconds: seconds });
  }
}
