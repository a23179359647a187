/** Gates: what the model wants to be true before a station is entered. */
import type { Station } from '@linli/model';
import { factsOf } from './columns.ts';
import { evaluate } from './conditions.ts';
import { refuse } from './refusals.ts';
import type { Step } from './step.ts';
import type { Refusal } from './types.ts';

/** The first closed gate on the way through these stations, as a refusal in the model's words. */
export function gateRefusal(step: Step, passed: Station[]): Refusal | null {
  for (const gate of step.kind.gates) {
    if (!passed.includes(gate.before)) continue;
    const facts = factsOf(step.model, step.next, step.surroundings.followerCount ?? 0);
    const context = {
      now: step.now,
      timeZone: step.model.timeZone,
      personId: step.actor.personId,
      orgIds: step.actor.posts.map((post) => post.orgId),
    };
    if (evaluate(gate.needs, facts, context)) continue;
    return refuse('gate', 'gate-closed', gate.refusal, `gates.${gate.key}`, { what: gate.refusal.zh });
  }
  return null;
}
