/** A ballot for one viewer. Before the result is posted nothing of it is in any answer, to whoever asks. */
import {
  type BallotSummary,
  type BallotVerbView,
  type BallotView,
  ballotVerbKeys,
  type Label,
  type Locale,
  postWords,
} from '@linli/contract';
import {
  type BallotAround,
  type BallotPhase,
  type BallotState,
  ballotOffers,
  ballotTimers,
  type Holder,
  jointMatterLaw,
  paperPhases,
  phaseTitles,
  ruleOf,
  slateWarning,
  termsOf,
} from '@linli/engine';
import type { BallotKind, Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { maskName } from '../../platform/secrets/index.ts';
import type { Viewer } from '../people/index.ts';
import { catalogueBrief } from './catalogue.ts';
import { secrecyWarnings } from './crowd.ts';
import { presentElected } from './elected.ts';
import { aroundOf, type Found } from './find-ballot.ts';
import { findNames, type Names } from './names.ts';
import { channelsFor } from './nominations.ts';
import { openPaperCount } from './papers.ts';
import { isHeldElsewhere, participationElsewhere, participationOf } from './participation.ts';
import { petitionOf } from './petition.ts';
import { actorOf, kindOf, mayTakeEvidence, placeOf, type Relation, rollCheckOf } from './policy.ts';
import { presentEntries } from './present-entry.ts';
import type { BallotRow } from './store.ts';
import { presentOwnStrike } from './strikes.ts';
import { needsBirthDate } from './voters.ts';
import { electorateWords, outcomeWords, phaseWords, ruleWords, timerTitles } from './words.ts';

export interface Standing {
  row: BallotRow;
  model: Model;
  relation: Relation;
  around: BallotAround;
  myEntries: number;
  myVotes: number;
}

export function presentSummary(
  viewer: Viewer,
  { row, model, relation, around, myEntries, myVotes }: Standing,
  names: Names,
): BallotSummary {
  const { state } = row;
  const kind = kindOf(model, state.kind);
  const [next] = ballotTimers(model, state);
  return {
    ballotId: row.ballotId,
    number: row.number,
    seq: row.seq,
    kind: state.kind,
    kindTitle: kind.title,
    form: kind.form,
    title: state.title,
    phase: state.phase,
    phaseTitle: phaseWords(kind.form, state.phase),
    area: { code: state.areaCode, name: names.area(state.areaCode) },
    part: state.part === null ? null : { code: state.part, name: names.area(state.part) },
    secret: state.secret,
    createdAt: state.createdAt,
    votingFrom: state.votingFrom,
    votingUntil: state.votingUntil,
    next: next
      ? { timer: next.key, title: timerTitles[next.key] ?? { zh: next.key, en: next.key }, at: next.firesAt }
      : null,
    myEntries,
    myVotes,
    outcome: outcomeOf(state),
    verbs: verbsOf(viewer, { row, model, relation, around }),
  };
}

function verbsOf(
  viewer: Viewer,
  { row, model, relation, around }: Pick<Standing, 'row' | 'model' | 'relation' | 'around'>,
): BallotVerbView[] {
  return ballotOffers(model, row.state, actorOf(viewer, relation), around).flatMap(
    ({ verb, title, primary, reason }) => {
      // A petition passes prior study by when its signatures suffice, and not by anybody's word.
      const key = ballotVerbKeys.find((one) => one === verb);
      return key === undefined ? [] : [{ verb: key, title, primary, reason }];
    },
  );
}

function outcomeOf(state: BallotState): Label | null {
  if (state.announcedAt === null || state.count === null) return null;
  const words = state.count.result.questions.map((result) => {
    const question = state.questions.find(({ key }) => key === result.key);
    const titleOf = (key: string): string =>
      question?.options.find((option) => option.key === key)?.title ?? key;
    const { zh, en } = outcomeWords(result, titleOf);
    return state.questions.length === 1
      ? { zh, en }
      : { zh: `${question?.title ?? result.key}：${zh}`, en: `${question?.title ?? result.key}: ${en}` };
  });
  return { zh: words.map(({ zh }) => zh).join('；'), en: words.map(({ en }) => en).join('; ') };
}

/** Votes of the entries a viewer votes for. */
export function votedOf(
  entries: readonly {
    onlineAt: string | null;
    issuedOn: string | null;
    paperAt: string | null;
    handedAt: string | null;
  }[],
): number {
  return entries.filter(
    ({ onlineAt, issuedOn, paperAt, handedAt }) => onlineAt ?? issuedOn ?? paperAt ?? handedAt,
  ).length;
}

export async function presentBallot(deps: Deps, tx: Tx, viewer: Viewer, found: Found): Promise<BallotView> {
  const { row, model, kind, relation, entries, strike } = found;
  const { state, ballotId } = row;
  const around = await aroundOf(deps, tx, viewer, found);
  const { study, count } = state;
  const holders: Holder[] = [
    state.convener,
    ...(study?.opinion ? [study.opinion.by] : []),
    ...(study?.order ? [study.order.by] : []),
    ...(count ? [count.by] : []),
    ...(state.strikes ?? []).flatMap(({ decision }) => decision?.by ?? []),
    ...state.objections.flatMap(({ answer }) => answer?.by ?? []),
    ...state.questions.flatMap(({ options }) => options.flatMap(({ vetted }) => vetted?.by ?? [])),
  ];
  const names = await findNames(tx, {
    areas: [state.areaCode, ...(state.part === null ? [] : [state.part])],
    holders,
  });
  const office = (holder: Holder): string => officeWords(model, names, holder, viewer.locale);
  const isPosted = state.postedAt !== null && state.votingFrom !== null && state.roll !== null;
  const terms = isPosted ? termsOf(model, state, ballotId) : null;
  const hasRun = ['voting', 'counting', 'counted', 'announced', 'final', 'failed'].includes(state.phase);
  const others = await tx.query<{ ballotId: string; number: string; repeats: string | null }>(
    `SELECT ballot_id AS "ballotId", number, repeats FROM ballots
      WHERE tenant_id = $1 AND (ballot_id = $2 OR repeats = $3) ORDER BY created_at DESC`,
    [tx.tenantId, state.repeats, ballotId],
  );
  const ref = (one: { ballotId: string; number: string } | undefined) =>
    one ? { ballotId: one.ballotId, number: one.number } : null;
  const isOutNow = state.announcedAt !== null;
  const evidence = state.external
    ? await tx.query<{ fileId: string; sha256: string }>(
        'SELECT file_id AS "fileId", sha256 FROM ballot_files WHERE tenant_id = $1 AND ballot_id = $2',
        [tx.tenantId, ballotId],
      )
    : null;
  const rollRows = await tx.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM ballot_rolls WHERE tenant_id = $1 AND ballot_id = $2',
    [tx.tenantId, ballotId],
  );
  const petition = await petitionOf(deps, tx, viewer, found);
  return {
    ...presentSummary(
      viewer,
      { row, model, relation, around, myEntries: entries.length, myVotes: votedOf(entries) },
      names,
    ),
    text: state.text,
    repeats: ref(others.rows.find((one) => one.ballotId === state.repeats)),
    repeatedBy: ref(others.rows.find((one) => one.repeats === ballotId)),
    convener: {
      ...state.convener,
      roleTitle: model.roles[state.convener.role]?.title ?? {
        zh: state.convener.role,
        en: state.convener.role,
      },
      orgName: names.org(state.convener.orgId),
      name: state.convener.personId === null ? null : shownName(model, names, state.convener),
    },
    electorate: electorateWords(model, kind),
    basis: kind.basis,
    municipalSystem: kind.municipalSystem,
    channels: kind.channels,
    maxProxies: kind.maxProxies,
    silence: state.silence,
    steps: stepsOf(state, kind),
    rollUntil: state.rollUntil,
    countDueAt: state.countDueAt,
    announceDueAt: state.announceDueAt,
    objectionsUntil: state.objectionsUntil,
    questions: state.questions.map((question) => {
      const rule = terms?.questions.find(({ key }) => key === question.key)?.rule ?? ruleOf(kind, question);
      return {
        key: question.key,
        title: question.title,
        form: question.form,
        matter:
          question.matter === null
            ? null
            : { key: question.matter, title: jointMatterLaw[question.matter].title },
        options:
          question.form === 'motion'
            ? motionOptions.map(({ key, title }) => ({
                ...emptyOption,
                key,
                title: title[viewer.locale === 'en' ? 'en' : 'zh'],
              }))
            : question.options.map((option) => ({
                key: option.key,
                title: option.title,
                description: option.description,
                photoId: option.photoId,
                costFen: option.costFen,
                candidate: option.candidate && {
                  channel: option.candidate.channel,
                  channelTitle: model.nominationChannels[option.candidate.channel]?.title ?? {
                    zh: option.candidate.channel,
                    en: option.candidate.channel,
                  },
                  nominatedAt: option.candidate.nominatedAt,
                  countsForNorm: option.candidate.countsForNorm,
                },
                vetted: option.vetted && {
                  by: office(option.vetted.by),
                  at: option.vetted.at,
                  accepted: option.vetted.accepted,
                  reason: option.vetted.reason === '' ? null : option.vetted.reason,
                },
              })),
        choose: question.form === 'motion' ? { min: 0, max: 1 } : question.choose,
        picks: question.picks,
        budgetFen: question.budgetFen,
        rule: {
          words: ruleWords(rule),
          source: rule.source,
          quorum: rule.quorum,
          majority: rule.majority?.share ?? null,
          of: rule.majority?.of ?? null,
          measures: rule.measures,
        },
      };
    }),
    warnings: [
      ...state.questions.flatMap((question) => {
        const warning = slateWarning(kind, question);
        return warning?.isBelow
          ? [
              {
                zh: `${warning.title.zh}：${warning.whole} 名候选人中有 ${warning.part} 名。仅作提示，不影响计票。`,
                en: `${warning.title.en}: ${warning.part} of ${warning.whole} candidates. This only warns and enters no count.`,
              },
            ]
          : [];
      }),
      ...(terms === null ? [] : await secrecyWarnings(tx, terms, row)),
    ],
    study: study && {
      title: kind.priorStudy?.title ?? phaseTitles.study,
      by: (kind.priorStudy?.by ?? []).map((role) => model.roles[role]?.title ?? { zh: role, en: role }),
      askedAt: study.askedAt,
      dueAt: study.dueAt,
      ended: study.ended,
      endedAt: study.endedAt,
      opinion:
        study.opinion === null
          ? null
          : {
              text: study.opinion.text,
              by: office(study.opinion.by),
              at: study.endedAt ?? study.askedAt,
              minutesId: study.opinion.minutesId,
            },
      petition: petition && {
        heads: petition.heads,
        of: petition.of,
        share: petition.share,
        mayPass: petition.mayPass,
      },
      order:
        study.order === null
          ? null
          : { number: study.order.number, text: study.order.text, by: office(study.order.by) },
    },
    roll: state.roll && {
      ...state.roll,
      corrections: Math.max(0, (rollRows.rows[0]?.count ?? 1) - 1),
      isFrozen: state.termsHash !== null,
    },
    termsHash: state.termsHash,
    slipKeys: state.slipKeys,
    participation:
      terms === null || !hasRun
        ? null
        : isHeldElsewhere(kind, state)
          ? participationElsewhere(terms, state, relation, around.now)
          : await participationOf(tx, terms, row, around.now),
    mine: terms === null ? [] : await presentEntries(deps, tx, viewer, row, terms, entries),
    myStrike: presentOwnStrike(state, strike, office),
    rollCheck: rollCheckOf(
      state,
      kind,
      relation,
      ballotOffers(model, state, actorOf(viewer, relation), around).some(
        ({ verb }) => verb === 'decide-strike',
      ),
    ),
    mySupport: petition?.mine ?? null,
    myBirthDate: await needsBirthDate(tx, viewer, kind, placeOf(state)),
    desk: relation.isCounter
      ? {
          mayRead: paperPhases(state).includes(state.phase) && kind.channels.includes('paper'),
          open: await openPaperCount(tx, row),
        }
      : null,
    mayNominate: channelsFor(model, viewer, found),
    result: isOutNow ? resultOf(model, names, state) : null,
    external:
      isOutNow && state.external
        ? {
            system: state.external.system,
            number: state.external.number,
            evidence: state.external.evidence.map(({ name, sha256 }) => ({
              fileId: evidence?.rows.find((file) => file.sha256 === sha256)?.fileId ?? null,
              name,
              sha256,
            })),
          }
        : null,
    elected: await presentElected(deps, tx, viewer, found),
    objections: state.objections.map(({ id, entryId, at, text, answer }) => ({
      objectionId: id,
      entryId,
      at,
      text,
      isMine: entries.some((entry) => entry.entryId === entryId),
      answer: answer && { text: answer.text, at: answer.at, by: office(answer.by), upheld: answer.upheld },
    })),
    catalogue: kind.form === 'survey' && isOutNow ? await catalogueBrief(tx, ballotId) : null,
    hasBundle: isOutNow && mayTakeEvidence(state, kind, relation),
    headHash: row.headHash.toString('hex'),
  };
}

