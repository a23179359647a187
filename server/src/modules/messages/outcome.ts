/** What became of handing something to another machine. A value: only what nobody foresaw is thrown. */
export type Outcome =
  | { kind: 'taken' }
  /** There is nobody at this address any more, and there never will be. */
  | { kind: 'gone'; why: string }
  | { kind: 'failed'; why: string; isFinal: boolean; retryAfterMs?: number };

export const taken: Outcome = { kind: 'taken' };

export function failed(why: string, how: { isFinal?: boolean; retryAfterMs?: number } = {}): Outcome {
  return { kind: 'failed', why, isFinal: false, ...how };
}
