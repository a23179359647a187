/**
 * What became of ballots while a made-up city's server stood still: the clock closed them, papers were read to the end, those in
 * office counted and announced. Each step is a command of the server, taken at the hour at which it would have been taken.
 * What somebody of flesh and blood has done with as an office is left to them; votes that they cast are counted.
 */
import { type BallotState, type BallotTerms, type Choices, termsOf } from '@linli/engine';
import type { Model } from '@linli/model';
import {
  actOnBallot,
  atTime,
  type Deps,
  inTenant,
  modelsOf,
  openSealed,
  readInTenant,
  readingsOf,
  readPapers,
  rollEntries,
  tickBallot,
  viewerOf,
} from '@linli/server';
import type { City } from './city.ts';
import { type Random, randomFrom } from './random.ts';
import { BallotLife } from './story/ballot-life.ts';
import { said } from './story/ballot-words.ts';
import { type Directory, directoryOf, type HeldPost } from './story/directory.ts';
import type { BallotRegisters } from './story/told-ballot.ts';
import { letVote, serialOf } from './story/turnout.ts';
import { writeVotes } from './writing/write-ballots.ts';

/** Papers are read and counted on the day after, announced in the afternoon. */
const hours = { desk: 13, count: 14.5, announce: 19 };
const lateMs = { from: 300, to: 9_500 };
const papersAtOnce = 100;
/** Of all on the roll, when voting ends: two thirds are needed. */
const tookPart = 0.78;

interface Row {
  ballotId: string;
  rollNumber: number;
  seq: number;
  state: BallotState;
  /** Of its last step. */
  lastAt: string;
  /** When time acts next. */
  dueAt: string | null;
  /** Papers that were put into the urn. */
  handed: number;
}

interface Settling {
  deps: Deps;
  tenantId: number;
  model: Model;
  directory: Directory;
  /** Those whom the sign-in page offers: nobody votes for them. */
  offered: ReadonlySet<string>;
  random: Random;
  /** When the story left off. */
  from: string;
  now: string;
  /** Everything happens at the hour it is moved to. */
  moveTo: (at: string) => void;
}

/** Returns how many steps were taken. */
export async function settleBallots(
  deps: Deps,
  { tenantId, model }: { tenantId: number; model: Model },
  city: City,
  from: string,
  now: string,
): Promise<number> {
  const waiting = await findUnderWay(deps, tenantId);
  if (waiting.length === 0) return 0;
  let at = now;
  const clock = { now: () => at };
  const settling: Omit<Settling, 'random' | 'model'> = {
    deps: atTime(deps, clock),
    tenantId,
    directory: directoryOf(model, city),
    offered: new Set(city.people.flatMap(({ personId, script }) => (script === null ? [] : [personId]))),
    from,
    now,
    moveTo: (instant) => {
      at = instant;
    },
  };
  let steps = 0;
  for (const { ballotId, modelVersion } of waiting) {
    const random = randomFrom(`settling ${ballotId}`);
    // Under the rules under which it was convened.
    const own = await modelsOf(deps).version(tenantId, modelVersion);
    steps += await settle({ ...settling, model: own, random }, ballotId);
  }
  return steps;
}

/** Posted or later and not final, and no office has been exercised on it. */
async function findUnderWay(
  deps: Deps,
  tenantId: number,
): Promise<{ ballotId: string; modelVersion: string }[]> {
  return readInTenant<{ ballotId: string; modelVersion: string }>(
    deps.db,
    tenantId,
    `SELECT ballot_id AS "ballotId", model_version AS "modelVersion" FROM ballots
      WHERE tenant_id = $1 AND phase IN ('posted', 'voting', 'counting', 'counted', 'announced')
        AND NOT EXISTS (SELECT FROM commands
                         WHERE commands.tenant_id = $1 AND commands.reply ->> 'target' LIKE ballot_id::text || '%'
                           AND (commands.reply ->> 'verb' IN ('read-papers', 'void-paper', 'hand-papers')
                             OR (commands.reply ->> 'verb' LIKE 'ballot-%' AND commands.reply ->> 'verb' <> 'ballot-object')))
      ORDER BY created_at`,
    [tenantId],
  );
}

