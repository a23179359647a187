/** What every verb says of itself. `decide` and `offers` read the same rule, which is why they cannot disagree. */
import type { Ask, CaseKind, Label, Ladder, Model, Station } from '@linli/model';
import { isAmong, postOf, unique, type Who } from './actors.ts';
import { checkAnswers, isLeaf } from './asks.ts';
import { relimitClocks } from './clocks.ts';
import { fieldInvalid, isRefusal, reasonRequired, refuse } from './refusals.ts';
import { endPause, keepAnswers, kindOf, ladderOf, limitFrom, type Step, tell } from './step.ts';
import type { Actor, AnswerValue, CaseState, Holder, Refusal, VerbInput, VerbOffer } from './types.ts';

/** What a verb looks at before it is done. */
export interface View {
  readonly model: Model;
  readonly kind: CaseKind;
  readonly ladder: Ladder | null;
  readonly state: CaseState;
  readonly now: string;
}

export interface VerbRule {
  /** The house's word; a model may have its own for the station the verb leads to. */
  title: (view: View) => Label;
  /** Does it fit where the case stands? */
  isPossible: (view: View) => boolean;
  who: (view: View) => Who[];
  /** Why this actor may not, although named by `who`. */
  notBy?: (view: View, actor: Actor) => Refusal | null;
  /** Station whose `notBy` holds, where it is another than `leadsTo`. */
  barredAt?: Station;
  /** Station whose `asks` are asked and whose word is used; null: none. */
  leadsTo: (view: View) => Station | null;
  reason: (view: View) => VerbOffer['reason'];
  /** Roles that may be named in `to` or `part.holder`. */
  to?: (view: View) => string[];
  choices?: (view: View, actor: Actor) => string[];
  /** Fields it takes besides `reason`. */
  takes: (keyof VerbInput)[];
  apply: (step: Step, input: VerbInput) => Refusal | null;
}

export function viewOf(model: Model, state: CaseState, now: string): View {
  const kind = kindOf(model, state);
  return { model, kind, ladder: ladderOf(model, kind), state, now };
}

/** Those the model names for a station, or the house's own where it names nobody. */
export function byOf(kind: CaseKind, station: Station, otherwise: Who[]): Who[] {
  const by = kind.stations[station]?.by ?? [];
  return by.length > 0 ? by : otherwise;
}

export function both(...lists: Who[][]): Who[] {
  return unique(lists.flat());
}

/** The model's word for the deed that leads to a station, or the house's. */
export function wordFor(view: View, station: Station | null, otherwise: Label): Label {
  return (station && view.kind.stations[station]?.verb) ?? otherwise;
}

export function asksOf(kind: CaseKind, station: Station | null): Record<string, Ask> {
  return (station && kind.stations[station]?.asks) ?? {};
}

/** Check and keep the answers asked at a station. */
export function takeAnswers(step: Step, station: Station, input: VerbInput): Refusal | null {
  const answers = checkAnswers(step.model, asksOf(step.kind, station), input.answers ?? {}, station);
  if (isRefusal(answers)) return answers as Refusal;
  keepAnswers(step, answers as Record<string, AnswerValue>);
  return null;
}

/** Photos may come with a note or an answer; they are added to those there. */
export function takePhotos(step: Step, input: VerbInput): Refusal | null {
  const key = 'note.photos';
  const title: Label = { zh: '照片', en: 'Photos' };
  const ask: Ask = {
    title,
    hint: null,
    kind: 'photo',
    required: false,
    requiredIf: [],
    max: 9,
    min: null,
    choices: [],
    onYes: null,
  };
  const answers = checkAnswers(step.model, { photos: ask }, input.answers ?? {}, 'note');
  if (isRefusal(answers)) return answers as Refusal;
  const added = (answers as Record<string, AnswerValue>)[key];
  if (!Array.isArray(added)) return null;
  const before = step.next.answers[key];
  keepAnswers(step, { [key]: [...(Array.isArray(before) ? before : []), ...added] });
  return null;
}

/**
 * Another category or severity, as whoever takes the case sees it. A new category brings its severity along; a severity
 * that differs from the category's needs a reason, because it changes the limits.
 */
