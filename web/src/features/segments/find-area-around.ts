import { getAreas, getNearestAreas } from '../../ui/api/index.ts';
import type { OwnArea } from '../coverage/own-areas.ts';
import type { Position } from './line-words.ts';

/**
 * The area around a point, of the level that the organisations cover which answer for such roads; where the viewer's own
 * areas are smaller, the largest of theirs around it. Null: none of theirs is there.
 */
export async function findAreaAround(
  [longitude, latitude]: Position,
  level: string | null,
  own: readonly OwnArea[],
  signal?: AbortSignal,
): Promise<{ code: string; name: string } | null> {
  const { areas } = await getNearestAreas(longitude, latitude, signal);
  const [near] = areas;
  if (near === undefined) return null;
  const { path } = await getAreas({ under: near.code }, signal);
  const theirs = path.filter(({ code }) => own.some((one) => code.startsWith(one.code)));
  const found = theirs.find((one) => one.level === level) ?? theirs[0];
  return found === undefined ? null : { code: found.code, name: found.fullName };
}
