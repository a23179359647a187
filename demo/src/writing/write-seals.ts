/** The seals that the days of a story would have got, one for each day that is over. */
import { localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import { type Leaf, nothingBefore, sealRoot, type Tx } from '@linli/server';
import { bytea, insertRows } from './insert-rows.ts';

const dayMs = 86_400_000;
/** Sealed this long after midnight UTC of the day after, as the server's own task would have found its moment. */
const sealedAfterMs = 9 * 60_000;

/** A chained history as it was written: of a case, a ballot or a gathering, as the server seals them. */
export interface WrittenChain {
  id: string;
  entries: { seq: number; at: string; hash: Buffer }[];
}

/** From the first day of the stories to the day before `now`. */
export async function writeSeals(
  tx: Tx,
  model: Model,
  chains: readonly { id: string; entries: readonly WrittenChain['entries'][number][] }[],
  now: string,
): Promise<void> {
  const leavesByDay = leavesOf(model, chains);
  const first = [...leavesByDay.keys()].sort()[0];
  if (first === undefined) return;
  const today = localDateOf(now, model.timeZone);
  const seals: Record<string, unknown>[] = [];
  const leafRows: Record<string, unknown>[] = [];
  let previousRoot = nothingBefore;
  for (let day = first; day < today; day = dayAfter(day)) {
    const leaves = (leavesByDay.get(day) ?? []).toSorted(byCase);
    const root = sealRoot(previousRoot, day, leaves);
    seals.push({
      sealed_on: day,
      root: bytea(root),
      previous_root: bytea(previousRoot),
      leaf_count: leaves.length,
      sealed_at: new Date(startOfDay(dayAfter(day), model.timeZone) + sealedAfterMs).toISOString(),
    });
    for (const { caseId, seq, hash } of leaves) {
      leafRows.push({ sealed_on: day, case_id: caseId, seq, hash: bytea(hash) });
    }
    previousRoot = root;
  }
  await insertRows(
    tx,
    'seal_leaves',
    { sealed_on: 'date', case_id: 'uuid', seq: 'integer', hash: 'bytea' },
    leafRows,
  );
  await insertRows(
    tx,
    'seals',
    {
      sealed_on: 'date',
      root: 'bytea',
      previous_root: 'bytea',
      leaf_count: 'integer',
      sealed_at: 'timestamptz',
    },
    seals,
  );
}

/** The head of every chain that grew on a day, of whatever has one, by local day. */
function leavesOf(
  model: Model,
  chains: readonly { id: string; entries: readonly WrittenChain['entries'][number][] }[],
): Map<string, Leaf[]> {
  const byDay = new Map<string, Leaf[]>();
  for (const { id, entries } of chains) {
    const heads = new Map(entries.map((entry) => [localDateOf(entry.at, model.timeZone), entry]));
    for (const [day, { seq, hash }] of heads) {
      const leaves = byDay.get(day) ?? [];
      byDay.set(day, leaves);
      leaves.push({ caseId: id, seq, hash });
    }
  }
  return byDay;
}

function byCase(left: Leaf, right: Leaf): number {
  return left.caseId < right.caseId ? -1 : 1;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10);
}

/** Midnight there, to the quarter of an hour. */
function startOfDay(day: string, timeZone: string): number {
  const guess = Date.parse(`${day}T00:00:00Z`);
  const step = 15 * 60_000;
  let at = guess - 14 * 3_600_000;
  while (localDateOf(new Date(at).toISOString(), timeZone) < day) at += step;
  return at;
}
