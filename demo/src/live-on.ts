/**
 * A made-up city whose server stood still has lived on meanwhile: told through the engine like everything before, and
 * added to its history. What people of flesh and blood have touched is left to them.
 */
import { type CaseState, finalStations } from '@linli/engine';
import type { Model } from '@linli/model';
import { type Deps, inTenant, readInTenant, type Tx, write } from '@linli/server';
import { cityLock, registersOf } from './build-city.ts';
import type { City } from './city.ts';
import { settleBallots } from './settle-ballots.ts';
import type { BallotStory } from './story/ballot-story.ts';
import type { CaseLife } from './story/case-life.ts';
import { planCity, planHash, tellCases } from './tell-city.ts';
import { readGatherings } from './writing/read-gatherings.ts';
import { writeBallots } from './writing/write-ballots.ts';
import { writeCases } from './writing/write-cases.ts';
import { writeGatherings } from './writing/write-gatherings.ts';
import { messagesOf, writeMessages } from './writing/write-messages.ts';
import { writePhotos } from './writing/write-photos.ts';

/** A shorter absence leaves a present that is still alive. */
const staleAfterMs = 12 * 3_600_000;
/** A vote that closes sooner than this is not one to come upon. */
const openForMs = 2 * 86_400_000;

interface Row {
  plannedAt: string;
  planHash: Buffer;
  /** The last thing that is known to have happened. */
  lastAt: string;
}

/** Has nothing happened in it for so long that its story should go on? */
export async function standsStill(deps: Deps, tenantId: number): Promise<boolean> {
  const row = await findRow(deps, tenantId);
  return row !== undefined && Date.parse(deps.clock.now()) - Date.parse(row.lastAt) >= staleAfterMs;
}

/** Returns a remark for the terminal; undefined: there was nothing to tell. */
export async function liveOn(
  deps: Deps,
  { tenantId, model }: { tenantId: number; model: Model },
): Promise<string | undefined> {
  const now = deps.clock.now();
  const row = await findRow(deps, tenantId);
  if (row === undefined || Date.parse(now) - Date.parse(row.lastAt) < staleAfterMs) return undefined;
  const planned = planCity(model, row.plannedAt);
  // Another edition of the demo or of the model, or people who changed its organisations: then it is theirs.
  if (!planHash(planned.city).equals(row.planHash)) return undefined;
  const from = row.lastAt;
  if (!(await inTenant(deps.db, tenantId, (tx) => isAsPlanned(tx, planned.city), { readOnly: true }))) {
    return undefined;
  }
  // By commands of the server, each whole for itself: ended half-way, the next start goes on with them.
  await settleBallots(deps, { tenantId, model }, planned.city, from, now);
  return inTenant(deps.db, tenantId, async (tx) => {
    // On a busy machine telling takes long while the database waits.
    await tx.query("SET LOCAL idle_in_transaction_session_timeout = '15min'");
    await tx.query('SELECT pg_advisory_xact_lock($1, $2)', [cityLock, tenantId]);
    if (!(await isAsPlanned(tx, planned.city))) return undefined;
    const running = await findUntouched(tx, model);
    const { continued, opened, gatherings } = planned.liveOn(from, now, running);
    const told = await tellCases(opened, () => {});
    const ofRunning = new Map(running.map((one) => [one.caseId, one]));
    for (const life of continued) await goOn(tx, model, life, ofRunning.get(life.caseId));
    const written = await writeCases(deps, tx, model, told, () => {});
    if (gatherings !== undefined) {
      const kept = await readGatherings(tx, { from, cases: continued.map(({ caseId }) => caseId) });
      const numbered = [
        ...continued.map((life) => ({
          caseId: life.caseId,
          life,
          number: ofRunning.get(life.caseId)?.number ?? '',
        })),
        ...written.map(({ told: { caseId, life }, number }) => ({ caseId, life, number })),
      ];
      await writeGatherings(tx, model, gatherings(numbered, kept));
    }
    if (planned.ballots !== undefined) await voteNext(deps, tx, model, planned.ballots, row.plannedAt, now);
    await writePhotos(deps, tx, model, written);
    await writeMessages(tx, model, written, now);
    await tx.query('UPDATE demo_cities SET told_until = $2 WHERE tenant_id = $1', [tenantId, now]);
    const days = (Date.parse(now) - Date.parse(from)) / 86_400_000;
    return `${model.key}: ${days.toFixed(1)} days on, ${told.length} new cases`;
  });
}

