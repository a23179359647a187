/** A case lived through step by step under a simulated clock: for tests that read as stories. */

import type { Model } from '@linli/model';
import type { OpenInput, Refusal, Timer, Verb, VerbInput } from '../src/index.ts';
import {
  type Actor,
  type CaseState,
  type Decision,
  decide,
  evolve,
  isRefusal,
  openCase,
  timeActor,
} from '../src/index.ts';
import { anonymousReporter, club, reporter, surroundingsAt } from './club.ts';

export class Story {
  readonly model: Model;
  readonly history: Decision[] = [];
  now: string;
  state: CaseState;
  timers: Timer[];

  constructor(input: Partial<OpenInput> = {}, options: { at?: string; by?: Actor; model?: Model } = {}) {
    this.model = options.model ?? club;
    // A Monday morning in the club.
    this.now = options.at ?? local('2026-11-23 09:00');
    const by = options.by ?? (input.reporterId === null ? anonymousReporter : reporter);
    const decision = openCase(
      this.model,
      {
        kind: 'repair',
        areaCode: '9901',
        category: 'table',
        answers: { what: 'A leg is loose' },
        reporterId: 'guest-1',
        ...input,
      },
      by,
      surroundingsAt(this.now),
    );
    if (isRefusal(decision)) throw new Error(decision.message.en);
    this.history.push(decision);
    this.state = evolve(null, decision.changes);
    this.timers = decision.timers;
  }

  /** Try a verb; the case stays as it was. */
  try(actor: Actor, verb: Verb, input: VerbInput = {}): Decision | Refusal {
    return decide(this.model, this.state, verb, input, actor, surroundingsAt(this.now));
  }

  /** Do a verb; a refusal fails the test with its message. */
  do(actor: Actor, verb: Verb, input: VerbInput = {}): this {
    const decision = this.try(actor, verb, input);
    if (isRefusal(decision)) throw new Error(`${verb}: ${decision.code}: ${decision.message.en}`);
    this.history.push(decision);
    this.state = evolve(this.state, decision.changes);
    this.timers = decision.timers;
    return this;
  }

  /** The refusal's code, or null when it would be done. */
  codeOf(actor: Actor, verb: Verb, input: VerbInput = {}): string | null {
    const outcome = this.try(actor, verb, input);
    return isRefusal(outcome) ? outcome.code : null;
  }

  /** Move the clock; every timer due on the way fires at its time. */
  until(at: string): this {
    for (;;) {
      const timer = this.timers[0];
      if (!timer || timer.firesAt > at) break;
      if (timer.firesAt > this.now) this.now = timer.firesAt;
      this.do(timeActor, 'tick', { timer: timer.key });
    }
    this.now = at;
    return this;
  }

  get last(): Decision {
    return this.history[this.history.length - 1] as Decision;
  }

  /** Templates of all notices so far to one target, in order. */
  toldTo(target: string): string[] {
    return this.history.flatMap((entry) =>
      entry.notices
        .filter((notice) => notice.to.some((to) => to === target))
        .map((notice) => notice.template),
    );
  }
}

/** `2026-11-23 09:00` on the club's wall (UTC+8) as an instant. */
export function local(text: string): string {
  return new Date(`${text.replace(' ', 'T')}:00+08:00`).toISOString();
}
