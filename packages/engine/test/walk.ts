/** Random walks over any model: everybody who could act, everything they could do, and time in between. */
import type { Ask, Model } from '@linli/model';
import {
  type Actor,
  type AnswerValue,
  type CaseState,
  type Decision,
  decide,
  isFinal,
  isRefusal,
  type OpenInput,
  offers,
  openCase,
  type Refusal,
  type Surroundings,
  timeActor,
  timersOf,
  type Verb,
  type VerbInput,
  type VerbOffer,
} from '../src/index.ts';

/** Gives a whole number below `below`, from chance or from a list of numbers. */
export type Pick = (below: number) => number;

/** Two persons for each role of the model, one who holds every role, a reporter with and without account, and a stranger. */
export function peopleOf(model: Model): Actor[] {
  const staff = Object.keys(model.roles).flatMap((role) =>
    [1, 2].map(
      (nth): Actor => ({
        personId: `${role}-${nth}`,
        isReporter: false,
        posts: [{ postId: `post-${role}-${nth}`, role, orgId: `org-${role}` }],
      }),
    ),
  );
  return [
    {
      personId: 'everywhere',
      isReporter: false,
      posts: Object.keys(model.roles).map((role) => ({
        postId: `post-${role}-3`,
        role,
        orgId: `org-${role}`,
      })),
    },
    { personId: 'reporter', isReporter: true, posts: [] },
    { personId: null, isReporter: true, posts: [] },
    { personId: 'stranger', isReporter: false, posts: [] },
    ...staff,
  ];
}

export function surroundingsFor(model: Model, kindKey: string, now: string, pick: Pick): Surroundings {
  const roles = model.caseKinds[kindKey]?.route ?? [];
  const role = roles[pick(Math.max(roles.length, 1))];
  const isVacant = pick(5) === 0;
  return {
    now,
    hostOfRung: (index) => (pick(3) === 0 ? null : `host-${index}`),
    route: role
      ? {
          holder: {
            postId: isVacant ? null : `post-${role}-1`,
            role,
            orgId: `org-${role}`,
            personId: isVacant ? null : `${role}-1`,
          },
          reason: 'by place',
        }
      : null,
    followerCount: pick(30),
  };
}

export function openSome(model: Model, kindKey: string, now: string, pick: Pick): Decision {
  const kind = model.caseKinds[kindKey];
  if (!kind) throw new Error(`no kind ${kindKey}`);
  const leaves = leavesOf(model);
  const category = leaves.length > 0 && pick(4) > 0 ? (leaves[pick(leaves.length)] ?? null) : null;
  const isRequired = Object.values(kind.asks).some((ask) => ask.kind === 'category' && ask.required);
  const input: OpenInput = {
    kind: kindKey,
    areaCode: `${model.jurisdiction}001`,
    areaClass: kind.inClasses[0] ?? null,
    category: category ?? (isRequired ? (leaves[0] ?? null) : null),
    answers: answersTo(model, kind.asks, '', pick),
    reporterId: pick(2) === 0 ? null : 'reporter',
  };
  for (const actor of [...peopleOf(model)].reverse()) {
    const outcome = openCase(model, input, actor, surroundingsFor(model, kindKey, now, pick));
    if (!isRefusal(outcome)) return outcome;
    if (outcome.kind !== 'forbidden') throw new Error(`${kindKey}: ${outcome.code} ${outcome.message.en}`);
  }
  throw new Error(`nobody may open ${kindKey}`);
}

/** Something the offer would take. */
export function inputFor(
  model: Model,
  state: CaseState,
  offer: VerbOffer,
  actor: Actor,
  pick: Pick,
): VerbInput {
  const kind = model.caseKinds[state.kind];
  const input: VerbInput = {};
  if (offer.reason === 'required' || pick(3) === 0) input.reason = 'because';
  const role = offer.to[pick(Math.max(offer.to.length, 1))] ?? '';
  const isOffice = pick(4) === 0;
  const nth = 1 + pick(2);
  const holder = {
    postId: isOffice ? null : `post-${role}-${nth}`,
    role,
    orgId: `org-${role}`,
    personId: isOffice ? null : `${role}-${nth}`,
  };
  const station = offer.asks[0]?.split('.')[0] as keyof NonNullable<typeof kind>['stations'] | undefined;
  const asks = station ? kind?.stations[station]?.asks : undefined;
  if (station && asks) input.answers = answersTo(model, asks, `${station}.`, pick);
  switch (offer.verb) {
    case 'assign':
    case 'reroute':
      input.to = holder;
      break;
    case 'accept':
      if (pick(4) === 0) {
        input.severity = (['urgent', 'ordinary', 'hard'] as const)[pick(3)] ?? 'ordinary';
        input.reason = 'because';
      }
      break;
    case 'decide':
      input.resolution = 'so be it';
      if (state.assignee === null || pick(2) === 0) input.to = holder;
      break;
    case 'pause':
      input.pause = offer.choices[pick(offer.choices.length)] ?? '';
      break;
    case 'rate':
      input.rating = {
        answer: (offer.choices[pick(offer.choices.length)] ?? 'solved') as 'solved' | 'partly' | 'not',
      };
      break;
    case 'merge':
      input.into = 'another-case';
      break;
    case 'ask-part':
      input.part = { partId: `part-${state.parts.length}-${actor.personId}`, holder, task: 'help' };
      break;
    case 'sign-part':
      input.part = { partId: offer.choices[pick(offer.choices.length)] ?? '', result: 'helped' };
      break;
    default:
  }
  return input;
}