export function triage(step: Step, input: VerbInput): Refusal | null {
  const { model, kind } = step;
  if (input.category !== undefined && input.category !== step.next.category) {
    if (!isLeaf(model, input.category)) {
      return refuse(
        'input',
        'unknown-category',
        { zh: '请从问题目录中选择问题类别。', en: 'Choose the category from the catalogue.' },
        'category',
        { category: input.category },
      );
    }
    step.next.category = input.category;
    if (input.severity === undefined && !step.next.danger) {
      setSeverity(model.problems[input.category]?.severity ?? 'ordinary');
    }
  }
  if (input.severity !== undefined && input.severity !== step.next.severity) {
    if (!step.reason) return reasonRequired();
    setSeverity(input.severity);
  }
  return null;

  function setSeverity(severity: CaseState['severity']): void {
    if (severity === step.next.severity) return;
    endPause(step, step.now);
    step.next.severity = severity;
    step.next.clocks = relimitClocks(model, kind, step.next, step.now);
  }
}

/** The holder with the actor's name, where the actor sits in an office that named nobody. */
export function named(holder: Holder | null, actor: Actor): Holder | null {
  const post = holder?.personId === null ? postOf(actor, holder) : null;
  return holder && post ? { ...holder, postId: post.postId, personId: actor.personId } : holder;
}

/** The actor's post by which they act in one of these roles. */
export function holderFrom(actor: Actor, roles: string[]): Holder | null {
  const post = actor.posts.find((candidate) => roles.includes(candidate.role));
  return post && actor.personId !== null
    ? { postId: post.postId, role: post.role, orgId: post.orgId, personId: actor.personId }
    : null;
}

/** Somebody answers for the case from now on: a vacant post gets the name of whoever acts. */
export function takeResponsibility(step: Step, roles: string[]): void {
  step.next.responsible = step.next.responsible
    ? named(step.next.responsible, step.actor)
    : holderFrom(step.actor, roles);
}

/** Index of the rung a case climbs to next; null: it stands on the top one. A rung that had the case is not asked twice. */
export function nextRung(view: { ladder: Ladder | null; state: CaseState }): number | null {
  if (!view.ladder) return null;
  const top = view.ladder.rungs.length - 1;
  if (view.state.rung) return view.state.rung.index < top ? view.state.rung.index + 1 : null;
  return Math.min(view.state.highestRung, top);
}

/** Put the case on a rung and tell those concerned. */
export function standOnRung(step: Step, index: number): void {
  const rung = step.ladder?.rungs[index];
  if (!step.ladder || !rung) return;
  step.next.rung = {
    ladder: step.kind.ladder ?? '',
    index,
    since: step.now,
    dueAt: limitFrom(step.model, rung.limit, step.now),
    hostOrgId: step.surroundings.hostOfRung?.(index) ?? null,
    overdue: false,
  };
  step.next.highestRung = Math.max(step.next.highestRung, index + 1);
}

/** Climb to a rung. */
export function climbTo(step: Step, index: number): void {
  standOnRung(step, index);
  const hostOrgId = step.next.rung?.hostOrgId ?? null;
  tell(
    step,
    'case.climbed',
    [
      'reporter',
      'followers',
      'responsible',
      'assignee',
      ...(hostOrgId === null ? [] : [{ orgId: hostOrgId }]),
    ],
    { rung: index + 1, rungKey: step.ladder?.rungs[index]?.key ?? '' },
  );
}

/**
 * It was not done: the case stands again on the rung that the resolution took it from. One that ran out of time when nobody had
 * looked yet, and so was on no rung, climbs now: nothing would lift it any more.
 */
export function backOnLadder(step: Step): void {
  const { leftRung = null } = step.before;
  if (leftRung !== null) {
    standOnRung(step, leftRung);
    return;
  }
  const isOver = step.ladder?.climbsWhenOver.some((key) => {
    const clock = step.next.clocks[key];
    return clock && clock.stoppedAt === null && clock.overAt !== null;
  });
  const rung = isOver ? nextRung({ ladder: step.ladder, state: step.next }) : null;
  if (rung !== null) climbTo(step, rung);
}

/** Is one of the choices given, or is there only one? */
export function chosen(
  given: string | undefined,
  choices: string[],
  at: string,
  title: Label,
): string | Refusal {
  const only = choices.length === 1 ? choices[0] : undefined;
  const choice = given ?? only;
  if (choice !== undefined && choices.includes(choice)) return choice;
  const allowed = choices.join(', ');
  return fieldInvalid(at, title, {
    zh: `请从以下选项中选择：${allowed}`,
    en: `must be one of: ${allowed}`,
  });
}

/** Is the actor one of those who may do this? */
export function mayBe(view: View, rule: VerbRule, actor: Actor): boolean {
  return isAmong(actor, rule.who(view), view.state);
}
