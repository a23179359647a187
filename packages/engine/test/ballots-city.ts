/** Ballots of a shipped city for tests: offices, homes, a ballot from draft to result, its bundle. */
import { createHash } from 'node:crypto';
import type { BallotKind, Model } from '@linli/model';
import { loadShipped } from '../../model/test/fixtures.ts';
import {
  type Actor,
  type BallotAround,
  type BallotBundle,
  type BallotDecision,
  type BallotHistoryEntry,
  type BallotInput,
  type BallotOption,
  type BallotQuestion,
  type BallotState,
  type BallotTerms,
  type BallotVerb,
  type Cast,
  type ConveneInput,
  chainBallot,
  convene,
  decideBallot,
  isRefusal,
  type MadeRoll,
  makeRoll,
  type Refusal,
  type RollHome,
  resultOf,
  tallyOf,
  termsOf,
  timeActor,
  votesRootOf,
} from '../src/index.ts';

export const panzhihua: Model = loadShipped('panzhihua');
export const compound = '510402001001001';
export const ballotId = '0193a5b0-0000-7000-8000-000000000001';
export const start = '2026-03-02T02:00:00.000Z';

export function actor(...roles: string[]): Actor {
  return {
    personId: `person-${roles.join('-')}`,
    isReporter: false,
    posts: roles.map((role) => ({ postId: `post-${role}`, role, orgId: `org-${role}` })),
  };
}
export const chair = actor('owners-chair');
export const secretary = actor('branch-secretary');
export const worker = actor('community-worker');
export const communitySecretary = actor('community-secretary');
export const street = actor('street-secretary');

/** Salts of tests tell what they are of; real ones are drawn by lot. */
export const saltOf = (key: string): string => createHash('sha256').update(`salt of ${key}`).digest('hex');

/** Homes with these areas in dm², each of another buyer. */
export function homesOf(areas: readonly number[]): RollHome[] {
  return areas.map((areaDm2, index) => ({
    code: `${compound}001${String(index + 1).padStart(6, '0')}`,
    areaDm2,
    source: 'register',
    buyer: `buyer-${index}`,
    developer: null,
    voterId: `voter-${index}`,
  }));
}

export function rollOf(homes: readonly RollHome[]): MadeRoll {
  return given(makeRoll('2026-03-01', homes, saltOf));
}

/** What is no refusal. */
export function given<T extends object>(outcome: T | Refusal): T {
  if (isRefusal(outcome)) throw new Error(`refused: ${(outcome as Refusal).message.en}`);
  return outcome as T;
}

export function refused(outcome: object): Refusal {
  if (!isRefusal(outcome)) throw new Error('not refused');
  return outcome as Refusal;
}

export function motion(key: string, matter: BallotQuestion['matter']): BallotQuestion {
  return {
    key,
    title: `事项 ${key}`,
    form: 'motion',
    matter,
    options: [],
    choose: { min: 0, max: 1 },
    picks: null,
    budgetFen: null,
  };
}

export function option(key: string, more: Partial<BallotOption> = {}): BallotOption {
  return {
    key,
    title: key,
    description: null,
    photoId: null,
    costFen: null,
    candidate: null,
    vetted: null,
    ...more,
  };
}

export function choiceOf(key: string, keys: string[], picks: number, max = picks): BallotQuestion {
  return {
    key,
    title: `选择 ${key}`,
    form: 'options',
    matter: null,
    options: keys.map((each) => option(each)),
    choose: { min: 1, max },
    picks,
    budgetFen: null,
  };
}

export function draftOf(more: Partial<ConveneInput> = {}): ConveneInput {
  return {
    kind: 'owners-vote',
    areaCode: compound,
    part: null,
    repeats: null,
    title: '加装电梯',
    text: '三单元加装电梯，费用按楼层分摊。',
    questions: [motion('lift', 'rebuild')],
    votingFrom: '2026-03-25T00:00:00.000Z',
    votingUntil: '2026-04-05T00:00:00.000Z',
    secret: false,
    silence: null,
    ...more,
  };
}

