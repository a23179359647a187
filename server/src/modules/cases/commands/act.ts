/** One verb on one case: locked, looked at, decided, recorded, shown. */
import { randomUUID } from 'node:crypto';
import type { VerbRequest } from '@linli/contract';
import {
  decide,
  type Holder,
  isRefusal,
  localDateOf,
  offers,
  type Verb,
  type VerbInput,
  verbs,
} from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import { addJobs, inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { modelsOf } from '../../models/index.ts';
import { senderOf, type Viewer } from '../../people/index.ts';
import { powersTaken } from '../../powers/index.ts';
import { type CaseFound, findCase, findCommand, findPersonName } from '../find-case.ts';
import { type Answer, firstAnswer } from '../first-answer.ts';
import { copyFollowers } from '../followers.ts';
import { isDecidedInMeeting } from '../meeting-decides.ts';
import { attachPhotos } from '../photos.ts';
import { actorOf, followerKeys, type Relation, relationTo } from '../policy.ts';
import { askOf } from '../present.ts';
import { isRepeatedCommand, write } from '../record.ts';
import { refusalProblem } from '../refusal-problem.ts';
import { findNames, show } from '../show.ts';
import { signatureOf } from '../signature.ts';
import { findHolder, findSurroundings, type HolderWords } from '../surroundings.ts';
import { detourOf, findHint, findNewlyRefused, takenBackProblem } from '../taken-back.ts';
import { tellingsOf } from '../tell.ts';

export type VerbWords = z.output<typeof VerbRequest>;
/** What a verb carries, without which command it is and which version was seen. */
export type VerbFields = Omit<VerbWords, 'commandId' | 'seq'>;

/** Verbs that are an answer to us, for which a kind may ask for an account. */
const answers: ReadonlySet<string> = new Set(['answer', 'rate']);
const personVerbs = verbs.filter((verb) => verb !== 'open' && verb !== 'tick');

export async function act(
  deps: Deps,
  viewer: Viewer,
  caseId: string,
  verbWord: string,
  words: VerbWords,
): Promise<Answer> {
  const verb = personVerbs.find((known) => known === verbWord);
  if (verb === undefined) throw problem('unknown-verb', { data: { allowed: personVerbs.join(', ') } });
  const now = deps.clock.now();
  try {
    return await inTenant(deps.db, viewer.tenantId, async (tx) => {
      const taken = await takeStep(deps, tx, viewer, caseId, verb, words, now);
      if ('status' in taken) return taken;
      const { found, model, takenBack, told, done } = taken;
      const [directory] = await Promise.all([findNames(tx, model, found), done, tx.commit()]);
      told.publish();
      return { status: 200, view: show(deps, model, viewer, found, directory, takenBack, now) };
    });
  } catch (error) {
    // Two tries of one command at once: the other one was quicker.
    if (!isRepeatedCommand(error)) throw error;
    return inTenant(deps.db, viewer.tenantId, async (tx) => {
      const command = await findCommand(tx, words.commandId);
      if (!command) throw error;
      return firstAnswer(deps, tx, viewer, command, { verb, caseId });
    });
  }
}

/**
 * The same within something larger that is one command of its own, such as a meeting that decides: recorded with it, or
 * not at all. The case is taken as it stands; who may do it and what it asks stays the engine's to say.
 */
export async function actWithin(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  caseId: string,
  verb: Verb,
  words: VerbFields,
): Promise<CaseFound> {
  const taken = await takeStep(deps, tx, viewer, caseId, verb, words, deps.clock.now());
  if ('status' in taken) throw new Error('a step within another command has no first answer');
  await taken.done;
  tx.afterCommit(() => taken.told.publish());
  return taken.found;
}

interface StepTaken {
  found: CaseFound;
  model: Model;
  takenBack: Awaited<ReturnType<typeof findHint>>;
  told: Awaited<ReturnType<typeof tellingsOf>>;
  /** Sent, and perhaps not yet written. */
  done: Promise<unknown>;
}

/** Without `commandId` it is part of another command; an answer: the same command was through before. */
async function takeStep(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  caseId: string,
  verb: Verb,
  words: VerbFields & Partial<VerbWords>,
  now: string,
): Promise<StepTaken | Answer> {
  // The command is looked for after the lock: a first try that held it has been recorded by then.
  const [found, command, name, taken] = await Promise.all([
    findCase(tx, caseId, { followerKeys: followerKeys(viewer) }, 'to decide'),
    words.commandId === undefined ? undefined : findCommand(tx, words.commandId),
    viewer.posts.length > 0 ? findPersonName(tx, viewer.personId) : null,
    powersTaken(tx),
  ]);
  if (command) return firstAnswer(deps, tx, viewer, command, { verb, caseId });
  if (!found) throw problem('not-found');
  const model = await modelsOf(deps).version(tx.tenantId, found.state.modelVersion);
  const relation = relationTo(model, viewer, found, found.follows);
  if (relation.sight === 'none') throw problem('not-found');
  if (verb === 'decide' && words.commandId !== undefined && isDecidedInMeeting(model, found.state)) {
    throw problem('gathering-no-quorum', {
      detail: {
        zh: '这一级由会议作出决定，到会人数够了才算数：请在会议室里写决议。',
        en: 'The meeting of this rung decides, once enough are there: write the resolution in its room.',
      },
    });
  }
  const present = async (): Promise<unknown> => ({
    case: show(
      deps,
      model,
      viewer,
      found,
      await findNames(tx, model, found),
      await findHint(tx, taken, model, found.state, now),
      now,
      relation,
    ),
  });
  if (words.seq !== undefined && words.seq !== found.seq)
    throw problem('state-changed', { current: await present() });
  if (
    answers.has(verb) &&
    relation.isReporter &&
    viewer.personId === null &&
    model.caseKinds[found.state.kind]?.account !== 'none'
  ) {
    throw problem('sign-in-required');
  }
  const sender = senderOf(viewer);
  const actor = actorOf(viewer, relation);
  const input = await inputOf(tx, model, found, relation, viewer, verb, words, now);
  const asked = { category: input.category ?? found.state.category, areaCode: found.state.areaCode };
  const detour = detourOf(taken, model, asked, now);
  const surroundings = await findSurroundings(tx, model, found, verb, input.into, now, detour.passOver);
  const decision = decide(model, found.state, verb, input, actor, surroundings);
  if (isRefusal(decision)) {
    // Nobody was named and routing led nowhere: that it was taken back from them says more than a missing field.
    const [refused] = detour.passed;
    const isLost = decision.code === 'field-required' && decision.at === 'to' && verb === 'reroute';
    if (isLost && refused !== undefined) throw takenBackProblem(model, refused, null);
    throw refusalProblem(decision, decision.kind === 'state' ? await present() : undefined);
  }

  const newly = await findNewlyRefused(tx, taken, model, found.state, decision.next, now);
  if (newly !== undefined) throw takenBackProblem(model, newly.refused, newly.at);
  const takenBack = await findHint(tx, taken, model, decision.next, now);

  const seq = found.seq + 1;
  const photos = photosAdded(found, decision.next.answers, viewer);
  await attachPhotos(tx, photos.senders, photos.byField, caseId);
  if (decision.to === 'merged' && input.into !== undefined) await copyFollowers(tx, found, input.into, now);
  const told = await tellingsOf(deps, tx, model, decision, {
    caseId,
    number: found.number,
    title: found.title,
    seq,
    at: now,
    deviceHash: found.deviceHash,
    actorPersonId: viewer.personId,
  });
  const signature = signatureOf(
    model,
    { viewer, posts: relation.posts, name, at: now },
    decision,
    found.state,
  );
  const { recorded, done } = write(tx, {
    model,
    caseId,
    decision,
    previous: found,
    opening: null,
    at: now,
    signature,
    command: words.commandId === undefined ? null : { commandId: words.commandId, sender, status: 200 },
    messages: told.messages,
  });
  const next: CaseFound = {
    ...found,
    seq,
    headHash: recorded.hash,
    state: decision.next,
    history: [
      ...found.history,
      {
        seq,
        at: now,
        verb,
        fromStation: decision.from,
        toStation: decision.to,
        actorPersonId: signature.personId,
        actorPostId: signature.postId,
        actorLabel: signature.label,
        reason: decision.reason,
        changes: decision.changes,
        hash: recorded.hash,
      },
    ],
  };
  return { found: next, model, takenBack, told, done: Promise.all([done, addJobs(tx, told.jobs)]) };
}

/** What was sent, as the engine takes it: posts looked up, photos put into the field that asks for them. */
async function inputOf(
  tx: Tx,
  model: Model,
  found: CaseFound,
  relation: Relation,
  viewer: Viewer,
  verb: Verb,
  words: VerbFields,
  now: string,
): Promise<VerbInput> {
  const { reason, pause, rating, into, severity, category, resolution, dueOn } = words;
  const day = localDateOf(now, model.timeZone);
  const holder = async (named: HolderWords | undefined, at: string): Promise<Holder | undefined> => {
    if (named === undefined) return undefined;
    const post = await findHolder(tx, model, named, found.state.areaCode, day);
    if (post !== null) return post;
    throw problem('holder-invalid', {
      errors: [
        {
          at,
          message: {
            zh: '这个岗位不存在、无人担任或不负责这里',
            en: 'This post does not exist, is vacant, or does not cover this place',
          },
        },
      ],
    });
  };
  const to = await holder(words.to, '/to');
  const partHolder = await holder(words.part?.holder, '/part/holder');
  const given = answersWithPhotos(model, found, relation, viewer, verb, words, now);
  return {
    ...defined({ reason, pause, into, severity, category, resolution, dueOn, to, answers: given }),
    ...(rating === undefined ? {} : { rating: defined(rating) }),
    ...(words.part === undefined
      ? {}
      : {
          part: defined({
            partId: words.part.partId ?? (verb === 'ask-part' ? randomUUID() : undefined),
            task: words.part.task,
            result: words.part.result,
            holder: partHolder,
          }),
        }),
  };
}

function answersWithPhotos(
  model: Model,
  { state }: CaseFound,
  relation: Relation,
  viewer: Viewer,
  verb: Verb,
  { answers: given, photoIds }: VerbFields,
  now: string,
): VerbInput['answers'] {
  if (photoIds === undefined || photoIds.length === 0) return given;
  const kind = model.caseKinds[state.kind];
  const asked =
    offers(model, state, actorOf(viewer, relation), now).find((offer) => offer.verb === verb)?.asks ?? [];
  const field = asked.find((key) => kind && askOf(kind, key)?.kind === 'photo') ?? 'photos';
  return { [field]: photoIds, ...given };
}

/** Photos among the answers that were not there before. */
function photosAdded(found: CaseFound, next: CaseFound['state']['answers'], viewer: Viewer) {
  const old = new Set(
    Object.values(found.state.answers).flatMap((value) => (Array.isArray(value) ? value : [])),
  );
  const byField = Object.entries(next).flatMap(([field, value]) => {
    const photoIds = Array.isArray(value) ? value.filter((photoId) => !old.has(photoId)) : [];
    return photoIds.length === 0 ? [] : [{ field, photoIds }];
  });
  return { senders: followerKeys(viewer), byField };
}

type Defined<Value> = { [Key in keyof Value]: Exclude<Value[Key], undefined> };

/** Without what is undefined: a field that is there was meant. */
function defined<Value extends object>(value: Value): Defined<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as Defined<Value>;
}
