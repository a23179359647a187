/**
 * Where the keyboard stands in a list. After a deed the list comes back in another order; whoever works
 * through it wants the next thing to do under the finger, not the one just done far below.
 */
export function cursorAfter(
  before: readonly string[],
  after: readonly string[],
  caseId: string,
): string | null {
  const was = before.indexOf(caseId);
  if (was < 0) return after[0] ?? null;
  // Still in its place: the next verb of the same case is at hand.
  const stays = after.indexOf(caseId);
  if (stays >= 0 && stays <= was) return caseId;
  // Moved down or gone: whatever followed it before and is still there.
  for (const id of before.slice(was + 1)) if (after.includes(id)) return id;
  for (const id of before.slice(0, was).toReversed()) if (after.includes(id)) return id;
  return after[0] ?? null;
}

export function step(ids: readonly string[], from: string | null, by: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const at = from === null ? -1 : ids.indexOf(from);
  if (at < 0) return (by === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[Math.min(Math.max(at + by, 0), ids.length - 1)] ?? null;
}

/** All between the anchor and the place clicked, both included. */
export function span(ids: readonly string[], anchor: string | null, to: string): string[] {
  const a = anchor === null ? -1 : ids.indexOf(anchor);
  const b = ids.indexOf(to);
  if (b < 0) return [];
  if (a < 0) return [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