const motionOptions = [
  { key: 'for', title: { zh: '同意', en: 'For' } },
  { key: 'against', title: { zh: '不同意', en: 'Against' } },
];
const emptyOption = { description: null, photoId: null, costFen: null, candidate: null, vetted: null };

function resultOf(model: Model, names: Names, { count, questions }: BallotState): BallotView['result'] {
  if (count === null) return null;
  const { tally, result } = count;
  return {
    failed: result.failed,
    questions: result.questions.map((one) => {
      const question = questions.find(({ key }) => key === one.key);
      const counted = tally.questions[one.key];
      const none = { heads: 0, areaDm2: 0 };
      return {
        key: one.key,
        outcome: one.outcome,
        words: outcomeWords(
          one,
          (key) => question?.options.find((option) => option.key === key)?.title ?? key,
        ),
        quorum: one.quorum,
        majority: one.majority,
        ranking: one.ranking,
        won: one.won,
        tied: one.tied,
        seatsOpen: one.seatsOpen,
        options: counted?.options ?? {},
        abstained: counted?.abstained ?? none,
        invalid: counted?.invalid ?? none,
        silent: counted?.silent ?? null,
      };
    }),
    tookPart: tally.tookPart,
    byChannel: tally.byChannel,
    notCast: tally.notCast,
    countedAt: count.countedAt,
    by: {
      ...count.by,
      roleTitle: model.roles[count.by.role]?.title ?? { zh: count.by.role, en: count.by.role },
      orgName: names.org(count.by.orgId),
      name: shownName(model, names, count.by),
    },
    votesRoot: count.votesRoot,
  };
}

