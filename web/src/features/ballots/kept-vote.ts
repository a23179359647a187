/** What this device keeps of a secret vote: without it nobody can go on where it stopped, nor look the own vote up. */
import type { BallotChoices } from '../../ui/api/index.ts';

export interface OwnSlip {
  value: string;
  /** 64 hex digits that only this device knows. It is also the receipt. */
  token: string;
  choices: BallotChoices;
  /** What is sent to be signed; the same again after a lost connection. */
  blinded: string;
  /** Undoes the blinding; kept until the signature is there. */
  inverse: string | null;
  signature: string | null;
  isInBox: boolean;
}

export interface KeptVote {
  commandId: string;
  slips: OwnSlip[];
}

const keyOf = (ballotId: string, entryId: string) => `linli.slips.${ballotId}.${entryId}`;

/** Null: nothing was begun here. */
export function keptVote(ballotId: string, entryId: string): KeptVote | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(ballotId, entryId)) ?? 'null') as KeptVote | null;
  } catch {
    return null;
  }
}

export function keepVote(ballotId: string, entryId: string, vote: KeptVote): void {
  localStorage.setItem(keyOf(ballotId, entryId), JSON.stringify(vote));
}

export function forgetVote(ballotId: string, entryId: string): void {
  localStorage.removeItem(keyOf(ballotId, entryId));
}
