/** What an actor may do next. Faces draw their buttons from this alone, and `decide` asks the same rules. */
import type { Model } from '@linli/model';
import { permit } from './decide.ts';
import type { Actor, CaseState, Verb, VerbOffer } from './types.ts';
import { asksOf, type VerbRule, type View, viewOf } from './verb-rule.ts';
import { mainVerbs, verbRules } from './verbs/index.ts';

/**
 * Verbs this actor may use on the case at `now`, the main deed first, the rest in the order of the spine. Each says what it
 * asks. A verb listed may still be refused for what was filled in or by a gate, never for who asks or where the case stands.
 */
export function offers(model: Model, state: CaseState, actor: Actor, now: string): VerbOffer[] {
  const view = viewOf(model, state, now);
  const offered = (Object.entries(verbRules) as [Verb, VerbRule][])
    .filter(([, rule]) => permit(view, rule, actor) === null)
    .map(([verb, rule]) => offer(view, verb, rule, actor));
  // Taking the case from somebody's hands is never the deed that is waited for.
  const main = mainVerbs.find((verb) =>
    offered.some(
      (candidate) => candidate.verb === verb && (verb !== 'assign' || candidate.reason !== 'required'),
    ),
  );
  return offered
    .map((candidate) => ({ ...candidate, primary: candidate.verb === main }))
    .sort((left, right) => Number(right.primary) - Number(left.primary));
}

function offer(view: View, verb: Verb, rule: VerbRule, actor: Actor): VerbOffer {
  const station = rule.leadsTo(view);
  return {
    verb,
    title: rule.title(view),
    primary: false,
    reason: rule.reason(view),
    asks: rule.takes.includes('answers')
      ? Object.keys(asksOf(view.kind, station)).map((field) => `${station}.${field}`)
      : [],
    to: rule.to?.(view) ?? [],
    choices: rule.choices?.(view, actor) ?? [],
  };
}