function answersTo(
  model: Model,
  asks: Record<string, Ask>,
  prefix: string,
  pick: Pick,
): Record<string, AnswerValue> {
  const answers: Record<string, AnswerValue> = {};
  for (const [field, ask] of Object.entries(asks)) {
    // What another answer may ask for is given: the walk does not look which one it gave.
    if (!ask.required && ask.requiredIf.length === 0 && pick(2) === 0) continue;
    answers[prefix + field] = answerTo(model, ask, pick);
  }
  return answers;
}

function answerTo(model: Model, ask: Ask, pick: Pick): AnswerValue {
  switch (ask.kind) {
    case 'choice':
      return ask.choices[pick(ask.choices.length)]?.key ?? null;
    case 'yes-no':
      return pick(2) === 0;
    case 'number':
      return ask.min ?? Math.min(ask.max ?? 1, 1);
    case 'date':
      return '2026-11-23';
    case 'photo':
      return Array.from({ length: Math.max(ask.min ?? 1, 1) }, (_, index) => `photo-${index}`);
    case 'phone':
      return '13800000000';
    case 'category':
      return leavesOf(model)[0] ?? null;
    default:
      return 'x'.repeat(Math.max(ask.min ?? 1, 1));
  }
}

function leavesOf(model: Model): string[] {
  const parents = new Set(Object.values(model.problems).map((problem) => problem.parent));
  return Object.keys(model.problems).filter((key) => !parents.has(key));
}

export interface Walked {
  actor: Actor;
  verb: Verb;
  input: VerbInput;
  before: CaseState;
  outcome: Decision | Refusal;
  now: string;
}

/** One random step: time fires a timer, or somebody does something offered. Null when chance found nothing to do. */
export function walkOn(model: Model, state: CaseState, now: string, pick: Pick): Walked | null {
  const timers = timersOf(model, state);
  const first = timers[0];
  if (first && pick(5) === 0) {
    const at = laterOf(first.firesAt, now);
    return attempt(timeActor, 'tick', { timer: first.key }, at);
  }
  const later = new Date(Date.parse(now) + [0, 60_000, 3_600_000, 40 * 3_600_000][pick(4)]!).toISOString();
  const people = peopleOf(model);
  for (let tries = 0; tries < people.length; tries += 1) {
    const actor = people[pick(people.length)] as Actor;
    const offered = offers(model, state, actor, later);
    // Mostly forward, seldom out: else every walk would be withdrawn or talked to death before anything happened.
    const wanted = offered.filter((offer) =>
      pick(2) === 0
        ? homeward.includes(offer.verb)
        : pick(30) === 0 || !['withdraw', 'merge', 'note', 'urge', 'ask-part'].includes(offer.verb),
    );
    const offer = wanted[pick(Math.max(wanted.length, 1))];
    if (!offer) continue;
    return attempt(actor, offer.verb, inputFor(model, state, offer, actor, pick), later);
  }
  return null;

  function attempt(actor: Actor, verb: Verb, input: VerbInput, at: string): Walked {
    const around = surroundingsFor(model, state.kind, at, pick);
    return {
      actor,
      verb,
      input,
      before: state,
      outcome: decide(model, state, verb, input, actor, around),
      now: at,
    };
  }
}

/** Verbs that bring a case nearer to its end, best first. */
const homeward: Verb[] = [
  'answer',
  'resume',
  'sign-part',
  'rate',
  'close',
  'verify',
  'resolve',
  'start',
  'accept',
  'assign',
  'claim',
  'decide',
  'climb',
];

/** Can people and time bring this case to an end? Steps it took, or null when nobody found a way. */
export function stepsHome(model: Model, from: CaseState, since: string, pick: Pick): number | null {
  let state = from;
  let now = since;
  for (let steps = 0; steps < 60; steps += 1) {
    if (isFinal(state.station)) return steps;
    const next = homewardStep(state, now) ?? inTime(state);
    if (!next) return null;
    state = next.next;
    now = next.next.changedAt;
  }
  return null;

  function homewardStep(current: CaseState, at: string): Decision | null {
    for (const verb of homeward) {
      for (const actor of peopleOf(model)) {
        const offer = offers(model, current, actor, at).find((candidate) => candidate.verb === verb);
        if (!offer || (verb === 'assign' && offer.reason === 'required')) continue;
        const input = inputFor(model, current, offer, actor, pick);
        if (verb === 'rate') input.rating = { answer: 'solved' };
        if (verb === 'assign' && current.category === null) input.category = leavesOf(model)[0] ?? '';
        const outcome = decide(
          model,
          current,
          verb,
          input,
          actor,
          surroundingsFor(model, current.kind, at, pick),
        );
        if (!isRefusal(outcome)) return outcome;
      }
    }
    return null;
  }

  function inTime(current: CaseState): Decision | null {
    const first = timersOf(model, current)[0];
    if (!first) return null;
    const at = laterOf(first.firesAt, now);
    const around = surroundingsFor(model, current.kind, at, pick);
    const outcome = decide(model, current, 'tick', { timer: first.key }, timeActor, around);
    return isRefusal(outcome) ? null : outcome;
  }
}

function laterOf(one: string, other: string): string {
  return [one, other].sort()[1] ?? one;
}