async function settle(settling: Settling, ballotId: string): Promise<number> {
  const { deps, tenantId, random, now, moveTo } = settling;
  for (let steps = 0; ; steps += 1) {
    const row = await find(settling, ballotId);
    const at = row === undefined ? null : nextAt(row, random);
    if (row === undefined || at === null) return steps;
    if (at > now) {
      if (row.state.phase === 'voting') await voteOn(settling, row, now);
      return steps;
    }
    if (row.state.phase === 'voting') await voteOn(settling, row, at);
    moveTo(at);
    if (row.state.phase === 'counting') {
      const office = officeAt(settling, row.state, at);
      if (office === null) return steps;
      await readToTheEnd(settling, row, office);
      moveTo(later(after(row.state, hours.count), at));
      await act(settling, row, 'count', office[0]);
    } else if (row.state.phase === 'counted') {
      const office = officeAt(settling, row.state, at);
      if (office === null) return steps;
      await act(settling, row, 'announce', office[0]);
    } else if ((await tickBallot(deps, tenantId, ballotId)) === 0) return steps;
  }
}

async function find({ deps, tenantId }: Settling, ballotId: string): Promise<Row | undefined> {
  const [row] = await readInTenant<Row>(
    deps.db,
    tenantId,
    `SELECT ballot_id AS "ballotId", roll_number AS "rollNumber", seq, state,
            (SELECT max(at) FROM ballot_history AS steps
              WHERE steps.tenant_id = $1 AND steps.ballot_id = ballots.ballot_id) AS "lastAt",
            (SELECT min(fires_at) FROM ballot_timers
              WHERE ballot_timers.tenant_id = $1 AND ballot_timers.ballot_id = ballots.ballot_id) AS "dueAt",
            (SELECT count(*)::int FROM ballot_entries AS marks
              WHERE marks.tenant_id = $1 AND marks.ballot_id = ballots.ballot_id AND marks.handed_at IS NOT NULL) AS handed
       FROM ballots WHERE tenant_id = $1 AND ballot_id = $2`,
    [tenantId, ballotId],
  );
  return row;
}

/** When it goes on; null: it does not by itself. */
function nextAt({ state, dueAt, lastAt }: Row, random: Random): string | null {
  // Where it had waited already when the server fell silent, it goes on from there.
  if (state.phase === 'counting') return later(after(state, hours.desk), lastAt);
  if (state.phase === 'counted') return later(after(state, hours.announce), lastAt);
  if (dueAt === null) return null;
  return new Date(Date.parse(dueAt) + random.whole(lateMs.from, lateMs.to)).toISOString();
}

/** The first, but some minutes after the second at the earliest. */
function later(at: string, than: string): string {
  const earliest = new Date(Date.parse(than) + 7 * 60_000).toISOString();
  return at > earliest ? at : earliest;
}

function after({ votingUntil }: BallotState, openHours: number): string {
  return new Date(Date.parse(votingUntil ?? '') + openHours * 3_600_000).toISOString();
}

/** Two who count, as they held office then. */
function officeAt(
  { directory, model }: Settling,
  { kind, part, areaCode }: BallotState,
  at: string,
): [HeldPost, HeldPost] | null {
  const held = directory.holders(model.ballots[kind]?.countedBy ?? [], part ?? areaCode, at);
  const [one] = held;
  const two = held.find(({ person }) => person !== one?.person);
  return one === undefined || two === undefined ? null : [one, two];
}

async function act(
  { deps, tenantId, random }: Settling,
  { ballotId, seq }: Row,
  verb: 'count' | 'announce',
  { person }: HeldPost,
): Promise<void> {
  const viewer = await viewerOf(deps, tenantId, person.personId);
  const commandId = random.stream(verb).uuid();
  await actOnBallot(deps, viewer, ballotId, verb, { commandId, seq });
}

