/** When time itself acts on a ballot. */
import type { Model } from '@linli/model';
import { ballotKindOf } from './rules.ts';
import type { BallotState, BallotTimer } from './types.ts';

/** All timers a ballot wants now. One held in the municipal system is opened and closed there, not here. */
export function ballotTimers(model: Model, state: BallotState): BallotTimer[] {
  const isElsewhere = ballotKindOf(model, state.kind).municipalSystem === 'required';
  const at = (key: string, firesAt: string | null): BallotTimer[] => (firesAt ? [{ key, firesAt }] : []);
  switch (state.phase) {
    case 'study':
      return at('study', state.study?.dueAt ?? null);
    case 'posted':
      return isElsewhere ? [] : at('open', state.votingFrom);
    case 'voting':
      return at('close', state.votingUntil);
    case 'counting':
      return state.countOverAt ? [] : at('count-over', state.countDueAt);
    case 'counted':
      return state.announceOverAt ? [] : at('announce-over', state.announceDueAt);
    case 'announced':
      // With an objection still unanswered its end is the last answer, not the clock.
      return state.objections.some(({ answer }) => answer === null) ? [] : at('final', state.objectionsUntil);
    default:
      return [];
  }
}
