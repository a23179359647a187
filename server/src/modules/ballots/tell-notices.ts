/** From what the engine wants told to messages: which template, to whom. Nothing in them says who voted what. */
import type { BallotNotice } from '@linli/engine';
import type { Model } from '@linli/model';
import type { Tx } from '../../platform/db/index.ts';
import type { Deps } from '../../platform/deps.ts';
import { type Addressee, type Telling, tell } from '../messages/index.ts';
import { kindOf, placeOf } from './policy.ts';
import { rollVoter, rollVoterSource } from './roll-voters.ts';
import type { BallotRow } from './store.ts';
import { strikesOf } from './strikes.ts';
import { today } from './today.ts';
import { findVoters } from './voters.ts';

type Told = Pick<Telling, 'template' | 'data'>;

export async function tellNotices(
  deps: Deps,
  tx: Tx,
  model: Model,
  row: BallotRow,
  notices: readonly BallotNotice[],
  actorPersonId: string | null,
  pastAt?: string,
): Promise<void> {
  for (const notice of notices) {
    const told = toldBy(notice, row);
    if (told === null) continue;
    const to = (
      await Promise.all(notice.to.map((group) => addressees(deps, tx, model, row, group, notice)))
    ).flat();
    // What the electorate hears is public: the groups of who convened it hear it too, and of a past nobody is woken.
    if (notice.to.includes('electorate') && pastAt === undefined) {
      to.push({ workGroupsOf: row.state.convener.orgId });
    }
    await tell(deps, tx, {
      ...told,
      dedupeKey: `${row.ballotId}:${row.seq}`,
      to,
      about: { noun: 'ballot', id: row.ballotId },
      areaCode: placeOf(row.state),
      exceptPersonId: actorPersonId,
      ...(pastAt === undefined ? {} : { past: { at: pastAt, model } }),
    });
  }
}

/** However it ended: nobody is told of an opinion that was not given. */
const studyEnded: Partial<
  Record<string, 'ballot.study-expired' | 'ballot.study-petitioned' | 'ballot.study-ordered'>
> = {
  expired: 'ballot.study-expired',
  petition: 'ballot.study-petitioned',
  order: 'ballot.study-ordered',
};

/** Null: nobody is told beyond what the page shows. */
function toldBy({ template, data }: BallotNotice, { state }: BallotRow): Told | null {
  const ballot = state.title;
  switch (template) {
    case 'ballot.study-asked':
      return { template, data: { ballot, dueAt: state.study?.dueAt ?? state.changedAt } };
    case 'ballot.study-ended':
      return {
        template: studyEnded[String(data.ended)] ?? 'ballot.study-given',
        data: { ballot },
      };
    case 'ballot.posted':
      return { template, data: { ballot, votingFromAt: state.votingFrom ?? state.changedAt } };
    case 'ballot.roll-corrected':
    case 'ballot.recounted':
    case 'ballot.final':
    case 'ballot.withdrawn':
    case 'ballot.objection-answered':
      return { template, data: { ballot } };
    case 'ballot.struck':
      return { template, data: { ballot, untilAt: state.votingFrom ?? state.changedAt } };
    case 'ballot.strike-objected':
      return { template, data: { ballot, untilAt: state.votingFrom ?? state.changedAt } };
    case 'ballot.strike-decided':
      return {
        template: data.upheld === 1 ? 'ballot.strike-lifted' : 'ballot.strike-stands',
        data: { ballot },
      };
    case 'ballot.opened':
      return {
        template: 'ballot.voting-open',
        data: { ballot, untilAt: state.votingUntil ?? state.changedAt },
      };
    case 'ballot.closed':
    case 'ballot.count-over':
      return { template: 'ballot.to-count', data: { ballot, untilAt: state.countDueAt ?? state.changedAt } };
    case 'ballot.announce-over':
      return { template, data: { ballot } };
    case 'ballot.announced':
      return {
        template: 'ballot.result',
        data: { ballot, objectionsUntilAt: state.objectionsUntil ?? state.changedAt },
      };
    case 'ballot.failed':
      return { template: 'ballot.no-quorum', data: { ballot } };
    case 'ballot.objected':
      return { template: 'ballot.objection', data: { ballot } };
    case 'ballot.annulled':
      return { template, data: { ballot } };
  }
}

async function addressees(
  deps: Deps,
  tx: Tx,
  model: Model,
  row: BallotRow,
  group: BallotNotice['to'][number],
  notice: BallotNotice,
): Promise<Addressee[]> {
  const { state } = row;
  const kind = kindOf(model, state.kind);
  const areaCode = placeOf(state);
  switch (group) {
    case 'electorate':
      return (await electorateOf(deps, tx, model, row)).map((personId) => ({ personId }));
    case 'convener':
      return [{ role: state.convener.role, orgId: state.convener.orgId }];
    case 'counters':
      return kind.countedBy.map((role) => ({ role, areaCode }));
    case 'struck': {
      const struck = await strikesOf(deps, tx, row.ballotId);
      return struck.flatMap(({ strikeId, personId }) =>
        strikeId === notice.data.strike ? { personId } : [],
      );
    }
    case 'strike-deciders': {
      const strike = state.strikes?.findLast(({ objection }) => objection?.at === state.changedAt);
      const roles = new Set([...kind.convenedBy, ...kind.countedBy, ...kind.annulledBy]);
      // Not to the office that struck: it does not decide.
      return [...roles].flatMap((role) => (role === strike?.by.role ? [] : { role, areaCode }));
    }
    case 'study':
      return (kind.priorStudy?.by ?? []).map((role) => ({ role, areaCode }));
    case 'objector': {
      const objection = state.objections.find(({ id }) => id === notice.data.objection);
      if (!objection?.entryId || row.rollNumber === null) return [];
      const { rows } = await tx.query<{ personId: string }>(
        `SELECT ${rollVoter} AS "personId" FROM ${rollVoterSource}
          WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 AND roll.entry_id = $4
            AND ${rollVoter} IS NOT NULL`,
        [tx.tenantId, row.ballotId, row.rollNumber, objection.entryId],
      );
      return rows;
    }
  }
}

/** Everybody who votes in it and is known here as a person; before a roll is frozen, who would. */
export async function electorateOf(deps: Deps, tx: Tx, model: Model, row: BallotRow): Promise<string[]> {
  const { state, ballotId, rollNumber } = row;
  if (rollNumber !== null) {
    const { rows } = await tx.query<{ personId: string }>(
      `SELECT DISTINCT ${rollVoter} AS "personId" FROM ${rollVoterSource}
        WHERE roll.tenant_id = $1 AND roll.ballot_id = $2 AND roll.roll_number = $3 AND ${rollVoter} IS NOT NULL`,
      [tx.tenantId, ballotId, rollNumber],
    );
    return rows.map(({ personId }) => personId);
  }
  const day = today(model, deps.clock.now());
  const voters = await findVoters(deps, tx, model, kindOf(model, state.kind), placeOf(state), day);
  const ids =
    'homes' in voters
      ? voters.homes.map(({ voterId }) => voterId)
      : voters.persons.map(({ personId }) => personId);
  return [...new Set(ids.filter((id) => id !== null))];
}