/** A ballot on its way, with the history it leaves. */
export interface Run {
  model: Model;
  state: BallotState;
  history: BallotHistoryEntry[];
  decisions: BallotDecision[];
}

export function aroundAt(now: string, more: Partial<BallotAround> = {}): BallotAround {
  return { now, ballotId, entryId: null, openPapers: 0, votesHere: 0, ...more };
}

export function begin(
  input: ConveneInput,
  by: Actor = chair,
  now: string = start,
  model: Model = panzhihua,
): Run {
  const first = given(convene(model, input, by, aroundAt(now)));
  const run: Run = { model, state: first.next, history: [], decisions: [] };
  note(run, first, by, now);
  return run;
}

/** Take a step; refusals come back as they are and leave nothing. */
export function tryStep(
  run: Run,
  verb: BallotVerb,
  by: Actor,
  now: string,
  input: BallotInput = {},
  around: Partial<BallotAround> = {},
): BallotDecision | Refusal {
  const outcome = decideBallot(run.model, run.state, verb, input, by, aroundAt(now, around));
  if (!isRefusal(outcome)) {
    const decision = outcome as BallotDecision;
    run.state = decision.next;
    note(run, decision, by, now);
  }
  return outcome;
}

export function step(...args: Parameters<typeof tryStep>): BallotDecision {
  return given(tryStep(...args)) as BallotDecision;
}

/** Let the clock do what is due. */
export function tick(run: Run, timer: string): BallotDecision {
  const due = run.decisions.at(-1)?.timers.find(({ key }) => key === timer);
  if (!due) throw new Error(`no timer ${timer}`);
  return step(run, 'tick', timeActor, due.firesAt, { timer });
}

/** Past the study, posted, open. */
export function open(run: Run, made: MadeRoll, slipKeys?: Record<string, string>): BallotTerms {
  const { roll } = made;
  if (run.model.ballots[run.state.kind]?.priorStudy) {
    step(run, 'pass-by-order', street, start, { order: { number: '街〔2026〕1号', text: '责令召集' } });
  }
  step(run, 'post', convenerOf(run), start, {
    roll: { onDate: roll.onDate, root: roll.root, total: roll.total },
    ...(slipKeys ? { slipKeys } : {}),
  });
  tick(run, 'open');
  return termsOf(run.model, run.state, ballotId);
}

/** Closed, counted, posted, with the bundle that proves it. */
export function finish(run: Run, terms: BallotTerms, made: MadeRoll, cast: Cast): BallotBundle {
  const tally = tallyOf(terms, made.roll.entries, cast);
  const votesRoot = votesRootOf(cast);
  tick(run, 'close');
  step(run, 'count', worker, '2026-04-06T02:00:00.000Z', { count: { tally, votesRoot } });
  step(run, 'announce', convenerOf(run), '2026-04-06T03:00:00.000Z');
  const history = chainBallot(run.history);
  const last = history.at(-1)!;
  return {
    format: 'linli-ballot/1',
    ballot: terms,
    roll: made.roll,
    ...cast,
    tally,
    result: resultOf(terms, tally),
    history,
    head: { seq: last.seq, hash: last.hash },
    seals: [],
  };
}

export function convenerOf(run: Run): Actor {
  return { personId: run.state.convener.personId, isReporter: false, posts: [run.state.convener as never] };
}

export function kindOf(key: string, model: Model = panzhihua): BallotKind {
  const kind = model.ballots[key];
  if (!kind) throw new Error(`no kind ${key}`);
  return kind;
}

function note(run: Run, decision: BallotDecision, by: Actor, now: string): void {
  run.decisions.push(decision);
  run.history.push({
    tenantId: 1,
    ballotId,
    seq: run.history.length + 1,
    at: now,
    verb: decision.verb,
    fromPhase: decision.from,
    toPhase: decision.to,
    actorPersonId: by.personId,
    actorPostId: by.posts[0]?.postId ?? null,
    actorLabel: null,
    reason: decision.reason,
    changes: decision.changes as Record<string, unknown>,
    modelVersion: run.model.version,
    commandId: null,
  });
}
