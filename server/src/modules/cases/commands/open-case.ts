/** A case is opened: placed, routed, decided, recorded. */
import { randomBytes } from 'node:crypto';
import { errorCatalogue, type OpenCase } from '@linli/contract';
import { type AnswerValue, openCase as decideOpening, isRefusal, localDateOf } from '@linli/engine';
import type { Ask, CaseKind, Model } from '@linli/model';
import type { z } from 'zod';
import { addJobs, inTenant, type Tx } from '../../../platform/db/index.ts';
import type { Deps } from '../../../platform/deps.ts';
import { problem } from '../../../platform/http/index.ts';
import { classAt, type Place, resolvePlace } from '../../areas/index.ts';
import { modelsOf } from '../../models/index.ts';
import { findRoute, type Route } from '../../orgs/index.ts';
import { senderOf, type Viewer } from '../../people/index.ts';
import { findNotExercised, powersTaken } from '../../powers/index.ts';
import { textsOf, titleOf } from '../describe.ts';
import { type CaseFound, findCommand, findPersonName } from '../find-case.ts';
import { type Answer, firstAnswer } from '../first-answer.ts';
import { attachPhotos, type PhotosOfField } from '../photos.ts';
import { actorOf, followerKeys, postsCovering, relationTo } from '../policy.ts';
import { isRepeatedCommand, write } from '../record.ts';
import { refusalProblem } from '../refusal-problem.ts';
import { caseNumber, serialsOf } from '../serials.ts';
import { findNames, show } from '../show.ts';
import { signatureOf } from '../signature.ts';
import { detourOf, notExercisedProblem, takenBackProblem } from '../taken-back.ts';
import { tellingsOf } from '../tell.ts';
import { wordsOf } from '../words.ts';

export type OpenCaseInput = z.output<typeof OpenCase>;

export async function openCase(deps: Deps, viewer: Viewer, input: OpenCaseInput): Promise<Answer> {
  const { tenantId } = viewer;
  const model = modelsOf(deps).ofTenant(tenantId);
  const kind = Object.hasOwn(model.caseKinds, input.kind) ? model.caseKinds[input.kind] : undefined;
  if (!kind) {
    throw problem('unknown-kind', { data: { allowed: Object.keys(model.caseKinds).join(', ') } });
  }
  if (kind.account === 'required' && viewer.personId === null) throw problem('sign-in-required');
  const sender = senderOf(viewer);
  const at = deps.clock.now();

  const looked = await inTenant(deps.db, tenantId, (tx) => look(deps, tx, viewer, model, kind, input, at));
  if ('answer' in looked) return looked.answer;
  const { place, areaClass, route, name } = looked;

  const posts = postsCovering(viewer, place.code);
  const answers = answersOf(kind, input);
  const decision = decideOpening(
    model,
    {
      kind: input.kind,
      areaCode: place.code,
      areaClass,
      category: input.category ?? null,
      answers,
      reporterId: viewer.personId,
    },
    actorOf(viewer, { isReporter: true, posts }),
    { now: at, route, followerCount: 0 },
  );
  if (isRefusal(decision)) throw refusalProblem(decision);

  const state = decision.next;
  const caseId = caseIdAt(at);
  const day = localDateOf(at, model.timeZone).replaceAll('-', '');
  const serial = await serialsOf(deps).next(tenantId, kind.numberPrefix, day);
  const opening = {
    record: {
      number: caseNumber(kind.numberPrefix, day, serial),
      title: titleOf(model, input.kind, state.answers, state.category),
      spot: input.spot || place.spot,
      position: place.position,
    },
    deviceHash: viewer.personId === null ? viewer.deviceHash : null,
    contactCipher: contactOf(deps, tenantId, kind, answers),
    words: wordsOf(textsOf(model, input.kind, state.answers).join('\n')),
  };
  try {
    return await inTenant(deps.db, tenantId, async (tx) => {
      await attachPhotos(tx, followerKeys(viewer), photosByField(kind, state.answers), caseId);
      const told = await tellingsOf(deps, tx, model, decision, {
        caseId,
        ...opening.record,
        seq: 1,
        at,
        deviceHash: opening.deviceHash,
        actorPersonId: viewer.personId,
      });
      const signature = signatureOf(model, { viewer, posts, name, at }, decision, null);
      const { recorded, done } = write(tx, {
        model,
        caseId,
        decision,
        previous: null,
        opening,
        at,
        signature,
        command: { commandId: input.commandId, sender, status: 201 },
        messages: told.messages,
      });
      const found: CaseFound = {
        caseId,
        ...opening.record,
        longitude: opening.record.position?.[0] ?? null,
        latitude: opening.record.position?.[1] ?? null,
        deviceHash: opening.deviceHash,
        followerCount: 0,
        seq: 1,
        headHash: recorded.hash,
        state,
        follows: false,
        mergedFrom: 0,
        contactCipher: opening.contactCipher,
        reporterPhoneCipher: null,
        history: [
          {
            seq: 1,
            at,
            verb: 'open',
            fromStation: decision.from,
            toStation: decision.to,
            actorPersonId: signature.personId,
            actorPostId: signature.postId,
            actorLabel: signature.label,
            reason: null,
            changes: state,
            hash: recorded.hash,
          },
        ],
      };
      const [directory] = await Promise.all([
        findNames(tx, model, found),
        done,
        addJobs(tx, told.jobs),
        tx.commit(),
      ]);
      told.publish();
      return {
        status: 201,
        view: show(deps, model, viewer, found, directory, null, at, relationTo(model, viewer, found, false)),
      };
    });
  } catch (error) {
    if (!isRepeatedCommand(error)) throw error;
    return inTenant(deps.db, tenantId, async (tx) => {
      const command = await findCommand(tx, input.commandId);
      if (!command) throw error;
      return firstAnswer(deps, tx, viewer, command, { verb: 'open' });
    });
  }
}

