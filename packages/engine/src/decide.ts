/** One verb on one case: the next state with everything that follows from it, or why not. */
import type { Model } from '@linli/model';
import { isAmong, namesOf } from './actors.ts';
import { fieldInvalid, forbidden, notNow, reasonRequired, refuse } from './refusals.ts';
import { isFinal } from './spine.ts';
import { beginStep, finish, type Step, stationTitle } from './step.ts';
import { tick } from './tick.ts';
import {
  type Actor,
  type CaseState,
  type Decision,
  type Refusal,
  type Surroundings,
  type Verb,
  type VerbInput,
  verbs,
} from './types.ts';
import { type VerbRule, type View, viewOf } from './verb-rule.ts';
import { type PersonVerb, verbRules } from './verbs/index.ts';

/**
 * Decide a verb. Pure: the same arguments give the same decision, and nothing given is changed.
 *
 * Looks in this order: does it fit where the case stands (`state`), may this actor (`forbidden`), is the input right
 * (`input`), do gates and parts let it pass (`gate`). `tick` belongs to time alone: `timeActor`, with the timer's key.
 * Throws only when the state belongs to another model than the one given.
 */
export function decide(
  model: Model,
  state: CaseState,
  verb: Verb,
  input: VerbInput,
  actor: Actor,
  surroundings: Surroundings,
): Decision | Refusal {
  const step = beginStep(model, state, actor, surroundings);
  const refusal = verb === 'tick' ? tickBy(step, input) : personVerb(step, verb, input);
  return refusal ?? finish(step, verb);
}

function tickBy(step: Step, input: VerbInput): Refusal | null {
  const { actor } = step;
  if (actor.personId !== null || actor.isReporter || actor.posts.length > 0) {
    return forbidden({ zh: '系统（到时自动办理）', en: 'the system, by time' });
  }
  return tick(step, input);
}

function personVerb(step: Step, verb: Verb, input: VerbInput): Refusal | null {
  const rule = ruleOf(verb);
  if (!rule) {
    const allowed = verbs.filter((known) => known !== 'open' && known !== 'tick').join(', ');
    return refuse(
      'input',
      'unknown-verb',
      { zh: `没有这种操作，可选：${allowed}。`, en: `No such action. Choose one of: ${allowed}.` },
      'verb',
      { allowed },
    );
  }
  const view = viewOf(step.model, step.before, step.now);
  const refusal = permit(view, rule, step.actor) ?? checkFields(rule, input);
  if (refusal) return refusal;
  step.reason = input.reason?.trim() || null;
  if (rule.reason(view) === 'required' && !step.reason) return reasonRequired();
  return rule.apply(step, input);
}

/** The rule of a verb of persons. */
export function ruleOf(verb: string): VerbRule | null {
  return Object.hasOwn(verbRules, verb) ? verbRules[verb as PersonVerb] : null;
}

/** May this actor do it here and now? Exactly what `offers` asks. */
export function permit(view: View, rule: VerbRule, actor: Actor): Refusal | null {
  const { kind, state, model } = view;
  const title = stationTitle(kind, state.station);
  if (isFinal(state.station)) {
    return notNow(title, {
      zh: `事项已是“${title.zh}”，不再变动。如仍有问题，请重新报告。`,
      en: `The case is at “${title.en}” and moves no more. If something is still wrong, send a new report.`,
    });
  }
  if (!rule.isPossible(view)) return notNow(title);
  const who = rule.who(view);
  if (!isAmong(actor, who, state)) return forbidden(namesOf(model, who));
  return rule.notBy?.(view, actor) ?? refuseBarred(view, rule, actor);
}

/** `notBy` of the station a verb leads to: handlers, or the reporter, although they hold a post that may. */
function refuseBarred(view: View, rule: VerbRule, actor: Actor): Refusal | null {
  const station = rule.barredAt ?? rule.leadsTo(view);
  const notBy = (station && view.kind.stations[station]?.notBy) ?? [];
  const isHandler = actor.personId !== null && view.state.handlerIds.includes(actor.personId);
  if (notBy.includes('handler') && isHandler) {
    return forbidden({ zh: '没有办理过这件事的人', en: 'somebody who has not handled it' });
  }
  if (notBy.includes('reporter') && actor.isReporter) {
    return forbidden({ zh: '报告人以外的人', en: 'somebody other than the reporter' });
  }
  return null;
}

function checkFields(rule: VerbRule, input: VerbInput): Refusal | null {
  for (const [field, value] of Object.entries(input)) {
    if (value === undefined || field === 'reason' || rule.takes.includes(field as keyof VerbInput)) continue;
    if (field === 'answers' && Object.keys(value as object).length === 0) continue;
    const allowed = ['reason', ...rule.takes].join(', ');
    return fieldInvalid(
      field,
      { zh: field, en: field },
      { zh: `不属于这个操作，可填：${allowed}`, en: `does not belong to this action; it takes: ${allowed}` },
    );
  }
  return null;
}

/** Merge the changes of one history entry into the state before it; from nothing, the first entry is the whole state. */
export function evolve(state: CaseState | null, changes: Partial<CaseState>): CaseState {
  return { ...state, ...changes } as CaseState;
}
