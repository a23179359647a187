/**
 * What became of an opinion that was asked for. A kind of cases asks for one where whoever closes it must choose an answer;
 * closed by time alone, it has expired, which is on record like any other end and stops nobody.
 */
import type { CaseKind, Label } from '@linli/model';
import type { CaseState } from './types.ts';

export interface Opinion {
  /** `asked`: time runs · `given`: answered · `expired`: time was over · `withdrawn`: whoever asked took it back. */
  state: 'asked' | 'given' | 'expired' | 'withdrawn';
  /** What was chosen; null: nothing was said. */
  choice: { key: string; title: Label } | null;
  /** The reason beside the choice, in the words of whoever gave it. */
  ground: string | null;
  /** Until when it may be given; null: no clock says so. */
  dueAt: string | null;
  endedAt: string | null;
}

/**
 * Key of the state's `answers` under which the opinion stands: of the choice without which nobody may close such a case.
 * Null: a case of this kind asks for none.
 */
export function opinionField(kind: CaseKind): string | null {
  const answer = answerOf(kind);
  return answer === undefined ? null : `closed.${answer[0]}`;
}

/**
 * Reads the opinion off a case. Throws for a kind that asks for none (`opinionField`).
 *
 * @example opinionOf(model.caseKinds['appointment-opinion'], state).choice?.key // 'agree'
 */
export function opinionOf(kind: CaseKind, state: CaseState): Opinion {
  const answer = answerOf(kind);
  if (answer === undefined) throw new Error('a case of this kind asks for no opinion');
  const [key, { choices }] = answer;
  const chosen = state.answers[`closed.${key}`];
  const choice = choices.find((one) => one.key === chosen) ?? null;
  const groundKey = Object.entries(kind.stations.closed?.asks ?? {}).find(
    ([, ask]) => ask.kind === 'long-text' || ask.kind === 'text',
  )?.[0];
  const ground = groundKey === undefined ? undefined : state.answers[`closed.${groundKey}`];
  const clock = Object.entries(kind.clocks).find(([, { to }]) => to.includes('closed'))?.[0];
  return {
    state: stateOf(state, choice !== null),
    choice,
    ground: typeof ground === 'string' ? ground : null,
    dueAt: (clock === undefined ? undefined : state.clocks[clock]?.dueAt) ?? state.closesAt,
    endedAt: state.closedAt,
  };
}

function stateOf({ station }: CaseState, isChosen: boolean): Opinion['state'] {
  if (station === 'withdrawn' || station === 'merged') return 'withdrawn';
  if (station !== 'closed') return 'asked';
  return isChosen ? 'given' : 'expired';
}

function answerOf(kind: CaseKind) {
  return Object.entries(kind.stations.closed?.asks ?? {}).find(
    ([, ask]) => ask.kind === 'choice' && ask.required,
  );
}
