import { hash, verify } from '@node-rs/argon2';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { passwordPerAddress, passwordPerLogin, spendAttempt } from '../limits.ts';
import { findPersonByLogin } from '../store.ts';

/** argon2id with the parameters OWASP gives for 19 MiB. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/** Checked when there is nobody by that login, so that an unknown login takes as long as a wrong password. */
let decoy: Promise<string> | undefined;

/** The person behind login and password; the same refusal, in the same time, whichever of the two is wrong. */
export async function signInByPassword(
  deps: Deps,
  request: { tenantId: number; login: string; password: string; address: string },
): Promise<string> {
  await spendAttempt(deps, request.tenantId, passwordPerAddress, request.address);
  await spendAttempt(deps, request.tenantId, passwordPerLogin, request.login);
  const person = await findPersonByLogin(deps.db, request.tenantId, request.login);
  decoy ??= hashPassword('nobody has this password');
  const isRight = await verify(person?.passwordHash ?? (await decoy), request.password);
  if (!isRight || person?.passwordHash == null) throw problem('sign-in-failed');
  return person.personId;
}
