/**
 * Free answers of a survey as a catalogue of problems: grouped by the engine, ranked, then edited and confirmed by a person.
 * Each edit is a version of its own; the answers themselves never change.
 */
import type { CatalogueAnswers, CatalogueAnswersQuery, CatalogueView, EditCatalogue } from '@linli/contract';
import { type FreeAnswer, groupAnswers } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { problem } from '../../platform/http/index.ts';
import { wordsOf } from '../cases/index.ts';
import { once, type Viewer } from '../people/index.ts';
import { findCount } from './count.ts';
import { fieldProblem } from './field-problem.ts';
import { type Found, seeBallot } from './find-ballot.ts';
import { publishBallot } from './live.ts';
import { findNames } from './names.ts';
import { placeOf, readsAnswers } from './policy.ts';
import { signatureOf } from './take-step.ts';

interface Group {
  key: string;
  title: string;
  words: string[];
  answerIds: string[];
  reach: 'common' | 'individual';
}
interface Version {
  version: number;
  groups: Group[];
  isConfirmed: boolean;
  at: string;
  by: string | null;
}

/** In so many places a problem is common: where a person does not say otherwise. */
const commonFrom = 3;
const examplesShown = 5;
const wordsInTitle = 3;
const keptGroupings = 8;

/** Grouping thousands takes a moment and gives the same each time: the last few are kept. */
const groupings = new Map<string, Group[]>();

export async function catalogueBrief(
  tx: Tx,
  ballotId: string,
): Promise<{ isConfirmed: boolean; groups: number }> {
  const { rows } = await tx.query<{ isConfirmed: boolean; groups: number }>(
    `SELECT DISTINCT ON (question) is_confirmed AS "isConfirmed", jsonb_array_length(groups) AS groups
       FROM ballot_catalogues WHERE tenant_id = $1 AND ballot_id = $2 ORDER BY question, version DESC`,
    [tx.tenantId, ballotId],
  );
  return {
    isConfirmed: rows.length > 0 && rows.every((row) => row.isConfirmed),
    groups: rows.reduce((sum, row) => sum + row.groups, 0),
  };
}

export async function readCatalogue(
  tx: Tx,
  found: Found,
  question: string | undefined,
): Promise<CatalogueView> {
  const scene = await openCatalogue(tx, found, question);
  const { answers, version, mayEdit } = scene;
  const answerOf = new Map(answers.map((answer) => [answer.id, answer]));
  const names = await findNames(tx, { areas: answers.map(({ areaCode }) => areaCode) });
  return {
    question: scene.question,
    version: version.version,
    answers: answers.length,
    groups: version.groups
      .map((group) => {
        const within = group.answerIds.flatMap((id) => answerOf.get(id) ?? []);
        const areas = Map.groupBy(within, ({ areaCode }) => areaCode);
        return {
          key: group.key,
          title: group.title,
          words: group.words,
          answers: within.length,
          areas: [...areas]
            .map(([code, some]) => ({ code, name: names.area(code), answers: some.length }))
            .sort((one, other) => other.answers - one.answers),
          reach: group.reach,
          // What somebody wrote may name others: read by those who work on it, not by everybody.
          examples: mayEdit ? within.slice(0, examplesShown).map(({ text }) => text) : [],
        };
      })
      .sort((one, other) => other.answers - one.answers || (one.key < other.key ? -1 : 1)),
    confirmed: version.isConfirmed ? { at: version.at, by: version.by ?? '' } : null,
    mayEdit,
  };
}

export async function readAnswers(
  tx: Tx,
  found: Found,
  groupKey: string,
  { question, from, limit }: z.output<typeof CatalogueAnswersQuery>,
): Promise<CatalogueAnswers> {
  const { answers, version, mayEdit } = await openCatalogue(tx, found, question);
  const group = version.groups.find(({ key }) => key === groupKey);
  if (!group || !mayEdit) throw problem('not-found');
  const answerOf = new Map(answers.map((answer) => [answer.id, answer]));
  const within = group.answerIds.flatMap((id) => answerOf.get(id) ?? []);
  const page = within.slice(from, from + limit);
  const names = await findNames(tx, { areas: page.map(({ areaCode }) => areaCode) });
  return {
    total: within.length,
    answers: page.map(({ id, text, areaCode }) => ({ answerId: id, text, areaName: names.area(areaCode) })),
  };
}

