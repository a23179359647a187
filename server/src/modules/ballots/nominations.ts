/** How candidates come to the slate: nominated through a channel the kind opens, vetted, and every step of it kept. */
import { randomUUID } from 'node:crypto';
import {
  listed,
  type Nominate,
  type NominationDeed,
  type NominationRequest,
  type Nominations,
  type NominationView,
} from '@linli/contract';
import { type BallotQuestion, decideBallot, isRefusal, slateWarning } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { maskName } from '../../platform/secrets/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { fieldProblem } from './field-problem.ts';
import { aroundOf, type Found, seeBallot } from './find-ballot.ts';
import { findRegistered } from './find-registered.ts';
import { publishBallot } from './live.ts';
import { attachPhotographs } from './photographs.ts';
import { actorOf } from './policy.ts';
import { refusalProblem } from './refusal-problem.ts';
import { lockVoting } from './store.ts';
import { signatureOf, takeStep } from './take-step.ts';

export interface NominationRow {
  nominationId: string;
  question: string;
  channel: string;
  name: string;
  personId: string | null;
  statement: string;
  supporters: number;
  photoId: string | null;
  countsForNorm: boolean;
  nominatedAt: string;
}
export interface StepRow {
  nominationId: string;
  deed: z.output<typeof NominationView>['trail'][number]['deed'];
  at: string;
  byPersonId: string;
  byPostId: string | null;
  by: string;
  reason: string | null;
  option: string | null;
}
const states = {
  nominate: 'nominated',
  accept: 'accepted',
  reject: 'rejected',
  withdraw: 'withdrawn',
} as const;

/** Channels open to the viewer: whoever sees the draft may nominate, until it goes to its study or is posted. */
export function channelsFor(
  model: Model,
  viewer: Viewer,
  { kind, row }: Found,
): { key: string; title: { zh: string; en: string } }[] {
  if (viewer.personId === null || !isOpen(row.state)) return [];
  return kind.nominate.map((key) => ({
    key,
    title: model.nominationChannels[key]?.title ?? { zh: key, en: key },
  }));
}

function isOpen(state: Found['row']['state']): boolean {
  return state.phase === 'draft' && state.study === null;
}

