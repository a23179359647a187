/** What time it is. Everything that decides by time asks here, so that tests move time instead of sleeping. */
export interface Clock {
  /** ISO 8601 in UTC with milliseconds. */
  now(): string;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

export interface MovableClock extends Clock {
  /** Moves time on; it never goes back. */
  advance(milliseconds: number): void;
  /** Jumps to a later instant. */
  moveTo(instant: string): void;
}

/** Stands still at `start` until it is moved. */
export function movableClock(start: string): MovableClock {
  let present = Date.parse(start);
  const move = (to: number): void => {
    if (!(to >= present)) throw new RangeError('time does not go back');
    present = to;
  };
  return {
    now: () => new Date(present).toISOString(),
    advance: (milliseconds) => move(present + milliseconds),
    moveTo: (instant) => move(Date.parse(instant)),
  };
}

/** Runs on, ahead of the system by what it was moved: for a demo city in which days pass at a tap. */
export function shiftedClock(): MovableClock {
  let aheadMs = 0;
  const move = (by: number): void => {
    if (!(by >= 0)) throw new RangeError('time does not go back');
    aheadMs += by;
  };
  return {
    now: () => new Date(Date.now() + aheadMs).toISOString(),
    advance: move,
    moveTo: (instant) => move(Date.parse(instant) - Date.now() - aheadMs),
  };
}