type Looked =
  | { answer: Answer }
  | { place: Place; areaClass: string | null; route: Route | null; name: string | null };

async function look(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  model: Model,
  kind: CaseKind,
  input: OpenCaseInput,
  at: string,
): Promise<Looked> {
  const [command, place, name, taken] = await Promise.all([
    findCommand(tx, input.commandId),
    resolvePlace(tx, {
      areaCode: areaAsked(kind, input),
      spotCode: input.spotCode,
      position: input.position,
    }),
    viewer.posts.length > 0 ? findPersonName(tx, viewer.personId) : null,
    powersTaken(tx),
  ]);
  if (command) return { answer: await firstAnswer(deps, tx, viewer, command, { verb: 'open' }) };
  if ('refused' in place) throw placeProblem(kind, place.refused);
  const day = localDateOf(at, model.timeZone);
  const lost = await findNotExercised(tx, model, input.kind, place.code, day);
  if (lost !== undefined) throw notExercisedProblem(model, kind, lost);
  const asked = { category: categoryAsked(kind, input), areaCode: place.code };
  const detour = detourOf(taken, model, asked, at);
  const [route, areaClass] = await Promise.all([
    findRoute(tx, model, kind.route, place.code, at, detour.passOver),
    differsByClass(kind) ? classAt(tx, model, place.code) : null,
  ]);
  const [refused] = detour.passed;
  if (route === null && refused !== undefined) throw takenBackProblem(model, refused, null);
  return { place, areaClass, route, name };
}

/** Most kinds do not ask for the class of the place: their opening is spared the look. */
function differsByClass({ inClasses, clocks }: CaseKind): boolean {
  return (
    inClasses.length > 0 ||
    Object.values(clocks).some(({ limitByClass }) => Object.keys(limitByClass).length > 0)
  );
}

/** The place may come as an answer to the kind's own field for it. */
function areaAsked(kind: CaseKind, input: OpenCaseInput): string | undefined {
  if (input.areaCode !== undefined) return input.areaCode;
  const answered = fieldsOf(kind, 'place').map((field) => input.answers[field]);
  return answered.find((value) => typeof value === 'string' && /^[0-9A-Za-z]{1,32}$/.test(value)) as
    | string
    | undefined;
}

/** The problem may come as an answer to the kind's own field for it. */
function categoryAsked(kind: CaseKind, input: OpenCaseInput): string | null {
  const answered = fieldsOf(kind, 'category').map((field) => input.answers[field]);
  return input.category ?? answered.find((value) => typeof value === 'string') ?? null;
}

function placeProblem(kind: CaseKind, code: 'unknown-area' | 'outside-city' | 'field-required' | string) {
  const title = kind.asks[fieldsOf(kind, 'place')[0] ?? '']?.title ?? { zh: '地点', en: 'Place' };
  const refused = code === 'unknown-area' || code === 'outside-city' ? code : 'field-required';
  return problem(refused, {
    labels: { field: title },
    errors: [
      {
        at: refused === 'outside-city' ? '/position' : '/areaCode',
        message: errorCatalogue[refused].title,
      },
    ],
  });
}

function fieldsOf(kind: CaseKind, sort: Ask['kind']): string[] {
  return Object.entries(kind.asks).flatMap(([field, ask]) => (ask.kind === sort ? [field] : []));
}

/** Photos sent beside the answers belong to the kind's first field for photos. */
function answersOf(kind: CaseKind, input: OpenCaseInput): Record<string, AnswerValue> {
  const [field] = fieldsOf(kind, 'photo');
  if (input.photoIds.length === 0 || field === undefined || input.answers[field] !== undefined) {
    return input.answers;
  }
  return { ...input.answers, [field]: input.photoIds };
}

function photosByField(kind: CaseKind, answers: Record<string, AnswerValue>): PhotosOfField[] {
  return fieldsOf(kind, 'photo').flatMap((field) => {
    const photoIds = answers[field];
    return Array.isArray(photoIds) && photoIds.length > 0 ? [{ field, photoIds }] : [];
  });
}

/** A phone number given with the report: encrypted beside the case, in no history. */
function contactOf(
  deps: Deps,
  tenantId: number,
  kind: CaseKind,
  answers: Record<string, AnswerValue>,
): Buffer | null {
  const given = fieldsOf(kind, 'phone').map((field) => answers[field]);
  const phone = given.find((value): value is string => typeof value === 'string' && value.trim() !== '');
  return phone === undefined ? null : deps.secrets.encrypt({ tenantId, field: 'contact' }, phone.trim());
}

/** A version-7 UUID (RFC 9562): what is opened together lies together in the index. */
function caseIdAt(at: string): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.parse(at), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
