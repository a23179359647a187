/**
 * Writes down ballots. Row, chained history and timers go the way of the server's own steps, one by one; marks, readings and
 * slips, which are many, in bulk, closed as the server closes them.
 */
import { createHash } from 'node:crypto';
import { type EntryState, localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import {
  actorLabel,
  type Deps,
  destroySlipKeys,
  insertRoll,
  insertSlipKeys,
  keepCount,
  type NewPhoto,
  nextNumber,
  recordBallot,
  sealChoices,
  sealSlip,
  type Tx,
  tellNotices,
} from '@linli/server';
import type { PictureName } from '../pictures.ts';
import type { HeldPost } from '../story/directory.ts';
import type { ToldBallot } from '../story/told-ballot.ts';
import { bytea, insertRows } from './insert-rows.ts';
import { keepDrawings } from './write-photos.ts';

export interface WrittenBallot {
  told: ToldBallot;
  number: string;
  entries: readonly { seq: number; at: string; hash: Buffer }[];
}

const hourMs = 3_600_000;
/** As with messages about cases: nobody scrolls further back, and what is older was read. */
const toldHours = 5 * 24;
const unreadHours = 20;
/** A roll is made whole when a ballot is posted, and none of these is corrected. */
const rollNumber = 1;

export async function writeBallots(
  deps: Deps,
  tx: Tx,
  model: Model,
  told: readonly ToldBallot[],
  now: string,
): Promise<WrittenBallot[]> {
  const written: WrittenBallot[] = [];
  for (const one of told.toSorted((left, right) => (left.state.createdAt < right.state.createdAt ? -1 : 1))) {
    const day = localDateOf(one.state.createdAt, model.timeZone);
    const number = await nextNumber(tx, model.ballots[one.state.kind]?.numberPrefix ?? '', day);
    const entries = await writeSteps(deps, tx, model, one, number, now);
    await Promise.all([
      writeMarks(deps, tx, one),
      writePapers(deps, tx, one),
      writeBox(deps, tx, one),
      writeNominations(tx, model, one),
      writeCatalogues(tx, model, one),
    ]);
    written.push({ told: one, number, entries });
  }
  await writePictures(deps, tx, model, told);
  await readWhatIsOld(tx, now);
  return written;
}

/** What was voted since in one that was there: of entries that had not been used. */
export async function writeVotes(deps: Deps, tx: Tx, told: ToldBallot): Promise<void> {
  await writeMarks(deps, tx, told);
  await writePapers(deps, tx, told);
}

/** Each step of its history, and with the steps that make them the roll, the keys and the count. */
async function writeSteps(
  deps: Deps,
  tx: Tx,
  model: Model,
  told: ToldBallot,
  number: string,
  now: string,
): Promise<WrittenBallot['entries']> {
  const { ballotId, roll, keys, keysDestroyedAt, cast } = told;
  const kind = model.ballots[told.state.kind];
  if (kind === undefined) throw new Error(`no kind of ballots ${told.state.kind}`);
  const entries: { seq: number; at: string; hash: Buffer }[] = [];
  const since = hoursBefore(now, toldHours);
  let isPosted = false;
  let previous: { seq: number; headHash: Buffer; rollNumber: number | null } | null = null;
  for (const { at, decision, by } of told.steps) {
    const isPosting = decision.verb === 'post';
    const { seq, hash }: { seq: number; hash: string } = await recordBallot(tx, {
      model,
      kind,
      ballotId,
      decision,
      previous,
      number,
      rollNumber: isPosting ? rollNumber : null,
      at,
      signature: signatureOf(model, by),
      // Nobody of flesh and blood sent a command.
      commandId: null,
    });
    isPosted ||= isPosting;
    const headHash = Buffer.from(hash, 'hex');
    previous = { seq, headHash, rollNumber: isPosted ? rollNumber : null };
    entries.push({ seq, at, hash: headHash });
    if (isPosting && roll !== null) {
      await insertRoll(deps, tx, ballotId, rollNumber, roll, at);
      if (keys !== null) await insertSlipKeys(deps, tx, ballotId, keys);
    }
    if (decision.verb === 'count' && cast !== null && decision.next.count !== null) {
      const { tally, votesRoot } = decision.next.count;
      await keepCount(tx, ballotId, { cast, count: { tally, votesRoot } }, at);
    }
    if (at < since) continue;
    await tellNotices(
      deps,
      tx,
      model,
      {
        ballotId,
        number,
        modelVersion: decision.next.modelVersion,
        rollNumber: previous.rollNumber,
        state: decision.next,
        seq,
        headHash,
      },
      decision.notices,
      by?.person.personId ?? null,
      at,
    );
  }
  if (keysDestroyedAt !== null) await destroySlipKeys(tx, ballotId, keysDestroyedAt);
  return entries;
}

function signatureOf(
  model: Model,
  by: HeldPost | null,
): { personId: string | null; postId: string | null; label: string | null } {
  if (by === null) return { personId: null, postId: null, label: null };
  const { person, org, post } = by;
  const title = model.roles[post.role]?.title ?? { zh: post.role, en: post.role };
  return {
    personId: person.personId,
    postId: post.postId,
    label: actorLabel(person.name, org.name, title),
  };
}

/** How each entry stands, and what was done with it, without what it says. */
async function writeMarks(
  { secrets }: Deps,
  tx: Tx,
  { ballotId, entries, deeds, state }: ToldBallot,
): Promise<void> {
  const byRef = Map.groupBy(deeds, ({ ref }) => ref);
  const closed = (choices: Parameters<typeof sealChoices>[2] | undefined): string | null =>
    choices === undefined
      ? null
      : bytea(sealChoices(secrets, tx.tenantId, choices, null, {}, state.questions));
  const row = (entry: EntryState): Record<string, unknown> => ({
    ballot_id: ballotId,
    entry_id: entry.entryId,
    served_at: entry.servedAt,
    proxy_to: entry.proxy?.to ?? null,
    proxy_given_at: entry.proxy?.givenAt ?? null,
    online_at: entry.online?.at ?? null,
    online_channel: entry.online?.channel ?? null,
    online_by: entry.online?.by ?? null,
    online_cipher: closed(entry.online?.choices),
    issued_on: entry.issued?.at.slice(0, 10) ?? null,
    issued_channel: entry.issued?.channel ?? null,
    issued_hash: entry.issued === null ? null : bytea(blindedOf(ballotId, entry.entryId)),
    paper_at: entry.paper?.at ?? null,
    paper_by: entry.paper?.by ?? null,
    paper_cipher: closed(entry.paper?.choices),
    handed_at: entry.paperHanded?.at ?? null,
    handed_by: entry.paperHanded?.by ?? null,
    steps: byRef.get(entry.entryId)?.length ?? 0,
  });
  await insertRows(tx, 'ballot_entries', markColumns, [...entries.values()].map(row));
  await insertRows(
    tx,
    'ballot_entry_steps',
    {
      ballot_id: 'uuid',
      ref: 'text',
      step_number: 'integer',
      step: 'text',
      at: 'timestamptz',
      by_person_id: 'uuid',
      reason: 'text',
    },
    [...byRef].flatMap(([ref, some]) =>
      some.map(({ step, at, byPersonId, reason }, index) => ({
        ballot_id: ballotId,
        ref,
        step_number: index + 1,
        step,
        at,
        by_person_id: byPersonId,
        reason,
      })),
    ),
  );
}

const markColumns = {
  ballot_id: 'uuid',
  entry_id: 'text',
  served_at: 'timestamptz',
  proxy_to: 'uuid',
  proxy_given_at: 'timestamptz',
  online_at: 'timestamptz',
  online_channel: 'text',
  online_by: 'uuid',
  online_cipher: 'bytea',
  issued_on: 'date',
  issued_channel: 'text',
  issued_hash: 'bytea',
  paper_at: 'timestamptz',
  paper_by: 'uuid[]',
  paper_cipher: 'bytea',
  handed_at: 'timestamptz',
  handed_by: 'uuid',
  steps: 'integer',
};

/** Hash of the blinded messages a device sent; a blinded message is a random number, and so is this. */
function blindedOf(ballotId: string, entryId: string): Buffer {
  return createHash('sha256').update(`blinded ${ballotId} ${entryId}`).digest();
}

async function writePapers(
  { secrets }: Deps,
  tx: Tx,
  { ballotId, readings, state }: ToldBallot,
): Promise<void> {
  await insertRows(
    tx,
    'ballot_paper_readings',
    {
      ballot_id: 'uuid',
      ref: 'text',
      by_person_id: 'uuid',
      reading_cipher: 'bytea',
      at: 'timestamptz',
      agreed: 'boolean',
    },
    readings.map(({ ref, by, choices, at, agreed, reasons, proxy }) => ({
      ballot_id: ballotId,
      ref,
      by_person_id: by,
      reading_cipher: bytea(
        sealChoices(
          secrets,
          tx.tenantId,
          choices,
          null,
          { reasons, proxy: state.secret ? null : proxy },
          state.questions,
        ),
      ),
      at,
      agreed,
    })),
  );
}

/** The box in the order of random keys: once voting has ended it is mixed, and its order says nothing. */
async function writeBox({ secrets }: Deps, tx: Tx, { ballotId, slips, state }: ToldBallot): Promise<void> {
  const rows = slips.map(({ slip, castOn }) => {
    const { tokenHash, cipher } = sealSlip(secrets, tx.tenantId, ballotId, slip, state.questions);
    return {
      ballot_id: ballotId,
      slip_key: crypto.randomUUID(),
      token_hash: bytea(tokenHash),
      slip_cipher: bytea(cipher),
      cast_on: castOn,
    };
  });
  await insertRows(
    tx,
    'ballot_slips',
    { ballot_id: 'uuid', slip_key: 'uuid', token_hash: 'bytea', slip_cipher: 'bytea', cast_on: 'date' },
    rows.sort((one, other) => (one.slip_key < other.slip_key ? -1 : 1)),
  );
}

async function writeNominations(tx: Tx, model: Model, { ballotId, nominations }: ToldBallot): Promise<void> {
  await insertRows(
    tx,
    'ballot_nominations',
    {
      nomination_id: 'uuid',
      ballot_id: 'uuid',
      question: 'text',
      channel: 'text',
      name: 'text',
      person_id: 'uuid',
      statement: 'text',
      supporters: 'integer',
      photo_id: 'uuid',
      counts_for_norm: 'boolean',
      nominated_at: 'timestamptz',
    },
    nominations.map((one) => ({
      nomination_id: one.nominationId,
      ballot_id: ballotId,
      question: one.question,
      channel: one.channel,
      name: one.name,
      person_id: one.personId,
      statement: one.statement,
      supporters: one.supporters,
      photo_id: one.photoId,
      counts_for_norm: one.countsForNorm,
      nominated_at: one.trail[0]?.at,
    })),
  );
  await insertRows(
    tx,
    'ballot_nomination_steps',
    {
      nomination_id: 'uuid',
      step_number: 'integer',
      deed: 'text',
      at: 'timestamptz',
      by_person_id: 'uuid',
      by_post_id: 'uuid',
      by_label: 'text',
      reason: 'text',
      option: 'text',
    },
    nominations.flatMap(({ nominationId, trail }) =>
      trail.map(({ deed, at, person, post, reason, option }, index) => ({
        nomination_id: nominationId,
        step_number: index + 1,
        deed,
        at,
        by_person_id: person.personId,
        by_post_id: post?.post.postId ?? null,
        by_label: signatureOf(model, post).label ?? person.name,
        reason,
        option,
      })),
    ),
  );
}

async function writeCatalogues(tx: Tx, model: Model, { ballotId, catalogues }: ToldBallot): Promise<void> {
  await insertRows(
    tx,
    'ballot_catalogues',
    {
      ballot_id: 'uuid',
      question: 'text',
      version: 'integer',
      groups: 'jsonb',
      is_confirmed: 'boolean',
      at: 'timestamptz',
      by_person_id: 'uuid',
      by_label: 'text',
    },
    catalogues.map(({ question, groups, at, by }) => ({
      ballot_id: ballotId,
      question,
      version: 1,
      groups,
      is_confirmed: true,
      at,
      by_person_id: by.person.personId,
      by_label: signatureOf(model, by).label,
    })),
  );
}

/** Photographs of options, filed with their ballot. */
async function writePictures(deps: Deps, tx: Tx, model: Model, told: readonly ToldBallot[]): Promise<void> {
  const byPicture = new Map<PictureName, NewPhoto[]>();
  for (const { ballotId, pictures, state } of told) {
    for (const [photoId, name] of pictures) {
      const photos = byPicture.get(name) ?? [];
      byPicture.set(name, photos);
      photos.push({
        photoId,
        sender: `person:${state.convener.personId}`,
        createdAt: state.createdAt,
        caseId: ballotId,
        field: 'ballot',
      });
    }
  }
  await keepDrawings(deps, tx, model, byPicture);
}

/** What was told in the evening before was read since. */
async function readWhatIsOld(tx: Tx, now: string): Promise<void> {
  await tx.query(
    `UPDATE messages SET read_at = $2 WHERE tenant_id = $1 AND about_noun = 'ballot' AND created_at < $2 AND read_at IS NULL`,
    [tx.tenantId, hoursBefore(now, unreadHours)],
  );
}

function hoursBefore(now: string, hours: number): string {
  return new Date(Date.parse(now) - hours * hourMs).toISOString();
}