/** Where no vote of the story is open for some days yet, the next one is: convened before, open now. */
async function voteNext(
  deps: Deps,
  tx: Tx,
  model: Model,
  { tellNext }: BallotStory,
  plannedAt: string,
  now: string,
): Promise<void> {
  const { rows } = await tx.query<{ open: number; since: number }>(
    `SELECT count(*) FILTER (WHERE phase = 'voting' AND voting_until > $3)::int AS open,
            count(*) FILTER (WHERE created_at > $2)::int AS since
       FROM ballots
      WHERE tenant_id = $1 AND NOT EXISTS (SELECT FROM ballot_history AS steps
                                            WHERE steps.tenant_id = $1 AND steps.ballot_id = ballots.ballot_id
                                              AND steps.verb = 'convene' AND steps.command_id IS NOT NULL)`,
    [tx.tenantId, plannedAt, new Date(Date.parse(now) + openForMs).toISOString()],
  );
  const [{ open, since } = { open: 0, since: 0 }] = rows;
  if (open > 0) return;
  const told = await tellNext(registersOf(deps, tx, model, []), now, since);
  await writeBallots(deps, tx, model, told, now);
}

async function findRow(deps: Deps, tenantId: number): Promise<Row | undefined> {
  const [row] = await readInTenant<Row>(
    deps.db,
    tenantId,
    `SELECT planned_at AS "plannedAt", plan_hash AS "planHash",
            greatest(told_until, (SELECT max(at) FROM history WHERE tenant_id = $1),
                     (SELECT max(sealed_at) FROM seals WHERE tenant_id = $1)) AS "lastAt"
       FROM demo_cities WHERE tenant_id = $1`,
    [tenantId],
  );
  return row;
}

/** Are organisations and posts still those of the plan? */
async function isAsPlanned(tx: Tx, { posts, orgs }: City): Promise<boolean> {
  const line = (...words: (string | null)[]): string => words.join(' ');
  const [found, foundOrgs] = await Promise.all([
    tx.query<{ line: string }>(
      `SELECT concat_ws(' ', post_id, org_id, role, person_id, held_from, coalesce(held_to::text, '-')) AS line
         FROM posts WHERE tenant_id = $1`,
      [tx.tenantId],
    ),
    tx.query<{ line: string }>(
      `SELECT concat_ws(' ', org_id, kind, area_code) AS line
         FROM orgs LEFT JOIN org_areas USING (tenant_id, org_id) WHERE tenant_id = $1 AND valid_to IS NULL`,
      [tx.tenantId],
    ),
  ]);
  const planned = [
    ...posts.map((one) =>
      line(one.postId, one.orgId, one.role, one.personId, one.heldFrom, one.heldTo ?? '-'),
    ),
    ...orgs.flatMap(({ orgId, kind, areaCodes }) => areaCodes.map((code) => line(orgId, kind, code))),
  ];
  const there = new Set([...found.rows, ...foundOrgs.rows].map((one) => one.line));
  return there.size === planned.length && planned.every((one) => there.has(one));
}

interface Untouched {
  caseId: string;
  number: string;
  title: string;
  seq: number;
  headHash: Buffer;
  deviceHash: Buffer | null;
  state: CaseState;
  followers: Record<string, string>;
}

/** Cases under way, opened under the present version, on which nobody ever sent a command. Locked. */
async function findUntouched(tx: Tx, model: Model): Promise<Untouched[]> {
  const { rows } = await tx.query<Untouched>(
    `SELECT case_id AS "caseId", number, title, seq, head_hash AS "headHash", device_hash AS "deviceHash", state,
            (SELECT coalesce(json_object_agg(follower, to_char(followed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')), '{}')
               FROM case_followers WHERE case_followers.tenant_id = $1 AND case_followers.case_id = cases.case_id) AS followers
       FROM cases
      WHERE tenant_id = $1 AND station <> ALL ($2) AND model_version = $3
        AND NOT EXISTS (SELECT FROM history WHERE history.tenant_id = $1 AND history.case_id = cases.case_id
                           AND history.command_id IS NOT NULL)
      ORDER BY case_id FOR UPDATE`,
    [tx.tenantId, finalStations, model.version],
  );
  return rows;
}

/** Records what is new about a case, step by step, as the server would have. */
async function goOn(tx: Tx, model: Model, life: CaseLife, before: Untouched | undefined): Promise<void> {
  if (before === undefined) throw new Error('a case that was not asked for');
  const followers = new Map(Object.entries(before.followers));
  let previous = { seq: before.seq, headHash: before.headHash };
  for (const told of life.told) {
    const messages = await messagesOf(tx, model, { ...before, followers }, told, previous.seq + 1);
    const { recorded, done } = write(tx, {
      model,
      caseId: life.caseId,
      decision: told.decision,
      previous,
      opening: null,
      at: told.at,
      signature: { personId: told.actorPersonId, postId: told.actorPostId, label: told.actorLabel },
      command: null,
      messages,
    });
    await done;
    previous = { seq: recorded.seq, headHash: recorded.hash };
  }
}
