/** Who convenes, vets and counts at a place, from the city as it stood that day. */
import type { BallotTools } from './ballot-life.ts';
import type { HeldPost } from './directory.ts';

/** The nearest holder of a role there. */
export function postAt(
  { directory }: Pick<BallotTools, 'directory'>,
  role: string,
  areaCode: string,
  at: string,
): HeldPost {
  const [held] = directory.holders([role], areaCode, at);
  if (held === undefined) throw new Error(`nobody is ${role} of ${areaCode}`);
  return held;
}

/** Two holders: papers are read by two. */
export function twoAt(
  { directory }: Pick<BallotTools, 'directory'>,
  role: string,
  areaCode: string,
  at: string,
): [HeldPost, HeldPost] {
  const [one, two] = directory.holders([role], areaCode, at);
  if (one === undefined || two === undefined) throw new Error(`no two are ${role} of ${areaCode}`);
  return [one, two];
}
