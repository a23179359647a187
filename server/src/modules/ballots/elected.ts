/**
 * From an election to a post: who was elected to the role the kind names, and how they came to it. Nobody types the trail: it
 * follows from the steps of the ballot, which its history has kept.
 */
import type { ElectedView } from '@linli/contract';
import { type BallotState, localDateOf } from '@linli/engine';
import type { Model } from '@linli/model';
import type { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { modelsOf } from '../models/index.ts';
import { findOrg, hostOrg, reachesAreas } from '../orgs/index.ts';
import type { Viewer } from '../people/index.ts';
import type { Found } from './find-ballot.ts';
import { type NominationRow, readNominations, type StepRow } from './nominations.ts';
import { placeOf } from './policy.ts';

type View = z.output<typeof ElectedView>;
type TrailStep = Omit<View['trail'][number], 'channel'> & { channel: string | null };

export interface Elected {
  question: string;
  option: string;
  name: string;
  /** Who it is; null: the candidate was entered by name alone. */
  personId: string | null;
  heads: number;
  trail: TrailStep[];
}

const noteLength = 300;

/** Everybody who won a seat, in the order of the questions. None before the result is announced, or where no role is named. */
export async function electedIn(tx: Tx, { row, kind, model }: Found): Promise<Elected[]> {
  const { state } = row;
  if (kind.seatsOf === null || state.announcedAt === null || state.count === null) return [];
  const { result, tally } = state.count;
  const won = result.questions.flatMap(({ key, won: options }) =>
    options.map((option) => ({ question: key, option })),
  );
  if (won.length === 0) return [];
  const [nominations, steps] = await readNominations(tx, row.ballotId);
  return won.flatMap(({ question, option }) => {
    const chosen = state.questions
      .find(({ key }) => key === question)
      ?.options.find(({ key }) => key === option);
    if (chosen === undefined) return [];
    const mine = steps.findLast((step) => step.option === option);
    const nomination = nominations.find(({ nominationId }) => nominationId === mine?.nominationId);
    const heads = tally.questions[question]?.options[option]?.heads ?? 0;
    return [
      {
        question,
        option,
        name: chosen.title,
        personId: chosen.candidate?.personId ?? nomination?.personId ?? null,
        heads,
        trail: trailOf(model, row.number, state, { chosen, nomination, accepted: mine, heads }),
      },
    ];
  });
}

function trailOf(
  model: Model,
  number: string,
  state: BallotState,
  {
    chosen,
    nomination,
    accepted,
    heads,
  }: {
    chosen: BallotState['questions'][number]['options'][number];
    nomination: NominationRow | undefined;
    accepted: StepRow | undefined;
    heads: number;
  },
): TrailStep[] {
  const dayOf = (at: string): string => localDateOf(at, model.timeZone);
  const step = (
    key: TrailStep['step'],
    at: string,
    note: string,
    channel: string | null = null,
  ): TrailStep => ({
    step: key,
    channel,
    doneOn: dayOf(at),
    note: note === '' ? null : note.slice(0, noteLength),
  });
  const trail: TrailStep[] = [];
  const { candidate, vetted } = chosen;
  if (candidate !== null) {
    const signed =
      nomination !== undefined && nomination.supporters > 1 ? `${nomination.supporters}人联名：` : '';
    trail.push(
      step('nominated', candidate.nominatedAt, `${signed}${nomination?.statement ?? ''}`, candidate.channel),
    );
  }
  const vetting = vetted ?? (accepted ? { at: accepted.at, reason: accepted.reason ?? '' } : null);
  if (vetting !== null) trail.push(step('vetted', vetting.at, vetting.reason));
  trail.push(step('voted', state.count?.countedAt ?? state.changedAt, `${number}：${heads} 票`));
  if (state.announcedAt !== null) trail.push(step('posted', state.announcedAt, publicityWords(state, dayOf)));
  return trail;
}

/** How long the result stood posted, and what became of the objections. */
function publicityWords({ objections, objectionsUntil }: BallotState, dayOf: (at: string) => string): string {
  const until = objectionsUntil === null ? '' : `公示至 ${dayOf(objectionsUntil)}，`;
  if (objections.length === 0) return until === '' ? '' : `${until}无异议`;
  const upheld = objections.filter(({ answer }) => answer?.upheld).length;
  const waiting = objections.filter(({ answer }) => answer === null).length;
  return `${until}异议 ${objections.length} 件${waiting > 0 ? `，待答复 ${waiting} 件` : `，均已答复，成立 ${upheld} 件`}`;
}

/** The organisation they are appointed at: of the role's kind, nearest to where the ballot was held. */
export async function orgOfElected(
  deps: Deps,
  tx: Tx,
  { row, kind }: Found,
): Promise<{ model: Model; role: string; org: NonNullable<Awaited<ReturnType<typeof findOrg>>> } | null> {
  // Posts are given under the model of today, whichever the ballot runs under.
  const model = modelsOf(deps).ofTenant(tx.tenantId);
  const now = deps.clock.now();
  const role = kind.seatsOf;
  const orgKind = role === null ? undefined : model.roles[role]?.orgKind;
  if (role === null || orgKind === undefined) return null;
  const orgId = await hostOrg(tx, model, orgKind, placeOf(row.state), now);
  const org =
    orgId === null ? undefined : await findOrg(tx, orgId, localDateOf(now, model.timeZone), 'to show');
  return org === undefined ? null : { model, role, org };
}

export async function presentElected(deps: Deps, tx: Tx, viewer: Viewer, found: Found): Promise<View[]> {
  const elected = await electedIn(tx, found);
  const { seatsOf } = found.kind;
  if (elected.length === 0 || seatsOf === null) return [];
  const { ballotId, state } = found.row;
  const [given, at] = [await appointmentsOf(tx, ballotId), await orgOfElected(deps, tx, found)];
  const day = localDateOf(deps.clock.now(), found.model.timeZone);
  const mayAppoint =
    at !== null &&
    state.phase === 'final' &&
    reachesAreas(
      at.model,
      viewer,
      'administer',
      at.org.covers.map(({ areaCode }) => areaCode),
    );
  const announcedOn = localDateOf(state.announcedAt ?? state.changedAt, found.model.timeZone);
  const titles = { ...found.model.nominationChannels, ...at?.model.nominationChannels };
  return elected.map(({ question, option, name, personId, trail }): View => {
    const post =
      given.find((one) => one.question === question && one.option === option) ??
      at?.org.posts.find((held) => isHeldSince(held, personId, seatsOf, announcedOn)) ??
      null;
    return {
      question,
      option,
      name,
      roleTitle: (at?.model ?? found.model).roles[seatsOf]?.title ?? { zh: seatsOf, en: seatsOf },
      org: at && { orgId: at.org.orgId, name: at.org.name },
      trail: trail.map(({ channel, ...step }) => ({
        ...step,
        channel: channel === null ? null : (titles[channel]?.title ?? { zh: channel, en: channel }),
      })),
      post: post && { postId: post.postId, heldFrom: post.heldFrom, heldTo: post.heldTo },
      appoint:
        !mayAppoint || post !== null
          ? null
          : {
              isRegistered: personId !== null,
              heldTo: lastDayOf(day, at.model.roles[at.role]?.termYears ?? null),
              seats: at.model.roles[at.role]?.seats ?? null,
              holders: at.org.posts
                .filter(({ role }) => role === at.role)
                .map((held) => ({
                  postId: held.postId,
                  name: held.name,
                  heldFrom: held.heldFrom,
                  heldTo: held.heldTo,
                  isElected: held.personId === personId,
                })),
            },
    };
  });
}

/** Was given by hand, beside this ballot, since its result was announced. */
function isHeldSince(
  held: { personId: string; role: string; heldFrom: string },
  personId: string | null,
  role: string,
  day: string,
): boolean {
  return held.personId === personId && held.role === role && held.heldFrom >= day;
}

/** A term of three years that begins on 10 March ends on 9 March. */
export function lastDayOf(firstDay: string, years: number | null): string | null {
  if (years === null) return null;
  const end = new Date(`${firstDay}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  end.setUTCDate(end.getUTCDate() - 1);
  return end.toISOString().slice(0, 10);
}

interface Appointment {
  question: string;
  option: string;
  postId: string;
  heldFrom: string;
  heldTo: string | null;
}

export async function appointmentsOf(tx: Tx, ballotId: string): Promise<Appointment[]> {
  const { rows } = await tx.query<Appointment>(
    `SELECT given.question, given.option, given.post_id AS "postId", posts.held_from AS "heldFrom", posts.held_to AS "heldTo"
       FROM ballot_appointments AS given JOIN posts ON posts.tenant_id = $1 AND posts.post_id = given.post_id
      WHERE given.tenant_id = $1 AND given.ballot_id = $2`,
    [tx.tenantId, ballotId],
  );
  return rows;
}
