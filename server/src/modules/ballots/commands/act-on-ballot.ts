/** Takes a step of a ballot by a verb: what the engine decides is recorded with everything that follows from it. */
import { randomUUID } from 'node:crypto';
import type { BallotVerbKey, BallotVerbRequest } from '@linli/contract';
import { type BallotAround, type BallotInput, type BallotVerb, decideBallot, isRefusal } from '@linli/engine';
import type { z } from 'zod';
import { inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { once, type Viewer } from '../../people/index.ts';
import { carryMarks } from '../carry-marks.ts';
import { closeBox } from '../close-box.ts';
import { countNow, keepCount } from '../count.ts';
import { externalCount } from '../external-count.ts';
import { fieldProblem } from '../field-problem.ts';
import { aroundOf, type Found, seeBallot } from '../find-ballot.ts';
import { rollOf } from '../make-roll.ts';
import { clearTraces } from '../mix-box.ts';
import { attachPhotographs } from '../photographs.ts';
import { actorOf, kindOf } from '../policy.ts';
import { questionOf } from '../question-of.ts';
import { refusalProblem } from '../refusal-problem.ts';
import { insertSlipKeys, makeSlipKeys, type SlipKeys } from '../slip-keys.ts';
import { findBallot, insertRoll, lockVoting, type RollToKeep } from '../store.ts';
import {
  findOwnStrike,
  keepStrike,
  keepStrikeWords,
  personAt,
  personsOffRoll,
  placeOfPerson,
  rollChanged,
  strikesOf,
} from '../strikes.ts';
import { signatureOf, takeStep } from '../take-step.ts';

type Words = z.output<typeof BallotVerbRequest>;

export async function actOnBallot(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  verb: BallotVerbKey,
  words: Words,
): Promise<string> {
  if (viewer.personId === null) throw problem('sign-in-required');
  const { commandId, seq } = words;
  // Making keys takes seconds: before the transaction, not in it.
  const keys = verb === 'post' ? await keysFor(deps, viewer, ballotId) : null;
  let isBoxClosed = false;
  const acted = await once(
    deps,
    viewer,
    { commandId, verb: `ballot-${verb}`, target: ballotId },
    async (tx) => {
      await lockVoting(tx, ballotId, 'alone');
      const found = await seeBallot(deps, tx, viewer, ballotId, 'to change');
      const { row, model, relation } = found;
      if (row.seq !== seq) {
        throw problem('state-changed', { current: { seq: row.seq, phase: row.state.phase } });
      }
      const around = {
        ...(await aroundOf(deps, tx, viewer, found)),
        ...(await targetOf(deps, tx, found, verb, words)),
      };
      const actor = actorOf(viewer, relation);
      const follows = await preparedFor(deps, tx, found, verb, words, keys);
      const decision = decideBallot(model, row.state, verb, follows.input, actor, around);
      if (isRefusal(decision)) throw refusalProblem(decision, { seq: row.seq, phase: row.state.phase });
      await keepWords(deps, tx, found, verb, follows.input, words);
      const rollNumber = follows.roll === null ? undefined : (row.rollNumber ?? 0) + 1;
      if (follows.roll !== null && rollNumber !== undefined) {
        await insertRoll(deps, tx, ballotId, rollNumber, follows.roll, around.now);
        if (row.rollNumber !== null && viewer.personId !== null) {
          await carryMarks(
            deps,
            tx,
            ballotId,
            { before: row.rollNumber, after: follows.roll },
            { at: around.now, personId: viewer.personId },
          );
        }
      }
      if (verb === 'amend' && follows.input.draft?.questions !== undefined) {
        await attachPhotographs(
          tx,
          viewer,
          { ballotId, repeats: row.state.repeats },
          follows.input.draft.questions.flatMap(({ options }) => options.map(({ photoId }) => photoId)),
          '/draft/questions',
        );
      }
      if (follows.keys !== null) await insertSlipKeys(deps, tx, ballotId, follows.keys);
      if (follows.parts !== null) await keepCount(tx, ballotId, follows.parts, around.now);
      await takeStep(deps, tx, {
        model,
        ballotId,
        number: row.number,
        decision,
        previous: row,
        signature:
          verb === 'object' || verb === 'object-strike'
            ? // Whoever is on the roll acts as their entry: a person's id in a public history would tie entries of many ballots.
              { personId: null, postId: null, label: null }
            : await signatureOf(tx, model, viewer, relation, rolesFor(found, verb)),
        commandId,
        ...(rollNumber === undefined ? {} : { rollNumber }),
      });
      isBoxClosed = await closeBox(deps, tx, ballotId, decision, around.now);
      return ballotId;
    },
  );
  if (isBoxClosed) await clearTraces(deps);
  return acted;
}

/** strike: was whoever stands there struck before? */
async function targetOf(
  deps: Deps,
  tx: Tx,
  { row }: Found,
  verb: BallotVerbKey,
  { strike }: Words,
): Promise<Pick<BallotAround, 'wasStruck'>> {
  if (verb !== 'strike' || strike === undefined || row.state.strikes === undefined) return {};
  const personId = await personAt(tx, row, strike.entryId);
  return { wasStruck: (await findOwnStrike(deps, tx, row, personId)) !== undefined };
}

/** What was said of somebody and by them is no part of the public state. */
async function keepWords(
  deps: Deps,
  tx: Tx,
  found: Found,
  verb: BallotVerbKey,
  { strike, strikeDecision }: BallotInput,
  words: Words,
): Promise<void> {
  const { ballotId } = found.row;
  if (strike !== undefined && words.strike !== undefined) {
    const personId = await personAt(tx, found.row, strike.entryId);
    await keepStrike(deps, tx, ballotId, { strikeId: strike.id, personId, note: words.strike.note });
  }
  if (verb === 'object-strike' && found.strike !== undefined) {
    if (words.strikeObjection === undefined) {
      throw fieldProblem('/strikeObjection/text', {
        zh: '请写明为什么应当在名册上',
        en: 'Say why you belong on the roll',
      });
    }
    const { strikeId } = found.strike;
    await keepStrikeWords(deps, tx, ballotId, strikeId, 'objection_cipher', words.strikeObjection.text);
  }
  if (strikeDecision !== undefined && words.strikeDecision !== undefined) {
    const { strikeId, text } = words.strikeDecision;
    await keepStrikeWords(deps, tx, ballotId, strikeId, 'decision_cipher', text);
  }
}

interface Prepared {
  input: BallotInput;
  roll: RollToKeep | null;
  keys: SlipKeys | null;
  parts: Awaited<ReturnType<typeof countNow>> | null;
}

/** What the verb carries besides what its sender wrote: the roll, the count, what files say. */
async function preparedFor(
  deps: Deps,
  tx: Tx,
  found: Found,
  verb: BallotVerbKey,
  words: Words,
  keys: SlipKeys | null,
): Promise<Prepared> {
  const { row, model } = found;
  const { reason, draft, opinion, order, vetting, answer, external, objection, strike, strikeDecision } =
    words;
  const input: BallotInput = {
    ...(reason === undefined ? {} : { reason }),
    ...(opinion === undefined ? {} : { opinion }),
    ...(order === undefined ? {} : { order }),
    ...(vetting === undefined ? {} : { vetting }),
    ...(objection === undefined ? {} : { objection: { id: randomUUID(), text: objection.text } }),
    ...(answer === undefined
      ? {}
      : { answer: { id: answer.objectionId, text: answer.text, upheld: answer.upheld } }),
    ...(strike === undefined
      ? {}
      : { strike: { id: randomUUID(), entryId: strike.entryId, reason: strike.reason } }),
    ...(strikeDecision === undefined
      ? {}
      : { strikeDecision: { id: strikeDecision.strikeId, upheld: strikeDecision.upheld } }),
  };
  if (draft !== undefined) {
    const { questions, ...rest } = draft;
    input.draft = {
      ...rest,
      ...(questions === undefined
        ? {}
        : {
            questions: questions.map((question) =>
              questionOf(
                question,
                row.state.questions.find(({ key }) => key === question.key),
              ),
            ),
          }),
    };
  }
  const nothing: Prepared = { input, roll: null, keys: null, parts: null };
  // What is made here is made only where the phase lets the engine use it: refusals cost nothing.
  if (
    (verb === 'post' && row.state.phase === 'draft') ||
    (verb === 'correct-roll' && row.state.phase === 'posted')
  ) {
    const roll = await rollOf(deps, tx, model, row.state, await personsOffRoll(deps, tx, row));
    input.roll = { onDate: roll.roll.onDate, root: roll.roll.root, total: roll.roll.total };
    if (verb === 'post' && keys !== null) input.slipKeys = keys.public;
    return { ...nothing, roll, keys: verb === 'post' ? keys : null };
  }
  if (row.state.phase === 'posted') {
    const change = await strikeChange(deps, tx, found, verb, words);
    if (change !== null) {
      const roll = await rollChanged(deps, tx, row, change);
      input.roll = { onDate: roll.roll.onDate, root: roll.roll.root, total: roll.roll.total };
      return { ...nothing, roll };
    }
  }
  if (verb === 'count' && row.state.phase === 'counting') {
    const parts = await countNow(deps, tx, found);
    input.count = parts.count;
    return { ...nothing, parts };
  }
  if (verb === 'record-result' && external !== undefined) {
    const recorded = await externalCount(tx, found, external);
    input.external = recorded.external;
    input.count = recorded.parts.count;
    return { ...nothing, parts: recorded.parts };
  }
  return nothing;
}

/** Whom a strike, an objection or its refusal takes off the roll or puts back. Null: the roll stays as it is. */
async function strikeChange(
  deps: Deps,
  tx: Tx,
  { row, kind, strike: own }: Found,
  verb: BallotVerbKey,
  { strike, strikeDecision }: Words,
): Promise<{ without: string } | { with: string } | null> {
  if (kind.electorate.of !== 'residents') return null;
  if (verb === 'strike' && strike !== undefined) {
    return { without: await personAt(tx, row, strike.entryId) };
  }
  if (verb === 'object-strike' && own !== undefined) return { with: own.personId };
  if (verb === 'decide-strike' && strikeDecision?.upheld === false) {
    const struck = (await strikesOf(deps, tx, row.ballotId)).find(
      ({ strikeId }) => strikeId === strikeDecision.strikeId,
    );
    const stands = struck !== undefined && (await placeOfPerson(tx, row, struck.personId)) !== undefined;
    return stands ? { without: struck.personId } : null;
  }
  return null;
}

async function keysFor(deps: Deps, viewer: Viewer, ballotId: string): Promise<SlipKeys | null> {
  const row = await inTenant(deps.db, viewer.tenantId, (tx) => findBallot(tx, ballotId, 'to show'), {
    readOnly: true,
  });
  if (row === undefined || row.state.phase !== 'draft' || !row.state.secret) return null;
  const model = await modelsOf(deps).version(viewer.tenantId, row.modelVersion);
  const kind = kindOf(model, row.state.kind);
  const may = viewer.posts.some(({ role }) => kind.convenedBy.includes(role));
  return may && kind.channels.includes('online') ? makeSlipKeys() : null;
}

/** Roles by which the verb may be taken: the post that is named in the history is one of these. */
function rolesFor({ kind }: Found, verb: BallotVerb): string[] {
  switch (verb) {
    case 'give-opinion':
      return kind.priorStudy?.by ?? [];
    case 'pass-by-order':
      return kind.priorStudy?.orderedBy ?? [];
    case 'vet':
      return kind.vettedBy;
    case 'annul':
      return kind.annulledBy;
    case 'count':
    case 'record-result':
      return kind.countedBy;
    case 'recount':
      return [...kind.countedBy, ...kind.annulledBy];
    case 'decide-strike':
      return [...kind.convenedBy, ...kind.countedBy, ...kind.annulledBy];
    case 'correct-roll':
    case 'announce':
    case 'answer-objection':
      return [...kind.convenedBy, ...kind.countedBy];
    default:
      return kind.convenedBy;
  }
}
