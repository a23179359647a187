import { continueClocks } from '../clocks.ts';
import { stationOfReopening, stationOfWork } from '../spine.ts';
import { enter, tell } from '../step.ts';
import { backOnLadder, byOf, type VerbRule } from '../verb-rule.ts';
import { isToBeVerified, refuseHandler } from './verify.ts';

/** Looked at and not done: back to work with the time that was left, and to the rung it was taken from. */
export const reject: VerbRule = {
  title: () => ({ zh: '核查不通过', en: 'Not done' }),
  isPossible: isToBeVerified,
  who: ({ kind }) => byOf(kind, 'verified', ['responsible']),
  notBy: refuseHandler,
  leadsTo: () => null,
  barredAt: 'verified',
  reason: () => 'required',
  takes: [],
  apply(step) {
    const target = step.next.assignee ? stationOfWork(step.kind) : stationOfReopening(step.kind);
    step.next.clocks = continueClocks(step.model, step.kind, step.next, target, step.now);
    const refusal = enter(step, target, { passesGates: true });
    if (refusal) return refusal;
    backOnLadder(step);
    step.next.redoCount += 1;
    tell(step, 'case.rejected', ['assignee', 'responsible']);
    return null;
  },
};
