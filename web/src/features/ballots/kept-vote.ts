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
  /** When it goes into the box, by this device's clock: none at the moment at which it was signed. */
  castAt: number;
  isInBox: boolean;
  /** The box did not take it, and will not: voting was over. */
  isRefused?: boolean;
}

export interface KeptVote {
  commandId: string;
  city: string | null;
  slips: OwnSlip[];
}

export interface KeptVoteOf {
  ballotId: string;
  entryId: string;
  vote: KeptVote;
}

const prefix = 'linli.slips.';
const keyOf = (ballotId: string, entryId: string) => `${prefix}${ballotId}.${entryId}`;

/** Null: nothing was begun here. */
export function keptVote(ballotId: string, entryId: string): KeptVote | null {
  return read(keyOf(ballotId, entryId));
}

/** As it is written down, to see whether it changed. */
export function keptVoteText(ballotId: string, entryId: string): string | null {
  return localStorage.getItem(keyOf(ballotId, entryId));
}

export function keepVote(ballotId: string, entryId: string, vote: KeptVote): void {
  localStorage.setItem(keyOf(ballotId, entryId), JSON.stringify(vote));
  tell();
}

export function forgetVote(ballotId: string, entryId: string): void {
  localStorage.removeItem(keyOf(ballotId, entryId));
  tell();
}

/** Read anew, because another page of this device may have cast other slips meanwhile. */
export function noteSlip(
  { ballotId, entryId }: Pick<KeptVoteOf, 'ballotId' | 'entryId'>,
  token: string,
  now: Pick<OwnSlip, 'isInBox' | 'isRefused'>,
): void {
  const vote = keptVote(ballotId, entryId);
  const slip = vote?.slips.find((one) => one.token === token);
  if (vote === null || slip === undefined) return;
  Object.assign(slip, now);
  keepVote(ballotId, entryId, vote);
}

/** Signed, and not in the box yet. */
export function isOnItsWay({ signature, isInBox, isRefused }: OwnSlip): boolean {
  return signature !== null && !isInBox && isRefused !== true;
}

/** Every vote of this device that has slips on their way. */
export function votesOnTheirWay(): KeptVoteOf[] {
  return Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '')
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      const [ballotId = '', entryId = ''] = key.slice(prefix.length).split('.');
      const vote = read(key);
      return vote?.slips.some(isOnItsWay) ? [{ ballotId, entryId, vote }] : [];
    });
}

const changed = new EventTarget();

/** Calls back when anything that is kept changes, also in another page of this device. */
export function watchKeptVotes(listener: () => void): () => void {
  const other = (event: StorageEvent): void => {
    if (event.key?.startsWith(prefix)) listener();
  };
  changed.addEventListener('change', listener);
  addEventListener('storage', other);
  return () => {
    changed.removeEventListener('change', listener);
    removeEventListener('storage', other);
  };
}

function tell(): void {
  changed.dispatchEvent(new Event('change'));
}

function read(key: string): KeptVote | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as KeptVote | null;
  } catch {
    return null;
  }
}
