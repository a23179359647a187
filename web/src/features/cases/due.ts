import type { CaseSummary, ClockView } from '../../ui/api/index.ts';

/** How the time of a case stands, in one of five ways; the same words everywhere follow from it. */
export type DueState =
  | { kind: 'ended' }
  | { kind: 'paused' }
  | { kind: 'none' }
  | { kind: 'late'; byMs: number; dueAt: string }
  | { kind: 'running'; leftMs: number; dueAt: string };

const endStations = new Set(['closed', 'withdrawn', 'merged']);

export function hasEnded(one: Pick<CaseSummary, 'station'>): boolean {
  return endStations.has(one.station);
}

export function dueState(
  one: Pick<CaseSummary, 'station' | 'paused' | 'dueAt' | 'isOver'>,
  now: number,
): DueState {
  if (hasEnded(one)) return { kind: 'ended' };
  if (one.paused !== null) return { kind: 'paused' };
  if (one.dueAt === null) return { kind: 'none' };
  const leftMs = Date.parse(one.dueAt) - now;
  if (leftMs <= 0) return { kind: 'late', byMs: -leftMs, dueAt: one.dueAt };
  return { kind: 'running', leftMs, dueAt: one.dueAt };
}

/** Newest round of each clock: a reopened case starts its clocks again. */
export function newestClocks(clocks: readonly ClockView[]): ClockView[] {
  const byKey = new Map<string, ClockView>();
  for (const clock of clocks) {
    const known = byKey.get(clock.key);
    if (known === undefined || known.startedAt <= clock.startedAt) byKey.set(clock.key, clock);
  }
  return [...byKey.values()];
}
