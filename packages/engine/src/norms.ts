/**
 * How a counted figure stands against a norm. A norm warns: nothing here refuses, and nothing that counts votes reads it.
 * Bounds hold their ends (以上 and 以下 include the number itself, Civil Code art. 1259), and shares are compared without
 * rounding: 2 of 4 is 50 %, 49 of 99 is not.
 */
import { type Bounds, isShareFigure, type Norm, type NormStep } from '@linli/model';

/** What was counted of one organisation, area or holder. */
export interface Counted {
  /** Of a share what is counted in, of a number the number itself. */
  numerator: number;
  /** Of a share all that could be; of a number what it is divided by, mostly 1. 0: there is nothing to count. */
  denominator: number;
  /** Class of the area it lies in; null: of none. */
  areaClass: string | null;
  /** Day on which it was formed, `YYYY-MM-DD`; null: not said. */
  formedOn: string | null;
}

/**
 * `within` the bounds · `outside` them · `on-path`: it was there before and has reached the step of the day, not yet the
 * norm · `behind`: it was there before and is short of the step · `unknown`: nothing to count · `not-asked`: of its class,
 * or of what was there before, nothing is asked.
 */
export type NormState = 'within' | 'outside' | 'on-path' | 'behind' | 'unknown' | 'not-asked';

export interface Judgement {
  state: NormState;
  /** What the norm asks in the end; null: nothing. */
  target: Bounds | null;
  /** What is asked on the day: the target, or the step reached by then. null: nothing yet, or nothing at all. */
  asked: Bounds | null;
  /** The next step on the path, where there is one to come. */
  next: NormStep | null;
  /** Was it there before the norm began to hold? */
  isExisting: boolean;
}

/** Judges one count as of a day (`YYYY-MM-DD`). */
export function judgeNorm(norm: Norm, counted: Counted, day: string): Judgement {
  const { newFrom } = norm;
  const isExisting = newFrom !== null && (counted.formedOn === null || counted.formedOn < newFrom.from);
  const target = asking(boundsFor(norm, counted.areaClass));
  const none: Judgement = { state: 'not-asked', target: null, asked: null, next: null, isExisting };
  if (target === null) return none;
  if (!isExisting) {
    const state = stateOf(norm, counted, target, 'outside');
    return { state, target, asked: target, next: null, isExisting };
  }
  if (newFrom.existing.length === 0) return { ...none, target };
  const steps = newFrom.existing.map((step) => ({ ...step, bounds: notBeyond(step.bounds, target) }));
  const reached = steps.findLast(({ by }) => by <= day);
  const next = steps.find(({ by }) => by > day) ?? null;
  const asked = reached?.bounds ?? null;
  const inTheEnd = stateOf(norm, counted, target, 'on-path');
  const state =
    inTheEnd === 'on-path' && asked !== null && !holds(norm, counted, asked) ? 'behind' : inTheEnd;
  // Whoever has reached the norm has no step before them.
  return { state, target, asked, next: state === 'within' ? null : next, isExisting };
}

/** Bounds by class, where the class has its own, else those of all. */
export function boundsFor(norm: Norm, areaClass: string | null): Bounds {
  const own =
    areaClass !== null && Object.hasOwn(norm.byClass, areaClass) ? norm.byClass[areaClass] : undefined;
  return own ?? norm.bounds;
}

function stateOf<Missed extends NormState>(
  norm: Norm,
  counted: Counted,
  bounds: Bounds,
  missed: Missed,
): Missed | 'within' | 'unknown' {
  if (counted.denominator === 0) return 'unknown';
  return holds(norm, counted, bounds) ? 'within' : missed;
}

function holds({ figure }: Norm, { numerator, denominator }: Counted, { min, max }: Bounds): boolean {
  const value = numerator * (isShareFigure(figure) ? 100 : 1);
  return (min === null || value >= min * denominator) && (max === null || value <= max * denominator);
}

function asking(bounds: Bounds): Bounds | null {
  return bounds.min === null && bounds.max === null ? null : bounds;
}

/** A step never asks for more than the norm of the class does in the end. */
function notBeyond(step: Bounds, target: Bounds): Bounds {
  const lesser = step.min !== null && target.min !== null ? Math.min(step.min, target.min) : step.min;
  const larger = step.max !== null && target.max !== null ? Math.max(step.max, target.max) : step.max;
  return { min: lesser, max: larger };
}

/** The last days of the months before a day, the earliest first, and the day itself: the points of a trend. */
export function monthEnds(day: string, months: number): string[] {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const ends = Array.from({ length: months }, (_, index) =>
    new Date(Date.UTC(year, month - 1 - (months - 1 - index), 0)).toISOString().slice(0, 10),
  );
  return [...ends, day];
}