export async function editCatalogue(
  deps: Deps,
  viewer: Viewer,
  ballotId: string,
  { commandId, question, version, edits, confirm }: z.output<typeof EditCatalogue>,
): Promise<string> {
  if (viewer.personId === null) throw problem('sign-in-required');
  return once(
    deps,
    viewer,
    { commandId, verb: 'edit-catalogue', target: `${ballotId} ${question}` },
    async (tx) => {
      const found = await seeBallot(deps, tx, viewer, ballotId, 'to change');
      const scene = await openCatalogue(tx, found, question);
      if (!scene.mayEdit)
        throw problem('forbidden', { labels: { who: { zh: '召集人、计票人', en: 'conveners, counters' } } });
      if (scene.version.version !== version) {
        throw problem('state-changed', { current: { version: scene.version.version } });
      }
      const groups = edits.reduce(
        (all, edit, index) => applied(all, edit, index),
        structuredClone(scene.version.groups),
      );
      const signature = await signatureOf(tx, found.model, viewer, found.relation, editors(found));
      await tx.query(
        `INSERT INTO ballot_catalogues (tenant_id, ballot_id, question, version, groups, is_confirmed, at, by_person_id, by_label)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          tx.tenantId,
          ballotId,
          scene.question,
          version + 1,
          JSON.stringify(groups.filter(({ answerIds }) => answerIds.length > 0)),
          confirm,
          deps.clock.now(),
          viewer.personId,
          signature.label,
        ],
      );
      tx.afterCommit(() => publishBallot(deps, tx.tenantId, ballotId, found.row.seq));
      return ballotId;
    },
  );
}

type Edit = z.output<typeof EditCatalogue>['edits'][number];

function applied(groups: Group[], edit: Edit, index: number): Group[] {
  const find = (key: string): Group => {
    const group = groups.find((one) => one.key === key);
    if (group) return group;
    throw fieldProblem(`/edits/${index}`, { zh: `没有类别“${key}”`, en: `There is no group “${key}”` });
  };
  switch (edit.do) {
    case 'merge': {
      const into = find(edit.into);
      const others = edit.groups.filter((key) => key !== edit.into).map(find);
      into.answerIds.push(...others.flatMap(({ answerIds }) => answerIds));
      return groups.filter((group) => !others.includes(group));
    }
    case 'rename':
      find(edit.group).title = edit.title;
      return groups;
    case 'reach':
      find(edit.group).reach = edit.reach;
      return groups;
    case 'move': {
      const moving = new Set(edit.answers);
      const to = edit.to === null ? null : find(edit.to);
      const there = groups.flatMap(({ answerIds }) => answerIds).filter((id) => moving.has(id));
      if (there.length !== moving.size) {
        throw fieldProblem(`/edits/${index}/answers`, {
          zh: '有的回答不在这里',
          en: 'Some answers are not here',
        });
      }
      for (const group of groups) group.answerIds = group.answerIds.filter((id) => !moving.has(id));
      if (to) {
        to.answerIds.push(...there);
        return groups;
      }
      const first = there[0] ?? '';
      return [
        ...groups,
        { key: `own-${first}`, title: '', words: [], answerIds: there, reach: 'individual' },
      ];
    }
  }
}

interface Scene {
  question: string;
  answers: (FreeAnswer & { areaCode: string })[];
  version: Version;
  mayEdit: boolean;
}

/** Before the result is posted there is nothing to group; before it is confirmed it is its editors' alone. */
async function openCatalogue(tx: Tx, found: Found, wanted: string | undefined): Promise<Scene> {
  const { row, relation, kind } = found;
  const texts = row.state.questions.filter(({ form }) => form === 'text');
  const question = wanted === undefined ? texts[0] : texts.find(({ key }) => key === wanted);
  if (kind.form !== 'survey' || row.state.announcedAt === null || !question) throw problem('not-found');
  const mayEdit = readsAnswers(kind, relation);
  const answers = await answersOf(tx, found, question.key);
  const { rows } = await tx.query<Version>(
    `SELECT version, groups, is_confirmed AS "isConfirmed", at, by_label AS "by" FROM ballot_catalogues
      WHERE tenant_id = $1 AND ballot_id = $2 AND question = $3 ORDER BY version DESC LIMIT 1`,
    [tx.tenantId, row.ballotId, question.key],
  );
  const version = rows[0] ?? {
    version: 0,
    groups: grouped(
      `${tx.tenantId}/${row.ballotId}/${question.key}/${row.state.count?.votesRoot ?? ''}`,
      answers,
    ),
    isConfirmed: false,
    at: row.state.announcedAt,
    by: null,
  };
  if (!mayEdit && !version.isConfirmed) throw problem('not-found');
  return { question: question.key, answers, version, mayEdit };
}

function editors({ kind }: Found): string[] {
  return [...kind.convenedBy, ...kind.countedBy];
}

function grouped(key: string, answers: readonly FreeAnswer[]): Group[] {
  const known = groupings.get(key);
  if (known) return known;
  const groups = groupAnswers(answers, { commonFrom }).map(
    ({ key: group, words, answerIds, reach }): Group => ({
      key: `g-${group}`,
      title: words.slice(0, wordsInTitle).join('、'),
      words,
      answerIds,
      reach,
    }),
  );
  if (groupings.size >= keptGroupings) groupings.delete(groupings.keys().next().value ?? '');
  groupings.set(key, groups);
  return groups;
}

/** Where somebody lives decides of which place they speak: one level below where the survey is held. */
async function answersOf(tx: Tx, { row, model }: Found, question: string): Promise<Scene['answers']> {
  const cast = await findCount(tx, row.ballotId);
  if (cast === undefined) return [];
  const place = placeOf(row.state);
  const length = levelBelow(model, place);
  const { rows } = await tx.query<{ entryId: string; homeCode: string }>(
    `SELECT roll.entry_id AS "entryId", coalesce(people.home_code, home.code) AS "homeCode"
       FROM ballot_roll_entries AS roll
       LEFT JOIN people ON people.tenant_id = $1 AND people.person_id = roll.voter_id
       LEFT JOIN (SELECT entry_id, min(home_code) AS code FROM ballot_roll_homes
                   WHERE tenant_id = $1 AND ballot_id = $2 AND roll_number = $3 GROUP BY entry_id) AS home
         ON home.entry_id = roll.entry_id
      WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3
        AND coalesce(people.home_code, home.code) IS NOT NULL`,
    [tx.tenantId, row.ballotId, row.rollNumber],
  );
  const homeOf = new Map(rows.map(({ entryId, homeCode }) => [entryId, homeCode]));
  const areaOf = (entryId: string): string => {
    const home = homeOf.get(entryId);
    return home?.startsWith(place) ? home.slice(0, length) : place;
  };
  const said = [
    ...cast.votes.map(({ entryId, choices }) => ({
      id: entryId,
      answers: choices[question],
      areaCode: areaOf(entryId),
    })),
    ...cast.slips.map(({ token, choices }) => ({
      id: token.slice(0, 16),
      answers: choices[question],
      areaCode: place,
    })),
    ...cast.papers.map(({ serial, choices }) => ({
      id: `paper-${serial}`,
      answers: choices[question],
      areaCode: place,
    })),
  ];
  return said.flatMap(({ id, answers, areaCode }) =>
    Array.isArray(answers)
      ? answers.map((text, index) => ({ id: `${id}.${index + 1}`, text, words: wordsOf(text), areaCode }))
      : [],
  );
}

function levelBelow({ levels }: Model, place: string): number {
  const at = levels.findIndex(({ codeLength }) => codeLength === place.length);
  return levels[at + 1]?.codeLength ?? place.length;
}