/** Whoever acts by an office is named as far as the model shows holders of it. */
function shownName(model: Model, names: Names, { role, personId }: Holder): string | null {
  const name = personId === null ? null : names.person(personId);
  if (name === null) return null;
  return model.roles[role]?.shown.includes('name') ? name : maskName(name);
}

export function officeWords(model: Model, names: Names, holder: Holder, locale: Locale): string {
  const title = model.roles[holder.role]?.title ?? { zh: holder.role, en: holder.role };
  return [
    postWords(names.org(holder.orgId), title)[locale === 'en' ? 'en' : 'zh'],
    shownName(model, names, holder),
  ]
    .filter((word) => word !== null)
    .join(' ');
}

/** The way of a ballot, with what is left out where the kind does not know it. */
function stepsOf(state: BallotState, kind: BallotKind): BallotView['steps'] {
  const hasStudy = kind.priorStudy !== null;
  const hasObjections = kind.objections !== null;
  const at: Partial<Record<BallotPhase, string | null>> = {
    draft: state.createdAt,
    study: state.study?.askedAt ?? null,
    posted: state.postedAt,
    voting: state.votingFrom,
    counting: state.votingUntil,
    counted: state.count?.countedAt ?? state.countDueAt,
    announced: state.announcedAt ?? state.announceDueAt,
    final: state.finalAt ?? state.objectionsUntil,
  };
  const way: BallotPhase[] = [
    'draft',
    'study',
    'posted',
    'voting',
    'counting',
    'counted',
    'announced',
    'final',
  ];
  const ends: BallotPhase[] = ['failed', 'annulled', 'withdrawn'];
  const isEnded = ends.includes(state.phase);
  const reached: Record<string, boolean> = {
    draft: true,
    study: state.study !== null,
    posted: state.postedAt !== null,
    voting: state.termsHash !== null,
    counting: state.countDueAt !== null,
    counted: state.count !== null,
    announced: state.announcedAt !== null,
    final: state.finalAt !== null,
  };
  // A draft that has come back from its study stands before the posting.
  const here = state.phase === 'draft' && state.study?.ended ? 'study' : state.phase;
  const steps = way
    .filter(
      (phase) =>
        (phase !== 'study' || hasStudy) &&
        (phase !== 'announced' || hasObjections || state.phase === 'announced'),
    )
    .map((phase): BallotView['steps'][number] => ({
      phase,
      title: phaseWords(kind.form, phase),
      state:
        phase === here
          ? 'here'
          : reached[phase]
            ? 'done'
            : isEnded || way.indexOf(phase) < way.indexOf(here)
              ? 'skipped'
              : 'ahead',
      at: at[phase] ?? null,
    }));
  return isEnded
    ? [
        ...steps,
        { phase: state.phase, title: phaseWords(kind.form, state.phase), state: 'here', at: state.changedAt },
      ]
    : steps;
}
