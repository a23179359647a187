/** One made-up city, from nothing to complete, in one transaction. */

import type { Model } from '@linli/model';
import {
  type Building,
  type Deps,
  findVoters,
  inTenant,
  makeSlipKeys,
  type SlipKeys,
  type Tx,
} from '@linli/server';
import type { Person } from './city.ts';
import type { BallotStory } from './story/ballot-story.ts';
import type { BallotRegisters } from './story/told-ballot.ts';
import type { ToldCase } from './story/told-case.ts';
import { hasOwnStory, type PlannedCity, planAnyCity, planCity, planHash, tellCases } from './tell-city.ts';
import { type WrittenBallot, writeBallots } from './writing/write-ballots.ts';
import { writeCases } from './writing/write-cases.ts';
import { writeCity } from './writing/write-city.ts';
import { writeGatherings } from './writing/write-gatherings.ts';
import { writeMessages } from './writing/write-messages.ts';
import { writeRegisters } from './writing/write-ownerships.ts';
import { writePhotos } from './writing/write-photos.ts';
import { writeSeals } from './writing/write-seals.ts';

export interface Built {
  cases: number;
  offered: Person[];
}

/** A line at the terminal at most this often. */
const lineEveryMs = 2_000;
/** First key of the advisory lock of a city that is being built; the second is the tenant's id. */
export const cityLock = 7_230;

/** A build that is interrupted leaves nothing, and two at once make one city: undefined for the second of them. */
export async function buildCity(
  deps: Deps,
  { tenantId, model }: { tenantId: number; model: Model },
  report: (line: string) => void,
  progress: (building: Building) => void = () => {},
): Promise<Built | undefined> {
  const now = deps.clock.now();
  const say = progressLine(model, report, progress);
  const { city, offered, told, gatherings, ballots, keys } = await tell(model, now, say, report);
  return inTenant(deps.db, tenantId, async (tx) => {
    // On a busy machine telling takes long while the database waits.
    await tx.query("SET LOCAL idle_in_transaction_session_timeout = '15min'");
    await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [cityLock, tenantId]);
    const { rows } = await tx.query('SELECT FROM demo_cities WHERE tenant_id = $1', [tenantId]);
    if (rows.length > 0) return undefined;
    await writeCity(deps, tx, { city, offered, plannedAt: now });
    const written = await writeCases(deps, tx, model, told, (count) =>
      say(count, told.length, '写入 written'),
    );
    const book = gatherings?.(
      written.map(({ told: { caseId, life }, number }) => ({ caseId, life, number })),
    );
    const met = book === undefined ? [] : await writeGatherings(tx, model, book);
    await writePhotos(deps, tx, model, written);
    await writeMessages(tx, model, written, now);
    const held = ballots === undefined ? [] : await holdBallots(deps, tx, model, ballots, keys, now);
    const chains = [
      ...written.map(({ told: { caseId }, entries }) => ({ id: caseId, entries })),
      ...held.map(({ told: { ballotId }, entries }) => ({ id: ballotId, entries })),
      ...met,
    ];
    await writeSeals(tx, model, chains, now);
    await tx.query(
      'INSERT INTO demo_cities (tenant_id, planned_at, told_until, plan_hash) VALUES ($1, $2, $2, $3)',
      [tenantId, now, planHash(city)],
    );
    return { cases: told.length, offered };
  });
}

/** Ballots are told when the registers they are made from are there: their rolls are those the server makes of them. */
async function holdBallots(
  deps: Deps,
  tx: Tx,
  model: Model,
  { registers, tell: tellBallots }: BallotStory,
  keys: Promise<SlipKeys>[],
  now: string,
): Promise<WrittenBallot[]> {
  await writeRegisters(deps, tx, registers, now);
  return writeBallots(deps, tx, model, await tellBallots(registersOf(deps, tx, model, keys)), now);
}

/** Who may vote says the server, from the tables. */
export function registersOf(deps: Deps, tx: Tx, model: Model, keys: Promise<SlipKeys>[]): BallotRegisters {
  return {
    votersOn: (kind, areaCode, day) => findVoters(deps, tx, model, kind, areaCode, day),
    makeSlipKeys: () => keys.pop() ?? makeSlipKeys(),
  };
}

type Told = Pick<PlannedCity, 'city' | 'offered' | 'gatherings' | 'ballots'> & {
  told: ToldCase[];
  /** Keys of secret ballots: made by threads of their own while everything else is told. */
  keys: Promise<SlipKeys>[];
};

/** Somebody else's model under the name of one that has a story of its own may not bear it: then a small city will do. */
async function tell(
  model: Model,
  now: string,
  say: ReturnType<typeof progressLine>,
  report: (line: string) => void,
): Promise<Told> {
  const finish = async (planned: PlannedCity): Promise<Told> => ({
    city: planned.city,
    offered: planned.offered,
    keys: Array.from({ length: planned.ballots?.secretBallots ?? 0 }, makeSlipKeys),
    ...(planned.ballots === undefined ? {} : { ballots: planned.ballots }),
    ...(planned.gatherings === undefined ? {} : { gatherings: planned.gatherings }),
    told: await tellCases(planned.cases, (count) => say(count, planned.expectedCases, '讲述 told')),
  });
  try {
    return await finish(planCity(model, now));
  } catch (error) {
    if (!hasOwnStory(model)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    report(
      `${model.key}: 原有的故事不适合这个模型，改为小城 its own story does not fit this model, a small city instead (${why})`,
    );
    return finish(planAnyCity(model, now));
  }
}

function progressLine(model: Model, report: (line: string) => void, progress: (building: Building) => void) {
  let last = performance.now();
  return (count: number, of: number, word: string): void => {
    progress({ told: Math.min(count, of), of });
    if (performance.now() - last < lineEveryMs) return;
    last = performance.now();
    report(
      `演示城市 demo city ${model.key}: ${count.toLocaleString('en')}/${of.toLocaleString('en')} ${word}`,
    );
  };
}