/** Owners went on voting, on paper most of them, until enough had taken part. */
async function voteOn(
  settling: Settling,
  { ballotId, rollNumber, state }: Row,
  until: string,
): Promise<void> {
  const { deps, tenantId, model, directory, offered, random, from, now } = settling;
  // What is in the box of a secret ballot nobody can add to without a device of their own.
  if (state.secret || state.votingFrom === null || state.votingUntil === null) return;
  const begin = from > state.votingFrom ? from : state.votingFrom;
  const end = new Date(Math.min(Date.parse(until), Date.parse(state.votingUntil)) - 90_000).toISOString();
  if (end <= begin) return;
  const readers = officeAt(settling, state, begin);
  if (readers === null) return;
  await inTenant(deps.db, tenantId, async (tx) => {
    const entries = await rollEntries(tx, ballotId, rollNumber);
    const { rows } = await tx.query<{ id: string; voterId: string | null; homes: string[]; isUsed: boolean }>(
      `SELECT roll.entry_id AS id, roll.voter_id AS "voterId",
              coalesce((SELECT array_agg(homes.home_code ORDER BY homes.home_code) FROM ballot_roll_homes AS homes
                         WHERE homes.tenant_id = $1 AND homes.ballot_id = $2 AND homes.roll_number = $3
                           AND homes.entry_id = roll.entry_id), '{}') AS homes,
              marks.entry_id IS NOT NULL AS "isUsed"
         FROM ballot_roll_entries AS roll
         LEFT JOIN ballot_entries AS marks
           ON marks.tenant_id = $1 AND marks.ballot_id = roll.ballot_id AND marks.entry_id = roll.entry_id
        WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3`,
      [tx.tenantId, ballotId, rollNumber],
    );
    const known = new Map(rows.map((row) => [row.id, row]));
    const places = entries.map((entry) => {
      const { voterId = null, homes = [] } = known.get(entry.id) ?? {};
      return { ...entry, voterId, homeCodes: homes };
    });
    const used = rows.filter(({ isUsed }) => isUsed).length;
    const share =
      (Date.parse(end) - Date.parse(begin)) / (Date.parse(state.votingUntil ?? '') - Date.parse(begin));
    const wanted = Math.max(0, tookPart * places.length - used) * Math.min(1, share);
    const percent = Math.min(95, (100 * wanted) / Math.max(1, places.length - used));
    const tools = { model, directory, now, random, registers: noRegisters };
    const life = BallotLife.votedIn(tools, ballotId, state, places, begin);
    const terms = termsOf(model, state, ballotId);
    const without = new Set(
      rows.flatMap(({ id, voterId, isUsed }) =>
        isUsed || (voterId !== null && offered.has(voterId)) ? [id] : [],
      ),
    );
    letVote(life, {
      random: random.stream('votes'),
      online: percent,
      paper: percent,
      says: (own) => somethingOf(terms, own),
      from: begin,
      to: end,
      readers,
      without,
    });
    await writeVotes(deps, tx, life);
  });
}

/** Rolls are there. */
const noRegisters: BallotRegisters = {
  votersOn: () => Promise.reject(new Error('the roll is made')),
  makeSlipKeys: () => Promise.reject(new Error('keys are made')),
};

/** Of papers that one person read a second reads the same; where two differed, they look at it again together. */
async function readToTheEnd(
  settling: Settling,
  { ballotId, state, handed }: Row,
  office: [HeldPost, HeldPost],
): Promise<void> {
  const { deps, tenantId, random, model } = settling;
  const readings = await inTenant(deps.db, tenantId, (tx) => readingsOf(tx, ballotId, null), {
    readOnly: true,
  });
  const byRef = Map.groupBy(readings, ({ ref }) => ref);
  const again = new Map<string, Paper[]>();
  for (const [ref, own] of byRef) {
    const opened = own.map(({ by, cipher }) => ({ by, ...openSealed(deps.secrets, tenantId, cipher) }));
    const [first, second] = opened;
    const isRead = opened.some((one) => one !== first && sameWords(one.choices, first?.choices));
    if (first === undefined || isRead) continue;
    const by = second?.by ?? office.map(({ person }) => person.personId).find((each) => each !== first.by);
    if (by === undefined) continue;
    again.set(by, [
      ...(again.get(by) ?? []),
      { ref, choices: first.choices, reasons: first.reasons, proxy: first.proxy },
    ]);
  }
  for (const [by, papers] of again) await read(settling, ballotId, by, papers, 'again');
  const missing = state.secret ? handed - byRef.size : 0;
  if (missing <= 0) return;
  const terms = termsOf(model, state, ballotId);
  const own = random.stream('urn');
  const papers = Array.from({ length: missing }, (): Paper => {
    return { ref: serialOf(own), choices: somethingOf(terms, own), reasons: {}, proxy: null };
  });
  for (const { person } of office) await read(settling, ballotId, person.personId, papers, 'urn');
}

interface Paper {
  ref: string;
  choices: Choices;
  reasons: Record<string, string>;
  proxy: { name: string; phone: string | null } | null;
}

async function read(
  { deps, tenantId, random }: Settling,
  ballotId: string,
  personId: string,
  papers: readonly Paper[],
  what: string,
): Promise<void> {
  const viewer = await viewerOf(deps, tenantId, personId);
  for (let from = 0; from < papers.length; from += papersAtOnce) {
    const commandId = random.stream(`${what} ${personId} ${from}`).uuid();
    await readPapers(deps, viewer, ballotId, { commandId, papers: papers.slice(from, from + papersAtOnce) });
  }
}

function sameWords(one: Choices, other: Choices | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What lay in the urn. */
function somethingOf({ questions }: BallotTerms, random: Random): Choices {
  return Object.fromEntries(
    questions.map(({ key, form, options, choose }) => [
      key,
      form === 'motion'
        ? said(random.weighted({ for: 78, against: 16, abstain: 6 }))
        : random.shuffled(options.map((option) => option.key)).slice(0, random.whole(1, choose.max)),
    ]),
  );
}