export async function nominate(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  words: z.output<typeof Nominate>,
): Promise<string> {
  const { personId } = viewer;
  if (personId === null) throw problem('sign-in-required');
  const { commandId, channel, question, name } = words;
  return once(deps, viewer, { commandId, verb: 'nominate', target: `${ballotId} ${name}` }, async (tx) => {
    const found = await seeBallot(deps, tx, viewer, ballotId, 'to show');
    const channels = channelsFor(found.model, viewer, found);
    if (channels.length === 0) {
      throw problem('verb-not-allowed', {
        detail: { zh: '现在不接受推荐。', en: 'Nominations are not taken now.' },
        current: { phase: found.row.state.phase },
      });
    }
    if (!channels.some(({ key }) => key === channel)) {
      throw fieldProblem('/channel', {
        zh: `推荐渠道：${channels.map(({ title }) => title.zh).join('、')}`,
        en: `Channels: ${channels.map(({ title }) => title.en).join(', ')}`,
      });
    }
    if (!found.row.state.questions.some(({ key, form }) => key === question && form === 'options')) {
      throw fieldProblem('/question', { zh: '没有这个席位', en: 'There is no such seat' });
    }
    const candidateId = await whoIs(deps, tx, words);
    const nominationId = randomUUID();
    const at = deps.clock.now();
    await attachPhotographs(
      tx,
      viewer,
      { ballotId, repeats: found.row.state.repeats },
      [words.photoId],
      '/photoId',
    );
    await tx.query(
      `INSERT INTO ballot_nominations (tenant_id, nomination_id, ballot_id, question, channel, name, person_id, statement,
         supporters, photo_id, counts_for_norm, nominated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        tx.tenantId,
        nominationId,
        ballotId,
        question,
        channel,
        name,
        candidateId,
        words.statement,
        words.supporters,
        words.photoId,
        words.countsForNorm,
        at,
      ],
    );
    await addStep(tx, viewer, found, nominationId, { deed: 'nominate', at, reason: null, option: null });
    tx.afterCommit(() => publishBallot(deps, tx.tenantId, ballotId, found.row.seq));
    return nominationId;
  });
}

/**
 * Which person of the city the candidate is; null where that is not said. Somebody else's name must be theirs: else a vote for
 * one would make a post for another.
 */
async function whoIs(
  deps: Deps,
  tx: Tx,
  { personId, phone, name }: Pick<z.output<typeof Nominate>, 'personId' | 'phone' | 'name'>,
): Promise<string | null> {
  if (phone !== undefined) return findRegistered(deps, tx, { phone, name }, '/phone');
  if (personId === null) return null;
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
    [tx.tenantId, personId],
  );
  if (rows[0]?.name === name) return personId;
  throw fieldProblem('/personId', { zh: '没有这位人员', en: 'There is no such person' });
}

export async function decideNomination(
  deps: Deps,
  viewer: Viewer,
  {
    ballotId,
    nominationId,
    deed,
  }: { ballotId: string; nominationId: string; deed: z.output<typeof NominationDeed> },
  { commandId, reason }: z.output<typeof NominationRequest>,
): Promise<string> {
  if (viewer.personId === null) throw problem('sign-in-required');
  return once(deps, viewer, { commandId, verb: `nomination-${deed}`, target: nominationId }, async (tx) => {
    await lockVoting(tx, ballotId, 'alone');
    const found = await seeBallot(deps, tx, viewer, ballotId, 'to change');
    const [rows, steps] = await readNominations(tx, ballotId);
    const one = rows.find((row) => row.nominationId === nominationId);
    if (!one) throw problem('not-found');
    const trail = steps.filter((step) => step.nominationId === nominationId);
    if (!verbsOf(viewer, found, one, trail).includes(deed)) {
      const may =
        vetters(found).length > 0 && found.relation.posts.some(({ role }) => vetters(found).includes(role));
      throw may || deed === 'withdraw'
        ? problem('verb-not-allowed', {
            data: { station: states[trail.at(-1)?.deed ?? 'nominate'] },
            current: { phase: found.row.state.phase },
          })
        : problem('forbidden', {
            labels: {
              who: listed(
                vetters(found).map((role) => found.model.roles[role]?.title ?? { zh: role, en: role }),
              ),
            },
          });
    }
    if (deed !== 'accept' && !reason) throw problem('reason-required');
    const at = deps.clock.now();
    const option =
      deed === 'accept' ? await putOnSlate(deps, tx, viewer, found, one, commandId, reason ?? '') : null;
    await addStep(tx, viewer, found, nominationId, { deed, at, reason: reason ?? null, option });
    if (deed === 'withdraw') await takeOffSlate(deps, tx, viewer, found, trail, commandId);
    tx.afterCommit(() => publishBallot(deps, tx.tenantId, ballotId, found.row.seq));
    return nominationId;
  });
}

export async function listNominations(
  tx: Tx,
  viewer: Viewer,
  found: Found,
): Promise<z.output<typeof Nominations>> {
  const { model, kind, row, relation } = found;
  const [rows, steps] = await readNominations(tx, row.ballotId);
  const stepsOf = Map.groupBy(steps, ({ nominationId }) => nominationId);
  const warnings = row.state.questions
    .map((question) => slateWarning(kind, question))
    .filter((one) => one !== null);
  return {
    nominations: rows.map((one) => {
      const trail = stepsOf.get(one.nominationId) ?? [];
      return {
        nominationId: one.nominationId,
        question: one.question,
        channel: one.channel,
        channelTitle: model.nominationChannels[one.channel]?.title ?? { zh: one.channel, en: one.channel },
        name: one.name,
        statement: one.statement,
        supporters: one.supporters,
        photoId: one.photoId,
        countsForNorm: one.countsForNorm,
        state: states[trail.at(-1)?.deed ?? 'nominate'],
        option: trail.findLast(({ option }) => option !== null)?.option ?? null,
        isRegistered: one.personId !== null,
        trail: trail.map(({ deed, at, by, byPostId, reason }) => ({
          deed,
          at,
          // Who acts by a post is named with it; a neighbour who nominates is masked to others.
          by: relation.isDesk || byPostId !== null ? by : maskName(by),
          reason,
        })),
        verbs: verbsOf(viewer, found, one, trail),
      };
    }),
    norm:
      kind.slateNorm === null
        ? null
        : {
            title: kind.slateNorm.title,
            percent: kind.slateNorm.percent,
            accepted: warnings.reduce((sum, { whole }) => sum + whole, 0),
            counting: warnings.reduce((sum, { part }) => sum + part, 0),
            isMet: warnings.every(({ isBelow }) => !isBelow),
          },
  };
}

/** Those who vet; where the kind has nobody for it, those who convene. */
function vetters({ kind }: Found): string[] {
  return kind.vettedBy.length > 0 ? kind.vettedBy : kind.convenedBy;
}

function verbsOf(
  viewer: Viewer,
  found: Found,
  { personId }: NominationRow,
  trail: readonly StepRow[],
): z.output<typeof NominationDeed>[] {
  const last = trail.at(-1)?.deed ?? 'nominate';
  if (!isOpen(found.row.state) || viewer.personId === null) return [];
  const isVetter = found.relation.posts.some(({ role }) => vetters(found).includes(role));
  // The candidate, and whoever nominated them. Who said so on paper is recorded by those who vet, under their own name.
  const mayWithdraw = isVetter || trail[0]?.byPersonId === viewer.personId || personId === viewer.personId;
  const verbs: z.output<typeof NominationDeed>[] = [];
  if (last === 'nominate' && isVetter) verbs.push('accept', 'reject');
  if ((last === 'nominate' || last === 'accept') && mayWithdraw) verbs.push('withdraw');
  return verbs;
}

/** An accepted candidate stands on the slate, by the same steps a convener and a vetter would take one after the other. */
async function putOnSlate(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  found: Found,
  one: NominationRow,
  commandId: string,
  reason: string,
): Promise<string> {
  const key = `c${one.nominationId.replaceAll('-', '').slice(0, 10)}`;
  const questions = found.row.state.questions.map(
    (question): BallotQuestion =>
      question.key === one.question
        ? {
            ...question,
            options: [
              ...question.options,
              {
                key,
                title: one.name,
                description: one.statement,
                photoId: one.photoId,
                costFen: null,
                candidate: {
                  personId: one.personId,
                  channel: one.channel,
                  nominatedAt: one.nominatedAt,
                  countsForNorm: one.countsForNorm,
                },
                vetted: null,
              },
            ],
          }
        : question,
  );
  await amendSlate(deps, tx, viewer, found, questions, commandId);
  if (found.kind.vettedBy.length > 0) {
    const again = await seeBallot(deps, tx, viewer, found.row.ballotId, 'to change');
    const decision = decideBallot(
      again.model,
      again.row.state,
      'vet',
      { vetting: { question: one.question, option: key, accepted: true }, reason: reason || '审核通过' },
      actorOf(viewer, again.relation),
      await aroundOf(deps, tx, viewer, again),
    );
    if (isRefusal(decision)) throw refusalProblem(decision);
    await takeStep(deps, tx, {
      model: again.model,
      ballotId: again.row.ballotId,
      number: again.row.number,
      decision,
      previous: again.row,
      signature: await signatureOf(tx, again.model, viewer, again.relation, again.kind.vettedBy),
      commandId: null,
    });
  }
  return key;
}

async function takeOffSlate(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  found: Found,
  trail: readonly StepRow[],
  commandId: string,
): Promise<void> {
  const key = trail.findLast(({ option }) => option !== null)?.option;
  if (!key) return;
  const questions = found.row.state.questions.map((question) => ({
    ...question,
    options: question.options.filter((option) => option.key !== key),
  }));
  await amendSlate(deps, tx, viewer, found, questions, commandId);
}

/** The convener's office is lent to the decision; the history names who really acted. */
async function amendSlate(
  deps: Deps,
  tx: Tx,
  viewer: Viewer,
  found: Found,
  questions: BallotQuestion[],
  commandId: string,
): Promise<void> {
  const { model, row, kind, relation } = found;
  const { convener } = row.state;
  const decision = decideBallot(
    model,
    row.state,
    'amend',
    { draft: { questions } },
    {
      personId: viewer.personId,
      isReporter: false,
      posts: [
        { postId: convener.postId ?? '', role: kind.convenedBy[0] ?? convener.role, orgId: convener.orgId },
      ],
    },
    await aroundOf(deps, tx, viewer, found),
  );
  if (isRefusal(decision)) throw refusalProblem(decision, { phase: row.state.phase });
  await takeStep(deps, tx, {
    model,
    ballotId: row.ballotId,
    number: row.number,
    decision,
    previous: row,
    signature: await signatureOf(tx, model, viewer, relation, vetters(found)),
    commandId,
  });
}

async function addStep(
  tx: Tx,
  viewer: Viewer,
  found: Found,
  nominationId: string,
  { deed, at, reason, option }: Pick<StepRow, 'deed' | 'at' | 'reason' | 'option'>,
): Promise<void> {
  const signature = await signatureOf(tx, found.model, viewer, found.relation, [
    ...vetters(found),
    ...found.kind.convenedBy,
  ]);
  const { rows } = await tx.query<{ name: string }>(
    'SELECT name FROM people WHERE tenant_id = $1 AND person_id = $2',
    [tx.tenantId, viewer.personId],
  );
  await tx.query(
    `INSERT INTO ballot_nomination_steps (tenant_id, nomination_id, step_number, deed, at, by_person_id, by_post_id, by_label,
       reason, option)
     SELECT $1, $2, coalesce(max(step_number), 0) + 1, $3, $4, $5, $6, $7, $8, $9
       FROM ballot_nomination_steps WHERE tenant_id = $1 AND nomination_id = $2`,
    [
      tx.tenantId,
      nominationId,
      deed,
      at,
      viewer.personId,
      signature.postId,
      signature.label ?? rows[0]?.name ?? '',
      reason,
      option,
    ],
  );
}

export async function readNominations(tx: Tx, ballotId: string): Promise<[NominationRow[], StepRow[]]> {
  const [rows, steps] = await Promise.all([
    tx.query<NominationRow>(
      `SELECT nomination_id AS "nominationId", question, channel, name, person_id AS "personId", statement, supporters,
              photo_id AS "photoId", counts_for_norm AS "countsForNorm", nominated_at AS "nominatedAt"
         FROM ballot_nominations WHERE tenant_id = $1 AND ballot_id = $2 ORDER BY nominated_at, nomination_id`,
      [tx.tenantId, ballotId],
    ),
    tx.query<StepRow>(
      `SELECT step.nomination_id AS "nominationId", step.deed, step.at, step.by_person_id AS "byPersonId",
              step.by_post_id AS "byPostId", step.by_label AS "by", step.reason, step.option
         FROM ballot_nomination_steps AS step
         JOIN ballot_nominations AS one ON one.tenant_id = $1 AND one.nomination_id = step.nomination_id
        WHERE step.tenant_id = $1 AND one.ballot_id = $2 ORDER BY step.nomination_id, step.step_number`,
      [tx.tenantId, ballotId],
    ),
  ]);
  return [rows.rows, steps.rows];
}
