/** A case as it was told, ready to be written down. */
import type { Condition } from '@linli/model';
import type { Position } from '../geography/plane.ts';
import type { PictureName } from '../pictures.ts';
import type { Random } from '../random.ts';
import type { CaseLife } from './case-life.ts';

export interface ToldCase {
  caseId: string;
  life: CaseLife;
  /** What the reporter wrote. */
  words: string;
  spot: string | null;
  position: Position | null;
  /** The device of a report without an account. */
  device: string | null;
  followers: { personId: string; afterMinutes: number }[];
  /** Drawing behind each photo that the answers name. */
  pictures: ReadonlyMap<string, PictureName>;
}

/** What counts as solved, in the condition language: closed, verified by somebody else, and not rated otherwise. */
export const solvedCondition: Condition = {
  all: [
    { field: 'station', op: 'is', value: 'closed' },
    { field: 'resolvedAt', op: 'exists', value: true },
    { field: 'verifiedAt', op: 'exists', value: true },
    {
      any: [
        { field: 'rating', op: 'exists', value: false },
        { field: 'rating', op: 'is', value: 'solved' },
      ],
    },
  ],
};

export function isSolved({ life }: Pick<ToldCase, 'life'>): boolean {
  const { station, resolvedAt, verifiedAt, rating } = life.state;
  return (
    station === 'closed' &&
    resolvedAt !== null &&
    verifiedAt !== null &&
    (rating === null || rating.answer === 'solved')
  );
}

/** A version-7 UUID of that instant, so that what was opened together lies together on the disk (RFC 9562). */
export function caseIdAt(at: string, random: Random): string {
  const time = Date.parse(at).toString(16).padStart(12, '0');
  const rest = random.uuid();
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(15, 18)}-${rest.slice(19)}`;
}
